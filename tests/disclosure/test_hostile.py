"""What no honest reader types is answered like anything else that is not there."""

import pytest


@pytest.mark.parametrize("address", ["/schools/?q=%00", "/schools/?q=%ED%A0%80", "/api/v1/schools/?q=%00",
                                     "/conclusions/?q=%00&province=%00&year=%00&conclusion=%00", "/conclusions/?q=%ED%A0%80", "/teams/?q=%00&year=%00",
                                     "/api/v1/conclusions/?q=%00"])  # fmt: skip
def test_a_sign_that_the_database_cannot_keep_finds_nothing(client, db, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("typed", ["a/b", "..", ".", "%00", "/", "?#", "一二三"])
def test_what_is_no_code_is_told_so(client, db, typed):
    """M8."""
    response = client.get("/verify/", {"code": typed}, follow=True)
    assert response.redirect_chain[0][0].startswith("/verify/")
    assert response.status_code == 404
    assert "没有这个验证码" in response.content.decode()


def test_a_code_is_read_however_it_was_typed(client, db):
    """M8: the redirect goes to the one address of the code."""
    assert client.get("/verify/", {"code": " 7k2m 94qd "}).url == "/verify/7K2M-94QD/"


@pytest.mark.parametrize("address", ["/schools/X/99999999999999999999/", "/data/99999999999999999999/schools.csv", "/provinces/610000/?year=%00",
                                     "/conclusions/X/99999999999999999999/",
                                     "/conclusions/?year=9999", "/conclusions/?year=99999999999999999999", "/teams/?year=99999999999999999999",
                                     "/data/99999999999999999999/conclusions.csv", "/api/v1/conclusions/X/99999999999/", "/conclusions/receipts/%00/",
                                     "/data/2024/schools.csv?province=%00", "/data/2024/conclusions.csv?province=%00&q=%00"])  # fmt: skip
def test_a_year_beyond_every_calendar_is_no_error(client, db, address):
    assert client.get(address).status_code in (200, 404)


@pytest.mark.parametrize(
    "address,status",
    [
        ("/voice/?about=%00", 200), ("/voice/?about=%ED%A0%80", 200), ("/voice/?receipt=%00", 404), ("/voice/?page=x", 404), ("/voice/%00/", 404),
        ("/voice/say/?about=%ED%A0%80", 404), ("/papers/?province=%00", 200), ("/papers/00000000-0000-0000-0000-000000000000/", 404),
        ("/below/X/99999999999999999999/", 404), ("/below/610000/2025/?version=%00", 404), ("/card/X/", 404),
    ],
)  # fmt: skip
def test_what_society_may_type_breaks_nothing(client, db, address, status):
    """M7."""
    assert client.get(address).status_code == status
