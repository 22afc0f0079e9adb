from django.urls import path

from apps.statusdata import views

app_name = "statusdata"

urlpatterns = [
    path("work/<slug:code>/rounds/", views.RoundList.as_view(), name="rounds"),
    path("rounds/<uuid:pk>/", views.RoundPage.as_view(), name="round"),
    path("work/<slug:code>/returns/", views.ReturnList.as_view(), name="list"),
    path("returns/<uuid:pk>/", views.ReturnPage.as_view(), name="return"),
]
