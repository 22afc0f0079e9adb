import pytest
from django.test import Client

from apps.accounts.models import User
from apps.audit.models import Entry
from config.roles import Role

PASSWORD, NEW = "渭水东流去如箭2026", "华山论剑又一回2026"


@pytest.fixture
def person(holder):
    user = holder(Role.PRINCIPAL, "school")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, person, password=PASSWORD, **address):
    return client.post("/sign-in/", {"username": person.username, "password": password}, **address)


def change(client, old=PASSWORD, new=NEW):
    return client.post("/password/", {"old_password": old, "new_password1": new, "new_password2": new})


def test_who_signs_in_stands_at_the_desk(client, person):
    assert sign_in(client, person).url == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_after_signing_in_one_goes_on_where_one_wanted_to_but_not_elsewhere(client, person):
    assert client.post("/sign-in/?next=/notices/", {"username": person.username, "password": PASSWORD}).url == "/notices/"
    client.logout()
    answer = client.post("/sign-in/?next=https://example.org/", {"username": person.username, "password": PASSWORD})
    assert answer.url == "/desk/"


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client, person):
    wrong = sign_in(client, person, "wrong")
    unknown = client.post("/sign-in/", {"username": "nobody", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_a_closed_account_does_not_sign_in_and_is_out_at_once(client, person):
    sign_in(client, person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/desk/").url.startswith("/sign-in/")
    assert sign_in(client, person).status_code == 200
    assert client.get("/desk/").url.startswith("/sign-in/")


def test_five_wrong_passwords_lock_the_person_at_that_address_and_nobody_else(client, person, holder):
    answers = [sign_in(client, person, "wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert sign_in(client, person).status_code == 429
    assert sign_in(client, person, REMOTE_ADDR="192.0.2.7").status_code == 302
    other = holder(Role.PRINCIPAL, "school")
    other.set_password(PASSWORD)
    other.save()
    assert sign_in(Client(), other).status_code == 302


def test_one_success_forgets_the_failures_before_it(client, person):
    for _ in range(2):
        assert [sign_in(client, person, "wrong").status_code for _ in range(4)] == [200] * 4
        assert sign_in(client, person).status_code == 302
        client.logout()


def test_who_came_and_went_stands_in_the_log(client, person):
    """N1: by his own hand; a failure is the lock-out's, and a second press of signing out is nobody's."""
    sign_in(client, person, "wrong")
    sign_in(client, person)
    for _twice in range(2):
        client.post("/sign-out/")
    assert [(entry.verb, entry.by) for entry in Entry.objects.about(person)][-2:] == [("sign_in", person), ("sign_out", person)]


def test_signing_out_asks_for_a_post(client, person):
    client.force_login(person)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/desk/").url.startswith("/sign-in/")


def test_who_was_given_a_password_first_chooses_his_own(client, person):
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    assert sign_in(client, person).url == "/password/"
    for address in ["/desk/", "/notices/", "/nowhere/"]:
        assert client.get(address).url == "/password/"
    assert client.post("/notices/read/").url == "/password/"
    assert client.get("/password/").status_code == 200
    assert change(client).url == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_the_password_handed_out_does_not_do_as_ones_own(client, person):
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    sign_in(client, person)
    assert change(client, new=PASSWORD).context["form"].errors.keys() == {"new_password1"}
    assert client.get("/desk/").url == "/password/"


@pytest.mark.parametrize("weak", ["short", "12345678901234", "password123"])
def test_a_weak_password_is_refused_and_the_old_one_stays(client, person, weak):
    client.force_login(person)
    assert change(client, new=weak).status_code == 200
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_a_change_of_password_is_on_record_and_ends_the_other_sessions(client, person):
    elsewhere = Client()
    for browser in [client, elsewhere]:
        sign_in(browser, person)
    change(client)
    assert client.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").url.startswith("/sign-in/")
    entry = Entry.objects.about(person).get(verb="change_password")
    assert (entry.verb, entry.by, entry.before, entry.after) == ("change_password", person, {}, {})


def test_a_password_is_not_changed_without_the_old_one(client, person):
    client.force_login(person)
    assert change(client, old="wrong").context["form"].errors.keys() == {"old_password"}
    assert not Entry.objects.about(person).exists()
