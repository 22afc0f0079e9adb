"""陕西省 in its first cycle, with made-up schools alone: last year's and this year's draw made public, next year's sealed and waiting for its value."""

import zlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.access import holders
from apps.accounts.models import User
from apps.audit.services import dated
from apps.core.canonical import canonical, digest
from apps.core.dates import at_hour
from apps.diagnosis.models import Regime
from apps.indicators.models import Standing
from apps.organizations.models import Level, Organization
from apps.sampling.lifecycle import APPLICATION, APPLY
from apps.sampling.models import Draw, Pilot, Plan
from apps.sampling.rules import draw as rules
from apps.sampling.selectors.cycle import drawing
from apps.sampling.selectors.outcome import outcome
from apps.sampling.services import draws, plans, selections
from apps.sampling.services.frames import rows_of
from apps.schemes.selectors import in_force

OFFICER, PUBLISHER = "shengji", "gongkai"
SOURCE = "示例公开摇号第 {year} 期：红球由小到大六个，再写蓝球一个"
VALUES = {-1: "03 11 17 20 28 33 09", 0: "02 08 15 19 24 31 14"}
#: So many days from today: sealed, the value, made public.
DAYS = {-1: (-395, -388, -386), 0: (-65, -58, -56), 1: (-1, 18, None)}
#: So many days after it was made public one school of it was put off and one replaced.
CHANGED = 20
QUOTA, RESERVES = 6, 2
WHY = "示例：学校愿意以复核检验三年来的改进"


@transaction.atomic
def load(today):
    """Enter the plan and its draws; where a plan is there already, or nobody to draw, nothing is done."""
    people = {user.username: user for user in User.objects.filter(username__in=[OFFICER, PUBLISHER])}
    province = Organization.objects.filter(code="610000").first()
    if len(people) < 2 or Plan.objects.exists() or in_force(province, timezone.localdate()) is None:
        return "已有实施规划，没有新增"
    schools = list(Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例", path__startswith=province.path).order_by("code"))
    able = _able(schools)
    Pilot.objects.create(school=able[-1], since=today - timedelta(days=500))
    issued = today - timedelta(days=410)
    with dated(at_hour(issued)):
        drawn_up = plans.draw_up(province, title="第一周期复核实施规划（示例）", first_year=today.year - 1, by=people[OFFICER])
        plan = plans.issue(drawn_up, by=people[OFFICER])
    Plan.objects.filter(pk=plan.pk).update(issued_on=issued)
    plan.refresh_from_db()
    _asking(plan, able, today, people[OFFICER])
    for place in DAYS:
        _draw(plan, place, today, people)
    return f"实施规划 1 份，抽样 {plan.draws.count()} 次，均为示例"


def _able(schools):
    """Those that run a regime and meet the conditions by their newest data, in the order of their codes."""
    running = set(Regime.objects.filter(school__in=schools, state=Regime.State.RUNNING).values_list("school", flat=True))
    newest = Standing.objects.filter(school__in=running).order_by("school_id", "-year").distinct("school_id")
    met = {standing.school_id for standing in newest if standing.met}
    return [school for school in schools if school.pk in met]


def _asking(plan, able, today, officer):
    """One school that was told yes, one no, one that waits (R8.7)."""
    rows = []
    for school, year in [(able[0], today.year), (able[1], today.year), (able[2], today.year + 2)]:
        head = holders(APPLY, school).first()
        rows.append(plans.apply(school, plan=plan, year=max(year, timezone.localdate().year), reason=WHY, by=head))
    APPLICATION.take(rows[0], "take_application", by=officer)
    APPLICATION.take(rows[1], "refuse_application", by=officer, note="今年自愿申请的名额已满，请明年再申请（示例）")


def _draw(plan, place, today, people):
    year, (sealed, value_on, shown) = today.year + place, DAYS[place]
    # By what was accepted and known on the day of the seal.
    on = today + timedelta(days=sealed)
    with dated(at_hour(on)):
        row = _sealed(plan, year, on, people[OFFICER])
    row = _set_back(row, on, today + timedelta(days=value_on))
    if shown is None:
        return
    with dated(at_hour(today + timedelta(days=value_on), 22)):
        row = draws.reveal(row, value=VALUES[place], by=people[OFFICER])
    row = _set_back(row, on, today + timedelta(days=value_on), drawn=True)
    with dated(at_hour(today + timedelta(days=shown))):
        row = draws.publish(row, by=people[PUBLISHER])
    if place < 0:
        with dated(at_hour(today + timedelta(days=shown + CHANGED))):
            _changed(row, people[OFFICER])


def _sealed(plan, year, on, officer):
    row = draws.begin(plan, year, by=officer, on=on)
    tomorrow = timezone.localdate() + timedelta(days=1)
    # Not more than stand in the lot: a draw that cannot be filled is not sealed.
    quota = min(QUOTA, drawing(row))
    given = {"quota": quota, "reserves": min(RESERVES, drawing(row) - quota), "source": SOURCE.format(year=year), "reveal_on": tomorrow}
    row = draws.settle(row, **given, seen=row.version, by=officer)
    return draws.commit(row, by=officer, on=on)


def _set_back(row, sealed_on, value_on, *, drawn=False):
    """The draw as if made in those days, for its steps are taken today; commitment and proof are made anew, so that they hold."""
    frame, parameters = rows_of(row), {**row.parameters, "reveal_on": value_on.isoformat()}
    sums = rules.sums(frame, parameters)
    given = {
        "reveal_on": value_on,
        "framed_at": at_hour(sealed_on, 15),
        "committed_at": at_hour(sealed_on, 16),
        "parameters": parameters,
        "sums": sums,
        "commitment": digest(sums),
    }
    if drawn:
        at = at_hour(value_on, 22)
        proof = rules.bundle(frame, parameters, value=row.value, drawn_at=at.isoformat())
        given |= {"drawn_at": at, "bundle": zlib.compress(canonical(proof)), "digest": digest(proof)}
    Draw.objects.filter(pk=row.pk).update(**given)
    row.refresh_from_db()
    return row


def _changed(draw, officer):
    """Of last year's schools one was put off and one replaced, with their reasons (G9)."""
    drawn = [each.selection for each in outcome(draw).drawn]
    selections.defer(drawn[0], to_year=draw.year + 2, note="改进措施尚未实施，延期复核（R8.6，示例）", by=officer)
    selections.replace(drawn[1], note="学校迁建新校区，这一年没有在校教学（示例）", by=officer)
