import pytest
from django.core.exceptions import ValidationError

from apps.accounts.access import holders, mark, may, objects_for, unit_for, ways
from apps.accounts.models import Post, User
from apps.accounts.services import appoint, bar
from apps.organizations.models import Organization
from config.roles import Role
from tests.sample.models import Seat, Thing

VIEW, SEND, JUDGE, CLOSE = (f"sample.{verb}_thing" for verb in ["view", "send", "judge", "close"])


@pytest.fixture
def officer(holder):
    return holder(Role.PROVINCE_OFFICER, "shaanxi")


@pytest.fixture
def judge(holder, things):
    """A city officer who sits on the first school's thing."""
    user = holder(Role.CITY_OFFICER, "weinan")
    Seat.objects.create(thing=things["school"], user=user)
    return user


def test_a_post_covers_what_lies_below_it_and_nothing_beside_it(officer, things):
    assert set(objects_for(officer, VIEW, Thing.objects.all())) == {things["school"]}


def test_a_post_at_a_school_does_not_reach_up(holder, tree):
    seen = objects_for(holder(Role.PRINCIPAL, "school"), "organizations.view_organization", Organization.objects.all())
    assert set(seen) == {tree["school"]}


def test_a_grant_reaches_one_object_outside_the_tree(expert, things):
    assert set(objects_for(expert, VIEW, Thing.objects.all())) == {things["school"]}
    assert not may(expert, SEND, things["school"])


@pytest.mark.parametrize(
    "role,at", [(Role.PRINCIPAL, "school"), (Role.CITY_OFFICER, "weinan"), (Role.PROVINCE_OFFICER, "henan"), (Role.AUDITOR, "nation")]
)
@pytest.mark.parametrize("permission", [VIEW, SEND, JUDGE, CLOSE])
def test_list_single_answer_and_mark_agree(holder, things, judge, role, at, permission):
    for user in [holder(role, at), judge]:
        listed = set(objects_for(user, permission, Thing.objects.all()))
        marked = {row for row in mark(user, [permission], Thing.objects.all()) if getattr(row, "may_" + permission.split(".")[1])}
        assert listed == marked == {row for row in things.values() if may(user, permission, row)}


def test_posts_and_bars_are_read_once_per_person(officer, things, fresh, django_assert_num_queries):
    user = fresh(officer)
    with django_assert_num_queries(4):  # posts, grants, bars, things
        list(objects_for(user, CLOSE, Thing.objects.all()))
    with django_assert_num_queries(2):
        list(objects_for(user, CLOSE, Thing.objects.all()))


def test_a_list_with_all_its_answers_costs_the_same_with_many_rows(officer, things, tree, django_assert_num_queries):
    Thing.objects.bulk_create(Thing(school=tree["school"]) for _ in range(9))
    with django_assert_num_queries(6):  # posts, bars, a look at the grants for each of three permissions, things
        list(mark(officer, [VIEW, SEND, CLOSE], Thing.objects.all()))


def test_a_road_that_a_person_has_not_is_not_in_the_query(officer, expert, things):
    assert "IN (" not in str(objects_for(officer, VIEW, Thing.objects.all()).query)
    assert "LIKE" not in str(objects_for(expert, VIEW, Thing.objects.all()).query)


def test_a_superuser_decides_nothing(things):
    root = User.objects.create_superuser("root")
    assert not any(may(root, permission, things["school"]) for permission in [VIEW, SEND, JUDGE, CLOSE])


def test_who_is_no_longer_active_reaches_nothing(officer, things, fresh):
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert not may(fresh(officer), VIEW, things["school"])
    assert officer not in holders(VIEW, things["school"])


def test_a_bar_takes_away_what_a_post_and_a_grant_give(expert, officer, things, tree, fresh):
    """R2.5"""
    for user in [expert, officer]:
        bar(user, organization=tree["school"], reason="亲属任职")
    for user in [fresh(expert), fresh(officer)]:
        assert [may(user, permission, things["school"]) for permission in [VIEW, CLOSE]] == [True, False]
    assert set(holders(CLOSE, things["school"])) == set()


def test_a_bar_at_one_school_leaves_the_others(officer, things, tree, fresh):
    other = Thing.objects.create(school=tree["weinan"])
    bar(officer, organization=tree["school"], reason="亲属任职")
    assert set(objects_for(fresh(officer), CLOSE, Thing.objects.all())) == {other}


def test_a_bar_says_why(officer, tree):
    with pytest.raises(ValidationError):
        bar(officer, organization=tree["school"], reason="")


@pytest.mark.parametrize("since,until,held", [(-9, -1, False), (-9, 0, True), (0, None, True), (1, None, False)])
def test_a_post_and_a_bar_hold_between_their_days(holder, things, tree, day, fresh, since, until, held):
    term = {"since": day(since), "until": None if until is None else day(until)}
    user = holder(Role.PROVINCE_OFFICER, "shaanxi", **term)
    assert may(user, CLOSE, things["school"]) == (user in holders(CLOSE, things["school"])) == held
    barred = holder(Role.PROVINCE_OFFICER, "shaanxi")
    bar(barred, organization=tree["weinan"], reason="任职", **term)
    assert may(fresh(barred), CLOSE, things["school"]) == (barred in holders(CLOSE, things["school"])) == (not held)


def test_a_role_is_held_at_its_own_level(tree, things):
    user = User.objects.create_user("principal of a province")
    with pytest.raises(ValidationError):
        appoint(user, role=Role.PRINCIPAL, organization=tree["shaanxi"])
    Post.objects.create(user=user, role=Role.PRINCIPAL, organization=tree["shaanxi"])  # Past the check it still opens nothing.
    assert not may(user, SEND, things["school"])
    assert user not in holders(SEND, things["school"])


def test_what_a_model_opens_narrows_the_post(holder, judge, things, tree):
    """R9.3: a condition of the thing itself stands beside the post."""
    absent = holder(Role.CITY_OFFICER, "weinan")
    assert [may(user, JUDGE, things["school"]) for user in [judge, absent]] == [True, False]
    assert set(holders(JUDGE, things["school"])) == {judge}


def test_what_a_model_opens_gives_nothing_without_a_post(things):
    stranger = User.objects.create_user("x")
    Seat.objects.create(thing=things["school"], user=stranger)
    assert not may(stranger, JUDGE, things["school"])
    assert stranger not in holders(JUDGE, things["school"])


def test_many_seats_do_not_double_a_row(judge, holder, things):
    Seat.objects.create(thing=things["school"], user=holder(Role.CITY_OFFICER, "weinan"))
    assert [row.may_judge_thing for row in mark(judge, [JUDGE], Thing.objects.filter(school=things["school"].school))] == [True]


def test_holders_are_exactly_those_who_may(holder, expert, things, judge, officer):
    people = [judge, officer, expert, User.objects.create_user("x")]
    people += [holder(Role.PROVINCE_OFFICER, "henan"), holder(Role.PRINCIPAL, "school"), holder(Role.NATION_OFFICER, "nation")]
    for permission in [VIEW, SEND, JUDGE, CLOSE]:
        assert set(holders(permission, things["school"])) == {user for user in people if may(user, permission, things["school"])}


def test_before_a_thing_exists_its_unit_is_asked(tree, holder):
    principal = holder(Role.PRINCIPAL, "school")
    assert may(principal, SEND, tree["school"])
    assert not may(principal, SEND, tree["weinan"])


def test_the_unit_of_a_person_for_a_permission_is_that_of_the_post_that_gives_it(tree, holder, expert):
    user = holder(Role.AUDITOR, "nation")
    appoint(user, role=Role.CITY_OFFICER, organization=tree["weinan"])
    assert unit_for(user, JUDGE) == tree["weinan"]
    assert unit_for(expert, CLOSE) is None


def test_each_way_to_a_thing_is_named_with_its_post_or_as_a_grant(holder, expert, things, tree, day):
    """A8: from the unit of the thing upwards; a deputy with whom he stands in for, nobody from elsewhere or from before."""
    principal = holder(Role.PRINCIPAL, "school")
    deputy = holder(Role.PRINCIPAL, "school", acting_for=principal)
    officer = holder(Role.PROVINCE_OFFICER, "shaanxi")
    holder(Role.PROVINCE_OFFICER, "henan")
    holder(Role.PRINCIPAL, "school", since=day(-9), until=day(-1))
    found = ways("sample.view_thing", things["school"])
    assert [(way.person, way.post and way.post.organization) for way in found] == [
        (principal, tree["school"]), (deputy, tree["school"]), (officer, tree["shaanxi"]), (expert, None),
    ]  # fmt: skip
    assert found[1].post.acting_for == principal
    assert {way.person for way in found} == set(holders("sample.view_thing", things["school"]))
