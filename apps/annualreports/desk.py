"""What waits for who writes the yearly report beside the steps of its lifecycle: to begin it, from 1 November on."""

from django.urls import reverse
from django.utils.timezone import localdate

from apps.accounts.access import unit_for
from apps.annualreports.lifecycle import EDIT, RECALL
from apps.annualreports.models import YearlyReport
from apps.annualreports.rules import due, is_late, year_asked
from apps.organizations.models import Level, Organization
from apps.workflow.desk import Item, Other, beside, source


@source
def to_begin(user):
    """The report that is asked for and that nobody has begun (L2)."""
    unit, year = unit_for(user, EDIT), year_asked(localdate())
    if unit is None or YearlyReport.objects.filter(province=unit, year=year).exists():
        return []
    return [
        Item("起草年度报告", f"{unit} {year} 年度报告，12 月 31 日前报送", reverse("annualreports:list", args=[unit.code]), "起草", due=due(year))
    ]


@beside
def lodged_so_far(user, found):
    """For the nation: how many provinces have lodged the report that is asked for (R5.2)."""
    unit, today = unit_for(user, RECALL), localdate()
    if unit is None:
        return
    year = year_asked(today)
    provinces = Organization.objects.filter(level=Level.PROVINCE, closed_on=None).count()
    lodged = YearlyReport.objects.filter(year=year, state=YearlyReport.State.LODGED).count()
    left = provinces - lodged
    verdict = ("done", "全部报送") if not left else ("act", f"逾期未报 {left} 个") if is_late(year, today) else ("wait", f"未报送 {left} 个")
    address = f"{reverse('annualreports:list', args=[unit.code])}?year={year}"
    found.others.append(Other(f"各省 {year} 年度报告", f"应报 {provinces} 个，已报送 {lodged} 个", address, *verdict))
