"""Measures by how far they are: late, due soon, of an element, of a diagnosis (R7.5, K2)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate

from apps.audit.models import Entry
from apps.diagnosis.models import Diagnosis, Measure
from apps.diagnosis.rules import is_late

#: So long before its day a measure stands on the desk.
SOON = timedelta(days=14)
#: What of a measure is not the school's to change any more: what it signed, what a review found, what was ordered.
FIXED = {
    Measure.Origin.DIAGNOSIS: ("problem", "aim", "element"),
    Measure.Origin.REVIEW: ("problem", "element"),
    Measure.Origin.ORDER: ("problem", "aim", "element", "due"),
}


def promised(measure):
    """Whether others count on it: its report is signed, or it answers a review or an order."""
    return measure.origin != Measure.Origin.DIAGNOSIS or measure.diagnosis.state == Diagnosis.State.SIGNED


def fixed(measure):
    """The names of the fields that stay as they are."""
    return FIXED[measure.origin] if promised(measure) else ()


def late_ones(queryset, today):
    """Those of ``queryset`` that ``rules.is_late`` says are late."""
    return queryset.filter(due__lt=today).exclude(state=Measure.State.DONE)


def pressing(queryset, today):
    """The late, and those whose day is near."""
    return late_ones(queryset, today + SOON)


def late(measure, today=None):
    return is_late(measure.state == Measure.State.DONE, measure.due, today or localdate())


def counted(queryset, today=None):
    """How many there are, by state, and how many of them are late: {"planned", "running", "done", "late", "total"}, in one query."""
    by_state = {state.value: Count("pk", filter=Q(state=state)) for state in Measure.State}
    is_over = Q(due__lt=today or localdate()) & ~Q(state=Measure.State.DONE)
    return queryset.order_by().aggregate(**by_state, late=Count("pk", filter=is_over), total=Count("pk"))


def of_element(diagnosis, element):
    """The measures of a diagnosis for one of its elements, or (None) for none in particular."""
    return list(Measure.objects.filter(diagnosis=diagnosis, element=element))


@dataclass(frozen=True)
class PutOff:
    """Another day was set for a measure: the day ``before``, ``by`` whom, ``at`` what time and for what ``reason``."""

    before: date
    reason: str
    by: Any
    at: Any


def put_off(measure) -> list[PutOff]:
    """Each time a promised day was moved, the first one first, as the log has it."""
    entries = Entry.objects.about(measure).filter(verb="change_measure").exclude(note="").select_related("by").order_by("pk")
    moved = [entry for entry in entries if entry.before["due"] and entry.before["due"] != entry.after["due"]]
    return [PutOff(date.fromisoformat(entry.before["due"]), entry.note, entry.by, entry.at) for entry in moved]
