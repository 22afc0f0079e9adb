"""A review of the school as an address asks it; the group's own pages open to no role, see test_sight."""

from datetime import date, timedelta

from django.utils import timezone

from apps.accounts.models import User
from apps.diagnosis.models import Diagnosis
from apps.experts.models import Expert
from apps.organizations.models import Level, Organization
from apps.reviews.models import Agenda, Finding, GroupReport, Member, Review
from apps.sampling.models import Draw, Selection
from apps.statusdata.models import Return, Snapshot
from config.roles import Role as R
from tests.architecture.table import EVERYONE, Row, at_unit
from tests.reviews.world import DRAWN, signed, sixteen_of
from tests.sampling.world import YEAR, a_plan, a_scheme, ready

SCHOOL = {R.SCHOOL_EDITOR, R.PRINCIPAL}
READERS = SCHOOL | {R.CITY_OFFICER, R.PROVINCE_OFFICER, R.NATION_OFFICER}
OFFICER, PRINCIPAL = {R.PROVINCE_OFFICER}, {R.PRINCIPAL}
NOBODY = {}
ORDER = ["planned", "scheduled", "judging", "reading", "visiting", "writing", "reported"]


def review_of(place, state):
    """With a lead in its group, written straight into the tables."""
    province = Organization.objects.get(level=Level.PROVINCE, code=place.school.path.split(".")[1])
    scheme, now, today = a_scheme(province), timezone.now(), timezone.localdate()
    elements = sixteen_of(scheme.guidance)
    ready(place.school, by=place.made)
    diagnosis = Diagnosis.objects.create(school=place.school, year=YEAR, scheme=scheme)
    report = signed(diagnosis, by=place.made)
    draw = Draw.objects.create(plan=a_plan(province, scheme=scheme), province=province, year=today.year, **DRAWN)
    selection = Selection.objects.create(draw=draw, school=place.school, kind="random")
    at = ORDER.index(state)
    given = {"visit_from": today + timedelta(days=9), "visit_to": today + timedelta(days=9), "materials_due": today} if at else {}
    if at > 1:
        given |= {"snapshot": Snapshot.objects.get(upload=Return.objects.get(school=place.school)), "report": report, "materials_at": now}
    given |= {"papers_at": now} if at > 2 else {}
    given |= {"reported_at": now} if state == "reported" else {}
    review = Review.objects.create(selection=selection, school=place.school, scheme=scheme, state=state, **given)
    facts = {"state": "admitted", "admitted_on": date(2020, 1, 1), "kind": "education", "employer": "示例大学"}
    expert = Expert.objects.create(user=place.made, province=province, nominator=province, **facts)
    # Who left the group.
    Member.objects.create(review=review, expert=expert, duty="lead", left_at=now, left_why="示例")
    Member.objects.create(review=review, expert=expert_of(province), duty="lead")
    GroupReport.objects.create(review=review)
    if at:
        Agenda.objects.create(review=review, on=review.visit_from, half="1", text="示例")
    Finding.objects.create(review=review, element=elements[0], found="示例", advice="示例")
    return review


def expert_of(province):
    user = User.objects.create_user(f"lead-{province.code}-{User.objects.count()}", name="示例组长")
    facts = {"state": "admitted", "admitted_on": date(2020, 1, 1), "kind": "education", "employer": "示例大学"}
    return Expert.objects.create(user=user, province=province, nominator=province, **facts)


def a(state, **more):
    """The arguments of an address of a review in ``state``; ``more``: name -> function of the review."""

    def make(place):
        review = review_of(place, state)
        return {"pk": review.pk, **{name: given(review) for name, given in more.items()}}

    return make


def code(review):
    return "1.1"


def member(review):
    return review.members.get(left_at=None).pk


def finding(review):
    return review.findings.get().pk


def item(review):
    return review.agendas.get().pk


def own_reach(page, state, roles, **more):
    """A page of a review: open to ``roles`` on one's own, to the nation alone on the like of it in the other branch where it may see it."""
    strangers = {200: {R.NATION_OFFICER}} if R.NATION_OFFICER in roles else {}
    return Row(f"reviews:{page}", a(state, **more), own={200: roles} if roles else {}, strangers=strangers)


def step(name, state, roles):
    """A step's page: who sees the review but has no road to the step gets a 404."""
    return own_reach(name, state, roles)


ROWS = [
    Row("reviews:list", at_unit, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("reviews:board", at_unit, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("reviews:take_up", at_unit, "post", own={302: OFFICER}),
    Row("reviews:mine", own={200: EVERYONE}, strangers={200: EVERYONE}),
    Row("reviews:remind", a("judging"), "post"),
    own_reach("page", "planned", READERS),
    own_reach("page", "reported", READERS),
    own_reach("calendar", "scheduled", READERS),
    step("schedule", "planned", OFFICER),
    step("move", "scheduled", OFFICER),
    step("begin", "scheduled", OFFICER),
    *[
        step(name, state, NOBODY)
        for name, state in [("open_papers", "judging"), ("arrive", "reading"), ("depart", "visiting"), ("hand_in", "writing")]
    ],
    own_reach("name", "planned", OFFICER),
    own_reach("dismiss", "scheduled", OFFICER, member=member),
    own_reach("undertake", "scheduled", NOBODY),
    own_reach("answer_naming", "scheduled", NOBODY),
    own_reach("step_down", "scheduled", NOBODY),
    own_reach("agenda", "scheduled", OFFICER),
    Row("reviews:lay_out", a("scheduled"), "post", own={302: OFFICER}),
    Row("reviews:drop_item", a("scheduled", item=item), "post", own={302: OFFICER}),
    own_reach("self_report", "judging", OFFICER | PRINCIPAL),
    own_reach("answer_visit", "scheduled", PRINCIPAL),
    own_reach("attach", "scheduled", PRINCIPAL),
    Row("reviews:submit", a("scheduled"), "post", own={302: PRINCIPAL}),
    *[own_reach("element", state, NOBODY, code=code) for state in ("judging", "reported")],
    *[own_reach(name, "visiting", NOBODY) for name in ("focus", "notes")],
    Row("reviews:save_note", a("visiting"), "post"),
    *[own_reach(name, "writing", NOBODY) for name in ("match", "finding", "report", "agree", "suggest")],
    own_reach("answer", "writing", NOBODY, code=code),
    Row("reviews:drop", a("writing", finding=finding), "post"),
    own_reach("reply", "reported", PRINCIPAL),
]
