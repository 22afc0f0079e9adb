from decimal import Decimal

import pytest

from apps.dictionary.book import Indicator
from apps.indicators.wording import change_words, differ, group_words, value_words


def indicator(places=None, roll="sum"):
    return Indicator("K001", "示例", "", places, "F13.enrolled", "up", "", roll, "", "", "")


@pytest.mark.parametrize("given,value,words", [
    (indicator(), "162.50000000000000000000", "162.5"), (indicator(2), "2428.99850523168908819133", "2\u202f429.00"),
    (indicator(0), "669.00000000000000000000", "669"), (indicator(0, "share"), "1", "是"), (indicator(0, "share"), "0", "否"), (indicator(), None, "—"),
])  # fmt: skip
def test_a_value_loses_the_noughts_of_its_column_and_a_yes_is_said_as_such(given, value, words):
    """E0."""
    assert value_words(given, value and Decimal(value)) == words


@pytest.mark.parametrize("given,value,words", [
    (indicator(0), "934.5", "934.5"), (indicator(0), "669", "669"), (indicator(), "1.23456", "1.23"), (indicator(0, "share"), "50", "50.0%"),
    (indicator(2), None, "—"),
])  # fmt: skip
def test_a_median_may_lie_half_way_and_a_share_is_a_percentage(given, value, words):
    """E1."""
    assert group_words(given, value and Decimal(value)) == words


@pytest.mark.parametrize(
    "value,before,words", [("669", "650", "＋19"), ("650", "669", "－19"), ("5", "5", "不变"), ("5", None, "—"), (None, "5", "—")]
)
def test_a_change_has_its_sign(value, before, words):
    assert change_words(indicator(0), value and Decimal(value), before and Decimal(before)) == words


@pytest.mark.parametrize("value,before,words", [("1.985", "2.244", "－0.25"), ("91.114", "90.816", "＋0.29"), ("1.001", "1.002", "0.00")])
def test_a_change_is_that_of_the_figures_shown_beside_it(value, before, words):
    """E0: 1.99 and 2.24, 91.11 and 90.82."""
    assert change_words(indicator(2), Decimal(value), Decimal(before)) == words


def test_two_figures_differ_much_from_a_tenth_on():
    """E2."""
    assert [differ(Decimal(100), Decimal(other)) for other in (95, 90, 89, 120)] == [False, False, True, True]
    assert differ(None, Decimal(1)) is False
