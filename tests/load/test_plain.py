"""The yardstick of the benchmark is worth something only while it computes the same."""

import ast
import uuid

import pytest

from apps.dictionary.computing import compute
from apps.dictionary.figures import figures
from apps.dictionary.language.evaluate import program
from apps.dictionary.selectors import book_for
from apps.statusdata.demonstration.forms import made_up
from tests.load import plain, plain_indicators
from tests.load.bench import differing


@pytest.fixture
def book(edition):
    return book_for(2025)


def test_the_plain_formulas_are_those_of_the_dictionary(book):
    """After a change: ``python -m tests.load formulas``."""
    assert ast.dump(ast.parse(plain.written(book, program(book)))) == ast.dump(ast.parse(plain.TARGET.read_text()))


@pytest.mark.parametrize("code", ["3661900001", "3661900030", "3661900062"])
@pytest.mark.parametrize("without", [None, "F05", "F08", "F10", "F17"])
def test_the_plain_formulas_give_the_same_to_the_last_digit(book, code, without):
    """E0: also where a whole form is empty."""
    forms = made_up(code, "一般", 2025, book=book, file=str(uuid.uuid4()))
    forms.pop(without, None)
    given = figures(book, {form: list(enumerate(held)) if isinstance(held, list) else held for form, held in forms.items()})
    read = {form: [row.cells for row in held] if isinstance(held, tuple) else held for form, held in given.forms.items()}
    assert differing(compute(book, given), plain_indicators.compute(read, {}, {})) == []
