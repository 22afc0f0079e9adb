"""From the group's report to the decision, the refusals as well as the successes (R9.5, R10)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from apps.accounts.access import may, objects_for
from apps.accounts.models import User
from apps.audit.models import Entry
from apps.core.canonical import digest
from apps.core.templatetags.look import full_day
from apps.deliberation.lifecycle import MINUTES
from apps.deliberation.models import Case, Recusal, Sitting, Vote
from apps.deliberation.rules import Conclusion
from apps.deliberation.selectors.cases import brief, waiting
from apps.deliberation.selectors.sittings import counted
from apps.deliberation.services import cases, papers, sittings
from apps.documents.services import find, was_issued
from apps.experts.models import Expert, Interest
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from apps.reviews.contents import answer_due
from apps.reviews.models import Review
from apps.reviews.services import reports
from apps.workflow.lifecycle import Changed, NotReady, WrongState
from tests.line import reported

E, T, A = Conclusion.EFFECTIVE, Conclusion.TO_IMPROVE, Conclusion.ABNORMAL


def again(row):
    return type(row).objects.get(pk=row.pk)


def refreshed(user):
    return type(user).objects.get(pk=user.pk)


def all_vote(meeting, choice, names=("chair", "vice", "one", "two"), reason="示例理由"):
    for name in names:
        cases.vote(meeting.case, choice=choice, reason=reason, by=meeting.people[name])


def resolved(meeting, choice=T):
    all_vote(meeting, choice)
    return cases.deliberate(again(meeting.case), resolution="决议", by=meeting.people["chair"])


def test_a_case_keeps_what_the_group_found_and_the_rules_own_conclusion(case):
    """R10.1, R10.6: counted from the group's sixteen answers."""
    assert (case.agreeing, case.aimed, case.effective, case.proposed, case.state) == (11, True, True, T, "open")


def test_a_report_is_laid_before_the_committee_once_and_by_its_secretary(case, people):
    with pytest.raises(WrongState):
        cases.open_case(case.review, by=people["secretary"])
    with pytest.raises(PermissionDenied):
        cases.open_case(case.review, by=people["officer"])


def test_the_suggestion_is_read_by_the_committee_from_the_moment_it_sits(case, sitting, committee, people, member):
    """R9.4: neither before, nor by who has withdrawn."""
    cases.put_on(case, sitting=sitting, by=people["secretary"])
    sittings.note_presence(sitting, present=[member(name).pk for name in committee.people], by=people["secretary"])
    cases.recuse(again(case), member=member("two"), reason="同乡", by=people["secretary"])
    readers = [*committee.people.values(), people["decider"]]
    assert [user for user in readers if brief(again(case), refreshed(user)).suggestion] == []
    sittings.open_sitting(again(sitting), by=people["secretary"])
    assert {user for user in readers if brief(again(case), refreshed(user)).suggestion} == set(readers) - {committee.people["two"]}
    assert Entry.objects.about(case.review).filter(verb="unseal", by=people["secretary"]).exists()


@pytest.fixture
def just_in(case):
    """The case of a report that came in today: the school has days yet to answer."""
    Review.objects.update(reported_at=timezone.now())
    return again(case)


def test_a_case_is_heard_when_the_school_has_answered_or_its_days_are_over(just_in, sitting, committee, people):
    """R9.3, I6: of a sitting too early the last day to answer is told; a later one may be prepared."""
    due = answer_due(just_in.review)
    with pytest.raises(NotReady, match=f"还没有答复，可以答复到 {full_day(due)} 为止"):
        cases.put_on(just_in, sitting=sitting, by=people["secretary"])
    later = sittings.call(committee, title="第 2 次会议", on=due + timedelta(days=1), by=people["secretary"])
    assert cases.put_on(just_in, sitting=later, by=people["secretary"]).sitting == later
    row = cases.postpone(again(just_in), note="改期", by=people["secretary"])
    reports.reply(row.review, text="没有不同意见", by=people["principal"])
    assert cases.put_on(row, sitting=sitting, by=people["secretary"]).sitting == sitting


def test_a_sitting_whose_day_came_too_early_waits_for_the_schools_answer(just_in, committee, people, member):
    """R9.3, I6: the days off were entered otherwise meanwhile, say; and once it sits, no school answers any more."""
    later = sittings.call(committee, title="第 2 次会议", on=answer_due(just_in.review) + timedelta(days=1), by=people["secretary"])
    cases.put_on(just_in, sitting=later, by=people["secretary"])
    Sitting.objects.update(on=timezone.localdate())
    sittings.note_presence(later, present=[member(name).pk for name in committee.people], by=people["secretary"])
    with pytest.raises(NotReady, match="学校还没有答复"):
        sittings.open_sitting(again(later), by=people["secretary"])
    reports.reply(just_in.review, text="没有不同意见", by=people["principal"])
    sittings.open_sitting(again(later), by=people["secretary"])
    with pytest.raises(ValidationError, match="已经开会审议"):
        reports.reply(just_in.review, text="还有一处", by=people["principal"])


def test_no_sitting_is_called_for_a_day_that_has_passed(committee, people, day):
    """J2"""
    with pytest.raises(ValidationError, match="不能早于今天"):
        sittings.call(committee, title="第 1 次会议", on=day(-1), by=people["secretary"])
    assert not Sitting.objects.exists()


def test_a_sitting_that_is_prepared_moves_to_another_day_with_who_is_in_office_then(case, sitting, committee, people, member, day):
    """J2: who was noted for the day before is not there yet; who leads the case is in office on the new day."""
    cases.put_on(case, sitting=sitting, by=people["secretary"])
    sittings.note_presence(sitting, present=[member(name).pk for name in committee.people], by=people["secretary"])
    chair = member("chair")
    type(chair).objects.filter(pk=chair.pk).update(until=day(5))
    row = sittings.change(again(sitting), title="第 1 次会议", on=day(9), place="二楼", by=people["secretary"])
    assert (row.on, row.place, row.state) == (day(9), "二楼", "prepared")
    assert not row.attendances.filter(present=True).exists()
    assert again(case).chair == member("vice")
    assert committee.people["one"].notices.filter(text__contains=f"改为 {full_day(day(9))}，地点：二楼").exists()
    with pytest.raises(ValidationError, match="不能早于今天"):
        sittings.change(row, title=row.title, on=day(-1), by=people["secretary"])
    with pytest.raises(PermissionDenied):
        sittings.change(row, title=row.title, on=day(9), by=people["decider"])
    assert again(row).on == day(9)


def test_a_sitting_is_not_moved_to_a_day_on_which_a_school_may_still_answer(just_in, committee, people):
    """R9.3, I6."""
    due = answer_due(just_in.review)
    later = sittings.call(committee, title="第 2 次会议", on=due + timedelta(days=1), by=people["secretary"])
    cases.put_on(just_in, sitting=later, by=people["secretary"])
    with pytest.raises(NotReady, match=f"可以答复到 {full_day(due)} 为止"):
        sittings.change(again(later), title=later.title, on=due, by=people["secretary"])


def test_a_sitting_called_off_gives_its_cases_back(case, sitting, people, committee):
    """J2: with the reason, by who keeps its business; one that has begun is not called off."""
    cases.put_on(case, sitting=sitting, by=people["secretary"])
    with pytest.raises(NotReady):
        sittings.cancel(again(sitting), note=" ", by=people["secretary"])
    with pytest.raises(PermissionDenied):
        sittings.cancel(again(sitting), note="主任出差", by=people["decider"])
    assert again(case).state == "listed"
    row = sittings.cancel(again(sitting), note="主任出差", by=people["secretary"])
    assert (row.state, row.cancellation) == ("cancelled", "主任出差")
    assert (again(case).state, again(case).sitting) == ("open", None)
    assert committee.people["one"].notices.filter(text__contains="取消会议").exists()
    with pytest.raises(WrongState):
        cases.put_on(again(case), sitting=row, by=people["secretary"])


def test_a_sitting_that_has_begun_is_neither_changed_nor_called_off(meeting, people, day):
    with pytest.raises(WrongState):
        sittings.change(again(meeting.sitting), title="改", on=day(3), by=people["secretary"])
    with pytest.raises(WrongState):
        sittings.cancel(again(meeting.sitting), note="主任出差", by=people["secretary"])
    assert again(meeting.case).state == "listed"


def test_who_is_there_is_written_down_on_the_day_of_the_sitting(case, committee, people, member, day):
    """J2: nobody is there before; and it does not open."""
    later = sittings.call(committee, title="第 1 次会议", on=day(15), by=people["secretary"])
    cases.put_on(case, sitting=later, by=people["secretary"])
    with pytest.raises(NotReady, match="还没有到"):
        sittings.note_presence(later, present=[member("one").pk], by=people["secretary"])
    assert not later.attendances.exists()
    with pytest.raises(NotReady, match="还没有到"):
        sittings.open_sitting(again(later), by=people["secretary"])


def test_a_place_on_the_agenda_is_given_once(case, sitting, people, tree):
    """Whoever was put off comes last."""
    school = open_unit(level=Level.SCHOOL, code="3661000003", name="示例第三职业中学", parent=tree["weinan"])
    other = cases.open_case(reported(school, tree["shaanxi"], people["principal"]), by=people["secretary"])
    first = cases.put_on(case, sitting=sitting, by=people["secretary"])
    cases.put_on(other, sitting=sitting, by=people["secretary"])
    first = cases.postpone(first, note="改期", by=people["secretary"])
    assert cases.put_on(first, sitting=sitting, by=people["secretary"]).place == 3
    assert again(other).place == 2


def test_the_committee_resolves_by_the_votes_cast(meeting):
    """R9.5, J2."""
    row = resolved(meeting)
    assert (row.state, row.deliberated, row.resolution) == ("deliberated", T, "决议")


def test_the_minority_is_not_left_out(meeting):
    """J2: what those who voted otherwise gave as their reasons stands with the resolution, in the chair's words or theirs."""
    for name in ["chair", "vice", "two", "three"]:
        cases.vote(meeting.case, choice=T, by=meeting.people[name])
    cases.vote(meeting.case, choice=E, reason="实训条件改善明显", by=meeting.people["one"])
    with pytest.raises(ValidationError, match="少数意见不能空着"):
        cases.deliberate(again(meeting.case), resolution="决议", minority=" ", by=meeting.people["chair"])
    row = cases.deliberate(again(meeting.case), resolution="决议", minority="一位委员认为有效", by=meeting.people["chair"])
    assert row.minority == "一位委员认为有效"


def test_without_a_quorum_nobody_votes_and_nothing_is_resolved(meeting, people, member):
    """R9.5, J2: four of six; a vote without a quorum is refused with the numbers."""
    sittings.note_presence(meeting.sitting, present=[member(name).pk for name in ["chair", "vice", "one"]], by=people["secretary"])
    with pytest.raises(NotReady, match="到会 3 人，须 4 人"):
        cases.vote(meeting.case, choice=T, by=meeting.people["one"])
    assert not Vote.objects.exists()
    with pytest.raises(NotReady, match="到会 3 人，须 4 人"):
        cases.deliberate(again(meeting.case), resolution="决议", by=meeting.people["chair"])


def test_who_leaves_after_a_resolution_changes_nothing_of_it(meeting, people, member):
    """J2: the minutes tell the vote as it was."""
    row = resolved(meeting)
    before = counted(row)
    sittings.note_presence(meeting.sitting, present=[member(name).pk for name in ["chair", "vice", "one", "two"]], by=people["secretary"])
    assert counted(again(row)) == before


def test_who_has_voted_was_there(meeting, people, member):
    """J2: else the minutes would count more votes than people."""
    cases.vote(meeting.case, choice=T, by=meeting.people["one"])
    with pytest.raises(NotReady, match="one已在这次会议上表决"):
        sittings.note_presence(meeting.sitting, present=[member("chair").pk, "nonsense"], by=people["secretary"])
    assert meeting.sitting.attendances.filter(present=True).count() == 6


def test_without_a_majority_nothing_is_resolved(meeting):
    all_vote(meeting, T, ["chair", "vice", "one"])
    with pytest.raises(NotReady, match="不满 4 票，还有 3 人没有表决"):
        cases.deliberate(again(meeting.case), resolution="决议", by=meeting.people["chair"])


def test_a_resolution_without_words_is_none(meeting):
    all_vote(meeting, T)
    with pytest.raises(NotReady, match="决议与理由"):
        cases.deliberate(again(meeting.case), resolution=" ", by=meeting.people["chair"])


def test_who_leads_the_case_votes_before_he_resolves_by_the_count(meeting):
    """J2: nobody votes with the others' votes before him, the chair no more than the rest."""
    all_vote(meeting, T, ["vice", "one", "two", "three"])
    with pytest.raises(NotReady, match="您的表决"):
        cases.deliberate(again(meeting.case), resolution="决议", by=meeting.people["chair"])
    cases.vote(meeting.case, choice="", by=meeting.people["chair"])
    assert cases.deliberate(again(meeting.case), resolution="决议", by=meeting.people["chair"]).deliberated == T


def test_only_who_leads_the_case_resolves_it(meeting):
    all_vote(meeting, T)
    with pytest.raises(PermissionDenied):
        cases.deliberate(again(meeting.case), resolution="决议", by=meeting.people["vice"])


def test_a_vote_unlike_the_rules_conclusion_needs_its_reason(meeting):
    """J1."""
    with pytest.raises(ValidationError, match="请写明为什么"):
        cases.vote(meeting.case, choice=E, by=meeting.people["one"])
    cases.vote(meeting.case, choice="", by=meeting.people["one"])
    assert Vote.objects.get().choice == ""


def test_the_log_keeps_that_somebody_voted_and_not_how(meeting):
    """R9.5, J2: who reads the log of a member's own school reads nothing of the committee."""
    cast = cases.vote(meeting.case, choice=E, reason="改进措施有针对性", by=meeting.people["one"])
    entry = Entry.objects.get(verb="vote", by=meeting.people["one"])
    assert entry.after == {"sha256": digest({"vote": str(cast.pk), "choice": E, "reason": "改进措施有针对性"})}


def test_a_vote_is_cast_once(meeting):
    cases.vote(meeting.case, choice=T, by=meeting.people["one"])
    with pytest.raises(cases.AlreadyVoted):
        cases.vote(meeting.case, choice=E, reason="改主意", by=meeting.people["one"])
    assert Vote.objects.get().choice == T


def test_who_is_absent_or_withdrew_has_no_vote(meeting, people, member):
    sittings.note_presence(meeting.sitting, present=[member(name).pk for name in ["chair", "vice", "one", "two"]], by=people["secretary"])
    cases.recuse(meeting.case, member=member("one"), reason="曾任该校顾问", by=meeting.people["one"])
    for name in ["three", "one"]:
        with pytest.raises(PermissionDenied):
            cases.vote(meeting.case, choice=T, by=refreshed(meeting.people[name]))


def test_who_withdraws_sees_nothing_of_the_case_and_counts_no_more(meeting, member):
    """J2, H9: his vote goes, his seat goes."""
    one = meeting.people["one"]
    cases.vote(meeting.case, choice=T, by=one)
    assert may(one, "deliberation.view_case", meeting.case)
    cases.recuse(meeting.case, member=member("one"), reason="亲属在该校", by=one)
    assert not objects_for(refreshed(one), "deliberation.view_case", Case.objects.all()).exists()
    tally = counted(again(meeting.case))
    assert (tally.seats, tally.present, sum(tally.votes.values())) == (5, 5, 0)


def test_a_chair_who_must_withdraw_gives_the_case_to_the_vice(meeting, member):
    assert meeting.case.chair == member("chair")
    row = cases.recuse(meeting.case, member=member("chair"), reason="原任该校所在市教育局", by=meeting.people["chair"])
    assert row.chair == member("vice")
    assert Entry.objects.about(row).filter(verb="take_the_chair").count() == 2


def test_a_tie_on_record_keeps_a_member_out_from_the_start(case, sitting, committee, member, people, tree):
    """H9: found by the program, not left to memory."""
    given = {"province": tree["shaanxi"], "nominator": tree["shaanxi"], "state": "admitted", "kind": "research", "employer": "示例大学"}
    expert = Expert.objects.create(user=committee.people["two"], admitted_on=sitting.on, **given)
    Interest.objects.create(
        expert=expert, school=tree["school"], kind="lecture", since=sitting.on, side="expert", declared_by=committee.people["two"]
    )
    row = cases.put_on(case, sitting=sitting, by=people["secretary"])
    assert [(each.member, each.found) for each in Recusal.objects.filter(case=row)] == [(member("two"), True)]


def test_a_sitting_is_not_closed_over_a_case_left_open(meeting, people):
    with pytest.raises(NotReady, match="还没有议决"):
        sittings.close(meeting.sitting, by=people["secretary"])
    cases.postpone(again(meeting.case), note="材料待补", by=people["secretary"])
    assert sittings.close(again(meeting.sitting), by=people["secretary"]).state == Sitting.State.CLOSED


def test_no_case_comes_onto_a_sitting_that_has_begun(meeting, people, tree):
    review = reported(tree["stranger"], tree["shaanxi"], people["principal"])
    other = Case.objects.create(review=review, school=tree["school"], agreeing=12, aimed=True, effective=True, proposed=E)
    with pytest.raises(WrongState):
        cases.put_on(other, sitting=meeting.sitting, by=people["secretary"])


def test_the_authority_confirms_as_an_act_of_its_own(meeting, people):
    """R9.5, J3."""
    row = resolved(meeting)
    row = cases.decide(row, conclusion=T, number="陕教职〔2026〕9号", seen=row.version, by=people["decider"])
    assert (row.state, row.decided, row.decided_by, row.decided_reason) == ("decided", T, people["decider"], "")


def test_a_decision_unlike_the_committees_needs_its_reason(meeting, people):
    row = resolved(meeting)
    with pytest.raises(ValidationError, match="与审议结论不同"):
        cases.decide(row, conclusion=E, number="1", seen=row.version, by=people["decider"])
    with pytest.raises(ValidationError, match="还少 9 字"):
        cases.decide(row, conclusion=E, number="1", reason="不", seen=row.version, by=people["decider"])
    row = cases.decide(row, conclusion=E, number="1", reason="复核以后又有新的证据", seen=row.version, by=people["decider"])
    assert (row.decided, row.decided_reason) == (E, "复核以后又有新的证据")


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(meeting, people):
    row = resolved(meeting)
    cases.decide(row, conclusion=T, number="1", seen=row.version, by=people["decider"])
    with pytest.raises(WrongState):
        cases.decide(row, conclusion=T, number="2", seen=row.version, by=people["decider"])


def test_a_number_is_given_to_one_decision(meeting, people, tree):
    row = resolved(meeting)
    review = reported(tree["stranger"], tree["shaanxi"], people["principal"])
    other = Case.objects.create(review=review, school=tree["stranger"], agreeing=12, aimed=True, effective=True, proposed=E)
    resolution = {"deliberated": E, "resolution": "决议", "decided": E, "decided_by": people["decider"], "decided_at": row.deliberated_at}
    Case.objects.filter(pk=other.pk).update(state="decided", sitting=row.sitting, number="陕教职〔2026〕9号", **resolution)
    with pytest.raises(ValidationError, match="陕教职〔2026〕9号 已用于另一件认定，请换一个"):
        cases.decide(row, conclusion=T, number=" 陕教职〔2026〕9号", seen=row.version, by=people["decider"])
    assert again(row).state == "deliberated"


def test_who_saw_another_version_decides_nothing(meeting, people):
    row = resolved(meeting)
    with pytest.raises(Changed):
        cases.decide(row, conclusion=T, number="1", seen=row.version - 1, by=people["decider"])


@pytest.mark.parametrize("who", ["secretary", "principal", "officer"])
def test_nobody_else_decides(meeting, people, who):
    row = resolved(meeting)
    with pytest.raises(PermissionDenied):
        cases.decide(row, conclusion=T, number="1", seen=row.version, by=people[who])


def test_what_is_sent_back_is_deliberated_anew_at_another_sitting(meeting, people, committee, member):
    row = resolved(meeting)
    with pytest.raises(NotReady, match="会议纪要"):
        cases.send_back(row, note="请补充理由", by=people["decider"])
    papers.write_minutes(sittings.close(again(meeting.sitting), by=people["secretary"]))
    row = cases.send_back(again(row), note="请补充理由", by=people["decider"])
    assert (row.state, row.deliberated, row.sitting) == ("open", "", None)
    second = sittings.call(committee, title="第 2 次会议", on=meeting.sitting.on, by=people["secretary"])
    row = cases.put_on(row, sitting=second, by=people["secretary"])
    sittings.note_presence(second, present=[member(name).pk for name in committee.people], by=people["secretary"])
    sittings.open_sitting(again(second), by=people["secretary"])
    assert counted(again(row)).open == 6


def test_a_decision_taken_back_leaves_its_trace(meeting, people):
    """J4."""
    row = resolved(meeting)
    row = cases.decide(row, conclusion=T, number="1", seen=row.version, by=people["decider"])
    row = cases.reverse(row, note="程序有误", by=people["decider"])
    assert (row.state, row.decided, row.reversal) == ("reversed", T, "程序有误")
    assert [entry.verb for entry in Entry.objects.about(row).order_by("pk")][-2:] == ["decide", "reverse"]


def test_a_school_whose_decision_was_taken_back_is_deliberated_anew(meeting, people, client):
    """J4, R9.5: in a case of its own; the one reversed stays to be seen with its reason."""
    row = resolved(meeting)
    row = cases.decide(row, conclusion=T, number="1", seen=row.version, by=people["decider"])
    assert not waiting().exists()
    row = cases.reverse(row, note="程序有误", by=people["decider"])
    assert [review.again for review in waiting()] == [True]
    client.force_login(people["secretary"])
    assert "原认定已撤销，重新提交" in client.get("/work/610000/cases/").text
    anew = cases.open_case(row.review, by=people["secretary"])
    assert (anew.state, anew.proposed, again(row).reversal) == ("open", T, "程序有误")
    with pytest.raises(WrongState):
        cases.open_case(row.review, by=people["secretary"])


def test_who_withdrew_before_a_postponement_stays_out(meeting, committee, people, member):
    """J2: listed again, he is not written down twice; a long reason is kept whole."""
    reason = "亲属" * 200
    cases.recuse(meeting.case, member=member("three"), reason=reason, by=people["secretary"])
    row = cases.postpone(again(meeting.case), note="材料补充", by=people["secretary"])
    second = sittings.call(committee, title="第 2 次会议", on=meeting.sitting.on, by=people["secretary"])
    row = cases.put_on(row, sitting=second, by=people["secretary"])
    assert [each.reason for each in row.recusals.all()] == [reason]


def test_who_withdrew_reads_no_minutes_of_that_sitting(meeting, people, member, committee):
    """J2: they tell of the case as well."""
    cases.recuse(meeting.case, member=member("three"), reason="亲属", by=people["secretary"])
    resolved(meeting)
    sitting = papers.write_minutes(sittings.close(again(meeting.sitting), by=people["secretary"]))
    assert may(committee.people["one"], MINUTES, sitting)
    assert not may(User.objects.get(pk=committee.people["three"].pk), MINUTES, sitting)


def test_who_withdrew_reads_no_minutes_of_a_case_sent_back_either(meeting, people, member, committee, client):
    """J2: the case has left the sitting, its minutes still tell of it."""
    cases.recuse(meeting.case, member=member("three"), reason="亲属", by=people["secretary"])
    row = resolved(meeting)
    sitting = papers.write_minutes(sittings.close(again(meeting.sitting), by=people["secretary"]))
    cases.send_back(again(row), note="请补充理由", by=people["decider"])
    client.force_login(committee.people["three"])
    assert client.get(sitting.minutes.get_absolute_url()).status_code == 404
    assert may(committee.people["one"], MINUTES, again(sitting))


def test_the_code_of_a_decision_says_that_it_was_taken_back(meeting, people):
    """J4, M8: the paper was issued, and stands no more."""
    row = resolved(meeting)
    row = papers.write_decision(cases.decide(row, conclusion=T, number="陕教职〔2026〕9号", seen=row.version, by=people["decider"]))
    cases.reverse(again(row), note="程序有误", by=people["decider"])
    row.certificate.refresh_from_db()
    assert row.certificate.fallen == "认定已经撤销"


def test_papers_are_known_by_their_codes(meeting, people):
    """M8: whoever has the file may compare it."""
    resolved(meeting)
    sitting = papers.write_minutes(sittings.close(again(meeting.sitting), by=people["secretary"]))
    assert was_issued(find(sitting.certificate.code), sitting.minutes.sha256)
