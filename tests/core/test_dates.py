from datetime import date

import pytest

from apps.core.dates import UnknownYear, add_working_days, calendar, days, first_day, last_day, school_year, working_days_between, years_after

STATUTORY_DAYS = 13


@pytest.mark.parametrize(
    "day, year",
    [(date(2025, 8, 31), 2024), (date(2025, 9, 1), 2025), (date(2025, 12, 31), 2025), (date(2026, 8, 31), 2025)],
)
def test_a_school_year_begins_on_the_first_of_september(day, year):
    assert school_year(day) == year


def test_a_school_year_ends_on_the_last_of_august():
    assert (first_day(2025), last_day(2025)) == (date(2025, 9, 1), date(2026, 8, 31))


def test_twenty_working_days_across_the_national_day_skip_the_days_off_and_count_the_make_up_day():
    """R12.1: after 18 September 2026 come the 20th (a Sunday, worked), 21–24, 28–30, then 8–10 October (a Saturday, worked), 12–16, 19–22."""
    due = add_working_days(date(2026, 9, 18), 20, calendar())
    assert due == date(2026, 10, 22)
    assert working_days_between(date(2026, 9, 18), due, calendar()) == 20


def test_a_day_late_counts_below_nought():
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 18), calendar()) == -2
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 20), calendar()) == 0


def test_no_working_days_lead_nowhere():
    assert add_working_days(date(2026, 10, 3), 0, calendar()) == date(2026, 10, 3)
    with pytest.raises(ValueError):
        add_working_days(date(2026, 10, 3), -1, calendar())


def test_a_year_without_its_days_off_is_refused():
    """R12.1: a wrong date would be worse than none."""
    with pytest.raises(UnknownYear, match="2029 年的放假安排尚未录入"):
        working_days_between(date(2028, 12, 30), date(2029, 1, 3), calendar_with_2028())


def calendar_with_2028():
    known = calendar()
    return type(known)(off=known.off, on=known.on, years=known.years | {2028})


def test_a_count_into_a_year_not_yet_arranged_says_so():
    assert calendar().is_expected(date(2026, 12, 20), date(2027, 1, 15))
    assert not calendar().is_expected(date(2026, 9, 1), date(2026, 12, 31))


def test_make_up_days_fall_on_weekends_and_never_on_a_day_off():
    known = calendar()
    assert all(day.weekday() >= 5 for day in known.on)
    assert not known.on & known.off


@pytest.mark.parametrize("year, off, on", [(2025, 28, 5), (2026, 33, 6), (2027, STATUTORY_DAYS, 0)])
def test_the_days_of_each_year_are_those_of_its_arrangement(year, off, on):
    known = calendar()
    assert sum(day.year == year for day in known.off) == off
    assert sum(day.year == year for day in known.on) == on


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_published_year_gives_every_statutory_day_once(year):
    """Whatever is exchanged, the working days lost are the 13 statutory ones (2024 年 11 月修订的《放假办法》)."""
    weekdays = [day for day in days(date(year, 1, 1), date(year, 12, 31)) if day.weekday() < 5]
    assert len(weekdays) - working_days_between(date(year - 1, 12, 31), date(year, 12, 31), calendar()) == STATUTORY_DAYS


def test_a_leap_day_gives_the_last_of_february():
    assert years_after(date(2024, 2, 29), 3) == date(2027, 2, 28)
