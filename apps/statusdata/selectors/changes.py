"""What changed: since the last version that was signed (D5), and since a moment, with who did it (D6). In the words of the dictionary."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.dateparse import parse_datetime

from apps.audit.models import Entry
from apps.dictionary.values import shown
from apps.statusdata.contents import book_of, forms_of
from apps.statusdata.lifecycle import RETURN
from apps.statusdata.log import VERBS
from apps.statusdata.models import Record, Return, Sheet, Sitting

#: The steps that give a return back to the school.
SENT_BACK = ["send_back", "return_direct"]
#: Acts in the log that change the content of a return otherwise than cell by cell.
WHOLE = ["add_rows", "remove_row", "declare_empty", "carry_over", "explain"]


@dataclass(frozen=True)
class Cell:
    """A cell that changed, as shown: ``place`` is the row's label in a many-row form, ``kind`` 改动, 新增 or 删去 (of the row)."""

    place: str
    name: str
    unit: str
    before: str
    after: str
    kind: str = "改动"


@dataclass(frozen=True)
class Change:
    """Somebody's change of a cell, or of a row as a whole (``words``)."""

    at: datetime
    by: Any
    form: str
    words: str


def worded(book, found, old, new):
    """``found`` (``snapshots.differences`` of two contents) as [(Form, [Cell, …]), …] in the order of the dictionary."""
    before, after = _rows(old), _rows(new)
    by_form = {}
    for form, row, field, was, now in found:
        if form in book.form_by_code and field in book.form_by_code[form].by_code:
            there, still = (form, row) in before, (form, row) in after
            kind = "改动" if row is None or there and still else "删去" if there else "新增"
            label = row and row_label(book.form_by_code[form], (after if still else before)[form, row])
            by_form.setdefault(form, []).append(_cell(book.form_by_code[form].by_code[field], label or "", was, now, kind))
    return [(form, by_form[form.code]) for form in book.forms if form.code in by_form]


def row_label(form, values):
    """What tells a row from its neighbours: its first text, else the first thing it holds."""
    fields = [field for field in form.fields if field.code in values]
    texts = [field for field in fields if field.kind == "text"]
    return shown((texts or fields)[0], values[(texts or fields)[0].code]) if fields else "空行"


def _cell(field, place, was, now, kind):
    return Cell(place, field.name, field.unit, shown(field, was), shown(field, now), kind)


def _rows(content):
    return {(form, str(key)): values for form, held in forms_of(content).items() if isinstance(held, list) for key, values in held}


def since(upload, moment):
    """What was changed in ``upload`` after ``moment``: [Change, …], oldest first: what is typed stands in sittings, then in the log."""
    return sorted([*_typed(upload, moment), *_logged(upload, moment)], key=lambda change: change.at)


def _typed(upload, moment):
    """Typing of the return, from the sittings that still run and from those already in the log."""
    for sitting in Sitting.objects.filter(record__upload=upload).select_related("by", "record"):
        yield from _cells_typed(upload, sitting.by, sitting.record.form, sitting.changes, moment)
    records = dict(Record.objects.filter(upload=upload).values_list("pk", "form"))
    kind = ContentType.objects.get_for_model(Record)
    for entry in Entry.objects.filter(content_type=kind, object_id__in=records, verb="type", at__gt=moment).select_related("by"):
        yield from _cells_typed(upload, entry.by, records[entry.object_id], entry.after["changes"], moment)


def _cells_typed(upload, by, form, changes, moment):
    fields = book_of(upload).form_by_code[form].by_code
    for code, was, now, at in changes:
        if (at := parse_datetime(at)) > moment:
            yield Change(at, by, form, f"{fields[code].name}：{shown(fields[code], was)} → {shown(fields[code], now)}")


def _logged(upload, moment):
    """What was done to whole forms and rows, and the explanations, of this return."""
    sheets = ContentType.objects.get_for_model(Sheet), upload.sheets.values("pk")
    own = Q(content_type=sheets[0], object_id__in=sheets[1]) | Q(content_type=ContentType.objects.get_for_model(upload), object_id=upload.pk)
    for entry in Entry.objects.filter(own, at__gt=moment, verb__in=WHOLE).select_related("by"):
        yield Change(entry.at, entry.by, {**entry.before, **entry.after}.get("form", ""), VERBS[entry.verb])


def sent_back(upload):
    """Whether the last step of an open return was to send it back: what was handed in stays readable for those who did (D4)."""
    steps = Entry.objects.about(upload).filter(verb__in=RETURN.steps).order_by("-pk").values_list("verb", flat=True)
    return upload.state == Return.State.OPEN and upload.snapshot_id is not None and steps.first() in SENT_BACK


def versions(upload, *, unsigned):
    """The two versions to compare, (old, new): the last two signed, or with ``unsigned`` the last signed and None, the return as it stands."""
    last = list(upload.snapshots.order_by("-number")[:2])
    newest = [None, *last] if unsigned else last
    return tuple(reversed([*newest, None, None][:2]))
