"""A review is made for each school selected; its visit is fixed, agreed to, begun (R8.2, R8.6, R9.1)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.core.dates import calendar
from apps.notifications.services import notify
from apps.reviews.contents import team_of
from apps.reviews.lifecycle import CONFIRM, REVIEW, SCHEDULE, SERVE
from apps.reviews.models import Member, Review
from apps.reviews.rules import MOST, Visit, clashes
from apps.reviews.services.agenda import move_agenda
from apps.sampling.models import Draw, Selection
from apps.workflow.lifecycle import Changed, WrongState

DAYS = ["visit_from", "visit_to", "materials_due"]


@transaction.atomic
def take_up(province=None, *, by=None):
    """Make a review for each school selected that has none yet; returns how many. Asked again it makes none twice.

    A draw not published yet is known to those who hold it alone: its schools would learn of it from their reviews.
    """
    rows = Selection.objects.filter(state=Selection.State.DRAWN, draw__state=Draw.State.PUBLISHED, review=None)
    rows = rows.select_related("school", "draw__plan__scheme")
    rows = rows if province is None else rows.filter(draw__province=province)
    made = 0
    for selection in rows.select_for_update(of=("self",)):
        review, new = Review.objects.get_or_create(selection=selection, defaults={"school": selection.school, "scheme": selection.draw.plan.scheme})
        if new:
            record(by=by, verb="take_up", target=review, after=values(review, ["selection", "school", "scheme"]))
            made += 1
    return made


def planned_visit(review, first, last):
    return Visit(str(review.school), first, last, {member.expert_id: str(member.expert) for member in team_of(review)})


def clashes_of(review, first, last):
    """What speaks against these days, against every other visit planned of the experts of the group, at any province."""
    visit = planned_visit(review, first, last)
    serving = Member.objects.serving().filter(expert__in=visit.experts, review__visit_from__isnull=False).exclude(review=review)
    others = {}
    for member in serving.exclude(review__state=Review.State.REPORTED).select_related("review__school", "expert__user"):
        others.setdefault(member.review, {})[member.expert_id] = str(member.expert)
    planned = [Visit(str(other.school), other.visit_from, other.visit_to, experts) for other, experts in others.items()]
    return clashes(visit, planned, calendar(), review.selection.due)


def wrong_days(review, first, last, due):
    """What makes days impossible, by the field it concerns; what was asked of the school before may lie behind."""
    today = timezone.localdate()
    late = due < today and due != review.materials_due and not review.materials_at
    found = {
        "visit_from": ["进校首日已经过去，请改为今天或以后的日子。"] if first < today else [],
        "visit_to": ["末日不能早于首日。"] if last < first else [f"进校最多 {MOST} 天，请核对首日和末日。"] if (last - first).days >= MOST else [],
        "materials_due": ["材料期限不能晚于进校首日。"] if due > first else ["材料期限已经过去，请改为今天或以后的日子。"] if late else [],
    }
    return {field: words for field, words in found.items() if words}


@transaction.atomic
def fix(review, step, *, visit_from, visit_to, materials_due, accepted=(), note="", by, seen=None):
    """Fix the days of a visit, or others (``step`` schedule or move); confirmations begin anew.

    Each clash of the days is to be among the ``accepted``, seen and borne, with the reason: both are on record.
    """
    if wrong := wrong_days(review, visit_from, visit_to, materials_due):
        raise ValidationError(wrong)
    found = clashes_of(review, visit_from, visit_to)
    if set(found) - set(accepted):
        raise ValidationError({"accepted": f"这样排有 {len(found)} 处冲突。请改日子；仍要这样排的，请逐条勾选并写明理由。"})
    if found and not note.strip():
        raise ValidationError({"note": "有冲突仍要这样排的，请写明理由。"})
    days, before = {"visit_from": visit_from, "visit_to": visit_to, "materials_due": materials_due}, review.visit_from
    row = REVIEW.take(review, step, by=by, seen=seen, note=note, **days, school_confirmed_at=None, school_asked="")
    if found:
        record(by=by, verb="accept_clashes", target=row, after={"accepted": found}, note=note)
    row.members.serving().update(confirmed_at=None, asked="")
    move_agenda(row, before, by=by)
    return row


def schedule(review, **given):
    return fix(review, "schedule", **given)


def move(review, **given):
    return fix(review, "move", **given)


@transaction.atomic
def answer_visit(review, *, asked="", seen=None, by):
    """The principal confirms the days, or asks for others with the reason; Changed where they are others than those of the version ``seen``."""
    row = REVIEW.lock(review)
    if not may(by, CONFIRM, row):
        raise PermissionDenied(CONFIRM)
    if row.state != Review.State.SCHEDULED:
        raise WrongState("确认复核日期")
    if seen is not None and row.version != seen:
        raise Changed("确认复核日期")
    before = values(row, ["school_confirmed_at", "school_asked"])
    row.school_asked, row.school_confirmed_at = asked.strip(), None if asked.strip() else timezone.now()
    row.save(update_fields=["school_confirmed_at", "school_asked"])
    record(by=by, verb="answer_visit", target=row, before=before, after=values(row, ["school_confirmed_at", "school_asked"]), note=asked)
    words = f"请求改期：{row.school_asked}" if row.school_asked else "已确认复核日期"
    notify([one for one in holders(SCHEDULE, row) if one != by], f"{row.school}{words}", row.get_absolute_url())
    return row


def begin(review, *, by, seen=None):
    return REVIEW.take(review, "begin", by=by, seen=seen)


def open_papers(review, *, by, seen=None):
    """From here the papers lie open to the group: nobody's judgement from the data alone can change any more (R9.3)."""
    return REVIEW.take(review, "open_papers", by=by, seen=seen, papers_at=timezone.now())


def depart(review, *, by, seen=None):
    return REVIEW.take(review, "depart", by=by, seen=seen, visited_at=timezone.now())


def own_member(review, user):
    """The Member of ``user`` in the group now; PermissionDenied where he is none, or may not serve."""
    member = review.members.serving().filter(expert__user=user).first()
    if member is None or not may(user, SERVE, review):
        raise PermissionDenied(SERVE)
    return member
