"""The paper of 附 2, made of what was signed and of nothing else (A2, F7); the stamped scan that goes with it."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localtime

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.core.templatetags.look import full_day, moment, school_year
from apps.diagnosis.lifecycle import DIAGNOSIS, SIGN, VIEW_REPORT
from apps.diagnosis.models import Diagnosis, Report
from apps.diagnosis.selectors.reports import opened
from apps.documents.models import File
from apps.documents.rules import JPEG, LIMIT, PDF
from apps.documents.services import bear, borne, certify, fall, qr, render_pdf, store
from apps.jobs.services import later
from apps.workflow.selectors import history

TITLE = "中等职业学校教学工作自我诊改报告"


def paper_later(report, *, by):
    later("diagnosis.write_paper", str(report.pk), key=report.pk, title=f"{report}", by=by, path=report.school.path)


@transaction.atomic
def write_paper(report):
    """The File of the signed report in the form of 附 2; written once, asked for again it is the same."""
    # Whether it is recalled meanwhile: the diagnosis first, as each step of it does.
    DIAGNOSIS.lock(report.diagnosis)
    # Without its file joined: who waits for the lock gets the row of now, but what is joined to it of before.
    row = Report.objects.select_for_update(of=("self",)).select_related("school", "diagnosis__school", "signed_by").get(pk=report.pk)
    if row.file_id:
        return row.file
    certificate = certify(str(row), row.digest, facts(row), holder=row)
    paper = ContentFile(printed(row, certificate), name=f"{row}.pdf")
    row.file, row.certificate = store(paper, holder=row, permission=VIEW_REPORT, by=None), certificate
    row.save(update_fields=["file", "certificate"])
    bear(certificate, row.file)
    fall_if_taken_back(row)
    return row.file


def fall_if_taken_back(report):
    """Have the code of a signed version say that it no longer stands, where it was recalled or replaced (F7).

    Asked when it happens, and once more where the paper is written: that may be later.
    """
    replaced = Report.objects.filter(diagnosis=report.diagnosis_id, number__gt=report.number).defer("body").first()
    diagnosis = Diagnosis.objects.get(pk=report.diagnosis_id)
    if replaced:
        fall(report, words=f"已由第 {replaced.number} 版代替", at=replaced.at)
    elif diagnosis.state == Diagnosis.State.OPEN:
        fall(report, words="学校已撤回，还没有再次签字", at=history(diagnosis, DIAGNOSIS)[0].at)


def printed(report, certificate):
    """The pages of a report as bytes, with the code of ``certificate`` on each."""
    context = {
        "title": TITLE, "subject": report.school.name, "report": report, "told": opened(report), "day": full_day(localtime(report.at)),
        "certificate": certificate, "qr": qr(certificate), "demonstration": settings.DEMONSTRATION,
    }  # fmt: skip
    return render_pdf("pdf/self_report.html", context)


def facts(report):
    """What anyone with the code is told: the school and the moment, not the person."""
    return [
        ["学校", report.school.name],
        ["学校标识码", report.school.code],
        ["学年", school_year(report.diagnosis.year)],
        ["版次", f"第 {report.number} 版"],
        ["签字时间", f"{localtime(report.at).year} 年 {moment(report.at)}"],
    ]


@transaction.atomic
def attach_scan(report, *, file, by):
    """Keep the stamped scan of the paper with the version that it is of (D7); an earlier one stays beside it.

    ValidationError for what is no PDF or JPG, for a paper that bears another code, and once the version no longer stands.
    """
    if not may(by, SIGN, report.diagnosis):
        raise PermissionDenied(SIGN)
    diagnosis = DIAGNOSIS.lock(report.diagnosis)
    row = Report.objects.select_for_update(of=("self",)).select_related("school", "certificate").get(pk=report.pk)
    if diagnosis.state != Diagnosis.State.SIGNED or diagnosis.report_id != row.pk:
        raise ValidationError("这一版已经撤回，或者已有新版，不再收扫描件。请传到现在的一版。")
    before = values(row, ["scan"])
    kept = store(file, holder=row, permission=VIEW_REPORT, by=by, code=_code_on(file, row))
    if kept.media_type not in (PDF.media_type, JPEG.media_type):
        raise ValidationError({"file": f"“{kept.name}”不是 PDF 或 JPG，没有存入。请把盖章以后的报告扫描成 PDF，或者拍成 JPG 再传。"})
    if File.objects.of(row).exclude(pk=kept.pk).filter(sha256=kept.sha256, pk=row.file_id).exists():
        raise ValidationError({"file": "这是系统印制的那一份，还没有签字盖章。请打印、签字、盖章以后扫描再传。"})
    row.scan = kept
    row.save(update_fields=["scan"])
    record(by=by, verb="attach_scan", target=row, before=before, after=values(row, ["scan"]))
    return row


def _code_on(file, report):
    """The code of ``report`` where it can be read on its scan, else ""; ValidationError where the scan bears that of another paper."""
    found = borne(file.read(LIMIT))
    file.seek(0)
    if any(certificate.holder_id == report.pk for certificate in found):
        return report.certificate.code
    if found:
        raise ValidationError({"file": f"这一份上印着验证码 {found[0].code}，是“{found[0].title}”，不是这一版报告，没有存入。"})
    return ""


def scans(report):
    """The scans of a version, the newest first: the one that stands and those it replaced."""
    return list(File.objects.of(report).exclude(pk=report.file_id).select_related("by").order_by("-at"))
