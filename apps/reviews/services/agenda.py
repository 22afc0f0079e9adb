"""The half-days of a visit: who does what where, laid out by the lead or by the province, open to the school (I2)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.core.templatetags.look import span
from apps.notifications.services import notify
from apps.reviews.lifecycle import CONFIRM, PLAN_AGENDA, REVIEW, SERVE
from apps.reviews.models import Agenda
from apps.reviews.rules import moved, outline
from apps.workflow.lifecycle import WrongState

FIELDS = ["on", "half", "text", "place"]


def _held(review, by):
    """A visit over has no agenda to write any more: who could until then is told so."""
    row = REVIEW.lock(review)
    if may(by, PLAN_AGENDA, row):
        return row
    if row.visited_at is not None and may(by, "reviews.view_review", row):
        raise WrongState("安排日程")
    raise PermissionDenied(PLAN_AGENDA)


@transaction.atomic
def lay_out(review, *, by):
    """Fill the half-days that have nothing yet by the usual outline; returns how many. Asked again it adds none."""
    row = _held(review, by)
    taken = set(row.agendas.values_list("on", "half"))
    free = [(on, half, text) for on, half, text in outline(row.visit_from, row.visit_to) if (on, half) not in taken]
    Agenda.objects.bulk_create(Agenda(review=row, on=on, half=half, text=text) for on, half, text in free)
    if free:
        record(by=by, verb="lay_out_agenda", target=row, after={"halves": [f"{on} {half}" for on, half, _text in free]})
        _tell(row, f"{row}的日程已排出，请看", by)
    return len(free)


@transaction.atomic
def enter(review, *, on, half, text, place="", members=(), by):
    """Put an item on a half-day of the visit; ``members`` of the group take part, all of them where none is named."""
    row = _held(review, by)
    if not row.visit_from <= on <= row.visit_to:
        raise ValidationError({"on": f"日期应在进校的日子里：{span(row.visit_from, row.visit_to)}。"})
    if not text.strip():
        raise ValidationError({"text": "请写明这半天做什么。"})
    members = list(members)
    if {member.pk for member in members} - set(row.members.serving().values_list("pk", flat=True)):
        raise ValidationError({"members": "有人已经不在专家组，请重新打开本页再选。"})
    item = Agenda.objects.create(review=row, on=on, half=half, text=text.strip(), place=place.strip())
    item.members.set(members)
    record(by=by, verb="enter_agenda", target=row, after={**values(item, FIELDS), "members": [str(member.expert) for member in members]})
    _tell(row, f"{row}的日程有变动：{item}", by)
    return item


@transaction.atomic
def drop(item, *, by):
    """Take an item off the agenda."""
    row = _held(item.review, by)
    record(by=by, verb="drop_agenda", target=row, before=values(item, FIELDS))
    _tell(row, f"{row}的日程有变动，取消：{item}", by)
    item.delete()


def move_agenda(review, before, *, by):
    """Let the agenda of a visit that began on ``before`` follow it to its new days; what has no such day any more falls away, on record."""
    kept, gone = [], []
    for item in review.agendas.all():
        on = moved(item.on, before, review.visit_from, review.visit_to)
        if on is None:
            gone.append(item)
        elif on != item.on:
            item.on = on
            kept.append(item)
    Agenda.objects.bulk_update(kept, ["on"])
    Agenda.objects.filter(pk__in=[item.pk for item in gone]).delete()
    if kept or gone:
        record(
            by=by, verb="move_agenda", target=review, before={"dropped": [str(item) for item in gone]}, after={"moved": [str(item) for item in kept]}
        )


def _tell(review, words, by):
    people = {person.pk: person for permission in (CONFIRM, SERVE) for person in holders(permission, review)}
    people.pop(by.pk, None)
    notify(people.values(), words, review.get_absolute_url())
