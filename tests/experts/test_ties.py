import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from guardian.shortcuts import assign_perm

from apps.accounts.access import may
from apps.accounts.models import Bar, User
from apps.audit.models import Entry
from apps.experts.models import Interest
from apps.experts.selectors.ties import conflicts_of, declared_by_school, interest_years
from apps.experts.services import conduct, pool, ties
from apps.notifications.models import Notice
from config.roles import BARRED, Role
from tests.sample.models import Thing


@pytest.fixture
def named(admitted, things, monkeypatch):
    """An expert who was granted the school's thing already, of a permission that a bar takes away."""
    monkeypatch.setattr("apps.accounts.access.BARRED", BARRED | {"sample.view_thing"})
    expert = admitted()
    assign_perm("sample.view_thing", expert.user, things["school"])
    return expert


def test_a_tie_declared_after_naming_shuts_the_case_at_once_and_stays_on_record(named, things, tree, person, day):
    """R2.5, H4: a conflict declared late."""
    assert may(person(named), "sample.view_thing", things["school"])
    tie = ties.declare(named, school=tree["school"], kind="lecture", since=day(-1), until=day(-1), by=person(named))
    assert not may(person(named), "sample.view_thing", things["school"])
    assert Thing.objects.filter(pk=things["school"].pk).exists()
    assert tie.bar.until.year == day(-1).year + 3
    assert [entry.verb for entry in Entry.objects.about(tie)] == ["declare_interest"]
    assert [entry.verb for entry in Entry.objects.about(tie.bar)] == ["bar"]


def test_either_side_declares_and_the_other_hears_only_what_is_his_to_hear(admitted, tree, principal, officer, person, day):
    expert = admitted()
    Notice.objects.all().delete()
    own = ties.declare(expert, school=tree["school"], kind="kin", since=day(-9), by=person(expert))
    assert own.side == "expert"
    assert set(Notice.objects.values_list("to", flat=True)) == {officer.pk}
    by_school = ties.declare(expert, school=tree["school"], kind="advisory", since=day(-9), by=principal)
    assert by_school.side == "school"
    assert set(Notice.objects.values_list("to", flat=True)) == {officer.pk, expert.user_id}
    by_province = ties.declare(expert, school=tree["school"], kind="other", since=day(-9), note="评审", by=officer)
    assert by_province.side == "authority"
    assert set(declared_by_school(tree["school"])) == {by_school}
    assert Bar.objects.filter(user=expert.user, organization=tree["school"]).count() == 3


def test_a_stranger_declares_nothing(admitted, tree, second, principal, day):
    expert = admitted()
    for school, by in [(second, principal), (tree["school"], User.objects.create_user("nobody"))]:
        with pytest.raises(PermissionDenied):
            ties.declare(expert, school=school, kind="kin", since=day(-9), by=by)
    assert not Interest.objects.exists()
    assert not Bar.objects.exists()


@pytest.mark.parametrize(
    "facts,words",
    [
        ({"kind": "same_city"}, "同一地市"),
        ({"kind": "other"}, "写明是什么关系"),
        ({"kind": "lecture", "until": -20}, "不能早于起始"),
        ({"kind": "kin", "since": 5}, "还没有到"),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(admitted, tree, person, day, facts, words):
    expert = admitted()
    days = {name: day(facts[name]) for name in ("since", "until") if name in facts}
    with pytest.raises(ValidationError, match=words):
        ties.declare(expert, school=tree["school"], by=person(expert), kind=facts["kind"], **{"since": day(-9), **days})
    assert not Bar.objects.exists()


def test_a_school_of_another_province_is_not_ours_to_bar(admitted, tree, person, day):
    expert = admitted()
    with pytest.raises(ValidationError, match="不在陕西省"):
        ties.declare(expert, school=tree["stranger"], kind="kin", since=day(-9), by=person(expert))


def test_the_same_tie_is_declared_once(admitted, tree, person, day):
    expert = admitted()
    ties.declare(expert, school=tree["school"], kind="kin", since=day(-9), by=person(expert))
    with pytest.raises(ValidationError, match="已经申报过"):
        ties.declare(expert, school=tree["school"], kind="kin", since=day(-8), by=person(expert))


def test_a_tie_long_past_stays_on_record_without_a_bar(admitted, tree, person, day):
    expert = admitted()
    tie = ties.declare(expert, school=tree["school"], kind="lecture", since=day(-2000), until=day(-2000), by=person(expert))
    assert tie.bar is None
    assert conflicts_of([expert], [tree["school"]], day()) == {}


def test_a_tie_that_ended_counts_for_the_years_of_the_scheme(admitted, tree, person, day):
    expert = admitted()
    tie = ties.declare(expert, school=tree["school"], kind="advisory", since=day(-90), by=person(expert))
    with pytest.raises(ValidationError, match="晚于今天"):
        ties.end(tie, until=day(1), by=person(expert))
    ties.end(tie, until=day(-1), by=person(expert))
    tie.bar.refresh_from_db()
    assert tie.bar.until.year == day(-1).year + interest_years(tree["school"], day())
    with pytest.raises(ValidationError, match="已写明"):
        ties.end(tie, until=day(-2), by=person(expert))


def test_only_the_province_takes_a_declaration_back_with_its_reason(named, things, tree, person, officer, day):
    tie = ties.declare(named, school=tree["school"], kind="kin", since=day(-9), by=person(named))
    with pytest.raises(PermissionDenied):
        ties.withdraw(tie, withdrawal="误选", by=person(named))
    with pytest.raises(ValidationError, match="原因"):
        ties.withdraw(tie, withdrawal=" ", by=officer)
    ties.withdraw(tie, withdrawal="误选了学校", by=officer)
    tie.refresh_from_db()
    tie.bar.refresh_from_db()
    assert tie.withdrawal == "误选了学校"
    assert tie.bar.until == day()
    assert conflicts_of([named], [tree["school"]], day()) == {}
    with pytest.raises(ValidationError, match="已经撤销"):
        ties.withdraw(tie, withdrawal="再撤", by=officer)


def test_conflicts_are_found_for_the_pairs_that_have_one(admitted, tree, second, person, day):
    """H3, H4: the employer, the city, what was declared."""
    at_school = admitted("a", employer=tree["school"].name, employer_unit=tree["school"])
    same_city = admitted("b", city=tree["weinan"])
    kin = admitted("c")
    free = admitted("d")
    ties.declare(kin, school=second, kind="kin", since=day(-9), by=person(kin))
    found = conflicts_of([at_school, same_city, kin, free], [tree["school"], second], day())
    assert {pair: [each.kind.value for each in listed] for pair, listed in found.items()} == {
        (at_school.pk, tree["school"].pk): ["employer"],
        (same_city.pk, tree["school"].pk): ["same_city"],
        (same_city.pk, second.pk): ["same_city"],
        (kin.pk, second.pk): ["kin"],
    }


def test_conflicts_cost_the_same_for_one_pair_and_for_many(admitted, tree, second, day, django_assert_num_queries):
    experts = [admitted(name, employer=second.name, employer_unit=second) for name in ("a", "b", "c")]
    for some, schools in [(experts[:1], [second]), (experts, [tree["school"], second])]:
        with django_assert_num_queries(4):
            conflicts_of(some, schools, day(), years=3)


def test_what_a_deputy_declares_and_reports_names_whom_he_stood_in_for(admitted, principal, officer, holder, tree, day):
    """D8, R2.5: for the school the principal, for the pool the officer."""
    schools, provinces = holder(Role.PRINCIPAL, "school", acting_for=principal), holder(Role.PROVINCE_OFFICER, "shaanxi", acting_for=officer)
    expert = admitted()
    ties.declare(expert, school=tree["school"], kind="lecture", since=day(), by=schools)
    conduct.report(expert, kind="leak", text="泄露", school=tree["school"], by=schools)
    ties.declare(expert, school=tree["school"], kind="kin", since=day(), by=provinces)
    conduct.report(expert, kind="leak", text="泄露", by=provinces)
    pool.train([expert], title="第一期", organiser="省厅", on=day(), by=provinces)
    for deputy, holds in [(schools, principal), (provinces, officer)]:
        entries = Entry.objects.filter(by=deputy)
        assert {"declare_interest", "report_conduct"} <= set(entries.values_list("verb", flat=True))
        assert set(entries.values_list("acting_for", flat=True)) == {holds.pk}
