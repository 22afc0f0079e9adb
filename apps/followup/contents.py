"""What an order, a summary and a stop still lack for their next step, in words."""

from django.utils.timezone import localdate

from apps.core.text import LEAST_REASON, lacking_reason
from apps.deliberation.models import Case
from apps.diagnosis.models import Measure
from apps.followup.rules import not_summed_up, wrong_due
from apps.reviews.models import Finding


def not_issuable(order):
    lacking = lacking_reason(order.requirements)
    missing = [f"整改要求：至少 {LEAST_REASON} 字，标点不算，写明要改什么、改到什么程度，还少 {lacking} 字"] if lacking else []
    return [*missing, *not_extendable(order)]


def not_extendable(order):
    """What was asked stands; the day is to come after the one on which it was asked."""
    wrong = wrong_due(order.due, order.issued_on or localdate())
    return [*([wrong] if wrong else []), *no_longer_standing(order)]


def no_longer_standing(row):
    """An order or a summary goes on only while the conclusion it follows stands."""
    return [] if row.case.state == Case.State.DECIDED else ["认定：已经撤销，不再办理"]


def no_answer(order):
    return [*([] if order.answer.strip() else ["整改情况报告"]), *no_longer_standing(order)]


def not_verified(order):
    return [*([] if order.verified.strip() else ["核查意见"]), *no_longer_standing(order)]


def findings_of(case):
    return Finding.objects.filter(review=case.review_id).select_related("element__item")


def measures_of(case):
    """The measures that answer the findings of the review."""
    return Measure.objects.filter(origin=Measure.Origin.REVIEW, origin_id__in=findings_of(case).values("pk"))


def not_ready_to_sum_up(summary):
    measures = list(measures_of(summary.case).values_list("origin_id", "state"))
    answered = {finding for finding, _state in measures}
    unanswered = findings_of(summary.case).exclude(pk__in=answered).count()
    unfinished = sum(1 for _finding, state in measures if state != Measure.State.DONE)
    return [*no_longer_standing(summary), *not_summed_up(unanswered, unfinished), *([] if summary.text.strip() else ["总结"])]


def no_reason(stop):
    return [] if stop.reason.strip() else ["理由"]
