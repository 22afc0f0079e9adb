from django.urls import reverse

from apps.accounts.access import unit_for
from apps.disclosure.lifecycle import PROPOSE
from apps.disclosure.services.publications import waiting
from apps.workflow.desk import Item, source


@source
def to_propose(user):
    """What was accepted and nobody has proposed yet (M2)."""
    unit = unit_for(user, PROPOSE)
    if unit is None or not (count := waiting(user).count()):
        return []
    return [Item("提出公开已受理的状态数据", "指标已经算出，提出以后由另一人复核", reverse("disclosure:list", args=[unit.code]), "提出", count)]
