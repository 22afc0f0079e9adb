from django.urls import path

from apps.notifications import views

app_name = "notifications"

urlpatterns = [
    path("notices/", views.NoticeList.as_view(), name="list"),
    path("notices/read/", views.ReadAll.as_view(), name="read_all"),
    path("notices/<uuid:pk>/read/", views.ReadNotice.as_view(), name="read"),
]
