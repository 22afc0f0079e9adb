"""The pilots of a province: named, and ended, with their days (R3.1, R8.8)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from apps.accounts.access import may, objects_for
from apps.audit.services import record, values
from apps.organizations.models import Level, Organization
from apps.sampling.lifecycle import MANAGE_PLAN
from apps.sampling.models import Pilot


@transaction.atomic
def name_pilot(province, *, code, since, by):
    """Name the school of that 标识码 a pilot from ``since`` on; ValidationError where the province has none such, or it is one already."""
    if not may(by, MANAGE_PLAN, province):
        raise PermissionDenied(MANAGE_PLAN)
    school = objects_for(by, MANAGE_PLAN, Organization.objects.filter(level=Level.SCHOOL, code=code, path__startswith=province.path)).first()
    if school is None:
        raise ValidationError({"code": f"本省没有标识码为 {code} 的学校，请核对 10 位标识码。"})
    # Two who name one school at once take turns.
    Organization.objects.select_for_update(no_key=True).get(pk=school.pk)
    known = Pilot.objects.filter(school=school).first()
    if known and known.until is None:
        raise ValidationError({"code": f"{school}自 {known.since} 起已经是试点校。"})
    before = values(known, ["since", "until"]) if known else {}
    row, _ = Pilot.objects.update_or_create(school=school, defaults={"since": since, "until": None})
    record(by=by, verb="name_pilot", target=school, before=before, after=values(row, ["since", "until"]))
    return row


@transaction.atomic
def end_pilot(pilot, *, until, by):
    """The school is a pilot until that day; ValidationError where it ended already, or would before it began."""
    row = Pilot.objects.select_for_update(of=("self",)).select_related("school").get(pk=pilot.pk)
    if not may(by, MANAGE_PLAN, row.school):
        raise PermissionDenied(MANAGE_PLAN)
    if row.until is not None:
        raise ValidationError(f"{row.school}的试点已于 {row.until} 结束。")
    if until < row.since:
        raise ValidationError({"until": f"不能早于开始的 {row.since}。"})
    before = values(row, ["until"])
    row.until = until
    row.save(update_fields=["until"])
    record(by=by, verb="end_pilot", target=row.school, before=before, after=values(row, ["until"]))
    return row
