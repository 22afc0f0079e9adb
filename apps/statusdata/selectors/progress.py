"""The return's page: how far each form is, what the rules still say of it, who fills it in."""

from dataclasses import dataclass
from typing import Any

from apps.dictionary.checking import completeness
from apps.dictionary.figures import figures
from apps.statusdata.contents import book_of, findings, stored
from apps.statusdata.models import Remark, Sheet


@dataclass(frozen=True)
class Row:
    """One form: cells the school types and how many hold something; ``hard``, ``soft`` (not yet explained), ``explained``, ``remarks`` (not answered).

    ``missing``: required cells (or the rows) that lack; ``gaps``: those of them that nobody has explained.
    """

    form: Any
    cells: int
    filled: int
    rows: int
    declared_empty: bool
    assigned_to: Any
    hard: int
    soft: int
    explained: int
    remarks: int
    missing: int
    gaps: int

    @property
    def complete(self):
        return not self.hard and not self.soft and (self.filled > 0 or self.declared_empty or self.explained > 0)

    @property
    def open(self):
        """How many things are still to do: each required cell that lacks counts, unless the form's gaps are explained."""
        return self.hard + self.soft + self.remarks + max(self.gaps - 1, 0)

    @property
    def remarks_words(self):
        return f"批注 {self.remarks}"

    @property
    def verdict(self):
        """(kind of state, words)."""
        if self.hard:
            return "act", f"须改正 {self.hard} 处"
        if not self.filled and not self.declared_empty:
            return self._untouched
        if self.soft:
            return "soft", f"待补全或说明 {self.soft} 处"
        if self.declared_empty:
            return "done", "无此类记录"
        if self.missing:
            return "done", "未填齐，已说明"
        return "done", "已齐" if self.filled == self.cells else "必填已齐"

    @property
    def _untouched(self):
        if self.soft:
            return "off", "未填"
        return ("done", "未填，已说明") if self.explained else ("off", "未填，无必填项")


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
    missing = len(state.missing) + state.open_rows
    return Row(
        form, state.total, state.filled, len(held or []) if form.rows else 0, sheet.declared_empty, sheet.assigned_to,
        sum(each.hard for each in here), sum(not each.hard and not each.settled for each in here),
        sum(not each.hard and each.settled for each in here), remarks.count(form.code),
        missing, 0 if any(each.settled and not each.message.rule for each in here) else missing,
    )  # fmt: skip


@dataclass(frozen=True)
class Share:
    """What one person still has to do on a return (None: forms nobody was given): the rows with something open."""

    person: Any
    rows: list

    @property
    def open(self):
        return sum(row.open for row in self.rows)


def by_person(rows, reader):
    """A Share for each person to whom a form of ``rows`` is assigned, the ``reader`` first, then those with most to do; nobody's last."""
    shares = {}
    for row in rows:
        shares.setdefault(row.assigned_to, []).append(row)
    found = [Share(person, [row for row in own if row.open]) for person, own in shares.items()]
    return sorted(found, key=lambda share: (share.person is None, share.person != reader, -share.open, str(share.person)))
