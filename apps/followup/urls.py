from django.urls import path

from apps.followup.views import orders, stops, summaries

app_name = "followup"

urlpatterns = [
    path("work/<slug:code>/summaries/", summaries.SummaryList.as_view(), name="summaries"),
    path("work/<slug:code>/orders/", orders.OrderList.as_view(), name="orders"),
    path("work/<slug:code>/stops/", stops.StopList.as_view(), name="stops"),
    path("improvements/<uuid:pk>/", summaries.Improvement.as_view(), name="improvement"),
    path("improvements/<uuid:pk>/findings/<uuid:finding>/", summaries.AnswerFinding.as_view(), name="answer_finding"),
    path("improvements/<uuid:pk>/summary/", summaries.BeginSummary.as_view(), name="begin_summary"),
    path("summaries/<uuid:pk>/", summaries.SummaryPage.as_view(), name="summary"),
    path("summaries/<uuid:pk>/write/", summaries.WriteSummary.as_view(), name="write_summary"),
    path("summaries/<uuid:pk>/hand_in_summary/", summaries.HandInSummary.as_view(), name="hand_in_summary"),
    path("cases/<uuid:pk>/order/", orders.DrawUpOrder.as_view(), name="draw_up_order"),
    path("orders/<uuid:pk>/", orders.OrderPage.as_view(), name="order"),
    path("orders/<uuid:pk>/paper/", orders.MakePaper.as_view(), name="make_paper"),
    path("orders/<uuid:pk>/write/", orders.WriteOrder.as_view(), name="write_order"),
    path("orders/<uuid:pk>/issue_order/", orders.IssueOrder.as_view(), name="issue_order"),
    path("orders/<uuid:pk>/extend_order/", orders.ExtendOrder.as_view(), name="extend_order"),
    path("orders/<uuid:pk>/answer_order/", orders.AnswerOrder.as_view(), name="answer_order"),
    path("orders/<uuid:pk>/return_order/", orders.ReturnOrder.as_view(), name="return_order"),
    path("orders/<uuid:pk>/close_order/", orders.CloseOrder.as_view(), name="close_order"),
    path("stops/<uuid:pk>/", stops.StopPage.as_view(), name="stop"),
    path("stops/<uuid:pk>/order_stop/", stops.OrderStop.as_view(), name="order_stop"),
    path("stops/<uuid:pk>/dismiss_stop/", stops.DismissStop.as_view(), name="dismiss_stop"),
    path("stops/<uuid:pk>/lift_stop/", stops.LiftStop.as_view(), name="lift_stop"),
]
