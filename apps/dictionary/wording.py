"""Values of formulas in words, and formulas with names or numbers put in."""

from decimal import Decimal

from apps.core.numbers import rounded, shown

from .language import tree
from .language.functions import SYSTEM

EMPTY = "未填"
# Expressions have no places of their own; two are enough for what a sentence says.
PLACES = 2


def worded(node, value, book):
    """The value of a formula's tree as a sentence shows it; 未填 where it is empty."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return _number(node, value, book)
    if node.field is not None and node.field.kind == "choice":
        return node.field.words.get(value, value)
    if node.field is not None and node.field.kind == "yearmonth":
        return f"{value.year} 年 {value.month} 月"
    return str(value)


def _number(node, value, book):
    indicator = _indicator(node)
    if indicator is not None:
        return shown(value, book.indicator_by_code[indicator].places)
    return shown(rounded(value, PLACES).normalize() if value % 1 else value.to_integral_value())


def _indicator(node):
    if isinstance(node, tree.Last):
        node = node.part
    return node.code if isinstance(node, tree.Reference) else None


def put_in(formula, word):
    """The formula's source with each cell, count, indicator and day replaced by ``word(node)``, in signs people write."""
    source, pieces, at = formula.source, [], 0
    for node in sorted(_leaves(formula.tree), key=lambda leaf: leaf.span):
        start, end = node.span
        pieces += [_signs(source[at:start]), word(node)]
        at = end
    return "".join([*pieces, _signs(source[at:])])


def _leaves(node):
    if isinstance(node, tree.Cell | tree.Aggregate | tree.Reference | tree.System | tree.Last):
        yield node
        return
    for child in node.children():
        yield from _leaves(child)


def _signs(text):
    for written, sign in (("<=", "≤"), (">=", "≥"), ("*", "×"), ("/", "÷")):
        text = text.replace(written, sign)
    return text


def named(node, book, source):
    """A leaf by its Chinese name: 在校生数, 各专业在校生数合计, 上年…."""
    match node:
        case tree.Cell():
            return node.field.name.removeprefix("其中")
        case tree.Reference():
            return book.indicator_by_code[node.code].name
        case tree.System():
            return SYSTEM[node.name][1]
        case tree.Last():
            return "上年" + named(node.part, book, source)
        case tree.Aggregate():
            return _aggregate(node, book)
        case _:
            return source[slice(*node.span)]


def _aggregate(node, book):
    form = book.form_by_code[node.form].name
    fields = [inner.field.name for inner in node.part.walk() if isinstance(inner, tree.Cell)] if node.part is not None else []
    what = "、".join(dict.fromkeys(fields)) or "记录"
    kind = {"sum": "合计", "max": "最大", "count": "条数", "distinct": "不同者数"}[node.name]
    return f"{form}（{what}{kind}{'，合条件的' if node.condition is not None else ''}）"
