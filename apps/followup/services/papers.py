"""The paper of an order."""

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from apps.core.canonical import digest
from apps.core.templatetags.look import full_day
from apps.documents.models import Certificate
from apps.documents.services import bear, certify, qr, render_pdf, store
from apps.followup.lifecycle import VIEW_ORDER
from apps.followup.models import Order
from apps.jobs.services import is_under_way, later


def _key(order):
    """Of an order and its day: the paper of another day is another job, be the one before still at work."""
    return f"{order.pk}:{order.due}"


def paper_later(order, *, by):
    later("followup.write_order", str(order.pk), key=_key(order), title=f"{order}通知", by=by, path=order.school.path)


def being_made(order):
    return awaited(order) and is_under_way("followup.write_order", _key(order))


def awaited(order):
    """Whether the order is to have a paper and has none."""
    return order.issued_on is not None and order.document_id is None and order.state != Order.State.LAPSED


@transaction.atomic
def write_order(order):
    """Written once as it was issued; asked for again it is the same. None is written of an order whose conclusion was taken back meanwhile."""
    row = Order.objects.select_for_update(of=("self",)).select_related("school", "case__review__selection__draw__province").get(pk=order.pk)
    if not awaited(row):
        return row
    province = row.case.review.selection.draw.province
    content = {"school": row.school.code, "requirements": row.requirements, "due": row.due, "issued_on": row.issued_on}
    # Whoever has the code is told of them, and an order would tell the conclusion before it is public (R12.1).
    facts = [
        ["学校", row.school.name],
        ["下达日期", full_day(row.issued_on)],
        ["下达单位", f"{province}教育行政部门"],
    ]
    replaces = Certificate.objects.of(row).exists()
    certificate = certify(f"{province}教育行政部门致{row.school}的通知", digest(content), facts, holder=row)
    paper = render_pdf("pdf/order.html", {
        "title": f"关于要求{row.school}限期整改的通知", "order": row, "replaces": replaces, "province": province,
        "certificate": certificate, "qr": qr(certificate), "demonstration": settings.DEMONSTRATION,
    })  # fmt: skip
    row.document = store(ContentFile(paper, name=f"{row.school}整改通知.pdf"), holder=row, permission=VIEW_ORDER, by=None)
    row.certificate = certificate
    row.save(update_fields=["document", "certificate"])
    bear(certificate, row.document)
    return row
