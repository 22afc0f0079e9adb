"""Lists, the board by week, and a review's own page as each kind of person finds it."""

from django.contrib import messages
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.generic import DetailView, ListView, View

from apps.accounts.access import mark, may, objects_for
from apps.accounts.mixins import OwnMixin, WorkMixin
from apps.diagnosis.selectors.reports import opened
from apps.jobs.services import is_under_way
from apps.organizations.models import Level, Organization
from apps.reviews.calendars import calendar_of
from apps.reviews.contents import answer_due, gate, owing, progress, team_of, unfit
from apps.reviews.lifecycle import (
    CONFIRM,
    LEAD,
    PLAN_AGENDA,
    READ_DATA,
    READ_MATERIAL,
    READ_REPORT,
    READ_SUGGESTION,
    REPLY,
    REVIEW,
    SCHEDULE,
    SERVE,
    SUBMIT,
    VIEW,
    VISIT,
    WRITE,
)
from apps.reviews.models import Member, Review, Suggestion
from apps.reviews.selectors.pages import ON_BOARD, agenda_of, board, compared, member_of, own_list, path_of, twice_booked
from apps.reviews.services import materials, reviews
from apps.reviews.services.judgements import NOTED_IN, stage_of
from apps.reviews.views.parts import REVIEWS, review_for, trail
from apps.workflow.views import LifecycleList, LifecyclePage

ASKED = [SCHEDULE, CONFIRM, SUBMIT, SERVE, READ_MATERIAL, READ_REPORT, VISIT, WRITE, REPLY, READ_DATA, LEAD, PLAN_AGENDA]


class ReviewList(LifecycleList):
    queryset = Review.objects.select_related("school")
    permission = VIEW
    lifecycle = REVIEW
    template_name = "reviews/list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        takes_up = self.organization.level == Level.PROVINCE and may(self.request.user, SCHEDULE, self.organization)
        return {**context, "title": "现场复核", "takes_up": takes_up, "hint": "公布抽样结果以后，入样学校的复核列在这里。"}


class TakeUp(View):
    http_method_names = ["post"]

    def post(self, request, code):
        province = get_object_or_404(objects_for(request.user, SCHEDULE, Organization.objects.filter(level=Level.PROVINCE)), code=code)
        made = reviews.take_up(province, by=request.user)
        messages.success(request, f"新立项 {made} 所学校的复核。" if made else "入样学校的复核都已立项，没有新增。")
        return HttpResponseRedirect(reverse("reviews:list", args=[code]))


class Board(WorkMixin, ListView):
    """The reviews under way by the ISO week of their visit, those without a date first, the clashes shown; the list has those handed in."""

    queryset = ON_BOARD
    permission = VIEW
    template_name = "reviews/board.html"
    paginate_by = 50

    def get_context_data(self, **kwargs):
        context = super().get_context_data(organization=self.organization, **kwargs)
        return {**context, "weeks": board(context["object_list"]), "twice": twice_booked(self.object_list)}


class OwnReviews(ListView):
    """The reviews to whose group the person was named, those of today first: his without a post, whatever their state."""

    template_name = "reviews/mine.html"
    paginate_by = 50

    def get_queryset(self):
        mine = Member.objects.serving().filter(expert__user=self.request.user)
        rows = objects_for(self.request.user, VIEW, Review.objects.filter(pk__in=mine.values("review"))).select_related("school", "scheme__province")
        return rows.annotate(over=Q(state=Review.State.REPORTED), duty=Subquery(mine.filter(review=OuterRef("pk")).values("duty")[:1])).order_by(
            "over", "-visit_from", "school__path"
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for row in context["object_list"]:
            row.duty = Member.Duty(row.duty).label
        return context


class ReviewPage(LifecyclePage):
    queryset = REVIEWS
    permission = VIEW
    lifecycle = REVIEW
    template_name = "reviews/review.html"

    def get_queryset(self):
        return mark(self.request.user, ASKED, super().get_queryset())

    def get_context_data(self, **kwargs):
        review = self.object
        return super().get_context_data(**kwargs) | self.at_first() | self.of_the_group() | self.of_the_report() | {
            "path": path_of(review), "agenda": agenda_of(review), "trail": trail(review, self.request.user),
            "papers": review.materials.filter(replaced_at=None).select_related("file") if review.may_read_material else [],
        }  # fmt: skip

    def at_first(self):
        """What stands in the way until the papers are in."""
        review, early = self.object, self.object.state in ("planned", "scheduled")
        return {
            "early": early, "gate": gate(review) if early and (review.may_schedule_review or review.may_submit_material) else [],
            "lacking": materials.lacking(review) if early and review.may_submit_material else [],
        }  # fmt: skip

    def of_the_group(self):
        """Who serves; to who runs the review also who left, who must be replaced, and how far each is, never what he judged (R9.3)."""
        review, user = self.object, self.request.user
        runs, member = review.may_schedule_review, member_of(review, user)
        dues, stage = own_list(review, user) if member and review.may_read_data else [], stage_of(review)
        team, counts = team_of(review), progress(review) if runs or review.may_lead_review else {}
        return {
            "member": member, "team": [(each, counts.get(each.pk)) for each in team], "counted": bool(counts) and review.state not in ("planned", "scheduled"),
            "awaited": review.may_lead_review and any(each != member for each in owing(review)),
            "left": review.members.exclude(left_at=None).select_related("expert__user") if runs else [],
            "unfit": unfit(review, localdate()) if runs else {}, "dues": dues,
            "next": next((due.element for due in dues if stage and getattr(due, stage) is None), None),
            "focuses": review.focuses.select_related("element") if review.may_visit_review else [],
            "notes": review.may_visit_review and review.state in NOTED_IN,
        }  # fmt: skip

    def of_the_report(self):
        """What the group wrote, once it is handed in; that a suggestion is sealed only to those who may open it (R9.4)."""
        review, user = self.object, self.request.user
        due, sat = answer_due(review), Suggestion.objects.filter(review=review, opened_at__isnull=False).exists()
        in_time = due is None or localdate() <= due
        report = getattr(review, "group_report", None) if review.may_read_report else None
        return {
            "lines": compared(review) if review.may_read_report or review.may_write_report else [],
            "sealed": objects_for(user, READ_SUGGESTION, Suggestion.objects.filter(review=review)).exists(),
            "report": report,
            "making": report is not None and report.file_id is None and is_under_way("reviews.write_paper", review.pk),
            "replies": review.replies.select_related("by") if review.may_read_report else [],
            "answer_due": due, "answerable": review.may_reply_review and review.state == "reported" and in_time and not sat,
        }  # fmt: skip


class SelfReport(OwnMixin, DetailView):
    """The school's signed report as it was handed to the group, to be read on the screen (R6.3, R9.1)."""

    queryset = REVIEWS
    permission = READ_MATERIAL
    template_name = "reviews/self_report.html"

    def get_context_data(self, **kwargs):
        review = self.object
        if review.report_id is None:
            raise Http404
        # Who deliberates comes from the case; the review's own page is not his.
        sees = may(self.request.user, VIEW, review)
        way = trail(review, self.request.user, "自我诊改报告") if sees else []
        return super().get_context_data(said=opened(review.report), sees=sees, trail=way, **kwargs)


class Calendar(View):
    """The visit and its agenda as a calendar file, for whoever may see the review."""

    def get(self, request, pk):
        review = review_for(request.user, VIEW, pk)
        if review.visit_from is None:
            raise Http404
        items = [(item.pk, item.on, item.half, item.text, item.place) for item in review.agendas.all()]
        days = review.visit_from, review.visit_to
        text = calendar_of(str(review), review.school.name, review.pk, days, items, stamp=timezone.now())
        answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
        return answer
