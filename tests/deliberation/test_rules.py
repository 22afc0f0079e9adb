"""How a review is concluded (R10) and when a committee has resolved (J2): every cell and every edge."""

from fractions import Fraction
from itertools import product

import pytest

from apps.deliberation.rules import Conclusion, conclude, count, needed_for_quorum, needed_to_carry, working

E, T, A = Conclusion.EFFECTIVE, Conclusion.TO_IMPROVE, Conclusion.ABNORMAL
BOTH, AIMED, SHOWN, NEITHER = (True, True), (True, False), (False, True), (False, False)
# R10.6: three bands by four answers: twelve cells.
CELLS = {
    ("many", BOTH): E, ("many", AIMED): T, ("many", SHOWN): T, ("many", NEITHER): T,
    ("middle", BOTH): T, ("middle", AIMED): T, ("middle", SHOWN): T, ("middle", NEITHER): T,
    ("few", BOTH): T, ("few", AIMED): T, ("few", SHOWN): T, ("few", NEITHER): A,
}  # fmt: skip
BANDS = {"many": range(12, 17), "middle": (10, 11), "few": range(10)}


@pytest.mark.parametrize("band, answers", CELLS)
def test_the_twelve_cells(band, answers):
    """R10.1–R10.6."""
    assert {conclude(agreeing, *answers) for agreeing in BANDS[band]} == {CELLS[band, answers]}


def test_the_table_leaves_no_count_and_no_answer_out():
    """R10.5: there are always sixteen."""
    assert sorted(n for band in BANDS.values() for n in band) == list(range(17))
    assert set(CELLS) == set(product(BANDS, [BOTH, AIMED, SHOWN, NEITHER]))


@pytest.mark.parametrize("agreeing, conclusion", [(12, E), (11, T), (10, T)])
def test_eleven_is_one_too_few(agreeing, conclusion):
    """R10.2, R10.4."""
    assert conclude(agreeing, True, True) == conclusion


@pytest.mark.parametrize("agreeing, conclusion", [(9, A), (10, T)])
def test_ten_is_not_abnormal(agreeing, conclusion):
    """R10.3."""
    assert conclude(agreeing, False, False) == conclusion


@pytest.mark.parametrize("agreeing", [-1, 17])
def test_there_are_sixteen_elements_and_no_more(agreeing):
    """R10.5."""
    with pytest.raises(ValueError):
        conclude(agreeing, True, True)


@pytest.mark.parametrize("agreeing, answers", list(product(range(17), [BOTH, AIMED, SHOWN, NEITHER])))
def test_the_working_shows_all_three_and_exactly_one_holds(agreeing, answers):
    lines = working(agreeing, *answers)
    assert [line.rule for line in lines] == ["R10.2", "R10.3", "R10.4"]
    assert [line.conclusion for line in lines if line.holds] == [conclude(agreeing, *answers)]
    assert all(str(agreeing) in line.words for line in lines)


@pytest.mark.parametrize("seats, present", [(13, 9), (12, 8), (3, 2), (1, 1)])
def test_two_thirds_of_the_members_are_rounded_up(seats, present):
    assert needed_for_quorum(seats, Fraction(2, 3)) == present


@pytest.mark.parametrize("voting, votes", [(10, 6), (11, 6), (9, 5), (1, 1)])
def test_half_the_votes_are_not_more_than_half(voting, votes):
    assert needed_to_carry(voting, Fraction(1, 2)) == votes


def tally(choices, seats=12, present=10):
    return count(seats, present, choices, quorum=Fraction(2, 3), majority=Fraction(1, 2))


def test_a_conclusion_is_carried_by_more_than_half_of_those_present():
    assert tally([T] * 6 + [E] * 4).carried == T
    assert tally([T] * 5 + [E] * 5).carried is None
    assert tally([T] * 5 + [""] * 5).carried is None
    assert tally([T] * 6).open == 4


def test_without_a_quorum_nothing_is_carried():
    assert tally([T] * 7, present=7).carried is None
    assert [tally([], present=n).quorate for n in (7, 8)] == [False, True]
