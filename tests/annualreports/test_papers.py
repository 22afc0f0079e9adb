"""What is put on paper, read back from the PDF; each job may run twice."""

import io

from pypdf import PdfReader

from apps.annualreports.models import Chapter, Lodging, YearlyReport
from apps.annualreports.services import chapters, circulars, papers, reports
from apps.documents.access import readable
from apps.documents.services import find, opened
from apps.jobs.models import Job
from apps.jobs.services import run

from .conftest import DAY, YEAR


def text_of(file, by):
    """The words of a PDF, without the breaks of lines."""
    with opened(file, by=by) as content:
        return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content.read())).pages).split())


def done(kind):
    """Run the job of that kind twice, as a worker and its successor might; the row."""
    job = Job.objects.get(kind=kind)
    run(job.pk)
    Job.objects.filter(pk=job.pk).update(state="queued")
    run(job.pk)
    return Job.objects.get(pk=job.pk)


def test_the_draft_says_that_it_is_one(draft, write, people):
    """R5.1, R4.1: by a job with its progress, on paper with figures, sources and funds; the nation does not read it."""
    report = write(draft)
    reports.draft_later(report, by=people["officer"])
    job = done("annualreports.write_draft")
    assert (job.state, job.progress, job.result["back"]) == ("done", 100, report.get_absolute_url())
    file = YearlyReport.objects.get(pk=report.pk).draft
    words = text_of(file, people["officer"])
    for said in [
        "2026年度教学诊断与改进工作报告",
        "草稿",
        "签字的报告0份。",
        "明年抽样6所。",
        "方案的制定与实施120.50100.00",
        "合计200.50160.25",
        "示例专项",
    ]:
        assert said in words
    assert readable(people["decider"], file)
    assert not readable(people["nation"], file)


def test_a_draft_on_paper_says_when_it_is_old(draft, write, people, signed_in):
    """R5.1"""
    report, told = write(draft), []
    papers.write_draft(report, told.append)
    assert told == [30, 90]
    page = signed_in(people["officer"])
    assert "生成以后内容有变化" not in page.get(report.get_absolute_url()).content.decode()
    write(report, plan="再改")
    assert "生成以后内容有变化" in page.get(report.get_absolute_url()).content.decode()


def test_what_was_lodged_has_its_paper_and_its_receipt_with_codes(lodged, people):
    """R5.1: made once, whoever runs the job again."""
    assert done("annualreports.write_papers").state == "done"
    lodging = Lodging.objects.get()
    report, receipt = text_of(lodging.file, people["nation"]), text_of(lodging.receipt, people["nation"])
    assert "草稿" not in report
    assert lodging.certificate.code in report
    assert lodging.digest in report
    assert "第1版" in report
    for said in ["年度报告报送回执", "陕西省", "按期", str(people["decider"]), lodging.receipt_certificate.code]:
        assert said in receipt
    assert find(lodging.certificate.code).paper == lodging.file
    assert find(lodging.receipt_certificate.code).paper == lodging.receipt
    assert not readable(people["stranger"], lodging.file)


def test_paper_says_what_was_lodged_whatever_became_of_it_since(lodged, people, write):
    """R5.1"""
    reports.recall(lodged, note="重报", by=people["nation"])
    write(lodged, plan="另一个计划")
    done("annualreports.write_papers")
    words = text_of(Lodging.objects.get().file, people["nation"])
    assert "明年抽样6所。" in words
    assert "另一个计划" not in words


def test_the_circular_names_every_province(lodged, people, tree):
    """R5.2"""
    row = circulars.draft(tree["nation"], year=YEAR, by=people["nation"], day=DAY)
    row = circulars.write(row, seen=row.version, number="示例〔2027〕1号", opinion="各省按期报送。", by=people["nation"])
    circulars.issue(row, by=people["nation"])
    assert done("annualreports.write_circular").state == "done"
    row.refresh_from_db()
    words = text_of(row.file, people["stranger"])
    for said in ["2026年度全国教学诊改工作通报", "示例〔2027〕1号", "各省按期报送。", "陕西省", "河南省", "合计", "200.50", row.certificate.code]:
        assert said in words


def test_the_chapter_on_paper_is_the_signed_report_word_for_word(tree, people, signed):
    """R5.3"""
    row = chapters.draft(tree["school"], by=people["principal"])
    done("annualreports.write_chapter")
    row = Chapter.objects.get(pk=row.pk)
    words = text_of(row.file, people["principal"])
    for said in ["教学诊断与改进工作", "示例概述", "示例自诊", "示例措施", "示例效果", "示例成效", "示例结论", "示例建议", "2025—2026学年"]:
        assert said in words
    assert not readable(people["officer"], row.file)
