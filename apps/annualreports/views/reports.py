"""A province's yearly reports: the list, one report, its writing and its steps."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.generic import FormView, View

from apps.accounts.access import answer, holders, may, objects_for, unit_for
from apps.annualreports.contents import content, differing, figures, fingerprint, obstacles
from apps.annualreports.forms import LodgeForm, WriteForm
from apps.annualreports.lifecycle import EDIT, ISSUE, LODGE, READ_DRAFT, REPORT, VIEW, VIEW_CIRCULAR
from apps.annualreports.models import Circular, YearlyReport
from apps.annualreports.rules import days_late, year_asked, years_to_begin
from apps.annualreports.selectors.country import conclusions, country, lodgings_of, years
from apps.annualreports.selectors.reading import reading
from apps.annualreports.services import reports
from apps.annualreports.services.words import report_word
from apps.core.canonical import digest
from apps.documents.views import as_word
from apps.jobs.services import under_way
from apps.organizations.models import Level, Organization
from apps.workflow.lifecycle import Changed, WrongState
from apps.workflow.selectors import history
from apps.workflow.views import LifecycleList, LifecyclePage, StepView

REPORTS = YearlyReport.objects.select_related("province", "written_by", "lodging__by", "lodging__file", "lodging__receipt", "draft")


class YearlyReportList(LifecycleList):
    """For the nation every province of a year and what the country looks like; below it the reports of the province."""

    queryset = REPORTS
    permission = VIEW
    lifecycle = REPORT

    def get_template_names(self):
        return ["annualreports/nation.html" if self.organization.level == Level.NATION else "annualreports/list.html"]

    def get_context_data(self, **kwargs):
        user, today = self.request.user, localdate()
        circulars = objects_for(user, VIEW_CIRCULAR, Circular.objects.select_related("file"))
        if self.organization.level == Level.NATION:
            shown = self.country(today)
            issued = circulars.filter(year=shown["year"], state=Circular.State.ISSUED).exists()
            return super().get_context_data(**shown, circulars=circulars, issued=issued, **kwargs)
        begun = YearlyReport.objects.filter(province=self.organization).values_list("year", flat=True)
        able = self.organization.level == Level.PROVINCE and may(user, EDIT, self.organization)
        return super().get_context_data(years=years_to_begin(today, begun) if able else [], circulars=circulars[:20], today=today, **kwargs)

    def country(self, today):
        known = years(today)
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked in map(str, known) else year_asked(today)
        found = country(year, today)
        return {"found": found, "year": year, "years": known, "chart": conclusions(found), "issues": may(self.request.user, ISSUE, self.organization)}


class BeginReport(View):
    http_method_names = ["post"]

    def post(self, request, code):
        province = get_object_or_404(objects_for(request.user, EDIT, Organization.objects.filter(level=Level.PROVINCE)), code=code)
        year = request.POST.get("year", "")
        back = HttpResponseRedirect(reverse("annualreports:list", args=[code]))
        if not (year.isascii() and year.isdecimal() and len(year) == 4):
            messages.error(request, "没有起草：请选要起草哪一年度的报告。")
            return back
        try:
            row = reports.begin(province, year=int(year), by=request.user)
        except reports.Begun:
            messages.warning(request, f"{year} 年度报告已经有人起草，请接着写那一份。")
            return back
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return back
        messages.success(request, "草稿已经建好：各项数已经汇总，工作情况按这些数起了稿。请改成本省的话，补上计划和经费。")
        return redirect("annualreports:write", row.pk)


class ReportPage(LifecyclePage):
    """The report as it stands for who writes and signs it, as it was lodged for everybody else."""

    queryset = REPORTS
    permission = VIEW
    lifecycle = REPORT
    template_name = "annualreports/report.html"

    def get_queryset(self):
        return objects_for(self.request.user, self.permission, self.lifecycle.marked(self.request.user, REPORTS))

    def get_context_data(self, **kwargs):
        report, user = self.object, self.request.user
        drafts = may(user, READ_DRAFT, report)
        lodged = reads_lodged(report, user)
        counted = None if lodged else figures(report)
        held = report.lodging.content if lodged else content(report, counted)
        writable = report.state == YearlyReport.State.DRAFT and getattr(report, answer(EDIT))
        lodgings = lodgings_of(report)
        making = under_way("annualreports.write_papers", [each.pk for each in lodgings if not each.receipt_id])
        return super().get_context_data(
            reading=reading(held, user), lodged=lodged, drafts=drafts, lodgings=lodgings, making=making, late=days_late(report.year, localdate()),
            writable=writable, missing=obstacles(report, counted) if writable else [], differing=[] if lodged else differing(report, counted),
            intact=not lodged or reports.is_intact(report.lodging),
            draft_current=drafts and not lodged and report.draft_digest == digest(held),
            history=history(report, REPORT) if drafts else [], trail=trail(report, user), **kwargs,
        )  # fmt: skip


class ReportWord(View):
    """What the page shows, as a Word file."""

    def get(self, request, pk):
        report = get_object_or_404(objects_for(request.user, VIEW, REPORTS), pk=pk)
        lodging = report.lodging if reads_lodged(report, request.user) else None
        return as_word(report_word(report, lodging.content if lodging else content(report, figures(report)), lodging), f"{lodging or report}")


def reads_lodged(report, user):
    """Whether ``user`` reads the version lodged, not the draft that is being written."""
    return report.state == YearlyReport.State.LODGED or not may(user, READ_DRAFT, report)


def trail(report, user, *words):
    # From the list that the person has: the nation's holds every province.
    own = unit_for(user, VIEW).code
    here = [(f"{report.year} 年度", report.get_absolute_url() if words else ""), *((each, "") for each in words)]
    return [("年度报告", reverse("annualreports:list", args=[own])), *here]


class WriteReport(FormView):
    form_class = WriteForm
    template_name = "annualreports/write.html"

    def dispatch(self, request, *args, **kwargs):
        self.report = get_object_or_404(objects_for(request.user, EDIT, REPORTS), pk=kwargs["pk"])
        if self.report.state != YearlyReport.State.DRAFT:
            return self.no_longer()
        return super().dispatch(request, *args, **kwargs)

    def no_longer(self):
        message = f"这份报告{self.report.get_state_display()}，不能再改。要改的，请先由签字人或者教育部退回。"
        return render(self.request, "workflow/conflict.html", {"message": message, "object": self.report}, status=409)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "report": self.report}

    def get_context_data(self, **kwargs):
        held = content(self.report, figures(self.report))
        words = trail(self.report, self.request.user, "撰写")
        return super().get_context_data(object=self.report, reading=reading(held, self.request.user), trail=words, **kwargs)

    def form_valid(self, form):
        given = form.cleaned_data
        texts = {name: given[name] for name in ("work", "plan", "note")}
        try:
            reports.write(self.report, seen=given["seen"], funds=form.funds, by=self.request.user, **texts)
        except Changed:
            return self.overtaken(form)
        except WrongState:
            self.report.refresh_from_db()
            return self.no_longer()
        messages.success(self.request, "已保存。")
        return HttpResponseRedirect(self.report.get_absolute_url())

    def overtaken(self, form):
        """What the person wrote stays; beside it stands what somebody else saved meanwhile, and to save once more is to know it."""
        self.report = REPORTS.get(pk=self.report.pk)
        now = WriteForm(report=self.report).initial
        form.data = form.data.copy()
        form.data["seen"] = now["seen"]
        theirs = [(form[name], now[name]) for name in form.fields if name != "seen" and form.cleaned_data[name] != now[name]]
        return render(self.request, self.template_name, self.get_context_data(form=form, overtaken=True, theirs=theirs), status=409)


class MakeDraft(View):
    """Has the draft put on paper; leads to the page of the job, which shows how far it is."""

    http_method_names = ["post"]

    def post(self, request, pk):
        report = get_object_or_404(objects_for(request.user, READ_DRAFT, REPORTS), pk=pk)
        if report.state == YearlyReport.State.LODGED:
            messages.warning(request, "这份报告已经报送，请取用报送版本。")
            return redirect(report)
        job = reports.draft_later(report, by=request.user)
        # Asked for by a colleague a moment ago, it is under way: its page is his.
        if job.by_id != request.user.pk:
            messages.warning(request, "有人刚刚请求生成草稿，生成以后列在本页。")
            return redirect(report)
        return redirect(job)


class ReportStep(StepView):
    queryset = REPORTS
    lifecycle = REPORT
    seen_by = VIEW

    def get_success_url(self):
        messages.success(self.request, DONE[self.step])
        return super().get_success_url()


DONE = {
    "offer_yearly": "已送签，签字人会收到消息。",
    "return_yearly": "已退回修改，起草人会收到消息。",
    "lodge_yearly": "已签字报送，各项数从此固定。报告和回执正在制作，稍后可在本页取用。",
    "recall_yearly": "已退回，该省会收到消息和理由。",
}


class Offer(ReportStep):
    step = "offer_yearly"
    service = staticmethod(reports.offer)
    template_name = "annualreports/offer.html"

    def get_context_data(self, **kwargs):
        signers = [person for person in holders(LODGE, self.object) if person.pk != self.object.written_by_id]
        return super().get_context_data(signers=signers, differing=differing(self.object, figures(self.object)), **kwargs)


class SendBack(ReportStep):
    step = "return_yearly"
    service = staticmethod(reports.send_back)


class Lodge(ReportStep):
    """One page that is read and signed by signing in again (D6)."""

    step = "lodge_yearly"
    form_class = LodgeForm
    template_name = "annualreports/lodge.html"

    def get_initial(self):
        return {**super().get_initial(), "signed": fingerprint(self.object)}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs):
        counted = figures(self.object)
        shown = reading(content(self.object, counted), self.request.user)
        return super().get_context_data(
            reading=shown, differing=differing(self.object, counted), late=days_late(self.object.year, localdate()), **kwargs
        )

    def take(self, *, seen, signed, by, **_):
        return reports.lodge(self.object, seen=seen, signed=signed, by=by)

    def in_words(self, entry):
        """A signature is void by a figure that moved as well, which is no step of anybody; and who wrote last does not sign."""
        self.object.refresh_from_db()
        if self.object.state == YearlyReport.State.READY and self.object.written_by_id == self.request.user.pk:
            return "这份报告是您最后修改的，要由另一位签字人签字报送"
        if self.object.state == YearlyReport.State.READY:
            return "您打开签字页以后，报告里的数或文字有了变化，签字没有生效。请重新阅读以后再签。"
        return super().in_words(entry)


class Recall(ReportStep):
    step = "recall_yearly"
    service = staticmethod(reports.recall)
