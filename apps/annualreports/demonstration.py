"""陕西省: last year's report lodged in December, this year's under way; a made-up school with its chapter. Every text is marked 示例."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from apps.accounts.access import holders
from apps.accounts.models import User
from apps.annualreports.contents import fingerprint
from apps.annualreports.lifecycle import WRITE_CHAPTER
from apps.annualreports.models import Lodging, YearlyReport
from apps.annualreports.services import chapters, reports
from apps.audit.services import dated
from apps.core.dates import at_hour
from apps.diagnosis.models import Diagnosis
from apps.organizations.models import Organization

OFFICER, DECIDER = "shengji", "rending"
FUNDS = {
    "scheme": {"set_aside": Decimal("120"), "spent": Decimal("96.5"), "note": "省级职业教育专项（示例）"},
    "review": {"set_aside": Decimal("180"), "spent": Decimal("142.8"), "note": "专家差旅和培训（示例）"},
}
PLAN = (
    "（示例）一、按实施规划完成下一年度的抽样和现场复核。\n二、对待改进和异常的学校逐校跟踪落实。\n"
    "三、培训复核专家，补齐企业行业专家的比例。\n四、组织各校在状态数据的基础上修订改进措施。"
)
NOTE = "（示例）数据均为演示所用，不反映任何省、任何学校的实际情况。"


@transaction.atomic
def load(today):
    """Enter both reports and the chapter; where a report is there already, or its people are not, nothing is done."""
    people = {user.username: user for user in User.objects.filter(username__in=[OFFICER, DECIDER])}
    if len(people) < 2 or YearlyReport.objects.exists():
        return "已有年度报告，没有新增"
    province = Organization.objects.get(code="610000")
    _last_year(province, today, people)
    reports.begin(province, year=today.year, by=people[OFFICER], day=today)
    return f"年度报告 {YearlyReport.objects.count()} 份，质量报告专章 {_chapter()} 份，均为示例"


def _last_year(province, today, people):
    at = at_hour(date(today.year - 1, 12, 22))
    with dated(at):
        row = reports.begin(province, year=today.year - 1, by=people[OFFICER], day=today)
        row = reports.write(row, seen=row.version, work=row.work, plan=PLAN, note=NOTE, funds=FUNDS, by=people[OFFICER])
        row = reports.offer(row, by=people[OFFICER])
        row = reports.lodge(row, signed=fingerprint(row), by=people[DECIDER])
    Lodging.objects.filter(pk=row.lodging_id).update(at=at)


def _chapter():
    """The first made-up school with a signed report takes its chapter; how many did."""
    signed = (
        Diagnosis.objects.filter(state=Diagnosis.State.SIGNED, school__name__startswith="示例").select_related("school").order_by("-school__code")
    )
    for school in [row.school for row in signed[:1]]:
        chapters.draft(school, by=holders(WRITE_CHAPTER, school).first())
    return len(signed[:1])
