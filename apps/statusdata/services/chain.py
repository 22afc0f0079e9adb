"""A return on its way: opened, signed, checked, accepted, sent back (D1–D10)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from apps.accounts.access import may
from apps.audit.services import record
from apps.dictionary.checking import tally
from apps.jobs.services import later
from apps.statusdata.contents import book_of, figures_of
from apps.statusdata.lifecycle import CERTIFY, RETURN
from apps.statusdata.models import Acceptance, Receipt, Record, Return, Sheet, Sitting
from apps.statusdata.services.receipts import fall_if_taken_back
from apps.statusdata.services.sittings import close_sittings
from apps.statusdata.services.snapshots import fingerprint, freeze
from apps.workflow.lifecycle import Changed


@transaction.atomic
def open_return(round, school, *, by=None):
    """Open a school's return of a round, with a record for each single form; one that is open already is it."""
    upload, new = Return.objects.get_or_create(round=round, school=school)
    if new:
        forms = book_of(upload).forms
        Sheet.objects.bulk_create(Sheet(upload=upload, form=form.code) for form in forms)
        Record.objects.bulk_create(Record(upload=upload, form=form.code) for form in forms if not form.rows)
        record(by=by, verb="open_return", target=upload, after={"round": round.pk, "school": school.pk})
    return upload


def submit(upload, *, seen, signed, by):
    """The principal certifies (D6): ``signed`` is the fingerprint that stood on the page he signed; any change since voids it (Changed).

    Waits for saves in flight, checks, freezes, and only then changes the state; NotReady names what stands in the way.
    """
    if not may(by, CERTIFY, upload):
        raise PermissionDenied(CERTIFY)
    note_first_check(upload)
    with transaction.atomic():
        row = RETURN.lock(upload)
        if signed != fingerprint(row):
            raise Changed("签字上报")
        close_sittings(Sitting.objects.filter(record__upload=row))
        now, earlier = timezone.now(), row.snapshot
        snapshot = freeze(row, by=by)
        row = RETURN.take(
            row, "submit", by=by, seen=seen, snapshot_id=snapshot.pk, submitted_at=now,
            first_submitted_at=lambda before: before.first_submitted_at or now, checked_at=None, accepted_at=None,
        )  # fmt: skip
        receipt_later(snapshot, Receipt.Kind.SUBMITTED, by=by)
        if earlier:
            fall_if_taken_back(earlier)
        return row


def receipt_later(snapshot, kind, *, by):
    title = f"{snapshot.upload}{kind.label}"
    later("statusdata.write_receipt", str(snapshot.pk), kind, key=f"{snapshot.pk}:{kind}", title=title, by=by, path=snapshot.upload.school.path)


@transaction.atomic
def note_first_check(upload):
    """Keep how many of the rules that could be decided held at the first attempt (K149), whether or not the attempt succeeds."""
    row = RETURN.lock(upload)
    if row.rules_total is None:
        row.rules_passed_first, row.rules_total = tally(book_of(row), figures_of(row))
        row.save(update_fields=["rules_total", "rules_passed_first"])


def recall(upload, *, by, note, seen=None):
    return _reopen(upload, "recall", by=by, note=note, seen=seen)


def check(upload, *, by, seen=None):
    return RETURN.take(upload, "check", by=by, seen=seen, checked_at=timezone.now())


def send_back(upload, *, by, note, seen=None):
    return _reopen(upload, "send_back", by=by, note=note, seen=seen)


def return_direct(upload, *, by, note, seen=None):
    return _reopen(upload, "return_direct", by=by, note=note, seen=seen)


@transaction.atomic
def _reopen(upload, step, *, by, note, seen):
    """What was handed in is with the school again: the receipt of it says so from now on."""
    row = RETURN.take(upload, step, by=by, seen=seen, note=note)
    fall_if_taken_back(row.snapshot)
    return row


def send_down(upload, *, by, note, seen=None):
    return RETURN.take(upload, "send_down", by=by, seen=seen, note=note, checked_at=None)


@transaction.atomic
def accept(upload, *, by, seen=None):
    """The province accepts; the figures enter those of the levels above through the outbox (D9)."""
    row = RETURN.take(upload, "accept", by=by, seen=seen, accepted_at=timezone.now())
    Acceptance.objects.create(snapshot=row.snapshot)
    receipt_later(row.snapshot, Receipt.Kind.ACCEPTED, by=by)
    return row
