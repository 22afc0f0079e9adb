"""A lifecycle is a table: each row a step someone may take, from where, to where, and when it is ready.

Buttons, checks, the desk, notices, the log and the picture in the documentation all read the same table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.accounts.access import answer, holders, mark, may
from apps.audit.services import record, values
from apps.notifications.services import notify

#: Every lifecycle there is, by the label of its model: the desk and the tests read it.
LIFECYCLES = {}

#: The permission of a step that nobody takes: the program does, with ``by=None``.
PROGRAM = ""


class Conflict(Exception):
    """Somebody was faster: what the person saw is no longer so."""


class WrongState(Conflict):
    """The step does not start from the state the object is in."""


class Changed(Conflict):
    """The object is no longer the version that the person saw."""


class NotReady(Exception):
    """Something is still missing; ``args[0]`` is the list of it, in words for the person."""


def nothing(obj):
    return []


@dataclass(frozen=True)
class Step:
    """``desk`` is how the step stands on the desk of who may take it, empty for a step that nobody waits for; ``due`` the field that says
    until when, ``after`` the one after whose day it can be done. ``tells`` names the permissions whose holders hear that it was taken. ``rare`` is a grave step that
    takes back what stands: it is offered on the object's own page, in no list, where it would look like what comes next."""

    name: str
    label: str
    sources: tuple
    target: str
    permission: str
    missing: Callable[[object], list] = nothing
    needs_note: bool = False
    desk: str = ""
    due: str = ""
    after: str = ""
    tells: tuple = ()
    rare: bool = False


class Lifecycle:
    def __init__(self, model, *steps, off=()):
        """``off`` are the states in which a thing has ended without having come to its aim: taken back, refused, replaced."""
        self.model, self.off = model, off
        self.steps = {step.name: step for step in steps}
        LIFECYCLES[model._meta.label] = self

    def __getitem__(self, name):
        return self.steps[name]

    def marked(self, user, queryset):
        """``queryset`` with the answers on each row that ``offered`` reads: a list costs no query a row."""
        return mark(user, sorted({step.permission for step in self.steps.values()} - {PROGRAM}), queryset)

    def offered(self, row):
        """The steps to show on a marked row: a step not ready is shown with what it lacks."""
        return [s for s in self.steps.values() if s.permission != PROGRAM and row.state in s.sources and getattr(row, answer(s.permission))]

    def offered_in_list(self, row):
        """As ``offered``, without the rare ones."""
        return [step for step in self.offered(row) if not step.rare]

    @transaction.atomic
    def take(self, obj, name, *, by, seen=None, note="", **changes):
        """Take one step with the fields it sets; nothing is written unless everything holds.

        Works on a fresh, locked row and saves only the named fields, so two people pressing at once
        cannot both succeed. ``seen`` is the version decided upon: ``obj``'s own, or the form's.
        A change that rests on what the row holds is given as a function of it.
        """
        step = self.steps[name]
        row = self.lock(obj)
        _check(step, row, by, obj.version if seen is None else seen)
        fields = [*changes, "state"]
        before = values(row, fields)
        for field, value in changes.items():
            setattr(row, field, value(row) if callable(value) else value)
        if missing := [*step.missing(row), *(["说明"] if step.needs_note and not note.strip() else [])]:
            raise NotReady(missing)

        row.state, row.version = step.target, row.version + 1
        row.save(update_fields=[*fields, "version"])
        record(by=by, verb=name, target=row, before=before, after=values(row, fields), note=note)
        _tell(step, row, by, note)
        return row

    def is_over(self, row):
        """Whether no step leads on from where ``row`` is; a rare one leads back."""
        return not any(row.state in step.sources for step in self.steps.values() if not step.rare)

    def sign(self, row):
        """How the state of ``row`` is shown: "info" under way, "done" where it came to its aim, "off" where it ended otherwise."""
        if row.state in self.off:
            return "off"
        return "done" if self.is_over(row) else "info"

    def lock(self, obj):
        return self.model.objects.select_for_update(of=("self",)).get(pk=obj.pk)

    def as_mermaid(self):
        lines = ["stateDiagram-v2"]
        for s in self.steps.values():
            lines += [f"    {source} --> {s.target}: {s.name}" for source in s.sources]
        return "\n".join(lines)


def _check(step, row, by, seen):
    """Permission first: a stranger must not learn the state from the refusal."""
    mine = step.permission == PROGRAM if by is None else step.permission != PROGRAM and may(by, step.permission, row)
    if not mine:
        raise PermissionDenied(step.permission)
    if row.state not in step.sources:
        raise WrongState(step.label)
    if row.version != seen:
        raise Changed(step.label)


def _tell(step, row, by, note):
    people = {person.pk: person for permission in step.tells for person in holders(permission, row)}
    people.pop(by and by.pk, None)
    if people:
        notify(people.values(), f"{row}：{by or '程序'}已{step.label}" + (f"。说明：{note}" if note else ""), row.get_absolute_url())
