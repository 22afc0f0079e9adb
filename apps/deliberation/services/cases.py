"""A case from the group's report to the decision (R9.5, R10)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from apps.accounts import services as accounts
from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.core.canonical import digest
from apps.core.text import LEAST_REASON, lacking_reason
from apps.deliberation.lifecycle import CASE, DECIDE, DECISION, LEAD, OPEN, SITTING, VOTE
from apps.deliberation.models import Attendance, Case, Recusal, Sitting, Vote
from apps.deliberation.rules import conclude
from apps.deliberation.selectors.cases import is_blind, otherwise
from apps.deliberation.selectors.sittings import counted, in_office, ties_of, too_few
from apps.deliberation.services.papers import fall_if_reversed
from apps.experts.models import Membership
from apps.jobs.services import later
from apps.notifications.services import notify
from apps.reviews.models import Answer, Review
from apps.workflow.lifecycle import Conflict, NotReady, WrongState


class AlreadyVoted(Conflict):
    """A vote is cast once."""


@transaction.atomic
def open_case(review, *, by):
    """Lay the group's report before the committee with the rule's own conclusion (R10); it chooses nothing.

    A report whose decision was taken back is laid before it anew; the case reversed stays as it was (J4).
    """
    if not may(by, OPEN, review.school):
        raise PermissionDenied(OPEN)
    review = Review.objects.select_for_update(of=("self",)).select_related("group_report").get(pk=review.pk)
    if review.state != Review.State.REPORTED or Case.objects.filter(review=review).exclude(state=Case.State.REVERSED).exists():
        raise WrongState("提交审议")
    report = review.group_report
    agreeing = Answer.objects.filter(review=review, agrees=True).count()
    case = Case.objects.create(
        review=review, school=review.school, agreeing=agreeing, aimed=report.aimed, effective=report.effective,
        proposed=conclude(agreeing, report.aimed, report.effective),
    )  # fmt: skip
    record(by=by, verb="open_case", target=case, after=values(case, ["review", "agreeing", "aimed", "effective", "proposed"]))
    return case


@transaction.atomic
def put_on(case, *, sitting, by, seen=None):
    """Put a case on the agenda of a sitting that is still being prepared; whoever has a tie with the school withdraws at once (J2, H9).

    NotReady for a sitting of a day on which the school may still answer on the facts (I6).
    """
    sitting = SITTING.lock(sitting)  # Whoever opens it at this moment waits, and so does who lists another.
    if sitting.state != Sitting.State.PREPARED:
        raise WrongState("列入会议")
    place = (sitting.cases.aggregate(last=Max("place"))["last"] or 0) + 1
    row = CASE.take(case, "list", by=by, seen=seen, sitting_id=sitting.pk, place=place)
    return seat(row)


def seat(case):
    """Settle who sits on a case by the day of its sitting: whoever has a tie with the school withdraws (J2, H9), one of the others leads."""
    gone = set(case.recusals.values_list("member", flat=True))  # Of a sitting or a day before: who withdrew stays out.
    for member, reason in ties_of(case.sitting, case.school):
        if member.pk not in gone:
            _withdraw(case, member, reason, by=None, found=True)
    return give_the_chair(case)


def postpone(case, *, note, by, seen=None):
    return CASE.take(case, "postpone", by=by, seen=seen, note=note, sitting_id=None, chair_id=None, place=0)


@transaction.atomic
def recuse(case, *, member, reason, by):
    """A member withdraws, or the secretary sees to it; he sees nothing of the case from now on (J2). His vote, if cast, does not count."""
    row = CASE.lock(case)
    if member.user_id != by.pk and not may(by, OPEN, row):
        raise PermissionDenied(OPEN)
    if row.state != Case.State.LISTED:
        raise WrongState("回避")
    if Recusal.objects.filter(case=row, member=member).exists():
        raise WrongState("回避")
    _withdraw(row, member, reason, by=by, found=False)
    return give_the_chair(row)


def _withdraw(case, member, reason, *, by, found):
    kept_out = accounts.bar(member.user, organization=case.school, reason=f"审议回避：{reason}"[:200], by=by)
    row = Recusal.objects.create(case=case, member=member, reason=reason, found=found, bar=kept_out, by=by)
    record(by=by, verb="recuse", target=case, after={"member": str(member.user), "reason": reason, "found": found}, note=reason)
    return row


def give_the_chair(case):
    """Who leads the case: the chair, or the first vice or else the secretary-general who has not withdrawn; nobody where none is left."""
    gone = set(case.recusals.values_list("member", flat=True))
    duties = [Membership.Duty.CHAIR, Membership.Duty.VICE, Membership.Duty.SECRETARY]
    fit = [member for duty in duties for member in in_office(case.sitting) if member.duty == duty and member.pk not in gone]
    chair = fit[0] if fit else None
    if case.chair_id != (chair and chair.pk):
        before = values(case, ["chair"])
        case.chair = chair
        case.save(update_fields=["chair"])
        record(by=None, verb="take_the_chair", target=case, before=before, after=values(case, ["chair"]))
    return case


@transaction.atomic
def vote(case, *, choice, reason="", by):
    """Cast one's vote for a conclusion, "" to abstain; once at a sitting. Who departs from the rule's conclusion says why (J1).

    NotReady while too few are present for a vote (J2), ValidationError where the reason is wanting.
    """
    Sitting.objects.select_for_update(of=("self",)).filter(cases=case.pk).first()  # Who notes presence at this moment waits, or is waited for.
    row = CASE.lock(case)
    if not may(by, VOTE, row):
        raise PermissionDenied(VOTE)
    if without_quorum := too_few(counted(row)):
        raise NotReady(without_quorum)
    if choice and choice != row.proposed and not reason.strip():
        raise ValidationError({"reason": "与按规则推算的结论不同，请写明为什么"})
    member = Attendance.objects.get(sitting=row.sitting, member__user=by, present=True).member
    cast = Vote(case=row, sitting=row.sitting, member=member, choice=choice, reason=reason.strip())
    try:
        with transaction.atomic():
            cast.save(force_insert=True)
    except IntegrityError:
        raise AlreadyVoted("表决") from None
    # Its digest alone: more people read the log than may know how a member voted. With the key, for of choices there are few to guess among.
    record(by=by, verb="vote", target=row, after={"sha256": digest({"vote": str(cast.pk), "choice": choice, "reason": cast.reason})})
    return cast


@transaction.atomic
def deliberate(case, *, resolution, minority="", by, seen=None):
    """The committee resolves by the votes cast; NotReady while quorum or majority is wanting, or who leads it has yet to vote himself (J2)."""
    if not may(by, LEAD, case):
        raise PermissionDenied(LEAD)
    row = CASE.lock(case)
    tally = counted(row)
    missing = too_few(tally)
    if not missing and may(by, VOTE, row) and is_blind(row, by):
        raise NotReady(["您的表决：先表决（可以弃权），再看票数、形成决议"])
    if not missing and tally.carried is None:
        missing.append(f"多数：任一结论都不满 {tally.needed} 票，还有 {tally.open} 人没有表决")
    if missing:
        raise NotReady(missing)
    if otherwise(row) and not minority.strip():
        raise ValidationError({"minority": "有委员的表决与决议不同，少数意见不能空着：可以改写，不能删去。"})
    return CASE.take(
        row, "deliberate", by=by, seen=seen, resolution=resolution.strip(), minority=minority.strip(), deliberated=tally.carried,
        deliberated_at=timezone.now(), present=tally.present,
    )  # fmt: skip


@transaction.atomic
def send_back(case, *, note, by, seen=None):
    """The authority asks the committee to deliberate again, and says why; what was resolved stays in the log, and in the minutes: NotReady before them."""
    row = CASE.lock(case)
    if not may(by, DECIDE, row):
        raise PermissionDenied(DECIDE)
    if row.state == Case.State.DELIBERATED and row.sitting.minutes_id is None:
        raise NotReady(["会议纪要：散会并生成纪要以后才能退回再议"])
    return CASE.take(
        row, "send_back", by=by, seen=case.version if seen is None else seen, note=note, deliberated="", deliberated_at=None, resolution="", minority="",
        present=None, sitting_id=None, chair_id=None, place=0,
    )  # fmt: skip


@transaction.atomic
def decide(case, *, conclusion, number, reason="", by, seen):
    """认定: the province's education authority confirms the conclusion (R9.5), or gives its reason where its own is another (J3).

    The paper is made after the request; nothing of it is shown before its entries in the log are sealed.
    """
    row = CASE.lock(case)
    if not may(by, DECIDE, row):
        raise PermissionDenied(DECIDE)
    if row.state == Case.State.DELIBERATED and conclusion != row.deliberated and (lacking := lacking_reason(reason)):
        raise ValidationError({"reason": f"认定与审议结论不同的，请写明理由，至少 {LEAST_REASON} 字，还少 {lacking} 字；理由随结论公布"})
    number = number.strip()
    given = {"decided": conclusion, "decided_reason": reason.strip() if conclusion != row.deliberated else "", "number": number}
    try:
        with transaction.atomic():
            row = CASE.take(row, "decide", by=by, seen=seen, **given, decided_by_id=by.pk, decided_at=timezone.now())
    except IntegrityError as error:
        if "case_number" not in str(error):
            raise
        raise ValidationError({"number": f"发文字号 {number} 已用于另一件认定，请换一个"}) from None
    later("deliberation.write_decision", str(row.pk), key=f"{row.pk}:decision", title=f"{row}认定文件", by=by, path=row.school.path)
    _tell(row, f"{row.school}的复核结论已经认定", by)
    return row


@transaction.atomic
def reverse(case, *, note, by, seen=None):
    """A decision is taken back; it stays to be seen with the reason (J4)."""
    row = CASE.take(case, "reverse", by=by, seen=seen, note=note, reversal=note, reversed_at=timezone.now())
    fall_if_reversed(row)
    _tell(row, f"{row.school}复核结论的认定已经撤销。理由：{note}", by)
    return row


def _tell(case, words, by):
    """The school and whoever else reads the decision: led where they may go, for the committee's own page is not theirs."""
    notify([person for person in holders(DECISION, case) if person != by], words, case.get_decision_url())
