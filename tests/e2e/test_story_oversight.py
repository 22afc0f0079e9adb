"""What was accepted, from the desks of those who look on: the second person, the nation, the auditor, the public."""

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.disclosure.models import Copy
from apps.disclosure.services import publications
from apps.statusdata.services import chain

pytestmark = pytest.mark.browser

#: Made up.
FIGURES = {
    "F13": {"enrolled": "1200"},
    "F08": {"ft": "80", "ft_major": "45"},
    "F03": {"equip_total": "400", "bld_own": "30000"},
}


@pytest.fixture
def person():
    return lambda username: User.objects.get(username=username)


@pytest.fixture
def accepted(made_up, signed, person, work):
    """Two returns of made-up schools in 渭南, accepted, with everything computed."""
    rows = []
    for upload in made_up("610500")[:2]:
        checked = chain.check(signed(upload, **FIGURES), by=person("weinan"))
        rows.append(chain.accept(checked, by=person("shengji")))
    work()
    return rows


@pytest.fixture
def proposed(accepted, person):
    return [publications.propose(upload, by=person("shengji")) for upload in accepted]


@pytest.fixture
def shown(proposed, person, work):
    """Published and on the public site."""
    for row in proposed:
        publications.publish(row, by=person("gongkai"))
    work()
    return list(Copy.objects.order_by("listing__code"))


def in_main(page, role, name, **kwargs):
    return page.get_by_role("main").get_by_role(role, name=name, **kwargs)


def test_a_nation_officer_goes_from_the_whole_country_down_to_a_figure(enter, accepted, assert_accessible):
    """E: the same page at every level, each leading to the next, as far down as the working."""
    page, school = enter("guojia"), accepted[0].school
    page.get_by_role("link", name="指标与条件").first.click()
    for name in ["陕西省", "渭南市", school.name]:
        assert_accessible(page)
        in_main(page, "link", name, exact=True).first.click()
    expect(page.locator(".cond > div")).to_have_count(5)
    assert_accessible(page)
    page.locator("th a[href*='/indicators/']").first.click()
    expect(page.get_by_role("heading", name="怎样算出来")).to_be_visible()
    assert_accessible(page)


def test_an_auditor_reads_who_did_what_and_can_change_nothing(enter, accepted, assert_accessible):
    """N1."""
    page = enter("shenji")
    assert_accessible(page)
    page.get_by_role("link", name="操作记录").first.click()
    assert_accessible(page)
    page.get_by_label("办了什么").select_option(label="受理")
    page.get_by_label("谁").fill("shengji")
    page.get_by_role("button", name="查询").click()
    rows = in_main(page, "row", "受理")
    expect(rows).to_have_count(2)
    assert_accessible(page)
    rows.first.get_by_role("link").click()
    for step in ["签字上报", "审核通过", "受理"]:
        expect(page.get_by_role("cell", name=step, exact=True).first).to_be_visible()
    assert_accessible(page)
    expect(page.get_by_role("main").locator("form[method=post]:not([action$='/log/check/'])")).to_have_count(0)
    expect(page.get_by_role("link", name="状态数据", exact=True)).to_have_count(0)


@pytest.mark.slow
def test_a_second_person_publishes_one_refuses_another_and_withdraws(enter, proposed, work, assert_accessible, live_server, context):
    """E6, M1: two pairs of eyes; what is withdrawn says so at its address."""
    publisher, (first, second) = enter("gongkai"), proposed
    assert_accessible(publisher)
    publisher.get_by_role("link", name="复核拟公开的状态数据", exact=True).click()
    assert_accessible(publisher)
    publisher.get_by_role("row", name=str(first.school)).get_by_role("link", name="不予公开").click()
    publisher.get_by_role("button", name="不予公开").click()
    expect(publisher.get_by_role("alert")).to_be_focused()
    publisher.get_by_label("说明").fill("教师数请再核对")
    publisher.get_by_role("button", name="不予公开").click()
    assert_accessible(publisher)
    publisher.goto(live_server.url + second.get_absolute_url())
    assert_accessible(publisher)
    in_main(publisher, "link", "复核公开").click()
    publisher.get_by_role("button", name="复核公开").click()
    work()
    publisher.reload()
    in_main(publisher, "link", "看公开页").click()
    expect(publisher.get_by_role("heading", level=1)).to_have_text(str(second.school))
    address = publisher.url

    publisher.goto(f"{live_server.url}{second.get_absolute_url()}withdraw/")
    assert_accessible(publisher)
    publisher.get_by_label("说明").fill("学校更正后重新公布")
    publisher.get_by_role("button", name="撤回公开").click()
    public = context.new_page()
    public.goto(address)
    expect(public.locator(".finding")).to_contain_text("学校更正后重新公布")
    expect(public.locator(".cond")).to_have_count(0)
    assert_accessible(public)

    province = enter("shengji")
    province.get_by_role("link", name="消息").click()
    expect(province.get_by_text("教师数请再核对").first).to_be_visible()


def test_a_parent_on_a_phone_finds_a_school_takes_its_data_and_verifies_it(page, shown, live_server, assert_accessible):
    """M5, M8, R12.2: by the beginnings of the pinyin; no signing in anywhere."""
    copy = shown[0]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url)
    assert_accessible(page)
    page.get_by_role("searchbox", name="查学校").fill("sl")
    page.get_by_role("button", name="查询").click()
    assert_accessible(page)
    page.get_by_role("searchbox", name="查学校").fill(copy.listing.name)
    page.get_by_role("button", name="查询").click()
    in_main(page, "link", copy.listing.name).click()
    expect(page.locator(".cond > div")).to_have_count(5)
    assert_accessible(page)
    with page.expect_download() as download:
        page.locator("#downloads").get_by_role("link").first.click()
    assert copy.listing.code in download.value.path().read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="验证文件").click()
    assert_accessible(page)
    page.get_by_label("验证码").fill(f" {copy.code.lower().replace('-', ' ')} ")
    page.get_by_role("button", name="验证").click()
    expect(page.get_by_text("这个验证码是本平台出具的")).to_be_visible()
    expect(page.locator("dt:text-is('内容摘要') + dd")).to_have_text(copy.digest)
    assert_accessible(page)
