"""How far a school is with what its review found (K1)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from apps.deliberation.models import Case
from apps.diagnosis.models import Measure
from apps.followup.contents import findings_of, measures_of
from apps.followup.models import Order
from apps.followup.rules import ORDERED
from apps.reviews.models import Finding


@dataclass(frozen=True)
class Answered:
    """A finding and the measures that answer it."""

    finding: Any
    measures: list


def answered(case):
    """The Answered of each finding of the review, in the order of the guidance."""
    by = {}
    for measure in measures_of(case).order_by("due"):
        by.setdefault(measure.origin_id, []).append(measure)
    return [Answered(finding, by.get(finding.pk, [])) for finding in findings_of(case)]


def standing_cases():
    """The cases whose conclusion stands; what follows a review follows these."""
    return Case.objects.filter(state=Case.State.DECIDED).select_related("school", "review", "document")


def with_bare(cases):
    """``cases``, each with ``bare``: whether it has a finding that no measure answers yet."""
    measures = Measure.objects.filter(origin=Measure.Origin.REVIEW, origin_id=OuterRef("pk"))
    return cases.annotate(bare=Exists(Finding.objects.filter(~Exists(measures), review=OuterRef("review"))))


def to_answer(cases):
    """Those of ``cases`` with a finding that no measure answers yet."""
    return with_bare(cases).filter(bare=True)


def to_order(cases):
    """Those of ``cases`` concluded 异常 that have no order yet (R11.2)."""
    return cases.filter(decided=ORDERED).exclude(Exists(Order.objects.filter(case=OuterRef("pk"))))
