from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.access import may
from apps.accounts.models import Post, User
from apps.experts.models import Committee, Membership, Roster
from apps.experts.selectors.committees import members_on, reported, without_field
from apps.experts.services import committees
from config.roles import Role


@pytest.fixture
def committee(tree, officer):
    return committees.set_up(tree["shaanxi"], title="陕西省中等职业学校教学诊改专委会", set_up_on=date(2025, 9, 1), by=officer)


@pytest.fixture
def enrolled(committee, officer, day):
    """``enrolled(username, duty, …)``: on the committee."""

    def make(username, duty="member", **facts):
        given = {"name": f"委员{username}", "kind": "education", "employer": "示例大学", "since": day(-30), **facts}
        return committees.enrol(committee, username=username, duty=duty, by=officer, **given)[0]

    return make


def test_a_province_has_one_committee(committee, tree, officer):
    """R2.1"""
    with pytest.raises(ValidationError, match="一省一个"):
        committees.set_up(tree["shaanxi"], title="又一个", set_up_on=date(2025, 9, 1), by=officer)
    with pytest.raises(PermissionDenied):
        committees.set_up(tree["henan"], title="别省的", set_up_on=date(2025, 9, 1), by=officer)
    assert Committee.objects.count() == 1


def test_a_member_gets_the_post_of_his_duty_for_the_same_term(committee, officer, tree, day):
    member, password = committees.enrol(
        committee, username="mi", name="秘书", duty="secretary", kind="research", employer="教科院", since=day(), until=day(700), by=officer
    )
    assert password
    post = Post.objects.get(user=member.user)
    assert (post.role, post.organization, post.since, post.until) == (Role.COMMITTEE_SECRETARY, tree["shaanxi"], day(), day(700))


def test_there_is_one_chair_and_one_secretary_at_a_time(enrolled, officer, committee, day):
    first = enrolled("a", "chair")
    with pytest.raises(ValidationError, match="主任委员现在是委员a"):
        enrolled("b", "chair")
    assert not User.objects.filter(username="b").exists()
    committees.leave(first, until=day(-1), by=officer)
    enrolled("b", "chair", since=day())
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(committee=committee, user=first.user, duty="chair", kind="education", employer="示例", since=day())


def test_nobody_sits_twice(enrolled):
    enrolled("a", "vice")
    with pytest.raises(ValidationError, match="已经是副主任委员"):
        enrolled("a", "member")


def test_a_term_that_ends_takes_the_post_with_it(enrolled, committee, officer, day):
    member = enrolled("a")
    assert may(User.objects.get(username="a"), "experts.view_committee", committee)
    Post.objects.filter(user=member.user).update(since=day(-9))
    committees.leave(member, until=day(-1), by=officer)
    assert not may(User.objects.get(username="a"), "experts.view_committee", committee)
    assert members_on(committee, day()) == []
    assert [row.user.username for row in members_on(committee, day(-1))] == ["a"]
    with pytest.raises(ValidationError, match="不能比这更晚"):
        committees.leave(member, until=day(3), by=officer)


def test_a_term_that_has_not_begun_ends_with_its_post(enrolled, officer, day):
    member = enrolled("a", since=day(30))
    committees.leave(member, until=day(40), by=officer)
    assert Post.objects.get(user=member.user).until == day(40)


def test_a_term_may_have_begun_before_it_is_entered_but_its_post_never_does(enrolled, committee, day):
    """Who held a post on a day stands in the unit's log with all he did that day."""
    member = enrolled("a", since=day(-900))
    assert (member.since, Post.objects.get(user=member.user).since) == (day(-900), day())
    with pytest.raises(ValidationError, match="任期已经结束"):
        enrolled("b", since=day(-900), until=day(-1))


def test_a_post_that_has_not_begun_is_taken_away_with_the_term(enrolled, officer, day):
    member = enrolled("a", since=day(30))
    Post.objects.create(user=member.user, role="committee_member", organization=member.committee.organization, since=day(60), until=day(90))
    committees.leave(member, until=day(40), by=officer)
    assert list(Post.objects.filter(user=member.user).values_list("until", flat=True)) == [day(40)]


def test_a_term_is_not_ended_in_the_past(client, enrolled, officer, day):
    """What was deliberated meanwhile stays deliberated by members."""
    member = enrolled("a", since=day(-100))
    client.force_login(officer)
    page = client.post(f"/memberships/{member.pk}/leave/", {"until": day(-50).isoformat()})
    assert "已经过去的日子不能改" in page.context["form"].errors["until"][0]
    assert Post.objects.get(user=member.user).until is None


def test_members_stand_in_the_order_of_their_duties_and_lacking_fields_are_named(enrolled, committee, day):
    """R2.2"""
    for username, duty, kind in [("m", "member", "research"), ("s", "secretary", "education"), ("c", "chair", "education")]:
        enrolled(username, duty, kind=kind)
    members = members_on(committee, day())
    assert [row.user.username for row in members] == ["c", "s", "m"]
    assert without_field(members) == ["行业企业专家"]


def test_at_most_one_person_is_put_forward_for_the_national_committee(enrolled, officer, day):
    """R2.1"""
    chair, secretary, plain = enrolled("c", "chair"), enrolled("s", "secretary"), enrolled("m")
    with pytest.raises(ValidationError, match="R2.1"):
        committees.put_forward(plain, by=officer)
    committees.put_forward(chair, by=officer)
    with pytest.raises(ValidationError, match="至多一人"):
        committees.put_forward(secretary, by=officer)
    committees.take_back(chair, by=officer)
    with pytest.raises(ValidationError, match="不必撤回"):
        committees.take_back(chair, by=officer)
    committees.put_forward(secretary, by=officer)
    assert list(Membership.objects.filter(nominated_on=day())) == [secretary]


def test_the_list_of_members_is_reported_as_it_stands_and_the_nation_sees_who_has(enrolled, committee, tree, officer, day):
    """R2.1"""
    with pytest.raises(ValidationError, match="还没有在任的委员"):
        committees.report_roster(committee, by=officer)
    committees.put_forward(enrolled("c", "chair"), by=officer)
    roster = committees.report_roster(committee, by=officer)
    assert roster.number == 1
    assert roster.content["nominee"] == "委员c"
    assert [row["name"] for row in roster.content["members"]] == ["委员c"]
    with pytest.raises(ValidationError, match="不必再报"):
        committees.report_roster(committee, by=officer)
    enrolled("m")
    assert committees.report_roster(committee, by=officer).number == 2
    rows = [(province, found, bool(at)) for province, found, at in reported(tree["nation"], day())]
    assert rows == [(tree["henan"], None, False), (tree["shaanxi"], committee, True)]


def test_who_only_sits_on_the_committee_changes_nothing_of_it(enrolled, committee):
    member = enrolled("a", "secretary")
    user = User.objects.get(pk=member.user_id)
    acts = [lambda: committees.report_roster(committee, by=user), lambda: committees.put_forward(member, by=user)]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert not Roster.objects.exists()
