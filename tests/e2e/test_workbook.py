"""A workbook taken away, filled and brought back in a browser."""

import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from apps.dictionary import reference
from apps.jobs.models import Job
from apps.jobs.services import run
from apps.statusdata.models import Record, Round
from apps.statusdata.services import chain
from apps.statusdata.services.rows import add_row
from config.roles import Role

pytestmark = pytest.mark.browser

PASSWORD = "a password for one story"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def editor(transactional_db, holder):
    person = holder(Role.SCHOOL_EDITOR, "school")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def upload(editor, tree, day):
    dates = {"school_due": day(10), "city_due": day(20), "province_due": day(30)}
    round = Round.objects.create(province=tree["shaanxi"], year=2025, edition=reference.load(), state="open", **dates)
    return chain.open_return(round, tree["school"])


def fill(path, **values):
    """Fill in F08 as people do, and two rows of F10; a value for ``ft`` that is no number is left as it is."""
    book = load_workbook(path)
    for row in book["F08"].iter_rows(min_row=4):
        if row[0].value in values:
            row[2].value = values[row[0].value]
    codes = {cell.value: cell.column for cell in book["F10"][3]}
    for number, (major, students) in enumerate([(51400, 300), (120100, "１２０")], 7):
        book["F10"].cell(number, codes["major_code"]).value = major
        book["F10"].cell(number, codes["stu"]).value = students
    out = io.BytesIO()
    book.save(out)
    return {"name": "填好.xlsx", "mimeType": XLSX, "buffer": out.getvalue()}


def work(kind):
    run(Job.objects.get(kind=f"statusdata.{kind}", state="queued").pk)


def test_a_workbook_goes_out_is_filled_and_comes_back(page, live_server, sign_in, editor, upload, assert_accessible, tmp_path):
    """B4: out, in, a preview with what is wrong; mended, in again, written."""
    add_row(upload, "F10", by=editor)
    sign_in(page, editor.username, PASSWORD)
    page.goto(live_server.url + upload.get_absolute_url())
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出工作簿", exact=True).click()
    taken.value.save_as(tmp_path / "out.xlsx")
    page.get_by_role("link", name="导入工作簿", exact=True).click()
    assert_accessible(page)
    page.get_by_role("button", name="读取并预览").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择填好的工作簿")

    page.get_by_label("填好的工作簿").set_input_files(fill(tmp_path / "out.xlsx", ft="四十七", ft_pub="２０", ft_major=27))
    page.get_by_role("button", name="读取并预览").click()
    work("read_workbook")
    expect(page.get_by_role("heading", name="差错")).to_be_visible()
    expect(page.locator("body")).to_contain_text("“四十七”不是数字")
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert_accessible(page)
    page.set_viewport_size({"width": 1440, "height": 900})

    page.get_by_role("link", name="改好后重新导入").click()
    page.get_by_label("填好的工作簿").set_input_files(fill(tmp_path / "out.xlsx", ft=47, ft_pub="２０", ft_major=27))
    page.get_by_role("button", name="读取并预览").click()
    work("read_workbook")
    expect(page.get_by_text("工作簿里没有这些行")).to_have_count(0)
    page.get_by_role("button", name="写入 7 格").click()
    work("apply_workbook")
    expect(page.get_by_text("全部写入")).to_be_visible()
    assert_accessible(page)
    assert Record.objects.get(upload=upload, form="F08").values == {"ft": "47", "ft_pub": "20", "ft_major": "27"}
