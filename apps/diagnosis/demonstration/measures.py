"""The measures of what the demonstration writes: one carried out, one running, one with its day to come, so that a visit may be fixed (R7.5, R8.6)."""

from datetime import timedelta

from django.utils import timezone

from apps.diagnosis.services import measures
from apps.schemes.selectors import elements

from .words import STORIES

#: Item -> days from the demonstration's today to the day it is promised for; the second differs from school to school.
CARRIED_OUT, RUNNING, PLANNED = "1", "2", "3"
OWNERS = {CARRIED_OUT: "教务处", RUNNING: "督导室", PLANNED: "人事处"}
#: So long before the signature the first was carried out.
EARLIER = timedelta(days=30)


def enter(diagnosis, *, signed_on, today, by):
    """Enter the measures of a diagnosis that has none, as if before ``signed_on``; of the running ones some are late and some due today."""
    if diagnosis.measures.exists():
        return
    first = {}
    for element in elements(diagnosis.scheme.guidance):
        first.setdefault(element.item.code, element)
    for item in (CARRIED_OUT, RUNNING, PLANNED):
        problem, _cause, aim, _effect = STORIES[item]
        given = {"element": first.get(item), "owner": OWNERS[item], "due": _due(item, diagnosis.school, signed_on, today)}
        row = measures.add(diagnosis.school, diagnosis=diagnosis, problem=f"（示例）{problem}", aim=f"（示例）{aim}", by=by, **given)
        if item == CARRIED_OUT:
            done_on = min(signed_on - EARLIER, timezone.localdate())
            measures.carry_out(row, on=done_on, effect=f"（示例）{STORIES[item][3]}", by=by)
        elif item == RUNNING:
            measures.begin(row, by=by)


def _due(item, school, signed_on, today):
    if item == CARRIED_OUT:
        return signed_on - EARLIER
    number = int(school.code[-3:])
    return today + timedelta(days=number * 5 % 40 - 5 if item == RUNNING else 60 + number)
