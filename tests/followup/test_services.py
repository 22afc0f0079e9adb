"""Findings become measures, the school sums up, the province follows up an order (R11.1, R11.2), a stop is a person's decision (R8.5)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.access import may
from apps.audit.models import Entry
from apps.core.templatetags.look import full_day
from apps.deliberation.models import Case
from apps.deliberation.rules import Conclusion
from apps.diagnosis.models import Measure, Regime
from apps.diagnosis.services import measures
from apps.documents.models import Certificate
from apps.documents.services import certify
from apps.followup import tasks
from apps.followup.lifecycle import VIEW_ORDER
from apps.followup.models import Order, Stop, Summary
from apps.followup.selectors.improvement import answered, standing_cases, to_answer, to_order
from apps.followup.services import orders, papers, stops, summaries
from apps.indicators.models import Standing
from apps.jobs.models import Job
from apps.jobs.services import TASKS
from apps.notifications.models import Notice
from apps.organizations.models import Organization
from apps.reviews.models import Finding
from apps.sampling.models import Draw, FrameRow
from apps.workflow.lifecycle import Conflict, NotReady, WrongState
from tests.followup.made import confirmed
from tests.line import a_selection, a_snapshot


def test_an_order_goes_from_the_province_to_the_school_and_back(issued, people, day):
    """R11.2: requirements and a date, the school's report, not enough, enough."""
    officer, principal = people["officer"], people["principal"]
    sent = orders.send_back(orders.answer(issued, answer="已修订方案", by=principal), note="第二条没有做", by=officer)
    closed = orders.close(orders.answer(sent, answer="两条都做了", by=principal), verified="属实", by=officer)
    assert (closed.state, closed.closed_on, closed.answer) == ("closed", day(), "两条都做了")
    verbs = list(Entry.objects.about(closed).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["draw_up_order", "issue_order", "answer_order", "return_order", "answer_order", "close_order"]
    assert Notice.objects.filter(to=principal).count() == 3


@pytest.mark.parametrize("conclusion", [Conclusion.EFFECTIVE, Conclusion.TO_IMPROVE])
def test_only_an_abnormal_conclusion_has_an_order(tree, people, conclusion):
    """R11.2."""
    with pytest.raises(WrongState):
        orders.draw_up(confirmed(tree["school"], conclusion), by=people["officer"])


def test_a_second_order_for_a_case_is_refused(order, case, people):
    with pytest.raises(WrongState):
        orders.draw_up(case, by=people["officer"])
    assert Order.objects.count() == 1


@pytest.mark.parametrize("offset, words", [(0, "应晚于"), (-1, "应晚于"), (None, "请定整改期限")])
def test_an_order_without_a_day_to_come_is_not_issued(order, people, day, offset, words):
    """R11.2."""
    with pytest.raises(NotReady, match=words):
        orders.issue(order, requirements="一", due=None if offset is None else day(offset), by=people["officer"])
    assert Order.objects.get().state == "draft"


def test_two_who_issue_at_once(order, people, day):
    first, second = "一、修订各专业人才培养方案", "二、补足专业课教师人数"
    orders.issue(order, requirements=first, due=day(9), by=people["officer"])
    with pytest.raises(Conflict):
        orders.issue(order, requirements=second, due=day(9), by=people["officer"])
    assert Order.objects.get().requirements == first


def test_an_order_is_worked_out_before_it_is_issued(order, people, day):
    """R11.2: saved as often as one likes, by one at a time; nothing of it is wanted before the school gets it, and then a sentence at least."""
    row = orders.write(order, requirements="改", due=None, seen=order.version, by=people["officer"])
    with pytest.raises(Conflict):
        orders.write(order, requirements="另一份", due=None, seen=order.version, by=people["officer"])
    with pytest.raises(NotReady, match="还少 9 字"):
        orders.issue(row, requirements=row.requirements, due=day(9), by=people["officer"])
    with pytest.raises(PermissionDenied):
        orders.write(row, requirements="学校自己写的", due=None, seen=row.version, by=people["principal"])
    row = orders.write(row, requirements="一、修订各专业人才培养方案", due=day(9), seen=row.version, by=people["officer"])
    assert orders.issue(row, requirements=row.requirements, due=row.due, by=people["officer"]).state == "issued"
    with pytest.raises(WrongState):
        orders.write(Order.objects.get(), requirements="再改", due=None, seen=2, by=people["officer"])


def test_another_day_has_another_paper(issued, people, day):
    """R11.2, M8: the code of the one before says that it no longer holds."""
    first = papers.write_order(issued)
    row = orders.extend(first, due=day(60), note="冬季施工", by=people["officer"])
    assert (row.document_id, row.certificate_id) == (None, None)
    assert papers.being_made(row)
    # The job of the first day is still open: the second day has its own.
    assert Job.objects.filter(kind="followup.write_order", state="queued").count() == 2
    second = papers.write_order(row)
    fallen = dict(Certificate.objects.of(row).values_list("pk", "fallen"))
    assert fallen == {first.certificate_id: "整改期限已调整，以新的通知为准", second.certificate_id: ""}
    note = Entry.objects.about(row).get(verb="extend_order").note
    assert (full_day(issued.due) in note, full_day(day(60)) in note, note.endswith("冬季施工")) == (True, True, True)


def test_the_same_day_and_an_earlier_one_are_asked_about(issued, people, day):
    with pytest.raises(ValidationError, match="相同"):
        orders.extend(issued, due=issued.due, note="误按", by=people["officer"])
    with pytest.raises(ValidationError, match="请勾选"):
        orders.extend(issued, due=day(9), note="提前", by=people["officer"])
    assert orders.extend(issued, due=day(9), note="提前", sooner=True, by=people["officer"]).due == day(9)


@pytest.mark.parametrize("name", ["principal", "nation", "stranger", "decider"])
def test_only_the_province_orders(case, people, name):
    with pytest.raises(PermissionDenied):
        orders.draw_up(case, by=people[name])


def test_a_later_day_needs_its_reason(issued, people, day):
    with pytest.raises(NotReady, match="说明"):
        orders.extend(issued, due=day(60), note="", by=people["officer"])
    with pytest.raises(ValidationError, match="晚于今天"):
        orders.extend(issued, due=day(), note="冬季施工", by=people["officer"])
    assert orders.extend(issued, due=day(60), note="冬季施工", by=people["officer"]).due == day(60)


def test_a_conclusion_taken_back_ends_its_order(issued, case, people):
    """J4, M8: nothing is owed for what no longer stands, and its code says so."""
    certify("整改通知", "0" * 64, {}, holder=issued)
    Case.objects.update(state="reversed", reversal="材料有误", reversed_at=timezone.now())
    assert (orders.lapse(), orders.lapse()) == (1, 0)
    row = Order.objects.get()
    assert row.state == "lapsed"
    assert Certificate.objects.of(row).get().fallen == "已失效：它所依据的认定已撤销"
    with pytest.raises(WrongState):
        orders.answer(row, answer="已改", by=people["principal"])


def test_an_order_never_issued_lapses_without_the_schools_hearing_of_it(order, people, tree):
    """J4, R11.2: a draft is the province's own, ended or not."""
    Case.objects.update(state="reversed", reversal="材料有误", reversed_at=timezone.now())
    assert orders.lapse() == 1
    assert [name for name, person in people.items() if may(person, VIEW_ORDER, order)] == ["officer"]
    assert set(Notice.objects.values_list("to", flat=True)) == {people["officer"].pk}


@pytest.mark.parametrize("step", ["answer", "send_back", "close"])
def test_nothing_is_done_on_an_order_whose_conclusion_was_just_taken_back(issued, people, step):
    """J4, R11.2: before the program has ended the order, too."""
    row = issued if step == "answer" else orders.answer(issued, answer="已改", by=people["principal"])
    Case.objects.update(state="reversed", reversal="材料有误", reversed_at=timezone.now())
    given = {
        "answer": {"answer": "已改", "by": people["principal"]},
        "send_back": {"note": "再改", "by": people["officer"]},
        "close": {"verified": "属实", "by": people["officer"]},
    }[step]
    with pytest.raises(NotReady, match="已经撤销"):
        getattr(orders, step)(row, **given)


def test_a_conclusion_taken_back_ends_the_summary_still_being_written(case, tree, people):
    """J4, R11.1: it no longer waits on the desk; one handed in stays as it was."""
    principal = people["principal"]
    done = summaries.write(
        summaries.begin(confirmed(tree["stranger"], findings=0), by=people["other_school"]), text="示例", seen=0, by=people["other_school"]
    )
    summaries.hand_in(done, by=people["other_school"])
    row = summaries.begin(case, by=principal)
    assert summaries.lapse() == 0
    Case.objects.update(state="reversed", reversal="材料有误", reversed_at=timezone.now())
    assert (summaries.lapse(), summaries.lapse()) == (1, 0)
    assert set(Summary.objects.values_list("pk", "state")) == {(row.pk, "lapsed"), (done.pk, "handed_in")}
    assert "材料有误" in Entry.objects.about(row).get(verb="lapse_summary").note
    with pytest.raises(WrongState):
        summaries.write(row, text="再写", seen=1, by=principal)


def test_a_late_order_is_chased_once_for_each_day_set(issued, people, day):
    """K2."""
    assert orders.chase(issued.due) == 0
    assert (orders.chase(day(31)), orders.chase(day(32))) == (1, 0)
    orders.extend(Order.objects.get(), due=day(40), note="冬季施工", by=people["officer"])
    assert (orders.chase(day(40)), orders.chase(day(41))) == (0, 1)


def test_the_paper_of_an_order_is_written_once(issued):
    row = papers.write_order(issued)
    assert papers.write_order(row).document_id == row.document_id
    with row.document.content.open() as paper:
        assert paper.read(5) == b"%PDF-"


def test_the_code_of_an_order_tells_no_conclusion(issued, client):
    """R12.1, M8: only a school concluded 异常 gets one, and that may not be public yet."""
    row = papers.write_order(issued)
    page = client.get(f"/verify/{row.certificate.code}/").content.decode()
    assert row.school.name in page
    assert "整改" not in page
    assert "异常" not in page


def test_no_paper_is_written_of_an_order_that_lapsed_meanwhile(issued, client, people):
    """J4: it would look as if it stood."""
    Case.objects.update(state="reversed", reversal="材料有误", reversed_at=timezone.now())
    orders.lapse()
    assert TASKS["followup.write_order"](None, str(issued.pk)) is None
    row = papers.write_order(issued)
    assert (row.state, row.document_id, row.certificate_id) == ("lapsed", None, None)
    client.force_login(people["principal"])
    page = client.get(row.get_absolute_url()).content.decode()
    assert "制作 PDF" not in page
    assert "正在生成" not in page
    client.post(f"{row.get_absolute_url()}paper/")
    assert not papers.being_made(row)


def test_each_finding_is_answered_by_a_measure(case, people, day):
    """R11.1, K1: with its element, who and until when."""
    finding = Finding.objects.filter(review=case.review).first()
    assert to_answer(standing_cases()).get() == case
    row = summaries.answer_finding(case, finding, aim="修订培养方案", owner="教务处", due=day(60), by=people["editor"])
    assert (row.origin, row.origin_id, row.problem, row.element) == ("review", finding.pk, finding.found, finding.element)
    assert [len(each.measures) for each in answered(case)] == [1, 0]


@pytest.mark.parametrize("given", [{"owner": " "}, {"due": None}])
def test_a_measure_names_who_and_until_when(case, people, day, given):
    finding = Finding.objects.filter(review=case.review).first()
    with pytest.raises(ValidationError, match="责任人"):
        summaries.answer_finding(case, finding, **{"aim": "示例", "owner": "教务处", "due": day(9)} | given, by=people["editor"])


def test_a_finding_of_another_review_is_no_ground(case, tree, people, day):
    other = confirmed(tree["stranger"])
    with pytest.raises(WrongState):
        summaries.answer_finding(case, other.review.findings.first(), aim="示例", owner="示例", due=day(9), by=people["editor"])


def test_the_school_sums_up_when_its_measures_are_carried_out(case, people, day):
    """R11.1: not before, and what is lacking is named."""
    principal = people["principal"]
    summary = summaries.write(summaries.begin(case, by=principal), text="已按报告改进", seen=0, by=principal)
    with pytest.raises(NotReady, match="还有 2 条没有改进措施"):
        summaries.hand_in(summary, by=principal)
    for finding in case.review.findings.all():
        summaries.answer_finding(case, finding, aim="修订", owner="教务处", due=day(9), by=principal)
    with pytest.raises(NotReady, match="还有 2 项没有实施"):
        summaries.hand_in(summary, by=principal)
    for measure in Measure.objects.all():
        measures.carry_out(measure, on=day(), effect="方案已修订", by=principal)
    assert summaries.hand_in(Summary.objects.get(), by=principal).state == "handed_in"
    with pytest.raises(WrongState):
        summaries.write(summary, text="再改", seen=summary.version, by=principal)


def test_two_who_write_a_summary_at_once(case, people):
    principal = people["principal"]
    summary = summaries.begin(case, by=principal)
    assert summaries.begin(case, by=principal) == summary
    summaries.write(summary, text="先写的", seen=0, by=principal)
    with pytest.raises(Conflict):
        summaries.write(summary, text="后写的", seen=0, by=principal)
    assert Summary.objects.get().text == "先写的"


@pytest.fixture
def fallen_short(tree, people):
    """A school whose three years ended on 2025-12-31 by the newest frame, and which still lacks a condition."""
    school, province = tree["school"], tree["shaanxi"]
    draw = a_selection(school, province).draw
    FrameRow.objects.create(
        draw=draw, school=school, code=school.code, name=school.name, area_code="610500", place="out", rule="R8.4", reason="示例",
        stop_on=date(2025, 12, 31),
    )  # fmt: skip
    conditions = [{"name": "师生比", "met": False}, {"name": "校园面积", "met": True}]
    Standing.objects.create(
        school=school, year=2025, snapshot=a_snapshot(school, province, people["principal"]), place=school.path, standard="示例", category="",
        met=False, conditions=conditions,
    )  # fmt: skip
    return school


@pytest.mark.parametrize("today, proposed", [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1)])
def test_a_stop_is_proposed_when_three_years_have_run_out(fallen_short, people, today, proposed):
    """R8.5: once, by the program; what is lacking is said."""
    assert (stops.propose(today), stops.propose(today)) == (proposed, 0)
    if proposed:
        assert Stop.objects.get().lacking == ["师生比", "诊改制度"]
        assert Notice.objects.filter(to=people["decider"]).exists()


def test_a_school_that_has_caught_up_is_not_stopped(fallen_short, people):
    """R8.5: by its newest data, whatever the frame said."""
    Standing.objects.update(met=True, conditions=[])
    Regime.objects.create(
        school=fallen_short, title="示例", state="running", since=date(2020, 1, 1), emphasis="示", requirements="示", organisation="示", cycle_years=1
    )
    assert stops.propose(date(2026, 1, 1)) == 0


def test_a_school_that_met_the_conditions_meanwhile_is_on_another_list(fallen_short, tree, people):
    """R8.5: who met the conditions and falls short again stands on the list of R12.1; no stop is proposed."""
    Standing.objects.create(
        school=fallen_short, year=2024, snapshot=a_snapshot(fallen_short, tree["shaanxi"], people["principal"]), place=fallen_short.path,
        standard="示例", category="", met=True, conditions=[],
    )  # fmt: skip
    assert stops.propose(date(2026, 1, 1)) == 0


def test_a_draw_begun_without_its_frame_says_nothing(fallen_short):
    """R8.5: the frame that told the school its last day still counts."""
    old = Draw.objects.get()
    Draw.objects.create(plan=old.plan, province=old.province, year=old.year + 1)
    assert stops.propose(date(2026, 1, 1)) == 1


def test_a_closed_school_is_not_stopped(fallen_short):
    Organization.objects.filter(pk=fallen_short.pk).update(closed_on=date(2025, 12, 1))
    assert stops.propose(date(2026, 1, 1)) == 0


def test_a_stop_that_has_not_begun_is_taken_back(fallen_short, people, day):
    """R8.5, G10: it never began, so it has no end."""
    stops.propose(day())
    ordered = stops.order(Stop.objects.get(), since=day(30), reason="期满未达标", by=people["decider"])
    lifted = stops.lift(ordered, note="已达标", by=people["decider"])
    assert (lifted.state, lifted.until) == ("lifted", None)


def test_a_stop_that_has_begun_needs_its_last_day(fallen_short, people, day):
    """G10."""
    stops.propose(day())
    ordered = stops.order(Stop.objects.get(), since=day(-1), reason="期满未达标", by=people["decider"])
    with pytest.raises(ValidationError, match="最后一天"):
        stops.lift(ordered, note="已达标", by=people["decider"])


def test_a_person_stops_and_lifts_with_a_beginning_and_an_end(fallen_short, people):
    """R8.5, G10."""
    stops.propose(date(2026, 1, 1))
    row, decider = Stop.objects.get(), people["decider"]
    with pytest.raises(ValidationError, match="应晚于"):
        stops.order(row, since=date(2025, 12, 31), reason="期满未达标", by=decider)
    with pytest.raises(NotReady, match="理由"):
        stops.order(row, since=date(2026, 1, 1), reason=" ", by=decider)
    with pytest.raises(PermissionDenied):
        stops.order(row, since=date(2026, 1, 1), reason="期满未达标", by=people["officer"])
    ordered = stops.order(row, since=date(2026, 1, 1), reason="期满未达标", by=decider)
    with pytest.raises(ValidationError, match="之间"):
        stops.lift(ordered, until=date(2025, 12, 31), note="已达标", by=decider)
    assert stops.lift(ordered, until=timezone.localdate(), note="已达标", by=decider).state == "lifted"


def test_a_dismissed_proposal_does_not_come_back(fallen_short, people):
    stops.propose(date(2026, 1, 1))
    stops.dismiss(Stop.objects.get(), reason="已并入他校", by=people["decider"])
    assert stops.propose(date(2026, 1, 2)) == 0


def test_what_recurs_asks_no_more_for_more_schools(case, tree, people, day):
    """The hourly and the daily work: the same number of questions for one school and for two, where nothing is due."""

    def asked():
        with CaptureQueriesContext(connection) as queries:
            tasks.lapse()
            tasks.chase_orders()
            stops.propose(day())
            list(to_order(standing_cases()))
        return len(queries)

    before = asked()
    confirmed(tree["stranger"])
    assert asked() == before
