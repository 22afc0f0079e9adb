import zlib
from datetime import date

from apps.accounts.models import User
from apps.core.canonical import canonical
from apps.diagnosis.models import DevelopmentPlan, Diagnosis, Draft, Invitation, Measure, Part, Passage, PublicReport, Regime, Report
from apps.diagnosis.selectors.public import public_content
from apps.diagnosis.services.plans import NOTHING, mark
from apps.diagnosis.services.reports import content
from apps.schemes.models import Element, Guidance, Hint, Item, Scheme
from apps.schemes.parameters import Parameters
from config.roles import Role as R
from tests.architecture.table import EVERYONE, Row, at_unit

SCHOOL = {R.SCHOOL_EDITOR, R.PRINCIPAL}
OFFICERS = {R.CITY_OFFICER, R.PROVINCE_OFFICER, R.NATION_OFFICER}
READERS = SCHOOL | OFFICERS
NATION = {200: {R.NATION_OFFICER}}


def guidance():
    """One element with a hint of either kind."""
    row, _new = Guidance.objects.get_or_create(code="test", defaults={"title": "示例指导方案", "number": "示例", "issued_on": date(2030, 1, 1)})
    item, _new = Item.objects.get_or_create(guidance=row, code="1", defaults={"name": "示例项目", "order": 1})
    element, _new = Element.objects.get_or_create(item=item, code="1.1", defaults={"name": "示例要素", "order": 1})
    for kind in Hint.Kind:
        Hint.objects.get_or_create(element=element, kind=kind, order=1, defaults={"text": "示例提示"})
    return row


def diagnosis_of(place, state="open"):
    province = place.school.parent.parent
    scheme = Scheme.objects.create(province=province, guidance=guidance(), number=1, title="示例", parameters=Parameters.read().stored())
    row = Diagnosis.objects.create(school=place.school, year=2024, scheme=scheme)
    element = Element.objects.get(item__guidance=scheme.guidance)
    Part.objects.create(diagnosis=row, element=element)
    Passage.objects.bulk_create(Passage(diagnosis=row, kind=kind) for kind in ["overview", "conclusion", "advice"])
    Passage.objects.bulk_create(Passage(diagnosis=row, kind=kind, element=element) for kind in ["result", "causes", "self", "measures", "effect"])
    Passage.objects.create(diagnosis=row, kind="status", element=element, hint=element.hints.get(kind="current"))
    if state == "signed":
        body = zlib.compress(canonical(content(row)))
        report = row.reports.create(number=1, school=place.school, body=body, digest="0" * 64, signed_by=place.made)
        Diagnosis.objects.filter(pk=row.pk).update(state=state, report=report)
    return row


def a_diagnosis(state="open", **more):
    return lambda place: {"pk": diagnosis_of(place, state).pk, **more}


def a_report(place):
    return {"pk": Report.objects.get(diagnosis=diagnosis_of(place, "signed")).pk}


def a_passage(state="open"):
    return lambda place: {"pk": Passage.objects.get(diagnosis=diagnosis_of(place, state), kind="self").pk}


def with_a_draft(place):
    passage = Passage.objects.get(**a_passage()(place))
    Draft.objects.create(pk=7, passage=passage, text="旧稿", by=place.user, since="2026-01-01T08:00:00Z")
    return {"pk": passage.pk}


def an_invitation(place):
    return Invitation.objects.create(diagnosis=diagnosis_of(place), party="employer", organisation="示例公司", person="示例", token="t")


INVITE = {"party": "employer", "organisation": "示例公司", "person": "示例", "codes": ["1.1"]}


def a_regime(state="draft"):
    def make(place):
        texts = {"emphasis": "重点", "requirements": "要求", "cycle_years": 1, "organisation": "组织"}
        since = None if state == "draft" else date(2024, 1, 1)
        return {"pk": Regime.objects.create(school=place.school, title="示例制度", state=state, since=since, **texts).pk}

    return make


def plan_of(place):
    return DevelopmentPlan.objects.create(school=place.school, title="示例规划", first_year=2021, last_year=2025)


#: What the page shows of it.
PLANNED = mark({"title": "示例规划", "first_year": 2021, "last_year": 2025, "file": None})


def a_plan(place):
    guidance()
    return {"pk": plan_of(place).pk}


def a_hint(place):
    return {**a_plan(place), "hint": Hint.objects.get(element__item__guidance__code="test", kind="planning").pk}


def an_element_of_a_plan(place):
    return {**a_plan(place), "code": Hint.objects.get(element__item__guidance__code="test", kind="planning").element.code}


def a_measure(state="planned", written="signed"):
    """One of a diagnosis that is signed, or still written."""

    def make(place):
        done = {"carried_out_on": date(2025, 5, 1), "effect": "已见成效"} if state == "done" else {}
        of = diagnosis_of(place, written)
        return {"pk": Measure.objects.create(school=place.school, diagnosis=of, problem="问题", aim="措施", state=state, **done).pk}

    return make


def a_public_report(state="prepared"):
    """Prepared by somebody else than the person who asks."""

    def make(place):
        report, other = Report.objects.select_related("diagnosis").get(**a_report(place)), User.objects.create_user("other", name="另一人")
        by = {"prepared_by": other, "confirmed_by": place.made if state == "confirmed" else None}
        return {
            "pk": PublicReport.objects.create(
                report=report, school=place.school, state=state, content=public_content(report), digest="0" * 64, **by
            ).pk
        }

    return make


REGIME = {"title": "示例制度", "emphasis": "重点", "seen": 0}
PRINCIPAL = {R.PRINCIPAL}
PUBLISHERS = {R.PROVINCE_PUBLISHER}
ROWS = [
    Row("diagnosis:list", at_unit, own={200: READERS}, strangers=NATION),
    Row("diagnosis:open", at_unit, own={200: SCHOOL}),
    Row("diagnosis:diagnosis", a_diagnosis(), own={200: READERS}, strangers=NATION),
    Row("diagnosis:diagnosis", a_diagnosis("signed"), own={200: READERS}, strangers=NATION),
    Row("diagnosis:invitations", a_diagnosis(), own={200: SCHOOL}),
    Row("diagnosis:invitations", a_diagnosis("signed"), own={200: READERS}, strangers=NATION),
    Row("diagnosis:invite", a_diagnosis(), own={200: SCHOOL}),
    Row("diagnosis:invite", a_diagnosis(), "post", INVITE, own={302: SCHOOL}),
    Row("diagnosis:withdraw_invitation", lambda place: {"pk": an_invitation(place).pk}, own={200: SCHOOL}),
    Row("diagnosis:withdraw_invitation", lambda place: {"pk": an_invitation(place).pk}, "post", {"seen": 0, "note": "示例"}, own={302: SCHOOL}),
    Row("diagnosis:answer", lambda place: {"token": an_invitation(place).token}, own={200: EVERYONE}, strangers={200: EVERYONE}, anonymous=200),
    Row("diagnosis:assign", a_diagnosis(), own={200: PRINCIPAL}),
    # Nothing newer is there: the page says so again.
    Row("diagnosis:renew_data", a_diagnosis(), "post", {"seen": "1"}, own={302: SCHOOL}),
    # What a school is still writing is its own; signed, those above read it.
    Row("diagnosis:text", a_diagnosis(), own={200: SCHOOL}),
    Row("diagnosis:text", a_diagnosis("signed"), own={200: READERS}, strangers=NATION),
    Row("diagnosis:element", a_diagnosis(code="1.1"), own={200: SCHOOL}),
    Row("diagnosis:element", a_diagnosis("signed", code="1.1"), own={200: READERS}, strangers=NATION),
    Row("diagnosis:element", a_diagnosis(code="whole"), own={200: SCHOOL}),
    Row("diagnosis:findings", a_diagnosis(code="1.1"), own={200: SCHOOL}),
    # Without a body it is no save.
    Row("diagnosis:save", a_diagnosis(), "post", own={400: SCHOOL}),
    Row("diagnosis:versions", a_passage(), own={200: SCHOOL}),
    Row("diagnosis:versions", a_passage("signed"), own={200: READERS}, strangers=NATION),
    Row("diagnosis:restore", with_a_draft, "post", {"draft": "7", "seen": "0"}, own={302: SCHOOL}),
    Row("diagnosis:sign", a_diagnosis(), own={200: PRINCIPAL}),
    Row("diagnosis:sign", a_diagnosis(), "post", {"seen": 0}, own={200: PRINCIPAL}),
    Row("diagnosis:recall", a_diagnosis("signed"), own={200: PRINCIPAL}),
    Row("diagnosis:recall", a_diagnosis("signed"), "post", {"seen": 0, "note": "有误"}, own={302: PRINCIPAL}),
    Row("diagnosis:report", a_report, own={200: READERS}, strangers=NATION),
    Row("diagnosis:report_word", a_report, own={200: READERS}, strangers=NATION),
    Row("diagnosis:make_paper", a_report, "post", own={302: READERS}, strangers={302: {R.NATION_OFFICER}}),
    Row("diagnosis:attach_scan", a_report, own={200: PRINCIPAL}),
    Row("diagnosis:attach_scan", a_report, "post", own={200: PRINCIPAL}),
    Row("diagnosis:regimes", at_unit, own={200: READERS}, strangers=NATION),
    Row("diagnosis:draft_regime", at_unit, own={200: PRINCIPAL}),
    Row("diagnosis:draft_regime", at_unit, "post", REGIME, own={302: PRINCIPAL}),
    Row("diagnosis:regime", a_regime(), own={200: READERS}, strangers=NATION),
    Row("diagnosis:revise_regime", a_regime(), own={200: PRINCIPAL}),
    Row("diagnosis:revise_regime", a_regime(), "post", REGIME, own={302: PRINCIPAL}),
    Row("diagnosis:start", a_regime(), own={200: PRINCIPAL}),
    Row("diagnosis:start", a_regime(), "post", {"seen": 0}, own={302: PRINCIPAL}),
    Row("diagnosis:end", a_regime("running"), own={200: PRINCIPAL}),
    Row("diagnosis:end", a_regime("running"), "post", {"seen": 0, "note": "到期"}, own={302: PRINCIPAL}),
    Row("diagnosis:enter_plan", at_unit, own={200: PRINCIPAL}),
    Row("diagnosis:plan", a_plan, own={200: READERS}, strangers=NATION),
    Row("diagnosis:revise_plan", a_plan, own={200: PRINCIPAL}),
    Row("diagnosis:revise_plan", a_plan, "post", {"title": "示例规划", "first_year": 2021, "last_year": 2026, "seen": PLANNED}, own={302: PRINCIPAL}),
    Row("diagnosis:targets", an_element_of_a_plan, own={200: PRINCIPAL}),
    Row("diagnosis:targets", an_element_of_a_plan, "post", {"text_0": "示例目标", "seen_0": mark(NOTHING)}, own={302: PRINCIPAL}),
    Row("diagnosis:target", a_hint, own={200: PRINCIPAL}),
    Row("diagnosis:target", a_hint, "post", {"text": "示例目标", "seen": mark(NOTHING)}, own={302: PRINCIPAL}),
    Row("diagnosis:measures", at_unit, own={200: READERS}, strangers=NATION),
    Row("diagnosis:add_measure", a_diagnosis(), own={200: SCHOOL}),
    Row("diagnosis:add_measure", a_diagnosis(), "post", {"problem": "问题", "aim": "措施"}, own={302: SCHOOL}),
    Row("diagnosis:measure", a_measure(), own={200: READERS}, strangers=NATION),
    # What a school is still writing is its own.
    Row("diagnosis:measure", a_measure(written="open"), own={200: SCHOOL}),
    Row("diagnosis:change_measure", a_measure(), own={200: SCHOOL}),
    Row("diagnosis:change_measure", a_measure(written="open"), "post", {"seen": 0, "problem": "问题", "aim": "别的措施"}, own={302: SCHOOL}),
    Row("diagnosis:drop_measure", a_measure(written="open"), own={200: SCHOOL}),
    Row("diagnosis:drop_measure", a_measure(written="open"), "post", {"seen": 0}, own={302: SCHOOL}),
    Row("diagnosis:note_progress", a_measure(), own={200: SCHOOL}),
    Row("diagnosis:note_progress", a_measure("running"), "post", {"text": "已开两次会"}, own={302: SCHOOL}),
    Row("diagnosis:begin_measure", a_measure(), own={200: SCHOOL}),
    Row("diagnosis:begin_measure", a_measure(), "post", {"seen": 0}, own={302: SCHOOL}),
    Row("diagnosis:carry_out", a_measure("running"), own={200: SCHOOL}),
    Row("diagnosis:carry_out", a_measure("running"), "post", {"seen": 0, "on": "2025-05-01", "effect": "已见成效"}, own={302: SCHOOL}),
    Row("diagnosis:reopen_measure", a_measure("done"), own={200: SCHOOL}),
    Row("diagnosis:reopen_measure", a_measure("done"), "post", {"seen": 0, "note": "登记错了"}, own={302: SCHOOL}),
    Row("diagnosis:suspend_measure", a_measure("running"), own={200: SCHOOL}),
    Row("diagnosis:suspend_measure", a_measure("running"), "post", {"seen": 0, "note": "推迟"}, own={302: SCHOOL}),
    Row("diagnosis:public_reports", at_unit, own={200: READERS | PUBLISHERS}, strangers=NATION),
    Row("diagnosis:prepare_public", a_report, own={200: SCHOOL}),
    Row("diagnosis:prepare_public", a_report, "post", own={302: SCHOOL}),
    Row("diagnosis:public_report", a_public_report("confirmed"), own={200: READERS | PUBLISHERS}, strangers=NATION),
    # Until it is confirmed it is the school's alone.
    Row("diagnosis:public_report", a_public_report(), own={200: SCHOOL}),
    Row("diagnosis:rework_public", a_public_report("returned"), own={200: SCHOOL}),
    Row("diagnosis:rework_public", a_public_report(), "post", {"seen": 0}, own={302: SCHOOL}),
    Row("diagnosis:confirm_public", a_public_report(), own={200: PRINCIPAL}),
    Row("diagnosis:confirm_public", a_public_report(), "post", {"seen": 0}, own={302: PRINCIPAL}),
    Row("diagnosis:return_public", a_public_report(), own={200: PRINCIPAL}),
    Row("diagnosis:return_public", a_public_report(), "post", {"seen": 0, "note": "姓名没有遮住"}, own={302: PRINCIPAL}),
    Row("diagnosis:withdraw_public", a_public_report("confirmed"), own={200: PRINCIPAL}),
    Row("diagnosis:withdraw_public", a_public_report("confirmed"), "post", {"seen": 0, "note": "姓名没有遮住"}, own={302: PRINCIPAL}),
]
