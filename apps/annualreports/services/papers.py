"""The papers: the draft, the report lodged with its receipt, the circular, a school's chapter; each made by a job that may run twice."""

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localtime

from apps.annualreports.contents import content
from apps.annualreports.lifecycle import READ_DRAFT, VIEW, VIEW_CHAPTER, VIEW_CIRCULAR
from apps.annualreports.models import Chapter, Circular, Lodging, YearlyReport
from apps.annualreports.rules import days_late
from apps.annualreports.selectors.reading import reading
from apps.core.canonical import digest
from apps.core.templatetags.look import full_day, moment
from apps.documents.services import bear, certify, qr, render_pdf, store


def write_draft(report, progress):
    """The report as it stands, marked a draft; ``progress(percent)`` is told how far it is. The File; it takes the place of the draft before."""
    held = content(report)
    progress(30)
    paper = _report(held, {"draft": True, "made": full_day(localtime())})
    progress(90)
    with transaction.atomic():
        row = YearlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        row.draft = store(ContentFile(paper, name=f"{row}（草稿）.pdf"), holder=row, permission=READ_DRAFT, by=None)
        row.draft_digest, row.drafted_at = digest(held), timezone.now()
        row.save(update_fields=["draft", "draft_digest", "drafted_at"])
    return row.draft


@transaction.atomic
def write_papers(lodging):
    """The report lodged and its receipt, each with a code that anyone can verify; written once, asked for again they are the same (L2)."""
    row = Lodging.objects.select_for_update(of=("self",)).select_related("report__province", "by").get(pk=lodging.pk)
    if row.receipt_id:
        return row
    report, facts = row.report, facts_of(row)
    row.certificate = certify(f"{report}", row.digest, facts, holder=report)
    paper = _report(row.content, {"certificate": row.certificate, "qr": qr(row.certificate), "lodging": row})
    row.file = store(ContentFile(paper, name=f"{row}.pdf"), holder=report, permission=VIEW, by=None)
    bear(row.certificate, row.file)
    row.receipt_certificate = certify(f"{report}报送回执", row.digest, facts, holder=report)
    receipt = render_pdf("pdf/receipt.html", {
        "title": "年度报告报送回执", "subject": report.province.name, "facts": [*facts, ["签字人", str(row.by)], ["内容摘要", row.digest]],
        "note": "本回执证明上述年度报告已报送教育主管部门。退回重报的，以重报的版本为准，另出回执。",
        "certificate": row.receipt_certificate, "qr": qr(row.receipt_certificate), "demonstration": settings.DEMONSTRATION,
    })  # fmt: skip
    row.receipt = store(ContentFile(receipt, name=f"{row}报送回执.pdf"), holder=report, permission=VIEW, by=None)
    bear(row.receipt_certificate, row.receipt)
    row.save(update_fields=["file", "certificate", "receipt", "receipt_certificate"])
    return row


def facts_of(lodging):
    """What anyone with the code is told."""
    at, late = localtime(lodging.at), days_late(lodging.report.year, lodging.on)
    return [
        ["报送单位", lodging.report.province.name],
        ["年度", f"{lodging.report.year} 年"],
        ["版次", f"第 {lodging.number} 版"],
        ["报送时间", f"{at.year} 年 {moment(at)}"],
        ["是否按期", f"逾期 {late} 天" if late else "按期"],
    ]


def _report(held, more):
    title, province = f"{held['year']} 年度教学诊断与改进工作报告", held["province"]["name"]
    given = {"title": title, "subject": province, "reading": reading(held), "demonstration": settings.DEMONSTRATION}
    return render_pdf("pdf/yearly_report.html", given | more)


@transaction.atomic
def write_circular(circular):
    """The circular on paper; written once (R5.2)."""
    row = Circular.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=circular.pk)
    if row.file_id or row.state != Circular.State.ISSUED:
        return row
    counts = row.content["counts"]
    facts = [
        ["年度", f"{row.year} 年"],
        ["发文字号", row.number],
        ["印发日期", full_day(row.issued_at)],
        ["已报送", f"{counts['lodged']} 个省级单位"],
    ]
    row.certificate = certify(str(row), row.digest, facts, holder=row)
    paper = render_pdf("pdf/circular.html", {
        "title": str(row), "subject": row.number, "circular": row, "told": row.content, "day": full_day(row.issued_at),
        "certificate": row.certificate, "qr": qr(row.certificate), "demonstration": settings.DEMONSTRATION,
    })  # fmt: skip
    row.file = store(ContentFile(paper, name=f"{row}.pdf"), holder=row, permission=VIEW_CIRCULAR, by=None)
    bear(row.certificate, row.file)
    row.save(update_fields=["file", "certificate"])
    return row


@transaction.atomic
def write_chapter(chapter):
    """The chapter on paper, to be bound into the school's 年度质量报告; written once (R5.3)."""
    row = Chapter.objects.select_for_update(of=("self",)).select_related("school").get(pk=chapter.pk)
    if row.file_id:
        return row
    given = {"title": "教学诊断与改进工作", "subject": row.school.name, "told": row.content, "demonstration": settings.DEMONSTRATION}
    paper = render_pdf("pdf/chapter.html", given)
    row.file = store(ContentFile(paper, name=f"{row}.pdf"), holder=row, permission=VIEW_CHAPTER, by=None)
    row.save(update_fields=["file"])
    return row
