"""What the platform itself knows of a return: the days and counts behind SYS.* and the cells that nobody types (R6.2)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from apps.dictionary.language.functions import SYSTEM
from apps.schemes.parameters import Parameters
from apps.statusdata.contents import findings, stored, system
from apps.statusdata.models import Record, ReportDay, Return
from apps.statusdata.services import rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(round, returns):
    return Return.objects.select_related("round", "school").filter(round=round).first()


def told(upload):
    return {each.message.code for each in findings(upload)}


def test_every_name_of_the_language_is_known_of_a_return_handed_in(upload):
    """No rule or indicator rests on what is never there."""
    round = upload.round
    round.report_due, round.quality_due = date(round.year, 10, 31), date(round.year + 1, 3, 31)
    upload.submitted_at, upload.rules_total, upload.rules_passed_first = timezone.now(), 150, 140
    rounds.report_came(upload.school, date(round.year, 10, 20))
    assert system(upload, stored(upload)).keys() == SYSTEM.keys()


def test_a_school_is_not_founded_after_today(upload):
    Record.objects.update_or_create(upload=upload, form="F01", defaults={"values": {"founded_ym": f"{localdate().year + 1}01"}})
    assert "F01-01" in told(upload)


@pytest.mark.parametrize("state, now", [("open", True), ("submitted", False)])
def test_today_is_the_day_of_the_signature_as_long_as_it_stands(upload, state, now):
    """D4: sent back it is corrected by what is true today."""
    signed = timezone.now() - timedelta(days=40)
    upload.submitted_at, upload.state = signed, state
    assert system(upload, {})["today"] == (localdate() if now else localdate(signed))


def test_another_report_of_the_year_takes_the_place_of_one_taken_back(upload):
    rounds.report_came(upload.school, localdate())
    rounds.report_taken_back(upload.school, localdate(), [date(2019, 10, 20), localdate() + timedelta(days=0)])
    assert ReportDay.objects.get().on == localdate()


def test_the_first_report_of_a_school_year_counts(upload):
    """R6.2: one day in the form and for the indicator, whichever of several reports came first."""
    year = upload.round.year
    for day in (date(year, 10, 20), date(year + 1, 8, 31), date(year + 1, 9, 1)):
        rounds.report_came(upload.school, day)
    assert stored(upload)["F12"]["selfdiag_on"] == f"{year}-10-20"
    assert list(ReportDay.objects.order_by("year").values_list("year", "on")) == [(year, date(year, 10, 20)), (year + 1, date(year + 1, 9, 1))]


def test_a_report_taken_back_in_its_year_did_not_come(upload):
    rounds.report_came(upload.school, localdate())
    rounds.report_taken_back(upload.school, localdate())
    assert not ReportDay.objects.exists()


def test_what_came_in_a_year_gone_by_stays(upload):
    """The year's return may have been signed on it (R6.3)."""
    past = date(2019, 10, 20)
    rounds.report_came(upload.school, past)
    rounds.report_taken_back(upload.school, past)
    assert ReportDay.objects.get().on == past


@pytest.mark.parametrize(
    "window,due", [(("09-01", "10-31"), date(2025, 10, 31)), (("03-01", "04-30"), date(2026, 4, 30)), (("08-01", "08-31"), date(2026, 8, 31))]
)
def test_the_days_of_a_scheme_lie_in_the_school_year(window, due):
    """R1.2"""
    assert Parameters.read({"own_window": window}).report_due(2025) == due
