"""Rounds: planned, opened, watched, the late reminded, closed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.generic import FormView, ListView, View

from apps.accounts.access import objects_for
from apps.accounts.mixins import WorkMixin
from apps.jobs.models import Job
from apps.organizations.models import Level, Organization
from apps.statusdata.forms.chain import RoundForm
from apps.statusdata.lifecycle import MANAGE, ROUND
from apps.statusdata.models import Round
from apps.statusdata.selectors.rounds import by_area, in_all, reminded_on
from apps.statusdata.services.rounds import AlreadyReminded, open_round, plan_round, remind
from apps.workflow.lifecycle import Conflict
from apps.workflow.views import LifecyclePage, StepView

ROUNDS = Round.objects.select_related("province", "edition")


def provinces_managed(user):
    return objects_for(user, MANAGE, Organization.objects.filter(level=Level.PROVINCE))


class RoundList(WorkMixin, ListView):
    queryset = ROUNDS
    permission = "statusdata.view_round"
    template_name = "statusdata/rounds.html"
    paginate_by = 50

    def get_queryset(self):
        return ROUND.marked(self.request.user, super().get_queryset())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [(row, ROUND.offered_in_list(row)) for row in context["object_list"]]
        plans = provinces_managed(self.request.user).filter(pk=self.organization.pk).exists()
        return {**context, "organization": self.organization, "rows": rows, "plans": plans}


class PlanRound(FormView):
    form_class = RoundForm
    template_name = "statusdata/plan_round.html"

    def dispatch(self, request, *args, **kwargs):
        self.province = get_object_or_404(provinces_managed(request.user), code=kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "province": self.province, "today": localdate()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(organization=self.province, **kwargs)

    def form_valid(self, form):
        try:
            row = plan_round(self.province, **form.cleaned_data, by=self.request.user)
        except ValidationError:  # Two officers at once: the form let both through.
            form.add_error("year", "这个学年的轮次刚刚有人建好，请回到轮次列表查看。")
            return self.form_invalid(form)
        messages.success(self.request, "轮次已经建好。核对期限以后，请开放上报。")
        return HttpResponseRedirect(row.get_absolute_url())


class RoundPage(LifecyclePage):
    queryset = ROUNDS
    permission = "statusdata.view_round"
    lifecycle = ROUND
    template_name = "statusdata/round.html"

    def get_context_data(self, **kwargs):
        areas = by_area(self.object)
        waiting = Job.objects.filter(kind="statusdata.open_returns", key=str(self.object.pk), state__in=Job.OPEN).first()
        return super().get_context_data(
            areas=areas, total=in_all(areas), today=localdate(), job=waiting, reminded=reminded_on(self.object, localdate()), **kwargs
        )


class RoundStep(StepView):
    queryset = ROUNDS
    lifecycle = ROUND
    template_name = "statusdata/round_step.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(total=in_all(by_area(self.object)), **kwargs)


class RoundOpen(RoundStep):
    step = "open"
    service = staticmethod(open_round)

    def get_success_url(self):
        """Where one sees the returns being made."""
        return Job.objects.filter(kind="statusdata.open_returns", key=str(self.object.pk)).latest("asked").get_absolute_url()


class RoundClose(RoundStep):
    step = "close"


class RoundReopen(RoundStep):
    step = "reopen"


class Remind(View):
    http_method_names = ["post"]

    def post(self, request, pk):
        row = get_object_or_404(objects_for(request.user, MANAGE, ROUNDS), pk=pk)
        try:
            told = remind(row, by=request.user)
        except AlreadyReminded:
            messages.info(request, "今天已经催报过，每天至多一次；明天仍有逾期的，可以再催。")
        except Conflict:
            messages.warning(request, "轮次不在上报中，没有催报。")
        else:
            messages.success(request, f"已就 {told} 份逾期的上报通知有关人员。" if told else "眼下没有逾期的上报，没有发出通知。")
        return HttpResponseRedirect(row.get_absolute_url())
