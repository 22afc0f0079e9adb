from datetime import date
from hashlib import sha256

from django.utils import timezone

from apps.accounts.models import User
from apps.annualreports.contents import content
from apps.annualreports.models import Chapter, Circular, Fund, Lodging, YearlyReport
from apps.core.canonical import digest
from apps.organizations.models import Organization
from config.roles import Role as R
from tests.architecture.table import Row, at_unit
from tests.line import a_report

YEAR = 2025
WRITES, SIGNS, NATION = {R.PROVINCE_OFFICER}, {R.PROVINCE_DECIDER}, {R.NATION_OFFICER}
PROVINCE = WRITES | SIGNS
SCHOOL = {R.SCHOOL_EDITOR, R.PRINCIPAL}
SEEN = {"seen": 0, "note": "理由"}


def province_of(school):
    return Organization.objects.get(code=school.path.split(".")[1])


def made(state="draft", **given):
    """The arguments of a report of the place's province, with all that it takes to go on."""

    def make(place):
        row = YearlyReport(province=province_of(place.school), year=YEAR, due=date(YEAR, 12, 31), work="示例工作", plan="示例计划", **given)
        row.save(force_insert=True)
        Fund.objects.bulk_create(Fund(report=row, purpose=purpose, set_aside=10, spent=8) for purpose in Fund.Purpose)
        lodging = None
        if state == "lodged":
            held = content(row)
            lodging = Lodging.objects.create(report=row, number=1, content=held, digest=digest(held), by=User.objects.create_user("signer"))
        YearlyReport.objects.filter(pk=row.pk).update(state=state, lodging=lodging)
        return {"pk": row.pk}

    return make


def a_circular(state="draft"):
    def make(place):
        nation = Organization.objects.get(code="100000")
        issued = {"content": {}, "digest": sha256(b"x").hexdigest(), "issued_at": timezone.now()} if state == "issued" else {}
        told = {"year": YEAR, "as_of": "2025-12-31", "opinion": "示例", "counts": {}, "groups": [], "columns": [], "rows": [], "total": []}
        issued |= {"content": told} if issued else {}
        row = Circular.objects.create(issuer=nation, year=YEAR, number="示例〔2026〕1号", opinion="示例", state=state, **issued)
        return {"pk": row.pk}

    return make


def a_chapter(place):
    report = a_report(place.school, province_of(place.school), User.objects.create_user("principal-of-it"))
    told = {"school": {"code": place.school.code, "name": place.school.name}, "year": 2025, "number": 1, "overview": "示例", "items": [], "measures": [],
            "conclusion": "示例", "advice": "示例", "signed_at": "2026-05-01T10:00:00+08:00"}  # fmt: skip
    return {"pk": Chapter.objects.create(school=place.school, report=report, content=told, digest="0" * 64, by=report.signed_by).pk}


def the_nation(place):
    return {"code": "100000" if place.whose == "own" else "410000"}


ROWS = [
    Row("annualreports:list", at_unit, own={200: PROVINCE | NATION}, strangers={200: NATION}),
    Row("annualreports:begin", lambda place: {"code": province_of(place.school).code}, "post", {"year": "1990"}, own={302: WRITES}),
    Row("annualreports:table", lambda place: the_nation(place) | {"year": timezone.localdate().year}, own={200: NATION}),
    # The nation sees what was lodged.
    Row("annualreports:page", made("lodged"), own={200: PROVINCE | NATION}, strangers={200: NATION}),
    Row("annualreports:word", made("lodged"), own={200: PROVINCE | NATION}, strangers={200: NATION}),
    Row("annualreports:write", made(), own={200: WRITES}),
    Row("annualreports:draft", made(), "post", own={302: PROVINCE}),
    Row("annualreports:offer", made(), "post", SEEN, own={302: WRITES}),
    Row("annualreports:send_back", made("ready"), "post", SEEN, own={302: SIGNS}),
    Row("annualreports:lodge", made("ready"), own={200: SIGNS}),
    Row("annualreports:recall", made("lodged"), "post", SEEN, own={302: NATION}, strangers={302: NATION}),
    Row("annualreports:draft_circular", the_nation, "post", {"year": str(YEAR)}, own={302: NATION}),
    # Once issued it is laid down for every province.
    Row("annualreports:circular", a_circular("issued"), own={200: PROVINCE | NATION}, strangers={200: PROVINCE | NATION}),
    Row("annualreports:write_circular", a_circular(), own={200: NATION}, strangers={200: NATION}),
    Row("annualreports:issue_circular", a_circular(), "post", SEEN, own={302: NATION}, strangers={302: NATION}),
    Row("annualreports:chapters", at_unit, own={200: SCHOOL}),
    Row("annualreports:draft_chapter", lambda place: {"code": place.school.code}, "post", own={302: SCHOOL}),
    Row("annualreports:chapter", a_chapter, own={200: SCHOOL}),
    Row("annualreports:chapter_word", a_chapter, own={200: SCHOOL}),
]
