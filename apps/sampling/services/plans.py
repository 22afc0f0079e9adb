"""The plan of a cycle, and who asks to be reviewed in it (R1.1, R8.7)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.sampling.lifecycle import APPLY, MANAGE_PLAN, PLAN
from apps.sampling.models import Application, Draw, Plan
from apps.schemes.parameters import Parameters
from apps.schemes.selectors import in_force


@transaction.atomic
def draw_up(province, *, title, first_year, by):
    """Draw up the plan of a cycle that begins in ``first_year``, as long as the scheme in force says (R1.2); ValidationError says what is in the way."""
    if not may(by, MANAGE_PLAN, province):
        raise PermissionDenied(MANAGE_PLAN)
    scheme = in_force(province, timezone.localdate())
    if scheme is None:
        raise ValidationError("本省还没有备案施行的方案。请先起草省级方案，备案以后再编实施规划。")
    last_year = first_year + Parameters.read(scheme.parameters).cycle_years - 1
    if other := Plan.objects.filter(province=province, first_year__lte=last_year, last_year__gte=first_year).first():
        raise ValidationError(f"与“{other}”（{other.first_year}—{other.last_year} 年）的年份重叠，请从 {other.last_year + 1} 年起。")
    row = Plan(province=province, scheme=scheme, title=title.strip(), first_year=first_year, last_year=last_year)
    row.full_clean()
    row.save(force_insert=True)
    record(by=by, verb="draw_up_plan", target=row, after=values(row, ["province", "scheme", "title", "first_year", "last_year"]))
    return row


def issue(plan, *, by, seen=None):
    return PLAN.take(plan, "issue_plan", by=by, seen=seen, issued_on=timezone.localdate())


@transaction.atomic
def explain(plan, *, text, by):
    """Why the cycle ends short of its share or of a 地市: on record, no error (R1.2)."""
    row = PLAN.lock(plan)
    if not may(by, MANAGE_PLAN, row):
        raise PermissionDenied(MANAGE_PLAN)
    if not text.strip():
        raise ValidationError("请写明没有达到的原因和以后的安排。")
    before = values(row, ["shortfall"])
    row.shortfall = text.strip()
    row.save(update_fields=["shortfall"])
    record(by=by, verb="explain_shortfall", target=row, before=before, after=values(row, ["shortfall"]))
    return row


def open_years(plan):
    """The years for which a school may still apply: of an issued plan, from this year on, the frame not sealed yet."""
    if plan.state != Plan.State.ISSUED:
        return []
    sealed = set(plan.draws.exclude(state__in=[Draw.State.DRAFT, Draw.State.ANNULLED]).values_list("year", flat=True))
    return [year for year in range(max(timezone.localdate().year, plan.first_year), plan.last_year + 1) if year not in sealed]


@transaction.atomic
def apply(school, *, plan, year, reason, by):
    """A school asks to be reviewed in a year of the cycle (R8.7); once a year."""
    if not may(by, APPLY, school):
        raise PermissionDenied(APPLY)
    if year not in open_years(plan) or not school.path.startswith(plan.province.path):
        raise ValidationError(f"{year} 年不能再申请：抽样框已经封存，或者不在这份规划之内。请看规划里还没有抽样的年份。")
    row = Application(plan=plan, school=school, year=year, reason=reason.strip())
    row.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(f"{year} 年的申请已经提出，不必再提。要改理由，请先撤回再提。") from None
    record(by=by, verb="apply_review", target=row, after=values(row, ["school", "year", "reason"]))
    return row
