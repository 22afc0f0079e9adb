"""What is typed in a plain form outlives a lost network and a reload, and is let go once it was taken."""

import re

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.dictionary import reference as dictionary
from apps.organizations.models import Level, Organization
from apps.reviews.models import Judgement
from apps.schemes.models import Guidance
from config.roles import Role
from tests.e2e.conftest import SECRET
from tests.reviews.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def at_review(shaanxi, enter, live_server):
    """``at_review(state, page)``: a member of the group at that page of a review in that state."""

    def opened(state, page):
        return _member(shaanxi, enter, live_server, state, page)

    return opened


@pytest.fixture
def element(at_review):
    """A member's page of an element that he judges from the data."""
    return at_review("judging", "elements/1.1/")


def _member(shaanxi, enter, live_server, state, address):
    school = Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例").order_by("code")[10]
    officer, principal = User.objects.get(username="shengji"), school.posts.get(role=Role.PRINCIPAL).user
    world = World(school, officer, principal, province=shaanxi, guidance=Guidance.objects.get(items__code="1"), edition=dictionary.load())
    review = world.to(state)
    person = world.people[1]
    person.set_password(SECRET)
    person.save()
    page = enter(person.username)
    page.goto(f"{live_server.url}{review.get_absolute_url()}{address}")
    return page


def test_a_judgement_typed_without_a_network_is_there_after_a_reload_and_gone_once_taken(element, live_server):
    """R9.3"""
    page = element
    page.get_by_label("数据不支持").check()
    page.get_by_label("理由").fill("示例：没有网络时写的理由")
    page.reload()
    expect(page.get_by_label("理由")).to_have_value("示例：没有网络时写的理由")
    expect(page.get_by_label("数据不支持")).to_be_checked()
    expect(page.get_by_text("已取回您上次")).to_be_visible()
    address = page.url
    page.context.set_offline(True)
    page.get_by_role("button", name="提交判断").click()
    page.context.set_offline(False)
    page.goto(address)
    expect(page.get_by_label("理由")).to_have_value("示例：没有网络时写的理由")
    page.get_by_role("button", name="提交判断").click()
    expect(page.get_by_text("判断已提交")).to_be_visible()
    assert Judgement.objects.get().reason == "示例：没有网络时写的理由"
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kept:'))") == []


def test_who_signs_out_leaves_nothing_in_the_browser(element):
    """R9.3: the next at this machine reads nobody's judgement."""
    page = element
    page.get_by_label("理由").fill("示例：没有提交的理由")
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('kept:')).length"
    assert page.evaluate(kept) == 1
    page.get_by_role("button", name="退出").click()
    page.wait_for_load_state()
    assert page.evaluate(kept) == 0


def test_what_a_note_lacks_is_said_without_a_network_and_nothing_is_left_of_one_that_was_sent(at_review):
    """I2"""
    page = at_review("visiting", "notes/")
    page.get_by_label("记录").fill("示例：断网时的记录")
    page.context.set_offline(True)
    page.get_by_role("button", name="保存记录").click()
    assert page.get_by_label("诊断要素").evaluate("field => field.validationMessage") == "请选择诊断要素"
    page.get_by_label("诊断要素").select_option(index=1)
    page.get_by_role("button", name="保存记录").click()
    expect(page.get_by_label("记录")).to_have_value("")
    page.context.set_offline(False)
    expect(page.locator("#just")).to_contain_text("示例：断网时的记录", timeout=20_000)
    page.reload()
    expect(page.locator("#notes-title")).to_be_visible()
    expect(page.get_by_text("已取回您上次")).to_have_count(0)


def test_without_a_network_it_is_said_that_a_note_begun_is_kept_though_only_its_element_is_chosen(at_review):
    """I2"""
    page = at_review("visiting", "notes/")
    told = page.locator("#begun")
    page.get_by_label("诊断要素").select_option(index=1)
    expect(told).to_be_empty()
    page.context.set_offline(True)
    expect(told).to_contain_text("先存在本机")
    page.context.set_offline(False)
    expect(told).to_be_empty()
    page.context.set_offline(True)
    page.get_by_label("诊断要素").select_option(index=2)
    expect(told).to_contain_text("先存在本机")
    page.get_by_label("诊断要素").select_option(index=0)
    expect(told).to_be_empty()
    page.get_by_label("诊断要素").select_option(index=2)
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("已取回您上次")).to_be_visible()
    expect(page.get_by_label("诊断要素").locator("option:checked")).to_have_text(re.compile(r"^1\.2"))
