import pytest

from apps.audit.services import seal
from apps.disclosure.services import announcements, conclusions
from apps.disclosure.services.publications import withdraw
from config.roles import Role

CARD = "/card/3661000001/"


@pytest.fixture
def copy(public, tree):
    return public(tree["school"]).copy


def test_a_card_tells_what_stands_in_public_of_a_school(client, copy):
    """R12.3, M6: in a sentence, with its code and the way to the page."""
    page = client.get(CARD).content.decode()
    assert "五项办学条件中" in page
    assert copy.code in page
    assert 'href="/schools/3661000001/"' in page


def test_the_card_alone_may_stand_in_a_frame_of_another_site(client, copy):
    """R12.3, N: no other page lets itself be framed."""
    card, others = client.get(CARD), [client.get(address) for address in ["/", "/schools/3661000001/", "/voice/say/?about=3661000001", "/sign-in/"]]
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    assert "script-src 'self'" in card["Content-Security-Policy"]
    assert {(page["X-Frame-Options"], "frame-ancestors 'none'" in page["Content-Security-Policy"]) for page in others} == {("DENY", True)}


def test_there_is_no_card_of_what_is_not_in_public(client, public, people, tree):
    """R12.3, M4."""
    assert client.get(CARD).status_code == 404
    publication = public(tree["school"])
    withdraw(publication, by=people["publisher"], note="更正")
    assert client.get(CARD).status_code == 404


def test_the_school_finds_the_words_for_its_own_site(client, copy, holder, settings):
    """R12.3: nobody else is offered them."""
    client.force_login(holder(Role.PRINCIPAL, "school"))
    page = client.get("/work/3661000001/publications/").content.decode()
    assert f"&lt;iframe src=&quot;{settings.SITE_URL}{CARD}" in page.replace('"', "&quot;")
    client.force_login(holder(Role.PROVINCE_OFFICER, "shaanxi"))
    assert "iframe" not in client.get("/work/610000/publications/").content.decode()


def test_a_card_tells_the_conclusion_that_stands(client, copy, concluded, people, tree):
    """R12.3: with the way to it."""
    announcement = announcements.propose(concluded(tree["school"]), by=people["proposer"])
    announcements.show(announcement, by=people["publisher"])
    assert "复核结论" not in client.get(CARD).content.decode()  # Its entries are not sealed yet.
    seal()
    conclusions.release()
    page = client.get(CARD).content.decode()
    assert "年复核结论" in page
    assert "/conclusions/3661000001/" in page
