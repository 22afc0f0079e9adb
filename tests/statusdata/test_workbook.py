"""A return out as a workbook and in again, filled with openpyxl as people fill it."""

import io

import pytest
from openpyxl import load_workbook

from apps.documents.models import File
from apps.jobs.models import Job
from apps.jobs.services import run
from apps.statusdata.models import Import, Record
from apps.statusdata.services.rows import add_row
from apps.statusdata.services.workbooks import workbook


@pytest.fixture
def upload(returns):
    return returns["city"]


def edit(content, **sheets):
    """The workbook with values put in: edit(content, F08={"ft": 47}, F10=[{"stu": 3}]); rows are put below those there are."""
    book = load_workbook(io.BytesIO(content))
    for name, given in sheets.items():
        sheet = book[name]
        if isinstance(given, dict):
            for row in sheet.iter_rows(min_row=4):
                if row[0].value in given:
                    row[2].value = given[row[0].value]
        else:
            codes = {cell.value: cell.column for cell in sheet[3] if cell.value}
            free = next(number for number in range(6, 3000) if not any(cell.value for cell in sheet[number]))
            for number, values in enumerate(given, free):
                for code, value in values.items():
                    sheet.cell(number, codes[code]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def bring(signed_in, upload):
    """Upload a workbook and have it read; returns the Import."""

    def upload_and_read(content, name="填好.xlsx", who="editor"):
        file = io.BytesIO(content)
        file.name = name
        answer = signed_in(who).post(f"{upload.get_absolute_url()}imports/new/", {"file": file})
        assert answer.status_code == 302, answer.content.decode()
        run(Job.objects.get(kind="statusdata.read_workbook", state="queued").pk)
        return Import.objects.get()

    return upload_and_read


@pytest.fixture
def press(signed_in):
    """Press the button of a preview and do the work."""

    def apply(row, who="editor", **given):
        answer = signed_in(who).post(f"{row.get_absolute_url()}apply/", {"seen": row.version, **given})
        for job in Job.objects.filter(kind="statusdata.apply_workbook", state="queued"):
            run(job.pk)
        row.refresh_from_db()
        return answer

    return apply


def held(upload, form):
    return Record.objects.get(upload=upload, form=form).values


def test_what_went_out_comes_in_without_a_change(upload, bring, people):
    add_row(upload, "F10", by=people["editor"])
    row = bring(workbook(upload))
    assert row.state == "read", row.refusal
    assert (row.plan["cells"], row.plan["added"], row.plan["problems"], row.plan["notes"]) == ([], [], [], [])
    assert File.objects.of(row).count() == 1


def test_a_filled_workbook_is_shown_then_written(upload, bring, press, signed_in, edition):
    """B4"""
    content = edit(workbook(upload), F08={"ft": 47}, F03={"bld_own": "４０３７４", "land_area": 40374.5}, F10=[{"major_code": 51400, "stu": 300}])
    row = bring(content)
    assert row.state == "read", row.refusal
    page = signed_in("editor").get(row.get_absolute_url()).content.decode()
    assert "F08!C" in page
    assert "“４０３７４”读作 40374" in page
    assert held(upload, "F08") == {}
    answer = press(row)
    assert answer.url == row.get_absolute_url()
    assert (row.state, row.report["left"]) == ("applied", [])
    assert held(upload, "F08") == {"ft": "47"}
    assert held(upload, "F03") == {"bld_own": "40374", "land_area": "40374.5"}
    assert held(upload, "F10") == {"major_code": "051400", "stu": "300"}
    assert "写入的格" in signed_in("editor").get(row.get_absolute_url()).content.decode()
