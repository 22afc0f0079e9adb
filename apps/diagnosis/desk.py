from django.urls import reverse

from apps.accounts.access import objects_for
from apps.diagnosis.contents import ASKED_OF_AN_ELEMENT
from apps.diagnosis.lifecycle import SIGN, WRITE
from apps.diagnosis.models import Diagnosis, Part, Passage
from apps.diagnosis.rules import OF_THE_WHOLE
from apps.schemes.parameters import Parameters
from apps.workflow.desk import Item, source


@source
def to_write(user):
    """The elements assigned to a person whose diagnosis is being written."""
    mine = objects_for(user, WRITE, Diagnosis.objects.filter(state=Diagnosis.State.OPEN)).select_related("school")
    counts = {}
    for key in Part.objects.filter(diagnosis__in=mine, assigned_to=user).values_list("diagnosis", flat=True):
        counts[key] = counts.get(key, 0) + 1
    return [Item("撰写自我诊改报告", str(row), row.get_absolute_url(), "撰写", count=counts[row.pk]) for row in mine if row.pk in counts]


@source
def to_sign(user):
    """The reports written whole that wait for the principal."""
    empty = Passage.objects.filter(kind__in=[*OF_THE_WHOLE, *ASKED_OF_AN_ELEMENT], text="").values("diagnosis")
    rows = objects_for(user, SIGN, Diagnosis.objects.filter(state=Diagnosis.State.OPEN)).exclude(pk__in=empty).select_related("school")
    return [Item("签署自我诊改报告", str(row), reverse("diagnosis:sign", args=[row.pk]), "审读并签字") for row in rows]


@source
def to_stamp(user):
    """The signed reports of which the province's scheme wants the stamped scan."""
    signed = Diagnosis.objects.filter(state=Diagnosis.State.SIGNED, report__scan=None)
    rows = objects_for(user, SIGN, signed).select_related("school", "scheme", "report__diagnosis__school").defer("report__body")
    wanted = [row.report for row in rows if Parameters.read(row.scheme.parameters).scan_required]
    return [Item("上传报告的盖章扫描件", str(row), reverse("diagnosis:attach_scan", args=[row.pk]), "上传") for row in wanted]
