"""A first version of the province, as an address asks it."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.organizations.models import Level, Organization
from apps.schemes.models import AddedPoint, Adjustment, CityNote, Element, Guidance, Hint, HintNote, Item, Scheme
from apps.schemes.parameters import Parameters
from config.roles import Role as R
from tests.architecture.table import COMMITTEE, EVERYONE, Row, at_unit

READERS = EVERYONE - {R.AUDITOR}
AUTHORS = {R.PROVINCE_OFFICER, R.COMMITTEE_SECRETARY}
HIGHER = {R.PROVINCE_OFFICER, R.PROVINCE_PUBLISHER, R.NATION_OFFICER} | COMMITTEE
GROUND = {"basis": "示例〔2026〕1号"}


def scheme_of(place, state):
    """With a point, a note and an adjustment of the province's own."""
    guidance = Guidance.objects.create(code="test", title="示例指导方案", number="示例", issued_on=date(2030, 1, 1))
    element = Element.objects.create(item=Item.objects.create(guidance=guidance, code="1", name="项目", order=1), code="1.1", name="要素", order=1)
    province = Organization.objects.get(level=Level.PROVINCE, code=place.school.path.split(".")[1])
    day = date(2026, 1, 1)
    scheme = Scheme.objects.create(
        province=province, guidance=guidance, number=1, title="示例方案", document_number="示例", state=state,
        issued_on=day, effective_from=day, lodged_on=day if state == "lodged" else None, parameters=Parameters.read().stored(),
    )  # fmt: skip
    AddedPoint.objects.create(scheme=scheme, element=element, code="1.1.S1", text="增设", **GROUND)
    for number in [1, 2]:
        hint = Hint.objects.create(element=element, kind="planning", order=number, text=f"提示 {number}")
    HintNote.objects.create(scheme=scheme, hint=hint, text="注解", **GROUND)
    Adjustment.objects.create(scheme=scheme, group="remote", threshold="students", value=600, reason="示例")
    return scheme


def a(state, **more):
    """The arguments of an address of a scheme in ``state``; ``more``: name -> function of the scheme."""

    def make(place):
        scheme = scheme_of(place, state)
        return {"pk": scheme.pk, **{name: given(scheme) for name, given in more.items()}}

    return make


def hint_of(scheme):
    return Hint.objects.filter(notes__scheme=scheme).get().pk


def adjustment_of(scheme):
    return scheme.adjustments.get().pk


def in_city(place):
    """A scheme on file, and the city where the school of this branch lies."""
    return {"pk": scheme_of(place, "lodged").pk, "code": place.school.path.split(".")[2]}


def a_note(place):
    scheme = scheme_of(place, "lodged")
    city = Organization.objects.get(code=place.school.path.split(".")[2])
    return {"pk": CityNote.objects.create(scheme=scheme, city=city, text="示例", by=place.made).pk}


def a_province(place):
    scheme_of(place, "lodged")
    return {"code": place.school.path.split(".")[1]}


def form_of(place):
    return {"seen": "0" * 64, "title": "示例"}


def a_paper(place):
    return {"upload": SimpleUploadedFile("方案.pdf", b"%PDF-1.7 made up")}


ELEMENT = {"code": lambda scheme: "1.1"}
HINT, ADJUSTMENT = {"hint": hint_of}, {"adjustment": adjustment_of}
SEEN = {"seen": 0, "note": "理由"}
ADJUSTED = {"group": "remote", "threshold": "buildings", "value": "12000", "reason": "示例"}


def step(name, state, roles):
    return [Row(f"schemes:{name}", a(state), own={200: roles}, strangers={200: roles & {R.NATION_OFFICER}}),
            Row(f"schemes:{name}", a(state), "post", SEEN, own={302: roles}, strangers={302: roles & {R.NATION_OFFICER}})]  # fmt: skip


ROWS = [
    Row("schemes:list", at_unit, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("schemes:draft", a_province, "post", own={302: AUTHORS}),
    Row("schemes:scheme", a("draft"), own={200: AUTHORS}),
    Row("schemes:scheme", a("lodging"), own={200: HIGHER}, strangers={200: {R.NATION_OFFICER}}),
    Row("schemes:scheme", a("lodged"), own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("schemes:element", a("draft", **ELEMENT), own={200: AUTHORS}),
    Row("schemes:element", a("lodged", **ELEMENT), own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("schemes:edit", a("draft"), own={200: AUTHORS}),
    Row("schemes:edit", a("lodged"), own={409: AUTHORS}),
    Row("schemes:edit", a("draft"), "post", form_of, own={200: AUTHORS}),
    Row("schemes:check", a("draft"), "post", form_of, own={200: AUTHORS}),
    Row("schemes:attach", a("draft"), own={200: AUTHORS}),
    Row("schemes:attach", a("draft"), "post", a_paper, own={302: AUTHORS}),
    Row("schemes:add_point", a("draft", **ELEMENT), own={200: AUTHORS}),
    Row("schemes:add_point", a("draft", **ELEMENT), "post", {"text": "增设", "kind": "text", **GROUND}, own={302: AUTHORS}),
    Row("schemes:remove_point", a("draft", code=lambda scheme: "1.1.S1"), "post", own={302: AUTHORS}),
    Row("schemes:remove_point", a("draft", **ELEMENT), "post", own={422: AUTHORS}),
    Row("schemes:note_hint", a("draft", **HINT), own={200: AUTHORS}),
    Row("schemes:note_hint", a("draft", **HINT), "post", {"text": "注解", **GROUND}, own={302: AUTHORS}),
    Row("schemes:remove_note", a("draft", **HINT), "post", own={302: AUTHORS}),
    Row("schemes:adjust", a("draft"), own={200: AUTHORS}),
    Row("schemes:adjust", a("draft"), "post", ADJUSTED, own={302: AUTHORS}),
    Row("schemes:remove_adjustment", a("draft", **ADJUSTMENT), "post", own={302: AUTHORS}),
    *step("file_scheme", "draft", {R.PROVINCE_OFFICER}),
    *step("recall_scheme", "lodging", {R.PROVINCE_OFFICER}),
    *step("lodge_scheme", "lodging", {R.NATION_OFFICER}),
    *step("return_scheme", "lodging", {R.NATION_OFFICER}),
    Row("schemes:annotate", in_city, own={200: {R.CITY_OFFICER}}),
    Row("schemes:annotate", in_city, "post", {"text": "示例"}, own={302: {R.CITY_OFFICER}}),
    Row("schemes:withdraw_note", a_note, "post", own={302: {R.CITY_OFFICER}}),
]
