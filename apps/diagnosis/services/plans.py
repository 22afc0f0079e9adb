"""学校事业发展规划: the document with its years, and its targets (R7.2, F1)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.core.canonical import digest
from apps.diagnosis.lifecycle import REGIME_OF, VIEW_PLAN
from apps.diagnosis.models import DevelopmentPlan, Target
from apps.documents.services import store
from apps.organizations.models import Level
from apps.workflow.lifecycle import Changed

FIELDS = ("title", "first_year", "last_year")
SAID = ("text", "indicator", "value")
NO_AIM = "选了指标，请写上目标值，或者用文字写明目标。"
NOTHING = {"text": "", "indicator": "", "value": None}


@transaction.atomic
def enter_plan(school, *, title, first_year, last_year, file=None, by):
    """Enter a plan; ValidationError where one of the same first year is there already."""
    if school.level != Level.SCHOOL or not may(by, REGIME_OF, school):
        raise PermissionDenied(REGIME_OF)
    _check_years(DevelopmentPlan.objects.filter(school=school), first_year, last_year)
    row = DevelopmentPlan.objects.create(school=school, title=title, first_year=first_year, last_year=last_year)
    if file:
        row.file = store(file, holder=row, permission=VIEW_PLAN, by=by)
        row.save(update_fields=["file"])
    record(by=by, verb="enter_plan", target=row, after=values(row, ["school", *FIELDS, "file"]))
    return row


@transaction.atomic
def revise_plan(plan, *, title, first_year, last_year, file=None, seen=None, by):
    """Correct what was entered of a plan; a ``file`` takes the place of the one there is, which is kept. ValidationError where a target falls outside.

    ``seen`` is the ``mark`` of what the page showed of it: Changed where somebody else saved meanwhile.
    """
    row = _held(plan, by)
    if seen is not None and mark(shown(row)) != seen:
        raise Changed("修改规划")
    _check_years(DevelopmentPlan.objects.filter(school=row.school_id).exclude(pk=row.pk), first_year, last_year)
    outside = row.targets.exclude(year=None).exclude(year__range=(first_year - 1, last_year))
    if outside.exists():
        raise ValidationError(f"有 {outside.count()} 条目标的学年不在 {first_year}—{last_year} 年之内，请先改这些目标。")
    before = shown(row)
    row.title, row.first_year, row.last_year = title, first_year, last_year
    if file:
        row.file = store(file, holder=row, permission=VIEW_PLAN, by=by)
    row.save(update_fields=[*FIELDS, "file"])
    record(by=by, verb="revise_plan", target=row, before=before, after=shown(row))
    return row


def shown(plan):
    """What a page shows of a plan to be corrected."""
    return values(plan, [*FIELDS, "file"])


def _check_years(others, first_year, last_year):
    if last_year < first_year:
        raise ValidationError("结束年早于起始年，请核对。")
    if others.filter(first_year=first_year).exists():
        raise ValidationError(f"已有一份从 {first_year} 年开始的规划，请打开那一份。")


def mark(words):
    """What a page carries of what it shows (a dict of texts and numbers), to tell whether somebody was faster. A browser ends lines in its own way."""
    return digest({name: word.replace("\r\n", "\n") if isinstance(word, str) else word for name, word in words.items()})


def said(target):
    """The words of a Target, or of none."""
    return values(target, SAID) if target else NOTHING


@transaction.atomic
def set_targets(plan, given, *, by):
    """Set several targets at once, all or none: ``given`` are pairs of a hint and what ``set_target`` takes of it. Returns how many changed.

    What stands as the page showed it is left as it is now. Changed, with the hints, where somebody else set meanwhile what is changed here.
    """
    plan = _held(plan, by)
    changed, overtaken = 0, []
    for hint, words in given:
        if mark({name: words[name] for name in SAID}) == words["seen"]:
            continue
        try:
            set_target(plan, hint, by=by, **words)
            changed += 1
        except Changed:
            overtaken.append(hint)
    if overtaken:
        raise Changed(overtaken)
    return changed


@transaction.atomic
def set_target(plan, hint, *, year=None, text="", indicator="", value=None, seen=None, by):
    """Say what the plan sets for a hint, of a school year or (``year`` None) of all; nothing at all takes it away. Returns the Target or None.

    ``seen`` is the ``mark`` of what the page showed: Changed where something else stands there by now.
    """
    plan = _held(plan, by)
    if year is not None and not plan.first_year - 1 <= year <= plan.last_year:
        raise ValidationError(f"{year}—{year + 1} 学年不在规划的 {plan.first_year}—{plan.last_year} 年之内。")
    if value is not None and not indicator:
        raise ValidationError("目标值要写明是哪个指标的，请选指标，或者去掉目标值。")
    if indicator and value is None and not text:
        raise ValidationError({"value": NO_AIM})
    old = Target.objects.filter(plan=plan, hint=hint, year=year).first()
    before, words = said(old), {"text": text, "indicator": indicator, "value": value}
    if seen is not None and mark(before) not in (seen, mark(words)):
        raise Changed("改目标")
    if not text and not indicator:
        if old:
            old.delete()
            record(by=by, verb="set_target", target=plan, before={"hint": hint.pk, "year": year, **before}, after={})
        return None
    row, _new = Target.objects.update_or_create(plan=plan, hint=hint, year=year, defaults=words)
    record(by=by, verb="set_target", target=plan, before=before if old else {}, after={"hint": hint.pk, "year": year, **said(row)})
    return row


def _held(plan, by):
    """The plan, locked: its targets are set one person at a time."""
    row = DevelopmentPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not may(by, REGIME_OF, row):
        raise PermissionDenied(REGIME_OF)
    return row
