"""The schools selected, and what becomes of them."""

from apps.sampling.forms import ChangeForm, DeferForm
from apps.sampling.lifecycle import SELECTION, VIEW_SELECTION
from apps.sampling.models import Selection
from apps.sampling.services import selections
from apps.workflow.selectors import history
from apps.workflow.views import LifecycleList, LifecyclePage, StepView

SELECTIONS = Selection.objects.select_related("school", "draw__plan", "draw__province", "in_place_of__school", "replacement__school")


def by_hand(selection, steps):
    """The steps to offer: a reserve comes in by the replacement of another, and only who was drawn by lot has one."""
    left_out = {"promote_reserve"} if selection.kind == Selection.Kind.RANDOM else {"promote_reserve", "replace_selection"}
    return [step for step in steps if step.name not in left_out]


class SelectionList(LifecycleList):
    queryset = SELECTIONS
    permission = VIEW_SELECTION
    lifecycle = SELECTION
    template_name = "sampling/selections.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "rows": [(row, by_hand(row, steps)) for row, steps in context["rows"]]}


class SelectionPage(LifecyclePage):
    queryset = SELECTIONS
    permission = VIEW_SELECTION
    lifecycle = SELECTION
    template_name = "sampling/selection.html"

    def get_context_data(self, **kwargs):
        each = self.object
        row = each.draw.rows.get(school=each.school)
        reserves = each.draw.selections.filter(state=Selection.State.RESERVE).count()
        context = super().get_context_data(row=row, reserves=reserves, history=history(each, SELECTION), **kwargs)
        return {**context, "offered": by_hand(each, context["offered"])}


class SelectionStep(StepView):
    queryset = SELECTIONS
    lifecycle = SELECTION
    form_class = ChangeForm
    seen_by = VIEW_SELECTION


class Defer(SelectionStep):
    step = "defer_selection"
    form_class = DeferForm
    service = staticmethod(selections.defer)


class Replace(SelectionStep):
    step = "replace_selection"
    service = staticmethod(selections.replace)


class Release(SelectionStep):
    step = "release_selection"
    service = staticmethod(selections.release)


class Restore(SelectionStep):
    step = "restore_selection"
    service = staticmethod(selections.restore)
