from apps.workflow.views import LifecycleList, LifecyclePage, StepView
from tests.sample.forms import SendForm
from tests.sample.lifecycle import THING
from tests.sample.models import Thing


class ThingList(LifecycleList):
    queryset = Thing.objects.select_related("school")
    permission = "sample.view_thing"
    lifecycle = THING


class ThingPage(LifecyclePage):
    queryset = Thing.objects.select_related("school")
    permission = "sample.view_thing"
    lifecycle = THING


class ThingStep(StepView):
    model = Thing
    lifecycle = THING


class Send(ThingStep):
    step = "send"
    form_class = SendForm
