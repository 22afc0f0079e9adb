"""A sitting of the committee: called, its members present, opened, closed (J2)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.deliberation.lifecycle import MANAGE, SITTING
from apps.deliberation.models import Attendance, Sitting
from apps.deliberation.selectors.sittings import in_office, without_quorum
from apps.jobs.services import later
from apps.reviews.models import Review
from apps.reviews.services.reports import unseal
from apps.workflow.lifecycle import NotReady, WrongState


@transaction.atomic
def call(committee, *, title, on, place="", by):
    """Call a sitting of a committee for a day."""
    if not may(by, MANAGE, committee.organization):
        raise PermissionDenied(MANAGE)
    row = Sitting(committee=committee, title=title.strip(), on=on, place=place.strip())
    row.full_clean()
    row.save(force_insert=True)
    record(by=by, verb="call_sitting", target=row, after=values(row, ["committee", "title", "on", "place"]))
    return row


@transaction.atomic
def note_presence(sitting, *, present, by):
    """Write down who of the members in office is there: ``present`` are keys of memberships; the others are not.

    NotReady names those who have voted at this sitting already: they were there.
    """
    row = SITTING.lock(sitting)
    if not may(by, MANAGE, row):
        raise PermissionDenied(MANAGE)
    if row.state == Sitting.State.CLOSED:
        raise WrongState("登记到会")
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
    if may(by, MANAGE, locked) and locked.state == Sitting.State.PREPARED and (missing := without_quorum(locked)):
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
