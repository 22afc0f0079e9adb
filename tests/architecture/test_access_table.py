"""Every address × every role (A4): an address without a row fails, and so does a row without an address."""

from contextlib import contextmanager
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Asker:
    """A person of a role, at the unit of the first branch where it is held, and his browser."""

    role: Role
    user: User
    client: Client


@pytest.fixture
def asker(holder):
    """``asker(role)``: a new one, signed in."""

    def make(role):
        client = Client()
        client.force_login(user := holder(role, UNITS["own"][max(LEVELS[role])]))
        return Asker(role, user, client)

    return make


@pytest.fixture
def place(tree):
    """``place(whose, asker)``: where that person will ask."""

    def there(whose, asker):
        made, _ = User.objects.get_or_create(username="made", name="示例经手人")
        return Place(whose, tree[UNITS[whose][4]], made, asker.user, tree[UNITS[whose][max(LEVELS[asker.role])]])

    return there


@contextmanager
def undone():
    """Nothing stays of what is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ask(place, settings, tmp_path):
    """``ask(row, asker, whose)``: what that person is answered, on the object of ``arguments`` or on one made for him; nothing of it stays."""
    settings.MEDIA_ROOT = tmp_path

    def answer(row, asker, whose, arguments=None):
        with undone():
            there = place(whose, asker)
            address = reverse(row.name, kwargs=row.make(there) if arguments is None else arguments)
            response = getattr(asker.client, row.method)(address, row.data(there) if callable(row.data) else row.data)
            if response.streaming:
                list(response.streaming_content)  # Read to its end, which closes the file.
        return response

    return answer


@pytest.fixture
def ask_all(ask, place):
    """``ask_all(row, askers, whose)``: role -> the status it is answered, each as if nobody had asked before."""

    def answers(row, askers, whose):
        with undone():
            there = place(whose, askers[0])
            arguments = row.make(there)
            if not there.personal:
                return {asker.role: ask(row, asker, whose, arguments).status_code for asker in askers}
        return {asker.role: ask(row, asker, whose).status_code for asker in askers}

    return answers


def test_every_address_has_a_row_and_every_row_an_address():
    assert {row.name for row in ROWS} == set(addresses(get_resolver().url_patterns))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_is_answered_as_the_table_says(row, asker, ask_all):
    askers = [asker(role) for role in Role]
    own, strangers = (ask_all(row, askers, whose) for whose in UNITS)
    assert {role: (own[role], strangers[role]) for role in Role} == row.expected()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_has_not_signed_in_is_sent_to_do_so_but_for_the_public_addresses(row, asker, ask):
    response = ask(row, replace(asker(Role.PRINCIPAL), client=Client()), "own")
    if row.anonymous is None:
        assert response.status_code == 302
        assert response.url.startswith("/sign-in/?next=")
    else:
        assert response.status_code == row.anonymous


def test_the_public_addresses_are_the_listed_few():
    assert {row.name for row in ROWS if row.anonymous is not None} == PUBLIC
