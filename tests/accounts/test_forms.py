import pytest
from django.test import RequestFactory

from apps.accounts.forms import SignAgainForm
from config.roles import Role


@pytest.fixture
def request_of(holder):
    person = holder(Role.PRINCIPAL, "school")
    person.set_password("渭水东流2026")
    person.save()
    request = RequestFactory().post("/")
    request.user = person
    return request


@pytest.mark.parametrize("password,signed", [("渭水东流2026", True), (" 渭水东流2026", False), ("wrong", False), ("", False)])
def test_signing_again_asks_for_the_password_as_it_is(request_of, password, signed):
    assert SignAgainForm({"password": password}, request=request_of).is_valid() == signed


def test_wrong_passwords_when_signing_again_lock_out_too(request_of):
    for _ in range(5):
        assert not SignAgainForm({"password": "wrong"}, request=request_of).is_valid()
    assert not SignAgainForm({"password": "渭水东流2026"}, request=request_of).is_valid()
    assert request_of.axes_locked_out
