"""When the three years of R8.5 have run out the program proposes that a school stops enrolling; a person decides, with a beginning and an end (G10)."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.access import holders
from apps.audit.services import record, values
from apps.followup.lifecycle import DECIDE, STOP
from apps.followup.models import Stop
from apps.followup.selectors.stops import run_out
from apps.notifications.services import notify


def propose(day):
    """A proposal for each school whose three years have run out and that has none of it yet. Returns how many."""
    return sum(_propose(found) for found in run_out(day))


@transaction.atomic
def _propose(found):
    row = Stop(school=found.school, ran_out_on=found.stop_on, lacking=found.lacking)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # Another worker was faster.
        return 0
    record(by=None, verb="propose_stop", target=row, after=values(row, ["school", "ran_out_on", "lacking"]))
    notify(holders(DECIDE, row), f"{row.school}三年期限已于 {row.ran_out_on} 届满，仍未达到条件，请决定是否停止招生", row.get_absolute_url())
    return 1


def order(stop, *, since, reason, by, seen=None):
    """The school enrols nobody from ``since`` on; ValidationError for a day before the three years are over."""
    if since <= stop.ran_out_on:
        raise ValidationError({"since": f"三年期限到 {stop.ran_out_on} 为止，应晚于这一天（R8.5）。"})
    return STOP.take(stop, "order_stop", by=by, seen=seen, since=since, reason=reason.strip(), decided_by_id=by.pk)


def dismiss(stop, *, reason, by, seen=None):
    return STOP.take(stop, "dismiss_stop", by=by, seen=seen, reason=reason.strip(), decided_by_id=by.pk)


def lift(stop, *, until, note, by, seen=None):
    """The school enrols again after ``until``; ValidationError for a day before it stopped or still to come."""
    if until < stop.since or until > timezone.localdate():
        raise ValidationError({"until": f"应在 {stop.since} 和今天之间。"})
    return STOP.take(stop, "lift_stop", by=by, seen=seen, note=note, until=until)
