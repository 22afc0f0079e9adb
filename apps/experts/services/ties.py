"""Ties to schools: declared by either side or entered by the province, at once and on record; ended, taken back with a reason (R2.5)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.experts.lifecycle import DECLARE, TRAIN, VIEW_INTEREST, WITHDRAW
from apps.experts.models import Expert, Interest
from apps.experts.rules import Tie
from apps.experts.services import bars
from apps.notifications.services import notify
from apps.organizations.models import Level

FIELDS = ["expert", "school", "kind", "since", "until", "note", "side", "bar"]
IN_POOL = (Expert.State.NOMINATED, Expert.State.ADMITTED)


@transaction.atomic
def declare(expert, *, school, kind, since, until=None, note="", by):
    """Put a tie on record and keep the expert out of the school's cases from this moment, whether he was named to them or not.

    PermissionDenied: neither the expert himself nor who speaks for the school or keeps the pool. ValidationError says what would be right.
    """
    expert = Expert.objects.select_for_update(of=("self",)).select_related("user", "province").get(pk=expert.pk)
    tie = Interest(
        expert=expert, school=school, kind=kind, since=since, until=until, note=note.strip(), side=side_of(expert, school, by), declared_by=by
    )
    _check(tie)
    if until is not None and until < localdate() and kind == Tie.EMPLOYER:
        tie.kind = Tie.PAST_EMPLOYER
    tie.bar = bars.for_tie(expert, school, kind=tie.kind, until=until, by=by)
    tie.full_clean()
    tie.save(force_insert=True)
    record(by=by, verb="declare_interest", target=tie, after=values(tie, FIELDS))
    _tell(tie, f"{tie}，已申报并回避", by)
    return tie


def side_of(expert, school, by):
    """On whose side ``by`` speaks of the two; PermissionDenied for anybody else."""
    if by.pk == expert.user_id:
        return Interest.Side.EXPERT
    if may(by, TRAIN, expert):
        return Interest.Side.AUTHORITY
    if may(by, DECLARE, school):
        return Interest.Side.SCHOOL
    raise PermissionDenied(DECLARE)


@transaction.atomic
def end(tie, *, until, by):
    """Say on which day a tie ended: it still counts for the years of the scheme."""
    row = _locked(tie)
    if by.pk != row.expert.user_id and not may(by, WITHDRAW, row):
        raise PermissionDenied(WITHDRAW)
    if row.until is not None:
        raise ValidationError(f"这一关系已写明至 {row.until:%Y-%m-%d} 为止。写错了的，请省级撤销后重新申报。")
    if until < row.since or until > localdate():
        raise ValidationError({"until": f"结束日期不能早于 {row.since:%Y-%m-%d}，也不能晚于今天。"})
    before = values(row, ["until"])
    row.until = until
    if row.bar:
        bars.ending(row.bar, row.expert, kind=row.kind, until=until, by=by)
    row.save(update_fields=["until"])
    record(by=by, verb="end_interest", target=row, before=before, after=values(row, ["until"]))
    return row


@transaction.atomic
def withdraw(tie, *, withdrawal, by):
    """The province takes back what was declared in error, with the reason; the entry stays, the bar ends."""
    row = _locked(tie)
    if not may(by, WITHDRAW, row) or by.pk == row.expert.user_id:
        raise PermissionDenied(WITHDRAW)
    if row.withdrawn_at is not None:
        raise ValidationError("这一申报已经撤销，不必再撤。")
    if not withdrawal.strip():
        raise ValidationError({"withdrawal": "请写明撤销的原因，如“误选了学校”。"})
    row.withdrawn_at, row.withdrawal = timezone.now(), withdrawal.strip()
    if row.bar:
        bars.lift(row.bar, by=by)
    row.save(update_fields=["withdrawn_at", "withdrawal"])
    record(by=by, verb="withdraw_interest", target=row, after=values(row, ["withdrawn_at"]), note=row.withdrawal)
    _tell(row, f"{row}，申报已撤销：{row.withdrawal}", by)
    return row


def _locked(tie):
    return Interest.objects.select_for_update(of=("self",)).select_related("expert__user", "expert__province", "school", "bar").get(pk=tie.pk)


def _check(tie):
    if tie.expert.state not in IN_POOL:
        raise ValidationError(f"{tie.expert}已不在专家库，不必申报。")
    if tie.school.level != Level.SCHOOL:
        raise ValidationError({"school": "请选择一所学校；与主管部门的关系写在任职经历里。"})
    if not tie.school.path.startswith(tie.expert.province.path):
        raise ValidationError({"school": f"{tie.school}不在{tie.expert.province}，本省专家库只管本省学校的复核。"})
    if tie.kind == Tie.SAME_CITY:
        raise ValidationError({"kind": "是否同一地市按工作所在地市认定，不必申报；所在地市不对的，请改本人情况。"})
    if tie.kind == Tie.OTHER and not tie.note:
        raise ValidationError({"note": "选“其他关系”的，请写明是什么关系。"})
    if tie.since > localdate() and tie.kind in (Tie.EMPLOYER, Tie.PAST_EMPLOYER, Tie.KIN):
        raise ValidationError({"since": "起始日期还没有到；请写实际开始的日期。"})
    if tie.until and tie.until < tie.since:
        raise ValidationError({"until": "结束日期不能早于起始日期。"})
    same = Interest.objects.standing().filter(expert=tie.expert, school=tie.school, kind=tie.kind, until=None)
    if same.exists():
        raise ValidationError("这一关系已经申报过，正在回避，不必再报。已经结束的，请在原申报上写结束日期。")


def _tell(tie, words, by):
    """The officers of the province always, the expert where another spoke; what he declares of himself is not the school's to hear."""
    officers = [person for person in holders(VIEW_INTEREST, tie) if person.pk not in (by.pk, tie.expert.user_id)]
    notify(officers, words, tie.expert.get_absolute_url())
    if by.pk != tie.expert.user_id:
        notify([tie.expert.user], words, reverse("experts:me"))
