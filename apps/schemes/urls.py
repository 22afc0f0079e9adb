from django.urls import path

from apps.schemes import views

app_name = "schemes"

urlpatterns = [
    path("work/<slug:code>/schemes/", views.SchemeList.as_view(), name="list"),
    path("work/<slug:code>/schemes/draft/", views.DraftScheme.as_view(), name="draft"),
    path("schemes/<uuid:pk>/", views.SchemePage.as_view(), name="scheme"),
    path("schemes/<uuid:pk>/edit/", views.EditScheme.as_view(), name="edit"),
    path("schemes/<uuid:pk>/check/", views.CheckScheme.as_view(), name="check"),
    path("schemes/<uuid:pk>/files/", views.Attach.as_view(), name="attach"),
    path("schemes/<uuid:pk>/elements/<str:code>/", views.ElementPage.as_view(), name="element"),
    path("schemes/<uuid:pk>/elements/<str:code>/points/", views.AddPoint.as_view(), name="add_point"),
    path("schemes/<uuid:pk>/points/<str:code>/remove/", views.RemovePoint.as_view(), name="remove_point"),
    path("schemes/<uuid:pk>/hints/<int:hint>/", views.NoteHint.as_view(), name="note_hint"),
    path("schemes/<uuid:pk>/hints/<int:hint>/remove/", views.RemoveNote.as_view(), name="remove_note"),
    path("schemes/<uuid:pk>/adjustments/", views.Adjust.as_view(), name="adjust"),
    path("schemes/<uuid:pk>/adjustments/<uuid:adjustment>/remove/", views.RemoveAdjustment.as_view(), name="remove_adjustment"),
    path("schemes/<uuid:pk>/file_scheme/", views.FileScheme.as_view(), name="file_scheme"),
    path("schemes/<uuid:pk>/recall_scheme/", views.RecallScheme.as_view(), name="recall_scheme"),
    path("schemes/<uuid:pk>/lodge_scheme/", views.LodgeScheme.as_view(), name="lodge_scheme"),
    path("schemes/<uuid:pk>/return_scheme/", views.ReturnScheme.as_view(), name="return_scheme"),
    path("schemes/<uuid:pk>/notes/<slug:code>/", views.Annotate.as_view(), name="annotate"),
    path("scheme-notes/<uuid:pk>/withdraw/", views.WithdrawNote.as_view(), name="withdraw_note"),
]
