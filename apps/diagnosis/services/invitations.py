"""Others take part in a school's diagnosis, with its data before them; their word stands beside the school's own (R7.6, F9)."""

import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.core.text import count_chars
from apps.diagnosis.lifecycle import INVITATION, WRITE
from apps.diagnosis.models import Invitation, Opinion
from apps.diagnosis.services.passages import hold_open
from apps.schemes.selectors import elements

LONGEST = 1000


@transaction.atomic
def invite(diagnosis, *, party, organisation, person, codes, by):
    """Invite a party to the elements of those codes; Closed once the report is signed, ValidationError for an element that is none."""
    if not may(by, WRITE, diagnosis):
        raise PermissionDenied(WRITE)
    hold_open(diagnosis)
    known = {element.code: element for element in elements(diagnosis.scheme.guidance)}
    if not codes or set(codes) - known.keys():
        raise ValidationError({"codes": "请从列出的诊断要素里选，至少一个。"})
    row = Invitation(diagnosis=diagnosis, party=party, organisation=organisation.strip(), person=person.strip(), token=secrets.token_urlsafe(32))
    row.full_clean()
    row.save(force_insert=True)
    Opinion.objects.bulk_create(Opinion(invitation=row, element=known[code]) for code in codes)
    record(by=by, verb="invite_party", target=row, after={**values(row, ["diagnosis", "party", "organisation", "person"]), "elements": sorted(codes)})
    return row


@transaction.atomic
def give_opinion(invitation, texts, *, seen):
    """The party's word on its elements: ``texts`` is key of the Opinion -> text. It may be given again until the report is signed (then Closed).

    ``seen`` is the version of the invitation on the page: two who answer at once get a Conflict. ValidationError says which text is too long.
    """
    hold_open(invitation.diagnosis)
    rows = list(Opinion.objects.filter(invitation=invitation).select_related("element__item"))
    given = {row.pk: _plain(texts.get(row.pk, "")) for row in rows}
    counts = {key: count_chars(text) for key, text in given.items()}
    if wrong := [f"{row.element}：共 {counts[row.pk]} 字，至多 {LONGEST} 字" for row in rows if counts[row.pk] > LONGEST]:
        raise ValidationError(wrong)
    if not any(given.values()):
        raise ValidationError("请至少就一个要素写下意见。")
    taken = INVITATION.take(invitation, "give_opinion", by=None, seen=seen, answered_at=timezone.now())
    before = {row.element.code: row.text for row in rows}
    for row in rows:
        row.text = given[row.pk]
    Opinion.objects.bulk_update(rows, ["text"])
    record(by=None, verb="write_opinion", target=taken, before=before, after={row.element.code: row.text for row in rows})
    return taken


def _plain(text):
    """As it is kept: line breaks as one character, without what no text holds."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def withdraw(invitation, *, note, by, seen=None):
    return INVITATION.take(invitation, "withdraw_invitation", by=by, seen=seen, note=note)
