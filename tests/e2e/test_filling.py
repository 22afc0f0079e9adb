"""A form filled in by people in browsers: typed text survives a lost network, a closed tab, a colleague's hand."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.dictionary import reference
from apps.statusdata.contents import findings
from apps.statusdata.models import Explanation, Record, Round
from apps.statusdata.services import chain
from apps.statusdata.services.cells import Change, save_cell
from apps.statusdata.services.remarks import explain
from apps.statusdata.services.snapshots import fingerprint
from config.roles import Role

pytestmark = pytest.mark.browser

CHAIN = [("principal", Role.PRINCIPAL, "school"), ("city", Role.CITY_OFFICER, "weinan"), ("province", Role.PROVINCE_OFFICER, "shaanxi")]
PASSWORD = "a password for one story"


@pytest.fixture
def people(transactional_db, holder):
    found = {"editor": holder(Role.SCHOOL_EDITOR, "school"), "principal": holder(Role.PRINCIPAL, "school")}
    for person in found.values():
        person.set_password(PASSWORD)
        person.save()
    return found


@pytest.fixture
def upload(people, tree, day):
    dates = {"school_due": day(10), "city_due": day(20), "province_due": day(30)}
    round = Round.objects.create(province=tree["shaanxi"], year=2025, edition=reference.load(), state="open", **dates)
    return chain.open_return(round, tree["school"])


@pytest.fixture
def open_form(page, live_server, sign_in, people, upload):
    """Sign in as the editor and open a form."""

    def at(form):
        sign_in(page, people["editor"].username, PASSWORD)
        page.goto(live_server.url + reverse("statusdata:form", args=[upload.pk, form]))
        return page

    return at


def values(upload, form="F08"):
    return Record.objects.get(upload=upload, form=form).values


def saved(page):
    # The bar keeps what it says through a short save: first nothing is on its way.
    expect(page.locator("[data-busy]")).to_have_count(0)
    return expect(page.locator("#savebar")).to_contain_text("全部已保存")


def test_what_is_typed_is_saved_and_the_rules_speak_at_the_cell(open_form, upload, assert_accessible):
    """B3, C2: no button; the message stands below its cell and in the list beside it, and goes when it is mended."""
    page = open_form("F08")
    for label, value in [("专任教师数", "10"), ("其中公共基础课", "３"), ("其中专业(技能)课", "4")]:
        page.get_by_label(label, exact=False).first.fill(value)
    page.keyboard.press("Tab")
    saved(page)
    expect(page.get_by_text("读作 3")).to_be_visible()
    expect(page.locator("#m-E6")).to_contain_text("须改正")
    assert_accessible(page)
    assert values(upload) == {"ft": "10", "ft_pub": "3", "ft_major": "4"}
    page.locator("#f-ft").fill("7")
    page.keyboard.press("Tab")
    expect(page.locator("#m-E6")).to_have_count(0)
    expect(page.locator("#f-ft_pub")).to_be_focused()


def test_a_lost_network_loses_nothing(open_form, upload, context):
    page = open_form("F08")
    page.locator("#f-staff").fill("149")
    page.keyboard.press("Tab")
    saved(page)
    context.set_offline(True)
    for field, value in [("quota", "152"), ("ft", "141"), ("dual", "32")]:
        page.locator(f"#f-{field}").fill(value)
    page.keyboard.press("Tab")
    expect(page.locator("#savebar")).to_contain_text("网络断开，3 项已存在本机")
    assert values(upload) == {"staff": "149"}
    context.set_offline(False)
    saved(page)
    assert values(upload) == {"staff": "149", "quota": "152", "ft": "141", "dual": "32"}


@pytest.mark.slow
def test_a_tab_closed_without_a_network_sends_when_the_form_is_opened_again(open_form, upload, context):
    page = open_form("F08")
    address = page.url
    context.set_offline(True)
    page.locator("#f-staff").fill("149")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    saved(again)
    expect(again.locator("#f-staff")).to_have_value("149")
    assert values(upload) == {"staff": "149"}


@pytest.mark.slow
@pytest.mark.parametrize("choice, kept", [("用我写的", "141"), ("用现在的", "139")])
def test_two_people_on_one_cell_choose(open_form, upload, people, choice, kept, assert_accessible):
    """B11."""
    page = open_form("F08")
    record = Record.objects.get(upload=upload, form="F08")
    save_cell(upload, Change(record.pk, "F08", "ft", None, "139", "another page", 1), by=people["principal"])
    page.locator("#f-ft").fill("141")
    page.keyboard.press("Tab")
    expect(page.get_by_role("group", name="两人改了同一项")).to_contain_text(str(people["principal"]))
    assert values(upload) == {"ft": "139"}
    assert_accessible(page)
    page.get_by_role("button", name=choice).click()
    expect(page.get_by_role("group", name="两人改了同一项")).to_have_count(0)
    expect(page.locator("#f-ft")).to_have_value(kept)
    expect(page.locator("#savebar")).to_contain_text("随填随存" if kept == "139" else "全部已保存")
    assert values(upload) == {"ft": kept}


@pytest.mark.slow
def test_a_value_that_cannot_be_is_kept_beside_the_cell_with_what_would_be_right(open_form, upload):
    page = open_form("F08")
    page.locator("#f-ft").fill("约一百")
    page.keyboard.press("Tab")
    expect(page.locator("#h-ft")).to_contain_text("“约一百”不是数字")
    expect(page.locator("#f-ft")).to_have_value("约一百")
    page.reload()
    expect(page.locator("#f-ft")).to_have_value("约一百")
    page.locator("#f-ft").fill("100")
    page.keyboard.press("Tab")
    saved(page)
    expect(page.locator("#h-ft")).not_to_contain_text("不是数字")
    assert values(upload) == {"ft": "100"}


@pytest.mark.slow
def test_a_session_that_ended_keeps_what_is_typed_and_says_so(open_form, upload, context, sign_in, people):
    page = open_form("F08")
    context.clear_cookies(name="sessionid")
    page.locator("#f-ft").fill("141")
    page.keyboard.press("Tab")
    expect(page.locator("#savebar")).to_contain_text("登录已过期，1 项已存在本机")
    other = context.new_page()
    sign_in(other, people["editor"].username, PASSWORD)
    other.close()
    saved(page)
    assert values(upload) == {"ft": "141"}


@pytest.mark.slow
def test_an_explanation_is_saved_by_itself(open_form, upload):
    """C5."""
    page = open_form("F08")
    page.get_by_label("说明").fill("新校，各项下月起统计")
    page.keyboard.press("Tab")
    saved(page)
    expect(page.locator("#m-F08-00")).to_contain_text("已写说明")
    assert Explanation.objects.get(upload=upload).text == "新校，各项下月起统计"


@pytest.mark.slow
def test_rows_are_added_filled_and_removed(open_form, upload, assert_accessible):
    page = open_form("F10")
    page.get_by_role("button", name="增加一行").click()
    page.get_by_label("第 1 行 在校生数", exact=True).fill("300")
    page.keyboard.press("Tab")
    saved(page)
    assert_accessible(page)
    assert [row.values for row in Record.objects.filter(upload=upload, form="F10")] == [{"stu": "300"}]
    page.get_by_role("button", name=re.compile("删行.*第 1 行")).click()
    expect(page.get_by_text("还没有记录", exact=True).first).to_be_visible()
    assert not Record.objects.filter(upload=upload, form="F10").exists()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("form", ["F01", "F08", "F18", "F20"])
def test_every_kind_of_form_is_accessible_at_both_widths(open_form, assert_accessible, form, width):
    page = open_form(form)
    page.set_viewport_size({"width": width, "height": 900})
    assert_accessible(page)


@pytest.fixture
def last_year(upload, holder, tree, day):
    """Last year's return of the school, accepted, with its grounds and its income."""
    dates = {"school_due": day(-300), "city_due": day(-290), "province_due": day(-280)}
    round = Round.objects.create(province=tree["shaanxi"], year=2024, edition=upload.round.edition, state="open", **dates)
    before = chain.open_return(round, tree["school"])
    by = {name: holder(role, place) for name, role, place in CHAIN}
    for form, cells in {"F03": {"land_area": "27165.2", "bld_own": "11850.25"}, "F07": {"inc_tuition": "41.15"}}.items():
        Record.objects.filter(upload=before, form=form).update(values=cells)
    for each in findings(before):
        explain(before, check_code=each.message.code, text="示例学校，没有这一项", by=by["principal"])
    chain.submit(before, seen=0, signed=fingerprint(before), by=by["principal"])
    chain.check(before, seen=1, by=by["city"])
    chain.accept(before, seen=2, by=by["province"])


@pytest.mark.slow
def test_what_is_as_last_year_is_confirmed_by_one_press_a_cell_or_together(last_year, open_form, upload, assert_accessible):
    """B6: shown beside the cell, written only when pressed."""
    page = open_form("F07")
    assert_accessible(page)
    assert values(upload, "F07") == {}
    page.get_by_role("button", name="学费收入：同上年，写入 41.15").click()
    saved(page)
    expect(page.get_by_label("学费收入", exact=True)).to_have_value("41.15")
    expect(page.get_by_role("button", name="学费收入：同上年")).to_be_hidden()
    assert values(upload, "F07") == {"inc_tuition": "41.15"}
    expect(page.get_by_role("button", name="按上年写入")).to_have_count(0)
    page.get_by_label("学费收入", exact=True).fill("")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="学费收入：同上年")).to_be_visible()
    assert values(upload, "F07") == {}
    page.goto(page.url.replace("F07", "F03"))
    page.get_by_role("button", name="把空着的 2 格按上年写入").click()
    expect(page.get_by_role("status").filter(has_text="已按上年写入 2 格")).to_be_visible()
    assert values(upload, "F03") == {"land_area": "27165.2", "bld_own": "11850.25"}


@pytest.mark.slow
def test_of_two_who_explain_one_finding_the_second_chooses(open_form, upload, people, assert_accessible):
    """C5, B11: in the page of the second, with both texts."""
    page = open_form("F07")
    explain(upload, check_code="F07-00", text="未统计", by=people["principal"])
    page.get_by_label(re.compile("^说明")).fill("没有经费")
    page.keyboard.press("Tab")
    choice = page.get_by_role("group", name="两人改了同一项")
    expect(choice).to_contain_text("未统计")
    assert_accessible(page)
    choice.get_by_role("button", name="用我写的").click()
    saved(page)
    assert Explanation.objects.get(upload=upload).text == "没有经费"
