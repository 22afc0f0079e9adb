"""The plan of a cycle with its years, and the schools that ask to be reviewed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views import View
from django.views.generic import FormView

from apps.accounts.access import may, objects_for, unit_for
from apps.organizations.models import Level, Organization
from apps.sampling.forms import ApplyForm, PlanForm, ShortfallForm
from apps.sampling.lifecycle import APPLICATION, APPLY, MANAGE_PLAN, PLAN, VIEW, VIEW_APPLICATION, VIEW_PLAN, VIEW_SELECTION
from apps.sampling.models import Application, Draw, FrameRow, Plan
from apps.sampling.selectors.cycle import share_of, years_of
from apps.sampling.selectors.outcome import places_of
from apps.sampling.services import draws, plans
from apps.schemes.parameters import BY_CODE, Parameters, worded
from apps.workflow.lifecycle import NotReady, WrongState
from apps.workflow.selectors import history
from apps.workflow.views import Asking, LifecycleList, LifecyclePage, StepView

PLANS = Plan.objects.select_related("province", "scheme__province")
APPLICATIONS = Application.objects.select_related("school", "plan")


def managed(user):
    return objects_for(user, MANAGE_PLAN, Organization.objects.filter(level=Level.PROVINCE))


class PlanList(LifecycleList):
    queryset = PLANS
    permission = VIEW_PLAN
    lifecycle = PLAN
    template_name = "sampling/plans.html"

    def get_context_data(self, **kwargs):
        plans_here = managed(self.request.user).filter(pk=self.organization.pk).exists()
        return super().get_context_data(may_plan=plans_here, **kwargs)


class DrawUpPlan(FormView):
    form_class = PlanForm
    template_name = "sampling/draw_up.html"

    def dispatch(self, request, *args, **kwargs):
        self.province = get_object_or_404(managed(request.user), code=kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"first_year": localdate().year}

    def get_context_data(self, **kwargs):
        return super().get_context_data(organization=self.province, **kwargs)

    def form_valid(self, form):
        try:
            row = plans.draw_up(self.province, **form.cleaned_data, by=self.request.user)
        except ValidationError as wrong:
            form.add_error(None, wrong)
            return self.form_invalid(form)
        messages.success(self.request, "实施规划已经建好。核对以后请发布，各校才能看到。")
        return HttpResponseRedirect(row.get_absolute_url())


class PlanPage(LifecyclePage):
    queryset = PLANS
    permission = VIEW_PLAN
    lifecycle = PLAN
    template_name = "sampling/plan.html"

    def get_context_data(self, **kwargs):
        user, plan = self.request.user, self.object
        seen = set(objects_for(user, VIEW, Draw.objects.filter(plan=plan)).values_list("pk", flat=True))
        years = [(year, draw, draw is not None and draw.pk in seen) for year, draw in years_of(plan)]
        reached, wanted = share_of(plan)
        own = may(user, MANAGE_PLAN, plan)
        return super().get_context_data(
            years=years, reached=reached, wanted=wanted, share=worded(BY_CODE["sampling_share"], Parameters.read(plan.scheme.parameters).sampling_share),
            this_year=localdate().year, may_begin=own and plan.state == Plan.State.ISSUED, may_explain=own and plan.state == Plan.State.ISSUED,
            applying=_school_applying(user) if plan.state == Plan.State.ISSUED else None, here=_own_places(user, plan),
            history=history(plan, PLAN, draw_up_plan="起草"), **kwargs,
        )  # fmt: skip


def _school_applying(user):
    """The school for which ``user`` may apply, or None."""
    return objects_for(user, APPLY, Organization.objects.filter(level=Level.SCHOOL)).first()


def _own_places(user, plan):
    """Where the school of ``user`` stands in the draws made public; None for who has no school."""
    unit = unit_for(user, VIEW_SELECTION)
    if unit is None or unit.level != Level.SCHOOL:
        return None
    return places_of(objects_for(user, VIEW_SELECTION, FrameRow.objects.filter(draw__plan=plan)))


class Explain(Asking):
    """Why a cycle ends short (R1.2)."""

    form_class = ShortfallForm
    title = button = "说明未达到的原因"
    explanation = "周期结束时抽样比例或地市覆盖没有达到的，写明原因和以后的安排。说明公开，不作差错。"

    def dispatch(self, request, *args, **kwargs):
        plan = get_object_or_404(objects_for(request.user, MANAGE_PLAN, PLANS), pk=kwargs["pk"], state=Plan.State.ISSUED)
        self.subject, self.back = plan, plan.get_absolute_url()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"text": self.subject.shortfall}

    def do(self, text):
        plans.explain(self.subject, text=text, by=self.request.user)
        messages.success(self.request, "说明已经记录。")
        return HttpResponseRedirect(self.back)


class IssuePlan(StepView):
    queryset = PLANS
    lifecycle = PLAN
    step = "issue_plan"
    seen_by = VIEW_PLAN
    service = staticmethod(plans.issue)


class BeginDraw(View):
    http_method_names = ["post"]

    def post(self, request, pk):
        plan = get_object_or_404(objects_for(request.user, MANAGE_PLAN, PLANS), pk=pk)
        year = request.POST.get("year", "")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise Http404
        try:
            row = draws.begin(plan, int(year), by=request.user)
        except ValidationError as wrong:
            messages.error(request, "；".join(wrong.messages))
        except NotReady as missing:
            messages.error(request, f"还不能开始抽样，缺{'；'.join(missing.args[0])}。")
        except WrongState:
            messages.error(request, "规划发布以后才能开始抽样。")
        else:
            messages.success(request, "抽样框已经编好。请核对各校，设定抽取校数和随机数来源，然后封存。")
            return redirect(row)
        return redirect(plan)


class ApplicationList(LifecycleList):
    queryset = APPLICATIONS
    permission = VIEW_APPLICATION
    lifecycle = APPLICATION
    extra_context = {"title": "复核申请", "hint": "学校自愿申请复核的，会列在这里（R8.7）。"}


class ApplicationPage(LifecyclePage):
    queryset = APPLICATIONS
    permission = VIEW_APPLICATION
    lifecycle = APPLICATION
    template_name = "sampling/application.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(history=history(self.object, APPLICATION, apply_review="申请复核"), **kwargs)


class ApplicationStep(StepView):
    queryset = APPLICATIONS
    lifecycle = APPLICATION
    seen_by = VIEW_APPLICATION


class Apply(FormView):
    """A school's own application, at the school."""

    form_class = ApplyForm
    template_name = "sampling/apply.html"

    def dispatch(self, request, *args, **kwargs):
        schools = objects_for(request.user, APPLY, Organization.objects.filter(level=Level.SCHOOL))
        self.school = get_object_or_404(schools, code=kwargs["code"])
        self.plan = get_object_or_404(objects_for(request.user, VIEW_PLAN, PLANS), pk=kwargs["pk"], state=Plan.State.ISSUED)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "years": plans.open_years(self.plan)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(organization=self.school, plan=self.plan, **kwargs)

    def form_valid(self, form):
        try:
            row = plans.apply(self.school, plan=self.plan, **form.cleaned_data, by=self.request.user)
        except ValidationError as wrong:
            form.add_error(None, wrong)
            return self.form_invalid(form)
        messages.success(self.request, "申请已经提出，省里会答复。")
        return HttpResponseRedirect(row.get_absolute_url())
