"""How far each form is, in words, and what is left to do, by person."""

import pytest

from apps.statusdata.contents import book_of
from apps.statusdata.models import Record, Remark, Sheet
from apps.statusdata.selectors import progress
from apps.statusdata.services.assignments import assign
from apps.statusdata.services.remarks import explain
from apps.statusdata.services.rows import declare_empty


@pytest.fixture
def upload(returns):
    return returns["city"]


@pytest.fixture
def row(upload):
    """The Row of one form, as it is now."""
    return lambda code: next(row for row in progress.rows(upload)[0] if row.form.code == code)


def test_a_form_that_was_explained_says_so_and_is_done(upload, row, people):
    """C5: nothing typed and a word why is not the same as forgotten."""
    assert (row("F07").verdict, row("F07").complete) == (("off", "未填"), False)
    explain(upload, check_code="F07-00", text="未统计", by=people["editor"])
    assert (row("F07").verdict, row("F07").complete, row("F07").open) == (("done", "未填，已说明"), True, 0)


def test_a_form_filled_in_part_is_called_neither_empty_nor_full(upload, row, people, fill):
    field = next(field for field in book_of(upload).form_by_code["F16"].fields if field.required)
    fill(upload, "F16", field.code, "0")
    assert row("F16").verdict == ("soft", "待补全或说明 1 处")
    explain(upload, check_code="F16-00", text="未统计", by=people["editor"])
    assert row("F16").verdict == ("done", "未填齐，已说明")


def test_a_form_with_all_it_must_hold_and_some_cells_free_says_so(upload, row, fill):
    """已齐 is said where every cell is filled."""
    form = book_of(upload).form_by_code["F14"]
    values = {field.code: "1" for field in form.fields if field.required}
    Record.objects.filter(upload=upload, form="F14").update(values=values)
    assert len(values) < row("F14").cells
    assert row("F14").verdict == ("done", "必填已齐")


def test_a_form_nobody_must_fill_in_says_so(upload, row):
    assert row("F04").verdict == ("off", "未填，无必填项")
    assert row("F04").open == 0


def test_what_is_left_stands_by_person_oneself_first_and_nobody_last(upload, row, people):
    """The list of what is missing, of the whole return, by person."""
    assign(upload, {"F02": str(people["editor"].pk), "F07": str(people["principal"].pk), "F04": str(people["principal"].pk)}, by=people["principal"])
    declare_empty(upload, "F05", empty=True, by=people["editor"])
    Remark.objects.create(upload=upload, form="F04", field="books_p", text="请核对", by=people["city"])
    rows = progress.rows(upload)[0]
    mine, others, nobody = progress.by_person(rows, people["editor"])
    assert (mine.person, [each.form.code for each in mine.rows], mine.open) == (people["editor"], ["F02"], 1)
    # Two cells of F07 that must be filled, one remark on F04.
    assert (others.person, {each.form.code: each.open for each in others.rows}) == (people["principal"], {"F04": 1, "F07": 2})
    assert nobody.person is None
    assert not {"F02", "F05", "F04", "F07"} & {each.form.code for each in nobody.rows}
    assert progress.by_person(rows, people["principal"])[0].person == people["principal"]


def test_the_list_by_person_is_on_the_page_of_who_fills_in_and_costs_no_query_a_form(client, people, upload, django_assert_max_num_queries):
    Sheet.objects.filter(upload=upload).update(assigned_to=people["editor"])
    client.force_login(people["editor"])
    with django_assert_max_num_queries(40):
        page = client.get(upload.get_absolute_url()).content.decode()
    assert "全校，按人" in page
    assert f"{people['editor']}（您）" in page
