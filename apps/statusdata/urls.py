from django.urls import path

from apps.statusdata import views

app_name = "statusdata"

urlpatterns = [
    path("work/<slug:code>/rounds/", views.RoundList.as_view(), name="rounds"),
    path("rounds/<uuid:pk>/", views.RoundPage.as_view(), name="round"),
    path("work/<slug:code>/returns/", views.ReturnList.as_view(), name="list"),
    path("returns/<uuid:pk>/", views.ReturnPage.as_view(), name="return"),
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
]
