"""A line as small as a word: the course of a few years beside a value."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from apps.core.charts.marks import INK, OCHRE, rule, tag
from apps.core.charts.scale import Scale
from apps.core.numbers import shown

WIDTH, HEIGHT = 84, 24


def spark(values: Sequence[Decimal | None], *, target: Decimal | None = None, places: int | None = None) -> SafeString:
    """The course of ``values``, gaps bridged, with a dashed ``target`` and a point on the last one; empty without any."""
    known = [(number, value) for number, value in enumerate(values) if value is not None]
    if not known:
        return mark_safe("")
    low, high = min(heights := [value for _, value in known] + ([] if target is None else [target])), max(heights)
    up = Scale((low, high), HEIGHT - 3, 3) if high > low else lambda value: HEIGHT / 2
    points = [(3 + (WIDTH - 6) * number / max(len(values) - 1, 1), up(value)) for number, value in known]
    parts = [] if target is None else [rule(0, up(target), WIDTH, up(target), OCHRE, 1, "3 2")]
    if len(points) > 1:
        parts.append(tag("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), fill="none", stroke=INK, stroke_width=1.5))
    parts.append(tag("circle", cx=points[-1][0], cy=points[-1][1], r=2.5, fill=INK))
    label = "历年：" + "，".join(shown(value, places) for value in values)
    return mark_safe(tag("svg", "".join(parts), class_="spark", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=label))
