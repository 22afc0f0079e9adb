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


@job("indicators.roll_up_nation")
def roll_up_nation(row, year):
    services.roll_up_nation(year)


@every(timedelta(seconds=5))
def take_in():
    services.take_in()


# Seldomer than the provinces: what several of them bring is rolled up once.
@every(timedelta(seconds=20))
def take_in_nation():
    services.take_in_nation()
