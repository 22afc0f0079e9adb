"""A city reminds its schools of what they have not handed in (B9), late or not yet."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from apps.accounts.access import holders, may
from apps.audit.services import record
from apps.notifications.services import notify
from apps.organizations.models import Organization
from apps.statusdata.lifecycle import CHECK, FILL
from apps.statusdata.models import Round
from apps.statusdata.selectors.rounds import schools_reminded_on, to_hand_in
from apps.statusdata.services.rounds import AlreadyReminded
from apps.workflow.lifecycle import WrongState


@transaction.atomic
def remind_schools(unit, round, *, by):
    """Tell the schools that ``unit`` checks and that have not handed in, how long they still have or since when they are late.

    Returns of how many; AlreadyReminded when it was done today.
    """
    unit = Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    if not may(by, CHECK, unit):
        raise PermissionDenied(CHECK)
    if round.state != Round.State.OPEN:
        raise WrongState("催报")
    today = localdate()
    if schools_reminded_on(unit, round, today):
        raise AlreadyReminded("催报")
    waiting = list(to_hand_in(unit, round, today).select_related("school", "round"))
    for upload in waiting:
        left = f"已逾期 {(today - upload.due).days} 天，请尽快" if upload.late else f"还有 {(upload.due - today).days} 天，请按时"
        words = f"{upload}应于 {upload.due:%m-%d} 前上报，{left}补全并由校长签字"
        notify(holders(FILL, upload), words, upload.get_absolute_url())
    if waiting:
        record(by=by, verb="remind_schools", target=unit, after={"round": round.pk, "returns": [upload.pk for upload in waiting]})
    return len(waiting)
