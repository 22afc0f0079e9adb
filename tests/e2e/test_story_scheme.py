"""A province's scheme, from a first draft to the school that reads it."""

import re

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from apps.schemes.models import Scheme

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_province_writes_its_scheme_the_ministry_puts_it_on_file_and_a_school_reads_it(shaanxi, enter, assert_accessible):
    """R1.1–R1.5, R1.8: the floor speaks while one writes; what is below it is not saved."""
    officer, nation = enter("shengji"), enter("guojia")
    officer.get_by_role("link", name="省级方案").first.click()
    assert_accessible(officer)
    officer.get_by_role("button", name="起草方案").click()
    assert_accessible(officer)
    officer.get_by_label("周期内累计抽样比例").fill("0.25")
    officer.get_by_label("文号").fill("示例〔2026〕1号")
    # Said at once, by the change of the field before.
    expect(officer.locator("#floor-sampling_share")).to_contain_text("低于底线。请改为不少于 1/3（R1.2）")
    officer.get_by_role("button", name="保存").click()
    expect(officer.get_by_role("alert")).to_contain_text("没有保存，请改正 1 处")
    assert_accessible(officer)
    assert Scheme.objects.get().version == 0
    officer.get_by_label("周期内累计抽样比例").fill("2/5")
    expect(officer.get_by_label("文号")).to_have_value("示例〔2026〕1号")
    for label in ["发布日期", "施行日期"]:
        officer.get_by_label(label).fill(localdate().isoformat())
    officer.get_by_role("button", name="保存").click()
    expect(officer.get_by_text("已保存")).to_be_visible()

    officer.get_by_role("link", name="5.1 校企合作状态").click()
    assert_accessible(officer)
    officer.get_by_role("link", name="增设诊断点").click()
    assert_accessible(officer)
    officer.get_by_label("诊断点", exact=True).fill("产业学院的个数")
    officer.get_by_role("button", name="增设诊断点").click()
    expect(officer.get_by_role("alert")).to_contain_text("R1.8")
    officer.get_by_label("其他依据").fill("示例文件〔2026〕2号")
    officer.get_by_role("button", name="增设诊断点").click()
    expect(officer.get_by_role("rowheader", name="5.1.S1")).to_be_visible()
    officer.get_by_role("link", name="第 1 版").click()
    officer.get_by_role("link", name="报部备案").click()
    assert_accessible(officer)
    officer.get_by_role("button", name="报部备案").click()

    nation.goto(nation.url)
    nation.get_by_role("link", name="备案省级方案", exact=True).click()
    assert_accessible(nation)
    nation.get_by_role("main").get_by_role("link", name=re.compile("^备案")).click()
    assert_accessible(nation)
    nation.get_by_role("button", name="备案", exact=True).click()
    nation.get_by_role("link", name="省级方案").first.click()
    expect(nation.get_by_role("row", name="陕西省")).to_contain_text("已备案")
    assert_accessible(nation)

    school = enter("shili")
    school.get_by_role("link", name="省级方案").first.click()
    school.get_by_role("main").get_by_role("link", name="第 1 版").click()
    expect(school.get_by_text("施行中")).to_be_visible()
    expect(school.get_by_role("row", name="周期内累计抽样比例")).to_contain_text("2/5")
    school.set_viewport_size({"width": 390, "height": 844})
    assert_accessible(school)
