"""Where one school stands among others: all values in steps, or the quantiles of its peers."""

import bisect
from collections.abc import Sequence
from decimal import Decimal

from apps.core.charts.marks import ACT, AXIS, BOTTOM, INK, INK_LIGHT, SURFACE, WIDTH, Figure, box, nothing, rule, sheet, tag, width_of, words
from apps.core.charts.scale import Scale, short, tick_words, ticks
from apps.core.numbers import shown

EDGE = 36  # left and right of the axis, so that the first and last mark have room for their words
QUANTILES = ("10%", "25%", "中位数", "75%", "90%")


def histogram(
    title: str,
    values: Sequence[Decimal],
    *,
    mine: Decimal | None = None,
    unit: str = "",
    places: int | None = None,
    standard: Decimal | None = None,
    counted: str = "所",
    note: str = "",
) -> Figure:
    """How many of ``values`` lie in each step, with a mark where ``mine`` stands."""
    if not values:
        return nothing(title, unit, [f"范围（{unit}）" if unit else "范围", counted], [], note)
    marks = ticks([*values, *_given(mine, standard)], parts=7)
    edges = list(marks)
    counts = [0] * (len(edges) - 1)
    for value in values:
        # A step holds its lower edge; the greatest value stands in the last step.
        counts[min(bisect.bisect_right(edges, value) - 1, len(counts) - 1)] += 1
    columns = [f"范围（{unit}）" if unit else "范围", counted]
    names = tick_words(marks)
    rows = [[f"{low}—{high}", str(count)] for low, high, count in zip(names, names[1:], counts, strict=False)]
    across = Scale(marks, EDGE, WIDTH - EDGE)
    most = max(counts)
    parts = []
    for low, high, count in zip(edges, edges[1:], counts, strict=False):
        height = (BOTTOM - 58) * count / most
        parts.append(box(across(low) + 1, BOTTOM - height, across(high) - across(low) - 2, height, INK_LIGHT))
        if count:
            parts.append(words((across(low) + across(high)) / 2, BOTTOM - height - 4, str(count), "middle"))
    parts += [*_axis(across), *_marks(across, mine, standard, places, BOTTOM)]
    aloud = f"{title}。" + "，".join(f"{name} {count} {counted}" for name, count in rows) + _said(mine, places)
    return Figure(title, unit, sheet(aloud, parts), columns, rows, note)


def spread(
    title: str,
    quantiles: Sequence[Decimal] | None,
    *,
    mine: Decimal | None = None,
    unit: str = "",
    places: int | None = None,
    standard: Decimal | None = None,
    note: str = "",
) -> Figure:
    """The peers' 10, 25, 50, 75 and 90 per cent as a box with whiskers, and where ``mine`` stands."""
    columns = ["", unit or "数值"]
    if not quantiles:
        return nothing(title, unit, columns, [["本校", shown(mine, places)]], note)
    rows = [[name, shown(value, places)] for name, value in zip((*QUANTILES, "本校"), (*quantiles, mine), strict=True)]
    across = Scale(ticks([*quantiles, *_given(mine, standard)], parts=5), EDGE, WIDTH - EDGE)
    p10, p25, p50, p75, p90 = (across(value) for value in quantiles)
    middle, bottom = 80, 112
    parts = [
        rule(p10, middle, p90, middle, INK, 1.5), rule(p10, middle - 8, p10, middle + 8, INK, 1.5), rule(p90, middle - 8, p90, middle + 8, INK, 1.5),
        box(p25, middle - 14, p75 - p25, 28, INK_LIGHT, INK), rule(p50, middle - 14, p50, middle + 14, INK, 2.5),
    ]  # fmt: skip
    parts += [*_axis(across, bottom), *_marks(across, mine, standard, places, bottom)]
    aloud = f"{title}。同类：" + "，".join(f"{name} {value}" for name, value in rows[:-1]) + _said(mine, places)
    return Figure(title, unit, sheet(aloud, parts, bottom + 26), columns, rows, note)


def _given(*values):
    return [value for value in values if value is not None]


def _said(mine, places):
    return "" if mine is None else f"。本校 {shown(mine, places)}"


def _axis(across, bottom=BOTTOM):
    """The names of the marks; where they stand too close only every second, third … is written."""
    names = tick_words(across.ticks)
    pitch = (across.end - across.start) / (len(names) - 1)
    every = int((max(width_of(name) for name in names) + 6) // pitch) + 1
    shown_names = [words(across(mark), bottom + 18, name, "middle") for mark, name in list(zip(across.ticks, names, strict=True))[::every]]
    return [rule(across.start, bottom, across.end, bottom, AXIS), *shown_names]


def _marks(across, mine, standard, places, bottom):
    """The school's own mark and the standard, their words in two rows above everything else."""
    parts = []
    if standard is not None:
        at = across(standard)
        parts += [rule(at, 36, at, bottom, ACT, 1.5, "2 3"), _inside(at, 32, f"标准 {short(standard, places)}", False)]
    if mine is not None:
        at = across(mine)
        parts += [rule(at, 18, at, bottom, INK, 2), tag("circle", cx=at, cy=bottom, r=4, fill=SURFACE, stroke=INK, stroke_width=2)]
        parts.append(_inside(at, 12, f"本校 {short(mine, places)}", True))
    return parts


def _inside(at, y, text, strong):
    """Words in the middle above ``at``, moved so far that they stay on the sheet."""
    half = width_of(text) / 2
    return words(min(max(at, half), WIDTH - half), y, text, "middle", strong)
