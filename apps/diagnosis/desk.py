from apps.accounts.access import objects_for
from apps.diagnosis.lifecycle import WRITE
from apps.diagnosis.models import Diagnosis, Part
from apps.workflow.desk import Item, source


@source
def to_write(user):
    """The elements assigned to a person whose diagnosis is being written."""
    mine = objects_for(user, WRITE, Diagnosis.objects.filter(state=Diagnosis.State.OPEN)).select_related("school")
    counts = {}
    for key in Part.objects.filter(diagnosis__in=mine, assigned_to=user).values_list("diagnosis", flat=True):
        counts[key] = counts.get(key, 0) + 1
    return [Item("撰写自我诊改报告", str(row), row.get_absolute_url(), "撰写", count=counts[row.pk]) for row in mine if row.pk in counts]
