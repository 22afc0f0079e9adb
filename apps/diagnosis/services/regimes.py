"""The school's own regime: drafted, revised while a draft, put in force, ended (R7.1)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.diagnosis.lifecycle import REGIME, REGIME_OF
from apps.diagnosis.models import Regime
from apps.organizations.models import Level
from apps.schemes.selectors import in_force
from apps.workflow.lifecycle import Changed, WrongState

TEXTS = ("title", "emphasis", "requirements", "cycle_years", "organisation")


@transaction.atomic
def draft_regime(school, *, by, **texts):
    """Write a new regime; ValidationError where its cycle is longer than the scheme allows (R1.2)."""
    if school.level != Level.SCHOOL or not may(by, REGIME_OF, school):
        raise PermissionDenied(REGIME_OF)
    row = Regime(school=school, **texts)
    _check(row)
    row.save(force_insert=True)
    record(by=by, verb="draft_regime", target=row, after=values(row, ["school", *TEXTS]))
    return row


@transaction.atomic
def revise_regime(regime, *, seen, by, **texts):
    """Change a draft of the version ``seen``; Changed where somebody else saved meanwhile, WrongState once it is in force."""
    row = REGIME.lock(regime)
    if not may(by, REGIME_OF, row):
        raise PermissionDenied(REGIME_OF)
    if row.state != Regime.State.DRAFT:
        raise WrongState("修改")
    if row.version != seen:
        raise Changed("修改")
    before = values(row, TEXTS)
    for name, value in texts.items():
        setattr(row, name, value)
    _check(row)
    row.version += 1
    row.save(update_fields=[*texts, "version"])
    record(by=by, verb="revise_regime", target=row, before=before, after=values(row, TEXTS))
    return row


@transaction.atomic
def start(regime, *, by, seen=None, note="", day=None):
    """Put a regime in force; the one that ran before ends the same day."""
    day = day or localdate()
    _check(regime)
    for running in Regime.objects.select_for_update().filter(school=regime.school_id, state=Regime.State.RUNNING).exclude(pk=regime.pk):
        end(running, by=by, note="由新的诊改制度代替", day=max(day, running.since))
    return REGIME.take(regime, "start", by=by, seen=seen, note=note, since=day)


def end(regime, *, by, seen=None, note, day=None):
    return REGIME.take(regime, "end", by=by, seen=seen, note=note, until=day or localdate())


def ceiling(school, day=None):
    """The longest cycle in years of self-diagnosis by the scheme in force; None before there is one (R1.2)."""
    scheme = in_force(school, day or localdate())
    return scheme.given.self_cycle_years if scheme else None


def _check(row):
    longest = ceiling(row.school)
    if longest and row.cycle_years and row.cycle_years > longest:
        raise ValidationError(f"自我诊改周期为 {row.cycle_years} 年；省级方案规定不超过 {longest} 年，请改为 {longest} 年以内（R1.2）。")
