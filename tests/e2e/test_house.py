"""The pages that every app builds on, looked at by axe at both widths, empty and full."""

import pytest
from playwright.sync_api import expect

from apps.jobs.models import Job
from apps.notifications.services import notify
from config.roles import Role

pytestmark = pytest.mark.browser

PASSWORD = "a password for one story"


@pytest.fixture
def principal(holder):
    person = holder(Role.PRINCIPAL, "school")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def house(transactional_db, things, principal, page, sign_in):
    """A principal at his desk, with a thing to send, a notice and a job of each kind; the addresses of his pages."""
    notify([principal], "示例消息：市里退回了一件，请看批注。", "/desk/")
    jobs = [Job.objects.create(kind="sample", key=state, title="导入工作簿", by=principal, state=state) for state in ("running", "failed", "done")]
    sign_in(page, principal.username, PASSWORD)
    thing = things["school"].get_absolute_url()
    code = things["school"].school.code
    rest = ["/desk/", "/notices/", "/password/", f"/work/{code}/things/", f"/work/{code}/things/?state=closed", thing, f"{thing}send/", "/nowhere/"]
    return [*rest, *(job.get_absolute_url() for job in jobs)]


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_of_the_house_are_accessible_and_lead_on(page, live_server, house, assert_accessible, width):
    page.set_viewport_size({"width": width, "height": 900})
    for address in house:
        page.goto(f"{live_server.url}{address}")
        assert_accessible(page)
        assert page.get_by_role("main").get_by_role("link").or_(page.get_by_role("main").get_by_role("button")).count(), f"{address} leads nowhere"


def test_a_refused_form_puts_the_focus_on_its_summary_and_leads_to_the_place(page, live_server, house, assert_accessible):
    page.goto(f"{live_server.url}/password/")
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert_accessible(page)
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator("#id_old_password")).to_be_focused()


def test_on_a_phone_the_menu_unfolds_without_a_script(page, live_server, house):
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{live_server.url}/notices/")
    page.get_by_text("菜单").click()
    page.get_by_role("navigation", name="主菜单（手机）").get_by_role("link", name="待办").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")


def test_the_keyboard_comes_first_to_the_skip_link(page, live_server, house):
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_a_button_pressed_twice_sends_its_form_once(page, live_server, house):
    """The answer to the second would take the place of the first, a password shown once with it."""
    page.goto(f"{live_server.url}/password/")
    press_twice = """button => {
        let sent = 0;
        addEventListener("submit", event => { sent += !event.defaultPrevented; event.preventDefault(); });
        button.click();
        button.click();
        return sent;
    }"""
    assert page.get_by_role("button", name="保存新密码").evaluate(press_twice) == 1
