"""The demonstration's cycle: made-up schools alone, at one with the rules, and its proofs hold."""

import json
from datetime import date

import pytest
from django.db import transaction

from apps.accounts import demonstration as people
from apps.accounts.models import User
from apps.organizations import demonstration as schools
from apps.organizations import reference as divisions
from apps.organizations.models import Level, Organization
from apps.sampling import demonstration
from apps.sampling.models import Application, Draw, FrameRow, Plan, Selection
from apps.sampling.rules import draw as rules
from apps.sampling.services.frames import rows_of
from apps.workflow import desk
from tests.sampling.world import a_scheme, ready

TODAY = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Every second made-up school meets the conditions, most run a regime."""
    with django_db_blocker.unblock(), transaction.atomic():
        divisions.load()
        for module in [schools, people]:
            module.load(TODAY)
        by = User.objects.get(username="shengji")
        a_scheme(Organization.objects.get(code="610000"))
        for number, school in enumerate(Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例").order_by("code")):
            ready(school, by=by, met=number % 2 == 0, conditions=["师生比"] if number % 2 else [], regime=number % 8 != 6)
        demonstration.load(TODAY)
        yield
        transaction.set_rollback(True)


def test_loading_again_changes_nothing(loaded):
    assert demonstration.load(TODAY) == "已有实施规划，没有新增"
    assert Plan.objects.count() == 1


def test_two_draws_are_public_and_the_next_is_sealed_and_waits_for_its_value(loaded):
    assert dict(Draw.objects.values_list("year", "state")) == {2025: "published", 2026: "published", 2027: "committed"}
    waiting = Draw.objects.get(state="committed")
    assert waiting.reveal_on > TODAY
    assert waiting.value == ""


def test_no_real_school_is_ever_drawn_and_none_stands_there_with_a_judgement(loaded):
    """Only what is true is said of it: the platform knows of no regime and no data."""
    assert not Selection.objects.exclude(school__name__startswith="示例").exists()
    real = FrameRow.objects.exclude(name__startswith="示例")
    assert set(real.values_list("place", "rule", "stop_on")) == {("out", "R8.4", None)}
    assert all("还没有受理的状态数据" in row.reason for row in real)


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_commitments_and_proofs_hold_though_the_days_were_set_back(loaded, year):
    """G5, G7."""
    draw = Draw.objects.get(year=year)
    assert draw.commitment == rules.commitment(rows_of(draw), draw.parameters)
    assert draw.parameters["reveal_on"] == draw.reveal_on.isoformat()
    if draw.bundle:
        proof = json.loads(draw.proof())
        assert proof == rules.bundle(rows_of(draw), draw.parameters, value=draw.value, drawn_at=draw.drawn_at.astimezone().isoformat()) | {
            "drawn_at": proof["drawn_at"]
        }
        won = {row[0] for row in proof["tickets"] if row[2] in ("area", "order")}
        assert won == set(draw.rows.filter(won__in=["area", "order"]).values_list("code", flat=True))
        assert len(won) == draw.quota


def test_there_are_an_accident_a_pilot_a_deferral_and_a_replacement_to_see(loaded):
    """R8.2, R8.8, G9."""
    assert set(Selection.objects.values_list("kind", flat=True)) == {"random", "mandatory", "pilot"}
    assert set(Selection.objects.values_list("state", flat=True)) == {"drawn", "reserve", "deferred", "replaced"}
    assert set(Application.objects.values_list("state", flat=True)) == {"sent", "taken", "refused"}
    chosen = Selection.objects.exclude(state__in=["reserve", "replaced"]).values_list("school", flat=True)
    assert len(chosen) == len(set(chosen))


def test_those_concerned_find_it_on_their_desks(loaded):
    words = {item.title for item in desk.items(User.objects.get(username="shengji"))}
    assert {"处理复核申请", "录入随机数，抽取学校"} <= words
