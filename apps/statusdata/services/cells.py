"""Saving what is typed: each cell by itself, compare-and-set, never over somebody else's value (B3, B11).

A save holds the return open only for reading (FOR SHARE), so typing never waits for typing; a submission takes the return FOR UPDATE
and so waits for saves in flight, and every save after it finds the return closed.
"""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import connection

from apps.accounts.models import User
from apps.core.prepared import Prepared
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
    """Somebody else changed the cell (or wrote the explanation): ``current`` is what it holds now, ``by`` who put it there (None: unknown)."""

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

SAVE = Prepared(
    "save_cells",
    f"""
WITH held AS ({HOLD}), was AS (
    SELECT record.id, record.values, record.writers
    FROM statusdata_record record JOIN held ON record.upload_id = held.id
    WHERE record.id = %(record)s AND record.form = %(form)s
    FOR UPDATE OF record
), fits AS (
    SELECT asked.*, was.values -> asked.field AS before
    FROM was, jsonb_to_recordset(%(cells)s) AS asked(place int, field text, seen jsonb, value jsonb, client text, number int)
    WHERE was.values -> asked.field IS DISTINCT FROM asked.value
      AND (was.values -> asked.field IS NOT DISTINCT FROM asked.seen
           OR (was.writers -> asked.field ->> 0 = asked.client AND (was.writers -> asked.field ->> 1)::int < asked.number))
), written AS (
    SELECT array_agg(field) FILTER (WHERE value IS NULL) AS emptied,
           jsonb_object_agg(field, value) FILTER (WHERE value IS NOT NULL) AS filled,
           jsonb_object_agg(field, jsonb_build_array(client, number, %(by)s::text)) AS writers,
           jsonb_agg(jsonb_build_array(field, before, value, now()) ORDER BY place) AS changes
    FROM fits HAVING count(*) > 0
), changed AS (
    UPDATE statusdata_record record
    SET values = (record.values - coalesce(written.emptied, '{{}}')) || coalesce(written.filled, '{{}}'),
        writers = record.writers || written.writers,
        version = record.version + 1
    FROM was, written
    WHERE record.id = was.id
    RETURNING record.id, record.version, written.changes
), sitting AS (
    INSERT INTO statusdata_sitting (by_id, record_id, since, changes)
    SELECT %(by)s, changed.id, now(), changed.changes FROM changed
    ON CONFLICT (by_id, record_id) DO UPDATE SET changes = statusdata_sitting.changes || EXCLUDED.changes
)
SELECT changed.version, fits.place FROM changed, fits
""",
    upload="uuid",
    record="uuid",
    form="text",
    cells="jsonb",
    by="uuid",
)


def save_cell(upload, change, *, by):
    """Save one cell in one statement; returns the record's version, a new one where the cell changed. Raises Closed, Gone or Overtaken.

    ``change.value`` is canonical (``dictionary.values.clean``). The caller has asked whether ``by`` may fill in this return.
    """
    [answer] = save_cells(upload, [change], by=by)
    if isinstance(answer, Refused):
        raise answer
    return answer


def save_cells(upload, changes, *, by):
    """Save each of ``changes`` for itself, the cells of one record in one statement; returns for each the record's version, or its Refused."""
    answers = {}
    for batch in _batches(changes):
        versions = _save(upload, batch, by)
        for place, change in batch.items():
            answers[place] = versions[place] if place in versions else _why_not(upload, change)
    return [answers[place] for place in range(len(changes))]


def _batches(changes):
    """``changes`` by their places, those of one record together, as long as no cell stands twice in a batch."""
    batches, turns = {}, Counter()
    for place, change in enumerate(changes):
        cell = change.record, change.field
        batches.setdefault((turns[cell], change.record, change.form), {})[place] = change
        turns[cell] += 1
    return [batches[key] for key in sorted(batches, key=lambda key: key[0])]


def _save(upload, batch, by):
    """Place -> version of what was written of ``batch`` (place -> Change, all of one record)."""
    change = next(iter(batch.values()))
    cells = [
        {"place": place, "field": each.field, "seen": each.seen, "value": each.value, "client": each.client, "number": each.number}
        for place, each in batch.items()
    ]
    given = {
        "upload": upload.pk, "record": change.record, "form": change.form, "cells": json.dumps(cells, ensure_ascii=False), "by": str(by.pk),
    }  # fmt: skip
    with connection.cursor() as cursor:
        SAVE.execute(cursor, given)
        return {place: version for version, place in cursor.fetchall()}


def _why_not(upload, change):
    """The answer to a save that changed nothing: the version where the value stands already, else Closed, Gone, or Overtaken by somebody else."""
    record = Record.objects.filter(pk=change.record, upload=upload, form=change.form).first()
    if record and record.values.get(change.field) == change.value:
        return record.version
    if reason := closed(upload):
        return reason
    if record is None:
        return Gone()
    client, number, writer = record.writers.get(change.field) or (None, 0, None)
    if client == change.client and number >= change.number:
        return record.version
    return Overtaken(record.values.get(change.field), User.objects.filter(pk=writer).first() if writer else None)


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
