from datetime import date

from apps.dictionary.models import Edition
from apps.organizations.models import Level, Organization
from apps.statusdata.models import Return, Round
from config.roles import Role as R
from tests.architecture.table import EVERYONE, Row, at_unit

READERS = EVERYONE - {R.AUDITOR}
PROVINCIAL = {R.PROVINCE_OFFICER, R.PROVINCE_PUBLISHER, R.NATION_OFFICER}


def round_of(place):
    edition, _new = Edition.objects.get_or_create(code="test", since_year=2016, defaults={"name": "示例", "catalogue": "2010", "digest": "0" * 64})
    province = Organization.objects.get(level=Level.PROVINCE, code=place.school.path.split(".")[1])
    due = {name: date(2026, 12, 1) for name in ["school_due", "city_due", "province_due"]}
    return Round.objects.create(province=province, year=2025, edition=edition, state="open", **due)


def a_round(place):
    return {"pk": round_of(place).pk}


def a_return(place):
    return {"pk": Return.objects.create(round=round_of(place), school=place.school).pk}


ROWS = [
    Row("statusdata:rounds", at_unit, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("statusdata:round", a_round, own={200: PROVINCIAL}, strangers={200: {R.NATION_OFFICER}}),
    Row("statusdata:list", at_unit, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("statusdata:return", a_return, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
]
