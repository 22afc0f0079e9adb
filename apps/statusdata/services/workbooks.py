"""A return as a workbook to take away (B4)."""

from django.utils import timezone

from apps.statusdata.contents import book_of, forms_of, last_snapshot, opened, stored
from apps.statusdata.workbook.stamp import Stamp
from apps.statusdata.workbook.writing import Export, base_of, write


def workbook(upload, *, form=None, blank=False):
    """The .xlsx of the return, or of one form (a code), as bytes; ``blank``: without this year's values."""
    return write(export_of(upload, form=form, blank=blank))


def export_of(upload, *, form=None, blank=False):
    """The Export that a workbook is made of, its stamp with what goes out."""
    book = book_of(upload)
    forms = tuple(each for each in book.forms if form in (None, each.code))
    held = stored(upload)
    before = last_snapshot(upload)
    stamp = Stamp(
        edition=book.code, digest=book.digest, school=upload.school.code, school_name=upload.school.name, year=upload.round.year,
        upload=str(upload.pk), forms=[each.code for each in forms], blank=blank, made_at=timezone.localtime().isoformat(timespec="seconds"),
        base=base_of(forms, held, blank=blank),
    )  # fmt: skip
    out = _registered(forms, held) if blank else held
    return Export(book, forms, stamp, out, forms_of(opened(before)) if before else {}, str(upload))


def _registered(forms, held):
    """What stands in a blank workbook too: the cells nobody types."""
    fixed = {each.code: {field.code for field in each.fields if not field.typed_by_school} for each in forms if not each.rows}
    return {code: {name: value for name, value in held.get(code, {}).items() if name in names} for code, names in fixed.items()}
