"""Bars: upright where the names fit below, lying where they do not; always from zero."""

from collections.abc import Sequence
from decimal import Decimal

from apps.core.charts.marks import AXIS, BOTTOM, INK, INK_LIGHT, TOP, WIDTH, Figure, box, cut, nothing, rule, sheet, width_of, words
from apps.core.charts.scale import Scale, short, tick_words, ticks
from apps.core.numbers import shown

THICKEST = 34
ROW = 22


def bars(
    title: str,
    labels: Sequence[str],
    values: Sequence[Decimal | None],
    *,
    unit: str = "",
    places: int | None = None,
    marked: int | None = None,
    of: str = "年份",
    note: str = "",
) -> Figure:
    """A bar for each label; ``marked`` is the place of the one that stands out; a missing value is written as "—"."""
    columns, rows = [of, "数值"], [[label, shown(value, places)] for label, value in zip(labels, values, strict=True)]
    known = [value for value in values if value is not None]
    if not known:
        return nothing(title, unit, columns, rows, note)
    aloud = f"{title}。" + "，".join(f"{label} {text}" for label, text in rows)
    drawn = [(label, short(value, places)) for label, value in zip(labels, values, strict=True)]
    pitch = (WIDTH - 70) / len(labels)
    if all(width_of(text) + 4 <= pitch for row in drawn for text in row):
        return Figure(title, unit, sheet(aloud, _upright(drawn, values, ticks(known, zero=True, whole=places == 0), marked)), columns, rows, note)
    return Figure(title, unit, sheet(aloud, _lying(drawn, values, known, marked), ROW * len(rows) + 8), columns, rows, note)


def _upright(rows, values, marks, marked):
    # Room below for the figures of bars that hang down.
    up = Scale(marks, BOTTOM - (14 if marks[0] < 0 else 0), TOP)
    left = max(width_of(text) for text in tick_words(marks)) + 10
    pitch = (WIDTH - left) / len(rows)
    parts = []
    for mark, text in zip(marks, tick_words(marks), strict=True):
        parts += [rule(left, up(mark), WIDTH, up(mark)), words(left - 8, up(mark) + 4, text, "end")]
    thick = min(THICKEST, pitch * 0.6)
    zero = up(Decimal(0))
    for number, ((label, text), value) in enumerate(zip(rows, values, strict=True)):
        middle, end = left + pitch * (number + 0.5), zero if value is None else up(value)
        parts.append(box(middle - thick / 2, min(zero, end), thick, abs(zero - end), INK if number == marked else INK_LIGHT))
        parts += [words(middle, end + 14 if end > zero else end - 5, text, "middle", strong=True), words(middle, 194, label, "middle")]
    return [*parts, rule(left, zero, WIDTH, zero, AXIS)]


def _lying(rows, values, known, marked):
    room = max(width_of(text) for _, text in rows) + 8
    before = room if min(known) < 0 else 0
    # Long names give way to the bars, which need some length to be compared.
    left = min(max(width_of(label) for label, _ in rows) + 8, WIDTH * 0.5, WIDTH - before - room - 60)
    across = Scale(_ends(known), left + before, WIDTH - room)
    zero, parts = across(Decimal(0)), []
    for number, ((label, text), value) in enumerate(zip(rows, values, strict=True)):
        top, end = number * ROW + 4, zero if value is None else across(value)
        parts.append(words(0, top + 13, cut(label, left - 8)))
        parts.append(box(min(zero, end), top, abs(end - zero), ROW - 6, INK if number == marked else INK_LIGHT))
        parts.append(words(end - 5 if end < zero else end + 5, top + 13, text, "end" if end < zero else "start", strong=True))
    return [*parts, rule(zero, 0, zero, ROW * len(rows) + 4, AXIS)]


def _ends(known):
    low, high = min(Decimal(0), *known), max(Decimal(0), *known)
    return (low, high if high > low else low + 1)
