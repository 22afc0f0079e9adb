"""Single cells and places of a workbook that went wrong: each answered with its place, what is wrong and what would be right (B4)."""

import io
import uuid
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from apps.statusdata.models import Record
from apps.statusdata.services.cells import Change, save_cell
from apps.statusdata.services.imports import preview
from apps.statusdata.services.rows import add_row
from apps.statusdata.services.workbooks import workbook
from tests.statusdata import workbooks as w


@pytest.fixture
def upload(returns):
    return returns["city"]


@pytest.fixture
def plan(upload):
    """What the preview says of a workbook."""
    return lambda content: preview(upload, content, uuid.uuid4())


@pytest.fixture
def row(upload, people):
    """``row(form, **values)``: a row of a many-row form that holds these values."""

    def make(form, **values):
        record = add_row(upload, form, by=people["editor"])
        for number, (field, value) in enumerate(values.items()):
            save_cell(upload, Change(record.pk, form, field, None, value, "page", number), by=people["editor"])
        return record

    return make


def told(problem):
    return f"{problem['at']} {problem['name']}：{problem['value']}：{problem['wrong']}。{problem['right']}"


BAD = [
    ("F08", "ft", "四十七", ["专任教师", "四十七", "不是数字", "填整数"]),
    ("F08", "ft", "47人", ["47人", "例如 47"]),
    ("F08", "ft", 47.5, ["小数位太多", "填整数"]),
    ("F08", "ft", -3, ["不小于 1"]),
    ("F08", "ft", True, ["应是数字"]),
    ("F08", "ft", date(2026, 1, 1), ["应是数字"]),
    ("F03", "land_area", "1e5", ["不是数字"]),
    ("F03", "track_200", "也许", ["看不出是或否", "请填“是”或“否”"]),
    ("F01", "ownership", "私立", ["不在选项中", "民办"]),
    ("F01", "zhengai_on", "2026-02-30", ["没有 2026-02-30 这一天"]),
    ("F01", "founded_ym", "1985", ["不是年月", "202009"]),
    ("F08", "ft", "9" * 400, ["太大"]),
]
SAMPLED = 3


@pytest.mark.parametrize(
    "sheet, code, value, words", [pytest.param(*case, marks=[pytest.mark.slow] * (number >= SAMPLED)) for number, case in enumerate(BAD)]
)
def test_a_value_that_does_not_fit_is_answered_with_place_reason_and_remedy(upload, plan, sheet, code, value, words):
    content = workbook(upload)
    place = w.place_of(content, sheet, code)
    made = plan(w.put(content, sheet, place, value))
    (problem,) = made.problems
    assert problem["at"] == f"{sheet}!{place}"
    assert [word for word in words if word not in told(problem)] == []
    assert len(told(problem)) < 800
    assert made.cells == []


@pytest.mark.parametrize(
    "sheet, code, value, number_format, read",
    [("F08", "ft", "４７", "@", "47"), ("F08", "ft", " 47 ", "@", "47"), ("F08", "ft", "1,047", "@", "1047"), ("F08", "ft", 47.0, "0", "47"),
     ("F03", "land_area", 40374.1, "General", "40374.1"), ("F03", "track_200", "有", "@", True), ("F01", "ownership", "公办", "@", "公办"),
     ("F01", "grade", 2, "0", "2"), ("F01", "grade", "国家级重点", "@", "2"), ("F01", "zhengai_on", datetime(2020, 9, 1), "yyyy-mm-dd", "2020-09-01"),
     ("F01", "zhengai_on", 44075, "General", "2020-09-01"), ("F01", "zhengai_on", "2020年9月1日", "@", "2020-09-01"),
     ("F01", "zhengai_on", 20200901, "0", "2020-09-01"), ("F01", "founded_ym", 198509, "0", "198509"),
     ("F01", "founded_ym", datetime(1985, 9, 1), "yyyy-mm", "198509")],
)  # fmt: skip
def test_what_people_write_is_read_as_they_mean_it(upload, plan, sheet, code, value, number_format, read):
    content = workbook(upload)
    made = plan(w.put(content, sheet, w.place_of(content, sheet, code), value, number_format=number_format))
    assert ([change["after"] for change in made.cells], made.problems) == ([read], [])


@pytest.mark.parametrize("value", ["无", "/", "—", "－"])
def test_words_for_nothing_are_read_as_empty_and_it_is_said(upload, plan, fill, value):
    fill(upload, "F08", "ft", "47")
    content = workbook(upload)
    made = plan(w.put(content, "F08", w.place_of(content, "F08", "ft"), value))
    assert [(change["before"], change["after"]) for change in made.cells] == [("47", None)]
    assert [f"“{value}”读作空"] == [each["note"] for each in made.corrections]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_error_cells_are_no_empty_cells(upload, plan, fill, error):
    """calamine reads them as nothing; taken so, they would empty the cell."""
    fill(upload, "F08", "ft", "47")
    content = workbook(upload)
    made = plan(w.put(content, "F08", w.place_of(content, "F08", "ft"), error, data_type="e"))
    assert [error in problem["wrong"] for problem in made.problems] == [True]
    assert made.cells == []


def test_a_formula_is_read_by_its_result_and_without_one_it_is_refused(upload, plan, fill):
    fill(upload, "F08", "ft", "47")
    content = workbook(upload)
    place = w.place_of(content, "F08", "ft")
    bare = w.put(content, "F08", place, "=40+8")
    made = plan(bare)
    assert ([problem["wrong"] for problem in made.problems], made.cells) == (["公式没有保存结果"], [])
    made = plan(w.in_sheet(bare, "F08", r"<f>40\+8</f><v ?/>|<f>40\+8</f><v></v>", "<f>40+8</f><v>48</v>"))
    assert ([change["after"] for change in made.cells], made.problems) == (["48"], [])
    assert "公式" in made.corrections[0]["note"]


def test_merged_cells_are_named_and_nothing_in_them_is_emptied(upload, plan, fill):
    content = workbook(upload)
    first, second = (w.place_of(content, "F08", code) for code in ["ft", "ft_pub"])
    for code in ["ft", "ft_pub"]:
        fill(upload, "F08", code, "47")
    made = plan(w.edited(workbook(upload), lambda book: book["F08"].merge_cells(f"{first}:{second}")))
    assert [problem["at"] for problem in made.problems] == [f"F08!{first}:{second}"]
    assert "取消合并" in made.problems[0]["right"]
    assert made.cells == []


def test_days_of_a_workbook_that_counts_from_1904_are_the_same_days(upload, plan):
    content = workbook(upload)

    def work(book):
        book.epoch = datetime(1904, 1, 1)
        cell = book["F01"][w.place_of(content, "F01", "zhengai_on")]
        cell.value, cell.number_format = 42613, "yyyy-mm-dd"
        cell = book["F01"][w.place_of(content, "F01", "charter_on")]
        cell.value, cell.number_format = 42613, "General"

    made = plan(w.edited(content, work))
    assert sorted(change["after"] for change in made.cells) == ["2020-09-01", "2020-09-01"]


def test_five_million_characters_in_a_cell_are_refused_in_few_words(upload, plan):
    content = workbook(upload)
    place = w.place_of(content, "F04", "data_use")
    long = w.in_sheet(content, "F04", rf'<c r="{place}"[^>]*?/>', f'<c r="{place}" t="inlineStr"><is><t>{"长" * 1_700_000}</t></is></c>')
    made = plan(long)
    assert ["1700000 字" in problem["wrong"] for problem in made.problems] == [True]
    assert len(told(made.problems[0])) < 400


def test_a_sheet_that_is_missing_or_renamed_is_told_and_nothing_is_emptied(upload, plan, fill):
    fill(upload, "F08", "ft", "47")
    content = workbook(upload)
    made = plan(w.edited(content, lambda book: book.remove(book["F08"])))
    assert (made.cells, made.problems) == ([], [])
    assert any("没有 F08" in text for text in made.notes)

    def work(book):
        book["F08"].title = "教师"
        book["教师"][w.place_of(content, "F08", "ft")].value = 48

    made = plan(w.edited(content, work))
    assert [(change["at"].split("!")[0], change["after"]) for change in made.cells] == [("教师", "48")]
    assert any("“教师”改过名" in text for text in made.notes)


def test_columns_are_known_by_their_codes_wherever_they_stand(upload, plan, row):
    row("F10", major_code="051400", stu="300", emp="90")

    def work(book):
        sheet = book["F10"]
        columns = {cell.value: cell.column for cell in sheet[3]}
        for number in range(3, 7):
            one, other = sheet.cell(number, columns["stu"]), sheet.cell(number, columns["emp"])
            one.value, other.value = other.value, one.value
        sheet.cell(4, 40).value, sheet.cell(6, 40).value = "我的备注", "随手写的"

    made = plan(w.edited(workbook(upload), work))
    assert (made.cells, made.problems, made.added, made.same) == ([], [], [], {"F10": 1})


def test_a_column_that_was_deleted_changes_nothing(upload, plan, row):
    row("F10", major_code="051400", stu="300")

    def work(book):
        sheet = book["F10"]
        sheet.delete_cols(next(cell.column for cell in sheet[3] if cell.value == "stu"))

    made = plan(w.edited(workbook(upload), work))
    assert (made.cells, made.problems) == ([], [])
    assert any("里没有“在校生" in text or "里没有“" in text for text in made.notes)


def test_a_row_left_out_is_removed_only_where_one_says_so_and_a_copied_one_is_new(upload, plan, row):
    kept, gone = row("F10", major_code="051400", stu="300"), row("F10", major_code="120100", stu="100")

    def work(book):
        sheet = book["F10"]
        sheet.delete_rows(7)
        for cell in sheet[6]:
            sheet.cell(7, cell.column).value = cell.value

    made = plan(w.edited(workbook(upload), work))
    assert [removed["key"] for removed in made.removed] == [str(gone.pk)]
    assert [(new["row"], new["values"]["stu"]) for new in made.added] == [(7, "300")]
    assert made.same == {"F10": 1}
    assert str(kept.pk) not in {new["key"] for new in made.added}


def test_without_the_hidden_ids_no_row_is_doubled(upload, plan, row):
    row("F10", major_code="051400", stu="300")

    def work(book):
        book["F10"]["A6"].value = None

    made = plan(w.edited(workbook(upload), work))
    assert (made.added, made.removed) == ([], [])
    assert "行标识" in made.problems[0]["wrong"]


def test_more_rows_than_a_form_takes_are_refused_as_a_whole(upload, plan):
    def work(book):
        for number in range(6, 2007):
            book["F10"].cell(number, 2).value = "051400"

    made = plan(w.edited(workbook(upload), work))
    assert (made.added, made.problems[0]["wrong"]) == ([], "共 2001 行")


def test_a_blank_workbook_empties_nothing(upload, plan, fill, row):
    fill(upload, "F08", "ft", "47")
    row("F10", major_code="051400")
    content = workbook(upload, blank=True)
    made = plan(w.put(content, "F08", w.place_of(content, "F08", "ft_pub"), 20))
    assert [(change["field"], change["after"]) for change in made.cells] == [("ft_pub", "20")]
    assert (made.removed, made.clashes) == ([], [])


def test_links_to_other_files_are_told(upload, plan):
    content = w.repacked(workbook(upload), more=[("xl/externalLinks/externalLink1.xml", b"<externalLink/>")])
    assert any("其他文件的链接" in text for text in plan(content).notes)


def test_what_the_rules_would_say_is_shown_with_the_place_in_the_workbook(upload, plan):
    """C1, before anything is written."""
    content = workbook(upload)
    land, excluded = (w.place_of(content, "F03", code) for code in ["land_area", "land_excl"])
    made = plan(w.put(w.put(content, "F03", land, 10), "F03", excluded, 12))
    (finding,) = [each for each in made.findings if each["code"] == "F03-01"]
    assert finding["at"] == [f"F03!{excluded}", f"F03!{land}"]


def test_a_workbook_of_one_form_holds_that_form_alone(upload, plan, fill):
    fill(upload, "F03", "land_area", "40374")
    content = workbook(upload, form="F08")
    assert [name for name in load_workbook(io.BytesIO(content)).sheetnames if not name.startswith("_")] == ["说明", "F08"]
    made = plan(w.put(content, "F08", w.place_of(content, "F08", "ft"), 47))
    assert [change["field"] for change in made.cells] == ["ft"]


def test_registers_headers_and_hints_are_locked_and_choices_drop_down(upload):
    sheet = load_workbook(io.BytesIO(workbook(upload)))["F01"]
    by_code = {row[0].value: row for row in sheet.iter_rows(min_row=4) if row[0].value}
    assert sheet.protection.sheet
    assert (by_code["name"][2].protection.locked, by_code["ownership"][2].protection.locked) == (True, False)
    assert by_code["name"][2].value == upload.school.name
    lists = {str(each.sqref) for each in sheet.data_validations.dataValidation if each.type == "list"}
    assert by_code["ownership"][2].coordinate in lists


def test_what_both_sides_changed_is_a_clash_and_what_only_the_platform_changed_stays(upload, plan, fill):
    """B11: three sides are compared, so that yesterday's workbook does not bring back yesterday's values."""
    for code in ["ft", "ft_pub"]:
        fill(upload, "F08", code, "47")
    content = workbook(upload)
    fill(upload, "F08", "ft", "50", by="principal")
    fill(upload, "F08", "ft_pub", "20", by="principal")
    made = plan(w.put(content, "F08", w.place_of(content, "F08", "ft"), 48))
    assert made.cells == []
    assert [(clash["field"], clash["before"], clash["after"]) for clash in made.clashes] == [("ft", "50", "48")]


def test_a_file_attached_to_a_text_stays_when_the_text_changes(upload, plan, fill):
    attached = str(uuid.uuid4())
    fill(upload, "F04", "data_use", {"text": "采集", "file": attached})
    content = workbook(upload)
    made = plan(w.put(content, "F04", w.place_of(content, "F04", "data_use"), "采集与使用"))
    assert [change["after"] for change in made.cells] == [{"text": "采集与使用", "file": attached}]
    assert Record.objects.get(upload=upload, form="F04").values["data_use"]["text"] == "采集"


def test_a_row_without_values_goes_out_and_stays(upload, plan, row):
    row("F10")
    made = plan(workbook(upload))
    assert (made.removed, made.added, made.problems, made.same) == ([], [], [], {"F10": 1})
