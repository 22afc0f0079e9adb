"""改进措施: entered, changed, carried out, with a word on how far they are; they live on after the report (R7.5, F6), and the late are chased (K2)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localdate

from apps.accounts.access import holders, may
from apps.audit.services import record, record_many, values
from apps.core.dates import first_day
from apps.diagnosis.lifecycle import MANAGE, MEASURE, VIEW_MEASURE
from apps.diagnosis.models import Diagnosis, Measure, Progress
from apps.diagnosis.selectors.measures import fixed, late_ones, promised
from apps.documents.services import store
from apps.notifications.services import notify
from apps.organizations.models import Organization
from apps.workflow.lifecycle import Changed, WrongState

WORDS = ("problem", "aim", "owner", "due", "element")
LABELS = {"problem": "问题", "aim": "措施与目标", "due": "计划完成的日期", "element": "诊断要素"}


@transaction.atomic
def add(school, *, problem, aim, owner="", due=None, element=None, diagnosis=None, origin=Measure.Origin.DIAGNOSIS, origin_id=None, by):
    """Enter a measure of a school (R7.5). Returns the Measure; ValidationError where problem or aim say nothing.

    One of a ``diagnosis`` is entered by who manages the school's measures. One that answers a finding of a review or an order names it by
    ``origin`` and ``origin_id``: a floor above enters it and has asked whether ``by`` may; the school hears of it.
    """
    if origin == Measure.Origin.DIAGNOSIS:
        if not may(by, MANAGE, school):
            raise PermissionDenied(MANAGE)
        if diagnosis is None or diagnosis.school_id != school.pk:
            raise ValueError("a measure of a diagnosis names the school's own")
        _hold(diagnosis.pk)
    row = Measure(
        school=school, diagnosis=diagnosis, origin=origin, origin_id=origin_id,
        problem=problem.strip(), aim=aim.strip(), owner=owner.strip(), due=due, element=element,
    )  # fmt: skip
    _check(row)
    row.save(force_insert=True)
    record(by=by, verb="add_measure", target=row, after=values(row, ["school", "diagnosis", "origin", "origin_id", *WORDS]))
    if origin != Measure.Origin.DIAGNOSIS:
        notify(
            [person for person in holders(MANAGE, row) if person != by],
            f"新的改进措施（{row.get_origin_display()}）：{row.aim}",
            row.get_absolute_url(),
        )
    return row


@transaction.atomic
def change(measure, *, seen, reason="", by, **given):
    """Change ``given`` (of WORDS) of the version ``seen``. Changed where somebody else saved meanwhile, WrongState once it is carried out.

    What was promised stands: ValidationError where a word that is signed or ordered is changed, or a promised day without a ``reason``.
    """
    row = _locked(measure, by)
    if row.state == Measure.State.DONE:
        raise WrongState("修改")
    if row.version != seen:
        raise Changed("修改")
    before, due = values(row, WORDS), row.due
    for name, value in given.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    after = values(row, WORDS)
    _check(row)
    if kept := [LABELS[name] for name in fixed(row) if before[name] != after[name]]:
        raise ValidationError(f"{'、'.join(kept)}已随{'整改要求下达' if row.origin == Measure.Origin.ORDER else '报告或复核发现写定'}，不再改动。")
    if promised(row) and due and row.due != due and not reason.strip():
        raise ValidationError({"reason": "改期要写明原因；原定日期和原因都留在记录里。"})
    row.version += 1
    row.save(update_fields=[*given, "version"])
    record(by=by, verb="change_measure", target=row, before=before, after=after, note=reason.strip())
    return row


@transaction.atomic
def drop(measure, *, seen, by):
    """Take away one entered by mistake, as long as the report is not signed and nothing was done on it; WrongState later."""
    row = _locked(measure, by)
    if promised(row) or row.state != Measure.State.PLANNED or row.progress.exists():
        raise WrongState("删去")
    if row.version != seen:
        raise Changed("删去")
    record(by=by, verb="drop_measure", target=row, before=values(row, ["school", "diagnosis", *WORDS]))
    row.delete()


def begin(measure, *, by, seen=None):
    return MEASURE.take(measure, "begin_measure", by=by, seen=seen)


def carry_out(measure, *, on, effect, by, seen=None):
    """Say that it was carried out ``on`` a day and what has shown (R7.5). NotReady without words on the effect.

    ValidationError for a day to come, and for one before the school year of the diagnosis that found the problem.
    """
    if on and on > localdate():
        raise ValidationError({"on": FUTURE})
    diagnosis = measure.diagnosis
    if on and diagnosis and on < first_day(diagnosis.year):
        raise ValidationError({"on": f"这项措施出自{diagnosis}，完成日期不会早于 {first_day(diagnosis.year):%Y-%m-%d}，请核对。"})
    return MEASURE.take(measure, "carry_out", by=by, seen=seen, carried_out_on=on, effect=effect.strip())


FUTURE = "完成日期还没有到；只登记已经实施的，请核对。"


def reopen(measure, *, note, by, seen=None):
    """It was not carried out after all: the day and the effect stand in the log alone."""
    return MEASURE.take(measure, "reopen_measure", by=by, seen=seen, note=note, carried_out_on=None, effect="")


def suspend(measure, *, note, by, seen=None):
    return MEASURE.take(measure, "suspend_measure", by=by, seen=seen, note=note)


@transaction.atomic
def note_progress(measure, *, text, file=None, by):
    """Say how far a measure is, with the paper that shows it. Returns the Progress; ValidationError where the file is none that is kept."""
    if not may(by, MANAGE, measure):
        raise PermissionDenied(MANAGE)
    row = Progress(measure=measure, text=text.strip(), by=by)
    if file:
        row.file = store(file, holder=measure, permission=VIEW_MEASURE, by=by)
    row.save(force_insert=True)
    record(by=by, verb="note_progress", target=measure, after={"text": row.text, "file": row.file_id})
    return row


def chase(day=None):
    """Tell each school of the measures whose day has passed, once for each lateness (K2). Returns how many were spoken of."""
    late = late_ones(Measure.objects.all(), day or localdate()).exclude(chased=F("due"))
    return sum(_chase(school, late) for school in Organization.objects.filter(pk__in=late.values("school")))


@transaction.atomic
def _chase(school, late):
    # Skipped: what somebody is changing at this moment is looked at the next time.
    rows = list(late.filter(school=school).select_for_update(of=("self",), skip_locked=True).select_related("school"))
    if not rows:
        return 0
    many = f"{rows[0].aim[:40]} 等 {len(rows)} 项" if len(rows) > 1 else rows[0].aim[:40]
    address = f"{reverse(Measure.list_name, args=[school.code])}?late=on" if len(rows) > 1 else rows[0].get_absolute_url()
    notify(holders(MANAGE, school), f"改进措施已过计划完成的日期，请实施后登记，或者说明原因改期：{many}", address)
    Measure.objects.filter(pk__in=[row.pk for row in rows]).update(chased=F("due"))
    record_many(by=None, verb="chase_measure", rows=[(row, {"chased": row.chased}, {"chased": row.due}) for row in rows])
    return len(rows)


def _locked(measure, by):
    """The measure fresh and locked, its diagnosis before it: a signature at the same moment comes before or after, never between."""
    if not may(by, MANAGE, measure):
        raise PermissionDenied(MANAGE)
    _hold(measure.diagnosis_id)
    return MEASURE.lock(measure)


def _hold(diagnosis):
    Diagnosis.objects.select_for_update(no_key=True).filter(pk=diagnosis).first()


def _check(row):
    for name in ("problem", "aim"):
        if not getattr(row, name):
            raise ValidationError({name: f"请写明{LABELS[name]}。"})
    row.clean_fields(exclude=["school", "diagnosis", "origin_id"])
