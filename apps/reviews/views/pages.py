"""Lists, the board by week, and a review's own page as each kind of person finds it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.generic import ListView, View

from apps.accounts.access import mark, may, objects_for
from apps.accounts.mixins import WorkMixin
from apps.organizations.models import Level, Organization
from apps.reviews.calendars import event
from apps.reviews.contents import gate, team_of, unfit
from apps.reviews.lifecycle import CONFIRM, READ_MATERIAL, READ_REPORT, READ_SUGGESTION, REPLY, REVIEW, SCHEDULE, SERVE, SUBMIT, VIEW, VISIT, WRITE
from apps.reviews.models import Review, Suggestion
from apps.reviews.selectors.pages import board, compared, member_of, own_list, path_of, twice_booked
from apps.reviews.services import materials, reviews
from apps.reviews.views.parts import REVIEWS, review_for, trail
from apps.workflow.views import LifecycleList, LifecyclePage

ASKED = [SCHEDULE, CONFIRM, SUBMIT, SERVE, READ_MATERIAL, READ_REPORT, VISIT, WRITE, REPLY, "reviews.read_data"]


class ReviewList(LifecycleList):
    queryset = REVIEWS
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
    """All reviews by the ISO week of their visit, the clashes shown."""

    queryset = Review.objects.all()
    permission = VIEW
    template_name = "reviews/board.html"

    def get_context_data(self, **kwargs):
        rows = self.get_queryset()
        return super().get_context_data(weeks=board(rows), twice=twice_booked(rows), organization=self.organization, today=localdate(), **kwargs)


class ReviewPage(LifecyclePage):
    queryset = REVIEWS
    permission = VIEW
    lifecycle = REVIEW
    template_name = "reviews/review.html"

    def get_queryset(self):
        return mark(self.request.user, ASKED, super().get_queryset())

    def get_context_data(self, **kwargs):
        review, user = self.object, self.request.user
        member, early = member_of(review, user), review.state in ("planned", "scheduled")
        runs = review.may_schedule_review
        suggestion = objects_for(user, READ_SUGGESTION, Suggestion.objects.filter(review=review)).exists()
        return super().get_context_data(
            path=path_of(review), team=team_of(review), left=review.members.exclude(left_at=None).select_related("expert__user") if runs else [],
            unfit=unfit(review, localdate()) if runs else {}, gate=gate(review) if early and (runs or review.may_submit_material) else [],
            member=member, dues=own_list(review, user) if member and review.may_read_data else [],
            papers=review.materials.filter(replaced_at=None).select_related("file") if review.may_read_material else [],
            lacking=materials.lacking(review) if early and review.may_submit_material else [],
            lines=compared(review) if review.may_read_report or review.may_write_report else [],
            focuses=review.focuses.select_related("element") if review.may_visit_review else [], sealed=suggestion,
            report=getattr(review, "group_report", None) if review.may_read_report else None,
            replies=review.replys.select_related("by") if review.may_read_report else [], trail=trail(review, user), early=early, **kwargs,
        )  # fmt: skip


class Calendar(View):
    """The visit as a calendar file, for whoever may see the review."""

    def get(self, request, pk):
        review = review_for(request.user, VIEW, pk)
        if review.visit_from is None:
            raise Http404
        text = event(review.pk, str(review), review.school.name, review.visit_from, review.visit_to, stamp=timezone.now(), number=review.version)
        answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
        return answer
