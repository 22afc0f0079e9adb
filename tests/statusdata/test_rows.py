"""Rows of the many-row forms: added, removed, declared none, carried over from the year before."""

import uuid

import pytest

from apps.audit.models import Entry
from apps.statusdata.contents import book_of, stored
from apps.statusdata.models import Record, Round, Sheet
from apps.statusdata.services import chain, rows
from apps.statusdata.services.cells import Change, Closed, Gone, RoundClosed, save_cell


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
