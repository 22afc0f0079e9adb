"""By when a conclusion must be shown and published, and what looks like personal data: at the edges."""

from datetime import date, timedelta

import pytest

from apps.core.dates import UnknownYear, calendar, days
from apps.disclosure.rules import objections_until, personal_places, publish_by, show_by

CALENDAR = calendar()


@pytest.mark.parametrize("decided,due", [
    (date(2026, 9, 18), date(2026, 10, 22)),   # A Friday; the national holiday and two worked weekend days between.
    (date(2026, 9, 19), date(2026, 10, 22)),   # On a Saturday it begins to count with the same next working day.
    (date(2026, 9, 20), date(2026, 10, 23)),   # A Sunday that is worked: the day itself does not count.
    (date(2026, 11, 2), date(2026, 11, 30)),   # No holiday between: four weeks.
])  # fmt: skip
def test_twenty_working_days_after_the_decision(decided, due):
    """R12.1."""
    assert publish_by(decided, 20, CALENDAR) == due


@pytest.mark.parametrize("number,due", [(1, date(2026, 11, 3)), (5, date(2026, 11, 9)), (20, date(2026, 11, 30))])
def test_the_day_that_the_scheme_sets(number, due):
    """R12.1."""
    assert publish_by(date(2026, 11, 2), number, CALENDAR) == due


def test_days_off_that_are_not_known_are_not_guessed():
    """R12.1."""
    with pytest.raises(UnknownYear):
        publish_by(date(2031, 1, 1), 20, CALENDAR)


@pytest.mark.parametrize(
    "shown,last", [(date(2026, 11, 2), date(2026, 11, 9)), (date(2026, 11, 7), date(2026, 11, 13)), (date(2026, 9, 29), date(2026, 10, 12))]
)
def test_the_time_for_objections_is_full_working_days_after_the_day_it_was_shown(shown, last):
    """M3, R12.1."""
    assert objections_until(shown, 5, CALENDAR) == last


def test_shown_on_the_last_day_for_it_a_conclusion_can_still_be_published_in_time_and_a_working_day_later_not():
    """R12.1, M3: for every decision of a year."""
    for decided in days(date(2026, 1, 1), date(2026, 9, 30)):
        due = publish_by(decided, 20, CALENDAR)
        latest = show_by(due, 5, CALENDAR)
        assert objections_until(latest, 5, CALENDAR) < due
        following = next(day for day in days(latest + timedelta(days=1), due) if CALENDAR.is_working_day(day))
        assert objections_until(following, 5, CALENDAR) >= due


def test_personal_data_are_named_with_their_place():
    """F8, R12.2: each of what is found; a text without any is passed over."""
    found = personal_places({"甲": "电话 138 1234 5678，邮箱 a.b@c.edu.cn", "乙": "学生 5200 人，教职成司函〔2016〕37号"})
    assert found == ["甲：疑似手机号码“138 1234 5678”，不能公开", "甲：疑似电子邮箱“a.b@c.edu.cn”，不能公开"]
