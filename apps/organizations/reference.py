"""The divisions of the 2016-07 edition of GB/T 2260, with 兵团 and its 师 (A1)."""

from functools import cache

from django.db import transaction

from apps.core.fixtures import read_csv
from apps.organizations.models import Level, Organization
from apps.organizations.pinyin import spelled


@transaction.atomic
def load():
    """Enter the units that are missing; one that is there keeps the name and place it has been given since."""
    units = {unit.code: unit for unit in Organization.objects.filter(level__lt=Level.SCHOOL)}
    rows, missing = read_csv("divisions.csv"), []
    for row in rows:
        if row["code"] not in units:
            units[row["code"]] = _unit(row, units.get(row["parent"]))
            missing.append(units[row["code"]])
    Organization.objects.bulk_create(missing)
    return f"行政区划 {len(rows)} 个单位，新增 {len(missing)} 个"


@cache
def counties():
    """All codes at county level: code → {code, name, city}, ``city`` being the unit at city level where the county lies (F01.region_code)."""
    return {row["code"]: row for row in read_csv("counties.csv")}


def _unit(row, parent):
    pinyin, initials = spelled(row["name"])
    path = f"{parent.path if parent else ''}{row['code']}."
    return Organization(level=int(row["level"]), code=row["code"], name=row["name"], parent=parent, path=path, pinyin=pinyin, initials=initials)
