from apps.statusdata.lifecycle import RETURN
from apps.statusdata.models import Return
from apps.workflow.views import LifecyclePage


class ReturnPage(LifecyclePage):
    queryset = Return.objects.select_related("school", "round__province")
    permission = "statusdata.view_return"
    lifecycle = RETURN
