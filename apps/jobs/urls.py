from django.urls import path

from apps.jobs import views

app_name = "jobs"
urlpatterns = [path("health/", views.HealthPage.as_view(), name="health")]
