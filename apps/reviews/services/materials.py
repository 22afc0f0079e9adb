"""What the school lays before the group: report, plan, data, and a quality report if it wishes (R9.1, R6.3)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.diagnosis.selectors import signed_report
from apps.diagnosis.services.reports import hold
from apps.documents.services import store
from apps.notifications.services import notify
from apps.reviews.lifecycle import READ_MATERIAL, REVIEW, SCHEDULE, SUBMIT
from apps.reviews.models import Material, Review
from apps.schemes.parameters import Parameters
from apps.statusdata.models import Return, Snapshot
from apps.workflow.lifecycle import NotReady, WrongState

OPEN = (Review.State.PLANNED, Review.State.SCHEDULED)


def _held(review, by):
    row = REVIEW.lock(review)
    if not may(by, SUBMIT, row):
        raise PermissionDenied(SUBMIT)
    if row.state not in OPEN:
        raise WrongState("提交复核材料")
    return row


@transaction.atomic
def attach(review, *, kind, title, file, by):
    """Lay a paper of ``kind`` (Material.Kind) before the group; of plan and quality report the newest stands, the one before is kept."""
    row = _held(review, by)
    stored = store(file, holder=row, permission=READ_MATERIAL, by=by)
    if kind != Material.Kind.OTHER:
        row.materials.filter(kind=kind, replaced_at=None).update(replaced_at=timezone.now())
    material = Material.objects.create(review=row, kind=kind, title=title, file=stored, by=by)
    record(by=by, verb="attach_material", target=row, after=values(material, ["kind", "title", "file"]))
    return material


def accepted_snapshot(school):
    """The newest version of a school's data that the province accepted, or None."""
    rows = Snapshot.objects.filter(
        upload__school=school, acceptance__isnull=False, upload__state=Return.State.ACCEPTED, upload__round__practice=False
    )
    return rows.order_by("-upload__round__year", "-number").first()


def lacking(review):
    """What the school has still to do before it can hand its papers in (R9.1)."""
    report, missing = signed_report(review.school), []
    if report is None:
        missing.append("自我诊改报告：还没有签字")
    elif Parameters.read(review.scheme.parameters).scan_required and report.scan_id is None:
        missing.append("自我诊改报告的盖章扫描件：本省方案要求附")
    if accepted_snapshot(review.school) is None:
        missing.append("状态数据：还没有受理的版本")
    if not review.materials.filter(kind=Material.Kind.PLAN, replaced_at=None).exists():
        missing.append("学校事业发展规划：还没有上传")
    return missing


@transaction.atomic
def submit(review, *, by):
    """The principal hands the papers in: the report and the version of the data are fixed from here (R6.3). Until the group begins it may be done again."""
    row = _held(review, by)
    if missing := lacking(row):
        raise NotReady(missing)
    before = values(row, ["report", "snapshot", "materials_at"])
    # Held first: a recall at the same moment comes before it or is refused.
    row.report, row.snapshot, row.materials_at = hold(signed_report(row.school), by=by), accepted_snapshot(row.school), timezone.now()
    row.save(update_fields=["report", "snapshot", "materials_at"])
    record(by=by, verb="submit_material", target=row, before=before, after=values(row, ["report", "snapshot", "materials_at"]))
    notify(holders(SCHEDULE, row), f"{row.school}已提交复核材料", row.get_absolute_url())
    return row
