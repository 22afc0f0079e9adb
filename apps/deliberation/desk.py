"""What waits for a member of the committee, or for its secretary, beside the steps of the lifecycles."""

from django.urls import reverse

from apps.accounts.access import objects_for, unit_for
from apps.deliberation.lifecycle import OPEN, VOTE
from apps.deliberation.models import Case, Vote
from apps.deliberation.selectors.cases import waiting
from apps.organizations.models import Organization
from apps.workflow.desk import Item, source


@source
def to_vote(user):
    """The cases of a sitting that runs, on which the person has not voted yet."""
    open_to = objects_for(user, VOTE, Case.objects.select_related("school", "sitting"))
    cast = Vote.objects.filter(member__user=user).values_list("case", "sitting")
    left = [case for case in open_to if (case.pk, case.sitting_id) not in set(cast)]
    return [Item("审议表决", str(case), case.get_absolute_url(), "去表决", due=case.sitting.on) for case in left]


@source
def to_lay_before(user):
    """The reports that have no case yet."""
    if (unit := unit_for(user, OPEN)) is None:
        return []
    left = waiting().filter(school__in=objects_for(user, OPEN, Organization.objects.all()))
    if not (number := left.count()):
        return []
    return [
        Item(
            "复核报告待提交审议",
            f"{left.first().school}" + (f" 等 {number} 件" if number > 1 else ""),
            reverse("deliberation:list", args=[unit.code]),
            "去提交",
            number,
        )
    ]
