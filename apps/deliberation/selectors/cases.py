"""A case as its page lays it out."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from apps.accounts.access import may, objects_for
from apps.audit.services import is_sealed
from apps.deliberation.contents import answer_awaited_until
from apps.deliberation.lifecycle import OPEN, VIEW, VOTE
from apps.deliberation.models import Case, Vote
from apps.deliberation.rules import Line, working
from apps.deliberation.selectors.sittings import counted, in_office
from apps.reviews.lifecycle import READ_SUGGESTION
from apps.reviews.models import Review, Suggestion


@dataclass(frozen=True)
class Brief:
    """What lies before the committee: the rule's working, the group's answers, the school's reply or until when it is awaited, the vote, who withdrew.

    ``blind``: the person is a member who has not voted yet, so ``votes`` is empty and no count is shown; ``cast`` are those who have voted, told to
    who leads the case and who keeps the committee's business, but not what.
    """

    working: list[Line]
    answers: list
    suggestion: Any
    replies: list
    awaited: Any
    tally: Any
    votes: list
    blind: bool
    cast: list
    recusals: list
    neighbours: list
    may_vote: bool
    voted: Any
    sealed: bool
    report: Any = None
    papers: list = field(default_factory=list)


def brief(case, user):
    """The Brief of ``case`` for ``user``, who may see it."""
    review = case.review
    votes = list(Vote.objects.filter(case=case, sitting=case.sitting).select_related("member__user"))
    gone = list(case.recusals.select_related("member__user"))
    withdrawn = {row.member_id for row in gone}
    counting = [vote for vote in votes if vote.member_id not in withdrawn]
    blind = is_blind(case, user)
    told = blind and (case.chair and case.chair.user_id == user.pk or may(user, OPEN, case))
    return Brief(
        working(case.agreeing, case.aimed, case.effective), list(review.answers.select_related("element__item")),
        objects_for(user, READ_SUGGESTION, Suggestion.objects.filter(review=review)).first(), list(review.replies.select_related("by")), answer_awaited_until(case),
        counted(case) if case.sitting_id else None, [] if blind else counting, blind,
        [vote.member.user for vote in counting] if told else [], gone,
        list(objects_for(user, VIEW, Case.objects.filter(sitting=case.sitting)).select_related("school", "sitting").order_by("place")) if case.sitting_id else [],
        case.state == Case.State.LISTED and may(user, VOTE, case), next((vote for vote in votes if vote.member.user_id == user.pk), None),
        is_sealed(case), getattr(review, "group_report", None),
        papers_of(review),
    )  # fmt: skip


def is_blind(case, user):
    """Whether ``user`` is a member of the committee who has yet to vote on the case: what the others voted would sway him, as with the experts (J2, R9.3)."""
    if case.state != Case.State.LISTED or case.sitting_id is None:
        return False
    member = next((each for each in in_office(case.sitting) if each.user_id == user.pk), None)
    return member is not None and not Vote.objects.filter(case=case, sitting=case.sitting, member=member).exists()


def otherwise(case):
    """What those who voted otherwise than was carried gave as their reasons, for the chair to make the minority's opinion of (J2)."""
    carried, gone = counted(case).carried, set(case.recusals.values_list("member", flat=True))
    votes = (
        Vote.objects.filter(case=case, sitting=case.sitting)
        .exclude(choice__in=["", carried or ""])
        .exclude(member__in=gone)
        .select_related("member__user")
    )
    return "\n".join(f"{vote.member.user}（{vote.get_choice_display()}）：{vote.reason or '没有写理由'}" for vote in votes) if carried else ""


def papers_of(review):
    """(name, address) of what a case is deliberated upon: the group's report, and what the school laid before the group (R9.1, R9.5)."""
    report = getattr(review, "group_report", None)
    files = [report.file] if report and report.file else []
    own = [(f"自我诊改报告（{review.report}）", reverse("reviews:self_report", args=[review.pk]))] if review.report_id else []
    laid = review.materials.filter(replaced_at=None).select_related("file")
    return [*((file.name, file.get_absolute_url()) for file in files), *own, *((str(each), each.file.get_absolute_url()) for each in laid)]


def waiting():
    """The reviews whose report is in and that have no case, ``again`` those whose decision was taken back (J4)."""
    cases = Case.objects.filter(review=OuterRef("pk"))
    rows = Review.objects.filter(~Exists(cases.exclude(state=Case.State.REVERSED)), state=Review.State.REPORTED)
    return rows.annotate(again=Exists(cases)).select_related("school")
