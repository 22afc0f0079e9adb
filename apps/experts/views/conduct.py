"""What is said of experts' conduct: the list, a case, its steps."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from apps.accounts.access import may
from apps.experts.forms.ties import CirculateForm, DismissForm, ReportForm, UpholdForm
from apps.experts.lifecycle import ADMIT, CONDUCT, VIEW_CONDUCT
from apps.experts.models import Conduct
from apps.experts.services import conduct as services
from apps.experts.views.pool import AboutExpert
from apps.workflow.views import LifecycleList, LifecyclePage, StepView

CASES = Conduct.objects.select_related("expert__user", "expert__province", "school", "reported_by", "closed_by")


class ConductList(LifecycleList):
    queryset = CASES
    permission = VIEW_CONDUCT
    lifecycle = CONDUCT
    template_name = "experts/conducts.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(today=timezone.localdate(), **kwargs)


class ConductPage(LifecyclePage):
    queryset = CASES
    permission = VIEW_CONDUCT
    lifecycle = CONDUCT
    template_name = "experts/conduct.html"


class ConductStep(StepView):
    queryset = CASES
    lifecycle = CONDUCT
    seen_by = VIEW_CONDUCT
    template_name = "experts/conduct_step.html"

    def get_context_data(self, **kwargs):
        # What is missing is asked for on this very page.
        return {**super().get_context_data(**kwargs), "missing": []}


class Uphold(ConductStep):
    step = "uphold"
    service = staticmethod(services.uphold)
    form_class = UpholdForm


class Dismiss(ConductStep):
    step = "dismiss"
    service = staticmethod(services.dismiss)
    form_class = DismissForm


class Circulate(ConductStep):
    step = "circulate"
    service = staticmethod(services.circulate)
    form_class = CirculateForm


class Report(AboutExpert):
    """The province itself enters what it heard of an expert."""

    form_class = ReportForm
    title = button = "登记反映"
    explanation = "社会或主管部门反映的专家情况在此登记，15 个工作日内查明。专家本人办结以前看不到。"

    def allowed(self, user, expert):
        return user.pk != expert.user_id and may(user, ADMIT, expert)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "province": self.subject.province}

    def do(self, **given):
        case = services.report(self.subject, by=self.request.user, **given)
        messages.success(self.request, "已登记，请查明后办结。")
        return redirect(case)
