"""What was decided of a review, to the school and to whoever may read the decision; a part of the review's own page too (R9.5, R10)."""

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from apps.accounts.access import may, objects_for
from apps.audit.services import is_sealed
from apps.deliberation.lifecycle import DECISION
from apps.deliberation.models import Case
from apps.deliberation.services.papers import decision_being_made
from apps.reviews.lifecycle import VIEW
from apps.reviews.models import Review


class DecisionPage(TemplateView):
    """Conclusion, number and paper once the entries of the decision are sealed; before, and to the group, what is to come."""

    template_name = "deliberation/decision.html"

    def get_context_data(self, pk, **kwargs):
        user = self.request.user
        rows = Case.objects.filter(review=pk).select_related("school", "document", "review__school")
        case = objects_for(user, DECISION, rows).order_by("-decided_at").first()
        reported = Review.objects.filter(state=Review.State.REPORTED).select_related("school")
        review = case.review if case else get_object_or_404(objects_for(user, VIEW, reported), pk=pk)
        return super().get_context_data(
            case=case,
            review=review,
            sealed=case and is_sealed(case),
            sees=may(user, VIEW, review),
            making=case and decision_being_made(case),
            **kwargs,
        )
