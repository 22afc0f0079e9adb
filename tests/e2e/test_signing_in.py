import re

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User

pytestmark = pytest.mark.browser

PASSWORD = "a password for one story"


@pytest.fixture
def person(transactional_db):
    return User.objects.create_user("someone", password=PASSWORD, name="某某")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_sign_in_page_is_accessible_at_both_widths(page, live_server, assert_accessible, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/sign-in/")
    assert_accessible(page)


def test_a_person_signs_in_and_is_led_to_the_desk(page, person, sign_in, assert_accessible):
    sign_in(page, person.username, PASSWORD)
    expect(page).to_have_url(re.compile("/desk/$"))
    assert_accessible(page)


def test_a_wrong_password_is_told_and_the_account_stays_filled_in(page, live_server, person, assert_accessible):
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("账号", exact=True).fill(person.username)
    page.get_by_label("密码", exact=True).fill("not it")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("账号", exact=True)).to_have_value(person.username)
    assert_accessible(page)
