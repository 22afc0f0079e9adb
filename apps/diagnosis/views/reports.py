"""The report of 附 2: read and signed by signing in again, taken back, its versions, its paper and the stamped scan (R7.3, A2, F7)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.generic import DetailView, View

from apps.accounts.access import may, objects_for
from apps.accounts.mixins import OwnMixin
from apps.diagnosis.contents import personal_in, texts_of
from apps.diagnosis.forms import ScanForm, SignForm
from apps.diagnosis.lifecycle import DIAGNOSIS, SIGN, VIEW, VIEW_REPORT, held
from apps.diagnosis.models import Diagnosis, Report
from apps.diagnosis.selectors.public import copy_beside
from apps.diagnosis.selectors.reports import changed_since, compared, intact, opened, read
from apps.diagnosis.services import papers, reports
from apps.diagnosis.views.pages import DIAGNOSES
from apps.diagnosis.views.writing import page_address
from apps.documents.views import as_word
from apps.jobs.services import is_under_way
from apps.workflow.views import Asking, StepView

REPORTS = Report.objects.select_related("school", "diagnosis__school", "diagnosis__scheme__province", "signed_by", "file", "certificate")
MOST_CHANGES = 30


class DiagnosisStep(StepView):
    queryset = DIAGNOSES
    lifecycle = DIAGNOSIS
    seen_by = VIEW


class Sign(DiagnosisStep):
    """The principal reads the whole and signs by signing in again; it says what exactly is signed (R7.3)."""

    step = "sign"
    form_class = SignForm
    template_name = "diagnosis/sign.html"

    def get_initial(self):
        return {**super().get_initial(), "signed": reports.fingerprint(self.object), "shown_at": timezone.now()}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs):
        content = reports.plain(reports.content(self.object))
        told = read(content)
        last = self.object.report
        differing = compared(opened(last), told) if last else None
        soft = [text for text in texts_of(self.object).values() if text.mismatches or text.wordings]
        return super().get_context_data(
            told=told,
            last=last,
            differing=differing,
            soft=[(text, page_address(text.passage)) for text in soft],
            personal=[(place.at(finding.start), finding) for place, finding in personal_in(content)],
            **kwargs,
        )

    def form_valid(self, form):
        self.shown_at = form.cleaned_data["shown_at"]
        return super().form_valid(form)

    def take(self, *, seen, signed, by, **_):
        self.object = reports.sign(self.object, seen=seen, signed=signed, by=by)

    def conflict(self):
        """The signature is void: who changed what since the page was read. A report signed already is a matter of who was faster."""
        self.object = DIAGNOSES.get(pk=self.object.pk)
        if self.object.state != Diagnosis.State.OPEN:
            return super().conflict()
        changes = changed_since(self.object, self.shown_at)
        found = [(row, page_address(row)) for row in changes[:MOST_CHANGES]]
        context = {"object": self.object, "changes": found, "more": len(changes) - len(found), "shown_at": self.shown_at}
        return render(self.request, "diagnosis/void.html", context, status=409)

    def get_success_url(self):
        messages.success(self.request, "已签字。报告的 PDF 正在制作，稍后可在本页取用。")
        return self.object.report.get_absolute_url()


class Recall(DiagnosisStep):
    step = "recall"
    service = staticmethod(reports.recall)
    template_name = "diagnosis/recall.html"

    def get_success_url(self):
        messages.success(self.request, "已撤回，可以继续撰写。改好以后须重新签字。")
        return super().get_success_url()


class ReportPage(OwnMixin, DetailView):
    """What was signed, from its frozen body; its versions, paper and scan."""

    queryset = REPORTS
    permission = VIEW_REPORT
    template_name = "diagnosis/report.html"

    def get_context_data(self, **kwargs):
        row, diagnosis = self.object, self.object.diagnosis
        versions = list(diagnosis.reports.select_related("signed_by").defer("body"))
        before = diagnosis.reports.filter(number=row.number - 1).first()
        told = opened(row)
        stands = diagnosis.state == Diagnosis.State.SIGNED and diagnosis.report_id == row.pk
        return super().get_context_data(
            told=told, versions=versions, before=before, differing=compared(opened(before), told) if before else None, intact=intact(row),
            stands=stands, can_sign=may(self.request.user, SIGN, diagnosis), held=held(diagnosis), scans=papers.scans(row), waiting=_waiting(row),
            **copy_beside(row, self.request.user),
            trail=[(str(diagnosis), diagnosis.get_absolute_url()), (f"报告第 {row.number} 版", "")], **kwargs,
        )  # fmt: skip


def _waiting(report):
    """Whether the paper is being made."""
    return not report.file_id and is_under_way("diagnosis.write_paper", report.pk)


class ReportWord(View):
    """The words of a signed report as a Word file, made when it is asked for."""

    def get(self, request, pk):
        row = get_object_or_404(objects_for(request.user, VIEW_REPORT, REPORTS), pk=pk)
        return as_word(papers.word(row), f"{row}")


class MakePaper(View):
    """The paper asked for again where it was not made."""

    http_method_names = ["post"]

    def post(self, request, pk):
        row = get_object_or_404(objects_for(request.user, VIEW_REPORT, Report.objects.select_related("school", "diagnosis__school")), pk=pk)
        if not row.file_id:
            papers.paper_later(row, by=request.user)
        return HttpResponseRedirect(row.get_absolute_url())


class AttachScan(Asking):
    """The paper as signed by hand and stamped, scanned; who signs the report brings it."""

    form_class = ScanForm
    title = "上传盖章扫描件"
    button = "上传"

    @property
    def subject(self):
        mine = Report.objects.filter(diagnosis__in=objects_for(self.request.user, SIGN, Diagnosis.objects.all()))
        return get_object_or_404(mine.select_related("school", "diagnosis__school"), pk=self.kwargs["pk"])

    @property
    def explanation(self):
        words = "把印好的报告由校长亲笔签字、加盖学校公章以后，扫描成一个 PDF 或 JPG 上传。"
        return words + ("已经传过的一份会留着，新的一份代替它。" if self.subject.scan_id else "")

    @property
    def back(self):
        return self.subject.get_absolute_url()

    def do(self, file):
        row = papers.attach_scan(self.subject, file=file, by=self.request.user)
        if row.scan.code:
            messages.success(self.request, f"已存入。扫描件上的验证码 {row.scan.code} 与这一版相符。")
        else:
            messages.warning(self.request, "已存入。没有从扫描件上读出验证码，请核对是这一版。")
        return HttpResponseRedirect(self.back)
