from apps.accounts.access import objects_for
from apps.statusdata.lifecycle import FILL
from apps.statusdata.models import Remark, Return
from apps.workflow.desk import Item, source


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
