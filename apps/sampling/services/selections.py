"""What becomes of a selected school: deferred, replaced by the next reserve, released; each with its reason, public (R8.6, R8.9, G9)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.sampling.lifecycle import SELECTION
from apps.sampling.models import Selection

S = Selection.State


def defer(selection, *, to_year, note, by, seen=None):
    """Put a review off to a later year; one after an accident not beyond its two years (R8.2)."""
    plan = selection.draw.plan
    if not selection.draw.year < to_year <= plan.last_year:
        raise ValidationError(f"延至的年份应在 {selection.draw.year + 1}—{plan.last_year} 年之间：本周期到 {plan.last_year} 年为止。")
    if selection.due and to_year > selection.due.year:
        raise ValidationError(f"这所学校最迟应在 {selection.due} 以前复核（R8.2），不能延到 {to_year} 年。")
    return _changed(selection, "defer_selection", note, by, seen, deferred_to=to_year)


@transaction.atomic
def replace(selection, *, note, by, seen=None):
    """Put the next reserve in the place of a school drawn by lot, in the order of the draw; NotReady where none is left."""
    # Whoever replaces waits here, so that two replacements at once take two reserves.
    reserve = Selection.objects.select_for_update().filter(draw=selection.draw, state=S.RESERVE).order_by("order").first()
    row = _changed(selection, "replace_selection", note, by, seen)
    _changed(reserve, "promote_reserve", note, by, None, in_place_of_id=row.pk)
    return row


def release(selection, *, note, by, seen=None):
    return _changed(selection, "release_selection", note, by, seen)


def restore(selection, *, note, by, seen=None):
    return _changed(selection, "restore_selection", note, by, seen, deferred_to=None)


def _changed(selection, step, note, by, seen, **more):
    return SELECTION.take(selection, step, by=by, seen=seen, note=note, reason=note, changed_by_id=by.pk, changed_at=timezone.now(), **more)
