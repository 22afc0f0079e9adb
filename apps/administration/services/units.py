"""Units opened, renamed, moved and closed from a day, and what the authority knows of a school (A2, A3).

Whoever manages units does so below his own: a province its cities and schools. A page carries ``seen``, how many changes the unit had
when it was shown, so that of two people at once one is told.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.access import may, objects_for
from apps.organizations import services as tree
from apps.organizations.models import Level, Organization
from apps.organizations.reference import counties
from apps.workflow.lifecycle import Changed

MANAGE = "organizations.manage_organization"
#: What of a register is not what the authority knows of the school.
NOT_FACTS = ["id", "school", "since", "until"]


def managed(user):
    """The units that ``user`` may rename, move and close: those below the province, closed ones left out."""
    return objects_for(user, MANAGE, Organization.objects.filter(level__gt=Level.PROVINCE, closed_on=None))


def places(user, *levels):
    """The units of ``levels`` under which, or in which, ``user`` may put another."""
    return objects_for(user, MANAGE, Organization.objects.filter(level__in=levels, closed_on=None)).order_by("path")


@transaction.atomic
def open_city(*, parent, on, by, **given):
    _check(by, parent)
    _check_day(on)
    return tree.open_unit(level=Level.CITY, parent=parent, on=on, by=by, **given)


@transaction.atomic
def open_school(*, parent, area, code, name, on, reason, by, **facts):
    """Open a school with its register: without that its status data could not be judged."""
    _check(by, parent)
    _check_day(on)
    school = tree.open_unit(level=Level.SCHOOL, code=code, name=name, parent=parent, area=area, on=on, reason=reason, by=by)
    tree.enter_register(school, since=on, by=by, **facts)
    return school


@transaction.atomic
def rename(unit, *, seen, on, by, **given):
    return tree.rename(_held(unit, seen, on, by), on=on, by=by, **given)


@transaction.atomic
def move(unit, *, parent, area=None, region_code="", seen, on, by, **given):
    """Put a unit elsewhere; where the county of a school would not lie in its new 地市, ``region_code`` says which it is from that day on."""
    _check(by, parent)
    unit = _held(unit, seen, on, by)
    register, place = unit.registers.last(), area or unit.area
    if region_code and not register:
        raise ValidationError({"region_code": f"{unit}还没有登记，请先“更新登记”，行政区划写在那里。"})
    code = region_code or (register.region_code if register else "")
    county = counties().get(code)
    if county and place and county["city"] != place.code:
        raise ValidationError({"region_code": f"{county['name']}不在{place}，请选新的行政区划。"})
    moved = tree.move(unit, parent=parent, area=area, on=on, by=by, **given)
    if register and code != register.region_code:
        facts = {field.name: getattr(register, field.name) for field in register._meta.concrete_fields if field.name not in NOT_FACTS}
        tree.enter_register(moved, since=on, by=by, **facts | {"region_code": code})
    return moved


@transaction.atomic
def close(unit, *, seen, on, by, **given):
    return tree.close(_held(unit, seen, on, by), on=on, by=by, **given)


@transaction.atomic
def enter_register(unit, *, seen, since, by, **facts):
    return tree.enter_register(_held(unit, seen, since, by), since=since, by=by, **facts)


def seen_of(unit):
    """How much of the unit's history there is: it grows with every act, so a page tells by it whether somebody was faster."""
    return unit.changes.count() + unit.registers.count()


def _held(unit, seen, on, by):
    """The unit, locked, as it was when the page was shown."""
    tree.one_at_a_time()
    unit = Organization.objects.get(pk=unit.pk)
    _check(by, unit)
    if unit.level <= Level.PROVINCE:
        raise PermissionDenied(MANAGE)
    if seen_of(unit) != seen:
        raise Changed("变更机构")
    _check_day(on)
    return unit


def _check(by, unit):
    if not may(by, MANAGE, unit):
        raise PermissionDenied(MANAGE)


def _check_day(on):
    if on > timezone.localdate():
        raise ValidationError({"on": "日期还没有到。机构的变更从当天或以前的日子起算，请到那一天再办。"})
