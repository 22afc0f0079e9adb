"""The group of a review: named by the province, bound by an undertaking, changed with a reason (R9.2, R2.3, R2.5, R9.6)."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.timezone import localdate

from apps.accounts.access import holders, may
from apps.accounts.models import Bar
from apps.audit.models import Entry
from apps.audit.services import record, values
from apps.experts.models import Expert, Interest
from apps.experts.rules import untrained
from apps.experts.selectors.ties import conflicts_of
from apps.experts.selectors.undertaking import undertaking
from apps.experts.services import ties
from apps.notifications.services import notify
from apps.reviews.contents import owing
from apps.reviews.lifecycle import LEAD, LEAD_GRANTS, MEMBER_GRANTS, REVIEW, SCHEDULE
from apps.reviews.models import Member, Review, ReviewUserGrant
from apps.reviews.services.reviews import own_member
from apps.workflow.lifecycle import Changed, WrongState

FIELDS = ["review", "expert", "duty", "why", "untrained"]


@transaction.atomic
def name(review, expert, *, duty=Member.Duty.MEMBER, why="", untrained_why="", by):
    """Name an expert to the group and grant him its permissions; ValidationError says what stands against it (R2.3, R2.5)."""
    row = REVIEW.lock(review)
    if not may(by, SCHEDULE, row):
        raise PermissionDenied(SCHEDULE)
    if row.state == Review.State.REPORTED:
        raise WrongState("指定专家")
    expert = Expert.objects.select_related("user", "province").get(pk=expert.pk)
    if against := _against(row, expert, duty, untrained_why):
        raise ValidationError(against)
    member = Member.objects.create(review=row, expert=expert, duty=duty, why=why.strip(), untrained=untrained_why.strip())
    _grant(member)
    record(by=by, verb="name_member", target=row, after=values(member, FIELDS))
    notify([expert.user], f"您被指定参加{row}（{member.get_duty_display()}）。请先看承诺书并签字，再确认日期。", row.get_absolute_url())
    return member


def _against(review, expert, duty, untrained_why):
    found = []
    if expert.state != Expert.State.ADMITTED:
        found.append(f"{expert}不在专家库，不能指定。请从在库专家里选。")
    conflicts = conflicts_of([expert], [review.school], localdate()).get((expert.pk, review.school_id), [])
    found += [f"{expert}与这所学校有利害关系：{each.words}（R2.5）。请另选。" for each in conflicts]
    if any(review.school.path.startswith(path) for path in expert.user.bars_today):
        found.append(f"{expert}对这所学校须回避（R2.5）。请另选。")
    if may(expert.user, SCHEDULE, review):
        found.append(f"{expert}经办这次复核的排期，不能同时参加专家组。")
    trained = Expert.objects.filter(pk=expert.pk).trained_on(localdate()).exists()
    if against := untrained(trained, untrained_why):
        found.append(against)
    if review.members.serving().filter(expert=expert).exists():
        found.append(f"{expert}已经在专家组里。")
    if duty == Member.Duty.LEAD and review.members.serving().filter(duty=Member.Duty.LEAD).exists():
        found.append("已经有组长。要换组长，请先请现在的组长离组。")
    return found


def _grant(member):
    wanted = MEMBER_GRANTS + (LEAD_GRANTS if member.duty == Member.Duty.LEAD else [])
    named = Permission.objects.filter(content_type__app_label="reviews", codename__in=[each.partition(".")[2] for each in wanted])
    ReviewUserGrant.objects.bulk_create(
        [ReviewUserGrant(user=member.expert.user, permission=each, content_object=member.review) for each in named], ignore_conflicts=True
    )


@transaction.atomic
def dismiss(member, *, note, by):
    """Let a member leave the group, with the reason; what he was granted ends, what he judged stays on record (R2.6)."""
    row = REVIEW.lock(member.review)
    if not may(by, SCHEDULE, row):
        raise PermissionDenied(SCHEDULE)
    member = Member.objects.select_for_update(of=("self",)).select_related("expert__user").get(pk=member.pk)
    if member.left_at or row.state == Review.State.REPORTED:
        raise WrongState("离组")
    if not note.strip():
        raise ValidationError({"note": "请写明离组的原因。"})
    _leave(member, note, "dismiss_member", by=by)
    notify([member.expert.user], f"您不再参加{row}。原因：{member.left_why}", row.get_absolute_url())
    return member


def _leave(member, why, verb, *, by):
    """From here the member sees nothing of the review; his row, with the reason, and what he judged stay."""
    member.left_at, member.left_why = timezone.now(), why.strip()[:500]
    member.save(update_fields=["left_at", "left_why"])
    ReviewUserGrant.objects.filter(user=member.expert.user, content_object=member.review).delete()
    record(by=by, verb=verb, target=member.review, after=values(member, ["expert", "left_why"]), note=member.left_why)


@transaction.atomic
def step_down(review, *, kind, since, note="", by):
    """An expert named says that he has a tie to the school: it is declared, he leaves the group, and his access ends at once (R2.5).

    PermissionDenied for who is not of the group; ValidationError says what of the tie is wrong.
    """
    row = REVIEW.lock(review)
    member = own_member(row, by)
    if row.state == Review.State.REPORTED:
        raise WrongState("申报利害关系并退出")
    tie = ties.declare(member.expert, school=row.school, kind=kind, since=since, note=note, by=by)
    member.review = row
    _leave(member, f"本人申报利害关系：{tie.get_kind_display()}", "step_down", by=by)
    _ask_for_another(row, member)
    return member


@transaction.atomic
def release_unfit():
    """Let those leave their group who declared a tie elsewhere, of whom the school did, who were replaced for their conduct, or who are out of
    the pool; the province is told (R2.5, R2.6).

    Their access ended the moment the tie, the bar or the removal stood; asked again it finds nobody twice. Returns how many.
    """
    tied = Exists(Interest.objects.standing().filter(expert=OuterRef("expert"), school=OuterRef("review__school")))
    barred = Exists(Bar.objects.today().filter(user=OuterRef("expert__user")))
    rows = Member.objects.serving().exclude(review__state=Review.State.REPORTED).filter(tied | barred | ~Q(expert__state=Expert.State.ADMITTED))
    found = 0
    for member in rows.select_related("review__school", "expert__user").select_for_update(of=("self",), skip_locked=True):
        today = localdate()
        ties_today = conflicts_of([member.expert], [member.review.school], today).get((member.expert_id, member.review.school_id), [])
        words = [tie.words for tie in ties_today]
        words += [] if member.expert.state == Expert.State.ADMITTED else ["不在专家库"]
        words = words or _bars_between(member)
        if not words:  # A tie of years ago stands and counts no more, a bar may be of another school.
            continue
        _leave(member, "；".join(words), "step_down", by=None)
        _ask_for_another(member.review, member)
        found += 1
    return found


def _bars_between(member):
    bars = member.expert.user.bars.today().select_related("organization")
    return [bar.reason for bar in bars if member.review.school.path.startswith(bar.organization.path)]


def _ask_for_another(review, member):
    notify(holders(SCHEDULE, review), f"{member.expert}退出{review}（{member.left_why}），请补上人选。", review.get_absolute_url())


@transaction.atomic
def undertake(review, *, version, by):
    """Sign the undertaking of that version; nothing of the school opens before (H6, R9.6)."""
    member = own_member(review, by)
    if version != undertaking().version:
        raise ValidationError("承诺书刚换了新版，请看过新版再签。")
    if member.undertaken_at is None:
        member.undertaken_at, member.undertaking = timezone.now(), version
        member.save(update_fields=["undertaken_at", "undertaking"])
        record(by=by, verb="undertake", target=member.review, after={"expert": member.expert_id, "undertaking": undertaking().digest})
    return member


@transaction.atomic
def answer_naming(review, *, asked="", seen=None, by):
    """A member confirms that he comes on those days, or asks for others or to be replaced, with the reason; Changed where the days are others than seen."""
    review = REVIEW.lock(review)
    member = own_member(review, by)
    if review.state != Review.State.SCHEDULED:
        raise WrongState("确认日期")
    if seen is not None and review.version != seen:
        raise Changed("确认日期")
    member.asked, member.confirmed_at = asked.strip(), None if asked.strip() else timezone.now()
    member.save(update_fields=["asked", "confirmed_at"])
    record(by=by, verb="answer_naming", target=review, after=values(member, ["expert", "confirmed_at", "asked"]), note=asked)
    words = f"不能按期参加：{member.asked}" if member.asked else "已确认参加"
    notify(holders(SCHEDULE, review), f"{member.expert}{words}（{review}）", review.get_absolute_url())
    return member


@transaction.atomic
def remind(review, *, by):
    """The lead reminds those for whom the others wait, once a day; returns them. ValidationError where nobody is awaited, or it was done today."""
    row = REVIEW.lock(review)
    if not may(by, LEAD, row):
        raise PermissionDenied(LEAD)
    late = [member for member in owing(row) if member.expert.user_id != by.pk]
    if not late:
        raise ValidationError("没有要提醒的：同组的都已交齐，或者还没有轮到。")
    if Entry.objects.about(row).filter(verb="remind_members", at__date=localdate()).exists():
        raise ValidationError("今天已经提醒过，明天还没有交的可以再提醒。")
    record(by=by, verb="remind_members", target=row, after={"experts": [str(member.expert) for member in late]})
    notify([member.expert.user for member in late], f"{row}：组长提醒您办理，同组在等（{row.get_state_display()}）", row.get_absolute_url())
    return late
