"""One school's figures of one year, as the rules read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from .values import read


class Row(NamedTuple):
    """One row of a rows form: its id, and its cells by field code (empty cells absent)."""

    id: Any
    cells: dict


@dataclass(frozen=True, eq=False)
class Figures:
    """What a return holds, in Python values (see ``values.read``); results are never kept in it.

    forms: a single form is a dict of cells, a rows form a tuple of Row; an empty tuple was declared to have no rows, an absent form was not.
    last: the accepted figures of the year before. system: what the platform knows (``language.SYSTEM``).
    province: stage 2, {("F10.emp", "F10.grad", "major_code"): {"051400": Decimal}}. known: indicators whose values were kept.
    """

    forms: Mapping[str, Any]
    last: "Figures | None" = None
    system: Mapping[str, Any] = field(default_factory=dict)
    province: Mapping[tuple, Mapping[str, Decimal]] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)


def figures(book, stored, *, last=None, system=None, province=None, known=None):
    """Figures from stored values: {"F13": {"enrolled": "669"}, "F10": [(row id, {"stu": "300"}), …]}.

    Forms and cells the book does not know are left out: an old return keeps its own edition, but may be read with the next one.
    """
    forms = {}
    for form in book.forms:
        given = stored.get(form.code)
        if given is None:
            continue
        forms[form.code] = tuple(Row(id, _cells(form, cells)) for id, cells in given) if form.rows else _cells(form, given)
    return Figures(forms, last, system or {}, province or {}, known or {})


def _cells(form, stored):
    fields = form.by_code
    return {code: read(fields[code], value) for code, value in stored.items() if code in fields}
