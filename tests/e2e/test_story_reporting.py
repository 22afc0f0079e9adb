"""The chain from the desks of those who report: a principal, a city officer, a province officer."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.access import holders
from apps.statusdata.models import Return, Round
from tests.e2e.conftest import SECRET

pytestmark = pytest.mark.browser

WEINAN = "610500"


def principal_of(upload):
    return holders("statusdata.certify_return", upload).first().username


def in_main(page, role, name, **kwargs):
    return page.get_by_role("main").get_by_role(role, name=name, **kwargs)


def test_a_principal_sees_what_is_missing_settles_it_and_signs(enter, made_up, work, assert_accessible, live_server):
    """C5, D6: nothing is signed while something is open; the receipt follows."""
    upload = made_up(WEINAN)[2]
    page = enter(principal_of(upload))
    assert_accessible(page)
    expect(page.get_by_text("都办好才能签字")).to_be_visible()
    page.get_by_role("link", name="填报状态数据", exact=True).click()
    in_main(page, "link", "签字上报").click()
    expect(page.get_by_role("heading", name="还不能签字")).to_be_visible()
    expect(page.get_by_role("button", name="签字上报")).to_be_disabled()
    assert_accessible(page)

    page.get_by_role("link", name="先不签，回到上报").click()
    page.get_by_role("textbox", name="统一说明").fill("示例学校，没有这些")
    page.get_by_role("button", name="张表写上说明").click()
    expect(page.get_by_text("没有须改正和待说明的")).to_be_visible()
    in_main(page, "link", "签字上报").click()
    page.get_by_label("我已通读以上内容").check()
    page.get_by_label("密码").fill("somebody else's")
    page.get_by_role("button", name="签字上报").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert_accessible(page)
    page.get_by_label("我已通读以上内容").check()
    page.get_by_label("密码").fill(SECRET)
    page.get_by_role("button", name="签字上报").click()
    expect(page.get_by_text("已签字上报")).to_be_visible()

    page.get_by_role("link", name="看上报回执").click()
    expect(page.get_by_text("正在制作", exact=True)).to_be_visible()
    work()
    receipt = page.get_by_role("link", name="下载回执（PDF）")
    expect(receipt).to_be_visible()
    assert_accessible(page)
    paper = page.context.request.get(live_server.url + receipt.get_attribute("href"))
    assert paper.body().startswith(b"%PDF")


def test_a_city_officer_passes_one_return_and_sends_another_back_with_a_remark(enter, made_up, signed, assert_accessible, live_server):
    """D4, D5: the school finds the remark on its desk and answers; the officer hears of the answer."""
    good, bad, *_ = made_up(WEINAN)
    for upload in [good, bad]:
        signed(upload, F08={"ft": "47", "ft_major": "20"})
    officer = enter("weinan")
    officer.get_by_role("link", name="审核学校上报的状态数据", exact=True).click()
    assert_accessible(officer)
    officer.get_by_role("row", name=str(good.school)).get_by_role("link", name="审核通过").click()
    officer.get_by_role("button", name="审核通过", exact=True).click()
    expect(officer.get_by_text("已审核通过，转省级受理")).to_be_visible()

    officer.goto(live_server.url + reverse("statusdata:form", args=[bad.pk, "F08"]))
    officer.get_by_label("项目", exact=True).select_option("ft")
    officer.get_by_role("textbox", name="批注").fill("与上年相比增加很多，请核对")
    officer.get_by_role("button", name="写入批注并告知学校").click()
    expect(officer.get_by_text("与上年相比增加很多，请核对").first).to_be_visible()
    assert_accessible(officer)
    officer.goto(live_server.url + bad.get_absolute_url())
    in_main(officer, "link", "退回学校").click()
    assert_accessible(officer)
    officer.get_by_label("说明").fill("请核对教师数")
    officer.get_by_role("button", name="退回学校").click()
    expect(officer.get_by_text("已退回学校，退回的理由和批注已通知学校")).to_be_visible()

    principal = enter(principal_of(bad))
    assert_accessible(principal)
    principal.get_by_role("link", name="答复上级的批注", exact=True).click()
    expect(principal.locator(".finding").filter(has_text="退回学校")).to_contain_text("请核对教师数")
    assert_accessible(principal)
    in_main(principal, "link", "与上年相比增加很多").click()
    principal.get_by_role("textbox", name="答复").fill("今年并入一所学校的教师")
    principal.get_by_role("button", name="答复这条批注").click()
    expect(principal.get_by_text("今年并入一所学校的教师")).to_be_visible()
    assert_accessible(principal)

    officer.get_by_role("link", name="消息").click()
    expect(officer.get_by_text("今年并入一所学校的教师")).to_be_visible()
    assert Return.objects.get(pk=good.pk).state == "checked"
    assert Return.objects.get(pk=bad.pk).state == "open"


def test_a_province_officer_plans_opens_and_watches_a_round_and_reminds_the_late(enter, shaanxi, day, work, assert_accessible):
    """B9: the officer plans with the days proposed; every school gets its return; the late are reminded, once a day."""
    page = enter("shengji")
    page.get_by_role("link", name="上报轮次").first.click()
    assert_accessible(page)
    in_main(page, "link", "建一个轮次").first.click()
    assert_accessible(page)
    page.get_by_role("button", name="建立轮次").click()
    expect(page.get_by_text("轮次已经建好")).to_be_visible()
    assert_accessible(page)
    in_main(page, "link", "开放上报").click()
    assert_accessible(page)
    page.get_by_role("button", name="开放上报").click()
    assert_accessible(page)
    work()

    row = Round.objects.get()
    schools = Return.objects.filter(round=row).count()
    assert schools > 50
    Round.objects.filter(pk=row.pk).update(school_due=day(-1), city_due=day(10), province_due=day(20))
    page.get_by_role("link", name="上报轮次").first.click()
    in_main(page, "row", "上报中").get_by_role("link").first.click()
    assert_accessible(page)
    page.get_by_role("button", name=f"催报逾期的 {schools} 份").click()
    expect(page.get_by_text(f"已就 {schools} 份逾期的上报通知有关人员")).to_be_visible()
    expect(page.get_by_role("button", name="今天已催报")).to_be_disabled()
    assert_accessible(page)

    work()
    principal = enter("shili")
    principal.get_by_role("link", name="消息").click()
    expect(principal.get_by_text("请尽快补全并由校长签字").first).to_be_visible()
    assert_accessible(principal)


@pytest.mark.slow
def test_a_province_officer_accepts_many_at_once(enter, opened, signed, assert_accessible):
    """D10: the schools of the province itself come without a city's check; each is taken on its own."""
    own = list(Return.objects.filter(round=opened, school__parent__code="610000"))
    assert len(own) == 3
    for upload in own:
        signed(upload)
    page = enter("shengji")
    page.get_by_role("link", name="受理状态数据", exact=True).click()
    assert_accessible(page)
    page.get_by_role("link", name="选中本页等我办的").click()
    assert_accessible(page)
    page.get_by_role("button", name="受理选中的").click()
    expect(page.get_by_text("办好 3 份，留下 0 份")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="回到名单").click()
    assert set(Return.objects.filter(pk__in=[row.pk for row in own]).values_list("state", flat=True)) == {"accepted"}
