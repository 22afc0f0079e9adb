"""What is typed in a plain form outlives a lost network and a reload, and is let go once it was taken."""

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
def element(shaanxi, enter, live_server):
    """A member's page of an element that he judges from the data."""
    school = Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例").order_by("code")[10]
    officer, principal = User.objects.get(username="shengji"), school.posts.get(role=Role.PRINCIPAL).user
    world = World(school, officer, principal, province=shaanxi, guidance=Guidance.objects.get(items__code="1"), edition=dictionary.load())
    review = world.to("judging")
    person = world.people[1]
    person.set_password(SECRET)
    person.save()
    page = enter(person.username)
    page.goto(f"{live_server.url}{review.get_absolute_url()}elements/1.1/")
    return page


def test_a_judgement_typed_without_a_network_is_there_after_a_reload_and_gone_once_taken(element, live_server):
    """R9.3"""
    page = element
    page.get_by_label("数据不支持").check()
    page.get_by_label("理由").fill("示例：断网时写的理由")
    page.reload()
    expect(page.get_by_label("理由")).to_have_value("示例：断网时写的理由")
    expect(page.get_by_label("数据不支持")).to_be_checked()
    expect(page.get_by_text("已取回您上次")).to_be_visible()
    address = page.url
    page.context.set_offline(True)
    page.get_by_role("button", name="提交判断").click()
    page.context.set_offline(False)
    page.goto(address)
    expect(page.get_by_label("理由")).to_have_value("示例：断网时写的理由")
    page.get_by_role("button", name="提交判断").click()
    expect(page.get_by_text("判断已提交")).to_be_visible()
    assert Judgement.objects.get().reason == "示例：断网时写的理由"
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
