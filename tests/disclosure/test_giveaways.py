"""What stands beside a withheld count must not tell it (E6): whoever subtracts is left with more than one answer."""

from decimal import Decimal
from itertools import product

import pytest

from apps.dictionary import reference, selectors
from apps.disclosure.rules import FEWEST_SHOWN, withheld

PARTS = ["tr_ent", "tr_farm", "tr_unemp", "tr_sold", "tr_dis", "tr_oth"]
COUNTS = {"tr_sold", "tr_dis"}


@pytest.fixture
def book(db):
    return selectors.book(reference.load().pk)


def training(*parts, total=None):
    """The form of social training with its parts (None: empty) and their total."""
    given = dict(zip(PARTS, parts, strict=True)) | {"tr_n": sum(part or 0 for part in parts) if total is None else total}
    return {"F17": {code: Decimal(value) for code, value in given.items() if value is not None}}


def hidden(book, forms):
    cells, _indicators = withheld(book, forms)
    return {cell.removeprefix("F17.") for cell in cells}


def answers(count, gone, form):
    """The numbers a withheld count may be for a reader who knows the sum, and that what stands beside a count was the smallest term."""
    unknown = sorted(gone - {count})
    shown = [value for code, value in form.items() if code not in gone and value]
    most = int(min(shown, default=Decimal(12)))
    ranges = [range(1, FEWEST_SHOWN) if code in COUNTS and form[code] < FEWEST_SHOWN else range(1, most + 1) for code in unknown]
    known = {code: value for code, value in form.items() if code not in gone}
    for number in range(1, FEWEST_SHOWN):
        for others in product(*ranges):
            guess = known | dict(zip(unknown, others, strict=True)) | {count: number}
            if sum(guess.get(code, 0) for code in PARTS) == guess["tr_n"]:
                yield number
                break


@pytest.mark.parametrize(
    ("parts", "gone"),
    [
        ((40, 60, 0, 3, 0, 20), {"tr_sold", "tr_oth"}),
        ((40, 60, 0, 0, 0, 20), set()),
        ((40, 60, 0, 5, 0, 20), set()),
        ((40, 60, 0, 3, 2, 20), {"tr_sold", "tr_dis"}),
        ((0, 0, 0, 3, 0, 0), {"tr_sold", "tr_n"}),
    ],
)
def test_the_smallest_other_term_goes_with_a_small_count(book, parts, gone):
    """E6."""
    assert hidden(book, training(*parts)) == gone


def test_two_counts_that_only_one_pair_can_make_take_a_third_term_with_them(book):
    """E6: two withheld counts that come to 2 are 1 and 1."""
    assert hidden(book, training(40, 60, 0, 1, 1, 20)) == {"tr_sold", "tr_dis", "tr_oth"}


def test_an_empty_cell_is_read_as_nothing_by_who_subtracts(book):
    """E6: a school that leaves empty what is 0 gives its count away as well."""
    assert hidden(book, training(40, 60, None, 3, None, 20)) == {"tr_sold", "tr_oth"}


def test_parts_that_do_not_make_the_total_tell_nothing(book):
    assert hidden(book, training(40, 60, None, 3, None, 20, total=500)) == {"tr_sold"}


def test_what_rests_on_a_withheld_cell_is_withheld(book):
    """E6: the rates of leaving and staying tell the count, the share of pupils with a breach tells theirs."""
    forms = {"F13": {"dropout": Decimal(3), "begin_n": Decimal(700), "enrolled": Decimal(669)}, "F14": {"disc": Decimal(4), "disc_s": Decimal(0)}}
    cells, indicators = withheld(book, forms)
    assert cells == {"F13.dropout", "F14.disc"}
    assert indicators == {"K019", "K020", "K035"}


def test_no_count_withheld_can_be_reckoned_from_what_is_shown(book):
    """E6: over all small sums, each count withheld may still be more than one number."""
    for parts in product([0, 1, 3, 7], [0, 2, 9], [0], [0, 1, 2, 4, 5], [0, 1, 4], [0, 6]):
        form = training(*parts)
        gone = hidden(book, form)
        small = {code for code in COUNTS if 0 < form["F17"][code] < FEWEST_SHOWN}
        assert small <= gone
        assert all(len(list(answers(count, gone, form["F17"]))) > 1 for count in small), (parts, gone)
