"""A year's draw: begun, sealed, drawn, published (R8.1, G5–G7)."""

import zlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.core.canonical import canonical, digest
from apps.notifications.services import notify
from apps.sampling.lifecycle import APPLY, DRAW, MANAGE, MANAGE_PLAN
from apps.sampling.models import Draw, FrameRow, Plan, Selection
from apps.sampling.rules import draw as rules
from apps.sampling.rules.quota import unfillable
from apps.sampling.selectors.cycle import APART, drawing, reached_areas, undrawn_before
from apps.sampling.services.frames import area_of, draft, rows_of, surveyed
from apps.workflow.lifecycle import NotReady, WrongState

#: One statement for all tickets: a row each took seconds for the schools of the nation.
WRITE_TICKETS = """
UPDATE sampling_framerow AS row SET ticket = drawn.ticket, won = drawn.won, rank = drawn.rank
FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS drawn (code, ticket, won, rank)
WHERE row.draw_id = %s AND row.code = drawn.code
"""


class Broken(Exception):
    """The frame is no longer what was sealed: ``args[0]`` are the codes of the schools whose rows differ."""


@transaction.atomic
def begin(plan, year, *, by, on=None):
    """Begin the draw of a year of an issued plan, with its frame; a second one for the same year is refused. ``on`` as in ``frames.draft``."""
    if not may(by, MANAGE_PLAN, plan):
        raise PermissionDenied(MANAGE_PLAN)
    if plan.state != Plan.State.ISSUED:
        raise WrongState("开始抽样")
    if not plan.first_year <= year <= plan.last_year:
        raise ValidationError(f"{year} 年不在这份规划的 {plan.first_year}—{plan.last_year} 年之内。")
    row = Draw(plan=plan, province=plan.province, year=year)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(f"{year} 年已经有一次抽样。同一年不能抽两次；封存以前可以作废重来，理由会公开。") from None
    record(by=by, verb="begin_draw", target=row, after=values(row, ["plan", "year"]))
    return draft(row, by=by, on=on)


@transaction.atomic
def settle(draw, *, quota, reserves, source, reveal_on, seen, by):
    """Set what the draw will be made with, while it is not sealed."""
    row = DRAW.lock(draw)
    if not may(by, MANAGE, row):
        raise PermissionDenied(MANAGE)
    if row.state != Draw.State.DRAFT or row.version != seen:
        raise WrongState("设定抽样")
    if wrong := unfillable(quota, reserves, drawing(row)):
        raise ValidationError(wrong)
    fields = ["quota", "reserves", "source", "reveal_on"]
    before = values(row, fields)
    row.quota, row.reserves, row.source, row.reveal_on, row.version = quota, reserves, source.strip(), reveal_on, row.version + 1
    row.full_clean()
    row.save(update_fields=[*fields, "version"])
    record(by=by, verb="settle_draw", target=row, before=before, after=values(row, fields))
    return row


@transaction.atomic
def commit(draw, *, ahead=False, by, seen=None, on=None):
    """Seal frame, parameters and algorithm by a hash, before the value exists (G5); ``ahead``: though an earlier year of the cycle is undrawn.

    NotReady where a school stands elsewhere today than in the frame: it must be drafted again first. ``on`` as in ``frames.draft``.
    """
    row = DRAW.lock(draw)
    if (years := undrawn_before(row)) and not ahead:
        raise ValidationError({"ahead": f"本周期 {'、'.join(map(str, years))} 年还没有抽取。仍要先封存 {row.year} 年的，请勾选。"})
    frame = rows_of(row)
    if row.framed_at and (moved := _moved(row, frame, on or timezone.localdate())):
        raise NotReady([f"抽样框：编制以后有 {len(moved)} 所学校的情况变了（{'、'.join(moved[:5])}{'等' if len(moved) > 5 else ''}），请重新编制"])
    parameters = {
        "province": row.province.code, "year": row.year, "quota": row.quota or 0, "reserves": row.reserves, "source": row.source,
        "reveal_on": row.reveal_on and row.reveal_on.isoformat(), "scheme": str(row.plan.scheme), "covered": _covered(row, frame),
    }  # fmt: skip
    sums = rules.sums(frame, parameters)
    # Thousands of hashes are kept beside the row; the log has the one over all of them.
    Draw.objects.filter(pk=row.pk).update(sums=sums)
    return DRAW.take(row, "commit_draw", by=by, seen=seen, parameters=parameters, commitment=digest(sums), committed_at=timezone.now())


@transaction.atomic
def reveal(draw, *, value, by, seen=None):
    """Enter the value the public source gave, and draw (G6). Broken where the frame is not what was sealed; nothing is drawn then."""
    row = DRAW.lock(draw)
    value = " ".join(value.split())
    if not value:
        raise NotReady(["随机数"])
    frame = rows_of(row)
    if row.state == Draw.State.COMMITTED and (wrong := rules.changed(row.sums, rules.sums(frame, row.parameters))):
        raise Broken(wrong)
    now = timezone.now()
    proof = rules.bundle(frame, row.parameters, value=value, drawn_at=now.isoformat())
    Draw.objects.filter(pk=row.pk).update(bundle=zlib.compress(canonical(proof)))
    row = DRAW.take(row, "reveal_draw", by=by, seen=seen, value=value, drawn_at=now, digest=digest(proof))
    _write_down(row, proof["tickets"])
    return row


@transaction.atomic
def publish(draw, *, by, seen=None):
    """Make the draw public, and tell the principals of the schools to be reviewed."""
    row = DRAW.take(draw, "publish_draw", by=by, seen=seen)
    for each in row.selections.filter(state=Selection.State.DRAWN).select_related("school", "draw"):
        words = f"{each.school}列入 {row.year} 年现场复核（{each.get_kind_display()}）" + (f"，最迟 {each.due} 复核" if each.due else "")
        notify(holders(APPLY, each), words, each.get_absolute_url())
    return row


def annul(draw, *, by, note, seen=None):
    return DRAW.take(draw, "annul_draw", by=by, seen=seen, note=note)


def _moved(draw, frame, day):
    """The names of the schools that stand elsewhere on ``day`` than in ``frame``, and of those that came or went."""
    today = {
        school.code: (school.name, area_of(school).code, standing.place, standing.rule)
        for school, _facts, standing in surveyed(draw.province, draw.plan, draw.year, day)
    }
    then = {row["code"]: (row["name"], row["area"], row["place"], row["rule"]) for row in frame}
    return [(today.get(code) or then[code])[0] for code in sorted(today.keys() | then.keys()) if today.get(code) != then.get(code)]


def _covered(draw, frame):
    """The 地市 reached in this cycle already, and those that a school apart from the lot reaches now (R8.1)."""
    apart = {row["area"] for row in frame if row["place"] in APART}
    return sorted(apart | set(reached_areas(draw.plan)))


def _write_down(draw, tickets):
    """Each ticket beside its school, and a Selection for whoever was drawn, stands in reserve, or comes apart from the lot."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE_TICKETS, [*(list(column) for column in zip(*tickets, strict=True)), draw.pk] if tickets else [[], [], [], draw.pk])
    K, S = Selection.Kind, Selection.State
    rows = FrameRow.objects.filter(draw=draw)
    drawn = list(rows.filter(won__in=["area", "order"]).order_by("rank"))
    reserve = list(rows.filter(won="reserve").order_by("rank"))
    apart = list(rows.filter(place__in=APART).order_by("place", "code"))
    Selection.objects.bulk_create(
        [Selection(draw=draw, school_id=row.school_id, kind=K.RANDOM, order=n) for n, row in enumerate(drawn, start=1)]
        + [Selection(draw=draw, school_id=row.school_id, kind=K.RANDOM, order=n, state=S.RESERVE) for n, row in enumerate(reserve, start=1)]
        + [Selection(draw=draw, school_id=row.school_id, kind=row.place, order=n, due=row.due) for n, row in enumerate(apart, start=1)]
    )
