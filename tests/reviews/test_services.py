"""The way of a review, its refusals beside its steps."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from apps.accounts.access import may
from apps.accounts.models import User
from apps.accounts.services import bar
from apps.audit.models import Entry
from apps.core.dates import calendar
from apps.core.templatetags.look import full_day
from apps.diagnosis.models import Diagnosis, Measure
from apps.experts.models import Expert, Interest, Training
from apps.experts.selectors.undertaking import undertaking
from apps.experts.services import conduct, ties
from apps.notifications.models import Notice
from apps.reviews.contents import answer_due, content_of, fingerprint, gate, gates, lacking_team, progress, unjudged_data
from apps.reviews.lifecycle import MEMBER_GRANTS, READ_DATA, READ_MATERIAL, REVIEW, VIEW
from apps.reviews.models import Judgement, Review, ReviewUserGrant
from apps.reviews.selectors.pages import compared, judged
from apps.reviews.services import judgements, materials, reports, reviews, teams
from apps.sampling.models import Draw, Selection
from apps.schemes.parameters import Parameters
from apps.workflow.desk import items
from apps.workflow.lifecycle import Changed, NotReady, WrongState
from tests.reviews.world import DRAWN, signed, working_day
from tests.sampling.world import YEAR


def test_a_review_goes_from_the_draw_to_the_report_handed_in(world):
    """R9.1, R9.2, R9.3"""
    review = world.to("reported")
    assert review.state == "reported"
    assert review.snapshot == world.snapshot
    assert review.report == world.report
    assert review.group_report.digest == fingerprint(review)


def test_a_review_is_made_once_for_each_school_drawn(world):
    """R9.2: reserves and schools put off have none."""
    world.planned()
    assert reviews.take_up(world.province, by=world.officer) == 0
    assert Review.objects.count() == 1


@pytest.mark.parametrize("state", ["draft", "committed", "drawn", "annulled"])
def test_a_draw_not_published_makes_no_reviews(state, world):
    """R8.1: school and city would learn from the review what the province has not made public."""
    world.select()
    Draw.objects.update(**DRAWN | {"state": state})
    assert reviews.take_up() == 0
    assert reviews.take_up(world.province, by=world.officer) == 0
    Draw.objects.update(state="published")
    assert reviews.take_up() == 1


def test_a_visit_is_fixed_only_once_a_measure_is_carried_out(world):
    """R8.6"""
    world.planned()
    world.team()
    Measure.objects.update(state="planned", carried_out_on=None)
    day = working_day(timezone.localdate() + timedelta(days=20))
    with pytest.raises(NotReady) as refused:
        reviews.schedule(world.review, visit_from=day, visit_to=day, materials_due=day, by=world.officer)
    assert any("R8.6" in words for words in refused.value.args[0])


@pytest.mark.parametrize("state, step", [("scheduled", "begin"), ("reading", "arrive")])
def test_no_visit_goes_on_once_what_was_carried_out_is_taken_back(state, step, world):
    """R8.6: a measure reopened after the days were fixed, without a day of its own; the board says so too."""
    review = world.to(state)
    if state == "scheduled":
        world.ready()
    Measure.objects.update(state="running", carried_out_on=None)
    with pytest.raises(NotReady) as refused:
        REVIEW.take(world.fresh(), step, by=world.officer if step == "begin" else world.people[0])
    assert sum("R8.6" in words for words in refused.value.args[0]) == 2
    assert gates([world.review]) == {review.pk: gate(world.review)}


def test_what_is_asked_of_the_measures_is_asked_of_those_of_the_report_handed_in(world):
    """R6.3, R8.6: a diagnosis signed since is not what is reviewed."""
    world.to("scheduled")
    review = world.ready()
    later = Diagnosis.objects.create(school=world.school, year=YEAR + 1, scheme=world.scheme)
    Diagnosis.objects.filter(pk=later.pk).update(state="signed", report=signed(later, by=world.principal))
    assert gates([review]) == {}


@pytest.mark.parametrize("state", ["deferred", "replaced", "released"])
def test_a_school_that_is_no_longer_selected_is_not_reviewed(state, world):
    """R8.9: put off, replaced, released; nothing is fixed, moved or begun."""
    review = world.planned()
    Selection.objects.update(state=state, reason="示例")
    with pytest.raises(NotReady, match="入样"):
        world.scheduled()
    Selection.objects.update(state="drawn")
    day = working_day(timezone.localdate() + timedelta(days=20))
    days = {"visit_from": day, "visit_to": day, "materials_due": day}
    reviews.schedule(review, **days, by=world.officer)
    world.fresh()
    world.ready()
    Selection.objects.update(state=state)
    with pytest.raises(NotReady, match="入样"):
        reviews.begin(world.fresh(), by=world.officer)
    with pytest.raises(NotReady, match="入样"):
        reviews.move(world.fresh(), **days, note="改期", by=world.officer)


def test_days_that_clash_need_a_reason(world):
    """R9.6: a day off is no day for a visit."""
    world.planned()
    world.team()
    day = timezone.localdate() + timedelta(days=20)
    saturday = day + timedelta(days=(5 - day.weekday()) % 7)
    days = {"visit_from": saturday, "visit_to": saturday, "materials_due": day}
    [clash] = reviews.clashes_of(world.review, saturday, saturday)
    assert "休息日" in clash
    with pytest.raises(ValidationError, match="请写明理由"):
        reviews.schedule(world.review, **days, accepted=[clash], by=world.officer)
    assert reviews.schedule(world.review, **days, accepted=[clash], note="学校周六补课", by=world.officer).state == "scheduled"


def test_a_reason_to_move_a_visit_hides_no_clash(world):
    """R9.6: each clash is borne by name, and that is on record."""
    review = world.to("scheduled")
    saturday = review.visit_from + timedelta(days=(5 - review.visit_from.weekday()) % 7)
    days = {"visit_from": saturday, "visit_to": saturday, "materials_due": review.materials_due}
    found = reviews.clashes_of(review, saturday, saturday)
    for accepted in [[], ["别的冲突"]]:
        with pytest.raises(ValidationError, match="有 1 处冲突"):
            reviews.move(review, **days, accepted=accepted, note="学校考试", by=world.officer)
    assert reviews.move(review, **days, accepted=found, note="学校考试", by=world.officer).visit_from == saturday
    assert Entry.objects.about(review).get(verb="accept_clashes").after == {"accepted": found}


@pytest.mark.parametrize("first, last, due, field", [
    (-28, -26, -30, "visit_from"), (21, 20, 10, "visit_to"), (28, 94, 20, "visit_to"), (28, 28, 29, "materials_due"), (28, 28, -1, "materials_due"),
])  # fmt: skip
def test_impossible_days_of_a_visit_are_refused_at_their_field(world, first, last, due, field):
    """R9.6: no reason helps days that are over, or a visit of months."""
    world.planned()
    world.team()
    first, last, due = (timezone.localdate() + timedelta(days=number) for number in (first, last, due))
    with pytest.raises(ValidationError) as refused:
        reviews.schedule(world.review, visit_from=first, visit_to=last, materials_due=due, note="学校考试", by=world.officer)
    assert field in refused.value.message_dict


def test_an_untrained_expert_is_refused_unless_a_reason_is_recorded(world):
    """R2.3"""
    world.planned()
    expert = world.experts[0]
    Training.objects.filter(expert=expert).delete()
    with pytest.raises(ValidationError, match="R2.3"):
        teams.name(world.review, expert, by=world.officer)
    assert teams.name(world.review, expert, untrained_why="本专业没有别的专家", by=world.officer).untrained


def test_an_expert_of_the_same_city_is_refused(world, tree):
    """R2.5"""
    world.planned()
    expert = world.experts[0]
    expert.city = tree["school"].area or tree["weinan"]
    type(world.school).objects.filter(pk=world.school.pk).update(area=tree["weinan"])
    world.fresh()
    expert.save(update_fields=["city"])
    with pytest.raises(ValidationError, match="R2.5"):
        teams.name(world.review, expert, by=world.officer)


def test_a_conflict_declared_after_naming_takes_away_sight_and_asks_for_another(world):
    """R2.5"""
    review = world.to("judging")
    expert = world.experts[2]
    assert may(world.people[2], READ_DATA, review)
    ties.declare(expert, school=world.school, kind="kin", since=timezone.localdate(), by=world.people[2])
    person = User.objects.get(pk=expert.user_id)
    assert not any(may(person, permission, review) for permission in [VIEW, READ_DATA])
    assert any(str(expert) in words and "请更换" in words for words in lacking_team(review))


def test_an_expert_who_says_after_naming_that_he_has_a_tie_leaves_with_a_trace(world):
    """R2.5: his access ends at once, what he judged stays, the province is told."""
    review, person = world.to("reading"), world.people[2]
    left = teams.step_down(review, kind="lecture", since=timezone.localdate(), by=person)
    assert left.left_why == "本人申报利害关系：讲学"
    assert Interest.objects.get(expert=world.experts[2], school=world.school).side == "expert"
    assert [thing for thing in MEMBER_GRANTS if may(User.objects.get(pk=person.pk), thing, review)] == []
    assert not ReviewUserGrant.objects.filter(user=person, content_object=review).exists()
    assert Judgement.objects.filter(member=left).count() == 16
    assert Entry.objects.about(review).filter(verb="step_down", by=person).exists()
    assert Notice.objects.filter(to=world.officer, text__contains="请补上人选").exists()


def test_a_tie_that_is_not_described_keeps_nobody_out_and_nothing_is_written(world):
    """R2.5"""
    review = world.to("scheduled")
    with pytest.raises(ValidationError, match="什么关系"):
        teams.step_down(review, kind="other", since=timezone.localdate(), by=world.people[1])
    assert review.members.serving().count() == 3
    with pytest.raises(PermissionDenied):
        teams.step_down(review, kind="kin", since=timezone.localdate(), by=world.officer)


def test_nobody_leaves_the_group_once_its_report_is_in(world):
    review = world.to("reported")
    with pytest.raises(WrongState):
        teams.step_down(review, kind="kin", since=timezone.localdate(), by=world.people[1])


def test_who_declared_a_tie_elsewhere_or_left_the_pool_is_let_go_by_the_program(world):
    """R2.5, R2.6"""
    review = world.to("judging")
    ties.declare(world.experts[1], school=world.school, kind="kin", since=timezone.localdate(), by=world.principal)
    Expert.objects.filter(pk=world.experts[2].pk).update(state="removed", removed_on=timezone.localdate(), removal="示例")
    assert teams.release_unfit() == 2
    assert teams.release_unfit() == 0
    left = dict(review.members.exclude(left_at=None).values_list("expert", "left_why"))
    assert left.keys() == {world.experts[1].pk, world.experts[2].pk}
    assert left[world.experts[2].pk] == "不在专家库"
    assert Entry.objects.about(review).filter(verb="step_down", by=None).count() == 2


def test_who_is_replaced_for_his_conduct_leaves_the_group_and_another_is_asked_for(world, tree):
    """R2.6: a bar at another school moves nobody."""
    review = world.to("judging")
    bar(world.people[2], organization=tree["stranger"], reason="示例")
    case = conduct.report(world.experts[1], kind="leak", text="泄露", school=world.school, by=world.officer)
    conduct.uphold(case, finding="属实", measure="replaced", by=world.officer)
    assert teams.release_unfit() == 1
    assert teams.release_unfit() == 0
    assert dict(review.members.exclude(left_at=None).values_list("expert", "left_why")) == {world.experts[1].pk: "更换：泄露复核情况或结论建议"}
    assert Notice.objects.filter(to=world.officer, text__contains="请补上人选").exists()


def test_the_group_of_a_report_handed_in_stays_as_it_was(world):
    """R2.5"""
    review = world.to("reported")
    ties.declare(world.experts[1], school=world.school, kind="kin", since=timezone.localdate(), by=world.principal)
    assert teams.release_unfit() == 0
    assert review.members.serving().count() == 3


def test_nothing_begins_before_everybody_has_signed_and_the_papers_are_in(world):
    """R9.1, R9.6"""
    review = world.to("scheduled")
    with pytest.raises(NotReady) as refused:
        reviews.begin(review, by=world.officer)
    words = "；".join(refused.value.args[0])
    assert all(part in words for part in ["复核材料", "承诺书", "确认复核日期"])
    assert words.count("承诺书") == 3


def test_an_old_version_of_the_undertaking_is_not_signed(world):
    """R9.6"""
    review = world.to("scheduled")
    with pytest.raises(ValidationError):
        teams.undertake(review, version="1900-1", by=world.people[0])


def test_who_leaves_the_group_sees_nothing_more_and_his_judgements_stay(world):
    """R2.6"""
    review = world.to("reading")
    member = review.members.get(expert=world.experts[2])
    with pytest.raises(ValidationError):
        teams.dismiss(member, note=" ", by=world.officer)
    teams.dismiss(member, note="另有公务", by=world.officer)
    person = User.objects.get(pk=world.people[2].pk)
    assert not may(person, VIEW, review)
    assert Judgement.objects.filter(member=member).count() == 16


def test_the_papers_stay_shut_while_a_judgement_is_missing(world):
    """R9.3"""
    review = world.to("judging")
    world.judge("data", people=world.people[:2])
    with pytest.raises(NotReady) as refused:
        reviews.open_papers(review, by=world.people[0])
    assert refused.value.args[0][0].startswith(f"{world.experts[2]}还有 16 个要素没有判断")
    assert not may(world.people[0], READ_MATERIAL, review)


def test_a_judgement_handed_in_is_not_changed(world):
    """R9.3"""
    review, element = world.to("judging"), world.elements[0]
    given = {"stage": "data", "answer": "cannot", "by": world.people[0]}
    judgements.judge(review, element, reason="数据不全，这一要素看不出来", **given)
    with pytest.raises(ValidationError, match="不能再改"):
        judgements.judge(review, element, reason="改了主意：数据其实是全的", **given)
    assert Judgement.objects.get().reason == "数据不全，这一要素看不出来"


@pytest.mark.parametrize("reason, lacking", [(" ", 10), ("数据 不 全", 6), ("一二三四五六七八九　\n", 1)])
def test_a_reason_too_short_to_say_what_was_seen_is_refused_with_what_it_lacks(reason, lacking, world):
    """R9.3, A2"""
    review = world.to("judging")
    given = {"stage": "data", "answer": "no", "by": world.people[0]}
    with pytest.raises(ValidationError, match=f"至少 10 字，还少 {lacking} 字"):
        judgements.judge(review, world.elements[0], reason=reason, **given)
    assert not Judgement.objects.exists()
    judgements.judge(review, world.elements[0], reason="一二三四五六七八九十", **given)


def test_a_judgement_from_the_data_is_not_given_once_the_papers_are_open(world):
    """R9.3"""
    review = world.to("reading")
    with pytest.raises(WrongState):
        judgements.judge(review, world.elements[0], stage="data", answer="yes", reason="材料打开以后才交的判断", by=world.people[0])


def test_who_is_named_again_is_asked_and_reads_as_if_he_had_never_left(world):
    """R9.3: what he judged before he left stands; of an element he has not judged he still reads nobody's."""
    review, (first, second) = world.to("judging"), world.elements[:2]
    person, other = world.people[1:]
    judgements.judge(review, first, stage="data", answer="yes", reason="离组以前看数据作出的判断", by=person)
    member = review.members.serving().get(expert=world.experts[1])
    teams.dismiss(member, note="误请离组", by=world.officer)
    teams.name(review, member.expert, by=world.officer)
    teams.undertake(review, version=undertaking().version, by=person)
    person = User.objects.get(pk=person.pk)
    for element in (first, second):
        judgements.judge(review, element, stage="data", answer="no", reason="同组另一人看数据作出的判断", by=other)
    assert {row.element for row in judged(person, review)} == {first}
    with pytest.raises(ValidationError, match="已经提交过"):
        judgements.judge(review, first, stage="data", answer="no", reason="再次入组以后改了主意", by=person)
    assert any(words.startswith(f"{member.expert}还有 15 个要素") for words in unjudged_data(review))
    assert [item.detail for item in items(person)] == [f"{review}，还有 15 个要素"]
    assert progress(review)[review.members.serving().get(expert=member.expert).pk]["data"] == 1
    for element in world.elements[1:]:
        judgements.judge(review, element, stage="data", answer="yes", reason="再次入组以后看数据作出的判断", by=person)
    assert not any(words.startswith(str(member.expert)) for words in unjudged_data(review))


def test_who_is_not_of_the_group_judges_nothing(world):
    review = world.to("judging")
    for person in [world.officer, world.principal]:
        with pytest.raises(PermissionDenied):
            judgements.judge(review, world.elements[0], stage="data", answer="yes", reason="不是组里的人写的理由", by=person)


def test_a_note_sent_again_is_the_same_note(world):
    review = world.to("visiting")
    client = review.pk
    for _ in range(2):
        judgements.note(review, world.elements[0], text="示例记录", client=client, by=world.people[1])
    assert review.notes.count() == 1


def test_findings_on_an_element_stand_in_the_order_in_which_they_were_entered(world):
    """R9.3: on the page, in the paper, in what is signed."""
    review = world.to("writing")
    for number in range(1, 7):
        reports.find(review, world.elements[0], found=f"发现{number}", advice="示例", by=world.people[1])
    entered = [f"发现{number}" for number in range(1, 7)]
    assert [found for _code, found, *_rest in content_of(review)["findings"]] == entered
    assert [finding.found for finding in compared(review)[0].findings] == entered


def test_an_element_unanswered_blocks_the_report(world):
    """R10.6"""
    review = world.to("writing")
    world.write(agreed=False)
    review.answers.filter(element=world.elements[4]).delete()
    with pytest.raises(NotReady) as refused:
        reports.agree(review, digest=fingerprint(review), by=world.people[0])
    assert refused.value.args[0] == ["组的判断：1.5 还没有（共 1 个要素）"]
    with pytest.raises(NotReady):
        reports.hand_in(world.fresh(), by=world.people[0])


def test_the_group_cannot_answer_that_it_cannot_tell(world):
    """R10.6"""
    review = world.to("writing")
    with pytest.raises(ValidationError, match="R10.6"):
        reports.answer(review, world.elements[0], agrees=None, reason="说不清", by=world.people[0])


def test_of_two_who_answer_at_once_the_second_is_told(world):
    """R10.6"""
    review = world.to("writing")
    reports.answer(review, world.elements[0], agrees=True, reason="一", by=world.people[0])
    with pytest.raises(Changed):
        reports.answer(review, world.elements[0], agrees=False, reason="二", by=world.people[1])


def test_a_change_of_the_report_voids_the_agreements(world):
    """R9.3"""
    review = world.to("writing")
    world.write()
    reports.write(review, seen=1, text="又改了一句", by=world.people[0])
    with pytest.raises(NotReady) as refused:
        reports.hand_in(world.fresh(), by=world.people[0])
    assert sum("没有签认" in words for words in refused.value.args[0]) == 3


def test_only_the_lead_hands_in_and_seals(world):
    review = world.to("writing")
    world.write()
    with pytest.raises(PermissionDenied):
        reports.hand_in(world.fresh(), by=world.people[1])
    with pytest.raises(PermissionDenied):
        reports.suggest(review, conclusion="abnormal", reason="理由", by=world.people[1])


def test_the_paper_of_the_report_says_nothing_of_the_suggestion(world):
    """R9.4"""
    review = world.to("reported")
    file = reports.write_paper(review)
    assert reports.write_paper(review) == file
    assert "机密的理由" not in str(review.group_report.content)
    assert may(world.principal, file.permission, file.holder)
    # A visit of one day has one date.
    assert ["进校日期", full_day(review.visit_from)] in review.group_report.certificate.facts


def test_the_school_replies_only_once_the_report_is_in(world):
    review = world.to("writing")
    with pytest.raises(WrongState):
        reports.reply(review, text="不同意", by=world.principal)


def handed_in(review, days):
    """As if the report had come in so many working days ago."""
    day, left = timezone.localtime(), days
    while left:
        left -= calendar().is_working_day(day.date())
        day -= timedelta(days=1)
    while days and not calendar().is_working_day(day.date()):
        day -= timedelta(days=1)
    Review.objects.filter(pk=review.pk).update(reported_at=day)
    return Review.objects.get(pk=review.pk)


def test_the_school_replies_within_the_working_days_of_the_scheme(world):
    """R9.3: the last day still counts."""
    review, days = world.to("reported"), Parameters.read(world.scheme.parameters).school_answer_days
    with pytest.raises(ValidationError, match="哪一处"):
        reports.reply(review, text=" ", by=world.principal)
    assert reports.reply(handed_in(review, days), text="示例事实", by=world.principal).text == "示例事实"
    late = handed_in(review, days + 1)
    with pytest.raises(ValidationError, match=f"{days} 个工作日") as refused:
        reports.reply(late, text="晚了", by=world.principal)
    assert full_day(answer_due(late)) in refused.value.messages[0]
    assert review.replies.count() == 1


def test_a_suggestion_is_opened_once_and_on_record(world):
    """R9.4"""
    review = world.to("reported")
    rows = Review.objects.filter(pk=review.pk)
    reports.unseal(rows, by=world.officer)
    review.suggestion.refresh_from_db()
    first = review.suggestion.opened_at
    reports.unseal(rows, by=world.officer)
    review.suggestion.refresh_from_db()
    assert review.suggestion.opened_at == first
    assert Entry.objects.about(review).filter(verb="unseal").count() == 1


def test_materials_are_not_exchanged_once_the_group_has_begun(world):
    """R6.3, R9.1"""
    review = world.to("judging")
    with pytest.raises(WrongState):
        materials.submit(review, by=world.principal)


def test_the_log_keeps_no_words_of_a_judgement(world):
    """R9.3, R9.4: more people read the log than the group's judgements."""
    review = world.to("reported")
    kept = str(list(Entry.objects.about(review).values_list("before", "after", "note")))
    for words in ["的理由", "示例发现", "机密", "effective", "示例总体意见"]:
        assert words not in kept


def test_every_step_is_shut_in_every_other_state(world):
    review = world.planned()
    for step in REVIEW.steps.values():
        if review.state not in step.sources:
            with pytest.raises((WrongState, PermissionDenied)):
                REVIEW.take(review, step.name, by=world.officer, note="理由")
