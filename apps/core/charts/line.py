"""Lines over the years: the school's own, its peers' dashed, the standard dotted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.core.charts.marks import (
    ACT,
    AXIS,
    BOTTOM,
    INK,
    OCHRE,
    SURFACE,
    TEAL,
    TOP,
    WIDTH,
    Figure,
    box,
    cut,
    nothing,
    rule,
    sheet,
    tag,
    width_of,
    words,
)  # fmt: skip
from apps.core.charts.scale import Scale, apart, around, short, tick_words, ticks
from apps.core.numbers import shown

COLOURS, DASHES = (INK, OCHRE, TEAL), ("", "6 3", "2 2")
MOST = 3


@dataclass(frozen=True)
class Series:
    """One line: a value or None for each label of the axis. The first is the subject, those after it are drawn dashed."""

    name: str
    values: Sequence[Decimal | None]


def line(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str = "",
    places: int | None = None,
    standard: Decimal | None = None,
    note: str = "",
) -> Figure:
    """Up to three lines over ``labels``; a gap stays a gap. More than three raise ValueError."""
    if len(series) > MOST:
        raise ValueError(f"a chart shows at most {MOST} lines, not {len(series)}")
    columns = ["年份", *(one.name for one in series)]
    rows = [[label, *(shown(one.values[number], places) for one in series)] for number, label in enumerate(labels)]
    known = [value for one in series for value in one.values if value is not None]
    if not known:
        return nothing(title, unit, columns, rows, note)
    reached = around(known, Decimal(100) if unit == "%" else None)
    up = Scale(ticks([*reached, *([] if standard is None else [standard])]), BOTTOM, TOP)
    ends = [f"{cut(one.name, 72)} {short(_last(one.values)[1], places)}" if _last(one.values) else "" for one in series]
    left = max(width_of(text) for text in tick_words(up.ticks)) + 10
    right = WIDTH - max(width_of(text) for text in ends) - 12
    across = _across(labels, left, right)
    parts = [*_grid(up, left, right), *_names(labels, across), *_standard(standard, up, left, right, series, places)]
    for number, one in enumerate(series):
        parts += _drawn([(x, up(value)) if value is not None else None for x, value in zip(across, one.values, strict=True)], number)
    return Figure(title, unit, sheet(_aloud(title, columns, rows), [*parts, *_ends(series, ends, up, right)]), columns, rows, note)


def _last(values):
    return next(((number, value) for number, value in reversed(list(enumerate(values))) if value is not None), None)


def _across(labels, left, right):
    """Where each label stands, so far inside that the outer names stay on the sheet."""
    half = max(width_of(label) for label in labels) / 2
    start, end = left + max(6, half - left), right - max(6, half - (WIDTH - right))
    if len(labels) == 1:
        return [(start + end) / 2]
    return [start + (end - start) * number / (len(labels) - 1) for number in range(len(labels))]


def _grid(up, left, right):
    parts = []
    for mark, text in zip(up.ticks, tick_words(up.ticks), strict=True):
        parts += [rule(left, up(mark), right, up(mark)), words(left - 8, up(mark) + 4, text, "end")]
    return [*parts, rule(left, BOTTOM, right, BOTTOM, AXIS)]


def _names(labels, across):
    """The names below the axis: where they stand too close only every second, third … is written, the last always."""
    pitch = across[1] - across[0] if len(across) > 1 else WIDTH
    every = max(1, math.ceil((max(width_of(label) for label in labels) + 6) / pitch))
    kept = range(len(labels) - 1, -1, -every)
    return [words(across[number], 194, labels[number], "middle") for number in sorted(kept)]


def _standard(standard, up, left, right, series, places):
    """The dotted line and its words, on the side where the lines are farther from it."""
    if standard is None:
        return []
    at, text = up(standard), f"标准 {short(standard, places)}"
    if width_of(text) + 6 > right - left:
        text = "标准"
    firsts = [abs(up(value) - at) for one in series for value in one.values[:2] if value is not None]
    lasts = [abs(up(value) - at) for one in series for value in one.values[-2:] if value is not None]
    start = min(firsts, default=math.inf) >= min(lasts, default=math.inf)
    below = at - TOP < 14
    return [
        rule(left, at, right, at, ACT, 1.5, "2 3"),
        words(left + 4 if start else right - 2, at + 14 if below else at - 5, text, "start" if start else "end"),
    ]


def _drawn(points, number):
    """One line with its points, broken where a value is missing."""
    colour = COLOURS[number]
    dash = {"stroke_dasharray": DASHES[number]} if DASHES[number] else {}
    runs, run = [], []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            runs.append(run)
            run = []
    paths = [" ".join(f"{x:.1f},{y:.1f}" for x, y in run) for run in runs if len(run) > 1]
    lines = [tag("polyline", points=path, fill="none", stroke=colour, stroke_width=2, **dash) for path in paths]
    return [*lines, *(_point(*point, number) for run in runs for point in run)]


def _point(x, y, number):
    if number == 0:
        return tag("circle", cx=x, cy=y, r=3.5, fill=INK)
    if number == 1:
        return box(x - 3.5, y - 3.5, 7, 7, SURFACE, OCHRE)
    return tag("path", d=f"M{x:.1f} {y - 4:.1f}l4 7h-8z", fill=SURFACE, stroke=TEAL)


def _ends(series, ends, up, right):
    """The name and last value beside each line's end, moved apart where lines meet."""
    shown_ends = [(text, up(_last(one.values)[1]) + 4) for one, text in zip(series, ends, strict=True) if text]
    heights = apart([height for _, height in shown_ends], 15, TOP + 4, BOTTOM)
    return [words(right + 4, height, text, strong=True) for (text, _), height in zip(shown_ends, heights, strict=True)]


def _aloud(title, columns, rows):
    said = (f"{name}：" + "，".join(f"{row[0]} {row[number]}" for row in rows) for number, name in enumerate(columns) if number)
    return f"{title}。" + "；".join(said)
