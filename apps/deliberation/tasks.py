from apps.deliberation.models import Case, Sitting
from apps.deliberation.services import papers
from apps.jobs.services import job


@job("deliberation.write_decision", again=True)
def write_decision(row, case_pk):
    papers.write_decision(Case.objects.get(pk=case_pk))


@job("deliberation.write_minutes", again=True)
def write_minutes(row, sitting_pk):
    papers.write_minutes(Sitting.objects.get(pk=sitting_pk))
