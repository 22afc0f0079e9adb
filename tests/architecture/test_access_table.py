"""Every address × every role (A4): an address without a row fails, and so does a row without an address."""

from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from apps.accounts.models import User
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
def place(tree, holder):
    """``place(whose, role)``: a new person of that role will ask."""

    def there(whose, role):
        level = max(LEVELS[role])
        made, _ = User.objects.get_or_create(username="made", name="示例经手人")
        return Place(whose, tree[UNITS[whose][4]], made, holder(role, UNITS["own"][level]), tree[UNITS[whose][level]])

    return there


@contextmanager
def undone():
    """Nothing stays of what is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ask(place, settings, tmp_path):
    """``ask(row, role, whose)``: what that role is answered, on the object of ``arguments`` or on one made for it; nothing of it stays."""
    settings.MEDIA_ROOT = tmp_path

    def answer(row, role, whose, *, arguments=None, signed_in=True):
        with undone():
            there, client = place(whose, role), Client()
            if signed_in:
                client.force_login(there.user)
            address = reverse(row.name, kwargs=row.make(there) if arguments is None else arguments)
            response = getattr(client, row.method)(address, row.data(there) if callable(row.data) else row.data)
            if response.streaming:
                list(response.streaming_content)  # Read to its end, which closes the file.
        return response

    return answer


@pytest.fixture
def ask_all(ask, place):
    """``ask_all(row, whose)``: role -> the status it is answered, each as if nobody had asked before."""

    def answers(row, whose):
        with undone():
            there = place(whose, Role.PRINCIPAL)
            arguments = row.make(there)
            if not there.personal:
                return {role: ask(row, role, whose, arguments=arguments).status_code for role in Role}
        return {role: ask(row, role, whose).status_code for role in Role}

    return answers


def test_every_address_has_a_row_and_every_row_an_address():
    assert {row.name for row in ROWS} == set(addresses(get_resolver().url_patterns))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_is_answered_as_the_table_says(row, ask_all):
    own, strangers = (ask_all(row, whose) for whose in UNITS)
    assert {role: (own[role], strangers[role]) for role in Role} == row.expected()


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
