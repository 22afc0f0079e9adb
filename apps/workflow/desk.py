"""The desk: what waits for a person, soonest first. Lifecycles put their steps here by their own tables; other apps register a source."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min
from django.utils import timezone

from apps.accounts.access import objects_for
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


SOURCES = []


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
    rows = objects_for(user, step.permission, lifecycle.model.objects.filter(state__in=step.sources))
    wanted = {"count": Count("pk"), **({"due": Min(step.due)} if step.due else {})}
    total = rows.aggregate(**wanted)
    if not total["count"]:
        return []
    first = rows.order_by(*([step.due] if step.due else []), "pk").first()
    url = first.get_absolute_url() if total["count"] == 1 else lifecycle.model.list_address(user, step)
    detail = str(first) if total["count"] == 1 else f"{first} 等 {total['count']} 件"
    return [Item(step.desk, detail, url, step.label, total["count"], total.get("due"))]
