"""Measures of improvement: entered, changed, carried out, chased (R7.5, R8.6, F6, K1, K2)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.audit.models import Entry
from apps.diagnosis.demonstration import measures as demonstration
from apps.diagnosis.desk import late_below, to_carry_out
from apps.diagnosis.models import Diagnosis, Measure
from apps.diagnosis.rules import Carried, improvement_gate, is_late
from apps.diagnosis.services import measures, reports
from apps.documents.access import readable
from apps.notifications.models import Notice
from apps.schemes.models import Element
from apps.workflow.desk import Beside
from apps.workflow.lifecycle import Changed, NotReady, WrongState

DAY = date(2026, 3, 2)


@pytest.fixture
def add(diagnosis, people):
    """``add(aim)``: a measure of the diagnosis."""

    def enter(aim="每月汇总听课意见", **given):
        return measures.add(diagnosis.school, **{"diagnosis": diagnosis, "problem": "听课意见没有汇总", "aim": aim, "by": people["editor"], **given})

    return enter


@pytest.fixture
def signed(written, people):
    return reports.sign(written, by=people["principal"])


@pytest.mark.parametrize("who", ["city", "province", "nation", "other_school", "stranger"])
def test_nobody_else_manages_a_schools_measures(who, add, people):
    """A4"""
    with pytest.raises(PermissionDenied):
        add(by=people[who])
    row = add()
    for act in [
        lambda by: measures.change(row, seen=0, aim="别的", by=by),
        lambda by: measures.drop(row, seen=0, by=by),
        lambda by: measures.begin(row, by=by),
        lambda by: measures.note_progress(row, text="已开会", by=by),
    ]:
        with pytest.raises(PermissionDenied):
            act(people[who])
    row.refresh_from_db()
    assert (row.aim, row.state, row.progress.count()) == ("每月汇总听课意见", "planned", 0)


@pytest.mark.parametrize("words", ["problem", "aim"])
def test_a_measure_says_what_is_wrong_and_what_is_done(words, add):
    with pytest.raises(ValidationError) as refusal:
        add(**{words: "  "})
    assert words in refusal.value.message_dict


def test_a_measure_names_the_schools_own_diagnosis(tree, people, diagnosis):
    with pytest.raises(ValueError):
        measures.add(tree["stranger"], diagnosis=diagnosis, problem="问题", aim="措施", by=people["other_school"])


def test_one_that_answers_a_review_or_an_order_names_it_and_the_school_hears_of_it(tree, people):
    """K1, R9.5"""
    finding = uuid4()
    row = measures.add(tree["school"], origin="review", origin_id=finding, problem="发现", aim="改正", due=DAY, by=people["province"])
    assert (row.diagnosis, row.origin_id) == (None, finding)
    assert {notice.to for notice in Notice.objects.filter(url=row.get_absolute_url())} == {people["editor"], people["colleague"], people["principal"]}


def test_planned_running_done_and_back_with_a_reason(add, people, day):
    """R7.5"""
    row = measures.begin(add(), by=people["editor"])
    assert row.state == "running"
    row = measures.carry_out(row, on=day(-1), effect="重复出现的问题减少", by=people["editor"])
    assert (row.state, row.carried_out_on, row.effect) == ("done", day(-1), "重复出现的问题减少")
    with pytest.raises(NotReady):
        measures.reopen(row, note=" ", by=people["editor"])
    row = measures.reopen(row, note="只做了一半", by=people["editor"])
    # What is not carried out has no effect to show; what was said of it stays in the log.
    assert (row.state, row.carried_out_on, row.effect) == ("running", None, "")
    assert Entry.objects.about(row).get(verb="reopen_measure").before["effect"] == "重复出现的问题减少"
    assert measures.suspend(row, note="等核编", by=people["editor"]).state == "planned"


def test_carried_out_has_a_day_that_has_come_and_words_on_the_effect(add, people, day):
    """R7.5: the effect is what has shown, not a forecast."""
    row = add()
    with pytest.raises(ValidationError, match="还没有到"):
        measures.carry_out(row, on=day(1), effect="已见成效", by=people["editor"])
    with pytest.raises(ValidationError, match="不会早于 2024-09-01"):
        measures.carry_out(row, on=date(2020, 1, 1), effect="已见成效", by=people["editor"])
    with pytest.raises(NotReady) as missing:
        measures.carry_out(row, on=day(0), effect=" ", by=people["editor"])
    assert missing.value.args[0] == ["已见成效"]
    assert Measure.objects.get().state == "planned"


def test_of_two_who_change_one_the_second_is_told(add, people):
    """B11"""
    row = add()
    measures.change(row, seen=0, owner="教务处", by=people["editor"])
    with pytest.raises(Changed):
        measures.change(row, seen=0, owner="督导室", by=people["colleague"])
    assert Measure.objects.get().owner == "教务处"


def test_until_the_signature_all_of_it_may_change(add, people):
    """F6"""
    row = measures.change(add(due=DAY), seen=0, problem="别的问题", aim="别的措施", due=DAY + timedelta(9), by=people["editor"])
    assert (row.problem, row.aim, row.due) == ("别的问题", "别的措施", DAY + timedelta(9))


def test_what_is_signed_lives_on_but_its_words_stand(add, signed, people):
    """F6, R7.3"""
    row = add(due=DAY)
    assert Measure.objects.filter(diagnosis=signed.report.diagnosis).get() == row
    with pytest.raises(ValidationError, match="措施与目标已随"):
        measures.change(row, seen=0, aim="轻一点的措施", by=people["editor"])
    with pytest.raises(WrongState):
        measures.drop(row, seen=0, by=people["editor"])
    with pytest.raises(ValidationError, match="原因"):
        measures.change(row, seen=0, due=DAY + timedelta(30), by=people["editor"])
    row = measures.change(row, seen=0, due=DAY + timedelta(30), owner="教务处", reason="设备到货推迟", by=people["editor"])
    entry = Entry.objects.about(row).get(verb="change_measure")
    assert (entry.before["due"], entry.note) == (DAY.isoformat(), "设备到货推迟")
    assert measures.carry_out(measures.begin(row, by=people["editor"]), on=DAY, effect="已见成效", by=people["editor"]).state == "done"


def test_the_day_of_an_order_is_not_the_schools_to_move(tree, people):
    """K3"""
    row = measures.add(tree["school"], origin="order", origin_id=uuid4(), problem="要求", aim="改正", due=DAY, by=people["province"])
    with pytest.raises(ValidationError, match="计划完成的日期已随"):
        measures.change(row, seen=0, due=DAY + timedelta(30), reason="来不及", by=people["editor"])
    assert measures.change(row, seen=0, owner="教务处", by=people["editor"]).owner == "教务处"


def test_what_is_carried_out_is_not_changed(add, people, day):
    row = measures.carry_out(add(), on=day(0), effect="已见成效", by=people["editor"])
    with pytest.raises(WrongState):
        measures.change(row, seen=row.version, owner="教务处", by=people["editor"])


def test_one_entered_by_mistake_is_dropped_unless_something_was_done(add, people):
    measures.drop(add(), seen=0, by=people["editor"])
    assert not Measure.objects.exists()
    row = add()
    measures.note_progress(row, text="已开会", by=people["editor"])
    with pytest.raises(WrongState):
        measures.drop(row, seen=0, by=people["editor"])


def test_progress_stands_with_its_paper_for_all_who_see_the_measure(add, signed, people):
    """F6"""
    row = add()
    paper = SimpleUploadedFile("会议记录.pdf", b"%PDF-1.7\n%%EOF\n")
    word = measures.note_progress(row, text="已汇总三个月", file=paper, by=people["editor"])
    assert [readable(people[who], word.file) for who in ["colleague", "city", "province", "other_school", "stranger"]] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert Entry.objects.about(row).get(verb="note_progress").after["text"] == "已汇总三个月"


@pytest.mark.parametrize(
    "done,due,late", [(False, DAY, False), (False, DAY - timedelta(1), True), (True, DAY - timedelta(1), False), (False, None, False)]
)
def test_late_is_what_is_not_carried_out_when_its_day_is_over(done, due, late):
    """K2"""
    assert is_late(done, due, DAY) == late


def test_the_school_is_told_once_for_each_lateness(add, signed, people, day):
    """K2"""
    row = add(due=day(-1))
    add("今天到期", due=day(0))
    assert (measures.chase(), measures.chase()) == (1, 0)
    notices = Notice.objects.filter(url=row.get_absolute_url())
    assert {notice.to for notice in notices} == {people["editor"], people["colleague"], people["principal"]}
    assert notices.count() == 3
    # Put off, it is late anew when that day is over too.
    measures.change(row, seen=0, due=day(2), reason="推迟", by=people["editor"])
    assert (measures.chase(day(2)), measures.chase(day(3))) == (1, 1)
    assert Entry.objects.about(row).filter(verb="chase_measure").count() == 2


def test_many_late_ones_of_a_school_are_one_notice_a_person(add, people, day):
    """K2"""
    for number in range(3):
        add(f"第 {number} 项", due=day(-1 - number))
    assert measures.chase() == 3
    notice = Notice.objects.get(to=people["editor"])
    assert "等 3 项" in notice.text
    assert notice.url.endswith("/measures/?late=on")


def test_the_desk_names_what_is_late_or_due_and_those_above_see_how_many(add, signed, people, day):
    """K2"""
    assert to_carry_out(people["editor"]) == []
    add("还早", due=day(60))
    add(due=day(3))
    assert [(item.count, item.due) for item in to_carry_out(people["editor"])] == [(1, day(3))]
    add(due=day(-5))
    assert [(item.count, item.due) for item in to_carry_out(people["editor"])] == [(2, day(-5))]
    for who, seen in [("city", ["逾期 1 项"]), ("province", ["逾期 1 项"]), ("stranger", []), ("editor", [])]:
        found = Beside()
        late_below(people[who], found)
        assert [other.verdict for other in found.others] == seen, who


def test_the_gate_of_the_visit_reads_the_measures(add, signed, people, day):
    """R8.6"""

    def gate():
        return improvement_gate(Carried(row.aim, row.state == "done", row.due) for row in Measure.objects.filter(diagnosis=signed.report.diagnosis))

    first, second = add("甲"), add("乙", due=day(30))
    assert len(gate()) == 2  # Nothing is carried out, and one has no day.
    measures.carry_out(first, on=day(0), effect="已见成效", by=people["editor"])
    assert gate() == []
    measures.change(second, seen=0, due=None, reason="还定不下来", by=people["editor"])
    assert gate() == ["“乙”尚未实施，没有写明计划实施的日期"]


@pytest.fixture
def show(client, people):
    def get(name, pk, who="editor", **query):
        client.force_login(people[who])
        return client.get(reverse(f"diagnosis:{name}", args=[pk]), query)

    return get


def test_a_measure_is_entered_on_the_page_of_its_element(client, people, diagnosis, show, day):
    """F6"""
    element = Element.objects.get(item__guidance=diagnosis.scheme.guidance, code="2.3")
    address = reverse("diagnosis:add_measure", args=[diagnosis.pk])
    client.force_login(people["editor"])
    beside = client.get(reverse("diagnosis:element", args=[diagnosis.pk, "2.3"])).content.decode()
    assert f'href="{address}?element=2.3"' in beside
    assert client.get(address, {"element": "2.3"}).context["form"].initial["element"] == "2.3"
    client.post(address, {"problem": "问题", "aim": "措施甲", "element": "2.3", "due": day(30).isoformat(), "owner": "教务处"})
    row = Measure.objects.get()
    assert (row.element, row.due, row.owner, row.diagnosis) == (element, day(30), "教务处", diagnosis)
    assert "措施甲" in client.get(reverse("diagnosis:element", args=[diagnosis.pk, "2.3"])).content.decode()
    assert client.get(reverse("diagnosis:diagnosis", args=[diagnosis.pk])).context["measures"]["planned"] == 1


def test_a_wrong_day_is_said_beside_its_field(client, people, add, day):
    row = add()
    client.force_login(people["editor"])
    address = reverse("diagnosis:carry_out", args=[row.pk])
    answer = client.post(address, {"seen": 0, "on": day(1).isoformat(), "effect": "已见成效"})
    assert answer.context["form"].errors["on"] == [measures.FUTURE]
    assert client.post(address, {"seen": 0, "on": day(0).isoformat(), "effect": "已见成效"}).status_code == 302
    # Who pressed twice is told that it is done, a colleague who was first.
    assert client.post(address, {"seen": 0, "on": day(0).isoformat(), "effect": "已见成效"}).status_code == 302
    client.force_login(people["colleague"])
    assert client.post(address, {"seen": 0, "on": day(0).isoformat(), "effect": "已见成效"}).status_code == 409


def test_a_day_promised_is_one_to_come_and_one_that_has_passed_stays(client, people, diagnosis, add, day):
    """R8.6: asked when the day is set; a measure that is late is still changed in its other words."""
    client.force_login(people["editor"])
    answer = client.post(reverse("diagnosis:add_measure", args=[diagnosis.pk]), {"problem": "问题", "aim": "措施", "due": "2020-01-01"})
    assert "已经过去" in answer.context["form"].errors["due"][0]
    row = add(due=day(-3))
    address = reverse("diagnosis:change_measure", args=[row.pk])
    client.post(address, {"seen": 0, "problem": "问题", "aim": "别的措施", "due": day(-3).isoformat()})
    assert Measure.objects.get().aim == "别的措施"


def test_a_forecast_among_the_effects_is_pointed_out(add, people, show, day):
    """R7.5"""
    row = measures.carry_out(add(), on=day(0), effect="预计明年见效", by=people["editor"])
    assert "请核对措辞" in show("measure", row.pk).content.decode()


def test_the_reason_of_another_day_is_asked_on_the_form(client, people, add, signed, day):
    """F6"""
    row, later = add(due=DAY), day(30)
    client.force_login(people["editor"])
    address = reverse("diagnosis:change_measure", args=[row.pk])
    given = {"seen": 0, "owner": "教务处", "due": later.isoformat()}
    assert client.post(address, given).context["form"].errors["reason"] == ["改期要写明原因；原定日期和原因都留在记录里。"]
    assert client.post(address, {**given, "aim": "轻一点的措施", "reason": "推迟"}).status_code == 302
    row.refresh_from_db()
    assert (row.aim, row.due) == ("每月汇总听课意见", later)
    # Whoever reads it sees what was promised first.
    client.force_login(people["city"])
    page = client.get(row.get_absolute_url())
    assert [(each.before, each.reason) for each in page.context["moved"]] == [(DAY, "推迟")]
    assert "原定" in page.content.decode()


def test_the_list_is_by_state_by_lateness_and_by_diagnosis(add, signed, people, show, day):
    """K2"""
    first, second, third = add("甲", due=day(-1)), add("乙"), add("丙", due=day(9))
    assert {first.state, second.state} == {"planned"}
    measures.carry_out(third, on=day(0), effect="已见成效", by=people["editor"])

    def listed(who="city", **query):
        return [row.aim for row, _steps, _late in show("measures", people[who].posts_today[0].organization.code, who, **query).context["rows"]]

    assert listed() == ["甲", "乙", "丙"]
    assert listed(state="planned") == ["甲", "乙"]
    assert listed(late="on") == ["甲"]
    assert listed(diagnosis=str(signed.pk)) == ["甲", "乙", "丙"]
    assert listed(diagnosis="no-key") == ["甲", "乙", "丙"]
    assert listed("stranger") == []
    Diagnosis.objects.filter(pk=signed.pk).update(state="open")
    assert listed() == []
    assert listed("editor") == ["甲", "乙", "丙"]


def test_a_long_list_asks_no_more_of_the_database(add, signed, client, people):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("diagnosis:measures", args=["610000"]))
        return len(queries)

    add()
    client.force_login(people["province"])
    few = asked()
    for number in range(8):
        add(f"第 {number} 项")
    assert asked() == few


def test_the_measures_of_the_demonstration_let_a_visit_be_fixed(written, people, day):
    """R8.6: one of them is carried out, the others have their day; entered again there are no more."""
    for _again in range(2):
        demonstration.enter(written, signed_on=day(-60), today=day(0), by=people["principal"])
    rows = Measure.objects.filter(diagnosis=written)
    assert sorted((row.state, row.progress.count()) for row in rows) == [("done", 0), ("planned", 0), ("running", 1)]
    assert improvement_gate(Carried(row.aim, row.state == "done", row.due) for row in rows) == []
