"""The grid of a form of rows in a browser: by keys alone, by paste from a spreadsheet, beside a colleague, without a network."""

import json
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.dictionary import reference
from apps.statusdata.models import Record, Round
from apps.statusdata.services import chain
from apps.statusdata.services.cells import Change, save_cell
from apps.statusdata.services.rows import add_row
from config.roles import Role

pytestmark = pytest.mark.browser

PASSWORD = "a password for one story"
# What Ctrl+V gives the page, where the machine under test has no clipboard.
PASTE = """text => { const data = new DataTransfer(); data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""


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
def rows(upload, people):
    """Three majors with the pupils of their three years."""
    made = [add_row(upload, "F10", by=people["editor"]) for _ in range(3)]
    for row, values in zip(made, [["10", "20", "30"], ["11", "21", "31"], ["12", "22", "32"]], strict=True):
        for number, (field, value) in enumerate(zip(["g1", "g2", "g3"], values, strict=True), 1):
            save_cell(upload, Change(row.pk, "F10", field, None, value, "before", number), by=people["editor"])
    return made


@pytest.fixture
def grid(page, live_server, sign_in, people, upload, rows):
    """The grid of F10, opened by the editor."""
    sign_in(page, people["editor"].username, PASSWORD)
    page.goto(live_server.url + reverse("statusdata:form", args=[upload.pk, "F10"]))
    return page


def cell(page, row, field):
    return page.locator(f"#c-{row.pk}-{field}")


def control(page, row, field):
    return page.locator(f"#f-{row.pk}-{field}")


def values(rows, field):
    held = {row.pk: row.values.get(field) for row in Record.objects.filter(pk__in=[row.pk for row in rows])}
    return [held[row.pk] for row in rows]


def saved(page):
    # The bar keeps what it says through a short save: first nothing is on its way.
    expect(page.locator("[data-busy]")).to_have_count(0)
    return expect(page.locator("#savebar")).to_contain_text("全部已保存")


def holds(page, row, field, value):
    """The page knows that ``value`` is saved in a cell."""
    expect(control(page, row, field)).to_have_attribute("data-seen", json.dumps(value))


def paste(page, text):
    page.evaluate(PASTE, text)


def test_the_grid_is_walked_and_filled_by_keys_alone(grid, rows, assert_accessible):
    """O2: arrows, Enter, Tab, Esc, Delete, typing, Ctrl+Z."""
    cell(grid, rows[0], "g1").focus()
    grid.keyboard.press("ArrowDown")
    grid.keyboard.press("ArrowRight")
    expect(cell(grid, rows[1], "g2")).to_be_focused()
    grid.keyboard.type("99")
    grid.keyboard.press("Enter")
    expect(cell(grid, rows[2], "g2")).to_be_focused()
    grid.keyboard.press("Delete")
    grid.keyboard.press("Tab")
    expect(cell(grid, rows[2], "g3")).to_be_focused()
    grid.keyboard.press("Enter")
    grid.keyboard.type("5")
    grid.keyboard.press("Escape")
    expect(cell(grid, rows[2], "g3")).to_be_focused()
    expect(control(grid, rows[2], "g3")).to_have_value("32")
    holds(grid, rows[2], "g2", None)
    assert values(rows, "g2") == ["20", "99", None]
    assert values(rows, "g3") == ["30", "31", "32"]
    expect(grid.locator("[data-totals]")).to_contain_text("119")
    grid.keyboard.press("Control+z")
    grid.keyboard.press("Control+z")
    expect(control(grid, rows[1], "g2")).to_have_value("21")
    holds(grid, rows[1], "g2", "21")
    expect(grid.locator("[data-totals]")).to_contain_text("63")
    assert values(rows, "g2") == ["20", "21", "22"]
    assert_accessible(grid)


def test_a_page_that_is_only_looked_at_saves_nothing(page, live_server, sign_in, people, upload, rows):
    """The choices of a row come after the page: what stands in them is nobody's typing."""
    save_cell(upload, Change(rows[0].pk, "F10", "status", None, "1", "before", 4), by=people["editor"])
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    sign_in(page, people["principal"].username, PASSWORD)
    sent.clear()
    page.goto(live_server.url + reverse("statusdata:form", args=[upload.pk, "F10"]))
    expect(control(page, rows[0], "status")).to_have_value("1")
    page.wait_for_load_state("networkidle")
    assert [url for url in sent if "cells" in url] == []
    expect(page.locator("[data-busy]")).to_have_count(0)


@pytest.mark.slow
def test_one_cell_at_a_time_is_in_the_order_of_tab_and_esc_leaves(grid, rows):
    """The grid pattern of ARIA: a roving tabindex; nobody is caught in it."""
    cell(grid, rows[1], "g1").focus()
    assert grid.locator("#grid tbody [tabindex='0']").count() == 1
    grid.keyboard.press("Control+End")
    expect(grid.get_by_role("button", name=re.compile("删行.*第 3 行"))).to_be_focused()
    grid.keyboard.press("Control+Home")
    grid.keyboard.press("Escape")
    assert grid.evaluate("!document.activeElement.closest('#grid') && document.activeElement !== document.body")


@pytest.mark.slow
def test_a_paste_is_shown_before_it_is_written(grid, rows, assert_accessible):
    """O2: changed, the same and unreadable counted; nothing written until the person says so; one step to undo."""
    cell(grid, rows[0], "g1").focus()
    paste(grid, "10\t２５\t约三十\r\n15\t21\t31\r\n")
    preview = grid.locator("#paste")
    expect(preview).to_contain_text("第 1—2 行的一年级、二年级、三年级及以上：2 格会变，3 格不变，1 格无法识别。")
    expect(preview.locator("del")).to_have_text(["20", "11"])
    expect(preview).to_contain_text("“２５”读作 25")
    expect(preview).to_contain_text("“约三十”不是数字")
    assert_accessible(grid)
    assert values(rows, "g2") == ["20", "21", "22"]
    preview.get_by_role("button", name="写入 2 格").click()
    saved(grid)
    assert values(rows, "g1") == ["10", "15", "12"]
    assert values(rows, "g2") == ["25", "21", "22"]
    expect(cell(grid, rows[0], "g1")).to_be_focused()
    grid.keyboard.press("Control+z")
    expect(control(grid, rows[1], "g1")).to_have_value("11")
    holds(grid, rows[1], "g1", "11")
    assert values(rows, "g1") == ["10", "11", "12"]


@pytest.mark.slow
def test_a_paste_not_wanted_changes_nothing(grid, rows):
    cell(grid, rows[0], "g1").focus()
    paste(grid, "1\t2\n")
    grid.get_by_role("button", name="不写入").click()
    expect(cell(grid, rows[0], "g1")).to_be_focused()
    assert values(rows, "g1") == ["10", "11", "12"]


@pytest.mark.slow
def test_a_paste_of_more_rows_than_there_are_adds_them(grid, rows, upload):
    cell(grid, rows[2], "g1").focus()
    paste(grid, "\n".join(str(100 + number) for number in range(12)))
    grid.get_by_role("button", name="增加 11 行并写入 12 格").click()
    saved(grid)
    expect(grid.locator("#grid tbody tr")).to_have_count(14)
    assert [row.values.get("g1") for row in Record.objects.filter(upload=upload, form="F10")] == ["10", "11", *map(str, range(100, 112))]


@pytest.mark.slow
def test_two_people_on_one_cell_of_the_grid_choose(grid, rows, upload, people, assert_accessible):
    """B11: the cell is marked, the choice stands below, F8 leads to it."""
    save_cell(upload, Change(rows[1].pk, "F10", "g1", "11", "77", "another page", 1), by=people["principal"])
    cell(grid, rows[1], "g1").focus()
    grid.keyboard.type("88")
    grid.keyboard.press("Tab")
    expect(grid.get_by_role("group", name="两人改了同一项")).to_contain_text("77")
    expect(cell(grid, rows[1], "g1")).to_have_attribute("aria-invalid", "true")
    grid.locator("#shown").get_by_role("button", name=re.compile("有差错")).click()
    expect(grid.locator(f"#row-{rows[1].pk}")).to_be_visible()
    expect(grid.locator(f"#row-{rows[2].pk}")).to_be_hidden()
    assert_accessible(grid)
    grid.keyboard.press("F8")
    expect(cell(grid, rows[1], "g1")).to_be_focused()
    grid.get_by_role("button", name="用我写的").click()
    saved(grid)
    assert values(rows, "g1") == ["10", "88", "12"]


@pytest.mark.slow
def test_a_paste_without_a_network_is_kept_and_sent_together(grid, rows, context):
    cell(grid, rows[0], "g1").focus()
    paste(grid, "1\t2\t3\n4\t5\t6\n7\t8\t9\n")
    button = grid.get_by_role("button", name="写入 9 格")
    expect(button).to_be_visible()
    context.set_offline(True)
    button.click()
    expect(grid.locator("#savebar")).to_contain_text("网络断开，9 项已存在本机")
    assert values(rows, "g1") == ["10", "11", "12"]
    sent = []
    grid.on("request", lambda request: sent.append(json.loads(request.post_data)) if request.url.endswith("/cells/many/") else None)
    context.set_offline(False)
    saved(grid)
    assert [len(batch) for batch in sent] == [9]
    assert [values(rows, field) for field in ["g1", "g2", "g3"]] == [["1", "4", "7"], ["2", "5", "8"], ["3", "6", "9"]]


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("form", ["F03", "F10"])
def test_the_grid_is_accessible_at_both_widths(grid, upload, people, assert_accessible, form, width):
    if form != "F10":
        add_row(upload, form, by=people["editor"])
        grid.goto(grid.url.replace("F10", form))
    grid.set_viewport_size({"width": width, "height": 900})
    assert_accessible(grid)


@pytest.mark.slow
def test_a_paste_whose_rows_get_no_answer_says_so_and_adds_them_once_when_pressed_again(grid, rows, upload, context):
    cell(grid, rows[2], "g1").focus()
    paste(grid, "\n".join(str(100 + number) for number in range(5)))
    button = grid.get_by_role("button", name="增加 4 行并写入 5 格")
    expect(button).to_be_visible()
    context.set_offline(True)
    button.click()
    expect(grid.get_by_role("alert")).to_contain_text("新增的行和各格都还没有写入")
    assert Record.objects.filter(upload=upload, form="F10").count() == 3
    context.set_offline(False)
    button.click()
    saved(grid)
    expect(grid.locator("#grid tbody tr")).to_have_count(7)
    assert [row.values.get("g1") for row in Record.objects.filter(upload=upload, form="F10")] == ["10", "11", *map(str, range(100, 105))]


@pytest.mark.slow
def test_a_paste_of_a_thousand_cells_goes_in_few_requests(grid, upload):
    sent = []
    grid.on("request", lambda request: sent.append(request.url.rsplit("/", 3)[-2]) if request.method == "POST" else None)
    grid.locator("#grid tbody tr").first.locator("[data-code=plan_n]").focus()
    paste(grid, "\n".join("\t".join(str(row + column) for column in range(10)) for row in range(100)))
    grid.get_by_role("button", name="增加 97 行并写入 1000 格").click()
    saved(grid)
    assert sent == ["read", "rows", "many", "many"]
    held = Record.objects.filter(upload=upload, form="F10")
    assert [row.values["plan_n"] for row in held] == [str(number) for number in range(100)]
    assert held.last().values["emp"] == "107"


@pytest.mark.slow
def test_choices_and_words_of_a_grid_are_what_the_return_holds(grid, rows, upload, people):
    """The page says the choices of a column once; a cell offers them all and holds what was saved."""
    save_cell(upload, Change(rows[0].pk, "F10", "status", None, "1", "before", 9), by=people["editor"])
    save_cell(upload, Change(rows[0].pk, "F10", "has_std", None, True, "before", 10), by=people["editor"])
    grid.reload()
    expect(control(grid, rows[0], "status")).to_have_value("1")
    holds(grid, rows[0], "status", "1")
    holds(grid, rows[0], "has_std", True)
    holds(grid, rows[1], "has_std", None)
    control(grid, rows[1], "has_std").select_option("否")
    control(grid, rows[1], "status").select_option("1")
    saved(grid)
    holds(grid, rows[1], "has_std", False)
    assert values(rows, "has_std") == [True, False, None]
    assert values(rows, "status") == ["1", "1", None]
