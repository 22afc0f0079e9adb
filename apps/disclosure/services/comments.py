"""Society's voice: a comment comes in, is answered, is not shown with its reason, or goes to who looks after the experts (R12.4, R2.6, M7)."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.accounts.access import holders, unit_for
from apps.audit.services import is_sealed, record, values
from apps.core.dates import UnknownYear, add_working_days, calendar
from apps.disclosure.lifecycle import ANSWER_COMMENT, COMMENT, FORWARD_COMMENT
from apps.disclosure.models import Comment, Listing
from apps.disclosure.rules import COMMENT_DAYS, COMMENTS_A_DAY, without_personal_data
from apps.disclosure.services.outside import free_receipt, sender_of, too_many
from apps.documents.rules import ALPHABET, READ_AS
from apps.experts.models import Conduct
from apps.experts.services import conduct
from apps.notifications.services import notify
from apps.organizations.models import Level, Organization


class TooMany(Exception):
    """So many came from one network address within the day that it has to wait."""


@transaction.atomic
def receive(*, kind, code, text, contact="", expert_name="", address):
    """Keep a comment about the school or the province of ``code`` and return it with its receipt. LookupError where there is none in public; TooMany.

    The log says that it came in; text, contact and expert stay out of it, and the network ``address`` is not kept.
    """
    subject = about(code)
    if subject is None or kind != Comment.Kind.EXPERT and subject.is_school != (kind == Comment.Kind.SCHOOL):
        raise LookupError(code)
    unit = _unit_of(kind, subject)
    sender = sender_of(Comment, address)
    if too_many(Comment, sender, within=timedelta(days=1), most=COMMENTS_A_DAY):
        raise TooMany
    row = Comment.objects.create(
        kind=kind, unit=unit, about_code=subject.code, about_name=subject.name, text=text.strip(), contact=contact.strip(), sender=sender, due=_due(),
        expert_name=expert_name.strip() if kind == Comment.Kind.EXPERT else "", receipt=free_receipt(Comment, _receipt),
    )  # fmt: skip
    record(by=None, verb="send_comment", target=row, after=values(row, ["kind", "unit", "due"]))
    notify(_answerers(row), f"收到{row}", row.get_absolute_url())
    return row


@dataclass(frozen=True)
class About:
    """What a comment is about."""

    code: str
    name: str
    is_school: bool


def about(code):
    """The school in public or the province of ``code``; None for others, so that nobody learns here which schools there are."""
    shown = Q(copies__released_at__isnull=False) | Q(conclusioncopys__released_at__isnull=False)
    listing = Listing.objects.filter(shown, code=code).first()
    if listing:
        return About(listing.code, listing.name, True)
    province = Organization.objects.filter(code=code, level=Level.PROVINCE, closed_on=None).first()
    return province and About(province.code, province.name, False)


def provinces():
    """Every province that one may say something of."""
    return [About(unit.code, unit.name, False) for unit in Organization.objects.filter(level=Level.PROVINCE, closed_on=None).order_by("code")]


def _unit_of(kind, subject):
    """Where it lies: what is about an expert in the province, whose pool he is of (R2.3)."""
    school = subject.is_school and Organization.objects.get(code=subject.code, level=Level.SCHOOL)
    if kind == Comment.Kind.SCHOOL:
        return school
    code = school.path.split(".")[1] if school else subject.code
    return Organization.objects.get(code=code, level=Level.PROVINCE)


def _due():
    try:
        return add_working_days(timezone.localdate(), COMMENT_DAYS, calendar())
    except UnknownYear:
        return None


def _receipt():
    """60 random bits: nobody finds another's by trying."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def _answerers(row):
    return holders(FORWARD_COMMENT if row.kind == Comment.Kind.EXPERT else ANSWER_COMMENT, row)


@transaction.atomic
def answer(comment, *, answer, by, seen=None):
    """Answer a comment: text and answer are public once sealed, the text without personal data. NotReady names personal data in the answer."""
    unit = unit_for(by, ANSWER_COMMENT)
    given = {"answer": answer.strip(), "answered_by_id": by.pk, "answered_by_unit": unit.name if unit else "", "answered_on": timezone.localdate()}
    return COMMENT.take(comment, "answer_comment", by=by, seen=seen, shown=lambda row: without_personal_data(row.text), **given)


def set_aside(comment, *, reason, note, by, seen=None):
    """Do not show a comment, or show it no longer: its author reads the reason and the words by the receipt."""
    given = {"reason": reason, "said": note.strip(), "released_at": None}
    return COMMENT.take(comment, "set_aside_comment", by=by, seen=seen, note=note, **given)


def reopen(comment, *, note, by, seen=None):
    return COMMENT.take(comment, "reopen_comment", by=by, seen=seen, note=note, reason="", said="")


@transaction.atomic
def forward(comment, *, expert, kind, by, seen=None):
    """Put what is said of an expert on his record, as a complaint of the public (R2.6). LookupError for an expert of another pool."""
    if expert.province_id != comment.unit_id:
        raise LookupError(expert.pk)
    case = partial(_on_record, expert, kind)
    return COMMENT.take(comment, "forward_comment", by=by, seen=seen, conduct=case)


def _on_record(expert, kind, row):
    school = Organization.objects.filter(code=row.about_code, level=Level.SCHOOL).first()
    return conduct.receive(expert, kind=kind, text=row.text, school=school, source=Conduct.Source.PUBLIC)


def find(text):
    """The comment of a receipt, however it was typed; None where there is none."""
    plain = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper()).translate(READ_AS)
    return Comment.objects.filter(receipt="-".join(plain[place : place + 4] for place in (0, 4, 8))).first() if len(plain) == 12 else None


def release():
    """Show the answered comments whose answers are under a seal; returns how many."""
    waiting = Comment.objects.filter(state=Comment.State.ANSWERED, released_at=None)
    shown = [row.pk for row in waiting if is_sealed(row)]
    return Comment.objects.filter(pk__in=shown, state=Comment.State.ANSWERED, released_at=None).update(released_at=timezone.now())


@transaction.atomic
def chase():
    """Remind, once, of each comment whose day has passed without an answer; returns how many."""
    today = timezone.localdate()
    rows = Comment.objects.select_for_update(skip_locked=True).filter(state=Comment.State.RECEIVED, due__lt=today, chased_on=None)
    late = list(rows)
    for row in late:
        notify(_answerers(row), f"{row}已过答复期限（{row.due}），请尽快答复", row.get_absolute_url())
    Comment.objects.filter(pk__in=[row.pk for row in late]).update(chased_on=today)
    return len(late)
