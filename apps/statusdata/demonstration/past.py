"""Years gone by: every made-up school's return accepted, entered in bulk with the days on which it would have gone its way."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from apps.audit.services import dated, record
from apps.dictionary.selectors import book_for
from apps.statusdata.models import Acceptance, Record, ReportDay, Return, Round, Snapshot
from apps.statusdata.services.rounds import reports_due
from apps.statusdata.services.snapshots import freeze

from .cast import deadlines, records, start
from .dice import Dice


def accept(year, cast):
    """A closed round of ``year`` with an accepted return of every made-up school."""
    given = {"edition_id": book_for(year).edition_id, "state": Round.State.CLOSED, **deadlines(year), **reports_due(cast.province, year)}
    round = Round.objects.create(province=cast.province, year=year, **given)
    report_days(year, cast)
    uploads = start(round, cast.schools)
    Record.objects.bulk_create([row for upload in uploads for row in records(upload, cast.made_up(upload))], batch_size=1000)
    accepted = [_accepted(upload, cast) for upload in uploads]
    Return.objects.bulk_update(accepted, ["state", "snapshot", "submitted_at", "first_submitted_at", "checked_at", "accepted_at", "version"])
    Acceptance.objects.bulk_create(Acceptance(snapshot=upload.snapshot, at=upload.accepted_at) for upload in accepted)
    for upload in accepted:
        with dated(upload.accepted_at):
            record(by=cast.officer, verb="accept", target=upload, after={"state": upload.state})


def report_days(year, cast):
    """When each made-up school's report of that school year came: in the weeks of October, of some schools a few days too late."""
    days = {school: Dice(school.code, "report", year).randint(1, 40) for school in cast.schools}
    ReportDay.objects.bulk_create(ReportDay(school=school, year=year, on=date(year, 9, 30) + timedelta(days=day)) for school, day in days.items())


def _accepted(upload, cast):
    """The return as it stood in the end. It went through no step: the years before the platform are entered as they are."""
    days = Dice(upload.school.code, "days", upload.round.year)
    submitted = _moment(upload.round.school_due - timedelta(days=days.randint(0, 12)), days)
    snapshot = freeze(upload, by=cast.principal(upload))
    Snapshot.objects.filter(pk=snapshot.pk).update(at=submitted)
    fields = {"submitted_at": submitted, "first_submitted_at": submitted, "snapshot": snapshot, "state": Return.State.ACCEPTED, "version": 3}
    fields |= {"checked_at": submitted + timedelta(days=days.randint(14, 18)), "accepted_at": submitted + timedelta(days=days.randint(20, 28))}
    for name, value in fields.items():
        setattr(upload, name, value)
    return upload


def _moment(day, dice):
    return timezone.make_aware(datetime.combine(day, time(dice.randint(8, 17), dice.randint(0, 59))))
