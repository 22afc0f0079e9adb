from datetime import timedelta

from apps.diagnosis.models import Report
from apps.diagnosis.services import measures, papers, passages
from apps.jobs.services import every, job


@job("diagnosis.write_paper", again=True)
def write_paper(row, report_pk):
    return {"file": papers.write_paper(Report.objects.get(pk=report_pk)).get_absolute_url()}


@every(timedelta(minutes=1))
def close_old_sittings():
    passages.close_old_sittings()


@every(timedelta(hours=1))
def chase_measures():
    measures.chase()
