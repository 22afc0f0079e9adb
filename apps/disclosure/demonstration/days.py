"""The moments of what the demonstration published in its story's days: codes and coming into public are of the day that stands on the page."""

from django.utils import timezone

from apps.core.dates import at_hour
from apps.deliberation.models import Case
from apps.disclosure.models import BelowList, ConclusionCopy, Copy, PublicPaper, TeamCopy
from apps.documents.models import Certificate


def set_back():
    """Every copy came out at five in the afternoon of its day, its code was issued then; a decision's and a report's on theirs."""
    for model in [Copy, ConclusionCopy, TeamCopy, BelowList, PublicPaper]:
        for row in model.objects.filter(released_at__isnull=False, published_on__lt=timezone.localdate()).defer("content"):
            at = at_hour(row.published_on, 17)
            model.objects.filter(pk=row.pk).update(released_at=at)
            if code := getattr(row, "code", ""):
                Certificate.objects.filter(code=code).update(issued_at=at)
    for case in Case.objects.filter(certificate__isnull=False).select_related("review"):
        Certificate.objects.filter(pk=case.certificate_id).update(issued_at=case.decided_at)
        if case.review.reported_at:
            Certificate.objects.of(case.review).update(issued_at=case.review.reported_at)
