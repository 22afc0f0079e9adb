"""What follows a confirmed conclusion, at its edges (R8.5, R11.1, R11.2)."""

from datetime import date

import pytest

from apps.deliberation.rules import Conclusion
from apps.followup import rules

DAY = date(2026, 11, 22)


@pytest.mark.parametrize("due, words", [(None, "请定整改期限"), (DAY, "应晚于"), (date(2026, 11, 21), "应晚于"), (date(2026, 11, 23), "")])
def test_an_order_sets_a_day_to_come(due, words):
    """R11.2."""
    said = rules.wrong_due(due, DAY)
    assert words in said
    assert bool(said) == bool(words)


def test_an_order_is_for_an_abnormal_conclusion():
    """R11.2: by the code that R10.3 gives it."""
    assert rules.ORDERED == Conclusion.ABNORMAL


@pytest.mark.parametrize("day, over", [(date(2026, 11, 21), False), (DAY, False), (date(2026, 11, 23), True)])
def test_the_three_years_are_over_the_day_after_their_last(day, over):
    """R8.5."""
    assert rules.ran_out(DAY, day) is over
    assert rules.ran_out(None, day) is False


@pytest.mark.parametrize("due, is_late", [(DAY, False), (date(2026, 11, 21), True), (None, False)])
def test_the_day_itself_is_in_time(due, is_late):
    assert rules.late(due, DAY) is is_late


@pytest.mark.parametrize("unanswered, unfinished, lines", [(0, 0, 0), (1, 0, 1), (0, 1, 1), (2, 3, 2)])
def test_a_school_sums_up_when_all_is_done(unanswered, unfinished, lines):
    """R11.1."""
    assert len(rules.not_summed_up(unanswered, unfinished)) == lines
