"""One form of a return as its page shows it: sections, cells with last year's values, what the rules and other people say of them."""

import json
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from apps.core.canonical import number_text
from apps.dictionary.checking import completeness
from apps.dictionary.figures import figures
from apps.dictionary.models import AsOf
from apps.dictionary.values import shown
from apps.statusdata.contents import book_of, forms_of, last_stored, opened, still_taken, stored
from apps.statusdata.models import Record, Sheet
from apps.statusdata.selectors.said import about, lacking, remarks_on

#: Texts longer than this are written in more than one line.
ONE_LINE = 40
#: Units of rates and of lengths of time: their sum over rows means nothing.
NOT_SUMMED = {"元/月", "Mbps", "周", "%"}


#: The key of the row that is none yet.
NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Cell:
    """One cell: ``value`` as stored (None: empty), ``last`` what the year before held, in words ("" where nothing is known of it).

    ``before``: last year's value where this year's dictionary still takes it, as stored (B6).
    """

    field: Any
    record: str
    value: Any
    last: str = ""
    before: Any = None
    findings: list = field(default_factory=list)
    remarks: list = field(default_factory=list)

    @property
    def id(self):
        return f"f-{self.field.code}"

    @property
    def row_id(self):
        return f"f-{self.record}-{self.field.code}"

    @property
    def host_id(self):
        return f"h-{self.field.code}"

    @property
    def wide(self):
        """Whether its control needs more room than a number."""
        return self.long or self.field.kind in ("text", "url", "code", "uscc", "attachment")

    @property
    def origin(self):
        """Where a cell comes from that the school does not type."""
        return {"platform": "平台记录", "catalogue": "来自专业目录"}.get(self.field.source, "来自学校登记")

    @property
    def registered(self):
        return self.field.source not in ("platform", "catalogue")

    @property
    def seen(self):
        return json.dumps(self.value, ensure_ascii=False)

    @property
    def same(self):
        """Whether it was confirmed, or typed again, as it was."""
        return self.before is not None and self.before == self.value

    @property
    def stands(self):
        """Whether it is empty and what it held last year, at its moment, may hold still."""
        return self.value is None and self.before is not None and self.field.as_of == AsOf.START

    @property
    def before_seen(self):
        return json.dumps(self.before, ensure_ascii=False)

    @property
    def shown(self):
        return shown(self.field, self.value)

    @property
    def typed(self):
        """What stands in the control: the code of a choice, the text of a text with a file."""
        if self.field.kind == "bool":
            return {True: "是", False: "否"}.get(self.value, "")
        if self.field.kind == "textfile":
            return (self.value or {}).get("text", "")
        return "" if self.value is None else self.value

    @property
    def file(self):
        """The key of the attached file, or None."""
        if self.field.kind == "textfile":
            return (self.value or {}).get("file")
        return self.value if self.field.kind == "attachment" else None

    @property
    def long(self):
        return self.field.kind == "textfile" or self.field.max_length > ONE_LINE

    @property
    def unit(self):
        return self.field.unit.replace("m2", "m²")

    @property
    def most(self):
        return self.field.max_length or 500


@dataclass(frozen=True)
class Section:
    """The cells under one heading, and the moment or time they are of, in words."""

    heading: str
    moment: str
    cells: list


@dataclass(frozen=True)
class Line:
    """One row of a rows form, the ``number``-th (from 1)."""

    record: str
    number: int
    version: int
    cells: list
    findings: list

    @property
    def host_id(self):
        return f"h-{self.record}"

    @property
    def remarks(self):
        return [remark for cell in self.cells for remark in cell.remarks]


@dataclass(frozen=True)
class Page:
    """A form of a return: ``sections`` of cells for a single form, ``lines`` for a rows form; ``general`` findings are of no one cell.

    ``blank``: the empty Line that the page's scripts make new rows from.
    """

    sections: list
    lines: list
    general: list
    lacking: list
    cells: int
    filled: int
    declared_empty: bool
    assigned_to: Any
    last_rows: int
    totals: list
    blank: Any

    @property
    def as_last_year(self):
        """How many empty cells ``services.rows.confirm_last`` would fill."""
        return sum(cell.stands for section in self.sections for cell in section.cells)


def page(upload, form):
    """Everything the page of ``form`` shows."""
    held, last = stored(upload), last_stored(upload)
    before = last.get(form.code)
    said = about(upload, form, held, last)
    sheet = Sheet.objects.select_related("assigned_to").get(upload=upload, form=form.code)
    remarks = remarks_on(upload, form)
    records = list(Record.objects.filter(upload=upload, form=form.code))
    if form.rows:
        sections, lines = [], _lines(form, records, dict(held.get(form.code, [])), said, remarks)
    else:
        still = still_taken(form, before or {}, book_of(upload).majors)
        sections, lines = _sections(upload.round.year, form, records[0], held[form.code], before or {}, still, said, remarks), []
    state = completeness(form, figures(book_of(upload), held))
    return Page(
        sections, lines, [each for each in said if each.place == (None, None)], lacking(form, said, remarks, state), state.total, state.filled,
        sheet.declared_empty, sheet.assigned_to, len(before or []) if form.rows else 0, totals(form, held), _blank(form),
    )  # fmt: skip


def handed_in(upload, form):
    """The page of ``form`` as it was last handed in: its values and what was remarked on them, nothing of what the school does now (D9)."""
    held, remarks = forms_of(opened(upload.snapshot)), remarks_on(upload, form)
    if form.rows:
        rows = held.get(form.code, [])
        sections, lines = (
            [],
            _lines(
                form, [Record(pk=uuid.UUID(str(key))) for key, _values in rows], {uuid.UUID(str(key)): values for key, values in rows}, [], remarks
            ),
        )
    else:
        sections, lines = _sections(upload.round.year, form, Record(), held[form.code], {}, {}, [], remarks), []
    state = completeness(form, figures(book_of(upload), held))
    empty = held.get(form.code) == []
    return Page(sections, lines, [], [], state.total, state.filled, empty, None, 0, totals(form, held), None)


def _blank(form):
    """An empty row to make further ones from, None for a single form."""
    return Line(NOBODY, 0, 0, [Cell(field, NOBODY, None) for field in form.fields], []) if form.rows else None


def now(upload, form):
    """What the page asks for again after a save: {"findings", "lacking", "cells", "filled", "totals"}."""
    held = stored(upload)
    said = about(upload, form, held, last_stored(upload))
    state = completeness(form, figures(book_of(upload), held))
    return {
        "findings": said,
        "lacking": lacking(form, said, remarks_on(upload, form), state),
        "cells": state.total,
        "filled": state.filled,
        "totals": totals(form, held),
    }


def totals(form, held):
    """The sum of each column of a rows form as (field, text), "" where there is none or no sum means anything; [] for a single form."""
    rows = [values for _key, values in held.get(form.code, [])] if form.rows else []
    return [
        (field, _total([values[field.code] for values in rows if field.code in values]) if _summed(field) else "") for field in form.fields if rows
    ]


def _summed(field):
    return field.numeric and field.unit and field.unit not in NOT_SUMMED


def _total(values):
    return number_text(sum(map(Decimal, values))) if values else ""


def _sections(year, form, record, values, before, still, said, remarks):
    cells = {
        each.code: Cell(
            each, str(record.pk), values.get(each.code), shown(each, before[each.code]) if each.code in before else "", still.get(each.code),
            [found for found in said if found.place[1] == each.code], [remark for remark in remarks if remark.field == each.code],
        )
        for each in form.fields
    }  # fmt: skip
    return [
        Section(heading, "、".join(dict.fromkeys(_moment(each.as_of, year) for each in fields)), [cells[each.code] for each in fields])
        for heading, fields in form.sections
    ]


def _moment(as_of, year):
    return {AsOf.START: f"统计时点 {year} 年 9 月 1 日", AsOf.FINANCE: f"{year} 自然年度"}.get(as_of, "整个学年")


def _lines(form, records, values, said, remarks):
    return [
        Line(
            str(record.pk), number, record.version,
            [Cell(each, str(record.pk), values[record.pk].get(each.code), remarks=_of(remarks, record, each)) for each in form.fields],
            [found for found in said if found.place[0] == str(record.pk)],
        )
        for number, record in enumerate(records, 1)
    ]  # fmt: skip


def _of(remarks, record, field):
    return [remark for remark in remarks if remark.record_id == record.pk and remark.field == field.code]
