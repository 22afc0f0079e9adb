from functools import cache

import pytest

from apps.dictionary import reference, selectors


@cache
def _book():
    return selectors.book(reference.load().pk)


@pytest.fixture
def book(db):
    """The shipped dictionary as it comes back from the database; a Book needs no database once it is made."""
    return _book()
