"""The pages on which a return is filled in and read, for everyone who may open them."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.audit.models import Entry
from apps.notifications.models import Notice
from apps.statusdata.contents import book_of, obstacles
from apps.statusdata.desk import to_fill
from apps.statusdata.forms.filling import RemarkForm
from apps.statusdata.models import Record, Remark, Return, Sheet
from apps.statusdata.selectors.said import open_remarks, place_of
from apps.statusdata.services import chain
from apps.statusdata.services.remarks import Answered, answer, explain, remark
from apps.statusdata.services.rows import add_row, remove_row
from apps.workflow.desk import items

SCHOOL = ["editor", "principal"]
ABOVE = ["city", "province", "nation"]


@pytest.fixture
def upload(returns):
    return returns["city"]


def form_page(upload, form="F08"):
    return reverse("statusdata:form", args=[upload.pk, form])


def get(client, person, address):
    client.force_login(person)
    return client.get(address)


@pytest.mark.parametrize("who", SCHOOL)
@pytest.mark.parametrize("form", [f"F{number:02}" for number in range(1, 21)])
def test_each_of_the_twenty_forms_is_open_to_the_school(client, people, upload, form, who):
    """B2."""
    answer = get(client, people[who], form_page(upload, form))
    assert answer.status_code == 200
    assert "savebar" in answer.content.decode()


@pytest.mark.parametrize("who", ABOVE)
def test_officials_see_how_far_an_open_return_is_but_not_its_cells(client, people, upload, fill, who):
    """D9: the figures of an open return are the school's own."""
    fill(upload, "F08", "ft", "987654")
    for address in [form_page(upload), upload.get_absolute_url()]:
        page = get(client, people[who], address)
        assert page.status_code == 200
        assert "987654" not in page.content.decode()
        assert "学校正在填报" in page.content.decode()
    assert get(client, people[who], reverse("statusdata:messages", args=[upload.pk, "F08"])).status_code == 404


@pytest.mark.parametrize("who", [*SCHOOL, *ABOVE])
def test_what_was_handed_in_is_read_by_everyone_in_the_chain_and_changed_by_nobody(client, people, upload, fill, hand_in, who):
    fill(upload, "F08", "quota", "987654")
    hand_in(upload)
    page = get(client, people[who], form_page(upload)).content.decode()
    assert "987654" in page
    assert "data-seen" not in page


@pytest.mark.parametrize("who", ["own_principal", "stranger"])
@pytest.mark.parametrize("name, args", [("return", []), ("form", ["F08"]), ("messages", ["F08"]), ("assign", [])])
def test_a_stranger_gets_the_404_of_a_thing_that_never_existed(client, people, upload, who, name, args):
    for key in [upload.pk, uuid.uuid4()]:
        assert get(client, people[who], reverse(f"statusdata:{name}", args=[key, *args])).status_code == 404


def test_a_form_that_does_not_exist_is_404(client, people, upload):
    assert get(client, people["editor"], form_page(upload, "F99")).status_code == 404


def test_what_comes_from_the_register_is_shown_and_not_typed(client, people, upload):
    page = get(client, people["editor"], form_page(upload, "F01")).content.decode()
    assert upload.school.code in page
    assert "有误找谁更正" in page
    assert 'data-field="school_code" data-seen' not in page


def test_a_message_stands_at_the_first_cell_it_names(client, people, upload, fill):
    """C2: 公共基础课 and 专业课 make up the full-time teachers."""
    for field, value in {"ft": "10", "ft_pub": "3", "ft_major": "4"}.items():
        fill(upload, "F08", field, value)
    page = get(client, people["editor"], reverse("statusdata:messages", args=[upload.pk, "F08"])).content.decode()
    assert 'id="m-E6"' in page
    assert "须改正" in page
    assert "公共基础课教师3人加专业课教师4人为7人，应等于专任教师数10人" in page


def test_last_years_value_stands_beside_the_cell(client, people, upload, edition, day, schools, fill, hand_in):
    """B6."""
    dates = {"school_due": day(-300), "city_due": day(-290), "province_due": day(-280)}
    before = chain.open_return(
        type(upload.round).objects.create(province=upload.round.province, year=2024, edition=edition, state="open", **dates), schools["city"]
    )
    fill(before, "F08", "quota", "876543")
    hand_in(before)
    assert "876543" not in get(client, people["editor"], form_page(upload)).content.decode()
    chain.check(before, seen=1, by=people["city"])
    chain.accept(before, seen=2, by=people["province"])
    assert "876543" in get(client, people["editor"], form_page(upload)).content.decode()


def queries(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_page_of_rows_costs_the_same_with_one_row_and_with_many(client, people, upload):
    client.force_login(people["editor"])
    add_row(upload, "F10", by=people["editor"])
    client.get(form_page(upload, "F10"))
    one = queries(client, form_page(upload, "F10"))
    Record.objects.bulk_create(Record(upload=upload, form="F10", position=place) for place in range(1, 40))
    assert queries(client, form_page(upload, "F10")) == one


def test_the_return_page_costs_the_same_with_one_remark_and_with_many(client, people, upload):
    client.force_login(people["editor"])
    Remark.objects.create(upload=upload, form="F08", field="ft", text="请核对", by=people["city"])
    client.get(upload.get_absolute_url())
    one = queries(client, upload.get_absolute_url())
    for _ in range(20):
        Remark.objects.create(upload=upload, form="F08", field="ft", text="请核对", by=people["city"])
    assert queries(client, upload.get_absolute_url()) == one


def test_the_return_page_leads_to_every_form_and_every_open_remark(client, people, upload):
    """D4: the remarks are the school's worklist."""
    made = Remark.objects.create(upload=upload, form="F08", field="ft", text="请核对新入职两位", by=people["city"])
    page = get(client, people["editor"], upload.get_absolute_url()).content.decode()
    assert all(form_page(upload, f"F{number:02}") in page for number in range(1, 21))
    assert f"{form_page(upload)}#rm-{made.pk}" in page
    assert "请核对新入职两位" in page


def test_why_a_return_was_sent_back_stands_on_its_page(client, people, upload, hand_in):
    """D5: until it is handed in again; with every step taken."""
    hand_in(upload)
    upload.refresh_from_db()
    chain.send_back(upload, note="教师数请再核对", by=people["city"])
    page = get(client, people["editor"], upload.get_absolute_url()).content.decode()
    assert page.count("教师数请再核对") == 2
    upload.refresh_from_db()
    hand_in(upload)
    page = get(client, people["editor"], upload.get_absolute_url()).content.decode()
    assert page.count("教师数请再核对") == 1
    assert "签字上报" in page


def test_what_is_to_be_filled_in_and_answered_stands_on_the_schools_desk_alone(people, upload):
    """D4."""
    Remark.objects.create(upload=upload, form="F08", field="ft", text="请核对", by=people["city"])
    assert [(item.title, item.count) for item in to_fill(people["editor"])] == [("填报状态数据", 1), ("答复上级的批注", 1)]
    assert all(to_fill(people[who]) == [] for who in ["city", "province", "nation", "stranger"])


def test_a_return_stands_once_on_the_desk_of_who_signs_it_and_says_what_is_in_the_way(people, upload, settle):
    """D4, C5: signing is asked for once it can be done."""
    [item] = [item for item in items(people["principal"]) if item.url == upload.get_absolute_url()]
    assert (item.title, item.action) == ("填报状态数据", "填报")
    assert f"还有 {len(obstacles(upload))} 处待改正、补全或说明" in item.detail
    settle(upload)
    [item] = [item for item in items(people["principal"]) if item.url == upload.get_absolute_url()]
    assert (item.title, item.action, item.detail) == ("签字上报状态数据", "签字上报", str(upload))


def post_remark(client, upload, **given):
    return client.post(reverse("statusdata:remark", args=[upload.pk, "F08"]), {"field": "ft", "text": "请核对"} | given)


def test_an_official_remarks_on_a_cell_and_the_school_answers(client, people, upload, hand_in):
    """B7: resolved when answered; each side is told."""
    hand_in(upload)
    client.force_login(people["city"])
    assert 'id="remark"' in client.get(form_page(upload)).content.decode()
    assert post_remark(client, upload).status_code == 302
    made = Remark.objects.get(upload=upload)
    assert Notice.objects.filter(to=people["editor"]).exists()
    client.force_login(people["editor"])
    answer = reverse("statusdata:answer", args=[made.pk])
    assert answer in client.get(form_page(upload)).content.decode()
    assert client.post(answer, {"text": "已核对，两位在册"}).status_code == 302
    made.refresh_from_db()
    assert (made.answer, made.answered_by) == ("已核对，两位在册", people["editor"])
    assert Notice.objects.filter(to=people["city"]).exists()
    assert client.post(answer, {"text": "再答"}).status_code == 409


def test_a_remark_waits_until_the_return_is_handed_in(client, people, upload):
    client.force_login(people["city"])
    assert post_remark(client, upload).status_code == 409
    assert not Remark.objects.exists()


@pytest.mark.parametrize("given", [{"text": ""}, {"text": "长" * 501}, {"field": "none"}])
def test_a_remark_without_words_or_without_a_cell_is_refused(client, people, upload, hand_in, given):
    hand_in(upload)
    client.force_login(people["city"])
    page = post_remark(client, upload, **given)
    assert page.context["remark_form"].errors
    assert not Remark.objects.exists()


def test_a_remark_refused_stays_on_its_cell(client, people, upload, hand_in):
    """B7: neither the cell nor what was written is lost."""
    hand_in(upload)
    client.force_login(people["city"])
    assert '<option value="ft_major" selected>' in post_remark(client, upload, field="ft_major", text="").content.decode()
    assert post_remark(client, upload, field="").context["remark_form"].errors.keys() == {"field"}


def test_a_remark_is_taken_back_by_who_wrote_it_until_it_is_answered(client, people, upload, hand_in):
    """B7"""
    hand_in(upload)
    client.force_login(people["city"])
    post_remark(client, upload)
    made = Remark.objects.get()
    address = reverse("statusdata:withdraw_remark", args=[made.pk])
    client.force_login(people["province"])
    assert client.post(address).status_code == 404
    client.force_login(people["city"])
    assert address in client.get(form_page(upload)).content.decode()
    answer(made, text="已核对", by=people["editor"])
    assert client.post(address).status_code == 409
    Remark.objects.update(answer="", answered_by=None, answered_at=None)
    assert client.post(address).status_code == 302
    assert not Remark.objects.exists()
    assert Entry.objects.about(upload).last().before["text"] == "请核对"


def test_a_list_of_remarks_names_form_and_cell(client, people, upload, hand_in):
    """B7"""
    hand_in(upload)
    client.force_login(people["city"])
    post_remark(client, upload)
    where = place_of(Remark.objects.get(), book_of(upload))
    assert where.startswith("F08 ")
    assert where in client.get(upload.get_absolute_url()).content.decode()
    assert Notice.objects.filter(to=people["editor"], text__contains=where).exists()


def test_a_row_is_called_by_its_place_among_the_rows_that_are_left(people, upload):
    """B7: as the page of the form numbers them."""
    first, second, third = (add_row(upload, "F10", by=people["editor"]) for _ in range(3))
    remove_row(upload, "F10", first.pk, seen=first.version, by=people["editor"])
    made = [
        Remark.objects.create(upload=upload, form="F10", field="major_name", record=row, text="请核对", by=people["city"]) for row in (second, third)
    ]
    assert [place_of(remark, book_of(upload)).split(" · ")[1] for remark in made] == ["第 1 行", "第 2 行"]
    assert [row.where.split(" · ")[1] for row in open_remarks(upload)] == ["第 1 行", "第 2 行"]
    form = RemarkForm(upload=upload, form=book_of(upload).form_by_code["F10"])
    assert [label for _value, label in form.fields["record"].choices][1:] == ["第 1 行", "第 2 行"]


@pytest.mark.parametrize("who", ["editor", "nation", "stranger"])
def test_who_does_not_remark_gets_404(client, people, upload, hand_in, who):
    hand_in(upload)
    client.force_login(people[who])
    assert post_remark(client, upload).status_code == 404


@pytest.mark.parametrize("who", ["city", "own_principal"])
def test_a_remark_is_answered_by_the_school_alone(client, people, upload, who):
    made = Remark.objects.create(upload=upload, form="F08", field="ft", text="请核对", by=people["city"])
    client.force_login(people[who])
    assert client.post(reverse("statusdata:answer", args=[made.pk]), {"text": "好"}).status_code == 404


def test_the_principal_assigns_forms_to_those_who_fill_in(client, people, upload):
    """B10."""
    address = reverse("statusdata:assign", args=[upload.pk])
    client.force_login(people["principal"])
    assert client.get(address).status_code == 200
    assert client.post(address, {"F08": str(people["editor"].pk)}).status_code == 302
    assert Sheet.objects.get(upload=upload, form="F08").assigned_to == people["editor"]
    assert Entry.objects.get(verb="assign").after == {"F08": str(people["editor"].pk)}
    assert client.post(address, {"F08": str(people["city"].pk)}).status_code == 200
    assert Sheet.objects.get(upload=upload, form="F08").assigned_to == people["editor"]
    client.force_login(people["editor"])
    assert client.get(address).status_code == 404


def rows_address(upload, name="rows", *more):
    return reverse(f"statusdata:{name}", args=[upload.pk, "F10", *more])


WIRE = {"headers": {"accept": "application/json"}}


def test_rows_are_added_and_removed_by_the_page_and_over_the_wire(client, people, upload):
    client.force_login(people["editor"])
    key = uuid.uuid4()
    assert client.post(rows_address(upload), {"key": str(key)}, **WIRE).json() == {"rows": [str(key)]}
    assert client.post(rows_address(upload)).url == f"{form_page(upload, 'F10')}#rows"
    assert Record.objects.filter(upload=upload, form="F10").count() == 2
    refused = client.post(rows_address(upload, "remove_row", key), {"seen": "7"}, **WIRE)
    assert (refused.status_code, refused.json()["reason"]) == (409, "gone")
    assert client.post(rows_address(upload, "remove_row", key), {"seen": "0"}, **WIRE).status_code == 200
    assert Record.objects.filter(upload=upload, form="F10").count() == 1


def test_a_form_is_declared_empty_and_the_declaration_taken_back(client, people, upload):
    client.force_login(people["editor"])
    for empty in ["1", ""]:
        assert client.post(rows_address(upload, "empty"), {"empty": empty}).status_code == 302
        assert Sheet.objects.get(upload=upload, form="F10").declared_empty is bool(empty)


def test_rows_of_a_single_form_or_of_a_closed_return_are_refused(client, people, upload, hand_in):
    client.force_login(people["editor"])
    single = reverse("statusdata:rows", args=[upload.pk, "F08"])
    assert client.post(single, **WIRE).status_code == 409
    hand_in(upload)
    for name in ["rows", "empty", "carry"]:
        refused = client.post(rows_address(upload, name), **WIRE)
        assert (refused.status_code, refused.json()["reason"]) == (409, "closed")
    assert not Record.objects.filter(upload=upload, form="F10").exists()


@pytest.mark.parametrize("who", ["city", "own_principal", "stranger"])
@pytest.mark.parametrize("name", ["rows", "empty", "carry", "files", "cells"])
def test_who_does_not_fill_in_gets_404_everywhere(client, people, upload, who, name):
    client.force_login(people[who])
    assert client.post(rows_address(upload, name)).status_code == 404
    assert Return.objects.filter(pk=upload.pk, version=upload.version).exists()


def test_one_explanation_covers_all_that_is_missing_and_nothing_that_was_explained(client, people, upload, fill):
    """C5: a school that has published little says once why the rest is missing."""
    fill(upload, "F08", "ft", "47")
    explain(upload, check_code="F08-00", text="职称分布正在核对", by=people["editor"])
    client.force_login(people["editor"])
    refused = client.post(reverse("statusdata:missing", args=[upload.pk]), {"text": "无"}, follow=True)
    assert "只写“无”说明不了" in refused.content.decode()
    assert upload.explanations.count() == 1
    client.post(reverse("statusdata:missing", args=[upload.pk]), {"text": "本学年未统计"})
    texts = dict(upload.explanations.values_list("check_code", "text"))
    assert texts.pop("F08-00") == "职称分布正在核对"
    assert len(texts) == 14
    assert set(texts.values()) == {"本学年未统计"}
    assert obstacles(upload) == []


@pytest.mark.parametrize("text", ["", "长" * 501])
def test_an_explanation_of_what_is_missing_is_neither_empty_nor_endless(client, people, upload, text):
    client.force_login(people["editor"])
    answer = client.post(reverse("statusdata:missing", args=[upload.pk]), {"text": text}, follow=True)
    assert "请写明为什么还缺" in answer.content.decode()
    assert not upload.explanations.exists()


def test_the_second_answer_to_a_remark_does_not_write_over_the_first(people, upload, hand_in):
    row = remark(hand_in(upload), form="F08", field="ft", text="请核对", by=people["city"])
    answer(row, text="已核对", by=people["editor"])
    with pytest.raises(Answered):
        answer(row, text="再答一次", by=people["principal"])
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("已核对", people["editor"])


def test_a_form_nobody_must_fill_in_is_not_called_complete(client, people, upload):
    page = get(client, people["editor"], form_page(upload, "F04")).content.decode()
    assert "没有必填而未填的" in page
    assert "本表已齐" not in page
