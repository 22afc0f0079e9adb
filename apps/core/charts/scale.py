"""Axes: round steps, and the place of a value between them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.core.numbers import shown

#: So much of a value is shown below and above values that hardly differ.
LEAST_ROOM = Decimal("0.15")
YI, WAN = Decimal(100_000_000), Decimal(10_000)


@dataclass(frozen=True)
class Scale:
    """Maps ``ticks[0]``…``ticks[-1]`` onto the positions ``start``…``end`` of the sheet."""

    ticks: tuple[Decimal, ...]
    start: float
    end: float

    def __call__(self, value: Decimal) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + float((Decimal(value) - low) / (high - low)) * (self.end - self.start)


def nice_step(span: Decimal, parts: int) -> Decimal:
    """The round step (1, 2, 2.5 or 5 times a power of ten) that cuts ``span`` (> 0) into about ``parts``."""
    raw = span / parts
    power = Decimal(1).scaleb(math.floor(raw.log10()))
    return next(power * part for part in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10)) if power * part >= raw)


def ticks(values: Sequence[Decimal], zero: bool = False, parts: int = 4, whole: bool = False) -> tuple[Decimal, ...]:
    """Round marks from below the least to above the greatest of ``values`` (not empty), from zero where ``zero`` is set; ``whole``: of things that are not cut."""
    low, high = min(values), max(values)
    if zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        room = abs(low) / 10 or Decimal(1)
        low, high = low - (0 if zero and low >= 0 else room), high + room
    step = nice_step(high - low, parts)
    step = Decimal(math.ceil(step)) if whole else step
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(step * number for number in range(first, last + 1))


def around(values: Sequence[Decimal], most: Decimal | None = None) -> list[Decimal]:
    """``values`` and, where they hardly differ, the ends of an axis on which they look so: an axis cut close would make a slip of every step.
    ``most`` is what cannot be exceeded, as 100 per cent."""
    low, high = min(values), max(values)
    if low <= 0 or high - low >= 2 * LEAST_ROOM * low:
        return [*values]
    top = high * (1 + LEAST_ROOM)
    return [*values, low * (1 - LEAST_ROOM), top if most is None or high > most else min(top, most)]


def tick_words(marks: Sequence[Decimal]) -> list[str]:
    """The marks in words, all in one unit: 万 from a hundred thousand, 亿 from a thousand million."""
    greatest = max(abs(mark) for mark in marks)
    unit, name = (YI, "亿") if greatest >= 10 * YI else (WAN, "万") if greatest >= 10 * WAN else (Decimal(1), "")
    return [shown(_trimmed(mark / unit)) + (name if mark else "") for mark in marks]


def short(value: Decimal | None, places: int | None) -> str:
    """``value`` inside a chart: as everywhere, from a thousand million in 亿; the table below has it whole."""
    if value is None:
        return shown(value)
    return f"{shown(value / YI, 2)}亿" if abs(value) >= 10 * YI else shown(value, places)


def _trimmed(number: Decimal) -> Decimal:
    return Decimal(format(number.normalize(), "f")) if number else Decimal(0)


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """``places`` moved as little as needed so that none is nearer than ``gap`` to the next, between ``low`` and ``high``."""
    order = sorted(range(len(places)), key=lambda number: places[number])
    moved = list(places)
    floor = low
    for number in order:
        moved[number] = max(moved[number], floor)
        floor = moved[number] + gap
    ceiling = high
    for number in reversed(order):
        moved[number] = min(moved[number], ceiling)
        ceiling = moved[number] - gap
    return moved
