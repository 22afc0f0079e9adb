"""What waits for who writes the yearly report beside the steps of its lifecycle: to begin it, from 1 November on."""

from django.urls import reverse
from django.utils.timezone import localdate

from apps.accounts.access import unit_for
from apps.annualreports.lifecycle import EDIT
from apps.annualreports.models import YearlyReport
from apps.annualreports.rules import due, year_asked
from apps.workflow.desk import Item, source


@source
def to_begin(user):
    """The report that is asked for and that nobody has begun (L2)."""
    unit, year = unit_for(user, EDIT), year_asked(localdate())
    if unit is None or YearlyReport.objects.filter(province=unit, year=year).exists():
        return []
    return [
        Item("起草年度报告", f"{unit} {year} 年度报告，12 月 31 日前报送", reverse("annualreports:list", args=[unit.code]), "起草", due=due(year))
    ]
