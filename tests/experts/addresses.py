from datetime import date

from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import bar
from apps.experts.models import Committee, Conduct, Employment, Expert, Interest, Membership
from apps.organizations.models import Organization
from config.roles import Role as R
from tests.architecture.table import COMMITTEE, EVERYONE, Row, at_unit

OFFICER = {R.PROVINCE_OFFICER}
READERS = {R.CITY_OFFICER, R.PROVINCE_OFFICER, R.NATION_OFFICER, R.COMMITTEE_SECRETARY}
SEATED = COMMITTEE | {R.PROVINCE_OFFICER, R.NATION_OFFICER}
NATION = {200: {R.NATION_OFFICER}}
BEGAN = date(2020, 1, 1)


def province_of(place):
    return Organization.objects.get(code=place.school.path.split(".")[1])


def expert_of(place, state="admitted", user=None):
    """Named by the city of the school."""
    user = user or User.objects.create_user("the-expert", name="专家甲")
    facts = {"admitted_on": BEGAN} if state in ("admitted", "removed") else {}
    facts |= {"removed_on": BEGAN, "removal": "本人申请"} if state == "removed" else {}
    expert = Expert.objects.create(
        user=user, province=province_of(place), nominator=place.school.parent, employer="示例大学", kind="education", state=state, **facts
    )
    Employment.objects.create(expert=expert, name="示例大学", since=BEGAN)
    return expert


def an_expert(state="admitted"):
    return lambda place: {"pk": expert_of(place, state).pk}


def oneself(place):
    """The person who asks is an expert himself."""
    expert_of(place, user=place.user)
    return {}


def a_tie(own=False):
    def make(place):
        expert = expert_of(place, user=place.user if own else None)
        stop = bar(expert.user, organization=place.school, reason="讲学")
        facts = {"kind": "lecture", "since": BEGAN, "side": "expert", "declared_by": expert.user, "bar": stop}
        return {"pk": Interest.objects.create(expert=expert, school=place.school, **facts).pk}

    return make


def a_case(state="received"):
    def make(place):
        today = timezone.localdate()
        closed = {"finding": "属实", "closed_on": today} if state != "received" else {}
        closed |= {"measure": "reminded"} if state == "upheld" else {}
        facts = {"kind": "leak", "source": "public", "text": "泄露", "due": today, "state": state, **closed}
        return {"pk": Conduct.objects.create(expert=expert_of(place), **facts).pk}

    return make


def committee_of(place):
    return Committee.objects.create(organization=province_of(place), title="专委会", set_up_on=BEGAN)


def a_committee(place):
    return {"pk": committee_of(place).pk}


def a_member(**facts):
    def make(place):
        user = User.objects.create_user("the-member", name="委员甲")
        facts_of = {"duty": "chair", "kind": "education", "employer": "示例大学", "since": BEGAN, **facts}
        return {"pk": Membership.objects.create(committee=committee_of(place), user=user, **facts_of).pk}

    return make


def asked(name, make, roles, data=None, **more):
    """A page that asks for something: opened, and sent with what is not enough or is."""
    own = {200: roles}
    return [
        Row(f"experts:{name}", make, own=own, **more),
        Row(f"experts:{name}", make, "post", data or {}, own={302: roles} if data else own, **more),
    ]


def pressed(name, make, roles, data=None):
    return Row(f"experts:{name}", make, "post", data or {}, own={302: roles}, rest=404)


STEP = {"seen": 0, "note": "请核对"}

ROWS = [
    Row("experts:list", at_unit, own={200: READERS}, strangers=NATION),
    *asked("nominate", at_unit, {R.CITY_OFFICER, R.PROVINCE_OFFICER}),
    *asked("train", at_unit, OFFICER),
    Row("experts:page", an_expert(), own={200: READERS}, strangers=NATION),
    *asked("admit", an_expert("nominated"), OFFICER),
    *asked("decline", an_expert("nominated"), OFFICER, STEP),
    *asked("renominate", an_expert("declined"), {R.CITY_OFFICER, R.PROVINCE_OFFICER}, STEP),
    *asked("remove", an_expert(), OFFICER, {"seen": 0, "removal": "本人申请"}),
    Row("experts:reset_password", an_expert(), own={200: OFFICER}),
    Row("experts:reset_password", an_expert(), "post", own={200: OFFICER}),
    *asked("describe", an_expert(), OFFICER, {"kind": "industry"}),
    *asked("employ", an_expert(), OFFICER, {"name": "示例公司", "since": "2021-01-01"}),
    *asked("declare", an_expert(), OFFICER),
    *asked("report", an_expert(), OFFICER, {"kind": "leak", "text": "泄露"}),
    Row("experts:me", own={}),
    Row("experts:me", oneself, own={200: EVERYONE}, strangers={200: EVERYONE}),
    Row("experts:confirm", oneself, "post", own={302: EVERYONE}, strangers={302: EVERYONE}),
    *asked("describe_me", oneself, EVERYONE, strangers={200: EVERYONE}),
    *asked("employ_me", oneself, EVERYONE, strangers={200: EVERYONE}),
    *asked("declare_mine", oneself, EVERYONE, strangers={200: EVERYONE}),
    Row("experts:undertaking", own={200: EVERYONE}, strangers={200: EVERYONE}),
    Row("experts:end_tie", a_tie(), own={}),
    *asked("end_tie", a_tie(own=True), EVERYONE, strangers={200: EVERYONE}),
    *asked("withdraw_tie", a_tie(), OFFICER, {"withdrawal": "误选了学校"}),
    Row("experts:ties", at_unit, own={200: {R.PRINCIPAL}}),
    *asked("declare_by_school", at_unit, {R.PRINCIPAL}),
    *asked("report_by_school", at_unit, {R.PRINCIPAL}),
    Row("experts:conducts", at_unit, own={200: OFFICER}),
    Row("experts:conduct", a_case(), own={200: OFFICER}),
    *asked("uphold", a_case(), OFFICER, {"seen": 0, "finding": "属实", "measure": "reminded"}),
    *asked("dismiss", a_case(), OFFICER, {"seen": 0, "finding": "不属实"}),
    *asked("circulate", a_case("upheld"), OFFICER, {"seen": 0, "circular": "引以为戒", "circle": ["experts"]}),
    Row("experts:committees", at_unit, own={200: SEATED}, strangers=NATION),
    *asked("set_up", at_unit, OFFICER, {"title": "专委会", "set_up_on": "2025-09-01"}),
    Row("experts:committee", a_committee, own={200: SEATED}, strangers=NATION),
    *asked("enrol", a_committee, OFFICER),
    pressed("report_roster", a_committee, OFFICER),
    *asked("leave", a_member(), OFFICER, {"until": str(timezone.localdate())}),
    pressed("put_forward", a_member(), OFFICER),
    pressed("take_back", a_member(nominated_on=BEGAN), OFFICER),
]
