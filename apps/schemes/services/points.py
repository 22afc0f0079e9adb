"""What a province adds to the guidance: points, notes beside hints, adjusted conditions; the guidance's own stay (R1.1, R1.4, R1.8)."""

import re

from django.db import transaction

from apps.audit.services import record, values
from apps.schemes.models import AddedPoint, Adjustment, HintNote
from apps.schemes.rules import Addition, floor_check
from apps.schemes.selectors import words_of
from apps.schemes.services.versions import BelowFloor, opened, touch

POINT = ["scheme", "code", "text", "kind", "indicators", "evidence", "policy", "basis"]
NOTE = ["scheme", "hint", "text", "policy", "basis"]
ADJUSTMENT = ["scheme", "group", "threshold", "value", "reason"]


@transaction.atomic
def add_point(scheme, element, *, text, kind, policy=None, basis="", indicators=(), evidence="", by):
    """Add a point to an element; its code is of the province's own series (1.1.S1). BelowFloor where it rests on no policy (R1.8)."""
    row = opened(scheme, by=by)
    point = AddedPoint(
        scheme=row, element=element, code=_next_code(row, element), text=text, kind=kind,
        indicators=list(indicators), evidence=evidence, policy=policy, basis=basis,
    )  # fmt: skip
    _grounded(row, point.code, point)
    point.full_clean()
    point.save(force_insert=True)
    touch(row)
    record(by=by, verb="add_point", target=point, after=values(point, POINT))
    return point


@transaction.atomic
def remove_point(scheme, code, *, by):
    """Take out a point that the province added; BelowFloor for anything of the guidance (R1.1), AddedPoint.DoesNotExist for what is not there."""
    row = opened(scheme, by=by)
    if words := words_of(row.guidance_id, code):
        raise BelowFloor(floor_check(row.given, dropped={code: words}))
    point = AddedPoint.objects.get(scheme=row, code=code)
    record(by=by, verb="remove_point", target=point, before=values(point, POINT))
    point.delete()
    touch(row)


@transaction.atomic
def note_hint(scheme, hint, *, text, policy=None, basis="", by):
    """Write the province's note beside a hint, in place of the one it had; BelowFloor where it rests on no policy (R1.8)."""
    row = opened(scheme, by=by)
    note = HintNote.objects.filter(scheme=row, hint=hint).first() or HintNote(scheme=row, hint=hint)
    before = {} if note._state.adding else values(note, NOTE)
    note.text, note.policy, note.basis = text, policy, basis
    _grounded(row, hint.text, note)
    note.full_clean()
    note.save()
    touch(row)
    record(by=by, verb="note_hint", target=note, before=before, after=values(note, NOTE))
    return note


@transaction.atomic
def remove_note(scheme, hint, *, by):
    """Take the province's note away; the hint itself stays (R1.1). HintNote.DoesNotExist where there is none any more."""
    row = opened(scheme, by=by)
    note = HintNote.objects.get(scheme=row, hint=hint)
    record(by=by, verb="remove_note", target=note, before=values(note, NOTE))
    note.delete()
    touch(row)


@transaction.atomic
def adjust(scheme, *, group, threshold, value, reason, by):
    """Set another number for one of the five conditions, for a group of schools, with the reason (R1.4); in place of the one it had."""
    row = opened(scheme, by=by)
    found = Adjustment.objects.filter(scheme=row, group=group, threshold=threshold).first()
    before = values(found, ADJUSTMENT) if found else {}
    found = found or Adjustment(scheme=row, group=group, threshold=threshold)
    found.value, found.reason = value, reason
    found.full_clean()
    found.save()
    touch(row)
    record(by=by, verb="adjust_condition", target=found, before=before, after=values(found, ADJUSTMENT))
    return found


@transaction.atomic
def remove_adjustment(adjustment, *, by):
    """The general number holds again. Adjustment.DoesNotExist where it does already."""
    row = opened(adjustment.scheme, by=by)
    found = Adjustment.objects.get(scheme=row, pk=adjustment.pk)
    record(by=by, verb="remove_adjustment", target=found, before=values(found, ADJUSTMENT))
    found.delete()
    touch(row)


def _next_code(scheme, element):
    """Numbers are not used again in later versions: a point keeps its code."""
    taken = AddedPoint.objects.filter(scheme__province=scheme.province_id, element__code=element.code).values_list("code", flat=True)
    numbers = [int(found[1]) for code in taken if (found := re.search(r"\.S(\d+)$", code))]
    return f"{element.code}.S{max(numbers, default=0) + 1}"


def _grounded(scheme, code, resting):
    if breaches := floor_check(scheme.given, [Addition(code, resting.ground)]):
        raise BelowFloor(breaches)
