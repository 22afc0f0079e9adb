"""What the pages and the desk say to whom, and that they ask no more of the database however much there is."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.experts.models import Conduct, Expert, Training
from apps.experts.selectors.pool import pool
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from apps.reviews.contents import fingerprint
from apps.reviews.models import Agreement, Member, Note, Review
from apps.reviews.services import agenda, judgements, reports, reviews, teams
from apps.sampling.models import Selection
from apps.workflow.desk import around, items
from tests.reviews.world import an_expert


def titles(user):
    return [item.title for item in items(User.objects.get(pk=user.pk))]


def test_the_desk_of_an_expert_leads_from_the_undertaking_to_the_agreement(world):
    """R9.3, R9.6"""
    world.to("scheduled")
    person = world.people[1]
    assert titles(person) == ["签承诺书"]
    world.ready()
    assert titles(person) == ["确认能否参加"]
    teams.answer_naming(world.review, by=person)
    assert titles(person) == []
    reviews.begin(world.review, by=world.officer)
    judgements.judge(world.fresh(), world.elements[0], stage="data", answer="yes", reason="有关指标稳定，看得出来", by=person)
    [item] = items(User.objects.get(pk=person.pk))
    assert item.detail.endswith("还有 15 个要素")
    Review.objects.get().judgements.all().delete()
    world.reading()
    assert titles(person) == []
    world.visiting()
    assert titles(person) == ["现场之后判断"]
    world.writing()
    assert titles(person) == ["商定并签认复核报告"]
    world.reported()
    assert titles(person) == []


@pytest.mark.parametrize("state, stage, step, ready", [
    ("judging", "data", "开卷", "全组研判齐了，开卷"), ("visiting", "visit", "结束进校", "全组判断齐了，结束进校"),
])  # fmt: skip
def test_what_ends_a_stage_stands_among_what_waits_for_others_with_their_names_until_all_have_judged(state, stage, step, ready, world, fresh):
    """R9.3: the lead's own elements are his to judge; a member waits for nobody."""
    review = world.to(state)
    (lead, second, third), others = world.people, lambda user: around(fresh(user)).others
    assert ready not in titles(lead)
    [other] = others(lead)
    assert (other.title, other.verdict) == (str(review), "等 2 人")
    assert other.detail == f"还没有交齐判断：{second}、{third}；齐后{step}"
    assert others(second) == []
    world.judge(stage, people=[second])
    assert others(lead)[0].detail.startswith(f"还没有交齐判断：{third}；")
    world.judge(stage, people=[third])
    assert others(lead) == []
    assert ready not in titles(lead)
    world.judge(stage, people=[lead])
    assert ready in titles(lead)
    assert ready not in titles(second)


def test_the_desk_of_a_lead_costs_the_same_however_many_reviews_he_leads(world, client):
    world.to("judging")
    lead = world.people[0]
    client.force_login(lead)
    few = [queries(client, reverse("workflow:desk")) for _ in range(2)][-1]
    world.judge("data", people=[lead])
    for number in (11, 12, 13):
        given = {name: getattr(world.review, name) for name in ["state", "snapshot", "report", "materials_at", *reviews.DAYS]}
        review = undated(world, number, **given)
        for expert, duty in zip(world.experts[:2], ["lead", "member"], strict=True):
            teams.name(review, expert, duty=duty, by=world.officer)
        review.members.update(undertaken_at=timezone.now(), undertaking="示例")
    assert len(around(User.objects.get(pk=lead.pk)).others) == 4
    assert queries(client, reverse("workflow:desk")) == few


def test_a_report_changed_after_the_agreement_comes_back_to_the_desk(world):
    """R9.3"""
    review = world.to("writing")
    world.write()
    person = world.people[1]
    assert titles(person) == []
    reports.write(review, seen=1, text="又改了一句", by=world.people[0])
    assert titles(person) == ["商定并签认复核报告"]
    reports.agree(review, digest=fingerprint(review), by=person)
    assert titles(person) == []


def test_what_is_agreed_to_is_the_report_that_the_page_showed(world, client):
    """R9.3: an edit made since the page was opened is not signed unseen."""
    review = world.to("writing")
    world.write(agreed=False)
    address = reverse("reviews:agree", args=[review.pk])
    client.force_login(world.people[1])
    page = client.get(address)
    for words in ["示例概述", "示例总体意见", "示例发现", "示例建议", "组的理由"]:
        assert words in page.content.decode()
    reports.write(review, seen=1, text="同组后来改的", by=world.people[0])
    shown = page.context["form"].initial["digest"]
    assert "这次没有写入" in client.post(address, {"digest": shown}, follow=True).content.decode()
    assert not Agreement.objects.exists()
    page = client.get(address)
    assert "同组后来改的" in page.content.decode()
    client.post(address, {"digest": page.context["form"].initial["digest"]})
    assert Agreement.objects.get().digest == fingerprint(review)


def test_the_desk_of_the_school_leads_to_what_it_owes_while_there_is_time(world):
    """R9.1, R9.3"""
    world.to("scheduled")
    assert {"答复复核日期", "提交复核材料"} <= set(titles(world.principal))
    world.judging()
    assert not {"答复复核日期", "提交复核材料"} & set(titles(world.principal))
    for step in ["reading", "visiting", "writing", "reported"]:
        getattr(world, step)()
    assert "就复核报告的事实答复" in titles(world.principal)
    Review.objects.update(reported_at=timezone.now() - timedelta(days=60))
    assert "就复核报告的事实答复" not in titles(world.principal)


def test_the_way_to_answer_on_the_facts_ends_with_its_last_day(world, client):
    """R9.3"""
    review = world.to("reported")
    client.force_login(world.principal)
    address = reverse("reviews:reply", args=[review.pk])
    assert address in client.get(review.get_absolute_url()).content.decode()
    assert "为止" in client.get(address).content.decode()
    Review.objects.update(reported_at=timezone.now() - timedelta(days=60))
    assert address not in client.get(review.get_absolute_url()).content.decode()
    assert "现在已过，不能再答复" in client.post(address, {"text": "晚了"}).content.decode()


def test_an_expert_leaves_by_the_page_and_meets_a_404_from_then_on(world, client):
    """R2.5"""
    review = world.to("judging")
    client.force_login(world.people[1])
    address = reverse("reviews:step_down", args=[review.pk])
    assert address in client.get(review.get_absolute_url()).content.decode()
    page = client.post(address, {"kind": "kin", "since": "2026-01-05"}, follow=True)
    assert "您已退出专家组" in page.content.decode()
    assert client.get(review.get_absolute_url()).status_code == 404


@pytest.fixture
def send(world, client):
    """``send(text, record=…)``: a note as the saver sends it, by a member at the school."""
    review = world.to("visiting")
    client.force_login(world.people[1])
    address = reverse("reviews:save_note", args=[review.pk])

    def post(text, record=None, element="1.1", person=""):
        save = {
            "record": str(record or uuid.uuid4()),
            "field": element,
            "seen": None,
            "value": text,
            "client": "c",
            "number": 1,
            "person": str(person),
        }
        return client.post(address, json.dumps(save), content_type="application/json")

    return post


def test_a_note_that_comes_twice_is_kept_once(send, world):
    key = uuid.uuid4()
    first, again = send("看了实训室", key), send("看了实训室", key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["shown"] == "看了实训室"
    note = Note.objects.get()
    assert (note.client, note.element.code, note.member.expert.user) == (key, "1.1", world.people[1])


def test_a_note_of_nothing_or_of_no_element_is_answered_in_words(send):
    for answer in [send(" "), send("有", element="9.9"), send("长" * 4001)]:
        assert answer.status_code == 422
        assert "没有写入" in answer.json()["message"]
    assert not Note.objects.exists()


def test_a_note_kept_in_the_browser_of_another_person_waits_for_him(send, world):
    assert send("别人写的", person=world.people[0].pk).status_code == 403
    assert not Note.objects.exists()


def test_a_note_that_comes_before_the_visit_is_told_so(send, world):
    Review.objects.update(state="reading")
    answer = send("还没进校")
    assert answer.status_code == 409
    assert "进校复核还没有开始" in answer.json()["message"]
    assert not Note.objects.exists()


def test_a_note_that_comes_after_the_report_is_refused(send, world):
    world.writing()
    assert send("离校后补记").status_code == 200
    world.reported()
    assert send("晚了").status_code == 404
    assert Note.objects.count() == 1


def test_what_is_no_save_is_answered_as_such(send, world, client):
    assert client.post(reverse("reviews:save_note", args=[world.review.pk]), "[]", content_type="application/json").status_code == 400


def test_without_a_script_the_form_keeps_a_note_and_the_group_reads_it(world, client):
    """R9.3"""
    review = world.to("visiting")
    address = reverse("reviews:notes", args=[review.pk])
    client.force_login(world.people[1])
    client.post(address, {"element": world.elements[2].pk, "text": "访谈两位教师", "client": uuid.uuid4()})
    client.force_login(world.people[0])
    assert "访谈两位教师" in client.get(address).content.decode()
    for person in [world.officer, world.principal]:
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_who_judges_an_element_reads_his_own_notes_on_it_and_comes_to_write_one(world, client):
    """R9.3: none are taken before the visit; what another saw stands on the page of the notes."""
    review, (first, second) = world.to("reading"), world.elements[:2]
    page = reverse("reviews:element", args=[review.pk, first.code])
    client.force_login(world.people[1])
    assert client.get(page).context["notes"] is None
    world.visiting()
    assert list(client.get(page).context["notes"]) == []
    for person, element, text in [(1, first, "自己看的实训室"), (1, second, "另一要素的"), (0, first, "组长看的实训室")]:
        judgements.note(review, element, text=text, client=uuid.uuid4(), by=world.people[person])
    answer = client.get(page)
    assert [note.text for note in answer.context["notes"]] == ["自己看的实训室"]
    assert "组长看的实训室" not in answer.content.decode()
    way = f"{reverse('reviews:notes', args=[review.pk])}?element={first.code}"
    assert way in answer.content.decode()
    form = client.get(way)
    assert form.context["form"].initial["element"] == first
    assert f'href="{page}"' in form.content.decode()


@pytest.mark.parametrize("state, shown", [("reading", False), ("visiting", True), ("writing", True)])
def test_the_notes_stand_among_the_first_buttons_of_a_member_while_they_are_taken(state, shown, world, client):
    """R9.3"""
    review = world.to(state)
    way = f'href="{reverse("reviews:notes", args=[review.pk])}"'
    for person, sees in [(world.people[1], shown), (world.officer, False), (world.principal, False)]:
        client.force_login(person)
        head, _, body = client.get(review.get_absolute_url()).content.decode().partition('<div id="notice"')
        assert (way in head, way in body) == (sees, False)


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def another(world, number):
    """A review beside the one of ``world``: of a further school, scheduled, with a group and an agenda."""
    day = world.review.visit_from
    review = undated(world, number, state="scheduled", school_asked="示例", visit_from=day, visit_to=day, materials_due=day)
    Member.objects.create(review=review, expert=an_expert(10 * number, world.province), duty="lead", asked="示例")
    Member.objects.create(review=review, expert=world.experts[1])
    return review


def undated(world, number, **given):
    school = open_unit(level=Level.SCHOOL, code=f"36610001{number}", name=f"示例第{number}学校", parent=world.school.parent)
    selection = Selection.objects.create(draw=world.review.selection.draw, school=school, kind="random")
    return Review.objects.create(selection=selection, school=school, scheme=world.scheme, **given)


@pytest.mark.parametrize("name", ["list", "board"])
def test_the_lists_cost_the_same_however_many_reviews_there_are(name, world, client):
    world.to("scheduled")
    client.force_login(world.officer)
    address = reverse(f"reviews:{name}", args=["610000"])
    another(world, 11)
    queries(client, address)
    few = queries(client, address)
    for number in (12, 13, 14):
        another(world, number)
    assert queries(client, address) == few


def test_the_board_shows_what_is_under_way_a_page_at_a_time(world, client):
    """R9.6: those without a date first; who is booked twice is told across the pages; what is handed in stands in the list."""
    review = world.to("scheduled")
    other = another(world, 11)
    waiting = [undated(world, number) for number in range(20, 69)]
    client.force_login(world.officer)
    address = reverse("reviews:board", args=["610000"])
    first, second = [client.get(address, {"page": number}).context for number in (1, 2)]
    [(week, undated_rows), (_, [last])], [(_, [next_one])] = first["weeks"], second["weeks"]
    assert (week, undated_rows, {last, next_one}) == (None, waiting, {review, other})
    assert first["twice"] == second["twice"] == {review.pk, other.pk}
    Review.objects.filter(pk=other.pk).update(visit_from=other.visit_from + timedelta(days=9), visit_to=other.visit_to + timedelta(days=9))
    for step in ["judging", "reading", "visiting", "writing", "reported"]:
        getattr(world, step)()
    [(_, undated_rows), (_, [last])] = client.get(address).context["weeks"]
    assert (undated_rows, last) == (waiting, other)


@pytest.mark.parametrize("state", ["scheduled", "visiting"])
def test_the_page_costs_the_same_however_large_the_group(state, world, client):
    review = world.to(state)
    page = review.get_absolute_url()
    some = list(review.members.all())[:1]
    agenda.enter(review, on=review.visit_from, half="1", text="听课", members=some, by=world.officer)
    few = {}
    for person in [world.officer, world.principal, world.people[0]]:
        client.force_login(person)
        queries(client, page)
        few[person] = queries(client, page)
    members = [Member.objects.create(review=review, expert=an_expert(number, world.province)) for number in (20, 21, 22)]
    for half in "1212":
        agenda.enter(review, on=review.visit_from, half=half, text="访谈", members=members, by=world.officer)
    for person, number in few.items():
        client.force_login(person)
        assert queries(client, page) == number


def test_the_pages_of_the_writing_group_cost_the_same_however_much_is_written(world, client):
    review = world.to("writing")
    world.write(agreed=False)
    client.force_login(world.people[0])
    pages = [reverse(f"reviews:{name}", args=[review.pk]) for name in ("match", "notes")]
    pages += [reverse(f"reviews:{name}", args=[review.pk, world.elements[0].code]) for name in ("answer", "element")]
    judgements.note(review, world.elements[0], text="示例", client=uuid.uuid4(), by=world.people[0])
    client.get(pages[-1])  # The dictionary is read once.
    few = [queries(client, page) for page in pages]
    for person in world.people:
        for element in world.elements[:3]:
            judgements.note(review, element, text="示例", client=uuid.uuid4(), by=person)
            reports.find(review, element, found="示例发现", advice="示例", by=person)
    assert [queries(client, page) for page in pages] == few


def test_who_signs_again_finds_the_dissent_he_recorded(world, client):
    """R9.3, R10.6: a change of the report asks for the signature anew, not for the dissent."""
    review = world.to("writing")
    world.write(agreed=False)
    reports.agree(review, digest=fingerprint(review), dissent="示例保留意见", by=world.people[1])
    reports.write(review, seen=1, overview="改过的概述", by=world.people[0])
    address = reverse("reviews:agree", args=[review.pk])
    for person, kept in [(world.people[1], "示例保留意见"), (world.people[2], "")]:
        client.force_login(person)
        assert client.get(address).context["form"].initial["dissent"] == kept


def test_the_pool_shows_how_many_groups_an_expert_serves_on(world):
    """R2.3: until the report of the group is in."""
    world.to("writing")
    loads = lambda: set(pool(Expert.objects.filter(user__in=world.people), timezone.localdate()).values_list("load", flat=True))  # noqa: E731
    assert loads() == {1}
    Review.objects.update(state="reported", reported_at=timezone.now())
    assert loads() == {0}


def test_an_expert_finds_his_reviews_whatever_their_state(world, client):
    review = world.to("reported")
    client.force_login(world.people[1])
    answer = client.get(reverse("reviews:mine")).content.decode()
    assert review.get_absolute_url() in answer
    assert "成员" in answer
    assert reverse("reviews:mine") in client.get(review.get_absolute_url()).content.decode()
    client.force_login(an_expert(8, world.province).user)
    assert review.get_absolute_url() not in client.get(reverse("reviews:mine")).content.decode()


def test_the_lead_reminds_those_for_whom_the_group_waits_once_a_day(world, client):
    review = world.to("judging")
    world.judge("data", people=world.people[:2])
    address = reverse("reviews:remind", args=[review.pk])
    client.force_login(world.people[1])
    assert client.post(address).status_code == 404
    client.force_login(world.people[0])
    assert address in client.get(review.get_absolute_url()).content.decode()
    assert "已提醒" in client.post(address, follow=True).content.decode()
    assert "今天已经提醒过" in client.post(address, follow=True).content.decode()
    assert [person.notices.filter(text__contains="组长提醒").count() for person in world.people] == [0, 0, 1]


def test_what_was_told_is_signed_with_the_report_and_names_no_conclusion(world):
    """R9.4: a change of it voids the signatures as any other."""
    review = world.to("writing")
    world.write()
    before = fingerprint(review)
    with pytest.raises(ValidationError, match="不得透露结论建议"):
        reports.write(review, seen=1, told="告知学校：结论建议为有效", by=world.people[0])
    reports.write(review, seen=1, told="告知学校实训所见", by=world.people[0])
    assert fingerprint(review) != before


def test_who_saves_second_finds_both_and_keeps_his_own(world, client):
    review = world.to("writing")
    world.write(agreed=False)
    address = reverse("reviews:report", args=[review.pk])
    client.force_login(world.people[1])
    reports.write(review, seen=1, text="组长先存的意见", by=world.people[0])
    sent = {
        "seen": 1,
        "overview": "示例概述",
        "text": "我写的意见",
        "aimed": "yes",
        "aimed_reason": "示例",
        "effective": "yes",
        "effective_reason": "示例",
    }
    answer = client.post(address, sent)
    assert "组长先存的意见" in answer.content.decode()
    assert "我写的意见" in answer.content.decode()
    assert client.post(address, sent | {"seen": answer.context["form"].data["seen"]}).status_code == 302
    review.group_report.refresh_from_db()
    assert review.group_report.text == "我写的意见"


def test_what_neither_has_answered_does_not_stand_as_another_answer(world, client):
    review = world.to("writing")
    client.force_login(world.people[1])
    reports.write(review, seen=0, text="组长先存的意见", by=world.people[0])
    answer = client.post(reverse("reviews:report", args=[review.pk]), {"seen": 0, "text": "我写的意见"})
    assert answer.context["theirs"] == [("总体意见", "组长先存的意见")]


@pytest.mark.parametrize(
    "sent, words", [({}, "请选择怎样答复"), ({"answer": "out"}, "请写明原因"), ({"answer": "yes", "asked": "有考试"}, "请确认是哪一种")]
)
def test_nobody_confirms_days_without_saying_so(sent, words, world, client):
    review = world.to("scheduled")
    client.force_login(world.people[1])
    address = reverse("reviews:answer_naming", args=[review.pk])
    assert words in client.post(address, {"seen": review.version, **sent}).content.decode()
    assert not Member.objects.filter(confirmed_at__isnull=False).exists()


def test_who_asks_for_others_stands_on_the_desk_of_who_schedules(world, client):
    review = world.to("scheduled")
    assert "专家不能按期参加" not in titles(world.officer)
    client.force_login(world.people[1])
    client.post(reverse("reviews:answer_naming", args=[review.pk]), {"seen": review.version, "answer": "out", "asked": "住院"})
    assert "专家不能按期参加" in titles(world.officer)
    assert Member.objects.exclude(asked="").get().asked == "不能参加，请另派：住院"


def test_the_page_to_move_a_visit_lists_its_clashes_to_be_ticked(world, client):
    """R9.6"""
    review = world.to("scheduled")
    client.force_login(world.officer)
    day = review.visit_from + timedelta(days=(5 - review.visit_from.weekday()) % 7)
    given = {"seen": review.version, "visit_from": day, "visit_to": day, "materials_due": review.materials_due, "note": "学校考试"}
    url = reverse("reviews:move", args=[review.pk])
    page = client.post(url, given)
    [clash] = page.context["form"].fields["accepted"].choices
    assert 'type="checkbox" name="accepted"' in page.content.decode()
    # Ticked beside a day that is refused: the day is told.
    wrong = client.post(url, given | {"accepted": [clash[0]], "visit_to": day - timedelta(days=1)})
    assert "visit_to" in wrong.context["form"].errors
    assert client.post(url, given | {"accepted": [clash[0]]}).status_code == 302
    review.refresh_from_db()
    assert review.visit_from == day


def test_who_may_be_named_is_proposed_by_the_fewest_reviews_with_what_to_weigh(world, client):
    """H5, R2.3, R2.6: kind, load, training and open matters of conduct stand beside each name; the person decides."""
    world.planned()
    first, second, third = world.experts[:3]
    teams.name(world.review, third, by=world.officer)
    Training.objects.filter(expert=first).delete()
    Conduct.objects.create(expert=second, kind="leak", source="public", text="示例", due=timezone.localdate())
    client.force_login(world.officer)
    page = client.get(reverse("reviews:name", args=[world.review.pk]))
    shown = {
        expert.pk: label
        for expert, label in ((choice[0].instance, choice[1]) for choice in page.context["form"]["expert"].field.choices if choice[0])
    }
    assert third.pk not in shown
    assert "没有有效的培训" in shown[first.pk]
    assert "1 件纪律事项没有办结" in shown[second.pk]
    assert "今年 0 次" in shown[second.pk]
