"""The demonstration of self-diagnosis: made-up schools of 陕西省 at every stage of writing; every text is marked 示例."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Post, User
from apps.audit.services import dated
from apps.core.dates import at_hour, school_year
from apps.diagnosis.contents import figures_of, obstacles
from apps.diagnosis.models import Diagnosis, Measure, Part, Passage
from apps.diagnosis.services import diagnoses, plans, regimes, reports
from apps.organizations.models import Level, Organization
from apps.schemes.models import Hint
from apps.statusdata.contents import opened
from config.roles import Role

from . import measures, public
from .words import GOALS, REGIME, text

#: Of eight schools in their order: two have a regime alone, one has none (see ``WITHOUT``), one is half way, the others have written all.
STAGES = ("whole", "half", "whole", "begun", "regime", "whole", "none", "whole")

#: Of so many the data tell of a regime that the platform does not know; all others have here what their data say.
WITHOUT = 2


@transaction.atomic
def load(today):
    """Enter it where no diagnosis is yet: of the last school year whose data are accepted from every made-up school."""
    if Diagnosis.objects.exists() or not User.objects.filter(username="shengji").exists():
        return "已有自我诊改，不再载入"
    year = school_year(today) - 2
    schools = Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例", path__startswith="100000.610000.").order_by("code")
    posts = Post.objects.filter(role=Role.PRINCIPAL, acting_for=None, organization__in=schools)
    principals = {post.organization_id: post.user for post in posts.select_related("user")}
    counts = dict.fromkeys(STAGES, 0)
    for number, school in enumerate(schools):
        if school.pk in principals:
            stage = STAGES[number % len(STAGES)]
            stage = "regime" if stage == "none" and counts["none"] == WITHOUT else stage
            counts[stage] += 1
            _play(school, stage, year, today, by=principals[school.pk])
    public.leave_traces(whole())
    signed = _sign(principals, today)
    copies = public.make(principals, today)
    return (
        f"自我诊改 {Diagnosis.objects.count()} 份：写完 {counts['whole']}，其中已签字 {signed}，写了一半 {counts['half']}，刚开始 {counts['begun']}；"
        f"改进措施 {Measure.objects.count()} 项，已确认的公开本 {copies} 份；均为示例"
    )


def _play(school, stage, year, today, *, by):
    if stage == "none":
        return
    since = _set_up_on(school, year)
    with dated(at_hour(since)):
        regimes.start(regimes.draft_regime(school, by=by, **REGIME), by=by, day=since)
    if stage == "regime" or diagnoses.accepted_return(school, year) is None:
        return
    _plan(school, year, by=by)
    row = diagnoses.open_diagnosis(school, year=year, by=by, day=today)
    if stage != "begun":
        _write(row, half=stage == "half", today=today, by=by)


def _set_up_on(school, year):
    """When the regime was set up: as the school's accepted data say, where they do."""
    upload = diagnoses.accepted_return(school, year)
    said = upload and opened(upload.snapshot)["forms"]["F01"].get("zhengai_on")
    return date.fromisoformat(said) if said else date(year - 1, 9, 1)


def _plan(school, year, *, by):
    first = year - year % 5 + 1 if year % 5 else year - 4
    plan = plans.enter_plan(school, title="事业发展规划（示例）", first_year=first, last_year=first + 4, by=by)
    for hint in Hint.objects.filter(kind=Hint.Kind.PLANNING, text__in=GOALS).select_related("element"):
        plans.set_target(plan, hint, by=by, **GOALS[hint.text])


def _write(diagnosis, *, half, today, by):
    """The texts as if written over some weeks; half: of every second element, and not all of them."""
    figures = figures_of(diagnosis)
    rows = list(Passage.objects.filter(diagnosis=diagnosis).select_related("element__item", "hint"))
    points = {part.element_id: list(part.element.points.all()) for part in Part.objects.filter(diagnosis=diagnosis).select_related("element")}
    at = timezone.now() - timedelta(days=20) if half else _signed_at(diagnosis) - timedelta(days=20)
    written = [row for row in rows if not half or (row.element_id and row.element.order % 2 and row.kind != "effect")]
    for number, row in enumerate(written):
        row.text = text(row, points.get(row.element_id, []), figures)
        row.by, row.at, row.version, row.writer = by, at + timedelta(minutes=7 * number), 1, ["demonstration", 1]
    Passage.objects.bulk_update(written, ["text", "by", "at", "version", "writer"], batch_size=500)


def _sign(principals, today):
    """What is written whole is signed by the principals, as such work is in the spring after its data were accepted; how many."""
    ready = [row for row in whole() if not obstacles(row)]
    for row in ready:
        _sign_one(row, today, by=principals[row.school_id])
    return len(ready)


def _sign_one(diagnosis, today, *, by):
    at = _signed_at(diagnosis)
    with dated(at):
        measures.enter(diagnosis, signed_on=timezone.localdate(at), today=today, by=by)
        reports.sign(diagnosis, by=by, at=at)


def finish(school, *, today, by):
    """A made-up school's diagnosis written whole and signed, however far it was: higher floors go on from it. Nothing where its data are not accepted."""
    year = school_year(today) - 2
    row = Diagnosis.objects.filter(school=school, year=year).first()
    if row is None and diagnoses.accepted_return(school, year) is not None:
        _plan(school, year, by=by)
        row = diagnoses.open_diagnosis(school, year=year, by=by, day=today)
    if row is not None and row.state == Diagnosis.State.OPEN:
        _write(row, half=False, today=today, by=by)
        _sign_one(Diagnosis.objects.select_related("school").get(pk=row.pk), today, by=by)


def _signed_at(diagnosis):
    """A weekday of April to June after the year, each school on its own."""
    day = date(diagnosis.year + 2, 4, 1) + timedelta(days=int(diagnosis.school.code[-3:]) * 7 % 80)
    return at_hour(day - timedelta(days=max(0, day.weekday() - 4)), 10)


def whole():
    """The diagnoses of made-up schools that are written whole, in the order of their schools: those that can be signed."""
    rows = Diagnosis.objects.filter(school__name__startswith="示例", state=Diagnosis.State.OPEN).exclude(passages__kind="advice", passages__text="")
    return list(rows.select_related("school").order_by("school__code"))
