from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from apps.accounts.models import Bar, Post, User
from apps.administration.services import people
from apps.audit.models import Entry
from apps.experts.models import Expert
from apps.experts.selectors.pool import pool as listed
from apps.experts.services import pool
from apps.notifications.models import Notice
from apps.workflow.lifecycle import Changed, NotReady, WrongState
from config.roles import Role

BEGAN = date(2015, 3, 1)


def test_a_city_names_an_expert_and_the_province_hears_of_it(nominated, tree, holder, officer):
    """R2.3: nomination from below, admission by the province."""
    city = holder(Role.CITY_OFFICER, "weinan")
    expert = nominated(unit=tree["weinan"], by=city)
    assert (expert.state, expert.province, expert.nominator) == ("nominated", tree["shaanxi"], tree["weinan"])
    assert list(Notice.objects.values_list("to", "text")) == [(officer.pk, "渭南市推荐专家zhang为专家库人选")]


def test_a_new_account_stays_shut_until_its_holder_is_admitted(nominated, officer):
    expert = nominated()
    assert not User.objects.get(username="zhang").is_active
    _row, password = pool.admit(expert, by=officer)
    person = User.objects.get(username="zhang")
    assert person.is_active
    assert person.must_change_password
    assert person.check_password(password)


def test_who_can_sign_in_already_gets_no_password(nominated, principal, officer):
    _row, password = pool.admit(nominated(principal.username, name=principal.name), by=officer)
    assert password == ""


def test_an_account_of_another_name_is_not_taken_over(nominated, principal):
    with pytest.raises(ValidationError, match="已经有人在用"):
        nominated(principal.username, name="别人")


def test_nobody_stands_in_the_pool_twice(nominated, admitted, tree, officer):
    admitted()
    with pytest.raises(ValidationError, match="已在专家名册中"):
        nominated()
    pool.decline(nominated("li"), note="材料不全", by=officer)
    with pytest.raises(ValidationError, match="重新推荐"):
        nominated("li")


def test_who_may_not_name_experts_is_refused(tree, principal, nominated):
    with pytest.raises(PermissionDenied):
        nominated(unit=tree["school"], by=principal)
    assert Expert.objects.count() == 0


def test_a_city_admits_nobody(nominated, tree, holder):
    city = holder(Role.CITY_OFFICER, "weinan")
    with pytest.raises(PermissionDenied):
        pool.admit(nominated(unit=tree["weinan"], by=city), by=city)


def test_of_two_officers_who_decide_at_once_one_is_told(nominated, officer):
    expert = nominated()
    pool.admit(expert, by=officer)
    with pytest.raises(WrongState):
        pool.decline(expert, note="晚了一步", by=officer)
    with pytest.raises(Changed):
        pool.remove(Expert.objects.get(), removal="看错版本", by=officer, seen=0)


def test_declined_and_named_again_with_a_reason(nominated, officer):
    expert = nominated()
    with pytest.raises(NotReady):
        pool.decline(expert, note=" ", by=officer)
    pool.decline(expert, note="缺任职经历", by=officer)
    row = pool.renominate(Expert.objects.get(), note="已补齐", by=officer)
    assert row.state == "nominated"


def test_schools_he_works_or_worked_at_are_barred_from_admission_on(nominated, tree, second, officer, day):
    """R2.5: a past employer for the years after he left."""
    expert = nominated(employer="示例第一职业中学", employer_unit=tree["school"])
    pool.employ(expert, name=second.name, unit=second, since=BEGAN, until=day(-365), by=officer)
    assert Bar.objects.count() == 0
    pool.admit(expert, by=officer)
    bars = dict(Bar.objects.values_list("organization", "until"))
    assert bars[tree["school"].pk] is None
    assert bars[second.pk].year == day(-365).year + 3


def test_who_serves_a_school_by_a_post_keeps_its_side(nominated, principal, tree, officer):
    """The principal answers for his school in its own case; as an expert he is not named to it."""
    pool.admit(nominated(principal.username, name=principal.name, employer="示例第一职业中学", employer_unit=tree["school"]), by=officer)
    assert not Bar.objects.exists()


def test_a_new_job_ends_the_one_before_and_bars_at_once(admitted, tree, person, day):
    expert = admitted()
    job = pool.employ(expert, name="示例第一职业中学", unit=tree["school"], since=day(-3), by=person(expert))
    assert job.bar.organization == tree["school"]
    expert.refresh_from_db()
    assert (expert.employer, expert.employer_unit) == ("示例第一职业中学", tree["school"])
    assert expert.employments.get(name="示例大学").until == day(-4)
    pool.employ(expert, name="示例大学", since=day(), by=person(expert))
    job.refresh_from_db()
    assert job.until == day(-1)
    assert Bar.objects.get().until.year == day(-1).year + 3


def test_a_job_that_begins_before_the_present_one_is_refused_with_what_would_be_right(admitted, person):
    expert = admitted()
    with pytest.raises(ValidationError, match="补写过去的任职，请填结束日期"):
        pool.employ(expert, name="示例公司", since=date(2014, 1, 1), by=person(expert))


def test_nobody_else_changes_what_is_said_of_an_expert(admitted, principal):
    expert = admitted()
    for act in (lambda: pool.describe(expert, title="院长", by=principal), lambda: pool.confirm(expert, by=principal)):
        with pytest.raises(PermissionDenied):
            act()


def test_a_training_holds_to_its_last_day(admitted, officer, day):
    """R2.3"""
    one, two = admitted(), admitted("li")
    assert pool.train([one, two], title="第一期", organiser="陕西省教育厅", on=day(-100), until=day(), by=officer) == 2
    assert pool.train([one], title="第一期", organiser="陕西省教育厅", on=day(-100), until=day(), by=officer) == 0
    assert set(Expert.objects.trained_on(day())) == {one, two}
    assert not Expert.objects.trained_on(day(1)).exists()
    assert not Expert.objects.trained_on(day(-101)).exists()
    assert {row.trained for row in listed(Expert.objects.all(), day())} == {True}


def test_a_training_that_is_not_over_is_not_entered(admitted, officer, day):
    with pytest.raises(ValidationError, match="还没有到"):
        pool.train([admitted()], title="第二期", organiser="省厅", on=day(1), by=officer)


def test_who_is_removed_sees_no_case_of_the_province_any_more(admitted, tree, officer, day):
    """R2.6"""
    expert = admitted()
    with pytest.raises(NotReady):
        pool.remove(expert, removal="  ", by=officer)
    pool.remove(expert, removal="违纪", by=officer)
    expert.refresh_from_db()
    assert (expert.state, expert.removed_on, expert.removal) == ("removed", day(), "违纪")
    assert Bar.objects.get(user=expert.user).organization == tree["shaanxi"]
    with pytest.raises(ValidationError, match="已出库"):
        pool.describe(expert, title="教授", by=officer)


def test_every_act_is_on_record(admitted, officer):
    expert = admitted()
    pool.describe(expert, title="教授", specialities=["2.3"], by=officer)
    assert list(Entry.objects.about(expert).values_list("verb", flat=True)) == ["nominate", "admit", "describe_expert"]


def test_an_expert_without_a_post_gets_a_new_password_from_who_keeps_the_pool(admitted, officer, principal):
    """A7"""
    expert = admitted()
    password = pool.reset_password(expert, by=officer)
    assert User.objects.get(username="zhang").check_password(password)
    with pytest.raises(PermissionDenied):
        pool.reset_password(expert, by=principal)


@pytest.fixture
def clerk(nominated, holder, officer):
    """A clerk of the school who is in the pool as well."""
    person = holder(Role.SCHOOL_EDITOR, "school")
    pool.admit(nominated(person.username, name=person.name), by=officer)
    return person


def test_a_password_that_opens_the_reviews_of_other_schools_is_not_the_principals_to_reset(clerk, principal, holder, officer):
    """R9.3, A7: who keeps the pool gives it, for he could have given the post too."""
    for person in [principal, holder(Role.CITY_OFFICER, "weinan"), officer]:
        with pytest.raises(PermissionDenied):
            people.reset_password(clerk, by=person)
    password = pool.reset_password(clerk.expert, by=officer)
    assert User.objects.get(pk=clerk.pk).check_password(password)


def test_an_expert_whose_post_is_over_is_not_reset_by_way_of_a_new_one(clerk, principal, tree, day):
    """R9.3"""
    Post.objects.filter(user=clerk).update(since=day(-30), until=day(-1))
    people.appoint(tree["school"], username=clerk.username, name=clerk.name, role=Role.SCHOOL_EDITOR, since=day(), by=principal)
    with pytest.raises(PermissionDenied):
        people.reset_password(clerk, by=principal)


def test_an_expert_with_a_post_that_the_province_does_not_give_is_not_the_provinces_to_reset(client, nominated, holder, officer):
    """A7: the nation's officer does it, lest nobody could."""
    decider, nation = holder(Role.PROVINCE_DECIDER, "shaanxi"), holder(Role.NATION_OFFICER, "nation")
    pool.admit(nominated(decider.username, name=decider.name), by=officer)
    with pytest.raises(PermissionDenied):
        pool.reset_password(decider.expert, by=officer)
    client.force_login(nation)
    assert client.get(f"{decider.expert.get_absolute_url()}password/").status_code == 200
    password = pool.reset_password(decider.expert, by=nation)
    assert User.objects.get(pk=decider.pk).check_password(password)


def test_the_page_of_a_person_says_who_resets_him(client, clerk, principal):
    client.force_login(principal)
    page = client.get(f"/people/{clerk.pk}/").text
    assert "忘了密码请找陕西省（专家库）或国家级经办重设" in page
    assert client.get(f"/people/{clerk.pk}/password/").status_code == 404
