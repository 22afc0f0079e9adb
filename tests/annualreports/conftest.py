import zlib
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from apps.annualreports.contents import fingerprint
from apps.annualreports.models import YearlyReport
from apps.annualreports.services import reports
from apps.core.canonical import canonical
from apps.diagnosis.models import Report
from config.roles import Role
from tests.line import a_report

YEAR = 2026
DAY = date(2026, 12, 1)
FUNDS = {
    "scheme": {"set_aside": Decimal("120.50"), "spent": Decimal("100"), "note": "示例专项"},
    "review": {"set_aside": Decimal("80"), "spent": Decimal("60.25"), "note": ""},
}
TEXTS = {"work": "签字的报告 {Y05} 份。", "plan": "明年抽样 6 所。", "note": ""}
PASSWORD = "a long enough secret"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people(holder):
    """Who writes, who signs, the nation, and others whom it does not concern."""
    found = {
        "officer": holder(Role.PROVINCE_OFFICER, "shaanxi"),
        "colleague": holder(Role.PROVINCE_OFFICER, "shaanxi"),
        "decider": holder(Role.PROVINCE_DECIDER, "shaanxi"),
        "nation": holder(Role.NATION_OFFICER, "nation"),
        "principal": holder(Role.PRINCIPAL, "school"),
        "stranger": holder(Role.PROVINCE_OFFICER, "henan"),
    }
    for person in found.values():
        person.set_password(PASSWORD)
        person.save()
    return found


@pytest.fixture
def signed_in():
    def of(user):
        client = Client()
        client.force_login(user)
        return client

    return of


@pytest.fixture
def draft(tree, people):
    return reports.begin(tree["shaanxi"], year=YEAR, by=people["officer"], day=DAY)


@pytest.fixture
def write(people):
    """``write(report, …)``: saved as the officer's form would save it."""

    def save(report, by="officer", seen=None, funds=FUNDS, **texts):
        row = YearlyReport.objects.get(pk=report.pk)
        return reports.write(row, seen=row.version if seen is None else seen, funds=funds, by=people[by], **TEXTS | texts)

    return save


@pytest.fixture
def ready(draft, write, people):
    return reports.offer(write(draft), by=people["officer"])


@pytest.fixture
def lodge(people):
    def sign(report, by="decider"):
        row = YearlyReport.objects.get(pk=report.pk)
        return reports.lodge(row, signed=fingerprint(row), by=people[by])

    return sign


@pytest.fixture
def lodged(ready, lodge):
    return lodge(ready)


@pytest.fixture
def signed(tree, people):
    """The school's signed report of the year, one element of it."""
    element = {"item": {"code": "1", "name": "示例项目"}, "code": "1.1", "name": "示例要素", "self": "示例自诊", "measures": "示例措施",
               "effect": "示例效果", "result": "示例结果", "causes": "示例原因", "status": []}  # fmt: skip
    measure = {"id": "1", "element": "1.1", "problem": "示例问题", "aim": "示例目标", "owner": "示例", "due": "2026-09-01", "state": "done",
               "carried_out_on": "2026-08-01", "effect": "示例成效"}  # fmt: skip
    body = {"school": {"code": tree["school"].code, "name": tree["school"].name}, "year": 2025, "scheme": "示例方案", "data": "", "snapshot": "",
            "overview": "示例概述", "conclusion": "示例结论", "advice": "示例建议", "elements": [element], "figures": [], "measures": [measure]}  # fmt: skip
    report = a_report(tree["school"], tree["shaanxi"], people["principal"])
    Report.objects.filter(pk=report.pk).update(body=zlib.compress(canonical(body)))
    return Report.objects.get(pk=report.pk)
