from django.urls import reverse
from django.utils.timezone import localdate

from apps.accounts.access import answer, mark, objects_for, unit_for
from apps.core.templatetags.look import school_year
from apps.organizations.models import Level
from apps.statusdata.contents import obstacles
from apps.statusdata.lifecycle import CERTIFY, CHECK, FILL, MANAGE, VIEW_ROUND
from apps.statusdata.models import Remark, Return, Round
from apps.statusdata.selectors.rounds import by_area, by_round, in_all
from apps.workflow.desk import Day, Item, Other, beside, source


@source
def to_fill(user):
    """The returns a person fills in or signs, each once, and the remarks that wait for an answer (D4)."""
    rows = objects_for(user, FILL, Return.objects.filter(state=Return.State.OPEN, round__state="open")).select_related("school", "round__edition")
    rows = list(mark(user, [CERTIFY], rows))
    return [_to_hand_in(row) for row in rows] + _to_answer(rows)


def _to_hand_in(row):
    """Who signs is told what is still in the way of the signature; who fills in sees that on the page of the return."""
    title, detail, action = "填报状态数据", str(row), "填报"
    if getattr(row, answer(CERTIFY)):
        if lacking := len(obstacles(row)):
            detail = f"{row}；还有 {lacking} 处待改正、补全或说明，都办好才能签字"
        else:
            title, action = "签字上报状态数据", "签字上报"
    return Item(title, detail, row.get_absolute_url(), action, due=row.round.school_due)


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
        found.others.append(Other(str(round), _so_far(total), round.get_absolute_url(), *total.situation))
        found.panels.append(round.get_absolute_url())
        found.dates += _days(round, school_due="学校上报截止", city_due="市级审核截止", province_due="省级受理截止")


@beside
def rounds_watched(user, found):
    """For who sees rounds and manages none, as the nation: how far each is."""
    rounds = objects_for(user, VIEW_ROUND, Round.objects.filter(state=Round.State.OPEN))
    managed = objects_for(user, MANAGE, Round.objects.all()).values("pk")
    for round, total in by_round(Return.objects.filter(round__in=rounds).exclude(round__in=managed)):
        found.others.append(Other(str(round), _so_far(total), round.get_absolute_url(), *total.situation))


@beside
def schools_to_check(user, found):
    """For who checks: how far the schools below are, whom one waits for, and until when (B9)."""
    unit = unit_for(user, CHECK)
    returns = objects_for(user, CHECK, Return.objects.filter(round__state="open"))
    for round, total in by_round(returns) if unit else []:
        address = f"{reverse('statusdata:list', args=[unit.code])}?round={round.pk}" + ("&late=on" if total.needs else "")
        title = f"{unit}各校{school_year(round.year)}状态数据" + ("（练习）" if round.practice else "")
        found.others.append(Other(title, _so_far(total) + _lying_here(unit, round), address, *total.situation))
        found.dates += _days(round, school_due="学校上报截止", city_due="市级审核截止")


def _lying_here(unit, round):
    """What the province counts under a city and the city does not check."""
    others = Return.objects.filter(round=round, school__area=unit, school__parent__level=Level.PROVINCE).count()
    return f"（另有坐落本市的省属学校 {others} 所由省直接受理，省里计在本市）" if others else ""


def _so_far(total):
    return f"{total.schools} 所学校，已报 {total.submitted}，已过市审 {total.checked}，已受理 {total.accepted}"


def _days(round, **words):
    """The deadlines of ``round`` that are still to come, by the name of the field."""
    return [Day(getattr(round, name), said) for name, said in words.items() if getattr(round, name) >= localdate()]


@beside
def handed_in(user, found):
    """For a school: what it has handed in and those above have not yet accepted."""
    waiting = Return.objects.filter(state__in=[Return.State.SUBMITTED, Return.State.CHECKED])
    for row in objects_for(user, FILL, waiting).select_related("school", "round__province"):
        found.others.append(Other(str(row), "", row.get_absolute_url(), "wait", row.get_state_display()))
