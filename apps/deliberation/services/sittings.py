"""A sitting of the committee: called, changed or cancelled while it is prepared, its members present, opened, closed (J2)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.core.templatetags.look import full_day
from apps.deliberation.contents import not_its_day
from apps.deliberation.lifecycle import MANAGE, SITTING, VIEW_SITTING
from apps.deliberation.models import Attendance, Sitting
from apps.deliberation.selectors.sittings import in_office, without_quorum
from apps.deliberation.services.cases import postpone, seat
from apps.jobs.services import later
from apps.notifications.services import notify
from apps.reviews.models import Review
from apps.reviews.services.reports import unseal
from apps.workflow.lifecycle import NotReady, WrongState


@transaction.atomic
def call(committee, *, title, on, place="", by, today=None):
    """Call a sitting of a committee for a day that has not passed. ``today``: an earlier day that it is called on, in the demonstration alone."""
    if not may(by, MANAGE, committee.organization):
        raise PermissionDenied(MANAGE)
    _not_past(on, today or timezone.localdate())
    row = Sitting(committee=committee, title=title.strip(), on=on, place=place.strip())
    row.full_clean()
    row.save(force_insert=True)
    record(by=by, verb="call_sitting", target=row, after=values(row, ["committee", "title", "on", "place"]))
    return row


def _not_past(on, today):
    if on < today:
        raise ValidationError({"on": f"日期不能早于今天（{full_day(today)}）"})


@transaction.atomic
def change(sitting, *, title, on, place="", by, seen=None):
    """Another title, day or place for a sitting that is prepared. On another day others may be in office: who sits on its cases is settled anew,
    and who was noted as present is not so any more. NotReady for a day on which a school may still answer (I6)."""
    before = SITTING.lock(sitting).on
    row = SITTING.take(sitting, "change_sitting", by=by, seen=seen, title=title.strip(), on=on, place=place.strip())
    if on != before:
        _not_past(on, timezone.localdate())
        row.attendances.update(present=False)
        for case in row.cases.select_related("school", "sitting__committee").order_by("place"):
            seat(case)
    if row.cases.exists():
        where = f"，地点：{row.place}" if row.place else ""
        people = [person for person in holders(VIEW_SITTING, row) if person != by]
        notify(people, f"{row}：改为 {full_day(row.on)}{where}", row.get_absolute_url())
    return row


@transaction.atomic
def cancel(sitting, *, note, by, seen=None):
    """A sitting that is prepared will not be held, and why; what was on its agenda waits for another."""
    row = SITTING.lock(sitting)
    if may(by, MANAGE, row) and row.state == Sitting.State.PREPARED and note.strip():
        for case in row.cases.select_related("school").order_by("place"):
            postpone(case, note=f"会议取消：{note.strip()}", by=by)
    return SITTING.take(sitting, "cancel_sitting", by=by, seen=seen, note=note, cancellation=note.strip())


@transaction.atomic
def note_presence(sitting, *, present, by):
    """Write down who of the members in office is there: ``present`` are keys of memberships; the others are not.

    NotReady before its day, and of those who have voted at this sitting already: they were there.
    """
    row = SITTING.lock(sitting)
    if not may(by, MANAGE, row):
        raise PermissionDenied(MANAGE)
    if row.state not in (Sitting.State.PREPARED, Sitting.State.OPEN):
        raise WrongState("登记到会")
    if too_soon := not_its_day(row):
        raise NotReady(too_soon)
    keys, members = {str(key) for key in present}, in_office(row)
    voted = set(row.votes.values_list("member", flat=True))
    if gone := [str(member.user) for member in members if member.pk in voted and str(member.pk) not in keys]:
        raise NotReady([f"到会：{'、'.join(gone)}已在这次会议上表决，不能改为未到会"])
    for member in members:
        Attendance.objects.update_or_create(sitting=row, member=member, defaults={"present": str(member.pk) in keys})
    there = [str(each.member.user) for each in row.attendances.filter(present=True).select_related("member__user")]
    record(by=by, verb="note_presence", target=row, after={"present": there})
    return row


@transaction.atomic
def open_sitting(sitting, *, by, seen=None):
    """Open a sitting; from here the committee reads what the groups suggested on its cases, sealed until now (R9.4), and no school answers any more (I6).

    NotReady while a case of its agenda could not be voted upon (J2): nothing is unsealed for a sitting that cannot resolve.
    """
    locked = SITTING.lock(sitting)
    if may(by, MANAGE, locked) and locked.state == Sitting.State.PREPARED and (missing := not_its_day(locked) or without_quorum(locked)):
        raise NotReady(missing)
    row = SITTING.take(sitting, "open_sitting", by=by, seen=seen, opened_at=timezone.now())
    unseal(Review.objects.filter(cases__sitting=row), by=by)
    return row


@transaction.atomic
def close(sitting, *, by, seen=None):
    """Close a sitting all of whose cases are resolved or put off; its minutes are written after the request."""
    row = SITTING.take(sitting, "close_sitting", by=by, seen=seen, closed_at=timezone.now())
    path = row.committee.organization.path
    later("deliberation.write_minutes", str(row.pk), key=f"{row.pk}:minutes", title=f"{row}纪要", by=by, path=path)
    return row
