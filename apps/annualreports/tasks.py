from datetime import timedelta

from apps.annualreports.models import Chapter, Circular, Lodging, YearlyReport
from apps.annualreports.services import chasing, papers
from apps.jobs.services import every, job, report


@job("annualreports.write_draft")
def write_draft(row, report_pk):
    yearly = YearlyReport.objects.select_related("province").get(pk=report_pk)
    file = papers.write_draft(yearly, lambda percent: report(row, percent))
    return {"words": [f"草稿 PDF 已经生成：{file.name}"], "back": yearly.get_absolute_url()}


@job("annualreports.write_papers", again=True)
def write_papers(row, lodging_pk):
    papers.write_papers(Lodging.objects.get(pk=lodging_pk))


@job("annualreports.write_circular", again=True)
def write_circular(row, circular_pk):
    papers.write_circular(Circular.objects.get(pk=circular_pk))


@job("annualreports.write_chapter", again=True)
def write_chapter(row, chapter_pk):
    papers.write_chapter(Chapter.objects.get(pk=chapter_pk))


# It tells nobody twice in a week: so it may ask often, and a machine that stood still makes up for it.
@every(timedelta(hours=1))
def chase():
    chasing.chase()
