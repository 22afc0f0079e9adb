"""What was done to a thing with a lifecycle, in plain words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.audit.models import Entry


@dataclass(frozen=True)
class Stage:
    """A step taken: by whom, and for whom he stood in."""

    at: datetime
    by: Any
    acting_for: Any
    label: str
    note: str


def history(obj, lifecycle, **others):
    """The steps taken on ``obj`` as the log has them, newest first; ``others``: verbs that belong among them, with their words."""
    labels = others | {name: step.label for name, step in lifecycle.steps.items()}
    entries = Entry.objects.about(obj).filter(verb__in=labels).select_related("by", "acting_for").order_by("-pk")
    return [Stage(entry.at, entry.by, entry.acting_for, labels[entry.verb], entry.note) for entry in entries]
