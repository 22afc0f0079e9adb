"""The desk: what waits for a person, soonest first. Lifecycles put their steps here by their own tables; other apps register a source."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, DateField, F, Min, Value
from django.utils import timezone

from apps.accounts.access import objects_for, unit_for
from apps.workflow.lifecycle import LIFECYCLES


@dataclass(frozen=True)
class Item:
    """One thing to do: ``count`` objects of it, the soonest due on ``due``."""

    title: str
    detail: str
    url: str
    action: str
    count: int = 1
    due: date | None = None

    @property
    def days_left(self):
        return None if self.due is None else (self.due - timezone.localdate()).days


@dataclass(frozen=True)
class Other:
    """What waits for somebody else: ``kind`` of state and ``verdict`` say how it stands."""

    title: str
    detail: str
    url: str
    kind: str
    verdict: str


@dataclass(frozen=True)
class Day:
    """A day that is coming, in words."""

    on: date
    words: str


@dataclass
class Beside:
    """What stands beside the things to do: ``own`` are pages of the person's own, ``panels`` addresses whose part marked ``data-panel`` is shown on the desk."""

    others: list[Other] = field(default_factory=list)
    own: list[Other] = field(default_factory=list)
    dates: list[Day] = field(default_factory=list)
    panels: list[str] = field(default_factory=list)


SOURCES = []
BESIDES = []


def beside(function):
    """Register ``function(user, found)``, which adds to ``found`` (Beside) what its app has for the person."""
    BESIDES.append(function)
    return function


def around(user):
    """All that stands beside the things to do, the days in order."""
    found = Beside()
    for add in BESIDES:
        add(user, found)
    found.dates.sort(key=lambda day: day.on)
    return found


def source(function):
    """Register ``function(user) -> list[Item]`` as something the desk asks."""
    SOURCES.append(function)
    return function


def items(user):
    """Everything that waits for ``user``: a fixed number of queries for each step his posts open, however many objects wait."""
    found = [item for lifecycle in LIFECYCLES.values() for step in lifecycle.steps.values() if step.desk for item in _waiting(user, lifecycle, step)]
    found += [item for ask in SOURCES for item in ask(user)]
    return sorted(found, key=lambda item: (item.due is None, item.due or date.max, item.title))


def _waiting(user, lifecycle, step):
    due = F(step.due) if step.due else Value(None, DateField())
    rows = objects_for(user, step.permission, lifecycle.model.objects.filter(state__in=step.sources)).annotate(desk_due=due)
    total = rows.aggregate(count=Count("pk"), due=Min("desk_due"))
    if not total["count"]:
        return []
    rows = rows.order_by("desk_due", "pk")
    unit = unit_for(user, step.permission)
    if total["count"] == 1 or unit is None:  # No list stands open to one who has only grants, and those are few.
        return [Item(step.desk, str(row), row.get_absolute_url(), step.label, due=row.desk_due) for row in rows]
    address = lifecycle.model.list_address(unit, step)
    return [Item(step.desk, f"{rows.first()} 等 {total['count']} 件", address, step.label, total["count"], total["due"])]
