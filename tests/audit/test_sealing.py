"""Sealing while others write: on two connections."""

import threading

import pytest
from django.db import connection, transaction

from apps.audit.models import Entry, Seal
from apps.audit.services import record, seal, verify
from apps.organizations.models import Level
from apps.organizations.services import open_unit


@pytest.fixture
def unit(transactional_db):
    return open_unit(level=Level.NATION, code="100000", name="国家")


def aside(function):
    """Do it on a connection of its own and wait for it."""

    def work():
        try:
            function()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_an_entry_that_commits_after_its_neighbours_were_sealed_comes_under_a_later_seal(unit):
    with transaction.atomic():
        record(by=None, verb="slow", target=unit)
        aside(lambda: record(by=None, verb="quick", target=unit))
        aside(seal)
        assert list(Entry.objects.filter(sealed=None).values_list("verb", flat=True)) == ["slow"]
    assert seal() == 1
    assert verify() == []


def test_two_who_seal_at_once_make_one_row_of_seals(unit):
    threads = [threading.Thread(target=aside, args=[lambda: (record(by=None, verb="x", target=unit), seal())]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal()
    assert list(Seal.objects.values_list("number", flat=True)) == list(range(1, Seal.objects.count() + 1))
    assert not Entry.objects.filter(sealed=None).exists()
    assert verify() == []
