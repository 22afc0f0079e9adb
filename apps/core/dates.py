"""School years, working days and hours of a day: pure but for ``calendar``, which reads the official days off once a process."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from django.utils import timezone

from apps.core.fixtures import read_yaml

FIRST_MONTH_OF_SCHOOL_YEAR = 9
SATURDAY = 5


class UnknownYear(LookupError):
    """No days off are known for the year; ``args[0]`` says so in words for the person."""


@dataclass(frozen=True)
class Calendar:
    """工作日历: the days ``off`` beside the weekends, the weekend days worked (``on``), and the years these are known for.

    ``expected`` are the years whose arrangement was not yet published: their days are the statutory ones alone.
    """

    off: frozenset[date]
    on: frozenset[date]
    years: frozenset[int]
    expected: frozenset[int] = frozenset()

    def is_working_day(self, day: date) -> bool:
        if day.year not in self.years:
            raise UnknownYear(f"{day.year} 年的放假安排尚未录入，不能计算工作日")
        return day in self.on or (day.weekday() < SATURDAY and day not in self.off)

    def is_expected(self, first: date, last: date) -> bool:
        """Whether a count from ``first`` to ``last`` rests on a year whose arrangement is only expected."""
        return any(year in self.expected for year in range(first.year, last.year + 1))


@cache
def calendar() -> Calendar:
    """The official days off as shipped in fixtures/holidays.yaml: the same for everybody."""
    years = read_yaml("holidays.yaml")["years"]
    return Calendar(
        off=frozenset(day for year in years for span in year["days_off"] for day in days(span["from"], span["to"])),
        on=frozenset(day for year in years for day in year["worked"]),
        years=frozenset(year["year"] for year in years),
        expected=frozenset(year["year"] for year in years if year["status"] == "expected"),
    )


def days(first: date, last: date) -> Iterable[date]:
    """Every day from ``first`` to ``last``, both counted; none where ``last`` is earlier."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def at_hour(day: date, hour: int = 16) -> datetime:
    """That hour of ``day`` here."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def school_year(day: date) -> int:
    """The Y of the school year Y/Y+1 (1 September Y to 31 August Y+1) in which ``day`` lies."""
    return day.year if day.month >= FIRST_MONTH_OF_SCHOOL_YEAR else day.year - 1


def first_day(year: int) -> date:
    """1 September: the day as of which figures of a moment are."""
    return date(year, FIRST_MONTH_OF_SCHOOL_YEAR, 1)


def last_day(year: int) -> date:
    return date(year + 1, FIRST_MONTH_OF_SCHOOL_YEAR, 1) - timedelta(days=1)


def years_after(day: date, years: int) -> date:
    """The same day ``years`` later; 29 February gives 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def add_working_days(day: date, number: int, calendar: Calendar) -> date:
    """The ``number``-th working day after ``day``; ``day`` itself is not counted (R12.1: within twenty working days).

    A negative number raises ValueError, a year without days off UnknownYear.
    """
    if number < 0:
        raise ValueError("the number of working days must not be negative")
    while number:
        day += timedelta(days=1)
        number -= calendar.is_working_day(day)
    return day


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """The working days after ``first`` up to and with ``last``; negative where ``last`` is earlier (so many days late)."""
    if last < first:
        return -working_days_between(last, first, calendar)
    return sum(calendar.is_working_day(day) for day in days(first + timedelta(days=1), last))
