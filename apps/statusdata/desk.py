from django.utils.timezone import localdate

from apps.accounts.access import objects_for
from apps.statusdata.lifecycle import FILL, MANAGE
from apps.statusdata.models import Remark, Return, Round
from apps.statusdata.selectors.rounds import by_area, in_all
from apps.workflow.desk import Day, Item, Other, beside, source


@source
def to_fill(user):
    """The returns a person fills in, and the remarks that wait for an answer (D4); the signature is the lifecycle's own item."""
    rows = objects_for(user, FILL, Return.objects.filter(state=Return.State.OPEN, round__state="open")).select_related("school", "round")
    return [Item("填报状态数据", str(row), row.get_absolute_url(), "填报", due=row.round.school_due) for row in rows] + _to_answer(rows)


def _to_answer(rows):
    waiting = list(Remark.objects.filter(upload__in=rows, answered_at=None).values_list("upload", flat=True))
    return [
        Item("答复上级的批注", str(row), row.get_absolute_url(), "答复", count=waiting.count(row.pk), due=row.round.school_due)
        for row in rows
        if row.pk in waiting
    ]


@beside
def rounds_under_way(user, found):
    """For who manages a round: how far it is, its table of cities, the deadlines to come."""
    for round in objects_for(user, MANAGE, Round.objects.filter(state=Round.State.OPEN)).select_related("province"):
        areas = by_area(round)
        if not areas:
            continue
        total = in_all(areas)
        detail = f"{total.schools} 所学校，已报 {total.submitted}，已过市审 {total.checked}，已受理 {total.accepted}"
        found.others.append(Other(str(round), detail, round.get_absolute_url(), *total.situation))
        found.panels.append(round.get_absolute_url())
        deadlines = [(round.school_due, "学校上报截止"), (round.city_due, "市级审核截止"), (round.province_due, "省级受理截止")]
        found.dates += [Day(on, words) for on, words in deadlines if on >= localdate()]


@beside
def handed_in(user, found):
    """For a school: what it has handed in and those above have not yet accepted."""
    waiting = Return.objects.filter(state__in=[Return.State.SUBMITTED, Return.State.CHECKED])
    for row in objects_for(user, FILL, waiting).select_related("school", "round__province"):
        found.others.append(Other(str(row), "", row.get_absolute_url(), "wait", row.get_state_display()))
