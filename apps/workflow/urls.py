from django.urls import path

from apps.workflow import views

app_name = "workflow"

urlpatterns = [
    path("desk/", views.Desk.as_view(), name="desk"),
    path("jobs/<uuid:pk>/", views.JobPage.as_view(), name="job"),
    path("jobs/<uuid:pk>/cancel/", views.CancelJob.as_view(), name="job_cancel"),
]
