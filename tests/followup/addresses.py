from datetime import date, timedelta

from django.utils import timezone

from apps.accounts.models import User
from apps.followup.models import Order, Stop, Summary
from apps.reviews.models import Finding
from config.roles import Role as R
from tests.architecture.table import Row, at_unit
from tests.followup.made import confirmed

SCHOOL = {R.SCHOOL_EDITOR, R.PRINCIPAL}
OFFICERS = {R.CITY_OFFICER, R.PROVINCE_OFFICER, R.NATION_OFFICER}
READERS = SCHOOL | OFFICERS
ORDERS = READERS | {R.PROVINCE_DECIDER}
STOPS = {R.PRINCIPAL, R.PROVINCE_OFFICER, R.PROVINCE_DECIDER, R.NATION_OFFICER}
NATION = {200: {R.NATION_OFFICER}}
NOTE = {"seen": 0, "note": "理由"}


def later(days):
    return timezone.localdate() + timedelta(days=days)


def a_case(place):
    return {"pk": confirmed(place.school).pk}


def a_finding(place):
    case = confirmed(place.school)
    return {"pk": case.pk, "finding": Finding.objects.filter(review=case.review).first().pk}


def an_order(state="draft"):
    def make(place):
        given = {} if state == "draft" else {"requirements": "示例", "due": later(9), "issued_on": timezone.localdate()}
        given |= {"answer": "示例", "answered_at": timezone.now()} if state == "answered" else {}
        return {"pk": Order.objects.create(case=confirmed(place.school), school=place.school, state=state, **given).pk}

    return make


def a_summary(findings=2):
    return lambda place: {"pk": Summary.objects.create(case=confirmed(place.school, findings=findings), school=place.school, text="示例").pk}


def a_stop(state="proposed"):
    def make(place):
        given = {} if state == "proposed" else {"since": date(2026, 1, 1), "reason": "示例", "decided_by": User.objects.create_user("who")}
        return {"pk": Stop.objects.create(school=place.school, state=state, ran_out_on=date(2025, 12, 31), lacking=["师生比"], **given).pk}

    return make


def step(name, make, roles, **data):
    return [
        Row(f"followup:{name}", make, own={200: roles}),
        Row(f"followup:{name}", make, "post", lambda place: {**NOTE, **{key: value() if callable(value) else value for key, value in data.items()}},
            own={302: roles}),
    ]  # fmt: skip


ROWS = [
    Row("followup:summaries", at_unit, own={200: READERS}, strangers=NATION),
    Row("followup:orders", at_unit, own={200: ORDERS}, strangers=NATION),
    Row("followup:stops", at_unit, own={200: STOPS}, strangers=NATION),
    Row("followup:improvement", a_case, own={200: READERS}, strangers=NATION),
    Row("followup:answer_finding", a_finding, own={200: SCHOOL}),
    Row("followup:answer_finding", a_finding, "post", {"aim": "示例", "owner": "示例", "due": "2030-01-01"}, own={302: SCHOOL}),
    Row("followup:begin_summary", a_case, "post", own={302: {R.PRINCIPAL}}),
    Row("followup:summary", a_summary(), own={200: READERS}, strangers=NATION),
    Row("followup:write_summary", a_summary(), own={200: {R.PRINCIPAL}}),
    Row("followup:write_summary", a_summary(), "post", {"seen": 0, "text": "示例"}, own={302: {R.PRINCIPAL}}),
    *step("hand_in_summary", a_summary(findings=0), {R.PRINCIPAL}),
    Row("followup:draw_up_order", a_case, "post", own={302: {R.PROVINCE_OFFICER}}),
    Row("followup:order", an_order(), own={200: {R.PROVINCE_OFFICER}}),
    Row("followup:order", an_order("issued"), own={200: ORDERS}, strangers=NATION),
    Row("followup:make_paper", an_order("issued"), "post", own={302: ORDERS}, strangers={302: {R.NATION_OFFICER}}),
    Row("followup:write_order", an_order(), own={200: {R.PROVINCE_OFFICER}}),
    Row("followup:write_order", an_order(), "post", {"seen": 0, "requirements": "示例"}, own={302: {R.PROVINCE_OFFICER}}),
    *step("issue_order", an_order(), {R.PROVINCE_OFFICER}, requirements="一、修订人才培养方案（示例）", due=lambda: later(9)),
    *step("extend_order", an_order("issued"), {R.PROVINCE_OFFICER}, due=lambda: later(19)),
    *step("answer_order", an_order("issued"), {R.PRINCIPAL}, answer="示例"),
    *step("return_order", an_order("answered"), {R.PROVINCE_OFFICER}),
    *step("close_order", an_order("answered"), {R.PROVINCE_OFFICER}, verified="示例"),
    Row("followup:stop", a_stop(), own={200: STOPS}, strangers=NATION),
    *step("order_stop", a_stop(), {R.PROVINCE_DECIDER}, since="2026-09-01", reason="示例"),
    *step("dismiss_stop", a_stop(), {R.PROVINCE_DECIDER}, reason="示例"),
    *step("lift_stop", a_stop("ordered"), {R.PROVINCE_DECIDER}, until=lambda: timezone.localdate()),
]
