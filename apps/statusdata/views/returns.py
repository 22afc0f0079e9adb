from apps.statusdata.lifecycle import RETURN
from apps.statusdata.models import Return
from apps.workflow.views import LifecycleList


class ReturnList(LifecycleList):
    queryset = Return.objects.select_related("school", "round")
    permission = "statusdata.view_return"
    lifecycle = RETURN
