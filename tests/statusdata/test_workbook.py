"""A return out as a workbook and in again, filled with openpyxl as people fill it."""

import io
import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from apps.audit.models import Entry
from apps.core.canonical import number_text
from apps.dictionary.values import NOTHING
from apps.documents.models import File
from apps.jobs.models import Job
from apps.jobs.services import run
from apps.statusdata.contents import book_of
from apps.statusdata.models import Import, Record
from apps.statusdata.services import imports
from apps.statusdata.services.cells import Change, save_cell
from apps.statusdata.services.rows import add_row
from apps.statusdata.services.workbooks import export_of, workbook
from apps.statusdata.workbook.comparing import Held, compare
from apps.statusdata.workbook.reading import read
from apps.statusdata.workbook.writing import base_of, write


@pytest.fixture
def upload(returns):
    return returns["city"]


def edit(content, **sheets):
    """The workbook with values put in: edit(content, F08={"ft": 47}, F10=[{"stu": 3}]); rows are put below those there are."""
    book = load_workbook(io.BytesIO(content))
    for name, cells in sheets.items():
        sheet = book[name]
        if isinstance(cells, dict):
            for row in sheet.iter_rows(min_row=4):
                if row[0].value in cells:
                    row[2].value = cells[row[0].value]
        else:
            codes = {cell.value: cell.column for cell in sheet[3] if cell.value}
            free = next(number for number in range(6, 3000) if not any(cell.value for cell in sheet[number]))
            for number, values in enumerate(cells, free):
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


def test_pressing_twice_writes_once(upload, bring, press, people):
    row = bring(edit(workbook(upload), F08={"ft": 47}, F10=[{"major_code": "051400", "stu": 300}]))
    seen = row.version
    press(row)
    answer = press(row, seen=seen)
    assert (answer.status_code, Record.objects.filter(upload=upload, form="F10").count()) == (302, 1)
    assert Job.objects.filter(kind="statusdata.apply_workbook").count() == 1


def test_work_that_broke_off_is_done_again_without_doubling(upload, bring, press, people):
    """A worker may die between two cells; the job is run again from its beginning."""
    row = bring(edit(workbook(upload), F08={"ft": 47}, F10=[{"major_code": "051400", "stu": 300}]))
    row = imports.apply(row, seen=row.version, by=people["editor"])
    add_row(upload, "F10", key=uuid.UUID(row.plan["added"][0]["key"]), by=people["editor"])
    run(Job.objects.get(kind="statusdata.apply_workbook").pk)
    row.refresh_from_db()
    assert (row.state, row.report["left"]) == ("applied", [])
    assert held(upload, "F10") == {"major_code": "051400", "stu": "300"}


def test_a_cell_changed_between_preview_and_writing_is_not_overwritten(upload, bring, press, fill, signed_in):
    """B11"""
    row = bring(edit(workbook(upload), F08={"ft": 47, "ft_pub": 20}))
    fill(upload, "F08", "ft", "50", by="principal")
    press(row)
    assert held(upload, "F08") == {"ft": "50", "ft_pub": "20"}
    assert [(left["at"], left["now"]) for left in row.report["left"]] == [(row.report["left"][0]["at"], "50")]
    page = signed_in("editor").get(row.get_absolute_url()).content.decode()
    assert "改成了 50；没有覆盖" in page


def test_a_clash_and_a_removal_are_written_only_where_ticked(upload, bring, press, fill, people):
    fill(upload, "F08", "ft", "47")
    kept, gone = (add_row(upload, "F10", by=people["editor"]) for _ in range(2))
    for row in (kept, gone):
        save_cell(upload, Change(row.pk, "F10", "stu", None, "300", "page", 1), by=people["editor"])
    content = edit(workbook(upload), F08={"ft": 48})
    fill(upload, "F08", "ft", "50")
    book = load_workbook(io.BytesIO(content))
    book["F10"].delete_rows(6, 2)
    out = io.BytesIO()
    book.save(out)
    row = bring(out.getvalue())
    assert (len(row.plan["clashes"]), len(row.plan["removed"])) == (1, 2)
    number = [removed["key"] for removed in row.plan["removed"]].index(str(gone.pk))
    press(row, clash=[0], removal=[number])
    assert held(upload, "F08") == {"ft": "48"}
    assert [each.pk for each in Record.objects.filter(upload=upload, form="F10")] == [kept.pk]
    assert (row.report["written"], row.report["removed"], row.report["left"]) == (1, 1, [])


def test_with_errors_nothing_is_written_until_one_says_without_them(upload, bring, press, signed_in):
    """B4: valid rows alone only if one says so."""
    row = bring(edit(workbook(upload), F08={"ft": "四十七", "ft_pub": 20}))
    press(row)
    assert (row.state, held(upload, "F08")) == ("read", {})
    press(row, partly="on")
    assert (row.state, held(upload, "F08")) == ("applied", {"ft_pub": "20"})
    page = signed_in("editor").get(row.get_absolute_url()).content.decode()
    assert "全部写入" not in page
    assert "四十七" in page


def test_a_preview_given_up_can_no_longer_be_written(upload, bring, press, signed_in):
    row = bring(edit(workbook(upload), F08={"ft": 47}))
    signed_in("editor").post(f"{row.get_absolute_url()}discard/", {"seen": row.version})
    press(row)
    assert (row.state, held(upload, "F08")) == ("discarded", {})


def test_a_return_handed_in_meanwhile_takes_nothing(upload, bring, press, hand_in, people):
    row = bring(edit(workbook(upload), F08={"ft": 47}))
    imports.apply(row, seen=row.version, by=people["editor"])
    hand_in(upload)
    run(Job.objects.get(kind="statusdata.apply_workbook").pk)
    row.refresh_from_db()
    assert (held(upload, "F08"), [left["why"] for left in row.report["left"]]) == ({}, ["closed"])


def test_an_import_whose_person_may_no_longer_fill_in_ends_with_the_reason_and_writes_nothing(upload, bring, people, signed_in, day):
    """A post that ends between the button and the writing."""
    row = bring(edit(workbook(upload), F08={"ft": 47}, F10=[{"major_code": "051400", "stu": 300}]))
    imports.apply(row, seen=row.version, by=people["editor"])
    people["editor"].posts.update(since=day(-9), until=day(-1))
    run(Job.objects.get(kind="statusdata.apply_workbook").pk)
    row.refresh_from_db()
    assert (row.state, row.refusal, row.report) == ("stopped", imports.NO_LONGER, {})
    assert (held(upload, "F08"), Record.objects.filter(upload=upload, form="F10").count()) == ({}, 0)
    page = signed_in("principal").get(row.get_absolute_url()).content.decode()
    assert imports.NO_LONGER in page
    assert f"{upload.get_absolute_url()}imports/new/" in page


def test_a_workbook_is_read_though_the_post_of_who_brought_it_has_ended(upload, bring, people, day):
    """The preview shows nothing but to who fills in; it does not hang at reading."""
    row = bring(edit(workbook(upload), F08={"ft": 47}))
    Import.objects.filter(pk=row.pk).update(state="waiting", plan={})
    people["editor"].posts.update(since=day(-9), until=day(-1))
    row.refresh_from_db()
    imports.read_in(row, Job.objects.create(kind="statusdata.read_workbook", key="again", state="running"))
    row.refresh_from_db()
    assert (row.state, len(row.plan["cells"])) == ("read", 1)


def test_what_breaks_off_writes_nothing_and_ends_with_a_reason(upload, bring, people, monkeypatch):
    """Half of a workbook is never left behind: the second row fails, the cell before it goes back."""

    def broken(*args, **kwargs):
        raise OperationalError

    row = bring(edit(workbook(upload), F08={"ft": 47}, F10=[{"major_code": "051400", "stu": 300}]))
    imports.apply(row, seen=row.version, by=people["editor"])
    imports.end_broken_off()
    row.refresh_from_db()
    assert row.state == "applying"
    monkeypatch.setattr(imports, "add_row", broken)
    run(Job.objects.get(kind="statusdata.apply_workbook").pk)
    assert held(upload, "F08") == {}
    imports.end_broken_off()
    row.refresh_from_db()
    assert (row.state, row.refusal) == ("stopped", imports.BROKEN_OFF)


def test_a_workbook_never_read_is_refused_with_the_reason(upload, bring):
    row = bring(workbook(upload))
    Import.objects.filter(pk=row.pk).update(state="waiting")
    imports.end_broken_off()
    row.refresh_from_db()
    assert (row.state, row.refusal) == ("refused", imports.NOT_READ)


def test_a_preview_of_a_return_handed_in_meanwhile_is_refused_at_the_button(upload, bring, press, hand_in):
    row = bring(edit(workbook(upload), F08={"ft": 47}))
    hand_in(upload)
    assert press(row).status_code == 409
    assert (row.state, held(upload, "F08")) == ("read", {})


@pytest.mark.parametrize("given", [{"seen": "x"}, {"seen": 0, "clash": "-1"}, {"seen": 0, "clash": "²"}])
def test_nonsense_sent_to_the_button_is_no_address(upload, bring, press, given):
    row = bring(workbook(upload))
    assert press(row, **given).status_code == 404
    assert row.state == "read"


@pytest.mark.parametrize("query, sheets", [("", 20), ("?form=F08", 1), ("?blank=1", 20)])
def test_the_workbook_is_taken_away_whole_by_form_or_blank(upload, signed_in, query, sheets):
    answer = signed_in("editor").get(f"{upload.get_absolute_url()}workbook/{query}")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert len([name for name in book.sheetnames if name.startswith("F")]) == sheets
    assert "attachment" in answer["Content-Disposition"]


def test_a_form_that_does_not_exist_has_no_workbook(upload, signed_in):
    assert signed_in("editor").get(f"{upload.get_absolute_url()}workbook/?form=F99").status_code == 404


def test_who_takes_figures_away_stands_in_the_log(upload, signed_in):
    """N2: a blank form holds none."""
    exported = Entry.objects.about(upload).filter(verb="export_workbook")
    for query in ["?blank", "?form=F08", ""]:
        signed_in("editor").get(f"{upload.get_absolute_url()}workbook/{query}")
    assert [entry.after for entry in exported] == [{"form": "F08"}, {}]


def values_of(field):
    """Canonical values a field may hold."""
    match field.kind:
        case "int" | "dec":
            low, high = int(field.minimum or 0), int(field.maximum if field.maximum is not None else 10**9)
            numbers = st.integers(low + 1, high) if field.kind == "int" or not field.places else st.decimals(low + 1, high, places=field.places)
            return numbers.map(lambda number: number_text(Decimal(number)))
        case "choice":
            return st.sampled_from([code for code, _word in field.choices])
        case "bool":
            return st.booleans()
        case "date":
            return st.dates(date(1850, 1, 1), date(2150, 1, 1)).map(date.isoformat)
        case "yearmonth":
            return st.tuples(st.integers(1850, 2150), st.integers(1, 12)).map(lambda pair: f"{pair[0]}{pair[1]:02}")
        case "text":
            return st.text("甲乙=+-@<&'\"1 a", min_size=1, max_size=20).filter(lambda text: text == " ".join(text.split()) and text not in NOTHING)
    return st.nothing()


def records(held):
    """What the return holds, as it is compared."""
    return [Held(str(key), 0, row) for key, row in held] if isinstance(held, list) else Held("1", 0, held)


def cells_of(sheet):
    """The cells of a single form, or of the one row there is (none: it was left without a value)."""
    return (sheet.rows[0].cells if sheet.rows else {}) if sheet.form.rows else sheet.cells


def test_any_value_goes_out_and_comes_in_the_same(upload):
    """Round trip out → in over values of every kind, in single forms and rows."""
    book = book_of(upload)
    cells = {
        form: {about.code: values_of(about) for about in book.form_by_code[form].fields if about.typed_by_school}
        for form in ["F01", "F03", "F10", "F20"]
    }
    cells = {form: {code: given for code, given in kinds.items() if not given.is_empty} for form, kinds in cells.items()}

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries({form: st.fixed_dictionaries({}, optional=kinds) for form, kinds in cells.items()}))
    def back(values):
        export = export_of(upload)
        rows = {form: [(uuid.uuid4(), given)] if book.form_by_code[form].rows else given for form, given in values.items()}
        forms = tuple(book.form_by_code[form] for form in values)
        stamp = replace(export.stamp, forms=list(values), base=base_of(forms, rows, blank=False))
        reading = read(write(replace(export, forms=forms, stamp=stamp, held={**export.held, **rows})), book, lambda stamp: None)
        plan = compare(reading, {form: records(each) for form, each in rows.items()}, upload.pk)
        assert (plan.problems, plan.corrections, plan.cells, plan.clashes) == ([], [], [], [])
        found = {
            form: {code: cell.value for code, cell in cells_of(sheet).items() if cell.value is not None} for form, sheet in reading.sheets.items()
        }
        assert found == values

    back()
