"""The public copy of a report: prepared by one, confirmed by another, nothing personal in it (F8, M2, R12.2)."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Post, User
from apps.audit.models import Entry
from apps.core.canonical import digest
from apps.diagnosis.demonstration import public as demonstration
from apps.diagnosis.desk import to_make_public
from apps.diagnosis.models import Diagnosis, Measure, Passage, PublicReport
from apps.diagnosis.personal import BLOCK
from apps.diagnosis.selectors import public_report
from apps.diagnosis.selectors.public import public_content, suspects
from apps.diagnosis.services import public, reports
from apps.diagnosis.services.public import BLOCKED, KEPT, Decision
from apps.notifications.models import Notice
from apps.workflow.desk import items
from apps.workflow.lifecycle import Changed, NotReady, WrongState
from config.roles import Role

ID, PHONE, MAIL = "11010519491231002X", "13812345678", "office@example.cn"


@pytest.fixture
def report(written, people):
    """A signed report with an ID number, a mobile number, a mail address and a name."""
    Passage.objects.filter(diagnosis=written, kind="self", element__code="2.3").update(text=f"学生王小明（{ID}）反映，课时不足。")
    Passage.objects.filter(diagnosis=written, kind="advice").update(text=f"联系 {PHONE}，或写信到 {MAIL}。王小明同意。")
    Measure.objects.create(school=written.school, diagnosis=written, problem="问题", aim="措施", owner="李老师")
    return reports.sign(written, by=people["principal"]).report


@pytest.fixture
def block_all(report):
    """Everything that is found, blocked."""
    return {item.key: Decision(BLOCKED) for item in suspects(public_content(report))}


@pytest.fixture
def prepare(report, block_all, people):
    def make(by="editor", **given):
        return public.prepare(report, **{"decisions": block_all, "by": people[by], **given})

    return make


@pytest.fixture
def confirmed(prepare, people):
    return public.confirm(prepare(), by=people["principal"])


def said(row):
    return json.dumps(row.content, ensure_ascii=False)


def test_what_is_found_is_named_with_its_place(report):
    """F8"""
    assert [(item.finding.kind.value, item.place.key, item.finding.words) for item in suspects(public_content(report))] == [
        ("id", "2.3/self", ID), ("mobile", "advice", PHONE), ("email", "advice", MAIL),
    ]  # fmt: skip


def test_what_is_blocked_is_nowhere_in_the_copy_and_the_report_stays_whole(report, prepare):
    """F8, R7.3"""
    row = prepare(words=["王小明", " "])
    for words in [ID, PHONE, MAIL, "王小明", "李老师"]:
        assert words not in said(row)
        assert words not in json.dumps(row.found, ensure_ascii=False)
    assert row.content["advice"] == f"联系 {BLOCK}，或写信到 {BLOCK}。{BLOCK}同意。"
    element = next(each for each in row.content["elements"] if each["code"] == "2.3")
    assert element["self"] == f"学生{BLOCK}（{BLOCK}）反映，课时不足。"
    assert len(row.content["elements"]) == 16
    assert ID in report.content().decode()
    assert row.digest == digest(row.content)


def test_nothing_personal_goes_into_the_log(prepare, people):
    """F8, N1"""
    row = prepare(words=["王小明"])
    row = public.prepare(
        row.report, decisions={item.key: Decision(BLOCKED) for item in suspects(public_content(row.report))}, by=people["editor"], seen=0
    )
    kept = " ".join(f"{entry.before}{entry.after}" for entry in Entry.objects.about(row))
    assert "prepare_public" in set(Entry.objects.about(row).values_list("verb", flat=True))
    for words in [ID, PHONE, MAIL, "王小明"]:
        assert words not in kept


def test_an_id_number_not_dealt_with_is_refused_with_its_place(report, block_all, people):
    """F8"""
    left = {key: decision for key, decision in block_all.items() if "2.3" not in key}
    with pytest.raises(ValidationError) as refusal:
        public.prepare(report, decisions=left, by=people["editor"])
    [words] = refusal.value.messages
    assert words.startswith("“2.3 ")
    assert "：自我诊断”第 7 字起的身份证号没有处理" in words
    assert not PublicReport.objects.exists()


@pytest.mark.parametrize("place,kind", [("2.3/self", "身份证号"), ("advice", "手机号码")])
def test_only_a_mail_address_may_be_kept(place, kind, report, block_all, people):
    """F8"""
    key = next(key for key in block_all if key.startswith(place))
    with pytest.raises(ValidationError, match=f"{kind}不能保留"):
        public.prepare(report, decisions={**block_all, key: Decision(KEPT, "本人同意")}, by=people["editor"])


def test_the_schools_own_mail_address_is_kept_for_a_reason(report, block_all, people):
    """F8"""
    key = list(block_all)[-1]
    with pytest.raises(ValidationError, match="请写明理由"):
        public.prepare(report, decisions={**block_all, key: Decision(KEPT, " ")}, by=people["editor"])
    row = public.prepare(report, decisions={**block_all, key: Decision(KEPT, "学校对外的公用邮箱")}, by=people["editor"])
    assert MAIL in row.content["advice"]
    assert public.confirm(row, by=people["principal"]).state == "confirmed"


@pytest.mark.parametrize("word,refusal", [("王", "只有一个字"), ("赵六", "报告里没有“赵六”")])
def test_a_word_that_blocks_too_much_or_nothing_is_refused(word, refusal, prepare):
    with pytest.raises(ValidationError, match=refusal):
        prepare(words=[word])


def test_another_person_confirms_it(prepare, people, holder, fresh):
    """M2"""
    row = prepare()
    assert {notice.to for notice in Notice.objects.filter(url=row.get_absolute_url())} == {people["principal"]}
    with pytest.raises(PermissionDenied):
        public.confirm(row, by=people["editor"])
    row = public.prepare(
        row.report, decisions={item.key: Decision(BLOCKED) for item in suspects(public_content(row.report))}, by=people["principal"], seen=0
    )
    with pytest.raises(PermissionDenied):
        public.confirm(row, by=people["principal"])
    second = holder(Role.PRINCIPAL, "school")
    assert public.confirm(row, by=second).confirmed_by == second
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicReport.objects.update(confirmed_by=people["principal"])


@pytest.mark.parametrize("who", ["city", "province", "nation", "other_school", "stranger"])
def test_nobody_else_prepares_a_schools_copy(who, prepare):
    with pytest.raises(PermissionDenied):
        prepare(by=who)


def test_what_slipped_in_is_refused_at_the_confirmation_with_its_place(prepare, people):
    """F8: the copy is looked through again, whatever was done before."""
    row = prepare()
    content = {**row.content, "overview": f"概述，{ID}"}
    PublicReport.objects.update(content=content)
    with pytest.raises(NotReady) as refusal:
        public.confirm(row, by=people["principal"])
    assert refusal.value.args[0] == ["“自我诊改工作概述”第 4 字起的身份证号没有处理，请退回遮住"]


def test_only_a_confirmed_copy_is_for_the_floors_above(report, prepare, people):
    """F8, R12.2"""
    assert public_report(report) is None
    row = prepare()
    assert public_report(report) is None
    row = public.confirm(row, by=people["principal"])
    assert public_report(report) == row
    row = public.withdraw(row, note="还有姓名", by=people["principal"])
    assert (public_report(report), row.confirmed_by) == (None, None)


def test_sent_back_it_is_prepared_anew_and_confirmed_by_the_other(report, prepare, people):
    """M2"""
    row = public.give_back(prepare(), note="姓名没有遮住", by=people["principal"])
    assert [item.title for item in to_make_public(people["editor"])] == ["重新处理报告公开本"]
    row = prepare(words=["王小明"], seen=row.version)
    assert (row.state, "王小明" in said(row)) == ("prepared", False)
    assert public.confirm(row, by=people["principal"]).digest == digest(row.content)


def test_a_second_preparation_does_not_overwrite_the_first(prepare, confirmed):
    """B11"""
    with pytest.raises(Changed):
        prepare()
    with pytest.raises(WrongState):
        prepare(seen=confirmed.version)


@pytest.mark.parametrize("confirmed", [False, True])
def test_of_a_recalled_report_there_is_no_copy(report, prepare, people, confirmed):
    """R7.3: one that was confirmed is of nothing that stands either."""
    row = prepare()
    if confirmed:
        row = public.confirm(row, by=people["principal"])
    reports.recall(Diagnosis.objects.get(), note="还要改", by=people["principal"])
    row.refresh_from_db()
    assert row.get_state_display() == "报告已撤回"
    assert not [item for item in items(people["principal"]) if "公开本" in item.title]
    with pytest.raises(WrongState):
        public.confirm(row, by=people["principal"])
    with pytest.raises(WrongState):
        prepare(seen=row.version)
    assert to_make_public(people["editor"]) == []


def test_the_page_names_who_can_confirm_and_says_beforehand_where_nobody_can(report, prepare, people, client):
    """M2, F8: who prepares is never who confirms; a principal alone has it prepared by a clerk."""
    client.force_login(people["editor"])
    assert f"由{people['principal']}" in client.get(reverse("diagnosis:prepare_public", args=[report.pk])).content.decode()
    client.force_login(people["principal"])
    page = client.get(reverse("diagnosis:prepare_public", args=[report.pk])).content.decode()
    assert "没有别人可以确认" in page
    assert 'name="words"' not in page
    row = prepare(by="principal")
    assert "没有别人可以确认" in client.get(row.get_absolute_url()).content.decode()


def test_the_desk_leads_to_what_waits(report, people, client):
    """F8"""
    [item] = to_make_public(people["editor"])
    client.force_login(people["editor"])
    assert client.get(item.url).status_code == 200
    for page in [report.diagnosis, report]:
        assert item.url in client.get(page.get_absolute_url()).content.decode()
    assert to_make_public(people["city"]) == []
    # The principal, who alone could confirm, is not sent to prepare it himself; with nobody else to do it he would be.
    assert to_make_public(people["principal"]) == []
    ended = {"since": timezone.localdate() - timedelta(days=2), "until": timezone.localdate() - timedelta(days=1)}
    Post.objects.filter(organization=report.school).exclude(user=people["principal"]).update(**ended)
    assert len(to_make_public(User.objects.get(pk=people["principal"].pk))) == 1


def test_it_is_prepared_and_confirmed_on_the_pages(report, people, client):
    """F8, M2"""
    address = reverse("diagnosis:prepare_public", args=[report.pk])
    client.force_login(people["editor"])
    page = client.get(address)
    assert [item.finding.words for item in page.context["items"]] == [ID, PHONE, MAIL]
    answer = client.post(address, {"done_2": "kept", "reason_2": "", "words": "王小明"})
    assert answer.context["form"].errors == {"reason_2": [f"要保留 {MAIL} 的，请写明理由；不保留的，选“遮住”。"]}
    answer = client.post(address, {"done_2": "blocked", "words": "赵六"})
    assert answer.context["form"].errors["words"] == ["报告里没有“赵六”，请核对。"]
    assert client.post(address, {"done_2": "kept", "reason_2": "公用邮箱", "words": "王小明\n"}).status_code == 302
    row = PublicReport.objects.get()
    # Who has prepared it finds what he chose, and cannot confirm it.
    again = client.get(reverse("diagnosis:rework_public", args=[row.pk])).context["form"].initial
    assert (again["words"], again["done_2"], again["reason_2"]) == ("王小明", "kept", "公用邮箱")
    assert client.get(reverse("diagnosis:confirm_public", args=[row.pk])).status_code == 404
    assert client.get(address).url == row.get_absolute_url()
    client.force_login(people["principal"])
    page = client.get(row.get_absolute_url()).content.decode()
    assert f'<span class="chip chip-bad" title="身份证号">{ID}</span>' in page
    assert BLOCK in page
    assert client.post(reverse("diagnosis:confirm_public", args=[row.pk]), {"seen": row.version}).status_code == 302
    assert client.post(reverse("diagnosis:confirm_public", args=[row.pk]), {"seen": row.version}).status_code == 302
    assert "没有再办一次" in client.get(row.get_absolute_url()).content.decode()
    assert client.get(reverse("diagnosis:rework_public", args=[row.pk])).status_code == 409


def test_who_publishes_sees_the_copy_and_never_the_original(confirmed, holder, people, client):
    """F8, R12.2"""
    client.force_login(holder(Role.PROVINCE_PUBLISHER, "shaanxi"))
    page = client.get(confirmed.get_absolute_url()).content.decode()
    assert BLOCK in page
    for words in [ID, PHONE, MAIL]:
        assert words not in page
    client.force_login(people["city"])
    assert ID in client.get(confirmed.get_absolute_url()).content.decode()


def test_the_list_shows_those_above_only_what_is_confirmed(prepare, people, client):
    """F8"""
    row = prepare()

    def listed(who, unit):
        client.force_login(people[who])
        return [each for each, _steps in client.get(reverse("diagnosis:public_reports", args=[unit])).context["rows"]]

    assert (listed("editor", "3661000001"), listed("city", "610500")) == ([row], [])
    public.confirm(row, by=people["principal"])
    assert (listed("city", "610500"), listed("stranger", "410000")) == ([row], [])
    client.force_login(people["city"])
    assert client.get(row.report.diagnosis.get_absolute_url()).context["public"] == row


def test_the_copies_of_the_demonstration_tell_nobodys_number(written, people, day):
    """F8"""
    demonstration.leave_traces([written])
    report = reports.sign(written, by=people["principal"]).report
    assert demonstration.make({written.school_id: people["principal"]}, day(0)) == 1
    advice = public_report(report).content["advice"]
    assert "13800000000" not in advice
    assert demonstration.NAME not in advice
    assert "zhengai@example.cn" in advice
