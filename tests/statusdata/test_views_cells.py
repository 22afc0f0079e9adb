"""Saving over the wire: every answer a page can get, and what is stored after it."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.statusdata.models import Explanation, Record, Return, Round
from apps.statusdata.services import chain
from apps.statusdata.services.cells import Change, save_cell
from apps.statusdata.services.remarks import explain
from apps.statusdata.services.rows import add_row

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def upload(returns):
    return returns["city"]


@pytest.fixture
def editor(client, people):
    client.force_login(people["editor"])
    return client


@pytest.fixture
def record(upload):
    return Record.objects.get(upload=upload, form="F08")


def send(client, upload, form="F08", **given):
    save = {"record": None, "field": "ft", "seen": None, "value": "47", "client": "page", "number": 1} | given
    save["record"] = save["record"] and str(save["record"])
    return client.post(reverse("statusdata:cells", args=[upload.pk, form]), json.dumps(save), content_type="application/json")


def test_a_cell_is_saved_as_read_and_the_answer_says_how(editor, upload, record):
    """B3: full-width digits are a number; the answer carries what is stored and what was read otherwise than written."""
    answer = send(editor, upload, record=record.pk, value="４７")
    assert answer.status_code == 200
    assert answer.json() == {"value": "47", "shown": "47", "version": 1, "correction": "“４７”读作 47"}
    record.refresh_from_db()
    assert record.values == {"ft": "47"}


def test_an_emptied_cell_is_absent(editor, upload, record):
    send(editor, upload, record=record.pk)
    assert send(editor, upload, record=record.pk, seen="47", value="", number=2).json()["value"] is None
    record.refresh_from_db()
    assert record.values == {}


def test_a_save_is_at_most_eight_queries_with_one_update(editor, upload, record):
    """The session, the person, the posts, the return, the save."""
    send(editor, upload, record=record.pk)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert send(editor, upload, record=record.pk, seen="47", value="48", number=2).status_code == 200
    statements = [query["sql"] for query in seen]
    assert len(statements) <= 8
    assert sum("EXECUTE save_cells" in sql for sql in statements) == 1


@pytest.mark.parametrize("value", ["四十七", "-1", "47.5", "#REF!", "9" * 40])
def test_a_value_no_cell_can_hold_is_refused_with_what_would_be_right(editor, upload, record, value):
    answer = send(editor, upload, record=record.pk, value=value)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert answer.json()["suggestion"]
    record.refresh_from_db()
    assert (record.values, record.version) == ({}, 0)


@pytest.mark.parametrize("form, field", [("F01", "name"), ("F01", "region_code"), ("F12", "selfdiag_on"), ("F08", "no_such_field")])
def test_what_the_school_does_not_type_is_refused(editor, upload, form, field):
    record = Record.objects.get(upload=upload, form=form)
    assert send(editor, upload, form, record=record.pk, field=field, value="1").status_code == 422
    record.refresh_from_db()
    assert record.values == {}


def test_whoever_is_second_sees_the_first_ones_value_and_chooses(editor, upload, record, people):
    """B11: never a silent overwrite; "mine" is a save on top of what the cell holds now."""
    save_cell(upload, Change(record.pk, "F08", "ft", None, "50", "other", 1), by=people["principal"])
    answer = send(editor, upload, record=record.pk)
    assert answer.status_code == 409
    assert answer.json().items() >= {"reason": "overtaken", "current": "50", "shown": "50", "by": str(people["principal"])}.items()
    assert "50" in answer.json()["message"]
    assert "47" in answer.json()["message"]
    assert send(editor, upload, record=record.pk, seen="50", number=2).status_code == 200


def test_the_same_save_again_is_no_conflict_with_oneself(editor, upload, record):
    first, again = send(editor, upload, record=record.pk), send(editor, upload, record=record.pk)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["version"] == first.json()["version"] == 1


def test_a_save_on_top_of_one_whose_answer_was_lost_is_no_conflict(editor, upload, record):
    send(editor, upload, record=record.pk, value="47", number=1)
    assert send(editor, upload, record=record.pk, seen=None, value="48", number=2).status_code == 200
    assert send(editor, upload, record=record.pk, seen=None, value="47", number=1).status_code == 200
    record.refresh_from_db()
    assert record.values == {"ft": "48"}


def test_a_return_handed_in_meanwhile_takes_nothing_more(editor, upload, record, hand_in):
    hand_in(upload)
    answer = send(editor, upload, record=record.pk)
    assert (answer.status_code, answer.json()["reason"]) == (409, "closed")
    record.refresh_from_db()
    assert record.values == {}


def test_a_row_removed_meanwhile_is_gone(editor, upload):
    answer = send(editor, upload, "F10", record=uuid.uuid4(), field="stu", value="3")
    assert (answer.status_code, answer.json()["reason"]) == (409, "gone")


def test_a_record_of_another_form_or_another_school_is_gone(editor, upload, returns):
    other_form = Record.objects.get(upload=upload, form="F09")
    other_school = Record.objects.get(upload=returns["own"], form="F08")
    for record in [other_form, other_school]:
        assert send(editor, upload, record=record.pk).json()["reason"] == "gone"
        record.refresh_from_db()
        assert record.values == {}


@pytest.mark.parametrize("who", ["own_principal", "city", "province", "nation", "stranger"])
def test_who_does_not_fill_in_gets_the_404_of_a_thing_that_never_existed(client, people, upload, record, who):
    client.force_login(people[who])
    assert send(client, upload, record=record.pk).status_code == 404
    assert send(client, Return(pk=uuid.uuid4()), record=record.pk).status_code == 404


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(client, upload, record):
    answer = send(client, upload, record=record.pk)
    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/")


def test_a_save_without_the_token_of_the_page_is_refused(people, upload, record):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["editor"])
    assert send(client, upload, record=record.pk).status_code == 403


def test_what_somebody_else_typed_in_this_browser_waits_for_him(editor, upload, record, people):
    assert send(editor, upload, record=record.pk, person=str(people["principal"].pk)).status_code == 403
    assert send(editor, upload, record=record.pk, person=str(people["editor"].pk)).status_code == 200


def test_a_form_that_does_not_exist_is_404(editor, upload, record):
    assert send(editor, upload, "F99", record=record.pk).status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b'{"record": 5}', b"{", b'{"record": null, "field": "ft", "client": "c", "number": 99999999999}', b"\xff\xfe"],
)
def test_a_body_that_no_page_sends_is_a_plain_400(editor, upload, body):
    answer = editor.post(reverse("statusdata:cells", args=[upload.pk, "F08"]), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", ["x"], 10**400])
def test_text_the_database_cannot_keep_is_refused(editor, upload, value):
    record = Record.objects.get(upload=upload, form="F18")
    assert send(editor, upload, "F18", record=record.pk, field="safe_doc", value=value).status_code in (400, 422)


def test_a_choice_of_yes_and_a_date_and_a_text_are_kept_in_their_own_ways(editor, upload):
    given = {"F03": ("track_200", "是", True), "F01": ("zhengai_on", "2016.9.1", "2016-09-01"), "F14": ("psych", "否", False)}
    for form, (field, value, kept) in given.items():
        record = Record.objects.get(upload=upload, form=form)
        assert send(editor, upload, form, record=record.pk, field=field, value=value).json()["value"] == kept


def test_an_attachment_is_stored_with_the_return_and_named_by_its_cell(editor, upload, media):
    """A cell names only what was uploaded to this return."""
    file = editor.post(reverse("statusdata:files", args=[upload.pk, "F18"]), {"file": SimpleUploadedFile("章程.pdf", PDF)}).json()
    record = Record.objects.get(upload=upload, form="F18")
    assert send(editor, upload, "F18", record=record.pk, field="charter", value=file["file"]).json()["value"] == file["file"]
    assert b"".join(editor.get(file["url"]).streaming_content) == PDF
    assert send(editor, upload, "F18", record=record.pk, field="safe_doc", value={"text": "见附件", "file": str(uuid.uuid4())}).status_code == 422


def test_a_file_that_is_none_of_ours_is_refused_in_words(editor, upload):
    answer = editor.post(reverse("statusdata:files", args=[upload.pk, "F18"]), {"file": SimpleUploadedFile("章程.pdf", b"MZ")})
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert editor.post(reverse("statusdata:files", args=[upload.pk, "F18"])).status_code == 400


def test_nothing_is_attached_to_a_return_handed_in(editor, upload, hand_in):
    hand_in(upload)
    answer = editor.post(reverse("statusdata:files", args=[upload.pk, "F18"]), {"file": SimpleUploadedFile("章程.pdf", PDF)})
    assert (answer.status_code, answer.json()["reason"]) == (409, "closed")


def explained(client, upload, **given):
    save = {"record": None, "field": "F08-00", "seen": None, "value": "新校，尚无", "client": "page", "number": 1} | given
    return client.post(reverse("statusdata:explanations", args=[upload.pk]), json.dumps(save), content_type="application/json")


def test_an_explanation_saves_itself_and_is_taken_back_by_emptying_it(editor, upload):
    """C5."""
    assert explained(editor, upload).status_code == 200
    assert [text.text for text in Explanation.objects.filter(upload=upload)] == ["新校，尚无"]
    assert explained(editor, upload, seen="新校，尚无", value="").json()["value"] is None
    assert not Explanation.objects.filter(upload=upload).exists()


def test_an_explanation_too_long_or_of_no_rule_or_of_no_row_is_refused(editor, upload):
    assert explained(editor, upload, value="长" * 501).status_code == 422
    assert explained(editor, upload, field="X").status_code == 422
    assert explained(editor, upload, record=str(uuid.uuid4())).json()["reason"] == "gone"
    assert not Explanation.objects.exists()


def test_an_explanation_is_counted_as_every_text_is(editor, upload):
    """A2: spaces and line breaks are no 字."""
    assert explained(editor, upload, value="长 文\n" * 250).status_code == 200


def test_nothing_is_explained_once_handed_in(editor, upload, hand_in):
    hand_in(upload)
    assert explained(editor, upload).json()["reason"] == "closed"


def test_a_row_can_be_explained_by_itself(editor, upload, people):
    row = add_row(upload, "F10", by=people["editor"])
    assert explained(editor, upload, field="F02-01", record=str(row.pk)).status_code == 200
    assert Explanation.objects.get(upload=upload).record == row


def test_an_attachment_is_seen_by_those_who_see_the_cells(editor, upload, people, hand_in, media):
    """D9: an official reads it once the return is handed in, and no longer once it is with the school again."""
    file = editor.post(reverse("statusdata:files", args=[upload.pk, "F18"]), {"file": SimpleUploadedFile("章程.pdf", PDF)}).json()

    def answers():
        clients = {name: Client() for name in ["editor", "city", "province", "nation", "stranger"]}
        for name, client in clients.items():
            client.force_login(people[name])
        responses = {name: client.get(file["url"]) for name, client in clients.items()}
        for response in responses.values():
            list(response)  # Read to its end, which closes the file.
        return {name for name, response in responses.items() if response.status_code == 200}

    assert answers() == {"editor"}
    hand_in(upload)
    assert answers() == {"editor", "city", "province", "nation"}
    chain.recall(Return.objects.get(pk=upload.pk), by=people["principal"], note="更正")
    assert answers() == {"editor"}


def test_what_is_typed_after_the_round_has_ended_is_refused_in_words(editor, upload, record, round):
    """R6.2: nothing of it is stored, and the words say who can open the round again."""
    Round.objects.filter(pk=round.pk).update(state="closed")
    for answer in [
        send(editor, upload, record=record.pk),
        explained(editor, upload),
        editor.post(reverse("statusdata:files", args=[upload.pk, "F18"]), {"file": SimpleUploadedFile("章程.pdf", PDF)}),
        editor.post(reverse("statusdata:rows", args=[upload.pk, "F10"]), headers={"accept": "application/json"}),
    ]:
        assert (answer.status_code, answer.json()["reason"]) == (409, "closed")
        assert "本轮上报已经结束" in answer.json()["message"]
    record.refresh_from_db()
    assert record.values == {}
    assert not Record.objects.filter(upload=upload, form="F10").exists()
    page = editor.get(reverse("statusdata:form", args=[upload.pk, "F08"])).content.decode()
    assert "本轮上报已结束" in page
    assert "form.js" not in page


def test_two_who_explain_one_finding_the_second_sees_the_first_ones_words(editor, upload, people):
    """B11: nobody writes over what he has not seen."""
    explain(upload, check_code="F08-00", text="新校，尚无", by=people["principal"])
    answer = explained(editor, upload, value="另有原因").json()
    assert (answer["reason"], answer["current"], answer["by"]) == ("overtaken", "新校，尚无", str(people["principal"]))
    assert explained(editor, upload, value="另有原因", seen="新校，尚无").status_code == 200
