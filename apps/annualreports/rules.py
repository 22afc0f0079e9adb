"""When a yearly report is due, when it is late and when it is chased; figures quoted in a text (R5.1): pure functions, no database and no clock."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

#: From this day of its year on a report is asked for (L2).
CHASED_FROM = (11, 1)
#: At most once in so long.
BETWEEN_CHASES = timedelta(days=7)

TOKEN = re.compile(r"\{(Y\d{2})\}")


def due(year: int) -> date:
    """The last day on which the report of ``year`` is in time: 31 December of it (R5.1)."""
    return date(year, 12, 31)


def days_late(year: int, day: date) -> int:
    """By how many days a report of ``year`` lodged on ``day`` is late: 1 on 1 January; 0 where it is not (R5.1)."""
    return max(0, (day - due(year)).days)


def is_late(year: int, day: date) -> bool:
    return days_late(year, day) > 0


def year_asked(day: date) -> int:
    """The year whose report is asked for on ``day``: from 1 November its own, before that the year before, which is late (L2)."""
    return day.year if (day.month, day.day) >= CHASED_FROM else day.year - 1


def is_chase_due(day: date, last: date | None) -> bool:
    """Whether somebody asked on ``last`` (None: never for this year) may be asked again on ``day``: weekly at most."""
    return last is None or day - last >= BETWEEN_CHASES


def years_to_begin(day: date, begun) -> list[int]:
    """The years of which a report can be begun on ``day``: this one and the one before, without those ``begun``."""
    return [year for year in (day.year, day.year - 1) if year not in set(begun)]


def collected_in(year: int) -> int:
    """The school year whose status data are collected in the calendar year: it has ended, and its data are accepted in the autumn."""
    return year - 1


def read(text: str, words: Mapping[str, str]) -> str:
    """``text`` with the figures in place of their tokens: ``{Y02}`` → 78; ``words``: figure by code."""
    return TOKEN.sub(lambda token: words.get(token[1], token[0]), text)


def unfounded(text: str, words: Mapping[str, str]) -> list[str]:
    """The tokens of ``text`` that stand for no figure of the year, each once, in their order."""
    return [code for code in dict.fromkeys(match[1] for match in TOKEN.finditer(text)) if code not in words]
