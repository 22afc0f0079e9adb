"""Ties between experts and schools, found by rule and declared (R2.5, H3)."""

from apps.experts.models import Expert, Interest
from apps.experts.rules import Declared, ExpertFacts, Job, SchoolFacts, conflicts
from apps.schemes.parameters import Parameters
from apps.schemes.selectors import in_force


def interest_years(unit, day):
    """For how many years back a tie counts: by the scheme that holds in the province of ``unit``, else by the default."""
    scheme = in_force(unit, day)
    return Parameters.read(scheme.parameters if scheme else {}).interest_years


def conflicts_of(experts, schools, day, years=None):
    """(key of the expert, key of the school) -> list of Conflict, for each pair that has one, in five queries at most.

    ``years`` stands for those of the scheme in force, which it is asked for where nothing is given.
    """
    schools = list(schools)
    if not schools:
        return {}
    years = interest_years(schools[0], day) if years is None else years
    known = {school: SchoolFacts(school.name, school.path, school.area_id) for school in schools}
    found = {}
    for expert, facts in facts_of(experts).items():
        for school, about in known.items():
            if ties := conflicts(facts, about, day, years):
                found[expert.pk, school.pk] = ties
    return found


def facts_of(experts):
    """Expert -> ExpertFacts."""
    rows = Expert.objects.filter(pk__in=[expert.pk for expert in experts]).select_related("employer_unit")
    rows = list(rows.prefetch_related("employments__unit"))
    declared = {}
    for tie in Interest.objects.standing().filter(expert__in=rows).select_related("school"):
        declared.setdefault(tie.expert_id, []).append(Declared(tie.school.path, tie.kind, tie.until, tie.note))
    return {row: ExpertFacts(row.city_id, _jobs(row), tuple(declared.get(row.pk, []))) for row in rows}


def _jobs(expert):
    jobs = [Job(job.name, job.unit.path if job.unit else "", job.until) for job in expert.employments.all()]
    if all(job.until for job in jobs):
        jobs.append(Job(expert.employer, expert.employer_unit.path if expert.employer_unit else ""))
    return tuple(jobs)


def ties_of(expert):
    """What was declared about ``expert``, taken back or not, the newest first."""
    return expert.interests.select_related("school", "declared_by", "bar")


def declared_by_school(school):
    """What the school itself has declared; what others declared of their ties to it is not its to see."""
    return Interest.objects.filter(school=school, side=Interest.Side.SCHOOL).select_related("expert__user", "declared_by")
