"""What the review found and what the school does about it, and its summary when that is done (R11.1)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView

from apps.accounts.access import may, objects_for
from apps.accounts.mixins import OwnMixin
from apps.diagnosis.lifecycle import MANAGE
from apps.diagnosis.models import Measure
from apps.followup.forms import MeasureForm, SummaryForm
from apps.followup.lifecycle import READ, SUMMARY, VIEW_SUMMARY, WRITE
from apps.followup.models import Summary
from apps.followup.selectors.improvement import answered, standing_cases, with_bare
from apps.followup.services import summaries
from apps.organizations.models import Organization
from apps.reviews.models import Finding
from apps.workflow.lifecycle import Conflict, WrongState
from apps.workflow.selectors import history
from apps.workflow.views import Asking, LifecycleList, LifecyclePage, StepView

SUMMARIES = Summary.objects.select_related("school", "case__review", "file")
#: So many schools stand above the list, those with findings to answer first.
SHOWN = 100
TAKEN_BACK = "认定已经撤销，或者刚有变动，没有写入。请看现在的情况。"


class SummaryList(LifecycleList):
    queryset = SUMMARIES
    permission = VIEW_SUMMARY
    lifecycle = SUMMARY
    template_name = "followup/summaries.html"

    def get_context_data(self, **kwargs):
        here = objects_for(self.request.user, VIEW_SUMMARY, Organization.objects.filter(path__startswith=self.organization.path))
        cases = with_bare(standing_cases().filter(school__in=here)).order_by("-bare", "-decided_at")
        return super().get_context_data(cases=cases[:SHOWN], cases_in_all=cases.count(), **kwargs)


class Improvement(OwnMixin, DetailView):
    """The findings of the confirmed report, each with the measures that answer it (K1)."""

    permission = VIEW_SUMMARY
    template_name = "followup/improvement.html"

    def get_queryset(self):
        here = objects_for(self.request.user, VIEW_SUMMARY, Organization.objects.all())
        return standing_cases().filter(school__in=here)

    def get_context_data(self, **kwargs):
        found, user, school = answered(self.object), self.request.user, self.object.school
        measures = [measure for each in found for measure in each.measures]
        return super().get_context_data(
            found=found, bare=sum(1 for each in found if not each.measures), measures=len(measures),
            done=sum(1 for each in measures if each.state == Measure.State.DONE), may_answer=may(user, MANAGE, school),
            may_write=may(user, WRITE, school), summary=Summary.objects.filter(case=self.object).first(), **kwargs,
        )  # fmt: skip


class AnswerFinding(Asking):
    form_class = MeasureForm
    title = button = "定改进措施"
    explanation = "针对这一条复核发现，写明做什么、谁负责、什么时候完成。完成以后在改进措施里登记成效。"

    def dispatch(self, request, *args, **kwargs):
        here = objects_for(request.user, MANAGE, Organization.objects.all())
        self.case = get_object_or_404(standing_cases().filter(school__in=here), pk=kwargs["pk"])
        self.subject = get_object_or_404(Finding.objects.select_related("element__item"), review=self.case.review_id, pk=kwargs["finding"])
        self.back = reverse("followup:improvement", args=[self.case.pk])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"explanation": f"建议：{self.subject.advice.rstrip('。')}。{self.explanation}"}

    def do(self, **given):
        try:
            summaries.answer_finding(self.case, self.subject, **given, by=self.request.user)
        except WrongState:
            messages.warning(self.request, TAKEN_BACK)
        else:
            messages.success(self.request, "措施已经记下。")
        return HttpResponseRedirect(self.back)


class BeginSummary(View):
    http_method_names = ["post"]

    def post(self, request, pk):
        here = objects_for(request.user, WRITE, Organization.objects.all())
        case = get_object_or_404(standing_cases().filter(school__in=here), pk=pk)
        try:
            return redirect("followup:write_summary", summaries.begin(case, by=request.user).pk)
        except WrongState:
            messages.warning(request, TAKEN_BACK)
            return HttpResponseRedirect(reverse("followup:summaries", args=[case.school.code]))


class SummaryPage(LifecyclePage):
    queryset = SUMMARIES
    permission = VIEW_SUMMARY
    lifecycle = SUMMARY
    template_name = "followup/summary.html"

    def get_context_data(self, **kwargs):
        row = self.object
        writable = row.state == Summary.State.DRAFT and may(self.request.user, WRITE, row)
        return super().get_context_data(
            writable=writable, shown=may(self.request.user, READ, row), history=history(row, SUMMARY, begin_summary="开始"), **kwargs
        )


class WriteSummary(Asking):
    form_class = SummaryForm
    title = "整改总结"
    button = "保存"
    explanation = "完成按复核报告的改进以后作出总结（R11.1）。保存以后回到总结的页面，从那里提交。"

    def dispatch(self, request, *args, **kwargs):
        self.subject = get_object_or_404(objects_for(request.user, WRITE, SUMMARIES), pk=kwargs["pk"])
        self.back = self.subject.get_absolute_url()
        if request.method == "GET" and self.subject.state != Summary.State.DRAFT:
            messages.warning(request, f"这份总结{self.subject.get_state_display()}，不再改动。")
            return HttpResponseRedirect(self.back)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"seen": self.subject.version, "text": self.subject.text}

    def do(self, seen, text, file):
        try:
            summaries.write(self.subject, text=text, file=file, seen=seen, by=self.request.user)
        except Conflict:
            form = self.get_form()
            form.full_clean()
            form.add_error(None, "这份总结刚被改过，或者已经提交，您写的没有存入，还在框里。请另开一页看现在的内容，再决定。")
            return self.form_invalid(form)
        messages.success(self.request, "已经保存。")
        return HttpResponseRedirect(self.back)


class HandInSummary(StepView):
    queryset = SUMMARIES
    lifecycle = SUMMARY
    step = "hand_in_summary"
    seen_by = VIEW_SUMMARY
    service = staticmethod(summaries.hand_in)
