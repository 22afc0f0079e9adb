"""The grid over the wire: pasted cells read without a trace, many cells saved each for itself, what the page says of its rows."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.statusdata.contents import book_of
from apps.statusdata.models import Record, Sitting
from apps.statusdata.selectors import sheets
from apps.statusdata.services.cells import Change, save_cell
from apps.statusdata.services.rows import add_row, declare_empty


@pytest.fixture
def upload(returns):
    return returns["city"]


@pytest.fixture
def editor(client, people):
    client.force_login(people["editor"])
    return client


@pytest.fixture
def rows(upload, people):
    return [add_row(upload, "F10", by=people["editor"]) for _ in range(2)]


def send(client, upload, name, given):
    return client.post(reverse(f"statusdata:{name}", args=[upload.pk, "F10"]), json.dumps(given), content_type="application/json")


def save(row, field, value, **more):
    return {"record": str(row.pk), "field": field, "seen": None, "value": value, "client": "page", "number": 1} | more


def values(rows):
    held = {row.pk: row.values for row in Record.objects.filter(pk__in=[row.pk for row in rows])}
    return [held[row.pk] for row in rows]


def test_what_is_pasted_is_read_and_nothing_is_saved(editor, upload, rows):
    """O2: as the cell would read it: words of a choice, full-width digits, "无" for nothing; what cannot be says what would be right."""
    asked = [("status", "在招"), ("g1", "２５"), ("g2", "无"), ("g3", "约三十"), ("eng_med", "是"), ("no_such", "1")]
    answer = send(editor, upload, "read", [{"field": field, "value": value} for field, value in asked])
    assert answer.status_code == 200
    status, g1, g2, g3, registered, unknown = answer.json()["cells"]
    assert status == {"value": "1", "shown": "在招", "correction": ""}
    assert g1 == {"value": "25", "shown": "25", "correction": "“２５”读作 25"}
    assert g2 == {"value": None, "shown": "—", "correction": "“无”读作空"}
    assert "不是数字" in g3["message"]
    assert g3["suggestion"]
    assert registered == unknown
    assert "不由学校填写" in unknown["message"]
    assert values(rows) == [{}, {}]


@pytest.mark.parametrize("given", [{}, [{"field": "g1"}], [{"field": "g1", "value": {}}], ["g1"], [{"field": "g1", "value": "\x00"}], [None] * 5001])
def test_a_paste_that_no_page_sends_is_refused(editor, upload, given):
    assert send(editor, upload, "read", given).status_code == 400


def test_many_cells_are_saved_each_for_itself(editor, upload, rows, people):
    """B3, B11: one overtaken, one unreadable and one of a row that is gone do not hold up the others."""
    save_cell(upload, Change(rows[1].pk, "F10", "g1", None, "77", "other", 1), by=people["principal"])
    gone = "00000000-0000-4000-8000-000000000000"
    given = [
        save(rows[0], "g1", "10"),
        save(rows[1], "g1", "88"),
        save(rows[0], "g2", "约二十"),
        save(rows[0], "g1", "1", record=gone),
        save(rows[1], "g2", "21"),
    ]
    answers = send(editor, upload, "many_cells", given).json()["answers"]
    assert [answer["status"] for answer in answers] == [200, 409, 422, 409, 200]
    assert [answer["answer"].get("reason") for answer in answers] == [None, "overtaken", None, "gone", None]
    assert answers[1]["answer"]["current"] == "77"
    assert values(rows) == [{"g1": "10"}, {"g1": "77", "g2": "21"}]


def test_many_saves_stand_in_the_log_as_single_ones_do(editor, upload, rows, people):
    send(editor, upload, "many_cells", [save(rows[0], "g1", "10"), save(rows[0], "g2", "20", number=2)])
    sitting = Sitting.objects.get(record=rows[0], by=people["editor"])
    assert [change[:3] for change in sitting.changes] == [["g1", None, "10"], ["g2", None, "20"]]


def test_many_saves_sent_again_change_nothing(editor, upload, rows):
    given = [save(rows[0], "g1", "10"), save(rows[1], "g1", "11", number=2)]
    first, again = (send(editor, upload, "many_cells", given).json() for _ in range(2))
    assert first == again


def test_many_saves_after_the_signature_are_all_refused(editor, upload, people, hand_in):
    for form in ["F02", "F10"]:
        declare_empty(upload, form, empty=True, by=people["editor"])
    hand_in(upload)
    answers = send(editor, upload, "many_cells", [{"record": None, "field": "g1", "seen": None, "value": "1", "client": "page", "number": 1}] * 2)
    assert [answer["answer"]["reason"] for answer in answers.json()["answers"]] == ["closed", "closed"]


def test_each_more_cell_of_many_costs_one_statement(editor, upload, rows):
    counts = []
    for size, value in [(2, "1"), (12, "2")]:
        given = [save(rows[0], field, value, number=int(value), seen=None) for field in ["g1", "g2"] * (size // 2)]
        with CaptureQueriesContext(connection) as seen:
            send(editor, upload, "many_cells", given)
        counts.append(len(seen))
    assert counts[1] - counts[0] <= 10 * 2


@pytest.mark.parametrize("given", [{}, [], [{}], "x", [None], [{"record": None, "field": "g1", "client": "a", "number": 1}] * 501])
def test_a_body_that_no_page_sends_saves_nothing(editor, upload, given):
    assert send(editor, upload, "many_cells", given).status_code == 400


def test_the_totals_sum_what_stands_there_and_leave_out_what_has_no_sum(editor, upload, rows, people):
    """O2: a column without a figure has no sum; that of a rate or a word means nothing."""
    for number, (row, value) in enumerate(zip(rows, ["10", "32"], strict=True), 1):
        save_cell(upload, Change(row.pk, "F10", "g1", None, value, "page", number), by=people["editor"])
    page = editor.get(reverse("statusdata:form", args=[upload.pk, "F10"]))
    totals = {field.code: total for field, total in page.context["page"].totals}
    assert {code: total for code, total in totals.items() if total} == {"g1": "42"}
    assert "42" in editor.get(reverse("statusdata:messages", args=[upload.pk, "F10"])).content.decode()


def test_a_finding_names_the_row_and_the_column(upload, rows, people):
    for number, (field, value) in enumerate([("major_code", "051400"), ("stu", "66"), ("g1", "10"), ("g2", "10"), ("g3", "10")], 1):
        save_cell(upload, Change(rows[1].pk, "F10", field, None, value, "page", number), by=people["editor"])
    said = sheets.now(upload, book_of(upload).form_by_code["F10"])["findings"]
    assert "第 2 行 · 一年级" in [each.where for each in said]
