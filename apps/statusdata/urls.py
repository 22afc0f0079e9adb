from django.urls import path

from apps.statusdata import views

app_name = "statusdata"

urlpatterns = [
    path("work/<slug:code>/rounds/", views.RoundList.as_view(), name="rounds"),
    path("work/<slug:code>/rounds/plan/", views.PlanRound.as_view(), name="plan_round"),
    path("rounds/<uuid:pk>/", views.RoundPage.as_view(), name="round"),
    path("rounds/<uuid:pk>/open/", views.RoundOpen.as_view(), name="round_open"),
    path("rounds/<uuid:pk>/close/", views.RoundClose.as_view(), name="round_close"),
    path("rounds/<uuid:pk>/reopen/", views.RoundReopen.as_view(), name="round_reopen"),
    path("rounds/<uuid:pk>/remind/", views.Remind.as_view(), name="remind"),
    path("work/<slug:code>/returns/", views.ReturnList.as_view(), name="list"),
    path("work/<slug:code>/returns/many/", views.ManyReturns.as_view(), name="many"),
    path("returns/<uuid:pk>/", views.ReturnPage.as_view(), name="return"),
    path("returns/<uuid:pk>/submit/", views.Submit.as_view(), name="submit"),
    path("returns/<uuid:pk>/recall/", views.Recall.as_view(), name="recall"),
    path("returns/<uuid:pk>/check/", views.Check.as_view(), name="check"),
    path("returns/<uuid:pk>/send_back/", views.SendBack.as_view(), name="send_back"),
    path("returns/<uuid:pk>/return_direct/", views.ReturnDirect.as_view(), name="return_direct"),
    path("returns/<uuid:pk>/accept/", views.Accept.as_view(), name="accept"),
    path("returns/<uuid:pk>/send_down/", views.SendDown.as_view(), name="send_down"),
    path("returns/<uuid:pk>/changes/", views.Changes.as_view(), name="changes"),
    path("returns/<uuid:pk>/receipt/", views.ReceiptPage.as_view(), name="receipt"),
    path("returns/<uuid:pk>/assign/", views.Assign.as_view(), name="assign"),
    path("returns/<uuid:pk>/explanations/", views.SaveExplanation.as_view(), name="explanations"),
    path("returns/<uuid:pk>/forms/<slug:form>/", views.FormPage.as_view(), name="form"),
    path("returns/<uuid:pk>/forms/<slug:form>/cells/", views.SaveCell.as_view(), name="cells"),
    path("returns/<uuid:pk>/forms/<slug:form>/files/", views.Upload.as_view(), name="files"),
    path("returns/<uuid:pk>/forms/<slug:form>/messages/", views.FormMessages.as_view(), name="messages"),
    path("returns/<uuid:pk>/forms/<slug:form>/remarks/", views.WriteRemark.as_view(), name="remark"),
    path("returns/<uuid:pk>/forms/<slug:form>/rows/", views.AddRow.as_view(), name="rows"),
    path("returns/<uuid:pk>/forms/<slug:form>/rows/<uuid:record>/remove/", views.RemoveRow.as_view(), name="remove_row"),
    path("returns/<uuid:pk>/forms/<slug:form>/empty/", views.DeclareEmpty.as_view(), name="empty"),
    path("returns/<uuid:pk>/forms/<slug:form>/carry/", views.CarryOver.as_view(), name="carry"),
    path("remarks/<uuid:pk>/answer/", views.AnswerRemark.as_view(), name="answer"),
    path("returns/<uuid:pk>/workbook/", views.Workbook.as_view(), name="workbook"),
    path("returns/<uuid:pk>/imports/new/", views.NewImport.as_view(), name="new_import"),
    path("imports/<uuid:pk>/", views.ImportPage.as_view(), name="import"),
    path("imports/<uuid:pk>/apply/", views.ApplyImport.as_view(), name="apply_import"),
    path("imports/<uuid:pk>/discard/", views.DiscardImport.as_view(), name="discard_import"),
]
