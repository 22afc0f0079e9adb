"""A school opened, renamed, moved and closed by the province; who sees its people's work; the log compared with its seals."""

import pytest
from playwright.sync_api import expect

from apps.organizations.models import Organization

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FACTS = {"行政区划": "610502", "办学类型": "365", "举办者": "831", "主管部门": "831"}


def say(page, button, **given):
    """Write what is asked and press ``button``; a select takes a value or a label."""
    for label, value in given.items():
        field = page.get_by_role("main").get_by_label(label, exact=True)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_province_officer_opens_a_school_and_keeps_its_history(enter, opened, assert_accessible, width):
    """A2, A3, A7: from the first day to the last, each page leading to the next; the new head gets a printed password."""
    page = enter("shengji")
    page.goto(f"{page.url.split('/desk')[0]}/work/610000/units/")
    page.set_viewport_size({"width": width, "height": 900})
    assert_accessible(page)
    page.get_by_role("link", name="设立学校").click()
    say(page, "设立学校", 学校名称="示例新设学校")
    expect(page.get_by_role("alert")).to_contain_text("请填写“学校标识码”")
    assert_accessible(page)
    say(page, "设立学校", 学校标识码="3661999999", 主管="渭南市", 所在地市="渭南市", 依据="示例批文〔2026〕1 号", **FACTS)
    expect(page.get_by_role("heading", name="示例新设学校")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="任命人员").click()
    page.get_by_label("校长").check()
    say(page, "任命人员", 账号="xinren", 姓名="示例新人")
    expect(page.get_by_role("heading", name="一次性密码")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{page.url.split('/units')[0]}{Organization.objects.get(code='3661999999').get_absolute_url()}")
    page.get_by_role("link", name="更名").click()
    assert_accessible(page)
    say(page, "更名", 新名称="示例新名学校", 依据="示例批文〔2026〕2 号")
    page.get_by_role("link", name="调整隶属").click()
    say(page, "调整隶属", 主管="陕西省", 依据="示例批文〔2026〕3 号")
    page.get_by_role("link", name="撤销").click()
    assert_accessible(page)
    say(page, "撤销", 依据="示例批文〔2026〕4 号")
    expect(page.get_by_role("main")).to_contain_text("已撤销")
    expect(page.get_by_role("row").filter(has_text="示例批文")).to_have_count(4)
    assert_accessible(page)


def test_who_is_in_charge_sees_who_can_see_a_return(enter, made_up, assert_accessible):
    """A8"""
    upload = made_up("610500")[0]
    page = enter("weinan")
    page.goto(f"{page.url.split('/desk')[0]}{upload.get_absolute_url()}")
    page.get_by_role("link", name="看这份上报有谁能看、凭什么").click()
    expect(page.get_by_role("row").filter(has_text="国家级经办")).to_have_count(1)
    assert_accessible(page)


def test_an_auditor_has_the_log_compared_with_its_seals(enter, opened, work, assert_accessible):
    """N3"""
    page = enter("shenji")
    page.get_by_role("link", name="操作记录").first.click()
    page.get_by_role("button", name="核对全部封存").click()
    assert_accessible(page)
    work()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("逐条相符")
    assert_accessible(page)
