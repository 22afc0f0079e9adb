from django.urls import path

from apps.indicators import views

app_name = "indicators"

urlpatterns = [
    path("work/<slug:code>/indicators/", views.Overview.as_view(), name="overview"),
    path("work/<slug:code>/indicators/<slug:indicator>/", views.IndicatorPage.as_view(), name="indicator"),
]
