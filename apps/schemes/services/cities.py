"""What a 地市 adds to the one scheme of its province: notes and dates (R1.5)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.schemes.lifecycle import ANNOTATE
from apps.schemes.models import CityNote

NOTE = ["scheme", "city", "text", "first_day", "last_day"]


@transaction.atomic
def annotate(scheme, city, *, text, first_day=None, last_day=None, by):
    """Add the city's note to a scheme on file of its province; it sets no parameter, for there is none to set here."""
    if not may(by, ANNOTATE, city) or not may(by, ANNOTATE, scheme) or not city.path.startswith(scheme.province.path):
        raise PermissionDenied(ANNOTATE)
    note = CityNote(scheme=scheme, city=city, text=text, first_day=first_day, last_day=last_day, by=by)
    note.full_clean()
    note.save(force_insert=True)
    record(by=by, verb="annotate_scheme", target=note, after=values(note, NOTE))
    return note


@transaction.atomic
def withdraw(note, *, by):
    """Take a note back; what it said stays in the log."""
    row = CityNote.objects.select_for_update(of=("self",)).select_related("city").get(pk=note.pk)
    if not may(by, ANNOTATE, row.city):
        raise PermissionDenied(ANNOTATE)
    record(by=by, verb="withdraw_note", target=row, before=values(row, NOTE))
    row.delete()
