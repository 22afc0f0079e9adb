"""What of a return is not shown in public (E6): small counts of people who could be known by them, and what would give those away. Pure."""

from decimal import Decimal

from apps.dictionary.language import tree
from apps.dictionary.language.evaluate import program

#: A sensitive count of 1 to 4 is not shown; 0 and 5 are.
FEWEST_SHOWN = 5


def withheld(book, forms):
    """(cells, indicators) not to be shown: full names of cells ("F17.tr_sold") and codes of indicators.

    ``forms`` are a return's figures (``dictionary.figures.Figures.forms``). Beside the small counts themselves these are the one other term of
    a sum that would give a count away by subtraction, and every indicator that rests on a cell withheld.
    """
    cells = {field.key for field in book.fields.values() if field.sensitive and _is_small(_value(forms, field))}
    sums = _sums(book)
    while more := {key for terms in sums if (key := _giveaway(terms, cells, book, forms))}:
        cells |= more
    return cells, {code for code in program(book).order if _rests_on(book, code) & cells}


def _is_small(value):
    return value is not None and 0 < value < FEWEST_SHOWN


def _value(forms, field):
    """The cell of a single form; a rows form has no sensitive fields."""
    held = forms.get(field.form)
    return held.get(field.code) if isinstance(held, dict) else None


def _sums(book):
    """The cells of every rule that says that a sum of cells equals another cell: [{"F17.tr_ent", …, "F17.tr_n"}]."""
    parsed = program(book)
    return [frozenset(cells) for rule in book.checks for cells in _equalities(parsed.formula(rule.rule).tree)]


def _equalities(node):
    if isinstance(node, tree.And):
        for child in node.children():
            yield from _equalities(child)
    elif isinstance(node, tree.Compare) and node.operator == "=":
        parts = list(node.walk())
        if not any(isinstance(part, (tree.Aggregate, tree.Last, tree.Reference)) for part in parts):
            yield {part.field.key for part in parts if isinstance(part, tree.Cell)}


def _giveaway(terms, cells, book, forms):
    """Of a sum with exactly one term withheld: the smallest of the others that is shown and not 0, which has to go with it; None where none has to."""
    if len(terms & cells) != 1:
        return None
    shown = {key: _value(forms, book.fields[key]) for key in terms - cells}
    if None in shown.values():
        return None
    others = [(value, key) for key, value in shown.items() if value != Decimal(0)]
    return min(others)[1] if others else None


def _rests_on(book, code):
    """The cells of this year an indicator rests on, through other indicators too."""
    formula = program(book).indicator(code)
    return formula.cells.union(*(_rests_on(book, other) for other in formula.references))
