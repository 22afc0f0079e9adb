"""The indicators of one school (E0): values, what rolls up, and the working. Pure; nothing divides by nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from apps.core.numbers import shown

from .language.evaluate import Reader, program
from .wording import named, number_word, put_in

ONE = Decimal(1)


@dataclass(frozen=True)
class Result:
    """An indicator's value (Decimal, bool for yes/no, None: empty), unrounded, with what a roll-up takes from this school.

    num and den for roll "ratio" (sum of num / sum of den), weight for roll "mean" (sum of value*weight / sum of weights); None where not of that roll, or the value is empty.
    """

    value: Decimal | bool | None
    num: Decimal | None = None
    den: Decimal | None = None
    weight: Decimal | None = None


@dataclass(frozen=True)
class Working:
    """How a value came about: the formula as written, with names, with the numbers put in, and the value in words."""

    formula: str
    names: str
    numbers: str
    value: str
    cells: tuple[str, ...]


def compute(book, figures, codes=None):
    """All indicators of a school, or those of ``codes``: {"K001": Result, …}, in the order in which they rest on one another."""
    reader = Reader(book, figures)
    return {code: _result(book.indicator_by_code[code], reader) for code in codes or reader.program.order}


def _result(indicator, reader):
    value = reader.indicator(indicator.code)
    if value is None:
        return Result(None)

    def part(source):
        return reader.part(reader.program.formula(source).tree)

    match indicator.roll:
        case "ratio":
            return Result(value, num=part(indicator.num), den=part(indicator.den))
        case "mean":
            return Result(value, weight=ONE if indicator.by == "1" else part(indicator.by))
        case _:
            return Result(value)


def working(book, code, figures):
    """The Working of one indicator for a school; an empty cell that counts as 0 is shown as 0, any other as 未填."""
    reader = Reader(book, figures)
    formula = reader.program.indicator(code)
    value = reader.indicator(code)
    return Working(
        formula=formula.source,
        names=put_in(formula.tree, lambda node: named(node, book)),
        numbers=put_in(formula.tree, lambda node: number_word(node, reader.result(node), book)),
        value=in_words(book.indicator_by_code[code], value),
        cells=tuple(sorted(formula.cells)),
    )


def in_words(indicator, value):
    """An indicator's value as it is shown, half up to its places; "—" where empty."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return shown(value, indicator.places)


def province_keys(book):
    """The tables of stage 2 the indicators need: {("F10.emp", "F10.grad", "major_code")}."""
    parsed = program(book)
    return frozenset().union(*(parsed.indicator(code).provinces for code in parsed.order))


def second_stage_codes(book):
    """The indicators that compare a school with its province, in the order in which they rest on one another: ["K047"]."""
    parsed = program(book)
    return [code for code in parsed.order if parsed.indicator(code).provinces]


def province_table(key, schools: Iterable):
    """Stage 2: 100*(sum of num)/(sum of den) over the rows of all ``schools`` (Figures) with the same key; {row key: Decimal}.

    Rows with a part empty are left out; a key whose denominators sum to 0 has no entry.
    """
    num_key, den_key, by = key
    form, num = num_key.split(".")
    den = den_key.split(".")[1]
    sums = {}
    for figures in schools:
        for row in figures.forms.get(form) or ():
            a, b, group = row.cells.get(num), row.cells.get(den), row.cells.get(by)
            if None not in (a, b, group):
                before = sums.get(group, (Decimal(0), Decimal(0)))
                sums[group] = before[0] + a, before[1] + b
    return {group: 100 * a / b for group, (a, b) in sums.items() if b}
