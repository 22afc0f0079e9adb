"""Values of formulas in words, and formulas with names or numbers put in."""

from decimal import Decimal

from apps.core.numbers import rounded, shown

from .language import tree
from .language.functions import SYSTEM

EMPTY = "未填"
# Expressions have no places of their own; two are enough for what a sentence says.
PLACES = 2
CALLS = {"abs": "绝对值", "greatest": "最大者", "least": "最小者", "left": "前几位", "mid": "中间几位", "uscc_ok": "校验位相符"}


def number_word(node, value, book):
    """A leaf's value for a working: what is empty and counts as 0 is said to be so."""
    return f"0（{EMPTY}）" if value is None and isinstance(node, tree.OrZero) else worded(node, value, book)


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


# How tightly each bond holds, so that brackets stand only where they are needed.
BONDS = {"or": 1, "and": 2, "not": 3, "compare": 4, "+": 5, "-": 5, "*": 6, "/": 6, "atom": 9}
SIGNS = {"*": "×", "/": "÷", "<=": "≤", ">=": "≥"}


def put_in(node, word):
    """A tree in the signs people write, each cell, count, indicator and day as ``word(node)`` says; pct as 100×a÷b."""
    return _written(node, word)[0]


def _written(node, word):
    """(text, how tightly it holds)."""
    match node:
        case tree.Arithmetic(operator=operator, left=left, right=right) | tree.Compare(operator=operator, left=left, right=right):
            bond = BONDS.get(operator, BONDS["compare"])
            # a-(b+c) and a÷(b×c) keep their brackets.
            text = _bound(left, word, bond) + SIGNS.get(operator, operator) + _bound(right, word, bond + (operator in ("-", "/")))
            return text, bond
        case tree.Call(name="pct", arguments=(part, whole)):
            return f"100×{_bound(part, word, BONDS['*'])}÷{_bound(whole, word, BONDS['*'] + 1)}", BONDS["*"]
        case tree.Call(name=name, arguments=arguments):
            return f"{CALLS.get(name, name)}（{'，'.join(_written(argument, word)[0] for argument in arguments)}）", BONDS["atom"]
        case tree.And(left=left, right=right):
            return f"{_bound(left, word, BONDS['and'])} 且 {_bound(right, word, BONDS['and'])}", BONDS["and"]
        case tree.Or(left=left, right=right):
            return f"{_bound(left, word, BONDS['or'])} 或 {_bound(right, word, BONDS['or'])}", BONDS["or"]
        case tree.Not(part=part):
            return f"并非（{_written(part, word)[0]}）", BONDS["atom"]
        case tree.Negative(part=part):
            return f"-{_bound(part, word, BONDS['atom'])}", BONDS["*"]
        case tree.Literal(raw=raw):
            return raw, BONDS["atom"]
        case tree.NotNull(part=part):
            return f"已填（{_written(part, word)[0]}）", BONDS["atom"]
        case tree.KnownMajor(part=part):
            return f"目录内（{_written(part, word)[0]}）", BONDS["atom"]
        case _:
            return word(node), BONDS["atom"]


def _bound(node, word, bond):
    text, own = _written(node, word)
    return text if own >= bond else f"({text})"


def named(node, book):
    """A leaf by its Chinese name: 在校生数, 各专业在校生数合计, 上年…."""
    match node:
        case tree.Cell():
            return node.field.name.removeprefix("其中")
        case tree.Reference():
            return book.indicator_by_code[node.code].name
        case tree.System():
            return SYSTEM[node.name][1]
        case tree.Last():
            return "上年" + named(node.part, book)
        case tree.Aggregate():
            return _aggregate(node, book)
        case tree.OrZero():
            return put_in(node.part, lambda part: named(part, book))
        case tree.OneOf():
            return f"{named(node.left, book)}为其中之一"
        case _:
            return "同类专业全省平均"


def _aggregate(node, book):
    form = book.form_by_code[node.form].name
    fields = [inner.field.name.removeprefix("其中") for inner in node.part.walk() if isinstance(inner, tree.Cell)] if node.part is not None else []
    what = "、".join(dict.fromkeys(fields))
    rows = "中合条件的各行" if node.condition is not None else "各行"
    match node.name:
        case "sum":
            return f"{form}{rows}{what}之和"
        case "max":
            return f"{form}{rows}{what}的最大值"
        case "count":
            return f"{form}{'中合条件的' if node.condition is not None else '的'}行数"
        case _:
            return f"{form}{rows}不同的{what}数"
