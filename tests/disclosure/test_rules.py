from decimal import Decimal
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.dictionary import reference, selectors
from apps.disclosure.rules import usual_year, withheld

PARTS = ["tr_ent", "tr_farm", "tr_unemp", "tr_sold", "tr_dis", "tr_oth"]
SMALL = {"tr_sold", "tr_dis"}


@cache
def _book():
    return selectors.book(reference.load().pk)


@pytest.fixture
def book(db):
    return _book()


def figures(**forms):
    return {form: {code: Decimal(value) for code, value in cells.items()} for form, cells in forms.items()}


def training(*values):
    return dict(zip(PARTS, values, strict=True), tr_n=sum(values))


@pytest.mark.parametrize("count,hidden", [(0, set()), (1, {"F13.dropout"}), (4, {"F13.dropout"}), (5, set())])
def test_a_sensitive_count_of_one_to_four_is_withheld_with_its_indicators(book, count, hidden):
    """R12.2, E6: from the count of those who left follow K019 and K020."""
    assert withheld(book, figures(F13={"dropout": count, "begin_n": 669})) == (hidden, {"K019", "K020"} if hidden else set())


@pytest.mark.parametrize("cells,hidden", [({"disc": 3, "disc_s": 1}, {"disc", "disc_s"}), ({"disc": 9, "disc_s": 1}, {"disc_s"})])
def test_offences_are_withheld_with_the_indicator_that_rests_on_them(book, cells, hidden):
    """R12.2, E6."""
    expected = {f"F14.{code}" for code in hidden}, {"K035"} if "disc" in hidden else set()
    assert withheld(book, figures(F13={"enrolled": 669}, F14=cells)) == expected


def test_with_the_total_go_the_indicators_that_say_the_total(book):
    """E6."""
    _cells, indicators = withheld(book, figures(F17=training(0, 0, 0, 3, 0, 0), F13={"enrolled": 10}))
    assert indicators == {"K015", "K016"}


def test_what_is_not_sensitive_is_shown_however_small(book):
    """R12.1, E6."""
    assert withheld(book, figures(F08={"ft": 3, "e_post": 1, "e_bach": 1, "e_below": 1}, F13={"enrolled": 4})) == (set(), set())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@pytest.mark.usefixtures("book")
@given(values=st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_no_count_withheld_follows_from_the_sum_and_what_is_shown(values):
    """E6: for every small count withheld, another value of it fits what is shown as well."""
    cells = training(*values)
    found, _indicators = withheld(_book(), figures(F17=cells))
    hidden = {code for code in cells if f"F17.{code}" in found}
    few = {code for code in hidden if code in SMALL and cells[code] < 5}
    ranges = {code: (1, 4) if code in few else (1, 55) if code in hidden else (value, value) for code, value in cells.items()}
    assert all(len(possible(code, ranges)) > 1 for code in few)


def possible(code, ranges):
    """The values that a part can have where each cell lies in its range and the parts make up the total."""
    lowest, highest = (sum(ranges[part][end] for part in PARTS if part != code) for end in (0, 1))
    least, most = ranges["tr_n"]
    return [value for value in range(ranges[code][0], ranges[code][1] + 1) if lowest + value <= most and highest + value >= least]


@pytest.mark.parametrize(
    "schools,year",
    [
        ({2025: 1}, 2025),
        ({2025: 1, 2024: 62}, 2024),
        ({2025: 31, 2024: 62}, 2025),
        ({2026: 1, 2025: 3, 2024: 62}, 2024),
        ({2025: 30, 2024: 61}, 2024),
    ],
)
def test_a_province_is_shown_by_the_newest_year_with_half_the_schools_of_the_year_before(schools, year):
    """R12.2."""
    assert usual_year(schools) == year
