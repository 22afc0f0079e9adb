"""Saving what is written: each text by itself, compare-and-set, never over somebody else's (F3, B11); its versions by sittings of ten minutes.

A save holds the diagnosis open only for reading (FOR SHARE), so that ten people write at once; a signature takes it FOR UPDATE and waits for them.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.audit.services import record, record_many
from apps.diagnosis.models import Draft, Passage
from apps.statusdata.services.cells import Closed, Gone, Overtaken

SITTING = timedelta(minutes=10)
HOLD = "SELECT 1 FROM diagnosis_diagnosis WHERE id = %s AND state = 'open' FOR SHARE"


@dataclass(frozen=True)
class Change:
    """One text to save: ``text`` where the person saw ``seen``, the ``number``-th save of ``client`` (an open page; its numbers rise)."""

    passage: UUID
    seen: str
    text: str
    client: str
    number: int


@transaction.atomic
def save_passage(diagnosis, change, *, by):
    """Save one text; returns the passage. Raises Closed once the report is signed, Gone, or Overtaken with what stands there and who wrote it.

    The caller has asked whether ``by`` may write in this diagnosis.
    """
    hold_open(diagnosis)
    # Without its author joined: who waits for the lock gets the row of now, but what is joined to it of before.
    row = Passage.objects.select_for_update().filter(pk=change.passage, diagnosis=diagnosis).order_by("pk").first()
    if row is None:
        raise Gone
    client, number = row.writer or (None, 0)
    own = client == change.client
    # Sent again, or overtaken by a later save of the same page: what stands there is as new or newer.
    if row.text == change.text or (own and number >= change.number):
        return row
    if row.text != change.seen and not own:
        raise Overtaken(row.text, row.by)
    now = timezone.now()
    if row.since and (row.by_id != by.pk or now - row.since > SITTING):
        _keep([row])
    row.since = row.since if row.since and row.by_id == by.pk else now
    row.text, row.by, row.at, row.writer, row.version = change.text, by, now, [change.client, change.number], row.version + 1
    row.save(update_fields=["text", "by", "at", "since", "writer", "version"])
    return row


def hold_open(diagnosis):
    """Keep the diagnosis open until the end of the transaction, beside all who write; raises Closed when it no longer is."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [diagnosis.pk])
        if cursor.fetchone() is None:
            raise Closed


@transaction.atomic
def restore(diagnosis, draft, *, seen, by):
    """Put an earlier version of a text in place of the one ``seen``, as a save of ``by``; the one there is kept as a version before."""
    change = Change(draft.passage_id, seen, draft.text, f"draft-{draft.pk}", 1)
    row = save_passage(diagnosis, change, by=by)
    record(by=by, verb="restore_text", target=diagnosis, after={"passage": row.pk, "draft": draft.pk})
    return row


@transaction.atomic
def close_sittings(passages):
    """End the sittings under way in ``passages``: each becomes a version, and an entry of the log."""
    rows = list(passages.filter(since__isnull=False).select_for_update(of=("self",), skip_locked=True).select_related("by"))
    _keep(rows)
    Passage.objects.filter(pk__in=[row.pk for row in rows]).update(since=None)


def close_old_sittings():
    close_sittings(Passage.objects.filter(since__lt=timezone.now() - SITTING))


def _keep(rows):
    """Each row as its next Draft, and what was written into the log, one entry a person and text. ``since`` is the caller's to set anew."""
    drafts = [Draft(passage=row, text=row.text, by=row.by, since=row.since, at=row.at) for row in rows]
    Draft.objects.bulk_create(drafts)
    by_person = {}
    for row in rows:
        after = {"diagnosis": row.diagnosis_id, "kind": row.kind, "element": row.element_id, "hint": row.hint_id, "text": row.text}
        by_person.setdefault(row.by, []).append((row, {}, after))
    for person, entries in by_person.items():
        record_many(by=person, verb="write_text", rows=entries)
    for row in rows:
        row.since = None
