"""What the rules and other people say of one form of a return, and where on its page; what is still to do on it."""

import json
from dataclasses import dataclass
from typing import Any

from apps.statusdata.contents import book_of, findings, row_of
from apps.statusdata.models import Record, Remark


@dataclass(frozen=True)
class Said:
    """A finding at its ``place`` on the page: (row key or None, field code or None); (None, None) is the form as a whole.

    ``where``: the place in words, in a form of rows.
    """

    message: Any
    explanation: Any
    hard: bool
    settled: bool
    place: tuple
    where: str = ""

    @property
    def row(self):
        return row_of(self.message)

    @property
    def seen(self):
        """The explanation as the page's scripts compare it."""
        return json.dumps(self.explanation and self.explanation.text, ensure_ascii=False)

    @property
    def id(self):
        return f"m-{self.message.code}" + (f"-{self.row}" if self.row else "")


def about(upload, form, held, last):
    """What the rules say that names a cell of ``form``, or the form as a whole; ``held`` and ``last``: what is stored of this year and the last."""
    numbers = {str(key): number for number, (key, _values) in enumerate(held.get(form.code, []), 1)} if form.rows else {}
    said = []
    for each in findings(upload, [form.code], held, last):
        if form.code in each.message.forms:
            row, code = place = _place(each.message, form)
            where = f"第 {numbers[row]} 行 · {form.by_code[code].name}" if row else ""
            said.append(Said(each.message, each.explanation, each.hard, each.settled, place, where))
    return said


def remarks_on(upload, form):
    return list(Remark.objects.filter(upload=upload, form=form.code).select_related("by", "answered_by"))


def open_remarks(upload):
    """The remarks that wait for an answer, each with ``where`` it stands in words: the school's worklist (D4)."""
    rows = list(Remark.objects.filter(upload=upload, answered_at=None).select_related("by"))
    forms = {row.form for row in rows if row.record_id}
    numbers = dict(Record.objects.filter(upload=upload, form__in=forms).numbered().values_list("pk", "number"))
    for row in rows:
        row.where = _where(row, book_of(upload), numbers.get(row.record_id))
    return rows


def place_of(remark, book):
    """Where a remark stands: form, row and cell by name."""
    rows = Record.objects.filter(upload=remark.upload_id, form=remark.form).numbered()
    return _where(remark, book, dict(rows.values_list("pk", "number")).get(remark.record_id))


def _where(remark, book, number):
    form = book.form_by_code[remark.form]
    row = [f"第 {number} 行"] if number else []
    return " · ".join([f"{form.code} {form.name}", *row, form.by_code[remark.field].name])


def _place(message, form):
    # What is missing is many cells at once, so it stands below the whole; so does what a form of rows is told as a whole.
    row = row_of(message)
    codes = [cell.split(".")[1] for cell in message.cells if cell.startswith(f"{form.code}.")]
    if not message.rule or not codes or (form.rows and (row is None or message.form != form.code)):
        return None, None
    return (str(row) if form.rows else None), codes[0]


@dataclass(frozen=True)
class Lack:
    """Something still to do on a form, and where on the page."""

    anchor: str
    words: str
    kind: str
    verdict: str


def lacking(form, said, remarks, state):
    """What is still to do on ``form``, the pressing first."""
    found = [_lack(each, form) for each in sorted(said, key=lambda each: (not each.hard, each.settled)) if each.message.rule]
    found += [Lack(f"rm-{remark.pk}", f"{form.by_code[remark.field].name}的批注", "info", "待答复") for remark in remarks if not remark.answered_at]
    if state.open_rows:
        found.append(Lack("rows", "还没有记录", "off", "未填"))
    for key in state.missing:
        cell = form.by_code[key.split(".")[1]]
        found.append(Lack("rows" if form.rows else f"f-{cell.code}", cell.name, "off", "未填"))
    return found


def _lack(found, form):
    code = found.place[1]
    words = found.where or (form.by_code[code].name if code else found.message.text)
    if found.hard:
        return Lack(found.id, words, "act", "须改正")
    return Lack(found.id, words, "soft", "已写说明" if found.settled else "请说明")
