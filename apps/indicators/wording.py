"""Kept values in words: numbers lose the noughts of their column, a yes or no is said as such."""

from decimal import Decimal

from apps.core.canonical import number_text
from apps.core.numbers import MINUS, MISSING, rounded, shown

SHARE = "share"
#: The conditions where there is no room for their names; the buildings by the area or by the area a student.
SHORT = {"K001": "在校生", "K073": "师生比", "K074": "专业教师", "K105": "校舍", "K106": "生均校舍", "K109": "生均设备"}
# What is computed of many schools, where the dictionary says nothing of places.
PLACES = 2


def value_words(indicator, value):
    """The value of one school, half up to the places of the indicator; "—" where empty."""
    if value is None:
        return MISSING
    if indicator.roll == SHARE:
        return "是" if value else "否"
    return shown(number_text(value) if indicator.places is None else value, indicator.places)


def group_words(indicator, value):
    """A figure of many schools, as a roll-up or a quantile; that of a yes or no is the share of schools in a hundred."""
    if value is None:
        return MISSING
    if indicator.roll == SHARE:
        return f"{shown(value, 1)}%"
    return shown(number_text(rounded(value, PLACES))) if indicator.places is None else shown(value, max(indicator.places, _places(value)))


def change_words(indicator, value, before):
    """How much more than the year before, with its sign; "—" where one of both is empty, or where it is a yes or no."""
    if value is None or before is None or indicator.roll == SHARE:
        return MISSING
    # Of the figures as they are shown beside it: whoever subtracts them gets this.
    difference = as_shown(indicator, value) - as_shown(indicator, before)
    text = value_words(indicator, difference)
    if not any(digit in text for digit in "123456789"):
        return "不变" if value == before else text.lstrip(MINUS)
    return f"＋{text}" if difference > 0 else text.replace(MINUS, "－", 1)


def as_shown(indicator, value):
    return value if indicator.places is None else rounded(value, indicator.places)


def differ(one, other):
    """Whether two figures are more than a tenth apart: then the one alone would mislead (E2)."""
    return None not in (one, other) and abs(one - other) > Decimal("0.1") * max(abs(one), abs(other))


def _places(value):
    """A median of whole numbers may lie half way between two: one decimal then."""
    return 0 if value == value.to_integral_value() else 1


def figures(condition):
    """What of a stored condition is compared: [{code, name, unit, value, threshold, met}]. One stored before the two areas were told apart is its own."""
    return condition.get("figures") or [{name: condition.get(name, "") for name in ("code", "name", "unit", "value", "threshold", "met")}]
