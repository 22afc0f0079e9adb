"""Saving what is typed: each cell by itself, compare-and-set, never over somebody else's value (B3, B11).

A save holds the return open only for reading (FOR SHARE), so typing never waits for typing; a submission takes the return FOR UPDATE
and so waits for saves in flight, and every save after it finds the return closed.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from apps.accounts.models import User
from apps.statusdata.models import Record, Return, Round


class Refused(Exception):
    """The cell was not saved; nothing was lost, for the sender still has what was typed."""


class Closed(Refused):
    """The return was handed in meanwhile."""


class RoundClosed(Closed):
    """The return is still with the school, but its round has ended."""


class Gone(Refused):
    """The row was removed meanwhile, or never was one of this form."""


class Overtaken(Refused):
    """Somebody else changed the cell: ``current`` is what it holds now, ``by`` who put it there (None: unknown)."""

    def __init__(self, current, by):
        super().__init__(current)
        self.current = current
        self.by = by


@dataclass(frozen=True)
class Change:
    """One cell to save: ``value`` where the person saw ``seen`` (canonical, None for empty), the ``number``-th save of ``client``.

    A client is one open page; its numbers rise, so that a save sent again, or sent on top of one whose answer was lost, is no conflict with oneself.
    """

    record: Any
    form: str
    field: str
    seen: Any
    value: Any
    client: str
    number: int


# The round's row is read and not held: all schools of a province would queue at it, and a save that began before the round ended came in time.
HOLD = """
SELECT upload.id FROM statusdata_return upload JOIN statusdata_round AS period ON period.id = upload.round_id
WHERE upload.id = %(upload)s AND upload.state = 'open' AND period.state = 'open' FOR SHARE OF upload
"""

SAVE = f"""
WITH held AS ({HOLD}), was AS (
    SELECT record.id, record.values -> %(field)s AS value, record.writers -> %(field)s AS writer
    FROM statusdata_record record JOIN held ON record.upload_id = held.id
    WHERE record.id = %(record)s AND record.form = %(form)s
    FOR UPDATE OF record
), changed AS (
    UPDATE statusdata_record record
    SET values = CASE WHEN %(value)s::jsonb IS NULL THEN record.values - %(field)s
                      ELSE record.values || jsonb_build_object(%(field)s, %(value)s::jsonb) END,
        writers = record.writers || jsonb_build_object(%(field)s, jsonb_build_array(%(client)s::text, %(number)s::int, %(by)s::text)),
        version = record.version + 1
    FROM was
    WHERE record.id = was.id
      AND (was.value IS NOT DISTINCT FROM %(seen)s::jsonb OR (was.writer ->> 0 = %(client)s AND (was.writer ->> 1)::int < %(number)s))
    RETURNING record.id, record.version, was.value AS before
), sitting AS (
    INSERT INTO statusdata_sitting (by_id, record_id, since, changes)
    SELECT %(by)s::uuid, changed.id, now(), jsonb_build_array(jsonb_build_array(%(field)s::text, changed.before, %(value)s::jsonb, now()))
    FROM changed
    ON CONFLICT (by_id, record_id) DO UPDATE SET changes = statusdata_sitting.changes || EXCLUDED.changes
)
SELECT version FROM changed
"""


def save_cell(upload, change, *, by):
    """Save one cell in one statement; returns the record's new version. Raises Closed, Gone or Overtaken.

    ``change.value`` is canonical (``dictionary.values.clean``). The caller has asked whether ``by`` may fill in this return.
    """
    given = {
        "upload": upload.pk, "record": change.record, "form": change.form, "field": change.field, "client": change.client, "number": change.number,
        "seen": _json(change.seen), "value": _json(change.value), "by": str(by.pk),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(SAVE, given)
        if row := cursor.fetchone():
            return row[0]
    return _why_not(upload, change)


def _why_not(upload, change):
    """A save that changed nothing: already there, closed meanwhile, gone, or changed by somebody else."""
    record = Record.objects.filter(pk=change.record, upload=upload, form=change.form).first()
    if record and record.values.get(change.field) == change.value:
        return record.version
    if reason := closed(upload):
        raise reason
    if record is None:
        raise Gone
    client, number, writer = record.writers.get(change.field) or (None, 0, None)
    if client == change.client and number >= change.number:
        return record.version
    raise Overtaken(record.values.get(change.field), User.objects.filter(pk=writer).first() if writer else None)


def closed(upload):
    """Why nothing can be written to the return now, as the exception to raise; None where it can."""
    state, period = Return.objects.values_list("state", "round__state").get(pk=upload.pk)
    if state != Return.State.OPEN:
        return Closed()
    return None if period == Round.State.OPEN else RoundClosed()


def hold_open(upload):
    """Keep the return open until the end of the transaction, beside all who type; raises Closed when it no longer is."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, {"upload": upload.pk})
        if cursor.fetchone() is None:
            raise closed(upload) or Closed


def _json(value):
    return None if value is None else json.dumps(value, ensure_ascii=False)
