"""The group writes: findings, its answer on each of the sixteen, the report, the suggestion sealed apart; the school replies (R9.3, R9.4, R10.6)."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate, localtime

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.core.templatetags.look import full_day, span
from apps.documents.services import bear, certify, qr, render_pdf, store
from apps.jobs.services import later
from apps.notifications.services import notify
from apps.reviews.contents import answer_due, content_of, fingerprint, not_writable, team_of
from apps.reviews.lifecycle import LEAD, READ_REPORT, REPLY, REVIEW, SCHEDULE, WRITE
from apps.reviews.models import Agreement, Answer, Finding, GroupReport, Reply, Review, Suggestion
from apps.reviews.rules import betrays
from apps.reviews.services.reviews import own_member
from apps.reviews.services.trace import trace
from apps.schemes.parameters import Parameters
from apps.workflow.lifecycle import Changed, NotReady, WrongState

TEXTS = ["overview", "text", "told", "aimed", "aimed_reason", "effective", "effective_reason"]


def _writing(review, by, permission=WRITE):
    row = REVIEW.lock(review)
    if not may(by, permission, row):
        raise PermissionDenied(permission)
    if row.state != Review.State.WRITING:
        raise WrongState("撰写复核报告")
    return row


@transaction.atomic
def answer(review, element, *, agrees, reason, dissent="", seen=0, by):
    """The group's answer on an element, yes or no, with its reason and any dissent; ``seen`` is the version it replaces, 0 for the first (R10.6)."""
    row = _writing(review, by)
    if agrees not in (True, False):
        raise ValidationError({"agrees": "组的判断只有一致、不一致；“无法判断”只是成员个人的判断（R10.6）。"})
    if not reason.strip():
        raise ValidationError({"reason": "请写明理由。"})
    given = {"agrees": agrees, "reason": reason.strip(), "dissent": dissent.strip()}
    kept = Answer.objects.filter(review=row, element=element).first()
    if (kept.version if kept else 0) != seen:
        raise Changed("组的判断")
    kept = kept or Answer(review=row, element=element)
    for name, value in given.items():
        setattr(kept, name, value)
    kept.version = seen + 1
    kept.save()
    trace(row, "answer_element", by=by, element=element, **given)
    return kept


@transaction.atomic
def find(review, element, *, found, evidence="", advice, by):
    """Enter a finding: what, by which evidence, what should be done; measures answer it later (R11.1)."""
    row = _writing(review, by)
    finding = Finding.objects.create(review=row, element=element, found=found, evidence=evidence, advice=advice)
    trace(row, "enter_finding", by=by, element=element, found=found, evidence=evidence, advice=advice)
    return finding


@transaction.atomic
def drop(finding, *, by):
    row = _writing(finding.review, by)
    trace(row, "drop_finding", by=by, element=finding.element, found=finding.found)
    finding.delete()


@transaction.atomic
def write(review, *, seen, by, **texts):
    """Save the texts of the report and its two judgements on the improvement (``TEXTS``); ``seen`` is the version they were read in."""
    row = _writing(review, by)
    report, _new = GroupReport.objects.get_or_create(review=row)
    if report.version != seen:
        raise Changed("复核报告")
    if betrays(texts.get("told") or ""):
        raise ValidationError({"told": "口头反馈不得透露结论建议（R9.4）：请只记所见所闻，不写有效、待改进、异常的结论。"})
    for name in TEXTS:
        setattr(report, name, texts.get(name, getattr(report, name)))
    report.version = seen + 1
    report.save(update_fields=[*TEXTS, "version"])
    trace(row, "write_report", by=by, **values(report, TEXTS))
    return report


@transaction.atomic
def agree(review, *, digest, dissent="", by):
    """A member agrees to the report as it stands, or records his dissent; ``digest`` is of what stood on the page he read."""
    row = _writing(review, by)
    member = own_member(row, by)
    if missing := not_writable(row):
        raise NotReady(missing)
    if digest != fingerprint(row):
        raise Changed("签认")
    report = row.group_report
    given = {"digest": digest, "dissent": dissent.strip(), "at": timezone.now()}
    made, _new = Agreement.objects.update_or_create(report=report, member=member, defaults=given)
    trace(row, "agree_report", by=by, digest=digest, dissent=made.dissent)
    return made


@transaction.atomic
def suggest(review, *, conclusion, reason, by):
    """Seal the suggested conclusion apart from the report; the school is never told (R9.4)."""
    row = _writing(review, by, LEAD)
    if not reason.strip():
        raise ValidationError({"reason": "请写明理由。"})
    made, _new = Suggestion.objects.update_or_create(
        review=row, defaults={"conclusion": conclusion, "reason": reason.strip(), "by": by, "at": timezone.now()}
    )
    # A digest of three words could be guessed: the log says that it was done, not what.
    record(by=by, verb="suggest", target=row)
    return made


@transaction.atomic
def hand_in(review, *, by, seen=None):
    """The lead hands the report in: frozen with its digest, a PDF with a code follows (R9.3)."""
    row = REVIEW.take(review, "hand_in", by=by, seen=seen, reported_at=timezone.now())
    report = row.group_report
    report.content, report.digest = content_of(row), fingerprint(row)
    report.save(update_fields=["content", "digest"])
    later("reviews.write_paper", str(row.pk), key=row.pk, title=f"{row}报告", by=by, path=row.school.path)
    return row


@transaction.atomic
def write_paper(review):
    """The File of the report handed in; written once, asked for again it is the same."""
    report = GroupReport.objects.select_for_update(of=("self",)).get(review=review)
    if report.file_id:
        return report.file
    facts = [
        ["学校", review.school.name],
        ["学校标识码", review.school.code],
        ["进校日期", span(review.visit_from, review.visit_to)],
        ["自我诊改报告", f"{review.report}（{full_day(localtime(review.report.at))}签字）"],
        ["状态数据", str(review.snapshot)],
        ["提交时间", full_day(localtime(review.reported_at))],
    ]
    certificate = certify(f"{review}报告", report.digest, facts, holder=review)
    answers = review.answers.select_related("element__item")
    agreeing = sum(each.agrees for each in answers)
    context = {
        "title": "现场复核报告", "subject": review.school.name, "facts": facts, "report": report, "team": team_of(review),
        "answers": answers, "agreeing": agreeing, "differing": len(answers) - agreeing, "findings": review.findings.select_related("element"),
        "agreements": report.agreements.select_related("member__expert__user").order_by("member__duty", "member__named_at"), "certificate": certificate, "qr": qr(certificate),
        "demonstration": settings.DEMONSTRATION,
    }  # fmt: skip
    paper = ContentFile(render_pdf("pdf/review_report.html", context), name=f"{review}报告.pdf")
    report.file, report.certificate = store(paper, holder=review, permission=READ_REPORT, by=None), certificate
    report.save(update_fields=["file", "certificate"])
    bear(certificate, report.file)
    return report.file


def unseal(reviews, *, by):
    """Open the suggestions of ``reviews`` (a queryset) to the committee that sits upon them now (R9.4); one opened before stays as it was."""
    for suggestion in Suggestion.objects.filter(review__in=reviews, opened_at=None).select_related("review__school").select_for_update(of=("self",)):
        suggestion.opened_at = timezone.now()
        suggestion.save(update_fields=["opened_at"])
        record(by=by, verb="unseal", target=suggestion.review, after=values(suggestion, ["opened_at"]))


@transaction.atomic
def reply(review, *, text, by):
    """What the school says on the facts of the report, within the working days of the scheme and before the committee sits (I6); ValidationError says until when it could."""
    row = REVIEW.lock(review)
    if not may(by, REPLY, row):
        raise PermissionDenied(REPLY)
    if row.state != Review.State.REPORTED:
        raise WrongState("就事实答复")
    if not text.strip():
        raise ValidationError({"text": "请写明哪一处、实际情况、凭据；没有不同意见可以不答复。"})
    due = answer_due(row)
    if due and localdate() > due:
        days = Parameters.read(row.scheme.parameters).school_answer_days
        raise ValidationError(
            f"答复期到 {full_day(due)} 为止（收到报告后 {days} 个工作日，见本省方案），现在已过，不能再答复。需要说明的，请联系省级经办。"
        )
    if Suggestion.objects.filter(review=row, opened_at__isnull=False).exists():
        raise ValidationError("专委会已经开会审议这份报告，不能再答复。需要说明的，请联系省级经办。")
    made = Reply.objects.create(review=row, text=text.strip(), by=by)
    record(by=by, verb="reply_review", target=row, after=values(made, ["text"]))
    notify(holders(SCHEDULE, row), f"{row.school}就复核报告的事实作了答复", row.get_absolute_url())
    return made
