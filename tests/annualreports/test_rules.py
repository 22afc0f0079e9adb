from datetime import date, timedelta

import pytest

from apps.annualreports.rules import BETWEEN_CHASES, collected_in, days_late, due, is_chase_due, is_late, read, unfounded, year_asked, years_to_begin


def test_a_report_is_due_on_31_december_of_its_year_and_late_from_the_day_after():
    """R5.1"""
    assert due(2026) == date(2026, 12, 31)
    assert not is_late(2026, date(2026, 12, 31))
    assert is_late(2026, date(2027, 1, 1))
    assert [days_late(2026, day) for day in (date(2026, 6, 1), date(2026, 12, 31), date(2027, 1, 1), date(2027, 2, 1))] == [0, 0, 1, 32]


@pytest.mark.parametrize(
    "day, year",
    [(date(2026, 10, 31), 2025), (date(2026, 11, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026), (date(2027, 10, 31), 2026)],
)
def test_a_report_is_asked_for_from_1_november_of_its_year(day, year):
    """R5.1: what is late stays asked for until the next year's turn comes."""
    assert year_asked(day) == year


def test_it_is_asked_for_at_most_once_a_week():
    """R5.1"""
    day = date(2026, 11, 20)
    assert timedelta(days=7) == BETWEEN_CHASES
    assert is_chase_due(day, None)
    assert [is_chase_due(day, day - timedelta(days=ago)) for ago in (0, 1, 6, 7, 30)] == [False, False, False, True, True]


def test_a_report_can_be_begun_of_this_year_and_the_one_before():
    assert years_to_begin(date(2027, 1, 8), []) == [2027, 2026]
    assert years_to_begin(date(2027, 1, 8), [2026]) == [2027]
    assert years_to_begin(date(2027, 1, 8), [2027, 2026]) == []


def test_the_data_of_the_school_year_that_has_ended_are_reported():
    assert collected_in(2026) == 2025


def test_a_figure_stands_in_the_text_for_its_token():
    words = {"Y03": "78", "Y20": "6"}
    assert read("受理 {Y03} 所，有效 {Y20} 所，共 {Y99}", words) == "受理 78 所，有效 6 所，共 {Y99}"
    assert unfounded("{Y99}、{Y03}、{Y98}、{Y99}", words) == ["Y99", "Y98"]
    assert unfounded("{Y3} {K001}", words) == []
