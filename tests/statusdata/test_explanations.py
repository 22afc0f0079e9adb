"""Explanations of what the rules say, and two people at one of them (C5, B11)."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse

from apps.audit.models import Entry
from apps.statusdata.models import Explanation, Record
from apps.statusdata.services.cells import Gone, Overtaken
from apps.statusdata.services.remarks import explain, explain_missing
from apps.statusdata.services.rows import add_row, remove_row


@pytest.fixture
def upload(returns):
    return returns["city"]


def texts(upload):
    return list(Explanation.objects.filter(upload=upload).values_list("check_code", "text"))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_explain_one_finding_at_once_one_writes_and_the_other_sees_his_words(upload, people):
    """B11: whichever comes first; neither is lost unsaid."""
    start = threading.Barrier(2)

    def write(who, text):
        try:
            start.wait()
            return explain(upload, check_code="F02-00", text=text, seen="", by=people[who])
        except Overtaken as other:
            return other
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(write, ["editor", "principal"], ["未统计", "没有开展"]))
    (lost,) = [answer for answer in answers if isinstance(answer, Overtaken)]
    (kept,) = [answer for answer in answers if isinstance(answer, Explanation)]
    assert texts(upload) == [("F02-00", kept.text)]
    assert (lost.current, lost.by) == (kept.text, kept.by)
    assert Entry.objects.filter(verb="explain").count() == 1


def test_who_saw_another_text_is_told_and_may_then_replace_it(client, people, upload):
    explain(upload, check_code="F02-00", text="未统计", by=people["principal"])
    client.force_login(people["editor"])
    address = reverse("statusdata:explanations", args=[upload.pk])
    given = {"record": None, "field": "F02-00", "seen": None, "value": "没有开展", "client": "page", "number": 1}
    answer = client.post(address, json.dumps(given), content_type="application/json")
    told = answer.json()
    assert (answer.status_code, told["reason"], told["current"]) == (409, "overtaken", "未统计")
    assert "未统计" in told["message"]
    assert "没有开展" in told["message"]
    assert texts(upload) == [("F02-00", "未统计")]
    assert client.post(address, json.dumps(given | {"seen": told["current"]}), content_type="application/json").status_code == 200
    assert texts(upload) == [("F02-00", "没有开展")]


def test_ones_own_words_are_no_conflict_and_the_same_words_no_change(people, upload):
    for text in ["未统计", "未统计", "没有开展"]:
        explain(upload, check_code="F02-00", text=text, seen="", by=people["editor"])
    explain(upload, check_code="F02-00", text="没有开展", seen="", by=people["principal"])
    assert texts(upload) == [("F02-00", "没有开展")]
    assert [entry.after["text"] for entry in Entry.objects.filter(verb="explain").order_by("pk")] == ["未统计", "没有开展"]


def test_an_explanation_is_not_taken_back_over_anothers_words(people, upload):
    explain(upload, check_code="F02-00", text="未统计", by=people["editor"])
    with pytest.raises(Overtaken):
        explain(upload, check_code="F02-00", text="", seen="旧的", by=people["principal"])
    explain(upload, check_code="F02-00", text="", seen="未统计", by=people["principal"])
    assert texts(upload) == []


def test_a_row_that_is_gone_is_not_explained(people, upload):
    row = add_row(upload, "F10", by=people["editor"])
    remove_row(upload, "F10", row.pk, seen=0, by=people["editor"])
    with pytest.raises(Gone):
        explain(upload, check_code="E1001", record_id=row.pk, text="核对过", by=people["editor"])
    stranger = Record.objects.exclude(upload=upload).first()
    with pytest.raises(Gone):
        explain(upload, check_code="E1001", record_id=stranger.pk, text="核对过", by=people["editor"])
    assert texts(upload) == []


def test_one_word_for_all_leaves_out_what_is_explained_and_counts_what_it_wrote(people, upload):
    explain(upload, check_code="F02-00", text="已核对", by=people["principal"])
    count = explain_missing(upload, text="未统计", by=people["editor"])
    assert count == upload.explanations.filter(text="未统计").count() > 0
    assert explain_missing(upload, text="再写", by=people["editor"]) == 0
    assert upload.explanations.get(check_code="F02-00").text == "已核对"
