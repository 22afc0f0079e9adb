"""What lies before the demonstration's reviews, without the weeks of reporting and writing: made-up schools with signed reports, experts, draws."""

from datetime import UTC, datetime

from apps.accounts import demonstration as people
from apps.accounts.models import User
from apps.experts import demonstration as experts
from apps.organizations import demonstration as schools
from apps.organizations import reference as divisions
from apps.organizations.models import Level, Organization
from apps.sampling import demonstration as sampling
from apps.schemes import reference as schemes
from apps.statusdata.models import Acceptance
from tests.reviews.world import accepted, diagnosed, sixteen_of
from tests.sampling.world import a_scheme, ready

#: Had an accident, so it is reviewed whatever is drawn (fixtures/demonstration.yaml).
MANDATORY = "油桐"


def drawn(today):
    """Every second made-up school meets the conditions and has signed; the draws of ``today`` are made public."""
    for module in [divisions, schemes]:
        module.load()
    for module in [schools, people, experts]:
        module.load(today)
    by = User.objects.get(username="shengji")
    scheme = a_scheme(Organization.objects.get(code="610000"))
    sixteen_of(scheme.guidance)
    for number, school in enumerate(Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例").order_by("code")):
        if number % 2 and MANDATORY not in school.name:
            ready(school, by=by, met=False, conditions=["师生比"])
        else:
            accepted(school, by=by)
            diagnosed(school, scheme, by=by)
    # Before the first of the draws was sealed: what is accepted later nobody could know.
    Acceptance.objects.update(at=datetime(today.year - 1, 9, 30, tzinfo=UTC))
    sampling.load(today)
