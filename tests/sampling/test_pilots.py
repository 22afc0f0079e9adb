"""Pilots: named and ended by the province, never drawn (R3.1, R8.8)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from apps.audit.models import Entry
from apps.sampling.models import Pilot
from apps.sampling.services.pilots import end_pilot, name_pilot

SINCE = date(2026, 3, 1)


def named(tree, by, code=None, since=SINCE):
    return name_pilot(tree["shaanxi"], code=code or tree["school"].code, since=since, by=by)


def test_a_pilot_is_named_ended_and_named_again_on_record(tree, people):
    """R3.1."""
    officer, school = people["officer"], tree["school"]
    end_pilot(named(tree, officer), until=SINCE, by=officer)
    again = named(tree, officer, since=date(2027, 3, 1))
    assert (Pilot.objects.get(), again.until) == (again, None)
    verbs = Entry.objects.about(school).filter(verb__contains="pilot").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["name_pilot", "end_pilot", "name_pilot"]


@pytest.mark.parametrize("code", ["stranger", "weinan", "unknown"])
def test_only_a_school_of_the_province_is_named(tree, people, code):
    """R3.1: what is not there and what is another's get one answer."""
    with pytest.raises(ValidationError, match="本省没有标识码"):
        named(tree, people["officer"], code=tree[code].code if code in tree else "9999999999")
    assert not Pilot.objects.exists()


def test_nobody_is_named_twice(tree, people):
    named(tree, people["officer"])
    with pytest.raises(ValidationError, match="已经是试点校"):
        named(tree, people["officer"])


@pytest.mark.parametrize("name", ["publisher", "nation", "principal", "stranger"])
def test_only_the_officer_names(tree, people, name):
    with pytest.raises(PermissionDenied):
        named(tree, people[name])


def test_it_ends_once_and_not_before_it_began(tree, people):
    row = named(tree, people["officer"])
    with pytest.raises(ValidationError, match="不能早于"):
        end_pilot(row, until=date(2026, 2, 28), by=people["officer"])
    end_pilot(row, until=SINCE, by=people["officer"])
    with pytest.raises(ValidationError, match="已于 2026-03-01 结束"):
        end_pilot(row, until=SINCE, by=people["officer"])


def test_the_pages_name_and_end(client, tree, people):
    client.force_login(people["officer"])
    address = f"/work/{tree['shaanxi'].code}/pilots/"
    assert "还没有登记试点校" in client.get(address).text
    client.post(f"{address}new/", {"code": f" {tree['school'].code} ", "since": "2026-03-01"})
    assert "试点中" in client.get(address).text
    assert "不能早于" in client.post(f"/pilots/{Pilot.objects.get().pk}/end/", {"until": "2026-02-01"}).text
