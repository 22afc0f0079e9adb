"""The public copies of reports: the list, the copy beside its original, the form of who prepares it, the steps of who confirms it (F8, M2)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property

from apps.accounts.access import mark, objects_for
from apps.diagnosis.forms import PublicForm
from apps.diagnosis.lifecycle import PREPARE, PUBLIC, VIEW_PUBLIC, VIEW_REPORT
from apps.diagnosis.models import PublicReport, Report
from apps.diagnosis.personal import Trace
from apps.diagnosis.selectors.public import confirmers, named_words, public_content, side_by_side, stands, suspects, without_copy
from apps.diagnosis.services import public
from apps.diagnosis.services.public import KEPT
from apps.workflow.lifecycle import Conflict
from apps.workflow.selectors import history
from apps.workflow.views import Asking, LifecycleList, LifecyclePage, StepView

COPIES = PublicReport.objects.select_related("school", "report__diagnosis__school", "prepared_by", "confirmed_by")


class PublicReportList(LifecycleList):
    """Below a unit: the copies, and for who prepares them the reports that have none yet."""

    queryset = COPIES.defer("found", "content", "report__body")
    permission = VIEW_PUBLIC
    lifecycle = PUBLIC
    template_name = "diagnosis/public_reports.html"

    def get_context_data(self, **kwargs):
        below = without_copy(Report.objects.filter(school__path__startswith=self.organization.path))
        return super().get_context_data(waiting=list(objects_for(self.request.user, PREPARE, below)), **kwargs)


class PublicReportPage(LifecyclePage):
    """The copy, and beside it the original for who may read that."""

    queryset = COPIES
    permission = VIEW_PUBLIC
    lifecycle = PUBLIC
    template_name = "diagnosis/public_report.html"

    def get_queryset(self):
        return mark(self.request.user, [VIEW_REPORT], super().get_queryset())

    def get_context_data(self, **kwargs):
        row = self.object
        sides = side_by_side(row)
        kinds = {kind: sum(each["kind"] == kind and each["done"] != KEPT for each in row.found) for kind in Trace}
        return super().get_context_data(
            sides=sides, changed=[side for side in sides if side.changed], kinds=[(kind.label, count) for kind, count in kinds.items() if count],
            kept=[each for each in row.found if each["done"] == KEPT], original=row.may_view_report, own=row.may_prepare_publicreport,
            history=history(row, PUBLIC, prepare_public="处理"), confirmers=confirmers(row, row.prepared_by),
            trail=[("报告公开本", reverse("diagnosis:public_reports", args=[row.school.code])), (str(row), "")], **kwargs,
        )  # fmt: skip


class Preparing(Asking):
    """Everything that looks personal, in its place, and what is done about it."""

    form_class = PublicForm
    template_name = "diagnosis/prepare_public.html"
    title = "处理报告公开本"
    button = "存好，请人确认"
    seen = None

    @property
    def back(self):
        return reverse("diagnosis:public_reports", args=[self.report.school.code])

    @cached_property
    def items(self):
        return suspects(public_content(self.report))

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "items": self.items}

    def get_context_data(self, **kwargs):
        return super().get_context_data(items=self.items, report=self.report, confirmers=confirmers(self.report, self.request.user), **kwargs)

    def form_valid(self, form):
        self.decisions = form.decisions
        return super().form_valid(form)

    def do(self, words, seen=None, **_decided):
        try:
            row = public.prepare(self.report, decisions=self.decisions, words=words.splitlines(), seen=seen, by=self.request.user)
        except Conflict:
            message = "报告已经撤回，或者公开本刚被别人处理过，您的处理没有保存。请看现在的情况。"
            return render(self.request, "workflow/conflict.html", {"message": message, "object": self.subject}, status=409)
        messages.success(self.request, "公开本已存好。请对照原文再看一遍；由另一位有权的人确认以后才能公开。")
        return HttpResponseRedirect(row.get_absolute_url())


class PreparePublic(Preparing):
    """For a report that has no copy yet; one that has leads to it."""

    def dispatch(self, request, *args, **kwargs):
        mine = objects_for(request.user, PREPARE, Report.objects.select_related("diagnosis__school", "school"))
        self.report = self.subject = get_object_or_404(mine, pk=kwargs["pk"])
        if request.method == "GET" and (row := PublicReport.objects.filter(report=self.report).first()):
            return redirect(row)
        if not stands(self.report):
            context = {"message": "这一版报告已经撤回，等新的一版签字以后再处理公开本", "object": self.report.diagnosis}
            return render(request, "workflow/conflict.html", context, status=409)
        return super().dispatch(request, *args, **kwargs)


class ReworkPublic(Preparing):
    title = "重新处理报告公开本"

    def dispatch(self, request, *args, **kwargs):
        self.subject = get_object_or_404(objects_for(request.user, PREPARE, COPIES), pk=kwargs["pk"])
        self.report = self.subject.report
        if self.subject.state not in PUBLIC["rework_public"].sources:
            context = {"message": "公开本已经确认；要改的，请先由确认的人撤回", "object": self.subject}
            return render(request, "workflow/conflict.html", context, status=409)
        return super().dispatch(request, *args, **kwargs)

    @property
    def back(self):
        return self.subject.get_absolute_url()

    def get_initial(self):
        kept = {(each["place"], each["start"]): each["reason"] for each in self.subject.found if each["done"] == KEPT}
        given = {"seen": self.subject.version, "words": "\n".join(named_words(self.subject))}
        for number, item in enumerate(self.items):
            if (item.place.key, item.finding.start) in kept:
                given |= {f"done_{number}": KEPT, f"reason_{number}": kept[item.place.key, item.finding.start]}
        return given


class PublicStep(StepView):
    queryset = COPIES
    lifecycle = PUBLIC
    seen_by = VIEW_PUBLIC


class ConfirmPublic(PublicStep):
    step = "confirm_public"
    service = staticmethod(public.confirm)
    template_name = "diagnosis/confirm_public.html"


class ReturnPublic(PublicStep):
    step = "return_public"
    service = staticmethod(public.give_back)


class WithdrawPublic(PublicStep):
    step = "withdraw_public"
    service = staticmethod(public.withdraw)
