"""The return's page: how far each form is, what the rules still say of it, who fills it in."""

from dataclasses import dataclass
from typing import Any

from apps.dictionary.checking import completeness
from apps.dictionary.figures import figures
from apps.statusdata.contents import book_of, findings, stored
from apps.statusdata.models import Remark, Sheet


@dataclass(frozen=True)
class Row:
    """One form: cells the school types and how many hold something; ``hard``, ``soft`` (not yet explained), ``remarks`` (not answered)."""

    form: Any
    cells: int
    filled: int
    rows: int
    declared_empty: bool
    assigned_to: Any
    hard: int
    soft: int
    remarks: int

    @property
    def complete(self):
        return not self.hard and not self.soft and (self.filled > 0 or self.declared_empty)

    @property
    def remarks_words(self):
        return f"批注 {self.remarks}"

    @property
    def verdict(self):
        """(kind of state, words)."""
        if self.hard:
            return "act", f"须改正 {self.hard} 处"
        if not self.filled and not self.declared_empty:
            return "off", "未填"
        if self.soft:
            return "soft", f"待补全或说明 {self.soft} 处"
        return ("done", "无此类记录") if self.declared_empty else ("done", "已齐")


def rows(upload):
    """A Row for each form, in the order of the dictionary, and all that the rules say."""
    book, held = book_of(upload), stored(upload)
    own = figures(book, held)
    said = findings(upload, held=held)
    sheets = {sheet.form: sheet for sheet in Sheet.objects.filter(upload=upload).select_related("assigned_to")}
    remarks = list(Remark.objects.filter(upload=upload, answered_at=None).values_list("form", flat=True))
    return [_row(form, completeness(form, own), held.get(form.code), sheets[form.code], said, remarks) for form in book.forms], said


def _row(form, state, held, sheet, said, remarks):
    here = [each for each in said if each.message.form == form.code]
    return Row(
        form, state.total, state.filled, len(held or []) if form.rows else 0, sheet.declared_empty, sheet.assigned_to,
        sum(each.hard for each in here), sum(not each.hard and not each.settled for each in here), remarks.count(form.code),
    )  # fmt: skip


def open_remarks(upload):
    """The remarks that wait for an answer: the school's worklist (D4)."""
    return Remark.objects.filter(upload=upload, answered_at=None).select_related("by")
