from apps.statusdata.lifecycle import ROUND
from apps.statusdata.models import Round
from apps.workflow.views import LifecycleList, LifecyclePage


class RoundList(LifecycleList):
    queryset = Round.objects.select_related("province")
    permission = "statusdata.view_round"
    lifecycle = ROUND


class RoundPage(LifecyclePage):
    queryset = Round.objects.select_related("province")
    permission = "statusdata.view_round"
    lifecycle = ROUND
