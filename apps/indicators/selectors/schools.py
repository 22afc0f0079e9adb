"""One school's indicators with last year's beside them, and what its province lets it compare itself with."""

from dataclasses import dataclass

from apps.accounts.access import objects_for
from apps.core.charts import Series, line
from apps.core.numbers import MISSING
from apps.indicators.models import Rollup, Standing, Value
from apps.indicators.wording import SHORT, change_words, group_words, value_words

VIEW = "indicators.view_value"
YEARS = 5


@dataclass(frozen=True)
class SchoolLine:
    """An indicator of one school, in words."""

    indicator: object
    value: str
    before: str
    change: str
    median: str


def medians(unit, year, indicator=None):
    """{code of the indicator: median of the province above ``unit``}: all that is told of schools that somebody may not see, and no more."""
    rows = Rollup.objects.filter(unit__code=unit.path.split(".")[1], year=year, quantiles__len=5)
    rows = rows if indicator is None else rows.filter(indicator=indicator)
    return {row.indicator: row.median for row in rows}


def school_lines(user, school, year, book):
    """{code: SchoolLine} of every indicator of the Book; empty where nothing of the year is accepted."""
    rows = objects_for(user, VIEW, Value.objects.filter(school=school, year__in=[year, year - 1]))
    values = {(row.year, row.indicator): row.value for row in rows}
    if not any(of == year for of, _code in values):
        return {}
    middle = medians(school, year)
    return {code: _line(indicator, values.get((year, code)), values.get((year - 1, code)), middle.get(code))
            for code, indicator in book.indicator_by_code.items()}  # fmt: skip


def _line(indicator, value, before, median):
    median = group_words(indicator, median) if indicator.roll != "share" else MISSING
    return SchoolLine(indicator, value_words(indicator, value), value_words(indicator, before), change_words(indicator, value, before), median)


def standing_of(user, school, year):
    return (
        objects_for(user, VIEW, Standing.objects.filter(school=school, year=year))
        .select_related("snapshot__upload__round__province", "scheme__province")
        .first()
    )


def conditions(standing):
    """The five conditions of a Standing as components/conditions.html shows them."""
    verdicts = {True: ("done", "达到"), False: ("act", "未达到"), None: ("off", "不能判定")}
    return [
        {
            "label": each["name"],
            "short": SHORT[each["code"]],
            "source": each["note"],
            "value": each["shown"],
            "working": "；".join(text for text in [each["working"], f"标准：{each['standard']}", each["lacking"]] if text),
            "kind": verdicts[each["met"]][0],
            "verdict": verdicts[each["met"]][1],
        }
        for each in standing.conditions
    ]


def history(user, school, indicator, year):
    """The chart of an indicator over the last years up to ``year``, the province's medians beside it; None for a yes or no."""
    if indicator.roll == "share":
        return None
    rows = objects_for(user, VIEW, Value.objects.filter(school=school, indicator=indicator.code, year__gt=year - YEARS, year__lte=year))
    values = dict(rows.order_by("year").values_list("year", "value"))
    middle = {
        row.year: row.median
        for row in Rollup.objects.filter(unit__code=school.path.split(".")[1], indicator=indicator.code, year__in=values, quantiles__len=5)
    }
    labels = [f"{each}—{each + 1}" for each in values]
    lines = [Series("本校", list(values.values())), Series("全省中位数", [middle.get(each) for each in values])]
    return line(indicator.name, labels, lines, unit=indicator.unit, places=_places(indicator), note="只含已受理的学年。")


def _places(indicator):
    return 2 if indicator.places is None else indicator.places
