"""What a return's figures are told (C1–C5): errors that must go, warnings that may be explained, and what is still missing. Pure."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .language.evaluate import Reader, program
from .wording import worded

WARNING = "warning"


@dataclass(frozen=True)
class Message:
    """校验结果: one thing to mend (error) or to mend or explain (warning).

    ``cells`` are full names, ``rows`` the ids of the rows of ``form`` it is about (none: all of it); ``rule`` is "" where something is missing.
    ``form`` is the form of the first cell; ``forms`` are all forms concerned.
    """

    code: str
    severity: str
    form: str
    rows: tuple
    cells: tuple[str, ...]
    text: str
    rule: str

    @property
    def forms(self):
        return {cell.split(".")[0] for cell in self.cells} | {self.form}


@dataclass(frozen=True)
class Outcome:
    """A check decided (``holds``), or not decided (None), for a row of the form it speaks of, or for the whole return (row None)."""

    check: Any
    row: Any
    holds: bool | None


@dataclass(frozen=True)
class Completeness:
    """How far a form is filled: cells the school types, filled and in all; the names of the required ones still empty.

    ``open_rows``: a rows form without rows that was not declared to have none.
    """

    filled: int
    total: int
    missing: tuple[str, ...]
    open_rows: bool


def check(book, figures, forms=None):
    """The Messages of a return, in the order of the dictionary; with ``forms`` (codes) only of the checks that touch one of them."""
    reader = Reader(book, figures)
    failed = [outcome for outcome in _outcomes(book, reader, forms) if outcome.holds is False]
    found = missing(book, figures, forms)
    return found + [_message(book, reader, outcome) for outcome in _uncovered(failed)]


def outcomes(book, figures, forms=None):
    """Every check, row by row where it speaks of rows, with its Outcome."""
    return _outcomes(book, Reader(book, figures), forms)


def tally(book, figures):
    """(passed, decided): how many checks hold of those that could be decided, each counted once whatever its rows (K149)."""
    held = {}
    for outcome in outcomes(book, figures):
        if outcome.holds is not None:
            held[outcome.check.code] = held.get(outcome.check.code, True) and outcome.holds
    return sum(held.values()), len(held)


@lru_cache(maxsize=16)
def checks_by_form(book):
    """The checks that rest on each form, through indicators too: {"F13": (Check, …)}."""
    parsed = program(book)
    found = {form.code: [] for form in book.forms}
    for rule in book.checks:
        for code in parsed.rests_on(parsed.formula(rule.rule)):
            found[code].append(rule)
    return {code: tuple(rules) for code, rules in found.items()}


def _outcomes(book, reader, forms):
    touched = None if forms is None else {rule.code for form in forms for rule in checks_by_form(book)[form]}
    for rule in book.checks:
        if touched is None or rule.code in touched:
            formula = reader.program.formula(rule.rule)
            if not formula.rows_of:
                yield Outcome(rule, None, reader.result(formula.tree))
                continue
            (form,) = formula.rows_of
            for row in reader.figures.forms.get(form) or ():
                yield Outcome(rule, row, reader.result(formula.tree, row.cells))


def _uncovered(failed):
    """Without those of which another failed check of the same row and severity says the same and more: one mistake, one message."""
    wide = {}
    for outcome in failed:
        wide.setdefault((id(outcome.row), outcome.check.severity), []).append(frozenset(outcome.check.cells))
    return [o for o in failed if not any(set(o.check.cells) < cells for cells in wide[id(o.row), o.check.severity])]


def _message(book, reader, outcome):
    rule, row = outcome.check, outcome.row
    cells = None if row is None else row.cells
    parts = reader.program.template(rule.message)
    text = "".join(part if isinstance(part, str) else worded(part.tree, reader.part(part.tree, cells), book) for part in parts)
    form = rule.cells[0].split(".")[0]
    return Message(rule.code, rule.severity, form, () if row is None else (row.id,), rule.cells, text, rule.rule)


# —— what is missing: never an error by itself


def missing(book, figures, forms=None):
    """One warning a form that has required cells empty, or no rows and no word that there are none."""
    found = []
    for form in book.forms:
        if forms is None or form.code in forms:
            state = completeness(form, figures)
            if state.missing or state.open_rows:
                found.append(_missing_message(form, state, figures))
    return found


def _missing_message(form, state, figures):
    if state.open_rows:
        text = "本表还没有记录。请补全；如本学年确实没有，请声明“无”，或说明"
        return Message(f"{form.code}-00", WARNING, form.code, (), (), text, "")
    names = [form.by_code[key.split(".")[1]].name.removeprefix("其中") for key in state.missing]
    rows = tuple(row.id for row in figures.forms.get(form.code, ()) if _gaps(form, row.cells)) if form.rows else ()
    where = f"有 {len(rows)} 行" if form.rows else ""
    text = f"本表{where}还有 {len(names)} 项应填而未填：{'、'.join(names)}。请补全或说明"
    return Message(f"{form.code}-00", WARNING, form.code, rows, state.missing, text, "")


def completeness(form, figures):
    """The Completeness of one form of the Book."""
    typed = [field for field in form.fields if field.typed_by_school]
    given = figures.forms.get(form.code)
    records = (given or ()) if form.rows else ((given or {}),)
    cells = [row.cells for row in records] if form.rows else records
    gaps = {field.key: None for record in cells for field in _gaps(form, record)}
    filled = sum(field.code in record for record in cells for field in typed)
    return Completeness(
        filled, len(typed) * len(cells), tuple(key for key in (f.key for f in form.fields) if key in gaps), form.rows and given is None
    )


def _gaps(form, cells):
    return [field for field in form.fields if field.required and field.code not in cells]
