"""An expert comes into the pool: named, admitted, at work on a first password, declaring a tie, reported, found out, told (R2)."""

import re

import pytest
from playwright.sync_api import expect

from apps.accounts.models import Bar
from apps.experts.models import Expert

pytestmark = pytest.mark.browser

OWN_PASSWORD = "an own password, long"


def fill(page, **fields):
    for label, value in fields.items():
        page.get_by_label(label, exact=True).fill(value)


def test_an_expert_is_named_admitted_declares_a_tie_and_is_found_out(shaanxi, enter, new_context, watched, live_server, sign_in, assert_accessible):
    """R2.2, R2.3, R2.5, R2.6"""
    city = enter("weinan")
    city.goto(f"{live_server.url}/work/610500/experts/")
    city.get_by_role("link", name="推荐专家", exact=True).first.click()
    fill(city, 姓名="演示专家甲", 账号="jia", 工作单位="示例大学")
    city.get_by_label("行业企业专家").check()
    city.locator("#id_since").fill("2015-03-01")
    assert_accessible(city)
    city.get_by_role("button", name="推荐入库").click()
    expect(city.get_by_role("heading", level=1)).to_have_text("演示专家甲")

    officer = enter("shengji")
    expect(officer.get_by_role("link", name="审核推荐的专家", exact=True)).to_be_visible()
    officer.get_by_role("link", name="审核推荐的专家", exact=True).click()
    officer.get_by_role("link", name=re.compile("^同意入库")).click()
    officer.get_by_role("button", name="同意入库").click()
    first = officer.locator("b.mono.big").inner_text()

    expert = watched(new_context().new_page())
    sign_in(expert, "jia", first)
    expert.locator("#id_old_password").fill(first)
    expert.locator("#id_new_password1").fill(OWN_PASSWORD)
    expert.locator("#id_new_password2").fill(OWN_PASSWORD)
    expert.locator("main button[type=submit]").click()
    expect(expert).to_have_url(re.compile("/desk/$"))
    assert_accessible(expert)
    expert.get_by_role("link", name="核对本人情况，申报与学校的利害关系", exact=True).click()
    expert.get_by_role("link", name="申报利害关系", exact=True).click()
    expert.locator("#id_school").select_option(label="示例茉莉中等专业学校")
    expert.get_by_label("讲学").check()
    expert.locator("#id_since").fill("2026-05-06")
    expert.locator("#id_until").fill("2026-05-06")
    assert_accessible(expert)
    expert.get_by_role("button", name="申报利害关系").click()
    expect(expert.get_by_text("已回避该校")).to_be_visible()
    assert_accessible(expert)
    assert Bar.objects.get(user__username="jia").organization.name == "示例茉莉中等专业学校"

    officer.goto(f"{live_server.url}{Expert.objects.get().get_absolute_url()}")
    assert_accessible(officer)
    officer.get_by_role("link", name="登记反映").click()
    officer.get_by_label("泄露复核情况或结论建议").check()
    fill(officer, 反映的情况="在学校透露了结论建议。")
    officer.get_by_role("button", name="登记反映").click()
    officer.get_by_role("link", name=re.compile("^认定属实")).click()
    fill(officer, 查明的情况="属实。")
    officer.get_by_label("从专家库除名").check()
    assert_accessible(officer)
    officer.get_by_role("button", name="认定属实").click()
    expect(officer.get_by_text("从专家库除名")).to_be_visible()

    expert.reload()
    expect(expert.get_by_text("已出库").first).to_be_visible()
    assert Expert.objects.get().state == "removed"
