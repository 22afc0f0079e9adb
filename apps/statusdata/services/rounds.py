"""A province's collection of one school year: planned, opened to its schools, closed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.core.dates import first_day, last_day, school_year
from apps.dictionary.selectors import book_for
from apps.jobs.services import later, report
from apps.notifications.services import notify
from apps.organizations.models import Level, Organization
from apps.schemes.selectors import in_force
from apps.statusdata.lifecycle import CHECK, FILL, MANAGE, ROUND
from apps.statusdata.models import ReportDay, Return, Round
from apps.statusdata.selectors.rounds import reminded_on, returns_of
from apps.statusdata.services.chain import open_return
from apps.workflow.lifecycle import Conflict, WrongState

DEADLINES = ["school_due", "city_due", "province_due"]
REPORT_DAYS = ["report_due", "quality_due"]


@transaction.atomic
def plan_round(province, *, year, school_due, city_due, province_due, practice=False, by):
    """Plan a round; the edition of the dictionary is the one in force in that school year."""
    if not may(by, MANAGE, province):
        raise PermissionDenied(MANAGE)
    row = Round(
        province=province, year=year, edition_id=book_for(year).edition_id, practice=practice,
        school_due=school_due, city_due=city_due, province_due=province_due, **reports_due(province, year),
    )  # fmt: skip
    row.full_clean()
    row.save(force_insert=True)
    record(by=by, verb="plan_round", target=row, after=values(row, ["province", "year", "edition", "practice", *DEADLINES, *REPORT_DAYS]))
    return row


def reports_due(province, year):
    """Until when the schools' reports of ``year`` were due: by the scheme in force as it began, or else as it ended (R1.2, R1.7)."""
    scheme = in_force(province, first_day(year)) or in_force(province, last_day(year))
    return {"report_due": scheme.given.report_due(year), "quality_due": scheme.given.quality_due(year)} if scheme else {}


def report_came(school, on):
    """The school handed in its self-diagnosis report: what F12 and K145 say of that school year, of which the first report counts (R6.2)."""
    ReportDay.objects.get_or_create(school=school, year=school_year(on), defaults={"on": on})


def report_taken_back(school, on, standing=()):
    """The report that came on ``on`` is to be changed: it counts as not handed in, as long as its school year lasts.

    Of those that stand, by the days on which they came, the first of that year counts instead.
    """
    year = school_year(localdate())
    gone, _ = ReportDay.objects.filter(school=school, year=year, on=on).delete()
    if gone and (others := [day for day in standing if school_year(day) == year]):
        ReportDay.objects.create(school=school, year=year, on=min(others))


@transaction.atomic
def open_round(round, *, by, seen=None):
    """Open the round; the returns of its schools are made by a job."""
    row = ROUND.take(round, "open", by=by, seen=seen)
    open_returns_later(row, by=by)
    return row


def open_returns_later(round, *, by=None):
    later("statusdata.open_returns", str(round.pk), key=round.pk, title=f"为{round}建立各校上报", by=by, path=round.province.path)


def open_missing_returns():
    """Have made what is missing in the open rounds: a job that broke off, a school founded since."""
    for round in Round.objects.filter(state=Round.State.OPEN).select_related("province"):
        if schools_of(round).exclude(returns__round=round).exists():
            open_returns_later(round)


def open_returns(round, job):
    """Give every school of the province that is open its return; may break off and be done again."""
    schools = list(schools_of(round))
    for done, school in enumerate(schools, 1):
        open_return(round, school)
        if done % 20 == 0:
            report(job, 100 * done // len(schools))
    return {"schools": len(schools)}


def schools_of(round):
    """The schools that hand in: those of the province that are open."""
    return Organization.objects.filter(level=Level.SCHOOL, path__startswith=round.province.path, closed_on=None)


class AlreadyReminded(Conflict):
    """The late were reminded today: once a day is enough."""


@transaction.atomic
def remind(round, *, by):
    """Tell those who are late (B9): a school's people what they have not handed in, a city's officers what they have not checked.

    A job tells them: of a large province there are thousands. Returns the number of returns spoken of; AlreadyReminded when it was done today.
    """
    row = ROUND.lock(round)
    if not may(by, MANAGE, row):
        raise PermissionDenied(MANAGE)
    if row.state != Round.State.OPEN:
        raise WrongState("催报")
    if reminded_on(row, localdate()):
        raise AlreadyReminded("催报")
    told = [upload for upload in _late(row) if _owed(upload)]
    if told:
        record(by=by, verb="remind", target=row, after={"returns": [upload.pk for upload in told]})
        keys = [str(upload.pk) for upload in told]
        # A job of its own each day: one of yesterday that still waits is of other returns.
        later("statusdata.tell_late", str(row.pk), keys, key=f"{row.pk} {localdate()}", title=f"催报{row}", by=by, path=row.province.path)
    return len(told)


@transaction.atomic
def tell_late(round, keys):
    """Remind who still holds up one of the returns with these ``keys``: all of them or nobody, for it may be done again. Returns of how many.

    Nobody once the round is closed.
    """
    if round.state != Round.State.OPEN:
        return {"returns": 0}
    found = [(upload, owed) for upload in _late(round).filter(pk__in=keys) if (owed := _owed(upload))]
    for upload, (permission, words) in found:
        notify(holders(permission, upload), f"{upload}{words}", upload.get_absolute_url())
    return {"returns": len(found)}


def _late(round):
    waiting = returns_of(round).filter(late=True, state__in=[Return.State.OPEN, Return.State.SUBMITTED])
    return waiting.select_related("round", "school__parent")


def _owed(upload):
    """Who holds the return up, by the permission, and what he is told; None for the province, which does not remind itself."""
    if upload.state == Return.State.OPEN:
        return FILL, f"应于 {upload.due:%m-%d} 前上报，请尽快补全并由校长签字"
    if upload.school.parent.level == Level.CITY:
        return CHECK, f"应于 {upload.due:%m-%d} 前审核，请尽快审核"
    return None
