"""Measures of improvement: the list with its filters, the page of one with its progress, the forms, the steps (R7.5, F6, K2)."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Case, F, When
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate

from apps.accounts.access import may, objects_for
from apps.diagnosis.forms import CarryOutForm, DropForm, MeasureForm, ProgressForm
from apps.diagnosis.lifecycle import MANAGE, MEASURE, VIEW, VIEW_MEASURE
from apps.diagnosis.models import Diagnosis, Measure
from apps.diagnosis.rules import Kind, wordings
from apps.diagnosis.selectors.measures import counted, fixed, late, late_ones, promised, put_off
from apps.diagnosis.services import measures
from apps.organizations.models import Level
from apps.workflow.lifecycle import Changed, Conflict, WrongState
from apps.workflow.selectors import history
from apps.workflow.views import Asking, LifecycleList, LifecyclePage, StepView

MEASURES = Measure.objects.select_related("school", "diagnosis__scheme", "element")
BESIDE = {"add_measure": "登记", "change_measure": "修改", "note_progress": "记进展", "chase_measure": "逾期，已催办"}


class MeasureList(LifecycleList):
    """Below a unit: by state, the late alone (``late``), of one diagnosis (``diagnosis``)."""

    queryset = MEASURES
    permission = VIEW_MEASURE
    lifecycle = MEASURE
    template_name = "diagnosis/measures.html"

    def get_queryset(self):
        # What is still to be done first, the soonest of it at the head.
        found = super().get_queryset().order_by(Case(When(state=Measure.State.DONE, then=1), default=0), F("due").asc(nulls_last=True), "pk")
        self.late = self.request.GET.get("late") == "on"
        self.diagnosis = self._diagnosis()
        found = found.filter(diagnosis=self.diagnosis) if self.diagnosis else found
        return late_ones(found, localdate()) if self.late else found

    def _diagnosis(self):
        try:
            key = UUID(self.request.GET.get("diagnosis", ""))
        except ValueError:
            return None
        below = Diagnosis.objects.filter(pk=key, school__path__startswith=self.organization.path).select_related("school")
        return objects_for(self.request.user, VIEW, below).first()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        below = objects_for(self.request.user, VIEW_MEASURE, Measure.objects.filter(school__path__startswith=self.organization.path))
        counts = counted(below.filter(diagnosis=self.diagnosis) if self.diagnosis else below)
        tabs = [(value, label, counts[value]) for value, label in context["states"]]
        own = self.organization.level == Level.SCHOOL and may(self.request.user, MANAGE, self.organization)
        rows = [(row, steps, late(row)) for row, steps in context["rows"]]
        adds = (self.diagnosis or Diagnosis.objects.filter(school=self.organization).order_by("-year").first()) if own else None
        return {**context, "rows": rows, "counts": counts, "tabs": tabs, "late": self.late, "diagnosis": self.diagnosis, "adds": adds}


class MeasurePage(LifecyclePage):
    queryset = MEASURES
    permission = VIEW_MEASURE
    lifecycle = MEASURE
    template_name = "diagnosis/measure.html"

    def get_context_data(self, **kwargs):
        row = self.object
        writable = row.may_manage_measure
        progress = list(row.progress.select_related("file", "by"))
        return super().get_context_data(
            late=late(row), progress=progress, writable=writable and row.state != Measure.State.DONE, notes=writable,
            drops=writable and row.state == Measure.State.PLANNED and not progress and not promised(row),
            soft=wordings(Kind.EFFECT, row.effect), moved=put_off(row), history=history(row, MEASURE, **BESIDE),
            trail=[("改进措施", reverse("diagnosis:measures", args=[row.school.code])), (Truncator(row.aim).chars(20), "")], **kwargs,
        )  # fmt: skip


class AddMeasure(Asking):
    form_class = MeasureForm
    title = button = "登记改进措施"
    explanation = "一条写一个问题和针对它的措施，写明谁负责、到哪天完成。实施以后再登记完成日期和已经显现的效果；还没有实施的，就停在“尚未实施”。"

    @property
    def subject(self):
        mine = objects_for(self.request.user, MANAGE, Diagnosis.objects.select_related("school", "scheme__guidance"))
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    @property
    def back(self):
        return f"{reverse('diagnosis:measures', args=[self.subject.school.code])}?diagnosis={self.subject.pk}"

    def get_initial(self):
        return {"element": self.request.GET.get("element", "")}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "guidance": self.subject.scheme.guidance}

    def do(self, seen, reason, **given):
        diagnosis = self.subject
        row = measures.add(diagnosis.school, diagnosis=diagnosis, by=self.request.user, **given)
        messages.success(self.request, "已登记。开始实施、有了进展，都记在这一页。")
        return HttpResponseRedirect(row.get_absolute_url())


class OfMeasure(Asking):
    """A form about one measure of one's own school."""

    @property
    def subject(self):
        return get_object_or_404(objects_for(self.request.user, MANAGE, MEASURES), pk=self.kwargs["pk"])

    @property
    def back(self):
        return self.subject.get_absolute_url()

    def done(self, words, address=None):
        messages.success(self.request, words)
        return HttpResponseRedirect(address or self.back)

    def conflict(self, words):
        return render(self.request, "workflow/conflict.html", {"message": words, "object": self.subject}, status=409)


class ChangeMeasure(OfMeasure):
    form_class = MeasureForm
    title = "修改改进措施"
    button = "保存"

    @property
    def explanation(self):
        row = self.subject
        return "写定的内容不再改动；责任人和日期可以改，改期要写明原因，原定日期留在记录里。" if fixed(row) else "报告签字以前都可以改。"

    def get_initial(self):
        row = self.subject
        return {"seen": row.version, **{name: getattr(row, name) for name in measures.WORDS}, "element": row.element.code if row.element else ""}

    def get_form_kwargs(self):
        row = self.subject
        guidance = row.diagnosis.scheme.guidance if row.diagnosis else row.element and row.element.item.guidance
        return {**super().get_form_kwargs(), "guidance": guidance, "fixed": fixed(row), "promised": promised(row)}

    def do(self, seen, reason, **given):
        try:
            measures.change(self.subject, seen=seen, reason=reason, by=self.request.user, **given)
        except Changed:
            return self.conflict("这项措施刚被别人改过，您的改动没有保存。请看现在的内容再改。")
        except WrongState:
            return self.conflict("这项措施已经记为已实施，您的改动没有保存。要改的，请先改回实施中。")
        return self.done("已保存。")


class DropMeasure(OfMeasure):
    form_class = DropForm
    title = button = "删去改进措施"
    explanation = "登记错了的、还没有签字也没有进展的，可以删去；删去这件事留在操作记录里。"

    def get_initial(self):
        return {"seen": self.subject.version}

    def do(self, seen):
        row = self.subject
        try:
            measures.drop(row, seen=seen, by=self.request.user)
        except Conflict:
            return self.conflict("这项措施刚被改过，或者已经签字、有了进展，没有删去。")
        return self.done("已删去。", reverse("diagnosis:measures", args=[row.school.code]))


class NoteProgress(OfMeasure):
    form_class = ProgressForm
    title = button = "记进展"
    explanation = "写已经做到哪里，不写打算；能证明的文件可以一并存入，能看这项措施的人都能看。"

    def do(self, **given):
        measures.note_progress(self.subject, by=self.request.user, **given)
        return self.done("已记下。")


class MeasureStep(StepView):
    queryset = MEASURES
    lifecycle = MEASURE
    seen_by = VIEW_MEASURE


class BeginMeasure(MeasureStep):
    step = "begin_measure"
    service = staticmethod(measures.begin)


class CarryOut(MeasureStep):
    step = "carry_out"
    service = staticmethod(measures.carry_out)
    form_class = CarryOutForm
    template_name = "diagnosis/carry_out.html"

    def get_context_data(self, **kwargs):
        # What is missing is asked for on this very page.
        return {**super().get_context_data(**kwargs), "missing": []}


class ReopenMeasure(MeasureStep):
    step = "reopen_measure"
    service = staticmethod(measures.reopen)


class SuspendMeasure(MeasureStep):
    step = "suspend_measure"
    service = staticmethod(measures.suspend)
