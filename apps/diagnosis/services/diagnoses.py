"""A school's diagnosis of a year: opened under the scheme in force, its elements assigned."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.diagnosis.lifecycle import DIAGNOSIS, WRITE
from apps.diagnosis.models import DevelopmentPlan, Diagnosis, Part, Passage, Regime
from apps.diagnosis.rules import OF_AN_ELEMENT, OF_THE_WHOLE, Kind
from apps.organizations.models import Level, Organization
from apps.schemes.models import Hint
from apps.schemes.selectors import elements, in_force
from apps.statusdata.models import Return
from apps.workflow.lifecycle import Conflict

EACH = (Kind.RESULT, Kind.CAUSES, *OF_AN_ELEMENT)


def accepted_return(school, year):
    """The school's accepted return of a school year, or None."""
    rows = Return.objects.filter(school=school, round__year=year, round__practice=False, state=Return.State.ACCEPTED)
    return rows.select_related("snapshot", "round").first()


@transaction.atomic
def open_diagnosis(school, *, year, by, day=None):
    """Begin the diagnosis of a school year; ValidationError says what is missing for it.

    It is judged by the scheme in force the day it is begun (R1.7), stands on the accepted data of the year (R6.3) and follows the regime that
    runs and the plan that covers the year (R7.1, R7.2).
    """
    if school.level != Level.SCHOOL or not may(by, WRITE, school):
        raise PermissionDenied(WRITE)
    Organization.objects.select_for_update(no_key=True).get(pk=school.pk)  # Two who begin at once take turns.
    if Diagnosis.objects.filter(school=school, year=year).exists():
        raise ValidationError(f"{year}—{year + 1} 学年的自我诊改已经开始，请在列表里打开它。")
    scheme, data = in_force(school, day or localdate()), accepted_return(school, year)
    regime = Regime.objects.filter(school=school, state=Regime.State.RUNNING).first()
    if missing := lacking(year, scheme, data, regime):
        raise ValidationError(missing)
    plan = DevelopmentPlan.objects.filter(school=school, first_year__lte=year + 1, last_year__gte=year).order_by("-first_year").first()
    row = Diagnosis.objects.create(school=school, year=year, scheme=scheme, regime=regime, plan=plan, snapshot=data.snapshot)
    _lay_out(row)
    record(by=by, verb="open_diagnosis", target=row, after=values(row, ["school", "year", "scheme", "regime", "plan", "snapshot"]))
    return row


def lacking(year, scheme, data, regime):
    """What is missing for a diagnosis to begin, in words, each with the next step."""
    missing = []
    if scheme is None:
        missing.append("本省还没有施行中的实施方案；方案备案施行以后才能开始。")
    if data is None:
        missing.append(f"{year}—{year + 1} 学年的状态数据还没有受理；诊改以受理的数据为依据，请先完成上报。")
    if regime is None:
        missing.append("学校还没有施行中的诊改制度；请先在“诊改制度”里写好并施行。")
    return missing


def _lay_out(diagnosis):
    """A row for every text there will be, and one for every element."""
    of = list(elements(diagnosis.scheme.guidance))
    hints = Hint.objects.filter(element__in=of, kind=Hint.Kind.CURRENT)
    rows = [Passage(diagnosis=diagnosis, kind=kind) for kind in OF_THE_WHOLE]
    rows += [Passage(diagnosis=diagnosis, kind=kind, element=element) for element in of for kind in EACH]
    rows += [Passage(diagnosis=diagnosis, kind=Kind.STATUS, element_id=hint.element_id, hint=hint) for hint in hints]
    Passage.objects.bulk_create(rows)
    Part.objects.bulk_create(Part(diagnosis=diagnosis, element=element) for element in of)


@transaction.atomic
def assign(diagnosis, people, *, by):
    """Assign elements: ``people`` is code of the element -> key of a person who may write, or "" for nobody. Returns the codes that changed.

    Raises ValueError for anybody else.
    """
    known = {str(person.pk): person for person in holders(WRITE, diagnosis)}
    if unknown := {key for key in people.values() if key} - known.keys():
        raise ValueError(unknown)
    before, after = {}, {}
    parts = Part.objects.select_for_update(of=("self",)).filter(diagnosis=diagnosis, element__code__in=people).select_related("element")
    for part in parts:
        person = known.get(people[part.element.code])
        if part.assigned_to_id != (person and person.pk):
            before[part.element.code], after[part.element.code] = part.assigned_to_id, person and person.pk
            part.assigned_to = person
            part.save(update_fields=["assigned_to"])
    if after:
        record(by=by, verb="assign_elements", target=diagnosis, before=before, after=after)
    return sorted(after)


def newer_data(diagnosis):
    """The accepted version of the year's data where it is another than the one an open diagnosis stands on; None where it stands on it."""
    data = accepted_return(diagnosis.school_id, diagnosis.year)
    newer = diagnosis.state == Diagnosis.State.OPEN and data is not None and data.snapshot_id != diagnosis.snapshot_id
    return data.snapshot if newer else None


@transaction.atomic
def renew_data(diagnosis, *, seen, by):
    """Let an open diagnosis stand on the version accepted since (R6.3): the figures in its texts follow. ``seen`` is the version of the data shown.

    Raises Conflict where the report is signed meanwhile, or yet another version was accepted.
    """
    if not may(by, WRITE, diagnosis):
        raise PermissionDenied(WRITE)
    row = DIAGNOSIS.lock(diagnosis)
    newer = newer_data(row)
    if newer is None or str(newer.pk) != seen:
        raise Conflict
    before = values(row, ["snapshot"])
    # The number rises, so that a signature begun on the figures before is void.
    row.snapshot, row.version = newer, row.version + 1
    row.save(update_fields=["snapshot", "version"])
    record(by=by, verb="renew_data", target=row, before=before, after=values(row, ["snapshot"]))
    return row


def years_to_begin(school):
    """The school years with accepted data and no diagnosis yet, the latest first."""
    done = Diagnosis.objects.filter(school=school).values("year")
    rows = Return.objects.filter(school=school, round__practice=False, state=Return.State.ACCEPTED).exclude(round__year__in=done)
    return list(rows.order_by("-round__year").values_list("round__year", flat=True))


def lacking_of(school):
    """What the school lacks to begin a diagnosis of whatever year, in words."""
    scheme, regime = in_force(school, localdate()), Regime.objects.filter(school=school, state=Regime.State.RUNNING).first()
    return lacking("", scheme, True, regime)
