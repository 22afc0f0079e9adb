"""Publications on their way: proposed from what was accepted, published by a second person, withdrawn with a notice."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.accounts.access import holders, may, objects_for
from apps.audit.services import record, values
from apps.disclosure.lifecycle import PROPOSE, PUBLICATION, PUBLISH
from apps.disclosure.models import Publication
from apps.disclosure.services import copies
from apps.indicators.models import Standing
from apps.notifications.services import notify
from apps.statusdata.models import Return
from apps.workflow.lifecycle import WrongState


def waiting(user):
    """The accepted returns whose figures are computed and that nobody has proposed yet, of those ``user`` may propose."""
    computed = Standing.objects.values("snapshot")
    rows = Return.objects.filter(state=Return.State.ACCEPTED, round__practice=False, snapshot__publication=None, snapshot__in=computed)
    return objects_for(user, PROPOSE, rows).select_related("school", "round", "snapshot")


@transaction.atomic
def propose(upload, *, by):
    """Propose what was accepted for publication; the second person hears of it. WrongState where it is not ready or proposed already."""
    row = Return.objects.select_for_update(of=("self",)).select_related("school", "round").get(pk=upload.pk)
    if not may(by, PROPOSE, row):
        raise PermissionDenied(PROPOSE)
    if row.state != Return.State.ACCEPTED or row.round.practice or Publication.objects.filter(snapshot=row.snapshot_id).exists():
        raise WrongState("提出公开")
    if not Standing.objects.filter(snapshot=row.snapshot_id).exists():
        raise WrongState("提出公开")
    publication = Publication.objects.create(school=row.school, year=row.round.year, snapshot_id=row.snapshot_id, proposed_by=by)
    record(by=by, verb="put_forward", target=publication, after=values(publication, ["school", "year", "snapshot"]))
    notify([person for person in holders(PUBLISH, publication) if person != by], f"{publication}：{by}已提出", publication.get_absolute_url())
    return publication


def propose_many(uploads, *, by):
    """Propose each on its own merits; returns (proposed, left out)."""
    proposed, left_out = [], []
    for upload in uploads:
        try:
            proposed.append(propose(upload, by=by))
        except WrongState:
            left_out.append(upload)
    return proposed, left_out


@transaction.atomic
def publish(publication, *, by, seen=None, on=None):
    """The second person publishes: the copy is frozen in the same transaction. ``on``: an earlier day that it stands for, in the demonstration alone."""
    row = PUBLICATION.take(publication, "publish", by=by, seen=seen, published_by=by)
    copies.make(row, on=on, by=by)
    return row


def refuse(publication, *, by, note, seen=None):
    return PUBLICATION.take(publication, "refuse", by=by, seen=seen, note=note)


@transaction.atomic
def withdraw(publication, *, by, note, seen=None):
    row = PUBLICATION.take(publication, "withdraw", by=by, seen=seen, note=note)
    copies.withdraw(row, note=note)
    return row


def propose_again(publication, *, by, seen=None):
    return PUBLICATION.take(publication, "propose", by=by, seen=seen, proposed_by=by)
