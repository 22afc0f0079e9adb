"""The group's answers beside the school's own words, the report, the seal, the reply (R9.3, R9.4, R10.6)."""

from django.shortcuts import get_object_or_404
from django.views.generic import DetailView

from apps.accounts.access import may, objects_for
from apps.accounts.mixins import OwnMixin
from apps.core.templatetags.look import full_day
from apps.diagnosis.selectors.reports import opened
from apps.reviews.contents import answer_due, fingerprint, not_ready_to_hand_in, team_of
from apps.reviews.forms import AgreeForm, AnswerForm, FindingForm, ReplyForm, ReportForm, SuggestForm
from apps.reviews.lifecycle import LEAD, READ_SUGGESTION, REPLY, WRITE
from apps.reviews.models import Agreement, Answer, Finding, GroupReport, Suggestion
from apps.reviews.selectors.pages import compared, judged, path_of
from apps.reviews.services import reports
from apps.reviews.views.parts import REVIEWS, AskingOfElement, AskingOfReview, Pressing, Rewriting, element_of, review_for, trail


class Match(OwnMixin, DetailView):
    """The sixteen side by side, with the tally."""

    queryset = REVIEWS
    permission = WRITE
    template_name = "reviews/match.html"

    def get_context_data(self, **kwargs):
        review, user = self.object, self.request.user
        lines = compared(review)
        tally = {css: sum(line.css == css for line in lines) for css in "yxq"}
        report = GroupReport.objects.filter(review=review).first()
        agreed = {each.member_id: each for each in report.agreements.all()} if report else {}
        now = fingerprint(review)
        signed = [(member, agreed.get(member.pk), bool(agreed.get(member.pk)) and agreed[member.pk].digest == now) for member in team_of(review)]
        seal = objects_for(user, READ_SUGGESTION, Suggestion.objects.filter(review=review)).select_related("by").first()
        return super().get_context_data(
            lines=lines, tally=tally, path=path_of(review), report=report, signed=signed, seal=seal, missing=not_ready_to_hand_in(review),
            bare=[line.element for line in lines if line.css == "x" and not line.findings], leads=may(user, LEAD, review), trail=trail(review, user, "要素比对"), **kwargs,
        )  # fmt: skip


class AnswerElement(Rewriting):
    permission = WRITE
    form_class = AnswerForm
    page = "reviews:match"
    template_name = "reviews/answer.html"
    title, button, done = "组的判断", "保存", "组的判断已保存。"

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        kept = Answer.objects.filter(review=self.object, element=element_of(self.object, self.code)).first()
        if kept is None:
            return {"seen": 0}
        return {"seen": kept.version, "agrees": "yes" if kept.agrees else "no", "reason": kept.reason, "dissent": kept.dissent}

    def get_context_data(self, **kwargs):
        review, element = self.object, element_of(self.object, self.code)
        line = next(line for line in compared(review) if line.element == element)
        notes = review.notes.filter(element=element).select_related("member__expert__user")
        return super().get_context_data(element=element, line=line, given=judged(self.request.user, review, element), notes=notes, **kwargs)

    def call(self, **given):
        reports.answer(self.object, element_of(self.object, self.code), **given, by=self.request.user)


class AddFinding(AskingOfElement):
    permission = WRITE
    form_class = FindingForm
    page = "reviews:match"
    title, button, done = "写一条复核发现", "保存", "复核发现已保存。"
    explanation = "报告由发现组成，学校以后逐条落实改进。写事实和依据，不评等级。"

    def call(self, **given):
        reports.find(self.object, **given, by=self.request.user)


class DropFinding(Pressing):
    permission = WRITE
    page = "reviews:match"

    def press(self, review, finding):
        reports.drop(get_object_or_404(Finding.objects.select_related("review", "element"), pk=finding, review=review), by=self.request.user)
        return "复核发现已删去。报告改过，各成员须重新签认。"


class WriteReport(Rewriting):
    permission = WRITE
    form_class = ReportForm
    page = "reviews:match"
    template_name = "reviews/write.html"
    title, button, done = "写复核报告", "保存", "报告已保存。改动以后，各成员须重新签认。"
    explanation = "概述、总体意见，以及改进措施有没有针对性、改进有没有成效两问（R10.6）。发现和 16 个要素的判断自动列入。"

    def get_initial(self):
        kept = GroupReport.objects.filter(review=self.object).first() or GroupReport()
        yes_no = {name: None if getattr(kept, name) is None else "yes" if getattr(kept, name) else "no" for name in ("aimed", "effective")}
        return {"seen": kept.version, **{name: getattr(kept, name) for name in reports.TEXTS}, **yes_no}

    def get_context_data(self, **kwargs):
        report = self.object.report
        return super().get_context_data(measures=opened(report).measures if report else [], **kwargs)

    def call(self, **given):
        reports.write(self.object, **given, by=self.request.user)


class Agree(AskingOfReview):
    """The whole report, and below it the signature: what is signed is what was shown."""

    permission = WRITE
    form_class = AgreeForm
    page = "reviews:match"
    template_name = "reviews/agree.html"
    title, button, done = "签认复核报告", "签认", "已签认。"
    explanation = "签认的是下面这份报告；此后有任何改动，须重新签认。"

    def get(self, request, *args, **kwargs):
        # Taken before the report is read for the page: a change in between voids the signature, none is signed unseen.
        self.initial = {"digest": fingerprint(self.object), "dissent": self.own_dissent()}
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        report, findings = GroupReport.objects.filter(review=self.object).first(), self.object.findings.select_related("element")
        return super().get_context_data(report=report, findings=findings, lines=compared(self.object), **kwargs)

    def own_dissent(self):
        """Whoever signs anew still holds what he held, until he says otherwise."""
        own = Agreement.objects.filter(report__review=self.object, member__expert__user=self.request.user, member__left_at=None).first()
        return own.dissent if own else ""

    def call(self, **given):
        reports.agree(self.object, **given, by=self.request.user)


class Suggest(AskingOfReview):
    permission = LEAD
    form_class = SuggestForm
    page = "reviews:match"
    title, button, done = "封存结论建议", "封存", "结论建议已封存。"
    explanation = "另行封存，学校看不到，也不得口头透露（R9.4）。报告提交以前可以重新封存。"

    def dispatch(self, request, *args, **kwargs):
        # Before the visit is over there is nothing yet to conclude from: like the group's other pages it is not there.
        review_for(request.user, WRITE, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def call(self, **given):
        reports.suggest(self.object, **given, by=self.request.user)


class Answering(AskingOfReview):
    permission = REPLY
    form_class = ReplyForm
    title, button, done = "就事实答复", "提交答复", "答复已提交，随报告一并上会。"

    @property
    def explanation(self):
        due = answer_due(self.object)
        until = f"答复到 {full_day(due)} 为止。" if due else "请在方案规定的工作日内答复。"
        return f"{until}只就报告里的事实。没有不同意见的可以不答复，期满再上会；写明“没有不同意见”的，不用等到期满。答复随报告一并上会。"

    def call(self, text):
        reports.reply(self.object, text=text, by=self.request.user)
