"""The days of the demonstration: visits are on working days."""

from datetime import timedelta

from apps.core.dates import UnknownYear, calendar


def working(day):
    """Whether ``day`` is a working day; where the holidays of its year are not known yet, whether it is a weekday."""
    try:
        return calendar().is_working_day(day)
    except UnknownYear:
        return day.weekday() < 5


def held(day):
    """``day``, or the next working day after it."""
    while not working(day):
        day += timedelta(days=1)
    return day
