from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.audit.models import Entry
from apps.core.dates import add_working_days, calendar
from apps.disclosure.models import Announcement, AnswerCopy, Objection
from apps.disclosure.rules import OBJECTIONS_AN_HOUR
from apps.disclosure.services import announcements, conclusions
from apps.disclosure.services.objections import TooOften, answer, lodge
from apps.workflow.desk import items
from apps.workflow.lifecycle import Conflict, NotReady, WrongState
from config.roles import Role
from tests.disclosure.decided import end_of_showing, released

GIVEN = {"name": "王示例", "contact": "13800000000", "text": "第 3 个要素的判断有误。<script>alert(1)</script>"}
ANSWER = {"gist": "认为第 3 个要素的判断有误。", "answer": "经核实，维持原结论。"}
TYPED = {"name": "王示例", "contact": "13800000000", "text": "依据不足"}


def lodged(announcement, address="192.0.2.1", **given):
    return lodge(announcement, **GIVEN | given, address=address)


def test_an_objection_gets_a_receipt_and_a_day_and_stands_on_the_desk(in_public, people, tree, fresh):
    """M3, R12.4: fifteen working days where the scheme says nothing."""
    objection = lodged(in_public(tree["school"]))
    assert objection.due == add_working_days(timezone.localdate(), 15, calendar())
    assert ("答复对结论的异议", objection.due) in [(item.title, item.due) for item in items(fresh(people["proposer"]))]
    (entry,) = Entry.objects.about(objection)
    assert (entry.verb, entry.by) == ("lodge_objection", None)
    assert [words for words in GIVEN.values() if words in str(entry.after)] == []
    assert "192.0.2.1" not in str(Objection.objects.values().get())


def test_the_last_day_still_counts_and_the_day_after_does_not(in_public, tree):
    """M3."""
    announcement = in_public(tree["school"])
    Announcement.objects.filter(pk=announcement.pk).update(last_day=timezone.localdate())
    lodged(announcement)
    Announcement.objects.filter(pk=announcement.pk).update(last_day=timezone.localdate() - timedelta(days=1))
    with pytest.raises(WrongState):
        lodged(announcement)
    assert Objection.objects.count() == 1


def test_nothing_is_taken_against_what_is_withdrawn(in_public, people, tree):
    """M3, M4."""
    announcement = announcements.withdraw(in_public(tree["school"]), by=people["publisher"], note="文号有误")
    with pytest.raises(WrongState):
        lodged(announcement)


def test_one_address_sends_so_many_an_hour_and_no_more(in_public, tree):
    """M3: another address, and the next hour, are not held up by it."""
    announcement = in_public(tree["school"])
    for _ in range(OBJECTIONS_AN_HOUR):
        lodged(announcement)
    with pytest.raises(TooOften):
        lodged(announcement)
    lodged(announcement, address="192.0.2.2")
    Objection.objects.update(at=timezone.now() - timedelta(hours=1))
    lodged(announcement)


def test_a_conclusion_with_an_objection_open_is_not_published(in_public, people, tree):
    """M3, R12.1."""
    announcement = in_public(tree["school"])
    objection = lodged(announcement)
    announcement = end_of_showing(announcement)
    with pytest.raises(NotReady) as missing:
        announcements.publish(announcement, by=people["publisher"])
    assert "还有 1 件没有答复" in missing.value.args[0][0]
    answer(objection, **ANSWER, by=people["proposer"])
    assert announcements.publish(announcement, by=people["publisher"]).state == "final"


def test_an_answer_is_public_once_sealed_without_whose_objection_it_was(in_public, people, tree):
    """M3, R12.4: it is on record who answered."""
    objection = answer(lodged(in_public(tree["school"])), **ANSWER, by=people["proposer"])
    assert not AnswerCopy.objects.filter(released_at__isnull=False).exists()
    assert released() == 1
    copy = AnswerCopy.objects.values().get()
    assert (copy["gist"], copy["answer"]) == (ANSWER["gist"], ANSWER["answer"])
    assert [words for words in GIVEN.values() if words in str(copy)] == []
    assert list(Entry.objects.about(objection).order_by("pk").values_list("verb", "by")) == [
        ("lodge_objection", None), ("answer_objection", people["proposer"].pk),
    ]  # fmt: skip


@pytest.mark.parametrize("given,said", [({"answer": " "}, "答复"), ({"gist": ""}, "异议要点"), ({"answer": "王示例同志：维持。"}, "姓名"),
                                        ({"gist": "来信人 13800000000"}, "手机号码"), ({"answer": "已复 13800000000"}, "联系方式")])  # fmt: skip
def test_an_answer_that_tells_whose_it_was_is_refused(in_public, people, tree, given, said):
    """M3, F8."""
    objection = lodged(in_public(tree["school"]))
    with pytest.raises(NotReady) as missing:
        answer(objection, **ANSWER | given, by=people["proposer"])
    assert said in "\n".join(missing.value.args[0])
    assert not AnswerCopy.objects.exists()


def test_an_objection_is_answered_once_and_by_who_may(in_public, people, tree, holder):
    """M3."""
    objection = lodged(in_public(tree["school"]))
    for other in [people["publisher"], holder(Role.PRINCIPAL, "school"), holder(Role.PROVINCE_OFFICER, "henan")]:
        with pytest.raises(PermissionDenied):
            answer(objection, **ANSWER, by=other)
    answer(objection, **ANSWER, by=people["proposer"])
    with pytest.raises(Conflict):
        answer(objection, **ANSWER, by=people["proposer"])


def test_the_database_keeps_no_answer_by_halves(in_public, tree):
    """M3."""
    row = Objection.objects.filter(pk=lodged(in_public(tree["school"])).pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="answered")


def test_anyone_objects_on_the_public_page_and_follows_his_receipt(client, in_public, people, tree):
    """M3, R12.4: what was typed is shown to the province as text, to nobody else."""
    announcement = in_public(tree["school"])
    address = f"/conclusions/{tree['school'].code}/{announcement.year}/"
    assert f"{address}object/" in client.get(address).content.decode()
    answered = client.post(f"{address}object/", GIVEN)
    objection = Objection.objects.get()
    assert answered.url == f"/conclusions/receipts/{objection.receipt}/"
    assert client.get("/voice/", {"receipt": objection.receipt.lower()}).url == answered.url  # One box for both kinds of receipts.
    page = client.get(answered.url).content.decode()
    assert objection.receipt in page
    assert [words for words in GIVEN.values() if words in page] == []
    answer(objection, **ANSWER, by=people["proposer"])
    assert ANSWER["answer"] not in client.get(answered.url).content.decode()
    released()
    for shown in [client.get(answered.url), client.get(address)]:
        assert ANSWER["answer"] in shown.content.decode()
        assert GIVEN["name"] not in shown.content.decode()
    client.force_login(people["proposer"])
    page = client.get(objection.get_absolute_url()).content.decode()
    assert GIVEN["name"] in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "given", [{"name": ""}, {"contact": " "}, {"contact": "x"}, {"contact": "123456"}, {"text": ""}, {"text": "字" * 2001}, {"name": "字" * 61}]
)
def test_what_is_missing_or_too_long_is_told_at_its_field(client, in_public, tree, given):
    """M3."""
    announcement = in_public(tree["school"])
    page = client.post(f"/conclusions/{tree['school'].code}/{announcement.year}/object/", TYPED | given)
    assert page.context["form"].errors.keys() == given.keys()
    assert not Objection.objects.exists()


@pytest.mark.parametrize(
    "contact", ["13800000000", "0913-2222222", "（0913）222 2222 转王老师", "wang@example.cn", "１３８ ００００ ００００", "+86 138-0000-0000"]
)
def test_a_telephone_or_a_mail_address_is_taken_as_people_write_it(client, in_public, tree, contact):
    """M3"""
    announcement = in_public(tree["school"])
    address = f"/conclusions/{tree['school'].code}/{announcement.year}/object/"
    assert "请不要写别人的身份证号、手机号" in client.get(address).text
    assert client.post(address, TYPED | {"contact": contact}).status_code == 302
    assert Objection.objects.get().contact == contact


def test_after_the_last_day_the_page_says_what_else_can_be_done(client, in_public, tree):
    """M3, R12.4."""
    announcement = end_of_showing(in_public(tree["school"]))
    address = f"/conclusions/{tree['school'].code}/{announcement.year}/object/"
    for page in [client.get(address), client.post(address, TYPED)]:
        assert page.status_code == 410
        assert "教育行政部门书面反映" in page.content.decode()
    assert not Objection.objects.exists()


def test_too_many_from_one_address_are_told_to_wait(client, in_public, tree):
    """M3."""
    announcement = in_public(tree["school"])
    address = f"/conclusions/{tree['school'].code}/{announcement.year}/object/"
    answers = [client.post(address, TYPED).status_code for _ in range(OBJECTIONS_AN_HOUR + 1)]
    assert answers == [302] * OBJECTIONS_AN_HOUR + [429]


def test_a_form_is_kept_by_nobody_on_the_way(client, in_public, tree):
    """M3: it holds a token of one visitor's."""
    announcement = in_public(tree["school"])
    page = client.get(f"/conclusions/{tree['school'].code}/{announcement.year}/object/")
    assert "no-store" in page["Cache-Control"]


def test_nobody_objects_to_what_is_not_in_public(client, announced, tree):
    """R12.2: before the seal there is no such page, and no receipt that was never given."""
    announcement = announced(tree["school"])
    assert client.post(f"/conclusions/{tree['school'].code}/{announcement.year}/object/", TYPED).status_code == 404
    assert client.get("/conclusions/receipts/0000-0000/").status_code == 404
    assert conclusions.release() == 0


def test_the_province_answers_on_its_page(client, in_public, people, tree):
    """M3."""
    objection = lodged(in_public(tree["school"]))
    client.force_login(people["proposer"])
    address = f"{objection.get_absolute_url()}answer_objection/"
    assert client.get(address).status_code == 200
    refused = client.post(address, {"seen": 0, **ANSWER, "answer": "王示例：维持"})
    assert "写有异议人的姓名" in refused.content.decode()
    assert client.post(address, {"seen": 0, **ANSWER}).status_code == 302
    objection.refresh_from_db()
    assert (objection.state, objection.answered_by) == ("answered", people["proposer"])
    assert objection.receipt in client.get("/work/610000/objections/").content.decode()
