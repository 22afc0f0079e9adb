"""A province with a scheme on file and schools that meet everything a draw asks for, written straight into the tables."""

import zlib
from datetime import date

from django.utils import timezone

from apps.diagnosis.models import Regime
from apps.dictionary.models import Edition
from apps.indicators.models import Standing
from apps.organizations.models import Level, Organization, Register
from apps.organizations.services import open_unit
from apps.sampling.models import Plan
from apps.schemes.models import Guidance, Scheme
from apps.schemes.parameters import Parameters
from apps.statusdata.models import Return, Round, Snapshot

ISSUED = date(2024, 3, 1)
YEAR = 2025
WRITTEN = {"emphasis": "示例", "requirements": "示例", "organisation": "示例", "cycle_years": 3}


def a_scheme(province, **given):
    """On file and in force, with the parameters of the guidance but for ``given``."""
    guidance, _ = Guidance.objects.get_or_create(code="test", defaults={"title": "示例指导方案", "number": "示例", "issued_on": date(2016, 4, 7)})
    parameters = {**Parameters.read().stored(), **given}
    days = {"issued_on": ISSUED, "effective_from": ISSUED, "lodged_on": ISSUED}
    return Scheme.objects.create(
        province=province, guidance=guidance, number=1, title="示例方案", document_number="示例", state="lodged", parameters=parameters, **days
    )


def a_plan(province, state="issued", scheme=None, **given):
    """Of the five years that began last year."""
    this_year = timezone.localdate().year
    years = {"first_year": this_year - 1, "last_year": this_year + 3, **given}
    issued_on = ISSUED if state == "issued" else None
    return Plan.objects.create(province=province, scheme=scheme or a_scheme(province), title="示例规划", state=state, issued_on=issued_on, **years)


def ready(school, *, by, met=True, year=YEAR, conditions=(), regime=True):
    """Give ``school`` a running regime and a standing on accepted data."""
    if regime:
        Regime.objects.get_or_create(school=school, state="running", defaults={"title": "示例", "since": date(2020, 9, 1), **WRITTEN})
    due = {name: date(year + 1, 12, 1) for name in ["school_due", "city_due", "province_due"]}
    edition, _ = Edition.objects.get_or_create(since_year=2016, defaults={"code": "test", "name": "示例", "catalogue": "2010", "digest": "0" * 64})
    province = Organization.objects.get(level=Level.PROVINCE, code=school.path.split(".")[1])
    round, _ = Round.objects.get_or_create(province=province, year=year, defaults={"edition": edition, "state": "closed", **due})
    upload = Return.objects.create(round=round, school=school)
    snapshot = Snapshot.objects.create(upload=upload, number=1, signed_by=by, path=school.path, body=zlib.compress(b"{}"), digest="0" * 64)
    rows = [{"name": name, "met": False} for name in conditions]
    Standing.objects.create(school=school, year=year, snapshot=snapshot, place=school.path, standard="示例", category="", met=met, conditions=rows)
    return school


def a_school(number, city, *, by, ready_for_draw=True, register=None, **given):
    """A made-up school in ``city``, ready for a draw unless told otherwise."""
    school = open_unit(level=Level.SCHOOL, code=f"36{city.code[:2]}9{number:05}", name=f"示例第{number}职业学校", parent=city, sample_code=True)
    facts = {"region_code": city.code, "org_type": "365", "authority_code": "831", **(register or {})}
    Register.objects.create(school=school, since=date(2016, 9, 1), **facts)
    return ready(school, by=by, **given) if ready_for_draw else school
