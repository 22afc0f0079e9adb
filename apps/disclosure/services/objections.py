"""Objections to a conclusion while it is shown: lodged by anyone, answered by the province, the answer public without whose it was (M3)."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.access import holders
from apps.audit.services import record
from apps.core.dates import UnknownYear, add_working_days, calendar
from apps.disclosure.contents import parameters_of
from apps.disclosure.lifecycle import ANSWER, OBJECTION
from apps.disclosure.models import Announcement, Objection
from apps.disclosure.rules import OBJECTIONS_AN_HOUR
from apps.disclosure.services import conclusions
from apps.disclosure.services.outside import free_receipt, sender_of, too_many
from apps.documents.rules import code_of
from apps.notifications.services import notify
from apps.workflow.lifecycle import WrongState


class TooOften(Exception):
    """So many came from one network address within the hour that it has to wait."""


@transaction.atomic
def lodge(announcement, *, name, contact, text, address):
    """Keep an objection and return it with its receipt; WrongState when the last day has passed or nothing is shown any more, TooOften.

    The log says that it came in; name, contact and text stay out of it, and the network ``address`` is not kept.
    """
    row = Announcement.objects.select_for_update(of=("self",)).select_related("case__review__scheme", "school").get(pk=announcement.pk)
    today = timezone.localdate()
    if row.state != Announcement.State.SHOWN or today > row.last_day:
        raise WrongState("提出异议")
    sender = sender_of(Objection, address)
    if too_many(Objection, sender, within=timedelta(hours=1), most=OBJECTIONS_AN_HOUR):
        raise TooOften
    try:
        due = add_working_days(today, parameters_of(row.case.review).objection_days, calendar())
    except UnknownYear:
        due = None
    given = {"name": name.strip(), "contact": contact.strip(), "text": text.strip(), "sender": sender}
    objection = Objection.objects.create(announcement=row, school=row.school, receipt=free_receipt(Objection, _receipt), due=due, **given)
    record(by=None, verb="lodge_objection", target=objection, after={"announcement": str(row.pk), "receipt": objection.receipt})
    notify(holders(ANSWER, objection), f"对{row.school}复核结论有一件异议", objection.get_absolute_url())
    return objection


@transaction.atomic
def answer(objection, *, gist, answer, by, seen=None):
    """Answer an objection; gist and answer are public once sealed. NotReady names personal data, and name or contact of its author, in them."""
    given = {"gist": gist.strip(), "answer": answer.strip(), "answered_by_id": by.pk, "answered_at": timezone.now()}
    row = OBJECTION.take(objection, "answer_objection", by=by, seen=seen, **given)
    conclusions.answer(row)
    return row


def _receipt():
    return code_of(secrets.randbits(40))
