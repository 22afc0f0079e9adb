"""For a school concluded 异常 the province sets a date and what is to be done, and follows it up (R11.2)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.core.templatetags.look import full_day
from apps.deliberation.models import Case
from apps.documents.services import fall
from apps.followup.lifecycle import ANSWER, ISSUE, ORDER
from apps.followup.models import Order
from apps.followup.rules import ORDERED
from apps.followup.services import papers
from apps.notifications.services import notify
from apps.workflow.lifecycle import Changed, WrongState

WRITTEN = ["requirements", "due"]


@transaction.atomic
def draw_up(case, *, by):
    """Begin the order of a case concluded 异常; WrongState where the conclusion is another, was taken back, or has its order already."""
    if not may(by, ISSUE, case.school):
        raise PermissionDenied(ISSUE)
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state != Case.State.DECIDED or row.decided != ORDERED or Order.objects.filter(case=row).exists():
        raise WrongState("拟定整改要求")
    order = Order.objects.create(case=row, school=case.school)
    record(by=by, verb="draw_up_order", target=order, after=values(order, ["case", "school"]))
    return order


@transaction.atomic
def issue(order, *, requirements, due, by, seen=None):
    """Set what is to be done and until when; NotReady for a day that is not to come. The paper is written after the request."""
    today = timezone.localdate()
    row = ORDER.take(order, "issue_order", by=by, seen=seen, requirements=requirements.strip(), due=due, issued_on=today)
    papers.paper_later(row, by=by)
    return row


@transaction.atomic
def extend(order, *, due, note, sooner=False, by, seen=None):
    """Another day for the same requirements, with its reason; a new paper says so, and the code of the one before that it no longer holds.

    ValidationError for a day gone by, for the same day, and for an earlier one unless it is meant to be ``sooner``.
    """
    row = ORDER.lock(order)
    if due is None or due <= timezone.localdate():
        raise ValidationError({"due": "新的期限应晚于今天。"})
    if due == row.due:
        raise ValidationError({"due": "与现在的期限相同，不用调整。"})
    if row.due and due < row.due and not sooner:
        raise ValidationError({"sooner": f"新的期限比现在的（{full_day(row.due)}）早。确要提前的，请勾选。"})
    words = f"{full_day(row.due)}改为 {full_day(due)}。{note.strip()}" if row.due and note.strip() else note
    seen = order.version if seen is None else seen
    row = ORDER.take(row, "extend_order", by=by, seen=seen, note=words, due=due, document_id=None, certificate_id=None)
    fall(row, words="整改期限已调整，以新的通知为准", at=timezone.now())
    papers.paper_later(row, by=by)
    return row


@transaction.atomic
def write(order, *, requirements, due, seen, by):
    """Keep what is worked out of an order before it is issued; Changed where somebody else saved meanwhile, WrongState once it is issued."""
    row = ORDER.lock(order)
    if not may(by, ISSUE, row):
        raise PermissionDenied(ISSUE)
    if row.state != Order.State.DRAFT:
        raise WrongState("修改整改要求")
    if row.version != seen:
        raise Changed("修改整改要求")
    before = values(row, WRITTEN)
    row.requirements, row.due, row.version = requirements.strip(), due, row.version + 1
    row.save(update_fields=[*WRITTEN, "version"])
    record(by=by, verb="write_order", target=row, before=before, after=values(row, WRITTEN))
    return row


def answer(order, *, answer, by, seen=None):
    return ORDER.take(order, "answer_order", by=by, seen=seen, answer=answer.strip(), answered_at=timezone.now())


def send_back(order, *, note, by, seen=None):
    """Not enough yet, and why; what the school reported stays for it to go on from."""
    return ORDER.take(order, "return_order", by=by, seen=seen, note=note)


def close(order, *, verified, by, seen=None):
    return ORDER.take(order, "close_order", by=by, seen=seen, verified=verified.strip(), closed_on=timezone.localdate())


def lapse():
    """End the orders whose conclusion was taken back (J4); returns how many."""
    ended = [Order.State.CLOSED, Order.State.LAPSED]
    rows = list(Order.objects.filter(case__state=Case.State.REVERSED).exclude(state__in=ended).select_related("case"))
    for row in rows:
        ORDER.take(row, "lapse_order", by=None, note=f"认定已撤销：{row.case.reversal}"[:1000], closed_on=timezone.localdate())
        fall(row, words="已失效：它所依据的认定已撤销", at=timezone.now())
    return len(rows)


@transaction.atomic
def chase(day):
    """Tell the school and the province of each order whose day has passed, once for each day set (K2). Returns how many were spoken of."""
    late = Order.objects.filter(state=Order.State.ISSUED, due__lt=day).filter(Q(chased=None) | ~Q(chased=F("due")))
    rows = list(late.select_for_update(of=("self",), skip_locked=True).select_related("school"))
    for row in rows:
        people = {person.pk: person for permission in (ISSUE, ANSWER) for person in holders(permission, row)}
        notify(people.values(), f"{row}：期限 {row.due} 已过，学校还没有报告整改情况", row.get_absolute_url())
        before, row.chased = values(row, ["chased"]), row.due
        row.save(update_fields=["chased"])
        record(by=None, verb="chase_order", target=row, before=before, after=values(row, ["chased"]))
    return len(rows)
