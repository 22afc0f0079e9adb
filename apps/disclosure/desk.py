from django.urls import reverse

from apps.accounts.access import unit_for
from apps.disclosure.lifecycle import PROPOSE, PROPOSE_BELOW
from apps.disclosure.services import below
from apps.disclosure.services.publications import waiting
from apps.workflow.desk import Item, source


@source
def to_propose(user):
    """What was accepted and nobody has proposed yet (M2)."""
    unit = unit_for(user, PROPOSE)
    if unit is None or not (count := waiting(user).count()):
        return []
    return [Item("提出公开已受理的状态数据", "指标已经算出，提出以后由另一人复核", reverse("disclosure:list", args=[unit.code]), "提出", count)]


@source
def lists_to_compile(user):
    """The school years that are closed and have no list of the schools below the conditions yet (R12.1)."""
    unit = unit_for(user, PROPOSE_BELOW)
    if unit is None or not (waiting := below.to_compile(user)):
        return []
    detail = "、".join(f"{year}—{year + 1} 学年" for _province, year in waiting[:3])
    return [Item("编制未达条件名单", detail, reverse("disclosure:below_lists", args=[unit.code]), "编制", len(waiting))]
