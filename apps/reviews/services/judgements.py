"""Each member judges alone: first from the data, then after the visit; what he saw and what is to be looked at (R9.3)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from apps.accounts.access import may
from apps.core.text import LEAST_REASON, lacking_reason
from apps.reviews.lifecycle import JUDGE, REVIEW, VISIT
from apps.reviews.models import Focus, Judgement, Note, Review, Stage
from apps.reviews.services.reviews import own_member
from apps.reviews.services.trace import trace
from apps.workflow.lifecycle import WrongState

S = Review.State
#: In which state a judgement of a stage is given, and by which permission.
STAGES = {Stage.DATA: (S.JUDGING, JUDGE), Stage.VISIT: (S.VISITING, VISIT)}
#: The states in which notes are taken.
NOTED_IN = (S.VISITING, S.WRITING)


def stage_of(review):
    """The stage of which judgements are given now, or None."""
    return next((stage for stage, (state, _permission) in STAGES.items() if review.state == state), None)


@transaction.atomic
def judge(review, element, *, stage, answer, reason, by):
    """Hand in one's own judgement on an element. It stands, even where he leaves and is named again: what the others said opens to him from here (R9.3)."""
    state, permission = STAGES[stage]
    row = _held(review, permission, by, (state,), "提交判断")
    if element.item.guidance_id != row.scheme.guidance_id:
        raise LookupError(element.code)
    member = own_member(row, by)
    if lacking := lacking_reason(reason):
        raise ValidationError({"reason": f"理由至少 {LEAST_REASON} 字，还少 {lacking} 字。请写明看到了什么，凭什么这样判断。"})
    if row.judgements.filter(member__expert=member.expert_id, element=element, stage=stage).exists():
        raise ValidationError("这个要素您已经提交过判断。提交以后能看到别人的判断，因此不能再改；有新的看法，请在组内讨论时提出。")
    judgement = Judgement.objects.create(review=row, member=member, element=element, stage=stage, answer=answer, reason=reason.strip())
    trace(row, "judge", by=by, element=element, stage=stage, answer=answer, reason=judgement.reason)
    return judgement


@transaction.atomic
def focus(review, element, *, question, evidence="", whom="", by):
    """Put a question on the list for the visit."""
    row = _held(review, VISIT, by, (S.READING, S.VISITING), "定复核重点")
    point = Focus.objects.create(review=row, element=element, question=question, evidence=evidence, whom=whom, by=by)
    trace(row, "focus", by=by, element=element, question=question, evidence=evidence, whom=whom)
    return point


@transaction.atomic
def note(review, element, *, text, client, by):
    """Keep what a member saw at the school; sent again under the same ``client`` it is the same note."""
    row = _held(review, VISIT, by, NOTED_IN, "记录")
    member = own_member(row, by)
    made, new = Note.objects.get_or_create(member=member, client=client, defaults={"review": row, "element": element, "text": text})
    if new:
        trace(row, "note_visit", by=by, element=element, text=text)
    return made


def _held(review, permission, by, states, label):
    row = REVIEW.lock(review)
    if row.state not in states and may(by, "reviews.serve_review", row):
        raise WrongState(label)
    if not may(by, permission, row):
        raise PermissionDenied(permission)
    if row.state not in states:
        raise WrongState(label)
    return row
