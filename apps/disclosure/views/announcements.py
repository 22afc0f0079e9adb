"""The pages on which conclusions are proposed, looked over, shown and published, and objections answered (M2, M3)."""

import re

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic.list import MultipleObjectMixin

from apps.accounts.access import objects_for, unit_for
from apps.accounts.mixins import WorkMixin
from apps.deliberation.models import Case
from apps.disclosure.contents import content_of, lacking_to_publish, lacking_to_show
from apps.disclosure.forms import AnswerForm
from apps.disclosure.lifecycle import ANNOUNCEMENT, OBJECTION, PROPOSE_ANNOUNCEMENT, VIEW_ANNOUNCEMENT, VIEW_OBJECTION
from apps.disclosure.models import Announcement, ConclusionCopy, Objection
from apps.disclosure.selectors import conclusions
from apps.disclosure.services import announcements, objections
from apps.disclosure.services import conclusions as copies
from apps.reviews.models import Review
from apps.workflow.lifecycle import NotReady, WrongState
from apps.workflow.selectors import history
from apps.workflow.views import LifecycleList, LifecyclePage, StepView

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: So many stand on a page at once.
MOST = 200
S = Announcement.State


class AnnouncementList(LifecycleList):
    """What is on its way, what may be proposed, and the groups to be named in public."""

    queryset = Announcement.objects.select_related("school", "proposed_by", "shown_by", "case")
    permission = VIEW_ANNOUNCEMENT
    lifecycle = ANNOUNCEMENT
    template_name = "disclosure/announcements.html"

    def get_context_data(self, **kwargs):
        user, path = self.request.user, self.organization.path
        may_propose = unit_for(user, PROPOSE_ANNOUNCEMENT) is not None
        waiting = announcements.decided(user).filter(school__path__startswith=path)[:MOST] if may_propose else []
        teams = [review for review in copies.teams_to_publish(user) if review.school.path.startswith(path)][:MOST] if may_propose else []
        around = {"waiting": [(case, announcements.days_of(case)) for case in waiting], "teams": teams, "today": timezone.localdate()}
        return super().get_context_data(may_propose=may_propose, **around, **kwargs)


class ProposeConclusions(WorkMixin, MultipleObjectMixin, View):
    """Proposes the ticked cases, each on its own merits; of those left out it is said why."""

    permission = PROPOSE_ANNOUNCEMENT
    queryset = Case.objects.select_related("school")

    def post(self, request, code):
        chosen = self.get_queryset().filter(pk__in=[key for key in request.POST.getlist("chosen")[:MOST] if UUID.fullmatch(key)])
        proposed, left_out = announcements.propose_many(chosen, by=request.user)
        if proposed:
            messages.success(request, f"已提出 {len(proposed)} 件，等另一位同事复核。")
        for case, why in left_out:
            messages.warning(request, f"{case.school}没有提出。{'；'.join(why)}。")
        if not proposed and not left_out:
            messages.warning(request, "请先勾选要提出的学校。")
        return HttpResponseRedirect(reverse("disclosure:announcements", args=[code]))


class PublishTeam(View):
    """Names a group in public."""

    http_method_names = ["post"]

    def post(self, request, pk):
        rows = Review.objects.exclude(state=Review.State.PLANNED).select_related("school")
        review = get_object_or_404(objects_for(request.user, PROPOSE_ANNOUNCEMENT, rows), pk=pk)
        try:
            copies.publish_team(review, by=request.user)
        except WrongState:
            messages.warning(request, "这个专家组已经公布，没有变动。")
        except NotReady as missing:
            messages.error(request, f"没有公布。{'；'.join(missing.args[0])}。")
        else:
            messages.success(request, f"已公布{review.school}的专家组，约十秒后上线。")
        return HttpResponseRedirect(reverse("disclosure:announcements", args=[unit_for(request.user, PROPOSE_ANNOUNCEMENT).code]))


class AnnouncementPage(LifecyclePage):
    """What will be public, exactly; once shown, the copy itself."""

    queryset = Announcement.objects.select_related(
        "school", "proposed_by", "shown_by", "final_by", "case__review__selection__draw__province", "case__review__scheme", "case__certificate",
        "case__review__group_report", "case__review__report",
    ).defer("case__review__selection__draw__bundle")  # fmt: skip
    permission = VIEW_ANNOUNCEMENT
    lifecycle = ANNOUNCEMENT
    template_name = "disclosure/announcement.html"

    def get_context_data(self, **kwargs):
        row = self.object
        made = list(ConclusionCopy.objects.filter(announcement=row).select_related("listing").order_by("-number"))
        shown = made[0] if made and row.state != S.PROPOSED else ConclusionCopy(content=content_of(row), year=row.year)
        lacking = lacking_to_show(row) if row.state == S.PROPOSED else lacking_to_publish(row) if row.state == S.SHOWN else []
        around = {
            "made": made,
            "copy": shown,
            "lead": conclusions.lead(shown),
            "lacking": lacking,
        }
        steps = history(row, ANNOUNCEMENT, put_conclusion_forward="提出结论公开")
        mine = OBJECTION.marked(self.request.user, objects_for(self.request.user, VIEW_OBJECTION, row.objections.all()))
        counts = {"raised": row.objections.count(), "unanswered": row.objections.filter(state="open").count()}
        return super().get_context_data(history=steps, objections=[(each, OBJECTION.offered(each)) for each in mine], **counts, **around, **kwargs)


class AnnouncementStep(StepView):
    queryset = Announcement.objects.select_related("school", "case__review__scheme")
    lifecycle = ANNOUNCEMENT
    seen_by = VIEW_ANNOUNCEMENT
    step = "propose_conclusion"
    service = staticmethod(announcements.propose_again)
    template_name = "disclosure/announcement_step.html"


class ShowConclusion(AnnouncementStep):
    step = "show_conclusion"
    service = staticmethod(announcements.show)


class RefuseConclusion(AnnouncementStep):
    step = "refuse_conclusion"
    service = staticmethod(announcements.refuse)


class PublishConclusion(AnnouncementStep):
    step = "publish_conclusion"
    service = staticmethod(announcements.publish)


class RenewConclusion(AnnouncementStep):
    step = "renew_conclusion"
    service = staticmethod(announcements.renew)


class WithdrawConclusion(AnnouncementStep):
    step = "withdraw_conclusion"
    service = staticmethod(announcements.withdraw)


class ObjectionList(LifecycleList):
    queryset = Objection.objects.select_related("school", "announcement")
    permission = VIEW_OBJECTION
    lifecycle = OBJECTION
    template_name = "disclosure/objections.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(today=timezone.localdate(), **kwargs)


class ObjectionPage(LifecyclePage):
    queryset = Objection.objects.select_related("school", "announcement", "answered_by")
    permission = VIEW_OBJECTION
    lifecycle = OBJECTION
    template_name = "disclosure/objection.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(history=history(self.object, OBJECTION, lodge_objection="提出异议"), today=timezone.localdate(), **kwargs)


class AnswerObjection(StepView):
    queryset = Objection.objects.select_related("school", "announcement")
    lifecycle = OBJECTION
    seen_by = VIEW_OBJECTION
    step = "answer_objection"
    form_class = AnswerForm
    template_name = "disclosure/answer.html"

    def take(self, *, gist, answer, seen, by):
        return objections.answer(self.object, gist=gist, answer=answer, seen=seen, by=by)

    def get_context_data(self, **kwargs):
        # What the form asks is not yet missing.
        return super().get_context_data(**kwargs) | {"missing": []}
