"""One return, true from cell to public page: 渭南市华州区职业技术教育中心 with the figures it published, and no others."""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from apps.statusdata.models import Record, Return
from tests.e2e.conftest import SECRET

pytestmark = pytest.mark.browser

CODE = "3661990001"
#: As the school published them: students, full-time teachers, those of majors, equipment in 万元, buildings (entered as its own) in m².
PUBLISHED = {"F13": {"enrolled": "669"}, "F08": {"ft": "47", "ft_major": "20"}, "F03": {"equip_total": "162.5", "bld_own": "40374"}}
#: Condition: value as shown, parts of the working, verdict.
CONDITIONS = [
    ("669", ["669"], "未达到"),
    ("14.23", ["669", "47"], "达到"),
    ("42.55", ["20", "47"], "未达到"),
    ("40 374", ["40 374"], "达到"),
    ("2 429.00", ["162.5", "669"], "未达到"),
]


def fill_in(path):
    """Type the published figures into the workbook, as a person at a spreadsheet would."""
    book = load_workbook(path)
    for form, figures in PUBLISHED.items():
        for row in book[form].iter_rows(min_row=4):
            if row[0].value in figures:
                row[2].value = float(figures[row[0].value])
    book.save(path)
    book.close()


def by_workbook(page, path, work, assert_accessible):
    """From the return: take the workbook away, fill it, bring it back, look at the preview, write it."""
    with page.expect_download() as download:
        page.get_by_role("link", name="导出工作簿").click()
    download.value.save_as(path)
    fill_in(path)
    page.get_by_role("link", name="导入工作簿").click()
    assert_accessible(page)
    page.get_by_label("填好的工作簿").set_input_files(path)
    page.get_by_role("button", name="读取并预览").click()
    expect(page.get_by_role("status").last).to_contain_text("可以离开本页")
    work()
    write = page.get_by_role("button", name="写入 5 格")
    expect(write).to_be_visible()
    assert_accessible(page)
    write.click()
    expect(page.get_by_role("status").last).to_contain_text("可以离开本页")
    work()
    expect(page.get_by_text("全部写入")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="回到上报").click()


def test_a_return_goes_from_the_workbook_to_the_public_page(enter, opened, work, assert_accessible, tmp_path, live_server, new_context, watched):
    """R6.1, R8.4, R12.2: entered once, true on every page it reaches."""
    upload = Return.objects.get(round=opened, school__code=CODE)

    editor = enter("huazhou1")
    assert_accessible(editor)
    editor.get_by_role("link", name="填报状态数据", exact=True).click()
    assert_accessible(editor)
    by_workbook(editor, tmp_path / "状态数据.xlsx", work, assert_accessible)
    assert {row.form: row.values for row in Record.objects.filter(upload=upload) if row.values} == PUBLISHED
    editor.get_by_role("textbox", name="统一说明").fill("只有公开发布过的数，其余没有发布")
    editor.get_by_role("button", name=re.compile("张表写上说明")).click()
    assert_accessible(editor)

    principal = enter("huazhou")
    to_step(principal, "签字上报状态数据", "签字上报", assert_accessible)
    principal.get_by_label("我已通读以上内容").check()
    principal.get_by_label("密码").fill(SECRET)
    principal.get_by_role("button", name="签字上报").click()
    expect(principal.get_by_text("已签字上报")).to_be_visible()
    assert_accessible(principal)

    city = enter("weinan")
    take(city, "审核学校上报的状态数据", "审核通过", assert_accessible)
    province = enter("shengji")
    take(province, "受理状态数据", "受理", assert_accessible)
    work()

    principal.get_by_role("link", name="指标与条件").first.click()
    assert_accessible(principal)
    assert_conditions(principal)

    province.goto(f"{live_server.url}/work/610000/publications/")
    assert_accessible(province)
    province.get_by_role("link", name="全选").click()
    province.get_by_role("button", name="提出选中的").click()
    expect(province.get_by_text("已提出 1 份")).to_be_visible()

    publisher = enter("gongkai")
    to_step(publisher, "复核拟公开的状态数据", "复核公开", assert_accessible)
    publisher.get_by_role("button", name="复核公开", exact=True).click()
    expect(publisher.get_by_text("待操作记录封存后上线")).to_be_visible()
    work()

    public = watched(new_context().new_page())
    public.goto(live_server.url)
    assert_accessible(public)
    public.get_by_role("searchbox", name="查学校").fill("hzq")
    public.get_by_role("button", name="查询").click()
    assert_accessible(public)
    public.get_by_role("link", name="渭南市华州区职业技术教育中心").click()
    assert_accessible(public)
    assert public.url == f"{live_server.url}/schools/{CODE}/"
    assert_conditions(public)
    code = public.locator(".toc .code").inner_text()
    public.get_by_role("link", name="核对本页内容").click()
    assert_accessible(public)
    expect(public.get_by_text("这个验证码是本平台出具的")).to_be_visible()
    expect(public.locator(".code")).to_have_text(code)


def assert_conditions(page):
    """The five conditions, each with its working; thousands are parted by a narrow space."""
    shown = page.locator(".cond > div")
    expect(shown).to_have_count(5)
    for row, (value, working, verdict) in zip(shown.all(), CONDITIONS, strict=True):
        text = row.inner_text().replace("\u202f", " ")
        assert value in text
        assert all(part in text for part in working)
        assert text.strip().endswith(verdict)
        assert verdict == "未达到" or "未达到" not in text


def to_step(page, desk, step, assert_accessible):
    """From the desk to the return and on to the page of a step."""
    assert_accessible(page)
    page.get_by_role("link", name=desk, exact=True).click()
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name=step).first.click()
    assert_accessible(page)


def take(page, desk, step, assert_accessible):
    to_step(page, desk, step, assert_accessible)
    page.get_by_role("button", name=step, exact=True).click()
    expect(page.get_by_text(f"已{step}").first).to_be_visible()
    assert_accessible(page)
