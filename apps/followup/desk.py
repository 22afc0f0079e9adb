"""What waits for a school or a province after a conclusion, beside the steps of the lifecycles."""

from django.urls import reverse

from apps.accounts.access import objects_for, unit_for
from apps.diagnosis.lifecycle import MANAGE
from apps.followup.lifecycle import ISSUE
from apps.followup.selectors.improvement import standing_cases, to_answer, to_order
from apps.organizations.models import Organization
from apps.workflow.desk import Item, source


def below(user, permission):
    return standing_cases().filter(school__in=objects_for(user, permission, Organization.objects.all()))


@source
def findings_to_answer(user):
    """The reviews of which a finding has no measure yet (K1)."""
    rows = to_answer(below(user, MANAGE)) if unit_for(user, MANAGE) else []
    return [Item("落实复核发现的改进措施", str(case.school), reverse("followup:improvement", args=[case.pk]), "去落实") for case in rows]


@source
def orders_to_draw_up(user):
    """The schools concluded 异常 that have no order yet (R11.2)."""
    if (unit := unit_for(user, ISSUE)) is None:
        return []
    rows = list(to_order(below(user, ISSUE)))
    address = reverse("followup:orders", args=[unit.code])
    return [Item("结论异常，拟定整改要求", f"{rows[0].school} 等 {len(rows)} 所", address, "去拟定", len(rows))] if rows else []
