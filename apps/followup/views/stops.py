"""Stops of enrolment: proposed by the program, decided by a person (R8.5)."""

from django.utils.timezone import localdate

from apps.followup.forms import DismissForm, LiftForm, StopForm
from apps.followup.lifecycle import STOP, VIEW_STOP
from apps.followup.models import Stop
from apps.followup.services import stops
from apps.workflow.selectors import history
from apps.workflow.views import LifecycleList, LifecyclePage, StepView

STOPS = Stop.objects.select_related("school", "decided_by")


class StopList(LifecycleList):
    queryset = STOPS
    permission = VIEW_STOP
    lifecycle = STOP
    extra_context = {
        "title": "停止招生", "hint": "方案发布满三年仍未达到条件的学校（R8.5），由程序列出，由省级教育行政部门决定；没有这样的学校，这里就是空的。",
    }  # fmt: skip


class StopPage(LifecyclePage):
    queryset = STOPS
    permission = VIEW_STOP
    lifecycle = STOP
    template_name = "followup/stop.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(history=history(self.object, STOP, propose_stop="提出"), **kwargs)


class StopStep(StepView):
    queryset = STOPS
    lifecycle = STOP
    seen_by = VIEW_STOP

    def get_context_data(self, **kwargs):
        # What the form asks for is not yet lacking.
        return super().get_context_data(**kwargs) | {"missing": []}


class OrderStop(StopStep):
    step = "order_stop"
    form_class = StopForm
    service = staticmethod(stops.order)

    def get_initial(self):
        return {**super().get_initial(), "since": localdate()}


class DismissStop(StopStep):
    step = "dismiss_stop"
    form_class = DismissForm
    service = staticmethod(stops.dismiss)


class LiftStop(StopStep):
    step = "lift_stop"
    form_class = LiftForm
    service = staticmethod(stops.lift)

    def get_initial(self):
        return {**super().get_initial(), "until": localdate()}
