from datetime import date

import pytest

from apps.accounts import demonstration as accounts
from apps.accounts.models import Bar, User
from apps.experts import demonstration
from apps.experts.models import Committee, Conduct, Expert, Interest
from apps.experts.rules import Field
from apps.experts.selectors.committees import members_on
from apps.organizations import demonstration as organizations
from apps.organizations import reference
from apps.schemes import reference as guidance

TODAY = date(2026, 11, 20)


@pytest.fixture
def loaded(db):
    reference.load()
    guidance.load()
    organizations.load(TODAY)
    accounts.load(TODAY)
    return demonstration.load(TODAY)


def test_the_pool_stands_with_every_kind_trained_and_untrained_and_the_committee_with_its_members(loaded):
    """R2.1, R2.2, R2.3"""
    assert loaded == "专家新增 24 名，委员 9 名"
    assert demonstration.load(TODAY) == "专家新增 0 名"
    states = [Expert.objects.filter(state=state).count() for state in ("admitted", "nominated", "declined")]
    assert states == [21, 2, 1]
    admitted = Expert.objects.admitted()
    assert set(admitted.values_list("kind", flat=True)) == set(Field.values)
    assert admitted.trained_on(TODAY).count() == 18
    committee = Committee.objects.get()
    members = members_on(committee, max(TODAY, committee.set_up_on))
    assert [row.user.username for row in members][:3] == ["weiyuan1", "weiyuan2", "mishu"]
    assert committee.rosters.get().content["nominee"] == "演示委员一"


def test_ties_are_to_made_up_schools_alone_and_bar_them(loaded):
    schools = {tie.school.name for tie in Interest.objects.select_related("school")}
    assert len(schools) == 5
    assert all(name.startswith("示例") for name in schools | set(Bar.objects.values_list("organization__name", flat=True)))


def test_cases_wait_and_are_closed(loaded):
    assert set(Conduct.objects.values_list("state", flat=True)) == {"received", "circulated"}


def test_an_expert_of_the_demonstration_signs_in(loaded):
    person = User.objects.get(username="zhuanjia1")
    assert person.is_active
    assert not person.must_change_password
    assert person.check_password("zhengai-yanshi")
