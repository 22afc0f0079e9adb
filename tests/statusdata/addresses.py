import zlib
from dataclasses import asdict
from datetime import date

from django.utils import timezone

from apps.dictionary.models import Edition, Field, Form
from apps.organizations.models import Level, Organization
from apps.statusdata.models import Import, Record, Remark, Return, Round, Snapshot
from apps.statusdata.services import chain, receipts
from apps.statusdata.workbook.comparing import Plan
from config.roles import Role as R
from tests.architecture.table import COMMITTEE, EVERYONE, Row, at_unit

READERS = EVERYONE - {R.AUDITOR} - COMMITTEE
PROVINCIAL = {R.PROVINCE_OFFICER, R.PROVINCE_PUBLISHER, R.NATION_OFFICER}
#: Nobody reads it here.
BODY = zlib.compress(b"")
DUE = {name: date(2026, 12, 1) for name in ["school_due", "city_due", "province_due"]}


def round_of(place, state="open"):
    given = {"code": "test", "name": "示例", "catalogue": "2010", "digest": "0" * 64}
    edition, _new = Edition.objects.get_or_create(since_year=2016, defaults=given)
    province = Organization.objects.get(level=Level.PROVINCE, code=place.school.path.split(".")[1])
    return Round.objects.create(province=province, year=2025, edition=edition, state=state, **DUE)


def a_round(state="open"):
    return lambda place: {"pk": round_of(place, state).pk}


def a_return(state="open", direct=False):
    """A return in ``state``, signed unless it is open; ``direct``: of a school of the province itself."""

    def make(place):
        upload = Return.objects.create(round=round_of(place), school=place.school)
        if direct:
            Organization.objects.filter(pk=place.school.pk).update(parent=upload.round.province)
        if state != "open":
            snapshot = Snapshot.objects.create(upload=upload, number=1, signed_by=place.made, path=place.school.path, body=BODY, digest="0" * 64)
            Return.objects.filter(pk=upload.pk).update(state=state, snapshot=snapshot, submitted_at=timezone.now())
        return {"pk": upload.pk}

    return make


def a_signed_return(place):
    """With its receipt there."""
    given = a_return("submitted")(place)
    receipts.write(Return.objects.get(pk=given["pk"]).snapshot, "submitted")
    return given


def step(name, state, roles, direct=False):
    """A step's page and the step itself, by who takes it; ``state`` is where it starts."""
    make, data = a_return(state, direct), {"seen": 0, "note": "请核对"}
    return [Row(f"statusdata:{name}", make, own={200: roles}), Row(f"statusdata:{name}", make, "post", data, own={302: roles})]


def round_step(name, state):
    make, data = a_round(state), {"seen": 0, "note": "补报"}
    mine = {R.PROVINCE_OFFICER}
    return [Row(f"statusdata:round_{name}", make, own={200: mine}), Row(f"statusdata:round_{name}", make, "post", data, own={302: mine})]


def filling(code=None, state="open"):
    """A return with a single form and one of rows; ``code``: the arguments name that form."""

    def make(place):
        round = round_of(place)
        for form, shape in [("F08", "single"), ("F10", "rows")]:
            row, _new = Form.objects.get_or_create(
                edition=round.edition, code=form, defaults={"name": "示例", "shape": shape, "as_of": "start", "order": 0}
            )
            Field.objects.get_or_create(
                form=row, code="ft", defaults={"name": "示例", "order": 0, "section": "示例", "kind": "int", "as_of": "start"}
            )
        upload = chain.open_return(round, place.school)
        if state != "open":
            snapshot = Snapshot.objects.create(upload=upload, number=1, signed_by=place.made, path=place.school.path, body=BODY, digest="0" * 64)
            Return.objects.filter(pk=upload.pk).update(state=state, snapshot=snapshot, submitted_at=timezone.now())
        return {"pk": upload.pk, **({"form": code} if code else {})}

    return make


def to_remind(place):
    """Of a city, with the round of one of its schools."""
    return {"code": place.unit.code, "pk": Return.objects.get(**a_return()(place)).round_id}


def a_row(place):
    given = filling("F10")(place)
    return {**given, "record": Record.objects.create(upload_id=given["pk"], form="F10").pk}


def a_remark(place):
    upload = Return.objects.get(pk=filling()(place)["pk"])
    return {"pk": Remark.objects.create(upload=upload, form="F08", field="ft", text="请核对", by=place.user).pk}


#: Who sees the people of a unit: they see who sees its returns (A8).
IN_CHARGE = {R.PRINCIPAL, R.CITY_OFFICER, R.PROVINCE_OFFICER, R.NATION_OFFICER}
SCHOOL = {R.SCHOOL_EDITOR, R.PRINCIPAL}
FILLING = [
    Row("statusdata:assign", filling(), own={200: {R.PRINCIPAL}}),
    Row("statusdata:assign", filling(), "post", own={302: {R.PRINCIPAL}}),
    *(Row("statusdata:form", filling(form), own={200: READERS}, strangers={200: {R.NATION_OFFICER}}) for form in ["F08", "F10"]),
    Row("statusdata:form", filling("F08", "submitted"), own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("statusdata:messages", filling("F08"), own={200: SCHOOL}),
    # Without a body they are no saves.
    Row("statusdata:cells", filling("F08"), "post", own={400: SCHOOL}),
    Row("statusdata:many_cells", filling("F10"), "post", own={400: SCHOOL}),
    Row("statusdata:read", filling("F10"), "post", own={400: SCHOOL}),
    Row("statusdata:explanations", filling(), "post", own={400: SCHOOL}),
    Row("statusdata:files", filling("F08"), "post", own={400: SCHOOL}),
    Row("statusdata:rows", filling("F10"), "post", own={302: SCHOOL}),
    Row("statusdata:remove_row", a_row, "post", own={302: SCHOOL}),
    Row("statusdata:empty", filling("F10"), "post", own={302: SCHOOL}),
    Row("statusdata:carry", filling("F10"), "post", own={302: SCHOOL}),
    Row("statusdata:confirm_last", filling("F08"), "post", own={302: SCHOOL}),
    # Without words it is no remark: the page asks again.
    Row("statusdata:remark", filling("F08", "submitted"), "post", own={200: {R.CITY_OFFICER, R.PROVINCE_OFFICER}}),
    Row("statusdata:withdraw_remark", a_remark, "post", own={302: {R.CITY_OFFICER, R.PROVINCE_OFFICER}}),
    Row("statusdata:answer", a_remark, "post", {"text": "已核对"}, own={302: SCHOOL}),
]


def an_import(place):
    """A preview with nothing in it, waiting for a word."""
    upload = Return.objects.get(**a_return()(place))
    plan = asdict(Plan())
    return {"pk": Import.objects.create(upload=upload, by=place.user, name="填好.xlsx", state=Import.State.READ, plan=plan).pk}


ROWS = [
    *FILLING,
    Row("statusdata:rounds", at_unit, own={200: PROVINCIAL}, strangers={200: {R.NATION_OFFICER}}),
    Row("statusdata:plan_round", at_unit, own={200: {R.PROVINCE_OFFICER}}),
    Row("statusdata:plan_round", at_unit, "post", own={200: {R.PROVINCE_OFFICER}}),
    Row("statusdata:round", a_round(), own={200: PROVINCIAL}, strangers={200: {R.NATION_OFFICER}}),
    *round_step("open", "planned"),
    *round_step("close", "open"),
    *round_step("reopen", "closed"),
    Row("statusdata:remind", a_round(), "post", own={302: {R.PROVINCE_OFFICER}}),
    Row("statusdata:list", at_unit, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("statusdata:remind_schools", to_remind, "post", own={302: {R.CITY_OFFICER}}),
    Row("statusdata:many", at_unit, "post", {"step": "accept"}, own={302: READERS}, strangers={302: {R.NATION_OFFICER}}),
    Row("statusdata:return", a_return(), own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    # Without the words signed nothing is signed: the page comes back.
    Row("statusdata:submit", a_return(), "post", {"seen": 0}, own={200: {R.PRINCIPAL}}),
    Row("statusdata:submit", a_return(), own={200: {R.PRINCIPAL}}),
    Row("statusdata:seen_by", a_return(), own={200: IN_CHARGE}, strangers={200: {R.NATION_OFFICER}}),
    *step("recall", "submitted", {R.PRINCIPAL}),
    *step("check", "submitted", {R.CITY_OFFICER}),
    *step("send_back", "submitted", {R.CITY_OFFICER}),
    *step("send_down", "checked", {R.PROVINCE_OFFICER}),
    *step("accept", "checked", {R.PROVINCE_OFFICER}),
    *step("return_direct", "submitted", {R.PROVINCE_OFFICER}, direct=True),
    Row("statusdata:missing", a_return(), "post", {"text": "本学年未统计"}, own={302: SCHOOL}),
    Row("statusdata:changes", a_return(), own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("statusdata:receipt", a_signed_return, own={302: READERS}, strangers={302: {R.NATION_OFFICER}}),
    Row("statusdata:workbook", a_return(), own={200: SCHOOL}),
    Row("statusdata:new_import", a_return(), own={200: SCHOOL}),
    Row("statusdata:import", an_import, own={200: SCHOOL}),
    Row("statusdata:apply_import", an_import, "post", {"seen": 0}, own={302: SCHOOL}),
    Row("statusdata:discard_import", an_import, "post", {"seen": 0}, own={302: SCHOOL}),
]
