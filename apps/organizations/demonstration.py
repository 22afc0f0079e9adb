"""The schools of the demonstration (fixtures/demonstration.yaml): plainly made-up ones in 陕西省, and those that published figures."""

from datetime import date, timedelta
from itertools import count, cycle

from django.db import transaction

from apps.audit.services import dated
from apps.core.dates import at_hour
from apps.core.fixtures import read_yaml
from apps.organizations.models import Level, Organization
from apps.organizations.reference import counties
from apps.organizations.services import enter_register, open_unit

SINCE = date(2016, 9, 1)


@transaction.atomic
def load(today):
    """Enter the schools that are missing; ``today`` moves what happened a while ago."""
    plan = read_yaml("demonstration.yaml")
    known = set(Organization.objects.filter(level=Level.SCHOOL).values_list("code", flat=True))
    new = [row for row in [*_real(plan), *_made_up(plan, today)] if row["code"] not in known]
    units = {unit.code: unit for unit in Organization.objects.exclude(level=Level.SCHOOL)}
    with dated(at_hour(SINCE, 9)):
        for row in new:
            _enter(row, units)
    return f"学校新增 {len(new)} 所，代码均为示例码"


def _enter(row, units):
    area = units[row["city"]]
    school = open_unit(
        level=Level.SCHOOL, code=row["code"], name=row["name"], parent=area.parent if row["provincial"] else area, area=area, sample_code=True
    )
    enter_register(school, since=SINCE, region_code=row["county"], **row["facts"])


def _real(plan):
    """Of a real school only the place is known: the rest of its register stays empty, not guessed."""
    for row in plan["real"]:
        yield {**row, "provincial": False, "facts": {}}


def _made_up(plan, today):
    numbers, kinds = count(1), cycle(plan["kinds"])
    for city, words in plan["made_up"].items():
        places = cycle([row["code"] for row in counties().values() if row["city"] == city])
        for word, number, kind, county in zip(words, numbers, kinds, places, strict=False):
            facts = {**kind, **plan["special"].get(word, {})}
            if days := facts.pop("accident_days_ago", None):
                facts["accident_closed_on"] = today - timedelta(days=days)
            provincial, ending = facts.pop("provincial", False), facts.pop("ending")
            code = f"36{city[:2]}{900000 + number}"
            yield {"code": code, "name": f"示例{word}{ending}", "city": city, "county": county, "provincial": provincial, "facts": facts}
