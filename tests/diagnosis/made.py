"""What a diagnosis stands on, made up: a scheme in force, accepted data with a few figures, a regime."""

import zlib
from datetime import date
from decimal import Decimal

from django.utils import timezone

from apps.diagnosis.services import regimes
from apps.indicators.models import Value
from apps.schemes.models import Guidance, Scheme
from apps.schemes.parameters import Parameters
from apps.statusdata.models import Return, Round, Snapshot

YEAR = 2024
REGIME = {
    "title": "教学工作诊断与改进制度",
    "emphasis": "专业建设与课堂教学",
    "requirements": "逐要素写实，查摆问题和成因",
    "cycle_years": 1,
    "organisation": "校长负责，教务处牵头",
}
FIGURES = {"K001": "1234", "K062": "89.4", "K065": "96.2", "K068": "0"}


def scheme_of(province, since=date(2023, 3, 1)):
    """The province's scheme, in force since then."""
    return Scheme.objects.create(
        province=province, guidance=Guidance.objects.get(code="2016"), number=1, title="示例方案", document_number="示例〔2023〕1号",
        state="lodged", issued_on=since, lodged_on=since, effective_from=since, parameters=Parameters.read().stored(),
    )  # fmt: skip


def accepted_of(school, province, edition, *, by, year=YEAR, figures=FIGURES):
    """The school's accepted return of a year with ``figures`` as the values computed of it."""
    due = dict.fromkeys(["school_due", "city_due", "province_due"], date(year + 1, 10, 20))
    round = Round.objects.create(province=province, year=year, edition=edition, state="open", **due)
    upload = Return.objects.create(round=round, school=school)
    snapshot = Snapshot.objects.create(upload=upload, number=1, signed_by=by, path=school.path, body=zlib.compress(b"{}"), digest="0" * 64)
    now = timezone.now()
    Return.objects.filter(pk=upload.pk).update(state="accepted", snapshot=snapshot, submitted_at=now, checked_at=now, accepted_at=now)
    Value.objects.bulk_create(
        Value(school=school, year=year, indicator=code, snapshot=snapshot, place=school.path, value=Decimal(value)) for code, value in figures.items()
    )
    return Return.objects.get(pk=upload.pk)


def regime_of(school, *, by):
    """The school's regime, in force."""
    return regimes.start(regimes.draft_regime(school, by=by, **REGIME), by=by, day=date(2023, 9, 1))
