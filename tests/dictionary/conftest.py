import pytest
from django.db import transaction

from apps.dictionary import reference, selectors


@pytest.fixture(scope="session")
def book(django_db_setup, django_db_blocker):
    """The shipped dictionary, read back from the database, which is left as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        book = selectors.book(reference.load().pk)
        transaction.set_rollback(True)
    return book
