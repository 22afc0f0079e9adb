"""The receipts of a return: handed in, and accepted: time, hash, who; a PDF with a code that anyone can verify (D10)."""

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localtime

from apps.core.templatetags.look import moment, school_year
from apps.documents.services import bear, certify, fall, qr, render_pdf, store
from apps.statusdata.lifecycle import RETURN, VIEW
from apps.statusdata.models import Receipt, Return, Snapshot
from apps.workflow.selectors import history

NOTES = {
    Receipt.Kind.SUBMITTED: "本回执证明上述版本已由学校签字上报。以后如有更正，须重新签字，另出回执。",
    Receipt.Kind.ACCEPTED: "本回执证明上述版本已由省级受理，其数值从受理时起计入上级汇总。",
}


@transaction.atomic
def write(snapshot, kind):
    """The Receipt of ``snapshot`` (``Receipt.Kind``); written once, asked for again it is the same."""
    # Whether it is taken back meanwhile: the return first, as each step of it does.
    RETURN.lock(snapshot.upload)
    row = (
        Snapshot.objects.select_for_update(of=("self",)).select_related("upload__school", "upload__round__province", "signed_by").get(pk=snapshot.pk)
    )
    if receipt := row.receipts.filter(kind=kind).first():
        return receipt
    title = Receipt.Kind(kind).label
    certificate = certify(f"{row.upload}{title}", row.digest, public_facts(row, kind), holder=row)
    context = {
        "title": title, "subject": row.upload.school.name, "facts": facts(row, kind), "note": NOTES[kind],
        "certificate": certificate, "qr": qr(certificate), "demonstration": settings.DEMONSTRATION,
    }  # fmt: skip
    paper = ContentFile(render_pdf("pdf/receipt.html", context), name=f"{row}{title}.pdf")
    file = store(paper, holder=row, permission=VIEW, by=None)
    bear(certificate, file)
    receipt = Receipt.objects.create(snapshot=row, kind=kind, file=file, certificate=certificate)
    fall_if_taken_back(row)
    return receipt


def fall_if_taken_back(snapshot):
    """Have the receipts of a version say that it no longer stands, where it was taken back or replaced (D10).

    Asked when it happens, and once more where a receipt is written: that may be later.
    """
    later = Snapshot.objects.filter(upload=snapshot.upload_id, number__gt=snapshot.number).defer("body").last()
    upload = Return.objects.get(pk=snapshot.upload_id)
    if later:
        fall(snapshot, words=f"已由第 {later.number} 版代替", at=later.at)
    elif upload.state == Return.State.OPEN:
        back = history(upload, RETURN)[0]
        fall(snapshot, words=f"已{back.label}，学校还没有再次上报", at=back.at)


def public_facts(snapshot, kind):
    """What anyone with the code is told: the units and the moments, not the people (E5)."""
    upload = snapshot.upload
    told = [
        ["学校", upload.school.name],
        ["学校标识码", upload.school.code],
        ["学年", school_year(upload.round.year)],
        ["版次", f"第 {snapshot.number} 版"],
        ["上报时间", _when(snapshot.at)],
    ]
    if kind == Receipt.Kind.ACCEPTED:
        told += [["受理单位", upload.round.province.name], ["受理时间", _when(snapshot.acceptance.at)]]
    return [*told, *([["用途", "练习，不作依据"]] if upload.round.practice else [])]


def facts(snapshot, kind):
    return [*public_facts(snapshot, kind), ["签字人", str(snapshot.signed_by)], ["数据摘要", snapshot.digest]]


def _when(at):
    return f"{localtime(at).year} 年 {moment(at)}"
