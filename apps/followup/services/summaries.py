"""The school answers each finding of the confirmed report with a measure, and sums up when it is done (R11.1, K1, K4)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.deliberation.models import Case
from apps.diagnosis.lifecycle import MANAGE
from apps.diagnosis.models import Measure
from apps.diagnosis.services import measures
from apps.documents.services import store
from apps.followup.lifecycle import READ, SUMMARY, WRITE
from apps.followup.models import Summary
from apps.workflow.lifecycle import Changed, WrongState

LONGEST = 500


@transaction.atomic
def answer_finding(case, finding, *, aim, owner, due, by):
    """A measure for one finding, with who and until when (K1). WrongState unless the conclusion stands; ValidationError names what is missing."""
    if not may(by, MANAGE, case.school):
        raise PermissionDenied(MANAGE)
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state != Case.State.DECIDED or finding.review_id != row.review_id:
        raise WrongState("落实改进")
    if not owner.strip() or due is None:
        raise ValidationError("请写明责任人和计划完成的日期。")
    return measures.add(
        case.school, problem=finding.found[:LONGEST], aim=aim, owner=owner, due=due, element=finding.element,
        origin=Measure.Origin.REVIEW, origin_id=finding.pk, by=by,
    )  # fmt: skip


@transaction.atomic
def begin(case, *, by):
    """The summary of a case, to be written; the same one for whoever asks again."""
    if not may(by, WRITE, case.school):
        raise PermissionDenied(WRITE)
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state != Case.State.DECIDED:
        raise WrongState("撰写整改总结")
    summary, new = Summary.objects.get_or_create(case=row, defaults={"school": case.school})
    if new:
        record(by=by, verb="begin_summary", target=summary, after=values(summary, ["case", "school"]))
    return summary


@transaction.atomic
def write(summary, *, text, file=None, seen, by):
    """Save what is written of the version ``seen``: Changed where somebody saved meanwhile, WrongState once it is handed in."""
    row = SUMMARY.lock(summary)
    if not may(by, WRITE, row):
        raise PermissionDenied(WRITE)
    if row.state != Summary.State.DRAFT:
        raise WrongState("撰写整改总结")
    if row.version != seen:
        raise Changed("撰写整改总结")
    before = values(row, ["text", "file"])
    row.text, row.version = text.strip(), row.version + 1
    if file:
        row.file = store(file, holder=row, permission=READ, by=by)
    row.save(update_fields=["text", "file", "version"])
    record(by=by, verb="write_summary", target=row, before=before, after=values(row, ["text", "file"]))
    return row


def lapse():
    """End the summaries still being written whose conclusion was taken back (J4); returns how many."""
    rows = list(Summary.objects.filter(state=Summary.State.DRAFT, case__state=Case.State.REVERSED).select_related("case"))
    for row in rows:
        SUMMARY.take(row, "lapse_summary", by=None, note=f"认定已撤销：{row.case.reversal}"[:1000])
    return len(rows)


def hand_in(summary, *, by, seen=None):
    return SUMMARY.take(summary, "hand_in_summary", by=by, seen=seen, handed_in_at=timezone.now())
