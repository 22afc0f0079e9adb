from datetime import date

from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import appoint
from apps.deliberation.models import Attendance, Case, Sitting
from apps.deliberation.rules import Conclusion, conclude
from apps.experts.models import Committee, Membership
from apps.organizations.models import Organization
from config.roles import PERMISSIONS
from config.roles import Role as R
from tests.architecture.table import Row, at_unit
from tests.line import reported

SEATED = {R.COMMITTEE_MEMBER, R.COMMITTEE_SECRETARY}
READERS = SEATED | {R.PROVINCE_DECIDER}
READS_DECISIONS = PERMISSIONS["deliberation.read_decision"]


def province_of(school):
    return Organization.objects.get(code=school.path.split(".")[1])


def a_committee(place):
    return Committee.objects.get_or_create(organization=province_of(place.school), defaults={"title": "省诊改专委会", "set_up_on": date(2016, 5, 1)})[
        0
    ]


def a_sitting(place, state="prepared"):
    times = {"opened_at": timezone.now()} if state == "open" else {}
    return Sitting.objects.create(committee=a_committee(place), title="第 1 次会议", on=timezone.localdate(), state=state, **times)


def chair_of(place, sitting):
    """Somebody else, who leads the case."""
    user = User.objects.create_user("the-chair")
    appoint(user, role=R.COMMITTEE_MEMBER, organization=province_of(place.school))
    given = {"duty": "chair", "kind": "education", "employer": "示例大学", "since": date(2024, 1, 1)}
    member = Membership.objects.create(committee=sitting.committee, user=user, **given)
    Attendance.objects.create(sitting=sitting, member=member, present=True)
    return member


def a_case(state="open", sitting_state="prepared"):
    def make(place):
        review = reported(place.school, province_of(place.school), User.objects.create_user("principal-of-it"), agreeing=11)
        given = {"agreeing": 11, "aimed": True, "effective": True, "proposed": conclude(11, True, True)}
        if state != "open":
            sitting = a_sitting(place, sitting_state)
            given |= {"sitting": sitting, "chair": chair_of(place, sitting), "place": 1}
        if state in ("deliberated", "decided"):
            given |= {"deliberated": Conclusion.TO_IMPROVE, "deliberated_at": timezone.now(), "resolution": "决议"}
        if state == "decided":
            decider = User.objects.create_user("the-decider")
            given |= {"decided": Conclusion.TO_IMPROVE, "decided_at": timezone.now(), "decided_by": decider, "number": "示例〔2026〕1号"}
        return {"pk": Case.objects.create(review=review, school=place.school, state=state, **given).pk}

    return make


def the_review(of_case):
    return lambda place: {"pk": Case.objects.get(**of_case(place)).review_id}


def sitting_of(state="prepared"):
    return lambda place: {"pk": a_sitting(place, state).pk}


def a_review(place):
    return {"pk": reported(place.school, province_of(place.school), User.objects.create_user("principal-of-it")).pk}


STEP = {"seen": 0, "note": "理由"}

ROWS = [
    Row("deliberation:list", at_unit, own={200: READERS}),
    Row("deliberation:sittings", at_unit, own={200: READERS}),
    Row("deliberation:call", lambda place: {"code": a_committee(place).organization.code}, own={200: {R.COMMITTEE_SECRETARY}}),
    Row("deliberation:open_case", a_review, "post", own={302: {R.COMMITTEE_SECRETARY}}),
    Row("deliberation:decision", the_review(a_case("decided")), own={200: READS_DECISIONS}, strangers={200: {R.NATION_OFFICER}}),
    Row("deliberation:page", a_case(), own={200: READERS}),
    Row("deliberation:put_on", a_case(), own={200: {R.COMMITTEE_SECRETARY}}),
    Row("deliberation:postpone", a_case("listed"), "post", STEP, own={302: {R.COMMITTEE_SECRETARY}}),
    Row("deliberation:recuse", a_case("listed"), own={200: {R.COMMITTEE_SECRETARY}}),
    # Who is not noted as present is told so.
    Row("deliberation:vote", a_case("listed", "open"), "post", {"choice": "to_improve"}, own={409: READERS}),
    # Another leads the case: for the rest there is no such step.
    Row("deliberation:deliberate", a_case("listed", "open"), own={409: SEATED}),
    # The minutes of its sitting are still to be written: the page says so.
    Row("deliberation:send_back", a_case("deliberated"), "post", STEP, own={200: {R.PROVINCE_DECIDER}}),
    Row("deliberation:decide", a_case("deliberated"), own={200: {R.PROVINCE_DECIDER}}),
    Row("deliberation:reverse", a_case("decided"), "post", STEP, own={200: {R.PROVINCE_DECIDER}}),
    Row("deliberation:sitting", sitting_of(), own={200: READERS}),
    Row("deliberation:presence", sitting_of(), "post", own={302: {R.COMMITTEE_SECRETARY}}),
    Row("deliberation:open_sitting", sitting_of(), own={200: {R.COMMITTEE_SECRETARY}}),
    Row("deliberation:change_sitting", sitting_of(), own={200: {R.COMMITTEE_SECRETARY}}),
    Row("deliberation:cancel_sitting", sitting_of(), "post", STEP, own={302: {R.COMMITTEE_SECRETARY}}),
    Row("deliberation:close_sitting", sitting_of("open"), "post", {"seen": 0}, own={302: {R.COMMITTEE_SECRETARY}}),
]
