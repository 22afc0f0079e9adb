"""Rows of the many-row forms: added and removed under the same guard as cells; removed with all they held on record."""

import uuid

from django.db import transaction
from django.db.models import Count, Max

from apps.audit.services import record
from apps.dictionary.models import AsOf
from apps.statusdata.contents import book_of, last_stored, still_taken
from apps.statusdata.models import Record, Sheet, Sitting
from apps.statusdata.services.cells import Change, Closed, Gone, hold_open, save_cells
from apps.statusdata.services.sittings import close_sittings
from apps.statusdata.workbook.layout import MOST_ROWS


class TooMany(Exception):
    """A form holds no more than MOST_ROWS rows."""


def add_row(upload, form, *, key=None, by):
    """Add an empty row at the end of ``form``: see ``add_rows``."""
    return add_rows(upload, form, [key or uuid.uuid4()], by=by)[0]


@transaction.atomic
def add_rows(upload, form, keys, *, by):
    """Add an empty row for each of ``keys`` at the end of ``form``, all or none; the keys are the sender's, so that a request sent again adds nothing.

    Raises Closed, TooMany, or Gone where a key is of another form.
    """
    own, keys = Record.objects.filter(upload=upload, form=form), list(dict.fromkeys(keys))
    there = own.in_bulk(keys)
    if len(there) < len(keys):
        hold_open(upload)
        sheet = _lock_sheet(upload, form)
        _add(own, upload, sheet, [key for key in keys if key not in there], by)
        there = own.in_bulk(keys)
    if len(there) < len(keys):
        raise Gone
    return [there[key] for key in keys]


def _add(own, upload, sheet, keys, by):
    held, last = own.aggregate(held=Count("pk"), last=Max("position")).values()
    if held + len(keys) > MOST_ROWS:
        raise TooMany
    first = 0 if last is None else last + 1
    rows = [Record(pk=key, upload=upload, form=sheet.form, position=place) for place, key in enumerate(keys, first)]
    Record.objects.bulk_create(rows, ignore_conflicts=True)
    _declare(sheet, empty=False)
    after = {"return": upload.pk, "form": sheet.form, "position": first, "rows": [str(key) for key in keys]}
    record(by=by, verb="add_rows", target=sheet, after=after)


@transaction.atomic
def remove_row(upload, form, key, *, seen, by):
    """Remove a row of the version ``seen``; what it held, and who typed it, stands in the log. Raises Closed, or Gone (also when it changed)."""
    hold_open(upload)
    row = Record.objects.select_for_update().filter(pk=key, upload=upload, form=form).first()
    if row is None or row.version != seen:
        raise Gone
    close_sittings(Sitting.objects.filter(record=row))
    # About the sheet, which stays: a row that is gone is found by nobody.
    sheet = Sheet.objects.get(upload=upload, form=form)
    record(
        by=by,
        verb="remove_row",
        target=sheet,
        before={"return": upload.pk, "form": form, "row": str(row.pk), "position": row.position, "values": row.values},
    )
    row.delete()


@transaction.atomic
def declare_empty(upload, form, *, empty, by):
    """State that the school has nothing of this kind (so that sums are 0, not empty), or take it back; a form with rows refuses."""
    hold_open(upload)
    sheet = _lock_sheet(upload, form)
    if empty and Record.objects.filter(upload=upload, form=form).exists():
        raise Gone
    _declare(sheet, empty=empty)
    record(by=by, verb="declare_empty", target=sheet, after={"return": upload.pk, "form": form, "empty": empty})


@transaction.atomic
def carry_over(upload, form, *, by):
    """Put last year's accepted rows into ``form`` (a Form), which has none yet; returns how many. Raises Closed, or Gone where rows stand already.

    Only what this year's dictionary still takes comes along.
    """
    hold_open(upload)
    sheet = _lock_sheet(upload, form.code)
    if Record.objects.filter(upload=upload, form=form.code).exists():
        raise Gone
    held, majors = last_stored(upload).get(form.code, []), book_of(upload).majors
    rows = [
        Record(upload=upload, form=form.code, position=place, values=still_taken(form, values, majors)) for place, (_key, values) in enumerate(held)
    ]
    Record.objects.bulk_create(rows)
    if rows:
        _declare(sheet, empty=False)
    record(by=by, verb="carry_over", target=sheet, after={"return": upload.pk, "form": form.code, "rows": [row.values for row in rows]})
    return len(rows)


def _lock_sheet(upload, form):
    """Who adds the first row, who carries over and who declares that there is none take turns; after the return, lest two wait for each other."""
    return Sheet.objects.select_for_update().get(upload=upload, form=form)


def _declare(sheet, *, empty):
    if sheet.declared_empty != empty:
        sheet.declared_empty = empty
        sheet.save(update_fields=["declared_empty"])


def same_as_last(upload, form, held, last):
    """Field -> value of the cells of a single ``form`` (a Form) that are empty now and may be as they were last year (B6).

    ``held`` and ``last``: what the form holds this year and held the last. What is had at a moment (land, buildings, books) may stand; what was
    done or spent in a year is confirmed cell by cell.
    """
    still = still_taken(form, last, book_of(upload).majors)
    return {code: value for code, value in still.items() if code not in held and form.by_code[code].as_of == AsOf.START}


def confirm_last(upload, form, *, by):
    """Fill the empty cells of a single ``form`` (a Form) with last year's values; returns how many. Raises Closed.

    What somebody typed meanwhile stays.
    """
    row = Record.objects.get(upload=upload, form=form.code)
    values = same_as_last(upload, form, row.values, last_stored(upload).get(form.code, {}))
    client = f"last year {uuid.uuid4()}"
    changes = [Change(row.pk, form.code, code, None, value, client, 1) for code, value in values.items()]
    answers = save_cells(upload, changes, by=by)
    if closed := [answer for answer in answers if isinstance(answer, Closed)]:
        raise closed[0]
    return sum(isinstance(answer, int) for answer in answers)
