"""A case as its page lays it out."""

from dataclasses import dataclass, field
from typing import Any

from apps.accounts.access import may, objects_for
from apps.audit.services import is_sealed
from apps.deliberation.lifecycle import VIEW, VOTE
from apps.deliberation.models import Case, Vote
from apps.deliberation.rules import Line, working
from apps.deliberation.selectors.sittings import counted
from apps.reviews.lifecycle import READ_SUGGESTION
from apps.reviews.models import Review, Suggestion


@dataclass(frozen=True)
class Brief:
    """What lies before the committee: the rule's working, the group's answers, the school's reply, the vote, who withdrew."""

    working: list[Line]
    answers: list
    suggestion: Any
    replies: list
    tally: Any
    votes: list
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
    return Brief(
        working(case.agreeing, case.aimed, case.effective), list(review.answers.select_related("element__item")),
        objects_for(user, READ_SUGGESTION, Suggestion.objects.filter(review=review)).first(), list(review.replies.select_related("by")),
        counted(case) if case.sitting_id else None, [vote for vote in votes if vote.member_id not in withdrawn], gone,
        list(objects_for(user, VIEW, Case.objects.filter(sitting=case.sitting)).select_related("school").order_by("place")) if case.sitting_id else [],
        case.state == Case.State.LISTED and may(user, VOTE, case), next((vote for vote in votes if vote.member.user_id == user.pk), None),
        is_sealed(case), getattr(review, "group_report", None),
        [file for file in [getattr(review, "group_report", None) and review.group_report.file, review.report and review.report.file] if file],
    )  # fmt: skip


def waiting():
    """The reviews whose report is in and that have no case yet."""
    return Review.objects.filter(state=Review.State.REPORTED, case=None).select_related("school")
