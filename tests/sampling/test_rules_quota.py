"""How many a year must draw (R8.1, R1.2)."""

from fractions import Fraction

import pytest

from apps.sampling.rules.frame import Place
from apps.sampling.rules.quota import areas, quota, wanted

THIRD = Fraction(1, 3)


@pytest.mark.parametrize("total, schools", [(309, 103), (310, 104), (311, 104), (312, 104), (313, 105), (0, 0), (1, 1)])
def test_a_third_is_rounded_up(total, schools):
    """R8.1."""
    assert wanted(total, THIRD) == schools


@pytest.mark.parametrize("reached, years, least", [(0, 5, 21), (21, 4, 21), (104, 3, 0), (120, 3, 0), (100, 1, 4), (0, 1, 104)])
def test_what_is_left_is_spread_over_the_years_left(reached, years, least):
    assert quota(310, THIRD, reached, years).least == least


def test_a_地市_that_waits_can_ask_for_more_than_the_share_does():
    """R1.2: every 地市 by the end of the cycle."""
    assert quota(30, THIRD, 9, 2, waiting=8).least == 4
    assert quota(30, THIRD, 10, 1, waiting=3).least == 3


def test_without_a_year_left_there_is_no_quota():
    with pytest.raises(ValueError, match="没有剩余"):
        quota(30, THIRD, 0, 0)


def test_a_地市_without_schools_in_scope_is_not_counted_and_one_all_out_is_shown_with_its_reason():
    """R8.1."""

    rows = [
        ("610100", Place.IN, "R8.1"), ("610100", Place.OUT, "R8.3"),
        ("610200", Place.OUT, "R8.3"), ("610200", Place.OUT, "R8.4"),
        ("610300", Place.OUT, "R1.6"), ("610400", Place.MANDATORY, "R8.2"),
    ]  # fmt: skip
    assert [(each.code, each.schools, each.covered, each.blocked) for each in areas(rows, ["610100"])] == [
        ("610100", 2, True, ""), ("610200", 2, False, "2 所学校都不能参加（R8.3、R8.4）"), ("610400", 1, False, ""),
    ]  # fmt: skip
