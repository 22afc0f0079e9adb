"""The yearly list of the schools that do not meet R8.4: compiled from accepted data, published by a second person, corrected by a new version (R12.1)."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.accounts.access import holders, may, objects_for
from apps.audit.services import is_sealed, record, values
from apps.core.canonical import digest
from apps.core.dates import last_day
from apps.diagnosis.selectors import runs_regime
from apps.disclosure.contents import fit_for_public
from apps.disclosure.lifecycle import BELOW, PROPOSE_BELOW, PUBLISH_BELOW
from apps.disclosure.models import BelowList
from apps.documents.services import certify
from apps.indicators.models import Standing
from apps.indicators.wording import figures
from apps.notifications.services import notify
from apps.organizations.models import Level, Organization, Register
from apps.schemes.rules import in_scope
from apps.schemes.selectors import in_force
from apps.statusdata.models import Round
from apps.workflow.lifecycle import NotReady, WrongState

REGIME = "诊改制度"
#: What of a condition stands in the list.
SHOWN = ("name", "shown", "standard", "working", "lacking", "note")


def content_of(province, year, day):
    """The list as it is read, from what is accepted and known on ``day``:

    {"province": {code, name}, "year", "compiled_on", "standards", "scheme" (by which they were judged), "counted", "met", "undecided", "no_data", "schools": [{code, name, city,
    sample_code, regime, lacking: [names], conditions: [those not met, with their working and figures]}]}, by code.

    Counted are the schools in scope (R1.6) with accepted data of the year; one whose data leave a condition open and fail none is counted
    undecided and named nowhere. One that runs no regime does not meet R8.4 either, whatever its data.
    """
    # As a year's standing is judged by the scheme of its last day, so is who comes under it (R1.7).
    inside = _in_scope(province, in_force(province, last_day(year)), day)
    standings = {row.school_id: row for row in Standing.objects.filter(school__in=inside, year=year).select_related("scheme__province")}
    running = set(runs_regime(Organization.objects.filter(pk__in=standings), day).values_list("pk", flat=True))
    counted = [(school, standings[school.pk], school.pk in running) for school in inside if school.pk in standings]
    named = [_line(*each) for each in counted if each[1].met is False or not each[2]]
    return {
        "province": {"code": province.code, "name": province.name},
        "year": year,
        "compiled_on": day.isoformat(),
        "standards": sorted({row.standard for row in standings.values()}),
        "scheme": "、".join(sorted({str(row.scheme) for row in standings.values() if row.scheme_id})),
        "counted": len(counted),
        "met": sum(standing.met is True and runs for _school, standing, runs in counted),
        "undecided": sum(standing.met is None and runs for _school, standing, runs in counted),
        "no_data": len(inside) - len(counted),
        "schools": named,
    }  # fmt: skip


def _in_scope(province, scheme, day):
    """The schools open on ``day`` that the province's scheme is for; all of them before there is one."""
    here = Q(closed_on=None) | Q(closed_on__gt=day), Q(level=Level.SCHOOL, path__startswith=province.path)
    schools = list(Organization.objects.filter(*here).select_related("area", "parent").order_by("code"))
    if scheme is None:
        return schools
    registers = {row.school_id: row for row in Register.objects.on(day).filter(school__in=schools)}
    parameters = scheme.given

    def inside(school):
        register = registers.get(school.pk)
        return register is None or in_scope(parameters, register.org_type, register.authority_code).inside

    return [school for school in schools if inside(school)]


def _line(school, standing, runs):
    city = school.area or (school.parent if school.parent.level == Level.CITY else None)
    unmet = [{**{name: each[name] for name in SHOWN}, "figures": figures(each)} for each in standing.conditions if each["met"] is False]
    return {
        "code": school.code, "name": school.name, "city": city.name if city else "", "sample_code": school.sample_code, "regime": runs,
        "lacking": [each["name"] for each in unmet] + ([] if runs else [REGIME]), "conditions": unmet,
    }  # fmt: skip


def years_of(province):
    """The school years whose collection has closed, the newest first."""
    return list(Round.objects.filter(province=province, practice=False, state=Round.State.CLOSED).order_by("-year").values_list("year", flat=True))


@transaction.atomic
def compile_list(province, year, *, note="", by, on=None):
    """Compile the list of a school year and propose it; the second person hears of it. ``on``: an earlier day that it stands for, in the demonstration alone.

    WrongState where one is under way; NotReady names what is missing: the end of the collection, accepted data, what a new version corrects.
    """
    if not may(by, PROPOSE_BELOW, province) or province.level != Level.PROVINCE:
        raise PermissionDenied(PROPOSE_BELOW)
    content = content_of(province, year, on or timezone.localdate())
    stands = BelowList.objects.filter(province=province, year=year, published_on__isnull=False).exists()
    closed = Round.objects.filter(province=province, year=year, practice=False, state=Round.State.CLOSED).exists()
    missing = [] if closed else [f"{year}—{year + 1} 学年的上报：轮次结束以后才编名单"]
    missing += [] if content["counted"] else [f"{year}—{year + 1} 学年的数据：还没有受理的，编不出名单"]
    missing += ["更正说明：这一学年的名单公布过，新的一版要写明更正了什么、为什么"] if stands and not note.strip() else []
    if missing:
        raise NotReady(missing)
    fit_for_public(note)
    number = BelowList.objects.filter(province=province, year=year).count() + 1
    row = BelowList(
        province=province, province_code=province.code, province_name=province.name, year=year, number=number, content=content,
        digest=digest(content), note=note.strip() or ("" if number == 1 else "前一版没有公布，重新编制"), proposed_by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # One is under way, or was begun this very instant.
        raise WrongState("编制未达条件名单") from None
    record(by=by, verb="compile_below_list", target=row, after=values(row, ["province", "year", "number", "digest", "note"]))
    notify([person for person in holders(PUBLISH_BELOW, row) if person != by], f"{row}：{by}已编制，请复核", row.get_absolute_url())
    return row


def moved(row, on=None):
    """The names of the schools that would stand otherwise, were the list compiled today; those that came or went among them."""
    now = {each["code"]: each for each in content_of(row.province, row.year, on or timezone.localdate())["schools"]}
    then = {each["code"]: each for each in row.content["schools"]}
    return [(now.get(code) or then[code])["name"] for code in sorted(now.keys() | then.keys()) if now.get(code) != then.get(code)]


@transaction.atomic
def publish(below, *, by, seen=None, on=None):
    """The second person publishes; the version that stood until now is replaced. NotReady where the data have moved since it was compiled.

    ``on`` as in ``compile_list``.
    """
    row = BELOW.lock(below)
    if row.state == BelowList.State.PROPOSED and may(by, PUBLISH_BELOW, row) and (names := moved(row, on)):
        few = f"{'、'.join(names[:5])}{'等' if len(names) > 5 else ''}"
        raise NotReady([f"现在的名单：编制以后有 {len(names)} 所学校的情况变了（{few}），请退回重新编制"])
    for old in BelowList.objects.filter(province=row.province_id, year=row.year, state=BelowList.State.PUBLISHED):
        BELOW.take(old, "replace_below_list", by=None)
    facts = [
        ["省", row.province_name],
        ["学年", f"{row.year}—{row.year + 1}"],
        ["版次", str(row.number)],
        ["未达条件", f"{len(row.content['schools'])} 所"],
    ]
    certificate = certify(str(row), row.digest, facts, holder=row, public=True, by=by)
    return BELOW.take(row, "publish_below_list", by=by, seen=below.version if seen is None else seen, published_by=by, published_on=on or timezone.localdate(),
                      code=certificate.code)  # fmt: skip


def refuse(below, *, note, by, seen=None):
    return BELOW.take(below, "refuse_below_list", by=by, seen=seen, note=note)


def withdraw(below, *, note, by, seen=None):
    fit_for_public(note)
    return BELOW.take(below, "withdraw_below_list", by=by, seen=seen, note=note, withdrawal=note.strip(), withdrawn_at=timezone.now())


def release():
    """Show the published lists whose entries are under a seal; returns how many."""
    waiting = BelowList.objects.filter(state=BelowList.State.PUBLISHED, released_at=None)
    return BelowList.objects.filter(pk__in=[row.pk for row in waiting if is_sealed(row)], released_at=None).update(released_at=timezone.now())


def to_compile(user):
    """[(province, year)] of the school years whose collection has closed and that have no list that stands or is proposed, of what ``user`` may propose."""
    counts = [BelowList.State.PROPOSED, BelowList.State.PUBLISHED]
    made = BelowList.objects.filter(province=OuterRef("province"), year=OuterRef("year"), state__in=counts)
    rounds = Round.objects.filter(~Exists(made), state=Round.State.CLOSED, practice=False).select_related("province").order_by("-year")
    mine = set(objects_for(user, PROPOSE_BELOW, Organization.objects.filter(level=Level.PROVINCE)).values_list("pk", flat=True))
    return [(row.province, row.year) for row in rounds if row.province_id in mine]
