from datetime import timedelta

from apps.indicators import services
from apps.jobs.services import every, job
from apps.organizations.models import Organization
from apps.statusdata.models import Acceptance


@job("indicators.compute")
def compute(row, acceptance_pk):
    services.compute_acceptance(Acceptance.objects.get(pk=acceptance_pk))


@job("indicators.roll_up")
def roll_up(row, province_pk, year):
    services.roll_up(Organization.objects.get(pk=province_pk), year)


@every(timedelta(seconds=5))
def take_in():
    services.take_in()
