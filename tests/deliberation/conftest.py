from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import appoint
from apps.deliberation.services import cases, sittings
from apps.experts.models import Committee, Membership
from config.roles import Role
from tests.line import reported


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people(holder):
    return {
        "secretary": holder(Role.COMMITTEE_SECRETARY, "shaanxi"),
        "decider": holder(Role.PROVINCE_DECIDER, "shaanxi"),
        "principal": holder(Role.PRINCIPAL, "school"),
        "officer": holder(Role.PROVINCE_OFFICER, "shaanxi"),
    }


@pytest.fixture
def committee(tree, people):
    """A chair, a vice, the secretary and three members; a name for each."""
    row = Committee.objects.create(organization=tree["shaanxi"], title="省诊改专委会", set_up_on=date(2016, 5, 1))
    row.people = {}
    for name, duty in {"chair": "chair", "vice": "vice", "one": "member", "two": "member", "three": "member"}.items():
        user = User.objects.create_user(f"member-{name}", name=name)
        appoint(user, role=Role.COMMITTEE_MEMBER, organization=tree["shaanxi"])
        row.people[name] = user
    row.people["secretary"] = people["secretary"]
    for name, user in row.people.items():
        duty = {"chair": "chair", "vice": "vice", "secretary": "secretary"}.get(name, "member")
        Membership.objects.create(committee=row, user=user, duty=duty, kind="education", employer="示例大学", since=date(2024, 1, 1))
    return row


@pytest.fixture
def member(committee):
    """The Membership of a person of the committee, by name."""
    return lambda name: Membership.objects.get(committee=committee, user=committee.people[name])


@pytest.fixture
def case(tree, people):
    review = reported(tree["school"], tree["shaanxi"], people["principal"], agreeing=11)
    return cases.open_case(review, by=people["secretary"])


@pytest.fixture
def sitting(committee, people):
    return sittings.call(committee, title="第 1 次会议", on=timezone.localdate(), by=people["secretary"])


@pytest.fixture
def meeting(committee, sitting, case, people, member):
    """The case before an open sitting at which all six are present."""
    row = cases.put_on(case, sitting=sitting, by=people["secretary"])
    sittings.note_presence(sitting, present=[member(name).pk for name in committee.people], by=people["secretary"])
    opened = sittings.open_sitting(type(sitting).objects.get(pk=sitting.pk), by=people["secretary"])
    return SimpleNamespace(case=row, sitting=opened, people=committee.people)
