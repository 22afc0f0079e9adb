"""A province draws: from the plan of a cycle to the principal who reads why the school was drawn."""

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from apps.accounts.access import holders
from apps.accounts.models import User
from apps.organizations.models import Level, Organization
from apps.sampling.models import Draw
from tests.sampling.world import a_scheme, ready

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def able(shaanxi):
    """Twelve made-up schools that meet the conditions, and two that do not."""
    officer = User.objects.get(username="shengji")
    a_scheme(shaanxi)
    schools = list(Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例").order_by("code")[10:24])
    for number, school in enumerate(schools):
        ready(school, by=officer, met=number < 12, conditions=["师生比"] if number >= 12 else [])
    return schools[:12]


def main(page):
    return page.get_by_role("main")


def press(page, name):
    """A step: its link on the page of the thing, then its button."""
    main(page).get_by_role("link", name=name).first.click()
    main(page).get_by_role("button", name=name).click()


def both_widths(page, assert_accessible):
    for width in [390, 1440]:
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)


def test_a_province_draws_in_public_and_a_principal_reads_why(enter, able, day, live_server, assert_accessible):
    """R8.1, R1.1, R12.2, G1–G9."""
    page, year = enter("shengji"), localdate().year
    page.get_by_role("link", name="实施规划", exact=True).first.click()
    assert_accessible(page)
    main(page).get_by_role("link", name="起草实施规划").click()
    page.get_by_label("名称").fill("第一周期复核实施规划")
    assert_accessible(page)
    page.get_by_role("button", name="建立规划").click()
    press(page, "发布")
    both_widths(page, assert_accessible)

    page.get_by_role("button", name=f"编制 {year} 年抽样框").click()
    both_widths(page, assert_accessible)
    main(page).get_by_role("link", name="看抽样框").click()
    both_widths(page, assert_accessible)
    page.get_by_label("在框与否").select_option(label="参加抽取")
    page.get_by_role("button", name="筛选").click()
    expect(main(page).get_by_role("row").filter(has_text="具备条件")).to_have_count(12)
    main(page).get_by_role("link", name="回到抽样").click()

    main(page).get_by_role("link", name="设定抽取").click()
    page.get_by_label("抽取校数").fill("4")
    page.get_by_label("备选校数").fill("2")
    page.get_by_label("随机数的公开来源").fill("示例公开摇号")
    page.get_by_label("随机数产生的日期").fill(day().isoformat())
    page.get_by_role("button", name="保存设定").click()
    expect(page.get_by_role("alert")).to_contain_text("应晚于今天")
    assert_accessible(page)
    page.get_by_label("随机数产生的日期").fill(day(1).isoformat())
    page.get_by_role("button", name="保存设定").click()
    press(page, "封存")
    both_widths(page, assert_accessible)

    Draw.objects.update(reveal_on=day())
    main(page).get_by_role("link", name="录入随机数").click()
    assert_accessible(page)
    page.get_by_label("随机数", exact=True).fill("03 11 17 20 28 33 09")
    page.get_by_role("button", name="录入随机数").click()
    draw = Draw.objects.get()
    first, *_, last = draw.rows.filter(won__in=["area", "order"]).order_by("won", "rank")
    expect(page.locator(".now .name")).to_have_text(last.name)
    page.get_by_role("link", name="第一张").click()
    expect(page.locator(".now .name")).to_have_text(first.name)
    both_widths(page, assert_accessible)

    publisher = enter("gongkai")
    publisher.goto(live_server.url + draw.get_absolute_url())
    press(publisher, "公布结果")
    expect(main(publisher).get_by_text("已公布").first).to_be_visible()

    head = enter(holders("sampling.apply_review", first.school).get().username)
    head.goto(live_server.url + draw.plan.get_absolute_url())
    expect(main(head).get_by_role("row").filter(has_text="具备条件，参加抽取（R8.1）")).to_contain_text("入样")
    both_widths(head, assert_accessible)

    page.get_by_role("link", name="入样学校", exact=True).first.click()
    assert_accessible(page)
    main(page).get_by_role("link", name=first.name).first.click()
    assert_accessible(page)
    press_with_reason(page, "由备选递补", "学校停办")
    expect(main(page).get_by_text("学校停办").first).to_be_visible()
    both_widths(page, assert_accessible)


def press_with_reason(page, name, reason):
    main(page).get_by_role("link", name=name).first.click()
    page.get_by_label("说明").fill(reason)
    main(page).get_by_role("button", name=name).click()
