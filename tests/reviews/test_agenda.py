"""The half-days of a visit: laid out by the lead or the province, seen by everybody the visit concerns (I2)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from apps.audit.models import Entry
from apps.core.templatetags.look import full_day
from apps.diagnosis.models import Diagnosis, Measure
from apps.notifications.models import Notice
from apps.reviews.models import Agenda, Review
from apps.reviews.services import agenda, reviews, teams
from apps.reviews.tasks import release_unfit
from apps.workflow.lifecycle import WrongState
from tests.reviews.world import an_expert, working_day


def test_an_agenda_is_laid_out_once_for_each_half_day(world):
    """R9.3"""
    review = world.to("scheduled")
    assert agenda.lay_out(review, by=world.officer) == 2
    assert agenda.lay_out(review, by=world.officer) == 0
    assert [item.half for item in review.agendas.all()] == ["1", "2"]
    assert Notice.objects.filter(to=world.principal, text__contains="日程").exists()


def test_the_lead_writes_it_once_he_has_signed_and_no_other_member(world):
    """R9.6"""
    review = world.to("scheduled")
    with pytest.raises(PermissionDenied):
        agenda.lay_out(review, by=world.people[0])
    world.judging()
    given = {"on": review.visit_from, "half": "1", "text": "听课"}
    assert agenda.enter(review, **given, by=world.people[0])
    for person in [world.people[1], world.principal]:
        with pytest.raises(PermissionDenied):
            agenda.enter(review, **given, by=person)


def test_an_item_stands_in_the_days_of_the_visit(world):
    review = world.to("scheduled")
    with pytest.raises(ValidationError, match=f"进校的日子里：{full_day(review.visit_from)}。"):
        agenda.enter(review, on=review.visit_to + timedelta(days=1), half="1", text="听课", by=world.officer)
    with pytest.raises(ValidationError, match="做什么"):
        agenda.enter(review, on=review.visit_to, half="1", text="  ", by=world.officer)
    assert not review.agendas.exists()


def test_who_takes_part_is_of_the_group(world):
    """R9.2"""
    review = world.to("scheduled")
    member = review.members.get(expert=world.experts[1])
    given = {"on": review.visit_from, "half": "2", "text": "访谈", "place": "会议室"}
    assert list(agenda.enter(review, **given, members=[member], by=world.officer).members.all()) == [member]
    teams.dismiss(member, note="另有公务", by=world.officer)
    with pytest.raises(ValidationError, match="不在专家组"):
        agenda.enter(review, **given, members=[member], by=world.officer)


def test_an_agenda_follows_the_visit_to_its_new_days(world):
    """R9.6"""
    review = world.to("scheduled")
    first = review.visit_from
    Review.objects.filter(pk=review.pk).update(visit_to=first + timedelta(days=1))
    review = world.fresh()
    for on in [first, first + timedelta(days=1)]:
        agenda.enter(review, on=on, half="1", text="听课", by=world.officer)
    day = working_day(first + timedelta(days=7))
    reviews.move(review, visit_from=day, visit_to=day, materials_due=day, note="学校考试", by=world.officer)
    assert list(review.agendas.values_list("on", flat=True)) == [day]
    assert "听课" in str(Entry.objects.about(review).get(verb="move_agenda").before)


def test_after_the_visit_nothing_of_it_is_changed(world):
    review = world.to("visiting")
    item = agenda.enter(review, on=review.visit_from, half="1", text="听课", by=world.people[0])
    world.writing()
    with pytest.raises(WrongState):
        agenda.drop(item, by=world.people[0])
    assert Agenda.objects.count() == 1


def test_the_page_lays_out_enters_and_drops(world, client):
    review = world.to("scheduled")
    client.force_login(world.officer)
    address = reverse("reviews:agenda", args=[review.pk])
    assert "还没有" in client.get(address).content.decode()
    page = client.post(reverse("reviews:lay_out", args=[review.pk]), follow=True).content.decode()
    assert "已按样式排出 2 个半天" in page
    wrong = client.post(address, {"on": review.visit_from - timedelta(days=1), "half": "1", "text": "听课"}).content.decode()
    assert "进校的日子" in wrong
    client.post(address, {"on": review.visit_from, "half": "1", "text": "看实训", "place": "实训楼"})
    assert Agenda.objects.filter(text="看实训", place="实训楼").exists()
    assert [item.half for item in Agenda.objects.all()] == ["1", "1", "2"]
    assert Agenda.objects.all()[1].text == "看实训"  # After the first meeting, which was there before.
    client.post(reverse("reviews:drop_item", args=[review.pk, Agenda.objects.get(text="看实训").pk]))
    assert not Agenda.objects.filter(text="看实训").exists()


@pytest.mark.parametrize("state, told", [("reading", False), ("visiting", True), ("writing", False)])
def test_who_may_write_the_agenda_is_told_during_the_visit_that_there_is_none(state, told, world, client):
    """R9.3, I2: the lead and the province, no other; an agenda of one item ends it."""
    review = world.to(state)
    hint = "已经进校，还没有日程"
    for person, sees in [(world.people[0], told), (world.officer, told), (world.people[1], False), (world.principal, False)]:
        client.force_login(person)
        assert (hint in client.get(review.get_absolute_url()).content.decode()) == sees
    if told:
        agenda.enter(review, on=review.visit_from, half="1", text="听课", by=world.people[0])
        client.force_login(world.people[0])
        assert hint not in client.get(review.get_absolute_url()).content.decode()


def test_who_drops_an_item_twice_meets_a_404_and_a_stranger_always(world, client, people):
    review = world.to("scheduled")
    item = agenda.enter(review, on=review.visit_from, half="1", text="听课", by=world.officer)
    address = reverse("reviews:drop_item", args=[review.pk, item.pk])
    for person, status in [(people["stranger"], 404), (world.principal, 404), (world.officer, 302), (world.officer, 404)]:
        client.force_login(person)
        assert client.post(address).status_code == status


def test_school_and_experts_read_it_on_the_page_and_in_their_calendar(world, client):
    """R9.4"""
    review = world.to("scheduled")
    agenda.enter(review, on=review.visit_from, half="2", text="访谈企业", place="示例企业", by=world.officer)
    for person in [world.principal, world.people[1]]:
        client.force_login(person)
        assert "访谈企业" in client.get(review.get_absolute_url()).content.decode()
        file = client.get(reverse("reviews:calendar", args=[review.pk])).content.decode()
        assert file.count("BEGIN:VEVENT") == 2
        assert f"DTSTART:{review.visit_from:%Y%m%d}T060000Z" in file
        assert "SUMMARY:访谈企业\r\nLOCATION:示例企业" in file
        assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))


def test_who_asks_for_other_days_stands_on_the_board_with_the_reason(world, client):
    """R9.6"""
    review = world.to("scheduled")
    reviews.answer_visit(review, asked="那周期中考试，下一周可以", by=world.principal)
    teams.answer_naming(review, asked="出国，十二月可以", by=world.people[1])
    client.force_login(world.officer)
    page = client.get(reverse("reviews:board", args=["610000"])).content.decode()
    assert "那周期中考试，下一周可以" in page
    assert "出国，十二月可以" in page


def test_the_board_says_where_the_measures_are_not_yet_carried_out(world, client):
    """R8.6"""
    world.to("scheduled")
    client.force_login(world.officer)
    address = reverse("reviews:board", args=["610000"])
    assert "还不能进校" not in client.get(address).content.decode()
    Measure.objects.update(state="planned", carried_out_on=None, due=None)
    assert "至少一项改进措施已经实施" in client.get(address).content.decode()
    Diagnosis.objects.update(state="open", report=None)
    assert "学校还没有签字" in client.get(address).content.decode()


def test_a_member_let_go_by_the_program_stands_as_left_on_the_page(world, client):
    """R2.6"""
    review = world.to("scheduled")
    gone = an_expert(7, world.province)
    teams.name(review, gone, by=world.officer)
    type(gone).objects.filter(pk=gone.pk).update(state="removed", removed_on=review.visit_from, removal="示例")
    release_unfit()
    client.force_login(world.officer)
    assert f"{gone}（不在专家库）" in client.get(review.get_absolute_url()).content.decode()
