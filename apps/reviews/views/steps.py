"""The steps of a review, a page each."""

from apps.reviews.forms import ScheduleForm
from apps.reviews.lifecycle import REVIEW, VIEW
from apps.reviews.services import reports, reviews
from apps.reviews.views.parts import REVIEWS
from apps.workflow.views import StepView


class ReviewStep(StepView):
    queryset = REVIEWS
    lifecycle = REVIEW
    seen_by = VIEW


class Schedule(ReviewStep):
    step = "schedule"
    form_class = ScheduleForm
    service = staticmethod(reviews.schedule)

    def get_initial(self):
        days = {name: getattr(self.object, name) for name in reviews.DAYS}
        return {**super().get_initial(), **days}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["missing"] = [what for what in context["missing"] if what != "进校日期和材料期限"]
        return context

    def form_invalid(self, form):
        given = form.cleaned_data
        # Days that were refused clash with nothing.
        if {"visit_from", "visit_to"} <= given.keys() and ("accepted" in form.errors or given.get("accepted")):
            form.fields["accepted"].offer(reviews.clashes_of(self.object, given["visit_from"], given["visit_to"]))
        return super().form_invalid(form)


class Move(Schedule):
    step = "move"
    service = staticmethod(reviews.move)


class Begin(ReviewStep):
    step = "begin"
    service = staticmethod(reviews.begin)


class OpenPapers(ReviewStep):
    step = "open_papers"
    service = staticmethod(reviews.open_papers)


class Arrive(ReviewStep):
    step = "arrive"


class Depart(ReviewStep):
    step = "depart"
    service = staticmethod(reviews.depart)


class HandIn(ReviewStep):
    step = "hand_in"
    service = staticmethod(reports.hand_in)
