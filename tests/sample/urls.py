from django.urls import path

from tests.sample import views

app_name = "sample"

urlpatterns = [
    path("work/<slug:code>/things/", views.ThingList.as_view(), name="list"),
    path("things/<uuid:pk>/", views.ThingPage.as_view(), name="page"),
    path("things/<uuid:pk>/send/", views.Send.as_view(), name="send"),
    path("things/<uuid:pk>/send_back/", views.ThingStep.as_view(step="send_back"), name="send_back"),
    path("things/<uuid:pk>/close/", views.ThingStep.as_view(step="close"), name="close"),
]
