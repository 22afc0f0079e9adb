"""A province's collection of one school year: planned, opened to its schools, closed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.dictionary.selectors import book_for
from apps.jobs.services import later, report
from apps.organizations.models import Level, Organization
from apps.statusdata.lifecycle import MANAGE, ROUND
from apps.statusdata.models import Round
from apps.statusdata.services.chain import open_return

DEADLINES = ["school_due", "city_due", "province_due"]


@transaction.atomic
def plan_round(province, *, year, school_due, city_due, province_due, practice=False, by):
    """Plan a round; the edition of the dictionary is the one in force in that school year."""
    if not may(by, MANAGE, province):
        raise PermissionDenied(MANAGE)
    row = Round(
        province=province, year=year, edition_id=book_for(year).edition_id, practice=practice,
        school_due=school_due, city_due=city_due, province_due=province_due,
    )  # fmt: skip
    row.full_clean()
    row.save(force_insert=True)
    record(by=by, verb="plan_round", target=row, after=values(row, ["province", "year", "edition", "practice", *DEADLINES]))
    return row


@transaction.atomic
def open_round(round, *, by, seen=None):
    """Open the round; the returns of its schools are made by a job."""
    row = ROUND.take(round, "open", by=by, seen=seen)
    later("statusdata.open_returns", str(row.pk), key=row.pk, title=f"为{row}建立各校上报", by=by, path=row.province.path)
    return row


def open_returns(round, job):
    """Give every school of the province that is open its return; may break off and be done again."""
    schools = list(Organization.objects.filter(level=Level.SCHOOL, path__startswith=round.province.path, closed_on=None))
    for done, school in enumerate(schools, 1):
        open_return(round, school)
        if done % 20 == 0:
            report(job, 100 * done // len(schools))
    return {"schools": len(schools)}
