"""The worktable of an element (附 1, R7.2): what the plan sets, where the year stands, the points with their figures beside what was and what others have."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from apps.accounts.access import objects_for
from apps.core.charts import spark
from apps.core.numbers import MISSING
from apps.diagnosis.contents import book_of, figures_of, text_of
from apps.diagnosis.models import Passage, Target
from apps.diagnosis.rules import OF_AN_ELEMENT, OF_THE_WHOLE, Kind
from apps.indicators.models import Value
from apps.indicators.selectors.schools import VIEW, medians
from apps.indicators.wording import group_words, value_words
from apps.schemes.models import Element, Hint
from apps.schemes.selectors import hints_under, points_of

YEARS = 5
SIGNS = {"up": "≥", "down": "≤"}


@dataclass(frozen=True)
class Line:
    """One indicator of a point: this year's value and last year's in words, the course of the years, the province's median, the target."""

    quotable: Any
    value: str
    before: str
    course: str
    median: str
    target: Any
    met: bool | None
    better: str

    @property
    def target_words(self):
        """(kind of state, words)."""
        aim = f"{SIGNS.get(self.better, '')}{self.target.value.normalize():f}" if self.target else ""
        if self.met is None:
            return "off", f"目标 {aim}，还没有数值" if aim else "未设目标"
        return ("done", f"达到目标 {aim}") if self.met else ("act", f"未达目标 {aim}")


@dataclass(frozen=True)
class PointLines:
    """A point (of the guidance, or added by the province) with the Lines of its indicators."""

    point: Any
    lines: list

    @property
    def own(self):
        return bool(getattr(self.point, "scheme_id", None))


@dataclass(frozen=True)
class Aim:
    """规划目标: a hint with the province's note, and what the plan sets for it."""

    hint: Any
    targets: list


@dataclass(frozen=True)
class Page:
    """All that stands on the page of an element; ``texts`` by kind for the report and 附 1's own, ``current`` pairs of hint and Text."""

    element: Any
    aims: list
    current: list
    table: list
    report: list
    points: list
    figures: dict

    @property
    def lacking(self):
        """The texts of the page that are asked and empty, or that stand in the way of signing."""
        asked = {text.passage.pk for text in [*self.table, *self.report]}
        return [text for text in self.all_texts if text.stops or (text.empty and text.passage.pk in asked)]

    @property
    def all_texts(self):
        return [*(text for _hint, text in self.current), *self.table, *self.report]


def element_of(diagnosis, code):
    """The Element of that code in the diagnosis's guidance; Element.DoesNotExist for another."""
    return Element.objects.select_related("item").get(item__guidance=diagnosis.scheme.guidance_id, code=code)


def page_of(diagnosis, element, user):
    """The Page of an element, the same number of queries whatever it holds."""
    figures = figures_of(diagnosis)
    texts = {(row.kind, row.hint_id): text_of(row, figures) for row in _passages(diagnosis).filter(element=element)}
    hints = list(hints_under(diagnosis.scheme, element))
    targets = _targets(diagnosis, element)
    return Page(
        element=element,
        aims=[Aim(hint, [each for each in targets if each.hint_id == hint.pk]) for hint in hints if hint.kind == Hint.Kind.PLANNING],
        current=[(hint, texts[Kind.STATUS, hint.pk]) for hint in hints if hint.kind == Hint.Kind.CURRENT],
        table=[texts[kind, None] for kind in (Kind.RESULT, Kind.CAUSES)],
        report=[texts[kind, None] for kind in OF_AN_ELEMENT],
        points=_points(diagnosis, element, targets, figures, user),
        figures=figures,
    )


def whole_of(diagnosis):
    """The Page of the three texts that belong to no element."""
    figures = figures_of(diagnosis)
    texts = {row.kind: text_of(row, figures) for row in _passages(diagnosis).filter(element=None)}
    return Page(None, [], [], [], [texts[kind] for kind in OF_THE_WHOLE], [], figures)


def _targets(diagnosis, element):
    """What the plan sets for the year, and for all its years."""
    rows = Target.objects.filter(Q(year=diagnosis.year) | Q(year=None), plan=diagnosis.plan_id, hint__element=element)
    return list(rows) if diagnosis.plan_id else []


def _passages(diagnosis):
    return Passage.objects.filter(diagnosis=diagnosis).select_related("by", "hint")


def _points(diagnosis, element, targets, figures, user):
    points = points_of(diagnosis.scheme, element)
    codes = {code for point in points for code in point.indicators}
    own, year = book_of(diagnosis), diagnosis.year
    rows = Value.objects.filter(school=diagnosis.school_id, indicator__in=codes, year__gt=year - YEARS, year__lt=year)
    past = {(row.indicator, row.year): row.value for row in objects_for(user, VIEW, rows)}
    middle = medians(diagnosis.school, year) if codes else {}
    aims = {each.indicator: each for each in targets if each.indicator and each.value is not None}
    known = own.indicator_by_code if own else {}

    def line(code):
        indicator, value = known[code], figures[code].value
        series = [*(past.get((code, each)) for each in range(year - YEARS + 1, year)), value]
        aim = aims.get(code)
        return Line(
            quotable=figures[code], value=figures[code].words, before=value_words(indicator, past.get((code, year - 1))),
            course=spark(_from_first(series), target=aim and aim.value, places=indicator.places) if indicator.roll != "share" else "",
            median=group_words(indicator, middle.get(code)) if indicator.roll != "share" else MISSING,
            target=aim, met=_met(indicator.better, value, aim and aim.value), better=indicator.better,
        )  # fmt: skip

    return [PointLines(point, [line(code) for code in point.indicators if code in known]) for point in points]


def _from_first(series):
    """The course without the years before the first figure."""
    first = next((place for place, value in enumerate(series) if value is not None), len(series))
    return series[first:]


def _met(better, value: Decimal | None, aim: Decimal | None):
    """Whether a target is met; None where there is no value, no target, or no telling which way is better."""
    if value is None or aim is None:
        return None
    return {"up": value >= aim, "down": value <= aim}.get(better, value == aim)
