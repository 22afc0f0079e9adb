import json
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from apps.audit.models import Entry, Seal, Sealed, Unsealed
from apps.core.canonical import digest

BATCH = 10_000
#: After so many seals compared, ``verify`` says how far it is.
REPORT_EVERY = 100

#: What entries bear in place of the moment at which they are written; see ``dated``.
MOMENT = ContextVar("moment", default=None)

#: Asked for each entry whom the person stood in for: posts stand on a floor above, which registers here at start-up.
STANDING_IN = []


def standing_in(function):
    """Register ``function(by, verb, target)`` -> key of the person whom a deputy stood in for, or None."""
    STANDING_IN.append(function)
    return function


@contextmanager
def dated(moment):
    """What is recorded inside bears ``moment``, none to come: the demonstration alone tells of days gone by."""
    token = MOMENT.set(min(moment, timezone.now()))
    try:
        yield
    finally:
        MOMENT.reset(token)


def values(obj, fields):
    """The named fields as the log keeps them: a foreign key by its key."""
    return {name: obj.serializable_value(name) for name in fields}


def record(*, by, verb, target, before=None, after=None, note=""):
    """Write one entry in the caller's transaction: no act without its entry, no entry without its act."""
    entry = _entry(by, verb, target, before, after, note)
    entry.save(force_insert=True)
    return entry


def record_many(*, by, verb, rows):
    """Write an entry for each (target, before, after) of ``rows`` in one statement."""
    Entry.objects.bulk_create([_entry(by, verb, target, before, after, "") for target, before, after in rows], batch_size=500)


@transaction.atomic
def seal():
    """Seal what has been written since, in batches linked each to the one before (N3); returns the number of entries sealed.

    An entry whose transaction is still open when its neighbours are sealed comes under a later seal. What is sealed already is not looked at.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit.seal'))")
    last, count = Seal.objects.last(), 0
    while batch := list(Unsealed.objects.order_by("pk").values_list("pk", "entry__digest")[:BATCH]):
        last = _seal_batch(batch, last)
        count += len(batch)
    return count


def verify(progress=None):
    """What is wrong with the log, a line each: entries changed, removed, slipped in or kept from a seal, seals that do not link. Empty when it is whole.

    ``progress(percent)`` is told every so many seals how far it is: the whole log takes its time.
    """
    wrong, previous, count = [], "", Seal.objects.count()
    for done, row in enumerate(Seal.objects.iterator(), 1):
        entries = list(Entry.objects.filter(sealed__seal=row))
        wrong += [f"条目 {entry.pk} 的内容与摘要不符" for entry in entries if entry.digest != _digest_of(entry)]
        if digest([entry.digest for entry in entries]) != row.content:
            wrong.append(f"第 {row.number} 号封存与所列条目不符")
        if row.previous != previous or row.anchor != _anchor(row.number, row.content, row.previous):
            wrong.append(f"第 {row.number} 号封存与上一封存不相连")
        previous = row.anchor
        if progress and done % REPORT_EVERY == 0:
            progress(min(100 * done // count, 99))
    left_out = Entry.objects.filter(sealed=None, unsealed=None).values_list("pk", flat=True)
    return wrong + [f"条目 {pk} 没有封存，也不在待封存之列" for pk in left_out]


def is_sealed(target):
    """Whether every entry about ``target`` is under a seal: what is published waits for it."""
    return not Entry.objects.about(target).filter(sealed=None).exists()


def _seal_batch(batch, last):
    content = digest([row_digest for _pk, row_digest in batch])
    previous, number = (last.anchor, last.number + 1) if last else ("", 1)
    row = Seal.objects.create(number=number, content=content, previous=previous, anchor=_anchor(number, content, previous))
    Sealed.objects.bulk_create((Sealed(entry_id=pk, seal=row) for pk, _digest in batch), batch_size=1000)
    # By key and not "up to the last": an entry with a smaller key may have been committed meanwhile.
    Unsealed.objects.filter(pk__in=[pk for pk, _digest in batch]).delete()
    return row


def _anchor(number, content, previous):
    return digest({"number": number, "content": content, "previous": previous})


def _entry(by, verb, target, before, after, note):
    stood_in_for = next(filter(None, (ask(by, verb, target) for ask in STANDING_IN)), None) if by else None
    at = MOMENT.get() or timezone.now()
    entry = Entry(at=at, by=by, acting_for_id=stood_in_for, verb=verb, target=target, before=before or {}, after=after or {}, note=note)
    entry.digest = _digest_of(entry)
    return entry


def _digest_of(entry):
    kind = ContentType.objects.get_for_id(entry.content_type_id)
    content = {
        "at": entry.at.astimezone(UTC), "by": entry.by_id, "acting_for": entry.acting_for_id, "verb": entry.verb,
        "type": f"{kind.app_label}.{kind.model}", "object": entry.object_id,
        "before": _as_stored(entry.before), "after": _as_stored(entry.after), "note": entry.note,
    }  # fmt: skip
    return digest(content)


def _as_stored(content):
    """What JSONB gives back differs from what was put in (dates, Decimals become text), so both are hashed as they are stored."""
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))
