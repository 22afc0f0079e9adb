from django.db.models import Count, Min
from django.urls import reverse
from django.utils.timezone import localdate

from apps.accounts.access import objects_for, unit_for
from apps.diagnosis.contents import ASKED_OF_AN_ELEMENT
from apps.diagnosis.lifecycle import MANAGE, PREPARE, SIGN, VIEW_MEASURE, WRITE
from apps.diagnosis.models import Diagnosis, Measure, Part, Passage, PublicReport, Report
from apps.diagnosis.rules import OF_THE_WHOLE
from apps.diagnosis.selectors.measures import late_ones, pressing
from apps.diagnosis.selectors.public import left_to_others, without_copy
from apps.organizations.models import Level
from apps.schemes.parameters import Parameters
from apps.workflow.desk import Item, Other, beside, source


@source
def to_write(user):
    """The elements assigned to a person whose diagnosis is being written."""
    mine = objects_for(user, WRITE, Diagnosis.objects.filter(state=Diagnosis.State.OPEN)).select_related("school")
    counts = {}
    for key in Part.objects.filter(diagnosis__in=mine, assigned_to=user).values_list("diagnosis", flat=True):
        counts[key] = counts.get(key, 0) + 1
    return [Item("撰写自我诊改报告", str(row), row.get_absolute_url(), "撰写", count=counts[row.pk]) for row in mine if row.pk in counts]


@source
def to_carry_out(user):
    """A school's measures whose day is near or past (K2): the one there is, or how many and the soonest of them."""
    rows = objects_for(user, MANAGE, pressing(Measure.objects.all(), localdate())).select_related("school").order_by("due", "pk")
    total = rows.aggregate(count=Count("pk"), due=Min("due"))
    if not total["count"]:
        return []
    first = rows[0]
    if total["count"] == 1:
        return [Item("落实改进措施", str(first), first.get_absolute_url(), "登记", due=first.due)]
    address = reverse(Measure.list_name, args=[first.school.code])
    return [Item("落实改进措施", f"{first} 等 {total['count']} 项", address, "登记", total["count"], total["due"])]


@source
def to_make_public(user):
    """The signed reports of which there is no public copy yet, and the copies that were sent back (F8, R12.2)."""
    reports = objects_for(user, PREPARE, without_copy(Report.objects.all()))
    copies = objects_for(user, PREPARE, PublicReport.objects.filter(state=PublicReport.State.RETURNED))
    returned = copies.select_related("report__diagnosis__school").defer("found", "content", "report__body")
    # Who prepares does not confirm: nobody is sent to a page where he can do nothing.
    able = [row for row in reports if not left_to_others(row, user)]
    found = [Item("处理报告公开本", str(row), reverse("diagnosis:prepare_public", args=[row.pk]), "处理") for row in able]
    return found + [Item("重新处理报告公开本", str(row), row.get_absolute_url(), "重新处理") for row in returned]


@beside
def late_below(user, found):
    """For who watches schools: how many measures of theirs are late."""
    unit = unit_for(user, VIEW_MEASURE)
    if unit is None or unit.level == Level.SCHOOL:
        return
    late = late_ones(objects_for(user, VIEW_MEASURE, Measure.objects.all()), localdate())
    total = late.order_by().aggregate(measures=Count("pk"), schools=Count("school", distinct=True))
    if total["measures"]:
        address = f"{reverse(Measure.list_name, args=[unit.code])}?late=on"
        found.others.append(Other(f"{unit}各校改进措施", f"{total['schools']} 所学校有逾期未实施的", address, "act", f"逾期 {total['measures']} 项"))


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
