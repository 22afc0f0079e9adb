"""Reports that are asked for and not there: those who write and sign them are told, once a week at most (L2)."""

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from apps.accounts.access import holders
from apps.annualreports.lifecycle import EDIT, LODGE
from apps.annualreports.models import Chase, YearlyReport
from apps.annualreports.rules import days_late, due, is_chase_due, year_asked
from apps.notifications.services import notify
from apps.organizations.models import Level, Organization

STAND = {None: "还没有起草", "draft": "还在起草", "ready": "已送签，等签字报送"}


def chase(day=None):
    """Tell the people of each province that has not lodged; ``day`` stands for today. May run twice and break off anywhere; returns how many it told."""
    day = day or localdate()
    year = year_asked(day)
    lodged = YearlyReport.objects.filter(year=year, state=YearlyReport.State.LODGED).values("province")
    provinces = Organization.objects.filter(level=Level.PROVINCE, closed_on=None).exclude(pk__in=lodged)
    return sum(_chase(province, year, day) for province in provinces)


@transaction.atomic
def _chase(province, year, day):
    """Tell one province, unless it was told this week; whether anybody was."""
    Organization.objects.select_for_update(no_key=True).get(pk=province.pk)  # Two machines take turns.
    last = Chase.objects.filter(province=province, year=year).last()
    if not is_chase_due(day, last and last.on):
        return False
    report = YearlyReport.objects.filter(province=province, year=year).first()
    if report and report.state == YearlyReport.State.LODGED:
        return False
    people = {person.pk: person for permission in (EDIT, LODGE) for person in holders(permission, report or province)}
    if not people:
        return False
    notify(
        people.values(),
        _words(province, year, day, report),
        report.get_absolute_url() if report else reverse("annualreports:list", args=[province.code]),
    )
    Chase.objects.create(province=province, year=year, on=day, people=len(people))
    return True


def _words(province, year, day, report):
    late = days_late(year, day)
    until = f"已逾期 {late} 天" if late else f"应于 12 月 31 日前报送，还有 {(due(year) - day).days} 天"
    return f"{province} {year} 年度报告{until}；现在{STAND[report and report.state]}。请尽快办理"
