from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.audit.models import Entry
from apps.audit.services import seal
from apps.deliberation.models import Case, Vote
from apps.diagnosis.models import PublicReport
from apps.disclosure.contents import content_of
from apps.disclosure.desk import conclusions_to_propose, conclusions_to_renew, conclusions_to_withdraw, teams_to_name
from apps.disclosure.models import Announcement, ConclusionCopy, TeamCopy
from apps.disclosure.services import conclusions
from apps.disclosure.services.announcements import decided, propose, propose_again, propose_many, publish, refuse, renew, show, withdraw
from apps.documents.services import find
from apps.experts.models import Expert
from apps.experts.rules import Field
from apps.reviews.models import Answer, Finding, GroupReport, Member, Review, Suggestion
from apps.schemes.models import Element, Scheme
from apps.workflow.desk import items
from apps.workflow.lifecycle import NotReady, WrongState
from config.roles import Role
from tests.disclosure.decided import a_decided_case, a_reported_review, end_of_showing, somebody
from tests.line import a_member, an_expert

State = Announcement.State
#: A school's report as it may be public, its own mail address kept by two people; and what is no part of 附 2.
OWN = {
    "overview": "公开的话，见 school@example.org", "conclusion": "公开的话", "advice": " ", "figures": [{"code": "K001", "words": "别的"}], "measures": [{"owner": "某人"}],
    "elements": [{"code": "1.1", "name": "示例要素", "self": "公开的话", "measures": "公开的话", "effect": "", "causes": "别的"}],
}  # fmt: skip


def publish_now(announcement, people):
    return publish(end_of_showing(announcement), by=people["publisher"])


def lacking(function, *args, **given):
    with pytest.raises(NotReady) as missing:
        function(*args, **given)
    return "\n".join(missing.value.args[0])


def test_what_one_proposes_another_shows_and_publishes(concluded, people, tree):
    """R12.1, M2, M3: first for objections, then for good; each version is frozen under a code that anyone finds (M8)."""
    announcement = show(propose(concluded(tree["school"]), by=people["proposer"]), by=people["publisher"])
    assert (announcement.state, announcement.shown_by, announcement.shown_on) == (State.SHOWN, people["publisher"], timezone.localdate())
    announcement = publish_now(announcement, people)
    assert (announcement.state, announcement.final_on) == (State.FINAL, timezone.localdate())
    copies = list(announcement.copies.order_by("number"))
    assert [(copy.number, copy.stage, copy.conclusion) for copy in copies] == [(1, "shown", "to_improve"), (2, "final", "to_improve")]
    assert [(find(copy.code).digest, find(copy.code).public) for copy in copies] == [(copy.digest, True) for copy in copies]
    verbs = list(Entry.objects.about(announcement).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["put_conclusion_forward", "show_conclusion", "publish_conclusion"]


def test_the_copy_says_how_the_conclusion_came_about_and_who_reviewed(announced, tree):
    """R12.1, R12.2, R2.4, R10.4: in words, with the rule's working, the decision, the draw and what the pool tells of the members."""
    content = announced(tree["school"]).copies.get().content
    assert (content["conclusion"], content["agreeing"]) == ({"code": "to_improve", "words": "待改进"}, 11)
    assert [line["conclusion"] for line in content["working"] if line["holds"]] == ["待改进"]
    assert (content["decision"]["number"], content["decision"]["by"]) == (f"示例〔2026〕{tree['school'].code}号", "陕西省教育行政部门")
    (member,) = content["team"]
    assert {name: member[name] for name in ["duty", "kind", "unit"]} == {"duty": "组长", "kind": Field.EDUCATION.label, "unit": "示例大学"}
    assert (content["draw"]["how"], content["draw"]["digest"]) == ("随机抽取", "0" * 64)
    assert sum(agrees for _name, agrees in content["report"]["elements"]) == 11


def test_neither_suggestion_nor_judgement_nor_vote_nor_resolution_is_public(concluded, people, tree):
    """R9.4, R12.1: nothing of what the group suggested and how the committee came to its conclusion."""
    case = concluded(tree["school"], resolution="只给委员会看的决议", minority="只给委员会看的少数意见")
    Suggestion.objects.filter(review=case.review).update(reason="只给委员会看的建议")
    Answer.objects.filter(review=case.review).update(reason="组内的理由", dissent="组内的不同意见")
    GroupReport.objects.filter(review=case.review).update(told="口头反馈的记录")
    copy = show(propose(case, by=people["proposer"]), by=people["publisher"]).copies.get()
    assert [words for words in ["只给委员会看", "组内的", "口头反馈"] if words in str(copy.content)] == []
    assert not Vote.objects.filter(case=case).exists()


def test_the_schools_own_report_comes_with_it_once_confirmed(concluded, people, tree):
    """R12.2, F8: what is only prepared is not shown; a notice without it may be shown."""
    case = concluded(tree["school"])
    announcement = propose(case, by=people["proposer"])
    one, other = somebody("one"), somebody("other")
    public = PublicReport.objects.create(report=case.review.report, school=case.school, content=OWN, prepared_by=one)
    assert content_of(announcement)["own_report"] is None
    PublicReport.objects.filter(pk=public.pk).update(state="confirmed", confirmed_by=other, digest="1" * 64)
    headings = ["自我诊改工作概述", "1.1 示例要素：自我诊断", "1.1 示例要素：改进措施", "综合诊断结论"]
    passages = content_of(announcement)["own_report"]["passages"]
    assert [heading for heading, _text in passages] == headings
    assert {text.partition("，")[0] for _heading, text in passages} == {"公开的话"}
    assert show(announcement, by=people["publisher"]).state == State.SHOWN


def test_nothing_is_shown_before_its_entries_are_sealed(announced, tree):
    """R12.2, N3."""
    copy = announced(tree["school"]).copies.get()
    assert (conclusions.release(), ConclusionCopy.objects.shown().count()) == (0, 0)
    seal()
    assert (conclusions.release(), list(ConclusionCopy.objects.shown())) == (1, [copy])
    assert conclusions.release() == 0


def test_what_is_withdrawn_before_its_seal_is_never_shown(announced, people, tree):
    """M4."""
    withdraw(announced(tree["school"]), by=people["publisher"], note="文号有误")
    seal()
    assert (conclusions.release(), ConclusionCopy.objects.shown().exists()) == (0, False)


def test_the_proposer_neither_shows_nor_publishes_what_he_proposed(concluded, people, tree):
    """M2: whatever posts he holds."""
    announcement = propose(concluded(tree["school"]), by=people["proposer"])
    Announcement.objects.filter(pk=announcement.pk).update(proposed_by=people["publisher"])
    with pytest.raises(PermissionDenied):
        show(announcement, by=people["publisher"])
    assert not ConclusionCopy.objects.exists()


def test_the_database_refuses_one_person_twice_and_publishing_while_objections_are_taken(announced, people, tree):
    """M2, M3."""
    row = Announcement.objects.filter(pk=announced(tree["school"]).pk)
    today = timezone.localdate()
    wrong = [{"shown_by": people["proposer"]}, {"final_by": people["proposer"]}, {"state": "final", "final_on": today, "final_by": people["publisher"]},
             {"last_day": None}]  # fmt: skip
    for given in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**given)


@pytest.mark.parametrize("role,at", [(Role.PROVINCE_OFFICER, "henan"), (Role.PROVINCE_PUBLISHER, "shaanxi"), (Role.PRINCIPAL, "school")])
def test_others_propose_nothing(concluded, holder, tree, role, at):
    """M2."""
    case, user = concluded(tree["school"]), holder(role, at)
    with pytest.raises(PermissionDenied):
        propose(case, by=user)
    assert list(decided(user)) == []


def test_a_case_is_proposed_once_and_only_when_it_is_decided(concluded, people, tree):
    """R12.1."""
    case = concluded(tree["school"])
    assert list(decided(people["proposer"])) == [case]
    propose(case, by=people["proposer"])
    assert list(decided(people["proposer"])) == []
    with pytest.raises(WrongState):
        propose(case, by=people["proposer"])
    other = a_decided_case(tree["stranger"])
    Case.objects.filter(pk=other.pk).update(state="reversed", reversal="复查")
    with pytest.raises(PermissionDenied):
        propose(other, by=people["proposer"])


PERSONAL = [
    ("overview", "联系人手机 138 1234 5678", "复核工作概述", "手机号码"),
    ("text", "身份证 11010519491231002X", "总体意见", "身份证号"),
    ("aimed_reason", "请写信至 someone@example.edu.cn", "针对性的理由", "电子邮箱"),
    ("effective_reason", "卡号６２２２０２０２００１１２２３０", "成效的理由", "银行卡号"),
]


@pytest.mark.parametrize("field,text,place,label", PERSONAL, ids=[each[0] for each in PERSONAL])
def test_personal_data_are_refused_and_their_place_named(concluded, people, tree, field, text, place, label):
    """R12.2, F8, M2: before proposing, and again before showing."""
    case = concluded(tree["school"])
    report = GroupReport.objects.filter(review=case.review)
    before = getattr(report.get(), field)
    report.update(**{field: text})
    said = lacking(propose, case, by=people["proposer"])
    assert place in said
    assert label in said
    report.update(**{field: before})
    announcement = propose(case, by=people["proposer"])
    report.update(**{field: text})
    assert place in lacking(show, announcement, by=people["publisher"])


def test_personal_data_in_a_finding_or_beside_a_member_are_found_too(concluded, people, tree):
    """F8, H9."""
    case = concluded(tree["school"])
    element = Element.objects.order_by("order").first()
    Finding.objects.create(review=case.review, element=element, found="电话 13812345678", advice="改")
    Member.objects.filter(review=case.review).update(untrained="见 a@example.org")
    said = lacking(propose, case, by=people["proposer"])
    assert "复核发现第 1 条" in said
    assert "专家组成员" in said


def test_papers_that_are_not_there_keep_a_conclusion_back(concluded, people, tree):
    """M2: completeness."""
    case = concluded(tree["school"])
    Case.objects.filter(pk=case.pk).update(document=None)
    GroupReport.objects.filter(review=case.review).update(file=None)
    said = lacking(propose, case, by=people["proposer"])
    assert "认定文件" in said
    assert "复核报告" in said


def test_of_many_each_is_proposed_on_its_own_merits(concluded, people, tree, second):
    """M2."""
    good, bad = concluded(tree["school"]), concluded(second)
    GroupReport.objects.filter(review=bad.review).update(text="电话 13812345678")
    proposed, left_out = propose_many([good, bad], by=people["proposer"])
    assert [row.case for row in proposed] == [good]
    assert [(case, "手机号" in why[0]) for case, why in left_out] == [(bad, True)]


def test_it_is_published_only_when_the_time_for_objections_is_over(announced, people, tree):
    """M3: on the last day itself it still runs."""
    announcement = announced(tree["school"])
    Announcement.objects.filter(pk=announcement.pk).update(last_day=timezone.localdate())
    assert "公示期" in lacking(publish, announcement, by=people["publisher"])
    Announcement.objects.filter(pk=announcement.pk).update(last_day=timezone.localdate() - timedelta(days=1))
    assert publish(announcement, by=people["publisher"]).state == State.FINAL


def test_the_days_are_those_of_the_scheme_or_five_and_twenty(concluded, people, tree):
    """R12.1, R1.2: decided on Friday 18 September 2026, so due on 22 October (the holidays between)."""
    case = concluded(tree["school"])
    Case.objects.filter(pk=case.pk).update(decided_at=timezone.make_aware(timezone.datetime(2026, 9, 18, 15)))
    announcement = propose(case, by=people["proposer"])
    assert (announcement.due, announcement.show_by) == (date(2026, 10, 22), date(2026, 10, 14))
    Announcement.objects.all().delete()
    Scheme.objects.filter(pk=case.review.scheme_id).update(parameters={"decision_publication_days": 5, "public_notice_days": 2})
    announcement = propose(Case.objects.get(pk=case.pk), by=people["proposer"])
    assert (announcement.due, announcement.show_by) == (date(2026, 9, 24), date(2026, 9, 21))


def test_what_is_late_is_known_as_late(announced, people, tree):
    """R12.1: and no longer once it is published."""
    announcement = announced(tree["school"])
    Announcement.objects.filter(pk=announcement.pk).update(due=timezone.localdate() - timedelta(days=1))
    assert Announcement.objects.get(pk=announcement.pk).late
    assert not publish_now(announcement, people).late


def test_a_conclusion_sent_back_is_proposed_again(concluded, people, tree):
    """M2: a refusal says why."""
    announcement = propose(concluded(tree["school"]), by=people["proposer"])
    assert "说明" in lacking(refuse, announcement, by=people["publisher"], note=" ")
    announcement = refuse(announcement, by=people["publisher"], note="文号有误")
    assert propose_again(announcement, by=people["proposer"]).state == State.PROPOSED


def test_a_withdrawn_conclusion_shown_again_is_a_later_version(announced, people, tree):
    """M4: the first stays to be seen as withdrawn."""
    announcement = withdraw(announced(tree["school"]), by=people["publisher"], note="文号有误")
    announcement = show(propose_again(announcement, by=people["proposer"]), by=people["publisher"])
    copies = announcement.copies.order_by("number")
    assert [(copy.number, copy.withdrawn_at is None, copy.note) for copy in copies] == [(1, False, "文号有误"), (2, True, "")]


def test_a_decision_taken_back_cannot_be_published_and_asks_to_be_withdrawn(announced, people, tree, fresh):
    """M4, J4."""
    announcement = announced(tree["school"])
    assert conclusions_to_withdraw(people["publisher"]) == []
    Case.objects.filter(pk=announcement.case_id).update(state="reversed", reversal="复查", reversed_at=timezone.now())
    assert "认定已经撤销" in lacking(publish, end_of_showing(announcement), by=people["publisher"])
    (item,) = conclusions_to_withdraw(fresh(people["publisher"]))
    assert item.url == announcement.get_absolute_url()


def test_a_report_confirmed_later_comes_with_a_further_version(announced, people, tree, fresh):
    """R12.2, M4: with a note; one that would say nothing new is refused; the desk tells of it."""
    announcement = publish_now(announced(tree["school"]), people)
    assert "与已公布的一版相同" in lacking(renew, announcement, by=people["publisher"], note="补充")
    given = {"state": "confirmed", "prepared_by": somebody("one"), "confirmed_by": somebody("other"), "digest": "1" * 64}
    public = PublicReport.objects.create(report=announcement.case.review.report, school=tree["school"], content=OWN, **given)
    (item,) = conclusions_to_renew(fresh(people["publisher"]))
    assert item.url == announcement.get_absolute_url()
    announcement = renew(announcement, by=people["publisher"], note="补上自我诊改报告")
    copy = announcement.copies.order_by("-number").first()
    assert (copy.number, copy.stage, copy.note, copy.content["own_report"] is not None) == (3, "final", "补上自我诊改报告", True)
    assert conclusions_to_renew(fresh(people["publisher"])) == []
    assert conclusions_to_withdraw(fresh(people["publisher"])) == []
    PublicReport.objects.filter(pk=public.pk).update(state="prepared", confirmed_by=None)
    (item,) = conclusions_to_withdraw(fresh(people["publisher"]))
    assert "公开本已撤回" in item.title


def test_the_desk_tells_by_when_a_conclusion_must_be_shown_and_published(concluded, people, tree, fresh):
    """R12.1, M2."""
    case = concluded(tree["school"])
    (item,) = conclusions_to_propose(people["proposer"])
    assert (item.count, item.due is not None) == (1, True)
    announcement = propose(case, by=people["proposer"])
    assert ("复核拟公示的结论", announcement.show_by) in [(item.title, item.due) for item in items(fresh(people["publisher"]))]
    announcement = show(announcement, by=people["publisher"])
    assert ("公示期满后公布结论", announcement.due) in [(item.title, item.due) for item in items(fresh(people["publisher"]))]


def test_the_school_sees_what_is_shown_and_nothing_before(client, concluded, people, tree, holder):
    """R12.1: what is only proposed is its authors' own."""
    announcement = propose(concluded(tree["school"]), by=people["proposer"])
    client.force_login(holder(Role.PRINCIPAL, "school"))
    assert client.get(announcement.get_absolute_url()).status_code == 404
    show(announcement, by=people["publisher"])
    assert client.get(announcement.get_absolute_url()).status_code == 200


def test_a_group_is_named_in_public_once_its_review_is_scheduled(people, tree):
    """R2.4, R12.2, H9: what the pool tells of its members and nothing else; shown when sealed."""
    review = a_reported_review(tree["school"])
    Review.objects.filter(pk=review.pk).update(state="scheduled", papers_at=None)
    review.refresh_from_db()
    assert conclusions.teams_to_publish(people["proposer"]) == [review]
    assert conclusions.teams_to_publish(people["publisher"]) == []
    (item,) = teams_to_name(people["proposer"])
    assert item.count == 1
    copy = conclusions.publish_team(review, by=people["proposer"])
    assert set(copy.content["team"][0]) == {"name", "duty", "kind", "unit", "untrained"}
    assert (conclusions.release(), TeamCopy.objects.shown().count()) == (0, 0)
    seal()
    assert (conclusions.release(), TeamCopy.objects.shown().count()) == (1, 1)
    assert conclusions.teams_to_publish(people["proposer"]) == []


def test_a_group_that_changed_is_named_anew_and_the_same_one_not_twice(people, tree):
    """R12.2, M4."""
    review = a_reported_review(tree["school"])
    conclusions.publish_team(review, by=people["proposer"])
    with pytest.raises(WrongState):
        conclusions.publish_team(review, by=people["proposer"])
    Expert.objects.update(employer="示例研究院")
    assert conclusions.publish_team(review, by=people["proposer"]).number == 2


def test_members_named_at_the_same_moment_stand_in_the_same_order_every_time(people, tree):
    """R12.2: the database gives rows that tie in the order it likes; that is no change of the group. Back to a former group is one."""
    review = a_reported_review(tree["school"])
    for name in ["丙", "乙", "甲"]:
        a_member(review, an_expert(name, tree["shaanxi"]))
    Member.objects.update(named_at=timezone.now())
    copy = conclusions.publish_team(review, by=people["proposer"])
    assert copy.content["team"][0]["duty"] == "组长"
    for member in review.members.order_by("-pk"):
        member.save()
    assert conclusions.teams_to_publish(people["proposer"]) == []
    for employer in ["示例研究院", "示例大学"]:
        Expert.objects.update(employer=employer)
        conclusions.publish_team(review, by=people["proposer"])
    assert [each.number for each in review.team_copies.order_by("number")] == [1, 2, 3]


def test_no_group_is_named_without_members_without_a_schedule_or_by_others(people, tree):
    """R12.2."""
    review = a_reported_review(tree["school"])
    with pytest.raises(PermissionDenied):
        conclusions.publish_team(review, by=people["publisher"])
    Review.objects.filter(pk=review.pk).update(state="planned", papers_at=None)
    with pytest.raises(WrongState):
        conclusions.publish_team(review, by=people["proposer"])
    Review.objects.filter(pk=review.pk).update(state="scheduled")
    Member.objects.filter(review=review).update(left_at=timezone.now(), left_why="离组")
    assert "没有成员" in lacking(conclusions.publish_team, review, by=people["proposer"])


def test_the_lists_of_work_cost_no_query_more_for_more(client, concluded, announced, people, tree, second, django_assert_max_num_queries):
    """M2."""
    announced(tree["school"])
    client.force_login(people["proposer"])
    address = "/work/610000/announcements/"
    with django_assert_max_num_queries(100) as few:
        assert client.get(address).status_code == 200
    announced(second)
    with django_assert_max_num_queries(len(few)):
        assert client.get(address).status_code == 200


def test_the_desk_says_like_the_list_and_the_page_that_the_day_to_publish_has_passed(announced, people, tree, client):
    """R12.1, M3: it is late, though it cannot be done yet; the day from which it can stands beside the latest."""
    announced(tree["school"])
    today = timezone.localdate()
    Announcement.objects.update(due=today - timedelta(days=3), last_day=today + timedelta(days=3))
    (item,) = [item for item in items(people["publisher"]) if item.title == "公示期满后公布结论"]
    assert (item.due, item.days_left) == (today - timedelta(days=3), -3)
    assert f"{today + timedelta(days=4):%m-%d} 起可办，最迟 {item.due:%m-%d}，已过期" in item.detail
    client.force_login(people["publisher"])
    assert client.get("/desk/").context["figures"]["late"] == 1
    for address in ["/work/610000/announcements/", item.url]:
        assert "已过公布期限" in client.get(address).text


def test_what_takes_a_conclusion_back_is_offered_on_its_page_and_in_no_list(announced, people, tree, client):
    """M4: withdrawing is rare and grave, and no next step; while it is shown, neither is a further version."""
    row = announced(tree["school"])
    client.force_login(people["publisher"])
    assert f"{row.get_absolute_url()}withdraw_conclusion/" in client.get(row.get_absolute_url()).text
    listed = client.get("/work/610000/announcements/").text
    assert f"{row.get_absolute_url()}publish_conclusion/" in listed
    assert f"{row.get_absolute_url()}withdraw_conclusion/" not in listed
