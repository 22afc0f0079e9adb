"""Rows of the many-row forms: added, removed, declared none, carried over from the year before."""

import uuid
import zlib

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.audit.models import Entry
from apps.statusdata.contents import book_of, stored
from apps.statusdata.models import Record, Round, Sheet, Sitting
from apps.statusdata.selectors import sheets
from apps.statusdata.selectors.changes import since
from apps.statusdata.services import chain, rows
from apps.statusdata.services.cells import Change, Closed, Gone, RoundClosed, save_cell
from apps.statusdata.services.remarks import explain


@pytest.fixture
def upload(returns):
    return returns["city"]


@pytest.fixture
def editor(people):
    return people["editor"]


@pytest.fixture
def last_year(tree, edition, day, schools, people, settle):
    """An accepted return of the year before with one major on it."""
    dates = {"school_due": day(-300), "city_due": day(-290), "province_due": day(-280)}
    round = Round.objects.create(province=tree["shaanxi"], year=2024, edition=edition, state="open", **dates)
    upload = chain.open_return(round, schools["city"])
    row = rows.add_row(upload, "F10", by=people["editor"])
    for number, (field, value) in enumerate({"major_code": "051400", "stu": "300"}.items()):
        save_cell(upload, Change(row.pk, "F10", field, None, value, "page", number), by=people["editor"])
    return upload


def test_a_row_comes_last_and_a_request_sent_again_adds_no_second_one(upload, editor):
    key = uuid.uuid4()
    first = rows.add_row(upload, "F10", by=editor)
    again = [rows.add_row(upload, "F10", key=key, by=editor).pk for _ in range(2)]
    assert again == [key, key]
    assert list(Record.objects.filter(upload=upload, form="F10").values_list("pk", "position")) == [(first.pk, 0), (key, 1)]


def test_no_row_is_added_past_the_most_a_form_holds(upload, editor):
    Record.objects.bulk_create(Record(upload=upload, form="F10", position=place) for place in range(rows.MOST_ROWS))
    with pytest.raises(rows.TooMany):
        rows.add_row(upload, "F10", by=editor)


def test_a_row_is_removed_as_it_was_seen_and_the_log_keeps_what_it_held(upload, editor):
    row = rows.add_row(upload, "F10", by=editor)
    save_cell(upload, Change(row.pk, "F10", "stu", None, "3", "page", 1), by=editor)
    with pytest.raises(Gone):
        rows.remove_row(upload, "F10", row.pk, seen=0, by=editor)
    rows.remove_row(upload, "F10", row.pk, seen=1, by=editor)
    assert not Record.objects.filter(pk=row.pk).exists()
    assert Entry.objects.get(verb="remove_row").before["values"] == {"stu": "3"}
    with pytest.raises(Gone):
        rows.remove_row(upload, "F10", row.pk, seen=1, by=editor)


def test_a_form_declared_empty_holds_no_rows_and_a_new_row_takes_that_back(upload, editor):
    rows.declare_empty(upload, "F10", empty=True, by=editor)
    assert stored(upload)["F10"] == []
    rows.add_row(upload, "F10", by=editor)
    assert not Sheet.objects.get(upload=upload, form="F10").declared_empty
    with pytest.raises(Gone):
        rows.declare_empty(upload, "F10", empty=True, by=editor)


def test_nothing_moves_once_handed_in(upload, editor, hand_in):
    row = rows.add_row(upload, "F10", by=editor)
    form = book_of(upload).form_by_code["F20"]
    hand_in(upload)
    for act in [
        lambda: rows.add_row(upload, "F10", by=editor),
        lambda: rows.remove_row(upload, "F10", row.pk, seen=0, by=editor),
        lambda: rows.declare_empty(upload, "F20", empty=True, by=editor),
        lambda: rows.carry_over(upload, form, by=editor),
    ]:
        with pytest.raises(Closed):
            act()


def test_last_years_rows_are_carried_into_an_empty_form_only(last_year, upload, editor, hand_in, people):
    """B6: what the accepted return held, without what the catalogue knows by itself."""
    form = book_of(upload).form_by_code["F10"]
    assert rows.carry_over(upload, form, by=editor) == 0
    hand_in(last_year)
    chain.check(last_year, seen=1, by=people["city"])
    chain.accept(last_year, seen=2, by=people["province"])
    assert rows.carry_over(upload, form, by=editor) == 1
    assert [row.values for row in Record.objects.filter(upload=upload, form="F10")] == [{"major_code": "051400", "stu": "300"}]
    with pytest.raises(Gone):
        rows.carry_over(upload, form, by=editor)


def test_who_typed_what_into_a_removed_row_stays_in_the_log(upload, editor, people):
    """N1: the sitting still ran when another person removed the row."""
    row = rows.add_row(upload, "F10", by=editor)
    version = save_cell(upload, Change(row.pk, "F10", "stu", None, "300", "page", 1), by=editor)
    rows.remove_row(upload, "F10", row.pk, seen=version, by=people["principal"])
    entry = Entry.objects.get(verb="type", object_id=row.pk)
    assert (entry.by, [change[:3] for change in entry.after["changes"]]) == (editor, [["stu", None, "300"]])


def test_no_row_is_touched_after_the_round_has_ended(upload, editor, round):
    row = rows.add_row(upload, "F10", by=editor)
    Round.objects.filter(pk=round.pk).update(state="closed")
    for act in [
        lambda: rows.add_row(upload, "F10", by=editor),
        lambda: rows.remove_row(upload, "F10", row.pk, seen=0, by=editor),
        lambda: rows.declare_empty(upload, "F12", empty=True, by=editor),
    ]:
        with pytest.raises(RoundClosed):
            act()
    assert list(Record.objects.filter(upload=upload, form="F10")) == [row]


def test_rows_added_together_come_in_their_order_and_sent_again_add_nothing(upload, editor):
    """O2: the rows of a paste, in one request."""
    rows.add_row(upload, "F10", by=editor)
    keys = [uuid.uuid4() for _ in range(12)]
    for _ in range(2):
        assert [row.pk for row in rows.add_rows(upload, "F10", keys, by=editor)] == keys
    assert list(Record.objects.filter(upload=upload, form="F10").values_list("pk", "position"))[1:] == list(zip(keys, range(1, 13), strict=True))
    assert [len(entry.after["rows"]) for entry in Entry.objects.filter(verb="add_rows").order_by("pk")] == [1, 12]


def test_of_rows_added_together_all_come_or_none(upload, editor, returns):
    elsewhere = rows.add_row(returns["own"], "F10", by=editor)
    with pytest.raises(Gone):
        rows.add_rows(upload, "F10", [uuid.uuid4(), elsewhere.pk], by=editor)
    with pytest.raises(rows.TooMany):
        rows.add_rows(upload, "F10", [uuid.uuid4() for _ in range(rows.MOST_ROWS + 1)], by=editor)
    assert not Record.objects.filter(upload=upload, form="F10").exists()


def test_rows_and_explanations_since_a_moment_are_those_of_this_return(upload, returns, editor, people):
    """D6: another return's rows are nobody's business here; a row that is gone is still told."""
    moment = timezone.now()
    row = rows.add_row(upload, "F10", by=editor)
    rows.remove_row(upload, "F10", row.pk, seen=0, by=editor)
    rows.declare_empty(upload, "F05", empty=True, by=editor)
    explain(upload, check_code="F02-00", text="未统计", by=editor)
    rows.add_row(returns["own"], "F10", by=people["own_principal"])
    explain(returns["own"], check_code="F02-00", text="未统计", by=people["own_principal"])
    told = [(change.form, change.words) for change in since(upload, moment)]
    assert told == [("F10", "增加行"), ("F10", "删去一行"), ("F05", "声明无此类记录"), ("", "书面说明")]


@pytest.fixture
def grounds(last_year, hand_in, people):
    """Last year's return accepted, with its grounds and buildings."""
    Record.objects.filter(upload=last_year, form="F03").update(values={"land_area": "27165.2", "bld_own": "11850.25", "no_longer": "1"})
    Record.objects.filter(upload=last_year, form="F07").update(values={"inc_donate": "5"})
    hand_in(last_year)
    chain.check(last_year, seen=1, by=people["city"])
    chain.accept(last_year, seen=2, by=people["province"])


def values(upload, form):
    return Record.objects.get(upload=upload, form=form).values


def test_what_is_as_last_year_is_written_when_somebody_says_so_and_only_where_nothing_stands(grounds, upload, editor, fill):
    """B6: confirmed, not retyped; never silently, never over what was typed."""
    fill(upload, "F03", "bld_own", "12000")
    form = book_of(upload).form_by_code["F03"]
    page = sheets.page(upload, form)
    assert page.as_last_year == 1
    assert values(upload, "F03") == {"bld_own": "12000"}
    assert rows.confirm_last(upload, form, by=editor) == 1
    assert values(upload, "F03") == {"bld_own": "12000", "land_area": "27165.2"}
    assert rows.confirm_last(upload, form, by=editor) == 0
    changes = [change[:3] for sitting in Sitting.objects.filter(by=editor, record__form="F03") for change in sitting.changes]
    assert changes == [["bld_own", None, "12000"], ["land_area", None, "27165.2"]]
    same = {cell.field.code: cell.same for section in sheets.page(upload, form).sections for cell in section.cells}
    assert [code for code, is_so in same.items() if is_so] == ["land_area"]


def test_the_page_offers_last_years_values_cell_by_cell_and_together(client, grounds, upload, editor):
    client.force_login(editor)
    address = reverse("statusdata:form", args=[upload.pk, "F03"])
    page = client.get(address).content.decode()
    assert "把空着的 2 格按上年写入" in page
    assert page.count("data-same=") == 2
    answer = client.post(reverse("statusdata:confirm_last", args=[upload.pk, "F03"]), follow=True)
    assert "已按上年写入 2 格" in answer.content.decode()
    assert "按上年写入</button>" not in answer.content.decode()
    assert client.post(reverse("statusdata:confirm_last", args=[upload.pk, "F10"])).status_code == 404


def test_nothing_is_confirmed_once_the_round_has_ended(client, grounds, upload, editor, round):
    Round.objects.filter(pk=round.pk).update(state="closed")
    with pytest.raises(RoundClosed):
        rows.confirm_last(upload, book_of(upload).form_by_code["F03"], by=editor)
    client.force_login(editor)
    answer = client.post(reverse("statusdata:confirm_last", args=[upload.pk, "F03"]), follow=True)
    assert "本轮上报已经结束" in answer.content.decode()
    assert values(upload, "F03") == {}


def test_last_years_snapshot_is_opened_once_a_page(grounds, upload, monkeypatch):
    opened = []
    unpack = zlib.decompress
    monkeypatch.setattr(zlib, "decompress", lambda body: opened.append(1) or unpack(body))
    sheets.page(upload, book_of(upload).form_by_code["F03"])
    assert opened == [1]


def test_what_was_spent_in_a_year_is_not_confirmed_for_a_whole_form(grounds, upload, editor):
    """B6: only what changes little."""
    form = book_of(upload).form_by_code["F07"]
    page = sheets.page(upload, form)
    assert [cell.field.code for section in page.sections for cell in section.cells if cell.before is not None] == ["inc_donate"]
    assert page.as_last_year == rows.confirm_last(upload, form, by=editor) == 0
    assert values(upload, "F07") == {}
