"""A city, a province or the nation: how complete its figures are, and how its schools' figures lie (D9, E1–E4, E7)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, Subquery
from django.db.models import Value as Text
from django.db.models.functions import Coalesce

from apps.accounts.access import objects_for
from apps.administration.selectors import found
from apps.core.charts import histogram
from apps.indicators.models import Rollup, Standing, Value
from apps.indicators.standards import standard_for
from apps.indicators.wording import differ, group_words
from apps.organizations.models import Level, Organization
from apps.statusdata.models import Return

VIEW = "indicators.view_value"
# The conditions of R8.4 that are one number for every school, and what they are measured by.
DRAWN = {"K001": "students", "K073": "students_per_teacher", "K074": "major_teachers", "K109": None}
S = Return.State


@dataclass(frozen=True)
class UnitLine:
    """An indicator of the schools of a unit, in words; ``mean`` only where it is far from ``value``."""

    indicator: object
    value: str
    mean: str
    median: str
    middle: str
    count: int


@dataclass(frozen=True)
class Part:
    """A unit below with its schools: all, handed in, accepted."""

    name: str
    url_code: str
    total: int
    returned: int
    accepted: int
    met: int

    @property
    def missing(self):
        return self.total - self.accepted


def schools_in(unit, year):
    """The schools that count in ``unit`` and were there in the school year, each with the ``state`` of its return and whether it ``met`` all five.

    A school of the province itself counts in the 地市 where it lies, though the city does not check it.
    """
    there = Q(path__startswith=unit.path)
    if unit.level == Level.CITY:
        there = Q(area=unit) | Q(area=None, path__startswith=unit.path)
    open_then = Q(Q(opened_on=None) | Q(opened_on__lte=date(year + 1, 8, 31)), Q(closed_on=None) | Q(closed_on__gt=date(year, 9, 1)))
    returns = Return.objects.filter(school=OuterRef("pk"), round__year=year, round__practice=False)
    standings = Standing.objects.filter(school=OuterRef("pk"), year=year)
    return Organization.objects.filter(there, open_then, level=Level.SCHOOL).annotate(
        state=Subquery(returns.values("state")[:1]), met=Subquery(standings.values("met")[:1]), computed=Exists(standings)
    )


COUNTS = {
    # Who was asked: a school there in the year for which the round has a return.
    "total": Count("pk", filter=Q(state__isnull=False)),
    "returned": Count("pk", filter=Q(state__in=[S.SUBMITTED, S.CHECKED, S.ACCEPTED])),
    "accepted": Count("pk", filter=Q(state=S.ACCEPTED)),
    "computing": Count("pk", filter=Q(state=S.ACCEPTED, computed=False)),
    "met_all": Count("pk", filter=Q(state=S.ACCEPTED, met=True)),
}


def completeness(unit, year):
    """{"total", "returned", "accepted", "computing", "met_all", "missing"} of the schools that count in the unit, by the rule of the rounds (B9, D9)."""
    counts = schools_in(unit, year).aggregate(**COUNTS)
    return {**counts, "missing": counts["total"] - counts["accepted"]}


def parts(unit, year):
    """The units right below, each a Part: the 地市 of a province, the provinces of the nation; none for a city."""
    if unit.level == Level.CITY:
        return []
    key = (
        Func(F("path"), Text("."), Text(2), function="split_part", output_field=CharField())
        if unit.level == Level.NATION
        else Coalesce("area__code", "parent__code")
    )
    rows = schools_in(unit, year).order_by().annotate(part=key).values("part").annotate(**COUNTS)
    names = dict(Organization.objects.filter(code__in=[row["part"] for row in rows]).values_list("code", "name"))
    return [
        Part(names[row["part"]], row["part"], row["total"], row["returned"], row["accepted"], row["met_all"])
        for row in sorted(rows, key=lambda row: row["part"])
    ]


CONDITIONS = """
SELECT min(each ->> 'name'),
       count(*) FILTER (WHERE (each ->> 'met')::boolean), count(*) FILTER (WHERE NOT (each ->> 'met')::boolean),
       count(*) FILTER (WHERE each ->> 'met' IS NULL)
FROM indicators_standing, jsonb_array_elements(conditions) WITH ORDINALITY AS each_(each, number)
WHERE year = %(year)s AND place LIKE %(here)s
GROUP BY number ORDER BY number
"""


def condition_counts(unit, year):
    """[(name of the condition, schools that meet it, that do not, that cannot be told)], the five of R8.4 and then all together."""
    here = "%" if unit.level == Level.NATION else f"%.{unit.code}.%"
    with connection.cursor() as cursor:
        cursor.execute(CONDITIONS, {"year": year, "here": here})
        each = cursor.fetchall()
    all_five = Standing.objects.counted_in(unit, year).aggregate(
        yes=Count("pk", filter=Q(met=True)), no=Count("pk", filter=Q(met=False)), open=Count("pk", filter=Q(met=None))
    )
    return [*each, ("五项全部达到", all_five["yes"], all_five["no"], all_five["open"])] if each else []


def unit_lines(unit, year, book):
    """{code: UnitLine} of what was rolled up for the unit."""
    rows = Rollup.objects.filter(unit=unit, year=year, count__gt=0)
    known = book.indicator_by_code
    return {row.indicator: unit_line(known[row.indicator], row) for row in rows if row.indicator in known}


def unit_line(indicator, row):
    share = indicator.roll == "share"
    far = not share and indicator.roll != "sum" and differ(row.value, row.mean)
    return UnitLine(
        indicator,
        value=group_words(indicator, row.value),
        mean=group_words(indicator, row.mean) if far else "",
        median="" if share else group_words(indicator, row.median),
        middle="" if share else f"{group_words(indicator, row.quantiles[1])}—{group_words(indicator, row.quantiles[3])}",
        count=row.count,
    )


def charts(unit, year, book):
    """How the schools of the unit lie in the conditions that are one number for all; a chart for each that has values."""
    rows = Value.objects.counted_in(unit, year).filter(indicator__in=DRAWN, value__isnull=False).values_list("indicator", "value")
    values = {code: [] for code in DRAWN}
    for code, value in rows:
        values[code].append(value)
    return [distribution(book.indicator_by_code[code], year, values[code]) for code in DRAWN if values[code]]


def values_in(unit, year, code):
    """The values of all schools that counted in the unit, without saying whose they are."""
    return list(Value.objects.counted_in(unit, year).filter(indicator=code, value__isnull=False).values_list("value", flat=True))


def distribution(indicator, year, values):
    """The chart of ``values``, with the general standard where the indicator is one of the five conditions."""
    name = DRAWN.get(indicator.code)
    standard = getattr(standard_for(year).thresholds["一般"], name) if name else None
    note = f"已受理的 {len(values)} 所。"
    return histogram(indicator.name, values, unit=indicator.unit, places=indicator.places, standard=standard, note=note)


def by_part(unit, year, indicator):
    """[(name, code, UnitLine)] of the units right below, by code."""
    below = Rollup.objects.filter(unit__path__startswith=unit.path, unit__level=unit.level + 1, year=year, indicator=indicator.code, count__gt=0)
    return [(row.unit.name, row.unit.code, unit_line(indicator, row)) for row in below.select_related("unit").order_by("unit__code")]


def seen_schools(user, unit, year, words=""):
    """The schools counted in the unit whose figures ``user`` may see; the others are counted and not named."""
    return found(objects_for(user, VIEW, schools_in(unit, year)), words).order_by("code")


def standings_of(schools, year):
    """{key of the school: Standing} of one page of schools, which the caller has narrowed to those that may be seen."""
    return {row.school_id: row for row in Standing.objects.filter(school__in=schools, year=year)}
