"""The frame of a draw: what is known of every school of the province, in a fixed number of queries, and where it stands by the rules (R8)."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.audit.services import record
from apps.diagnosis.models import Diagnosis, Measure
from apps.diagnosis.rules import Carried, improvement_gate
from apps.diagnosis.selectors import runs_regime
from apps.indicators.models import Standing
from apps.organizations.models import Level, Organization, Register
from apps.sampling.lifecycle import DRAW
from apps.sampling.models import Application, Draw, FrameRow, Pilot, Selection
from apps.sampling.rules.frame import Facts, counts, stand
from apps.sampling.selectors.cycle import STANDING
from apps.schemes.parameters import Parameters
from apps.schemes.rules import in_scope
from apps.schemes.selectors import first_issued_on
from apps.workflow.lifecycle import NotReady, WrongState


def surveyed(province, plan, year, day):
    """Every school open in ``province`` on ``day`` as (Organization, Facts, rules.frame.Standing), by code.

    NotReady while the province has no scheme on file.
    """
    issued = first_issued_on(province)
    if issued is None:
        raise NotReady(["省级方案：还没有备案的方案，不能编制抽样框"])
    schools = Organization.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day), level=Level.SCHOOL, path__startswith=province.path)
    schools = list(schools.select_related("area", "parent").order_by("code"))
    known = _known(province, plan, year, day)
    parameters = Parameters.read(plan.scheme.parameters)
    rows = [(school, _facts(school, known, parameters)) for school in schools]
    return [(school, facts, stand(facts, first_issued_on=issued, day=day)) for school, facts in rows]


def area_of(school):
    """The 地市 where a school counts: its ``area``, else the unit that checks it; directly under the province the school itself (R8.9)."""
    return school.area or (school.parent if school.parent.level == Level.CITY else school)


@transaction.atomic
def draft(draw, *, by, on=None):
    """Write the frame of a draw that is not sealed yet, anew each time (R8.1). ``on``: an earlier day that it stands for, in the demonstration alone."""
    row = DRAW.lock(draw)
    if row.state != Draw.State.DRAFT:
        raise WrongState("编制抽样框")
    found = surveyed(row.province, row.plan, row.year, on or timezone.localdate())
    row.rows.all().delete()
    FrameRow.objects.bulk_create(
        FrameRow(
            draw=row, school=school, code=school.code, name=school.name, area_code=area_of(school).code,
            place=standing.place, rule=standing.rule, reason=standing.reason, counts=counts(facts, standing), due=standing.due,
            stop_on=standing.stop_on,
        )
        for school, facts, standing in found
    )  # fmt: skip
    row.framed_at, row.version = timezone.now(), row.version + 1
    row.save(update_fields=["framed_at", "version"])
    record(by=by, verb="draft_frame", target=row, after={"schools": len(found)})
    return row


def rows_of(draw):
    """The frame as it is sealed: dicts of text alone, by code."""
    named = {"code": "code", "name": "name", "area_code": "area", "place": "place", "rule": "rule", "reason": "reason"}
    rows = FrameRow.objects.filter(draw=draw).order_by("code").values_list(*named)
    return [dict(zip(named.values(), row, strict=True)) for row in rows]


def _known(province, plan, year, day):
    here = {"school__path__startswith": province.path}
    # What was accepted after the day nobody could know on it.
    standings = Standing.objects.filter(**here).exclude(snapshot__acceptance__at__date__gt=day)
    return {
        "register": {row.school_id: row for row in Register.objects.on(day).filter(**here)},
        "standing": {row.school_id: row for row in standings.order_by("school_id", "-year").distinct("school_id")},
        "met": set(standings.filter(met=True).values_list("school", flat=True)),
        "regime": set(runs_regime(Organization.objects.filter(path__startswith=province.path), day).values_list("pk", flat=True)),
        "pilot": set(Pilot.objects.filter(Q(until=None) | Q(until__gte=day), **here, since__lte=day).values_list("school", flat=True)),
        "applied": set(_applied(plan, year)),
        "selected": _selected(here),
        "plan": plan,
        "gate": _gates(plan, year),
    }


def _applied(plan, year):
    states = [Application.State.SENT, Application.State.TAKEN]
    return Application.objects.filter(plan=plan, year=year, state__in=states).values_list("school", flat=True)


def _selected(here):
    """school -> [(year of the draw, day drawn, plan), …] of the selections that stand."""
    found = {}
    rows = Selection.objects.filter(**here, state__in=STANDING).values_list("school", "draw__year", "draw__drawn_at", "draw__plan")
    for school, year, drawn_at, plan in rows:
        found.setdefault(school, []).append((year, timezone.localdate(drawn_at), plan))
    return found


def _gates(plan, year):
    """school -> what is missing of R8.6, for those who apply: by the measures of their newest signed diagnosis."""
    schools = list(_applied(plan, year))
    newest = Diagnosis.objects.filter(school__in=schools, state=Diagnosis.State.SIGNED).order_by("school_id", "-year").distinct("school_id")
    by_diagnosis = {row.pk: row.school_id for row in newest}
    carried = {school: [] for school in schools}
    for measure in Measure.objects.filter(diagnosis__in=by_diagnosis):
        done = measure.state == Measure.State.DONE
        carried[by_diagnosis[measure.diagnosis_id]].append(Carried(measure.aim, done, measure.due))
    return {school: tuple(improvement_gate(measures)) for school, measures in carried.items()}


def _facts(school, known, parameters):
    register, standing = known["register"].get(school.pk), known["standing"].get(school.pk)
    scope = in_scope(parameters, register.org_type, register.authority_code) if register else None
    selected = known["selected"].get(school.pk, [])
    accident = register.accident_closed_on if register else None
    return Facts(
        code=school.code, name=school.name, area=area_of(school).code,
        scope="" if scope is None or scope.inside else scope.reason,
        closing=bool(register and register.closing_plan), accident_closed_on=accident,
        reviewed_after_accident=bool(accident and any(drawn_on >= accident for _year, drawn_on, _plan in selected)),
        regime=school.pk in known["regime"], met=standing.met if standing else None,
        lacking=tuple(each["name"] for each in standing.conditions if each["met"] is False) if standing else (),
        year=standing.year if standing else None, met_before=bool(standing and standing.met is False and school.pk in known["met"]),
        came_on=school.opened_on, pilot=school.pk in known["pilot"], applied=school.pk in known["applied"],
        gate=known["gate"].get(school.pk, ()),
        selected_in=max((year for year, _on, plan in selected if plan == known["plan"].pk), default=None),
    )  # fmt: skip
