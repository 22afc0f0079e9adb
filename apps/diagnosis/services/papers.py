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
from apps.documents.word import SMALL, Word
from apps.jobs.services import later
from apps.workflow.selectors import history

TITLE = "中等职业学校教学工作自我诊改报告"
#: The same on the cover.
COVER_LINES = ["中等职业学校教学工作", "自我诊改报告"]
#: What 附 2 prints above its table and below its text (A2).
COLUMNS = ["诊断要素", "自我诊断", "改进措施", "改进效果"]
NOTES = [
    "报告内容必须真实、准确。",
    "每一诊断要素的自我诊断意见需阐明目标达成程度，包括主要成绩、存在问题和原因分析（不超过 500 字），重在突出存在问题与原因分析。",
    "每一诊断要素的改进措施需突出针对性、注重可行性（不超过 200 字）。",
    "每一诊断要素的改进效果指实施改进措施之后已经显现的实际效果，不是预测或估计成效。如措施尚未实施时请加说明（不超过 200 字）。",
    "自我诊断务必写实，无需等级性结论。",
]
#: The same columns in Word, in mm: an A4 page across.
WIDTHS = [37, 110, 50, 50]


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
        "title": TITLE, "lines": COVER_LINES, "subject": report.school.name, "told": (told := opened(report)), "cover": cover(report, told), "columns": COLUMNS,
        "declaration": declaration(report), "notes": NOTES, "certificate": certificate, "qr": qr(certificate), "demonstration": settings.DEMONSTRATION,
    }  # fmt: skip
    return render_pdf("pdf/self_report.html", context)


def word(report):
    """The same as a Word file, as bytes, of what was signed: for who goes on working with the words. What counts is the PDF, as its foot says."""
    told, code = opened(report), f"，验证码 {report.certificate.code}" if report.certificate else ""
    foot = f"{report}{code}。以带验证码的 PDF 为准。" + ("　演示数据" if settings.DEMONSTRATION else "")
    paper = Word(str(report), author=told.school, at=localtime(report.at), foot=foot)
    paper.title(*COVER_LINES)
    paper.facts(cover(report, told))
    paper.page()
    paper.text(f"学校名称：{told.school}", indented=False)
    paper.heading("一、自我诊改工作概述")
    paper.text(told.overview)
    paper.page(across=True)
    paper.heading("二、自我诊断与改进报告表")
    groups = [
        (f"{code}　{name}", [[f"{row.code} {row.name}", row.self, row.measures, row.effect] for row in rows]) for code, name, rows in told.items
    ]
    paper.table(COLUMNS, groups, widths=WIDTHS)
    paper.page()
    paper.heading("三、综合诊断结论")
    paper.text(told.conclusion)
    paper.heading("四、改进工作建议")
    paper.text(told.advice)
    paper.text(declaration(report), indented=False)
    paper.text("校长（签字）：\n学校（盖章）：\n　　年　　月　　日")
    paper.text("\n".join(f"{'注：' if number == 1 else ''}{number}. {note}" for number, note in enumerate(NOTES, 1)), indented=False, size=SMALL)
    return paper.content()


def cover(report, told):
    """What stands on the cover: pairs of a name and its words."""
    return [
        ("学校名称", told.school), ("学校标识码", told.code), ("学年", school_year(told.year)), ("诊改依据", told.scheme),
        ("数据依据", told.data or "—"), ("版次", f"第 {report.number} 版"), ("签字日期", full_day(localtime(report.at))),
    ]  # fmt: skip


def declaration(report):
    at = localtime(report.at)
    return f"本校对以上内容的真实、准确负责。校长 {report.signed_by} 已于 {full_day(at)} {at:%H:%M} 验证身份，签字提交。"


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
