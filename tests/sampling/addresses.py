"""A draw of the province as an address asks it: one school in the frame, with what came of it."""

import zlib
from datetime import timedelta

from django.utils import timezone

from apps.core.canonical import canonical
from apps.organizations.models import Level, Organization
from apps.sampling.models import Application, Draw, FrameRow, Pilot, Plan, Selection
from apps.sampling.rules import draw as rules
from config.roles import Role as R
from tests.architecture.table import COMMITTEE, EVERYONE, Row, at_unit
from tests.sampling.world import a_plan

READERS = EVERYONE - {R.AUDITOR}
PLANNERS = READERS - {R.COMMITTEE_MEMBER, R.COMMITTEE_SECRETARY}
SELECTED = READERS - COMMITTEE
DRAWERS = {R.PROVINCE_OFFICER, R.PROVINCE_PUBLISHER, R.NATION_OFFICER}
APPLICANTS = SELECTED - {R.PROVINCE_PUBLISHER}
OFFICER, PUBLISHER, PRINCIPAL, NATION = {R.PROVINCE_OFFICER}, {R.PROVINCE_PUBLISHER}, {R.PRINCIPAL}, {R.NATION_OFFICER}
NOTE = {"seen": 0, "note": "理由"}
PARAMETERS = {"quota": 1, "reserves": 0, "covered": [], "source": "示例"}


def province_of(place):
    return Organization.objects.get(level=Level.PROVINCE, code=place.school.path.split(".")[1])


def plan_of(place, state="issued"):
    return a_plan(province_of(place), state)


def draw_of(place, state, reveal=0):
    """Of this year; ``reveal``: so many days from today the value exists."""
    plan, today = plan_of(place), timezone.localdate()
    row = {"code": place.school.code, "name": place.school.name, "area": "610500", "place": "in", "rule": "R8.1", "reason": "示例"}
    proof = rules.bundle([row], PARAMETERS, value="1", drawn_at="2026-01-01")
    given = {"framed_at": timezone.now()}
    if state != "draft":
        days = {"reveal_on": today + timedelta(days=reveal), "committed_at": timezone.now()}
        given |= {"quota": 1, "source": "示例", "commitment": proof["commitment"], "sums": proof["sums"], "parameters": PARAMETERS, **days}
    if state in ("drawn", "published"):
        given |= {"value": "1", "digest": "0" * 64, "bundle": zlib.compress(canonical(proof)), "drawn_at": timezone.now()}
    draw = Draw.objects.create(plan=plan, province=plan.province, year=today.year, state=state, **given)
    kept = {"code": row["code"], "name": row["name"], "area_code": row["area"], "place": "in", "rule": "R8.1", "reason": "示例"}
    won = {"won": "area", "rank": 1, "ticket": "0" * 64} if "value" in given else {}
    FrameRow.objects.create(draw=draw, school=place.school, **kept, **won)
    return draw


def a_draw(state, reveal=0):
    return lambda place: {"pk": draw_of(place, state, reveal).pk}


def a_selection(state, draw="published"):
    def make(place):
        held = draw_of(place, draw)
        reason = {"reason": "示例", "deferred_to": held.year + 1} if state == "deferred" else {}
        return {"pk": Selection.objects.create(draw=held, school=place.school, kind="random", state=state, **reason).pk}

    return make


def planned(state="issued"):
    return lambda place: {"pk": plan_of(place, state).pk}


def at_its_province(place):
    return {"code": province_of(place).code}


def a_pilot(place):
    return {"pk": Pilot.objects.create(school=place.school, since="2026-01-01").pk}


def an_application(place):
    plan = plan_of(place)
    return {"pk": Application.objects.create(plan=plan, school=place.school, year=plan.last_year, reason="示例").pk}


def to_apply(place):
    return {"code": place.school.code, "pk": plan_of(place).pk}


def year_to_apply(place):
    return {"year": Plan.objects.get().last_year, "reason": "示例"}


def settling(place):
    return {"seen": 0, "quota": 0, "reserves": 0, "source": "示例", "reveal_on": timezone.localdate() + timedelta(days=2)}


def this_year(place):
    return {"year": timezone.localdate().year}


def at_province(place):
    a_plan(province_of(place), "draft", first_year=1990, last_year=1994)
    return {"code": province_of(place).code}


def step(name, make, roles, strangers=frozenset(), posted=302, **data):
    """The page of a step and its being taken; ``strangers``: who is answered so across the provinces."""
    return [
        Row(f"sampling:{name}", make, own={200: roles}, strangers={200: strangers}),
        Row(f"sampling:{name}", make, "post", {**NOTE, **data}, own={posted: roles}, strangers={posted: strangers}),
    ]


ROWS = [
    Row("sampling:plans", at_unit, own={200: PLANNERS}, strangers={200: NATION}),
    Row("sampling:draw_up", at_province, own={200: OFFICER}),
    Row("sampling:draw_up", at_province, "post", {"title": "示例", "first_year": 2030}, own={302: OFFICER}),
    Row("sampling:plan", planned("draft"), own={200: OFFICER}),
    Row("sampling:plan", planned(), own={200: PLANNERS}, strangers={200: NATION}),
    Row("sampling:explain", planned(), own={200: OFFICER}),
    Row("sampling:explain", planned(), "post", {"text": "示例"}, own={302: OFFICER}),
    Row("sampling:explain", planned("draft")),
    *step("issue", planned("draft"), OFFICER),
    Row("sampling:begin", planned(), "post", this_year, own={302: OFFICER}),
    Row("sampling:begin", planned(), "post", {"year": "x"}),
    Row("sampling:pilots", at_its_province, own={200: OFFICER}),
    Row("sampling:name_pilot", at_its_province, own={200: OFFICER}),
    Row("sampling:name_pilot", at_its_province, "post", lambda place: {"code": place.school.code, "since": "2026-01-01"}, own={302: OFFICER}),
    Row("sampling:end_pilot", a_pilot, own={200: OFFICER}),
    Row("sampling:end_pilot", a_pilot, "post", {"until": "2026-01-02"}, own={302: OFFICER}),
    Row("sampling:apply", to_apply, own={200: PRINCIPAL}),
    Row("sampling:apply", to_apply, "post", year_to_apply, own={302: PRINCIPAL}),
    Row("sampling:applications", at_unit, own={200: APPLICANTS}, strangers={200: NATION}),
    Row("sampling:application", an_application, own={200: APPLICANTS}, strangers={200: NATION}),
    *step("take", an_application, OFFICER),
    *step("refuse", an_application, OFFICER),
    *step("withdraw", an_application, PRINCIPAL),
    Row("sampling:draws", at_unit, own={200: DRAWERS}, strangers={200: NATION}),
    *[Row("sampling:draw", a_draw(state), own={200: DRAWERS}, strangers={200: NATION}) for state in ["draft", "committed", "drawn", "published"]],
    Row("sampling:frame", a_draw("draft"), own={200: DRAWERS}, strangers={200: NATION}),
    Row("sampling:frame", a_draw("published"), own={200: DRAWERS}, strangers={200: NATION}),
    Row("sampling:draft", a_draw("draft"), "post", own={302: OFFICER}),
    Row("sampling:settle", a_draw("draft"), own={200: OFFICER}),
    Row("sampling:settle", a_draw("committed"), own={302: OFFICER}),
    Row("sampling:settle", a_draw("draft"), "post", settling, own={302: OFFICER}),
    *step("commit", a_draw("draft"), OFFICER, posted=200),
    *step("reveal", a_draw("committed"), OFFICER, value="1"),
    Row("sampling:reveal", a_draw("committed", 1), "post", {"seen": 0, "value": "1"}, own={200: OFFICER}),
    *step("publish", a_draw("drawn"), PUBLISHER),
    *step("annul", a_draw("committed", 1), OFFICER),
    Row("sampling:bundle", a_draw("committed")),
    Row("sampling:bundle", a_draw("drawn"), own={200: DRAWERS}, strangers={200: NATION}),
    Row("sampling:selections", at_unit, own={200: SELECTED}, strangers={200: NATION}),
    Row("sampling:selection", a_selection("drawn", "drawn"), own={200: DRAWERS}, strangers={200: NATION}),
    Row("sampling:selection", a_selection("drawn"), own={200: SELECTED}, strangers={200: NATION}),
    Row("sampling:defer", a_selection("drawn"), own={200: OFFICER}),
    Row("sampling:defer", a_selection("drawn"), "post", lambda place: {**NOTE, "to_year": timezone.localdate().year + 1}, own={302: OFFICER}),
    Row("sampling:replace", a_selection("drawn"), own={200: OFFICER}),
    Row("sampling:replace", a_selection("drawn"), "post", NOTE, own={200: OFFICER}),
    *step("release", a_selection("drawn"), OFFICER),
    *step("restore", a_selection("deferred"), OFFICER),
]
