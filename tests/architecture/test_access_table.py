"""Every address × every role (A4): an address without a row fails, and so does a row without an address."""

from importlib import import_module
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from config.roles import LEVELS, Role
from tests.architecture.table import UNITS, Place

TESTS = Path(__file__).parents[1]
ROWS = [row for path in sorted(TESTS.glob("*/addresses.py")) for row in import_module(f"tests.{path.parent.name}.addresses").ROWS]

#: The addresses that answer to whoever asks.
PAGES = ["home", "schools", "school", "year", "csv", "json", "province", "data", "schools_csv", "api_schools", "api_school", "verify", "verify_code",
         "conclusions", "conclusion", "content", "conclusion_content", "object", "receipt", "teams", "conclusions_csv", "api_conclusions", "api_conclusion", "api_nothing",
         "policies", "about", "corrections", "feed", "robots", "sitemap",
         "voice", "say", "said", "below_index", "below", "below_csv", "below_json", "papers", "paper", "paper_json", "paper_proof", "paper_file", "card"]  # fmt: skip
PUBLIC = {"accounts:sign_in", "jobs:health", "diagnosis:answer", *(f"disclosure:{page}" for page in PAGES)}


def addresses(patterns, namespace=""):
    """The full name of each address below ``patterns``."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            yield from addresses(pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)


@pytest.fixture
def place(tree):
    def make(whose, user, role):
        level = max(LEVELS[role])
        return Place(whose, user, tree[UNITS[whose][level]], tree[UNITS[whose][4]])

    return make


@pytest.fixture
def ask(place, holder, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def answer(row, role, whose, *, signed_in=True):
        """What one role is answered on an object made for it; nothing of it stays."""
        with transaction.atomic():
            user, client = holder(role, UNITS["own"][max(LEVELS[role])]), Client()
            there = place(whose, user, role)
            if signed_in:
                client.force_login(user)
            address = reverse(row.name, kwargs=row.make(there))
            response = getattr(client, row.method)(address, row.data(there) if callable(row.data) else row.data)
            if response.streaming:
                list(response.streaming_content)  # Read to its end, which closes the file.
            transaction.set_rollback(True)
        return response

    return answer


def test_every_address_has_a_row_and_every_row_an_address():
    assert {row.name for row in ROWS} == set(addresses(get_resolver().url_patterns))


#: Floors where a thing stands on all that lies below it and takes long to make, once for each role: of their rows the quick run asks every sixth.
HEAVY = {"schemes", "experts", "diagnosis", "sampling", "reviews", "deliberation", "followup", "annualreports", "disclosure"}


def sampled(rows):
    """The rows, those that only --all asks marked so."""
    heavy = [row for row in rows if row.name.partition(":")[0] in HEAVY]
    later = {id(row) for place, row in enumerate(heavy) if place % 6}
    return [pytest.param(row, marks=pytest.mark.slow, id=str(row)) if id(row) in later else pytest.param(row, id=str(row)) for row in rows]


@pytest.mark.parametrize("row", sampled(ROWS))
def test_each_role_is_answered_as_the_table_says(row, ask):
    answers = {role: tuple(ask(row, role, whose).status_code for whose in UNITS) for role in Role}
    assert answers == row.expected()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_has_not_signed_in_is_sent_to_do_so_but_for_the_public_addresses(row, ask):
    response = ask(row, Role.PRINCIPAL, "own", signed_in=False)
    if row.anonymous is None:
        assert response.status_code == 302
        assert response.url.startswith("/sign-in/?next=")
    else:
        assert response.status_code == row.anonymous


def test_the_public_addresses_are_the_listed_few():
    assert {row.name for row in ROWS if row.anonymous is not None} == PUBLIC
