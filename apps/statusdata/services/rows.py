"""Rows of the many-row forms: added and removed under the same guard as cells; removed with all they held on record."""

import uuid

from django.db import connection, transaction

from apps.audit.services import record
from apps.dictionary.values import BadValue, clean
from apps.statusdata.contents import book_of, forms_of, last_snapshot, opened
from apps.statusdata.models import Record, Sheet, Sitting
from apps.statusdata.services.cells import Gone, hold_open
from apps.statusdata.services.sittings import close_sittings
from apps.statusdata.workbook.layout import MOST_ROWS

ADD = """
INSERT INTO statusdata_record (id, upload_id, form, position, values, writers, version)
SELECT %(record)s, %(upload)s, %(form)s, coalesce(max(position) + 1, 0), '{}', '{}', 0
FROM statusdata_record WHERE upload_id = %(upload)s AND form = %(form)s
ON CONFLICT (id) DO NOTHING
"""


class TooMany(Exception):
    """A form holds no more than MOST_ROWS rows."""


@transaction.atomic
def add_row(upload, form, *, key=None, by):
    """Add an empty row at the end of ``form``; ``key`` is the sender's, so that a request sent again adds no second row.

    Raises Closed, TooMany, or Gone where the key is of another form.
    """
    rows = Record.objects.filter(upload=upload, form=form)
    if key and (row := rows.filter(pk=key).first()):
        return row
    hold_open(upload)
    sheet = _lock_sheet(upload, form)
    if rows.count() >= MOST_ROWS:
        raise TooMany
    key = key or uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(ADD, {"upload": upload.pk, "record": key, "form": form})
        added = cursor.rowcount
    row = rows.filter(pk=key).first()
    if row is None:
        raise Gone
    if added:
        _declare(sheet, empty=False)
        record(by=by, verb="add_row", target=row, after={"return": upload.pk, "form": form, "position": row.position})
    return row


@transaction.atomic
def remove_row(upload, form, key, *, seen, by):
    """Remove a row of the version ``seen``; what it held, and who typed it, stands in the log. Raises Closed, or Gone (also when it changed)."""
    hold_open(upload)
    row = Record.objects.select_for_update().filter(pk=key, upload=upload, form=form).first()
    if row is None or row.version != seen:
        raise Gone
    close_sittings(Sitting.objects.filter(record=row))
    record(by=by, verb="remove_row", target=row, before={"return": upload.pk, "form": form, "position": row.position, "values": row.values})
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

    Only what this year's dictionary still takes comes along, and no attachments: each year has its own.
    """
    hold_open(upload)
    sheet = _lock_sheet(upload, form.code)
    if Record.objects.filter(upload=upload, form=form.code).exists():
        raise Gone
    before = last_snapshot(upload)
    held = forms_of(opened(before)).get(form.code, []) if before else []
    majors = book_of(upload).majors
    rows = [
        Record(upload=upload, form=form.code, position=place, values=_still_taken(form, values, majors)) for place, (_key, values) in enumerate(held)
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


def _still_taken(form, values, majors):
    kept = {}
    for field in form.fields:
        if field.typed_by_school and field.code in values and field.kind not in ("attachment", "textfile"):
            try:
                kept[field.code] = clean(field, values[field.code], catalogue=majors).value
            except BadValue:
                continue
    return kept
