"""The papers of deliberation: the minutes of a sitting, and the decision in the form of GB/T 9704 (J2, J3)."""

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from apps.core.canonical import digest
from apps.core.templatetags.look import full_day
from apps.deliberation.lifecycle import DECISION, MINUTES
from apps.deliberation.models import Case, Sitting
from apps.deliberation.selectors.sittings import counted, in_office
from apps.documents.services import bear, certify, fall, qr, render_pdf, store
from apps.experts.models import Membership
from apps.jobs.services import is_under_way


def decision_being_made(case):
    return case.document_id is None and is_under_way("deliberation.write_decision", f"{case.pk}:decision")


def minutes_being_made(sitting):
    return sitting.minutes_id is None and is_under_way("deliberation.write_minutes", f"{sitting.pk}:minutes")


@transaction.atomic
def write_decision(case):
    """The paper of a decision; written once, asked for again it is the same."""
    row = Case.objects.select_for_update(of=("self",)).select_related("school", "review__school", "sitting").get(pk=case.pk)
    if row.document_id or not row.decided:
        return row
    province = row.review.selection.draw.province
    content = {"school": row.school.code, "conclusion": row.decided, "number": row.number, "at": row.decided_at}
    facts = [["学校", row.school.name], ["认定结论", row.get_decided_display()], ["发文字号", row.number], ["认定单位", f"{province}教育行政部门"]]
    certificate = certify(f"{row.school}复核结论认定", digest(content), facts, holder=row)
    paper = render_pdf("pdf/decision.html", {
        "title": f"关于认定{row.school}教学诊断与改进复核结论的决定", "case": row, "province": province, "day": full_day(row.decided_at),
        "certificate": certificate, "qr": qr(certificate), "demonstration": settings.DEMONSTRATION,
    })  # fmt: skip
    row.document = store(ContentFile(paper, name=f"{row.number} {row.school}.pdf"), holder=row, permission=DECISION, by=None)
    row.certificate = certificate
    row.save(update_fields=["document", "certificate"])
    bear(certificate, row.document)
    fall_if_reversed(row)  # It may have been taken back before its paper was there.
    return row


@transaction.atomic
def write_minutes(sitting):
    """The minutes of a closed sitting: who was there, who withdrew from what, the votes by name and what was resolved."""
    row = Sitting.objects.select_for_update(of=("self",)).select_related("committee").get(pk=sitting.pk)
    if row.minutes_id or row.state != Sitting.State.CLOSED:
        return row
    cases = row.cases.select_related("school", "chair__user", "review__scheme").prefetch_related("recusals__member__user", "votes__member__user")
    heard = [(case, counted(case), [vote for vote in case.votes.all() if vote.sitting_id == row.pk]) for case in cases.order_by("place")]
    members, came = in_office(row), set(row.attendances.filter(present=True).values_list("member", flat=True))
    content = {"sitting": row.pk, "cases": [[str(case.pk), case.deliberated, case.resolution] for case, _tally, _votes in heard]}
    facts = [["会议", row.title], ["日期", full_day(row.on)], ["议决", f"{len(heard)} 件"]]
    certificate = certify(f"{row.committee}{row.title}纪要", digest(content), facts, holder=row)
    paper = render_pdf("pdf/minutes.html", {
        "title": f"{row.title}纪要", "sitting": row, "heard": heard, "seats": len(members),
        "recorder": next((member.user for member in members if member.duty == Membership.Duty.SECRETARY), None),
        "there": [member.user for member in members if member.pk in came], "absent": [member.user for member in members if member.pk not in came],
        "certificate": certificate, "qr": qr(certificate), "demonstration": settings.DEMONSTRATION,
    })  # fmt: skip
    row.minutes = store(ContentFile(paper, name=f"{row.title}纪要.pdf"), holder=row, permission=MINUTES, by=None)
    row.certificate = certificate
    row.save(update_fields=["minutes", "certificate"])
    bear(certificate, row.minutes)
    return row


def fall_if_reversed(case):
    """The code of a decision that was taken back stays true, and says so (J4, M8)."""
    if case.reversed_at:
        fall(case, words="认定已经撤销", at=case.reversed_at)
