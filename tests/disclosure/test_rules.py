from decimal import Decimal
from functools import cache
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.dictionary import reference, selectors
from apps.disclosure.rules import withheld

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
    found = withheld(book, figures(F13={"dropout": count, "begin_n": 669}))
    assert found.cells == hidden
    assert found.indicators == ({"K019", "K020"} if hidden else set())


@pytest.mark.parametrize("cells,hidden", [({"disc": 3, "disc_s": 1}, {"disc", "disc_s"}), ({"disc": 9, "disc_s": 1}, {"disc_s"})])
def test_offences_are_withheld_with_the_indicator_that_rests_on_them(book, cells, hidden):
    """R12.2, E6."""
    found = withheld(book, figures(F13={"enrolled": 669}, F14=cells))
    assert found.cells == {f"F14.{code}" for code in hidden}
    assert found.indicators == ({"K035"} if "disc" in hidden else set())


@pytest.mark.parametrize(
    "values,few,beside",
    [
        ((100, 60, 0, 3, 0, 7), {"tr_sold"}, {"tr_oth"}),
        ((100, 60, 8, 3, 2, 7), {"tr_sold", "tr_dis"}, set()),
        ((100, 60, 8, 5, 0, 7), set(), set()),
        ((0, 0, 0, 3, 0, 0), {"tr_sold"}, {"tr_n"}),
        # Two that add up to 2 are one each: a third has to go.
        ((1, 60, 0, 1, 0, 0), {"tr_sold"}, {"tr_ent", "tr_farm"}),
        ((90, 60, 0, 4, 4, 0), {"tr_sold", "tr_dis"}, {"tr_farm"}),
    ],
)
def test_the_smallest_other_term_of_a_sum_goes_with_a_count_it_would_give_away(book, values, few, beside):
    """E6: the kinds of people trained add up to the total."""
    found = withheld(book, figures(F17=training(*values)))
    assert (found.few, found.beside) == ({f"F17.{code}" for code in few}, {f"F17.{code}" for code in beside})


def test_with_the_total_go_the_indicators_that_say_the_total(book):
    """E6."""
    assert withheld(book, figures(F17=training(0, 0, 0, 3, 0, 0), F13={"enrolled": 10})).indicators == {"K015", "K016"}


def test_a_part_left_empty_counts_for_nothing_in_a_sum(book):
    """E6: 160 of 163 leave 3, whether the rest is 0 or not filled in."""
    found = withheld(book, figures(F17={"tr_ent": 100, "tr_farm": 60, "tr_sold": 3, "tr_n": 163}))
    assert found.beside == {"F17.tr_farm"}


def test_what_is_not_sensitive_is_shown_however_small(book):
    """R12.1, E6."""
    found = withheld(book, figures(F08={"ft": 3, "e_post": 1, "e_bach": 1, "e_below": 1}, F13={"enrolled": 4}))
    assert (found.cells, found.indicators) == (set(), set())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@pytest.mark.usefixtures("book")
@given(values=st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_no_count_withheld_follows_from_the_sum_and_what_is_shown(values):
    """E6: for every small count withheld, another value of it fits what is shown as well."""
    cells = training(*values)
    found = withheld(_book(), figures(F17=cells))
    hidden = [code for code in [*PARTS, "tr_n"] if f"F17.{code}" in found.cells]
    answers = [
        cells | dict(zip(hidden, guess, strict=True)) for guess in product(*([1, 2, 3, 4] if code in SMALL else range(1, 56) for code in hidden))
    ]
    fitting = [answer for answer in answers if sum(answer[code] for code in PARTS) == answer["tr_n"]]
    assert all(len({answer[code] for answer in fitting}) > 1 for code in hidden)
