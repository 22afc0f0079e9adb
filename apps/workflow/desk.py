"""The desk: what waits for a person, soonest first. Lifecycles put their steps here by their own tables; other apps register a source."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, DateField, F, Min, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from apps.accounts.access import objects_for
from apps.workflow.lifecycle import LIFECYCLES
from config.roles import posts_with


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
    latest = F(step.due) if step.due else Value(None, DateField())
    opens = Cast(F(step.after) + timedelta(days=1), DateField()) if step.after else Value(None, DateField())
    rows = objects_for(user, step.permission, lifecycle.model.objects.filter(state__in=step.sources)).annotate(desk_latest=latest, desk_opens=opens)
    # A day that has passed has passed, though the thing cannot be done yet: the desk says both, like the list and the page.
    rows = rows.annotate(desk_due=Coalesce("desk_latest", "desk_opens"))
    units = _units(user, step.permission)
    if len(units) < 2:
        return _together(step, lifecycle.model, rows, units[0] if units else None)
    # A list stands below one unit: what waits at each is an item of its own.
    below = {unit: Q(**{f"{lifecycle.model.scope}__startswith": unit.path}) for unit in units}
    found = [item for unit, here in below.items() for item in _together(step, lifecycle.model, rows.filter(here), unit)]
    return found + _together(step, lifecycle.model, rows.exclude(reduce(or_, below.values())), None)


def _units(user, permission):
    """The units at which ``user`` holds posts with ``permission``, those left out that lie below another of them."""
    pairs = posts_with(permission)
    units = {post.organization_id: post.organization for post in user.posts_today if (post.role, post.organization.level) in pairs}.values()
    return [unit for unit in units if not any(unit.path.startswith(other.path) for other in units if other != unit)]


def _together(step, model, rows, unit):
    total = rows.aggregate(count=Count("pk"), due=Min("desk_due"), latest=Min("desk_latest"), opens=Min("desk_opens"))
    if not total["count"]:
        return []
    rows = rows.order_by("desk_due", "pk")
    if total["count"] == 1 or unit is None:  # No list stands open to one who has only grants, and those are few.
        return [
            Item(step.desk, f"{row}{_not_yet(row.desk_opens, row.desk_latest)}", row.get_absolute_url(), step.label, due=row.desk_due) for row in rows
        ]
    address, detail = model.list_address(unit, step), f"{rows.first()} 等 {total['count']} 件{_not_yet(total['opens'], total['latest'])}"
    return [Item(step.desk, detail, address, step.label, total["count"], total["due"])]


def _not_yet(opens, latest):
    """From when a thing can be done that cannot be done yet, and the latest day for it."""
    if opens is None or opens <= timezone.localdate():
        return ""
    passed = "，已过期" if latest and latest < timezone.localdate() else ""
    return f"（{opens:%m-%d} 起可办" + (f"，最迟 {latest:%m-%d}{passed}）" if latest else "）")
