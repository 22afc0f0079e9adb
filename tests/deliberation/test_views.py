"""The pages of a case, as each of the people on it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from apps.accounts.access import may
from apps.accounts.models import User
from apps.accounts.services import appoint
from apps.audit.services import seal
from apps.core.templatetags.look import full_day
from apps.deliberation.models import Case, Sitting, Vote
from apps.deliberation.rules import Conclusion
from apps.deliberation.selectors.sittings import in_office
from apps.deliberation.services import cases, papers, sittings
from apps.documents.services import opened
from apps.experts.models import Membership
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from apps.reviews.contents import answer_due
from apps.reviews.lifecycle import READ_MATERIAL, READ_REPORT
from apps.reviews.models import Review
from config.roles import Role
from tests.line import a_member, an_expert, reported


@pytest.fixture
def browser():
    def of(user):
        client = Client()
        client.force_login(user)
        return client

    return of


def page(case, name="page"):
    return reverse(f"deliberation:{name}", args=[case.pk])


def test_a_member_votes_on_the_page_of_the_case(meeting, browser):
    one = browser(meeting.people["one"])
    assert "我的意见" in one.get(page(meeting.case)).content.decode()
    one.post(page(meeting.case, "vote"), {"choice": "to_improve", "reason": ""})
    assert Vote.objects.get().choice == Conclusion.TO_IMPROVE
    answer = one.get(page(meeting.case)).content.decode()
    assert "您的表决：待改进" in answer
    assert "我的意见" not in answer


def test_nobody_abstains_without_choosing_to(meeting, browser):
    """J2: nothing is chosen beforehand."""
    one = browser(meeting.people["one"])
    assert " checked" not in one.get(page(meeting.case)).content.decode()
    one.post(page(meeting.case, "vote"), {"choice": "", "reason": ""})
    assert not Vote.objects.exists()
    assert one.get(page(meeting.case, "vote")).url == meeting.case.get_absolute_url()
    one.post(page(meeting.case, "vote"), {"choice": "abstain", "reason": ""})
    assert Vote.objects.get().choice == ""


def test_who_has_voted_stays_on_the_list_of_those_present(meeting, browser, people):
    cases.vote(meeting.case, choice=Conclusion.TO_IMPROVE, by=meeting.people["one"])
    answer = browser(people["secretary"]).post(reverse("deliberation:presence", args=[meeting.sitting.pk]), {"present": []}, follow=True)
    assert "已在这次会议上表决，不能改为未到会" in answer.content.decode()


def test_without_a_sitting_to_come_the_page_says_to_call_one(case, browser, people):
    answer = browser(people["secretary"]).get(page(case, "put_on")).content.decode()
    assert "还没有筹备中的会议，请先召集一次" in answer


def test_a_sitting_is_called_for_today_unless_told_otherwise(committee, browser, people, day):
    answer = browser(people["secretary"]).get(reverse("deliberation:call", args=["610000"])).content.decode()
    assert f'value="{day().isoformat()}"' in answer


@pytest.mark.parametrize("sent, words", [({}, "请选一个结论"), ({"choice": "effective"}, "请写明为什么"), ({"choice": "best"}, "请选一个结论")])
def test_a_vote_that_cannot_be_counted_is_told_why(meeting, browser, sent, words):
    answer = browser(meeting.people["one"]).post(page(meeting.case, "vote"), sent, follow=True)
    assert words in answer.content.decode()
    assert not Vote.objects.exists()


def test_who_withdrew_finds_no_such_case_anywhere(meeting, browser, member):
    """J2: page, list, sitting and papers."""
    one = meeting.people["one"]
    cases.recuse(meeting.case, member=member("one"), reason="曾任该校顾问", by=one)
    client = browser(type(one).objects.get(pk=one.pk))
    assert client.get(page(meeting.case)).status_code == 404
    for address in [reverse("deliberation:list", args=["610000"]), reverse("deliberation:sitting", args=[meeting.sitting.pk]), "/desk/"]:
        assert meeting.case.school.name not in client.get(address).content.decode()


def resolved(meeting):
    for name in ["chair", "vice", "one", "two"]:
        cases.vote(meeting.case, choice=Conclusion.TO_IMPROVE, by=meeting.people[name])
    return cases.deliberate(Case.objects.get(pk=meeting.case.pk), resolution="措施有针对性，还差一个要素。", by=meeting.people["chair"])


def decide(client, case, **given):
    sent = {"seen": case.version, "conclusion": "to_improve", "number": "陕教职〔2026〕9号", "password": "right", "reason": ""} | given
    return client.post(page(case, "decide"), sent)


@pytest.fixture
def decider(people, browser):
    people["decider"].set_password("right")
    people["decider"].save()
    return browser(people["decider"])


def test_the_authority_signs_in_again_to_decide(meeting, decider):
    """R9.5."""
    case = resolved(meeting)
    assert "密码不对" in decide(decider, case, password="wrong").content.decode()
    unlike = decide(decider, case, conclusion="effective", contrary="on")
    assert "与审议结论不同的，请写明理由" in str(unlike.context["form"].errors["reason"])
    assert decide(decider, case).status_code == 302
    decide(decider, case)
    assert "没有再办一次" in decider.get(page(case)).content.decode()


def test_a_decision_is_shown_when_its_entries_are_sealed(meeting, decider, browser):
    case = resolved(meeting)
    seal()
    decide(decider, case)
    secretary = browser(meeting.people["secretary"])
    assert "陕教职〔2026〕9号" not in secretary.get(page(case)).content.decode()
    seal()
    assert "陕教职〔2026〕9号" in secretary.get(page(case)).content.decode()


def begins(file, user):
    with opened(file, by=user) as content:
        return content.read(5)


def test_the_papers_of_decision_and_sitting_are_made_once(meeting, decider, people):
    case = resolved(meeting)
    decide(decider, case)
    row = papers.write_decision(Case.objects.get(pk=case.pk))
    assert papers.write_decision(row).document == row.document
    assert begins(row.document, people["decider"]) == b"%PDF-"
    Sitting.objects.filter(pk=meeting.sitting.pk).update(state="closed", closed_at=meeting.sitting.opened_at)
    sitting = papers.write_minutes(Sitting.objects.get(pk=meeting.sitting.pk))
    assert begins(sitting.minutes, people["decider"]) == b"%PDF-"
    assert papers.write_minutes(sitting).minutes == sitting.minutes


@pytest.mark.parametrize("listed", [False, True])
def test_the_pages_cost_the_same_with_one_case_and_with_many(case, sitting, people, browser, tree, listed):
    """J2: the list, the sitting with what waits for it, and the step that opens it."""
    client = browser(people["secretary"])
    step = reverse("deliberation:open_sitting", args=[sitting.pk])
    addresses = [reverse("deliberation:list", args=["610000"]), sitting.get_absolute_url(), step]

    def put_on(row):
        if listed:
            cases.put_on(row, sitting=sitting, by=people["secretary"])

    put_on(case)
    counts = [queries(client, address) for address in addresses]
    for number in range(2, 5):
        school = open_unit(level=Level.SCHOOL, code=f"361000000{number}", name=f"示例第{number}学校", parent=tree["weinan"])
        review = reported(school, tree["shaanxi"], people["principal"], agreeing=11)
        put_on(cases.open_case(review, by=people["secretary"]))
    assert [queries(client, address) for address in addresses] == counts


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_who_is_of_the_school_reads_nothing_before_he_withdraws(case, committee, people, tree, browser):
    """J2, R2.5: a member of the committee; the others read what lies before them, and the school its own."""
    one, two = (committee.people[name] for name in ["one", "two"])
    Membership.objects.filter(user=one).update(employer=tree["school"].name)
    sees = {name: [may(user, permission, case.review) for permission in (READ_MATERIAL, READ_REPORT)]
            for name, user in {"one": one, "two": two, "principal": people["principal"]}.items()}  # fmt: skip
    assert sees == {"one": [False, False], "two": [True, True], "principal": [True, True]}
    assert {name: browser(committee.people[name]).get(page(case)).status_code for name in ["one", "two"]} == {"one": 404, "two": 200}
    appoint(two, role=Role.SCHOOL_EDITOR, organization=tree["school"])
    assert browser(User.objects.get(pk=two.pk)).get(page(case)).status_code == 404
    Membership.objects.filter(user=one).update(until=timezone.localdate() - timedelta(days=1))
    Membership.objects.create(
        committee=committee, user=people["principal"], kind="education", employer=tree["school"].name, since=timezone.localdate()
    )
    assert may(people["principal"], READ_REPORT, case.review)


def test_the_secretary_takes_a_case_from_report_to_agenda(tree, people, committee, browser):
    review = reported(tree["school"], tree["shaanxi"], people["principal"])
    client = browser(people["secretary"])
    assert "复核报告待提交审议" in client.get(reverse("deliberation:list", args=["610000"])).content.decode()
    case = Case.objects.get(pk=client.post(reverse("deliberation:open_case", args=[review.pk])).url.split("/")[2])
    client.post(reverse("deliberation:call", args=["610000"]), {"title": "第 1 次会议", "on": timezone.localdate(), "place": ""})
    sitting = Sitting.objects.get()
    client.post(page(case, "put_on"), {"seen": case.version, "sitting": sitting.pk})
    case.refresh_from_db()
    assert (case.state, case.sitting) == ("listed", sitting)


def test_the_secretary_is_told_of_a_day_that_has_passed_at_its_field(committee, people, browser, sitting, day):
    """J2: when it is called, and when it is changed; before its day there is nothing to write down of who is there."""
    client, sent = browser(people["secretary"]), {"title": "第 1 次会议", "on": day(-1), "place": "", "seen": 0}
    for address in [reverse("deliberation:call", args=["610000"]), reverse("deliberation:change_sitting", args=[sitting.pk])]:
        assert "不能早于今天" in str(client.post(address, sent).context["form"].errors["on"])
    assert "登记到会</button>" in client.get(sitting.get_absolute_url()).text
    client.post(reverse("deliberation:change_sitting", args=[sitting.pk]), sent | {"on": day(4)})
    text = client.get(sitting.get_absolute_url()).text
    assert full_day(day(4)) in text
    assert "到会议当天登记到会" in text
    assert "登记到会</button>" not in text
    client.post(reverse("deliberation:cancel_sitting", args=[sitting.pk]), {"seen": 1, "note": "主任出差"})
    assert "主任出差" in client.get(sitting.get_absolute_url()).text
    assert client.get("/desk/").context["figures"]["waiting"] == 0


def test_a_sitting_offers_no_case_whose_school_may_still_answer(case, sitting, people, browser):
    """R9.3, I6: its agenda, the page of the step and the case say until when."""
    Review.objects.update(reported_at=timezone.now())
    until = f"答复到 {full_day(answer_due(Review.objects.get()))} 为止"
    client = browser(people["secretary"])
    agenda = client.get(sitting.get_absolute_url()).text
    assert until in agenda
    assert f"列入：{case.school}" not in agenda
    put_on = client.get(page(case, "put_on"))
    assert until in put_on.text
    assert not put_on.context["form"].fields["sitting"].queryset.exists()
    assert until in client.get(case.get_absolute_url()).text


def test_who_may_read_the_case_opens_the_papers_it_stands_on(meeting, browser, people, member):
    """R9.1, R9.5: the school's report and what it laid before the group; of who withdrew it is kept as the case is."""
    review = meeting.case.review
    own = reverse("reviews:self_report", args=[review.pk])
    for user in [meeting.people["one"], people["secretary"], people["decider"]]:
        assert own in browser(user).get(page(meeting.case)).content.decode()
        answer = browser(user).get(own)
        assert answer.status_code == 200
        assert review.get_absolute_url() + '"' not in answer.content.decode()
    two = meeting.people["two"]
    cases.recuse(meeting.case, member=member("two"), reason="曾任该校顾问", by=two)
    assert browser(type(two).objects.get(pk=two.pk)).get(own).status_code == 404


def test_the_school_reads_its_decision_where_the_notice_leads(meeting, decider, browser, people):
    """R9.5, R10, R11.2: conclusion, number and paper, once sealed; nothing of the committee's votes and minutes."""
    case, principal = resolved(meeting), browser(people["principal"])
    review = case.review.get_absolute_url()
    assert "省级专委会审议" in principal.get(case.get_decision_url()).content.decode()
    decide(decider, case)
    notice = people["principal"].notices.get(text__contains="已经认定")
    assert notice.url == case.get_decision_url()
    assert "陕教职〔2026〕9号" not in principal.get(notice.url).content.decode()
    document = papers.write_decision(Case.objects.get(pk=case.pk)).document
    seal()
    answer = principal.get(notice.url).content.decode()
    for words in ["待改进", "陕教职〔2026〕9号", document.get_absolute_url(), "落实改进"]:
        assert words in answer
    for words in [case.resolution, meeting.people["one"].name, "票"]:
        assert words not in answer
    assert notice.url in principal.get(review).content.decode()
    assert document.get_absolute_url() in principal.get(reverse("followup:improvement", args=[case.pk])).content.decode()
    cases.reverse(Case.objects.get(pk=case.pk), note="示例：计数有误", by=people["decider"])
    seal()
    taken_back = people["principal"].notices.get(text__contains="撤销")
    assert "认定已撤销" in principal.get(taken_back.url).content.decode()


def test_the_group_is_told_nothing_of_a_decision_before_the_public(meeting, decider, browser, tree):
    case = resolved(meeting)
    decide(decider, case)
    seal()
    member = a_member(case.review, an_expert("示例专家", tree["shaanxi"]))
    assign_perm("reviews.view_review", member.expert.user, case.review)
    answer = browser(member.expert.user).get(case.get_decision_url())
    assert answer.status_code == 200
    assert "待改进" not in answer.content.decode()


def test_a_sitting_opens_only_when_each_case_can_be_voted_upon(case, sitting, browser, people, member):
    """R9.4, R9.5, J2: before, nothing of the suggestion is unsealed, and the case says that it has not begun."""
    cases.put_on(case, sitting=sitting, by=people["secretary"])
    sittings.note_presence(sitting, present=[member(name).pk for name in ["chair", "vice", "one"]], by=people["secretary"])
    secretary, address = browser(people["secretary"]), reverse("deliberation:open_sitting", args=[sitting.pk])
    for answer in [secretary.get(address), secretary.post(address, {"seen": 0})]:
        assert "到会 3 人，须 4 人" in answer.content.decode()
    assert Sitting.objects.get(pk=sitting.pk).state == "prepared"
    assert case.review.suggestion.opened_at is None
    answer = secretary.get(page(case)).content.decode()
    assert "会议还没有开始" in answer
    assert "审议中" not in answer


def test_a_vote_refused_comes_back_with_what_was_written(meeting, browser, people, member):
    """J2"""
    sittings.note_presence(meeting.sitting, present=[member(name).pk for name in ["chair", "vice", "one"]], by=people["secretary"])
    answer = browser(meeting.people["one"]).post(page(meeting.case, "vote"), {"choice": "effective", "reason": "我写的理由"})
    assert "到会 3 人，须 4 人" in answer.content.decode()
    assert answer.context["form"]["reason"].value() == "我写的理由"


def test_nobody_is_chosen_to_withdraw_beforehand(meeting, browser, people):
    """J2"""
    address = page(meeting.case, "recuse")
    choices = browser(people["secretary"]).get(address).context["form"].fields["member"].choices
    assert list(choices)[:3] == [
        ("", "请选择"),
        *[(row.pk, f"{row.user}（{row.get_duty_display()}）") for row in list(in_office(meeting.sitting))[:2]],
    ]
    own = browser(meeting.people["one"]).get(address).context["form"].fields["member"].choices
    assert [label for _key, label in own] == ["one（委员）"]


@pytest.mark.parametrize("number", ["123", "陕教职〔2026〕009号", "陕教职[2026]9号", "陕教职〔2026〕第9号"])
def test_a_number_has_the_form_of_official_papers(number, meeting, decider):
    """R9.5"""
    case = resolved(meeting)
    assert "陕教职成〔2026〕12号" in decide(decider, case, number=number).content.decode()
    assert Case.objects.get(pk=case.pk).state == "deliberated"


def test_a_decision_is_taken_back_as_it_was_signed(meeting, decider):
    """J4"""
    case = resolved(meeting)
    decide(decider, case)
    case.refresh_from_db()
    sent = {"seen": case.version, "note": "示例：计数有误", "password": "wrong"}
    assert "密码不对" in decider.post(page(case, "reverse"), sent).content.decode()
    assert decider.post(page(case, "reverse"), sent | {"password": "right"}).status_code == 302


def test_who_has_not_voted_sees_neither_the_others_votes_nor_the_count(meeting, browser, people):
    """J2, R9.5: chair and secretary see who has voted; the authority's, who has no vote, sees all; after his own a member does too."""
    for name in ["vice", "two"]:
        cases.vote(meeting.case, choice=Conclusion.TO_IMPROVE, by=meeting.people[name])
    count, voted, what = "待改进 2 票", "已经表决的：vice、two", "<span>two</span><span><b>待改进</b>"
    for name, told in {"one": False, "chair": True, "secretary": True}.items():
        text = browser(meeting.people[name]).get(page(meeting.case)).text
        assert "您表决以前，不显示别人的表决和票数" in text
        assert (voted in text, count in text, what in text) == (told, False, False)
    assert "2 票" not in browser(meeting.people["chair"]).get(page(meeting.case, "deliberate")).text
    one = browser(meeting.people["one"])
    one.post(page(meeting.case, "vote"), {"choice": "abstain", "reason": ""})
    for client in [one, browser(people["decider"])]:
        text = client.get(page(meeting.case)).text
        assert count in text
        assert what in text


def test_a_vote_is_said_to_be_final_before_it_is_cast(meeting, browser):
    """J2"""
    text = browser(meeting.people["one"]).get(page(meeting.case)).text
    assert text.index("送出以后不能更改") < text.index(">表决</button>")


def test_the_minoritys_opinion_begins_with_the_reasons_of_those_who_voted_otherwise(meeting, browser):
    """J2"""
    for name in ["chair", "vice", "one", "two"]:
        cases.vote(meeting.case, choice=Conclusion.TO_IMPROVE, by=meeting.people[name])
    cases.vote(meeting.case, choice=Conclusion.EFFECTIVE, reason="差距很小", by=meeting.people["three"])
    form = browser(meeting.people["chair"]).get(page(meeting.case, "deliberate")).context["form"]
    assert form["minority"].value() == "three（有效）：差距很小"


def test_a_decision_unlike_the_rule_or_the_committee_is_confirmed_with_its_condition_in_view(meeting, decider):
    """R10.3, J1, J3: otherwise nothing is decided."""
    case = resolved(meeting)
    unlike = {"conclusion": "abnormal", "reason": "又发现学校的材料失实"}
    wrong = str(decide(decider, case, **unlike).context["form"].errors["contrary"])
    for words in ["按规则推算为“待改进”，不符合“异常”的条件（R10.3，须少于 10 个一致", "11 ≥ 10", "专委会审议为“待改进”"]:
        assert words in wrong
    case.refresh_from_db()
    assert case.state == "deliberated"
    assert decide(decider, case, **unlike, contrary="on").status_code == 302
    case.refresh_from_db()
    assert (case.decided, case.decided_reason) == ("abnormal", "又发现学校的材料失实")


def test_a_number_taken_is_told_at_its_field(meeting, decider, tree, people):
    """J3"""
    case = resolved(meeting)
    review = reported(tree["stranger"], tree["shaanxi"], people["principal"])
    given = {"deliberated": "effective", "resolution": "决议", "decided": "effective", "decided_by": people["decider"], "decided_at": timezone.now()}
    Case.objects.create(
        review=review, school=tree["stranger"], sitting=case.sitting, state="decided", agreeing=12, aimed=True, effective=True, proposed="effective",
        number="陕教职〔2026〕9号", **given,
    )  # fmt: skip
    errors = decide(decider, case).context["form"].errors
    assert errors == {"number": ["发文字号 陕教职〔2026〕9号 已用于另一件认定，请换一个"]}


def test_the_page_of_a_decision_renews_itself_until_it_is_sealed_and_its_paper_is_there(meeting, decider, people, browser):
    """R9.5, R11.1, R12.1: and then says what comes next."""
    case = resolved(meeting)
    seal()
    decide(decider, case)
    for client, address in [(decider, page(case)), (browser(people["principal"]), case.get_decision_url())]:
        assert f'hx-get="{address}" hx-trigger="every 3s" hx-select="#decision"' in client.get(address).text
    papers.write_decision(Case.objects.get(pk=case.pk))
    seal()
    for client, address in [(decider, page(case)), (browser(people["principal"]), case.get_decision_url())]:
        assert "every 3s" not in client.get(address).text
    text = decider.get(page(case)).text
    assert "接下来：省级经办人员提出公开" in text
    assert "拟定整改要求" not in text


def test_taking_a_decision_back_is_offered_on_its_page_and_in_no_list(meeting, decider):
    """J4: a grave and rare act does not look like the next step."""
    case = resolved(meeting)
    decide(decider, case)
    assert page(case, "reverse") in decider.get(page(case)).text
    listed = decider.get(reverse("deliberation:list", args=["610000"])).text
    assert case.get_absolute_url() in listed
    assert page(case, "reverse") not in listed
    assert "没有要办的" in listed


def test_who_withdrew_from_all_of_a_sitting_is_told_so(meeting, browser, member):
    """J2"""
    cases.recuse(meeting.case, member=member("one"), reason="曾任该校顾问", by=meeting.people["one"])
    one = type(meeting.people["one"]).objects.get(pk=meeting.people["one"].pk)
    answer = browser(one).get(meeting.sitting.get_absolute_url()).content.decode()
    assert "您都已回避" in answer
    assert "还没有列入审议事项" not in answer
