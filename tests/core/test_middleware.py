"""Who really asks, behind proxies and in the face of made-up headers."""

from ipaddress import ip_network

import pytest
from django.core.cache import cache
from django.http import HttpResponse

from apps.accounts.models import User
from apps.core.middleware import TrueAddress, client_address
from config.roles import Role

OURS = [ip_network("10.0.0.0/8"), ip_network("127.0.0.1"), ip_network("fd00::/8")]
PASSWORD = "a long enough passphrase"


@pytest.mark.parametrize(
    "peer, forwarded, address",
    [
        ("10.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "192.0.2.66, 203.0.113.5", "203.0.113.5"),  # the left one was sent by the client himself
        ("10.0.0.1", "203.0.113.5, 10.0.0.7", "203.0.113.5"),  # two proxies of ours
        ("10.0.0.1", "10.9.9.9, 203.0.113.5, 10.0.0.7", "203.0.113.5"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.5, unknown", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.5,, 10.0.0.7", "10.0.0.7"),
        ("10.0.0.1", "10.0.0.8, 10.0.0.7", "10.0.0.8"),  # somebody inside
        ("::ffff:10.0.0.1", "2001:db8::5", "2001:db8::5"),
        ("fd00::1", "::ffff:203.0.113.5", "203.0.113.5"),
        ("203.0.113.9", "192.0.2.66", "203.0.113.9"),
    ],
)
def test_the_nearest_hop_that_is_no_proxy_of_ours_is_who_asks(peer, forwarded, address):
    assert client_address(peer, forwarded, OURS) == address


@pytest.fixture
def seen(rf, settings):
    """What stands in the request after the middleware."""

    def ask(proxies, **headers):
        settings.TRUSTED_PROXIES = proxies
        request = rf.get("/", **headers)
        TrueAddress(lambda request: HttpResponse())(request)
        return {name: value for name, value in request.META.items() if name == "REMOTE_ADDR" or "FORWARDED" in name}

    return ask


def test_without_proxies_no_header_is_believed(seen):
    forged = {"HTTP_X_FORWARDED_FOR": "192.0.2.66", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_FORWARDED": "for=192.0.2.66"}
    assert seen([], REMOTE_ADDR="203.0.113.5", **forged) == {"REMOTE_ADDR": "203.0.113.5"}
    assert seen(OURS, REMOTE_ADDR="203.0.113.5", **forged) == {"REMOTE_ADDR": "203.0.113.5"}
    assert seen(OURS, REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="192.0.2.66") == {"REMOTE_ADDR": ""}


def test_a_proxy_of_ours_says_who_asks_and_whether_in_cipher(seen):
    given = seen(OURS, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.5", HTTP_X_FORWARDED_PROTO="https")
    assert (given["REMOTE_ADDR"], given["HTTP_X_FORWARDED_PROTO"]) == ("203.0.113.5", "https")


@pytest.fixture
def sign_in(db, client, settings):
    settings.TRUSTED_PROXIES = OURS
    User.objects.create_user("zhang", password=PASSWORD, name="张")

    def post(password, forwarded, peer="10.0.0.1"):
        given = {"username": "zhang", "password": password}
        return client.post("/sign-in/", given, REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded}).status_code

    return post


def test_who_guesses_behind_the_proxy_is_locked_out_and_others_behind_it_are_not(sign_in):
    assert [sign_in("wrong", "203.0.113.5") for _ in range(5)] == [200, 200, 200, 200, 429]
    assert sign_in(PASSWORD, "203.0.113.5") == 429
    assert sign_in(PASSWORD, "203.0.113.77") == 302


def test_a_made_up_header_does_not_shake_off_the_lock_out(sign_in):
    assert [sign_in("wrong", f"192.0.2.{n}, 203.0.113.5") for n in range(5)][-1] == 429
    assert [sign_in("wrong", f"192.0.2.{n}", peer="203.0.113.6") for n in range(5)][-1] == 429


def test_a_made_up_header_does_not_shake_off_the_throttle(db, client):
    """The open interface counts by the address that asks."""
    cache.clear()
    answers = [client.get("/api/v1/schools/", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(122)]
    cache.clear()
    assert answers == [200] * 120 + [429] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/work/610000/people/?q=%00", "/work/610000/units/?q=a%00b"])
def test_a_nul_in_what_is_asked_makes_no_sense_and_is_no_fault(client, holder, address):
    client.force_login(holder(Role.PROVINCE_OFFICER, "shaanxi"))
    assert client.get(address).status_code == 400
    assert client.get(address.replace("%00", "x")).status_code == 200
