"""The school's regime and its development plan: what stands, what is drafted, the steps."""

import re

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView

from apps.accounts.access import holders, may, objects_for
from apps.accounts.mixins import OwnMixin
from apps.core.templatetags.look import school_year
from apps.diagnosis.forms import PlanForm, RegimeForm, TargetForm, TargetsForm, plain
from apps.diagnosis.lifecycle import REGIME, REGIME_OF, VIEW_PLAN, VIEW_REGIME
from apps.diagnosis.models import DevelopmentPlan, Regime, Target
from apps.diagnosis.services import plans, regimes
from apps.dictionary.models import Edition
from apps.dictionary.selectors import book_for
from apps.organizations.models import Level, Organization
from apps.schemes.models import Element, Hint
from apps.schemes.selectors import current_guidance
from apps.workflow.lifecycle import Changed, WrongState
from apps.workflow.views import Asking, LifecycleList, LifecyclePage, StepView


class RegimeList(LifecycleList):
    """Below a unit: who runs a regime since when; for a school its plans too."""

    queryset = Regime.objects.select_related("school")
    permission = VIEW_REGIME
    lifecycle = REGIME
    template_name = "diagnosis/regimes.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        school = self.organization if self.organization.level == Level.SCHOOL else None
        own = objects_for(self.request.user, VIEW_PLAN, DevelopmentPlan.objects.filter(school=school)) if school else []
        return {**context, "plans": own, "manages": school is not None and may(self.request.user, REGIME_OF, school)}


class RegimePage(LifecyclePage):
    queryset = Regime.objects.select_related("school")
    permission = VIEW_REGIME
    lifecycle = REGIME
    template_name = "diagnosis/regime.html"

    def get_context_data(self, **kwargs):
        draft = self.object.state == Regime.State.DRAFT and may(self.request.user, REGIME_OF, self.object)
        return super().get_context_data(writable=draft, **kwargs)


class OfSchool(Asking):
    """A form about something of one's own school."""

    @property
    def subject(self):
        mine = objects_for(self.request.user, REGIME_OF, Organization.objects.filter(level=Level.SCHOOL))
        return get_object_or_404(mine, code=self.kwargs["code"])

    @property
    def back(self):
        return reverse("diagnosis:regimes", args=[self.kwargs["code"]])


class DraftRegime(OfSchool):
    form_class = RegimeForm
    title = "起草诊改制度"
    button = "保存草稿"
    explanation = "写清重点、要求、周期和组织分工（R7.1）。可以先存草稿，四样写齐以后再施行。"

    def do(self, **given):
        given.pop("seen")
        row = regimes.draft_regime(self.subject, by=self.request.user, **given)
        messages.success(self.request, "草稿已保存。写齐以后按“施行”。")
        return HttpResponseRedirect(row.get_absolute_url())


class ReviseRegime(Asking):
    form_class = RegimeForm
    title = "修改诊改制度"
    button = "保存草稿"

    @property
    def subject(self):
        return get_object_or_404(objects_for(self.request.user, REGIME_OF, Regime.objects.select_related("school")), pk=self.kwargs["pk"])

    @property
    def back(self):
        return self.subject.get_absolute_url()

    def get_initial(self):
        row = self.subject
        return {"seen": row.version, **{name: getattr(row, name) for name in regimes.TEXTS}}

    def do(self, seen, **texts):
        try:
            regimes.revise_regime(self.subject, seen=seen, by=self.request.user, **texts)
        except (Changed, WrongState):
            message = "这份制度刚被别人改过，或者已经施行，您的改动没有保存。"
            return render(self.request, "workflow/conflict.html", {"message": message, "object": self.subject}, status=409)
        messages.success(self.request, "草稿已保存。")
        return HttpResponseRedirect(self.back)


class RegimeStep(StepView):
    queryset = Regime.objects.select_related("school")
    lifecycle = REGIME
    seen_by = VIEW_REGIME


class StartRegime(RegimeStep):
    step = "start"
    service = staticmethod(regimes.start)


class EndRegime(RegimeStep):
    step = "end"
    service = staticmethod(regimes.end)


class EnterPlan(OfSchool):
    form_class = PlanForm
    title = "登记事业发展规划"
    button = "登记"
    explanation = "登记规划的年限和文件，再按附 1 的提示写上各项目标；工作表会把目标和现状放在一起（R7.2）。"

    def do(self, seen, **given):
        row = plans.enter_plan(self.subject, by=self.request.user, **given)
        messages.success(self.request, "已登记。请按附 1 的提示写上各项目标。")
        return HttpResponseRedirect(row.get_absolute_url())


class OfPlan(Asking):
    """A form about a plan of one's own school."""

    @property
    def subject(self):
        return get_object_or_404(objects_for(self.request.user, REGIME_OF, DevelopmentPlan.objects.select_related("school")), pk=self.kwargs["pk"])

    @property
    def back(self):
        return self.subject.get_absolute_url()


class RevisePlan(OfPlan):
    form_class = PlanForm
    title = "修改事业发展规划"
    button = "保存"
    explanation = "改名称、年限，或者换规划全文；已写的目标不动。"

    def get_initial(self):
        row = self.subject
        return {"seen": plans.mark(plans.shown(row)), **{name: getattr(row, name) for name in plans.FIELDS}}

    def do(self, **given):
        try:
            plans.revise_plan(self.subject, by=self.request.user, **given)
        except Changed:
            message = "这份规划刚被别人改过，您的改动没有保存。"
            return render(self.request, "workflow/conflict.html", {"message": message, "object": self.subject}, status=409)
        messages.success(self.request, "已保存。")
        return HttpResponseRedirect(self.back)


class PlanPage(OwnMixin, DetailView):
    queryset = DevelopmentPlan.objects.select_related("school", "file")
    permission = VIEW_PLAN
    template_name = "diagnosis/plan.html"

    def get_context_data(self, **kwargs):
        hints = Hint.objects.filter(element__item__guidance=current_guidance(), kind=Hint.Kind.PLANNING).select_related("element__item")
        targets = {}
        for each in self.object.targets.all():
            targets.setdefault(each.hint_id, []).append(each)
        rows = [(hint, targets.get(hint.pk, [])) for hint in hints.order_by("element__item__order", "element__order", "order")]
        trail = [("诊改制度与规划", reverse("diagnosis:regimes", args=[self.object.school.code])), (self.object.title, "")]
        writable = may(self.request.user, REGIME_OF, self.object)
        writers = [] if writable else list(holders(REGIME_OF, self.object))
        return super().get_context_data(
            rows=rows, set=sum(bool(found) for _hint, found in rows), writable=writable, writers=writers, trail=trail, **kwargs
        )


class SetTargets(OfPlan):
    """The targets of one element for the whole period of the plan, a row for each hint."""

    form_class = TargetsForm
    template_name = "diagnosis/targets.html"
    button = "保存各条目标"

    @property
    def title(self):
        return f"{self.element}的规划目标"

    @cached_property
    def element(self):
        elements = Element.objects.filter(item__guidance=current_guidance())
        return get_object_or_404(elements.select_related("item").prefetch_related("points"), code=self.kwargs["code"])

    def targets(self):
        """(hint, its Target or None, the mark of it) as they stand now."""
        hints = list(self.element.hints.filter(kind=Hint.Kind.PLANNING).order_by("order"))
        found = {row.hint_id: row for row in Target.objects.filter(plan=self.subject, hint__in=hints, year=None)}
        return [(hint, found.get(hint.pk), plans.mark(plans.said(found.get(hint.pk)))) for hint in hints]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "targets": self.targets(), "indicators": _indicators(self.subject, self.element)}

    def form_valid(self, form):
        try:
            changed = plans.set_targets(self.subject, form.given, by=self.request.user)
        except Changed as overtaken:
            form.overtaken(overtaken.args[0], self.targets())
            return self.form_invalid(form)
        messages.success(self.request, f"已保存，改动 {changed} 条。" if changed else "没有改动。")
        return HttpResponseRedirect(self.back)


class SetTarget(OfPlan):
    form_class = TargetForm
    button = "保存目标"

    @property
    def title(self):
        return f"写规划目标（{school_year(self.year)}）" if self.year else "写规划目标"

    @property
    def hint(self):
        return get_object_or_404(Hint.objects.select_related("element__item"), pk=self.kwargs["hint"], kind=Hint.Kind.PLANNING)

    @property
    def explanation(self):
        return f"{self.hint.element}：{self.hint}。选另一个学年，就是为那个学年另写一条。"

    @cached_property
    def year(self):
        """The school year of the target that is opened; None: the whole period."""
        given = self.request.GET.get("year", "")
        return int(given) if re.fullmatch(r"[0-9]{4}", given) else None

    def target(self):
        """The one that stands now, or None."""
        return Target.objects.filter(plan=self.subject, hint=self.hint, year=self.year).first()

    def get_initial(self):
        words = plans.said(self.target())
        return {"seen": plans.mark(words), "year": self.year, **words, "value": plain(words["value"])}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "plan": self.subject, "indicators": _indicators(self.subject, self.hint.element), "old": self.target()}

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Changed:
            now = self.target()
            form.overtaken(self.year, now, plans.mark(plans.said(now)))
            return self.form_invalid(form)

    def do(self, year, seen, **given):
        # Of another year than the one opened the page showed nothing.
        seen = seen if year == self.year else plans.mark(plans.NOTHING)
        target = plans.set_target(self.subject, self.hint, year=year, seen=seen, by=self.request.user, **given)
        messages.success(self.request, "已保存。" if target else "目标和指标都空着，这一条现在没有目标。")
        return HttpResponseRedirect(self.back)


def _indicators(plan, element):
    """The indicators of an element, by the dictionary of the plan's last year."""
    codes = [code for point in element.points.all() for code in point.indicators]
    try:
        known = book_for(plan.last_year).indicator_by_code
    except Edition.DoesNotExist:
        return []
    return [known[code] for code in dict.fromkeys(codes) if code in known]
