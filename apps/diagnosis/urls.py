from django.urls import path

from apps.diagnosis import views

app_name = "diagnosis"

urlpatterns = [
    path("work/<slug:code>/diagnoses/", views.DiagnosisList.as_view(), name="list"),
    path("work/<slug:code>/diagnoses/open/", views.OpenDiagnosis.as_view(), name="open"),
    path("diagnoses/<uuid:pk>/", views.DiagnosisPage.as_view(), name="diagnosis"),
    path("diagnoses/<uuid:pk>/assign/", views.Assign.as_view(), name="assign"),
    path("diagnoses/<uuid:pk>/data/", views.RenewData.as_view(), name="renew_data"),
    path("diagnoses/<uuid:pk>/text/", views.WholeText.as_view(), name="text"),
    path("diagnoses/<uuid:pk>/passages/", views.SaveText.as_view(), name="save"),
    path("diagnoses/<uuid:pk>/elements/<str:code>/", views.ElementPage.as_view(), name="element"),
    path("diagnoses/<uuid:pk>/elements/<str:code>/findings/", views.ElementFindings.as_view(), name="findings"),
    path("diagnoses/<uuid:pk>/invitations/", views.Invitations.as_view(), name="invitations"),
    path("diagnoses/<uuid:pk>/invitations/new/", views.Invite.as_view(), name="invite"),
    path("invitations/<uuid:pk>/withdraw_invitation/", views.WithdrawInvitation.as_view(), name="withdraw_invitation"),
    path("opinions/<str:token>/", views.Answer.as_view(), name="answer"),
    path("passages/<uuid:pk>/", views.VersionsPage.as_view(), name="versions"),
    path("passages/<uuid:pk>/restore/", views.Restore.as_view(), name="restore"),
    path("work/<slug:code>/regimes/", views.RegimeList.as_view(), name="regimes"),
    path("work/<slug:code>/regimes/draft/", views.DraftRegime.as_view(), name="draft_regime"),
    path("regimes/<uuid:pk>/", views.RegimePage.as_view(), name="regime"),
    path("regimes/<uuid:pk>/revise/", views.ReviseRegime.as_view(), name="revise_regime"),
    path("regimes/<uuid:pk>/start/", views.StartRegime.as_view(), name="start"),
    path("regimes/<uuid:pk>/end/", views.EndRegime.as_view(), name="end"),
    path("work/<slug:code>/development-plans/enter/", views.EnterPlan.as_view(), name="enter_plan"),
    path("development-plans/<uuid:pk>/", views.PlanPage.as_view(), name="plan"),
    path("development-plans/<uuid:pk>/targets/<int:hint>/", views.SetTarget.as_view(), name="target"),
    path("work/<slug:code>/measures/", views.MeasureList.as_view(), name="measures"),
    path("diagnoses/<uuid:pk>/measures/add/", views.AddMeasure.as_view(), name="add_measure"),
    path("measures/<uuid:pk>/", views.MeasurePage.as_view(), name="measure"),
    path("measures/<uuid:pk>/change/", views.ChangeMeasure.as_view(), name="change_measure"),
    path("measures/<uuid:pk>/drop/", views.DropMeasure.as_view(), name="drop_measure"),
    path("measures/<uuid:pk>/progress/", views.NoteProgress.as_view(), name="note_progress"),
    path("measures/<uuid:pk>/begin_measure/", views.BeginMeasure.as_view(), name="begin_measure"),
    path("measures/<uuid:pk>/carry_out/", views.CarryOut.as_view(), name="carry_out"),
    path("measures/<uuid:pk>/reopen_measure/", views.ReopenMeasure.as_view(), name="reopen_measure"),
    path("measures/<uuid:pk>/suspend_measure/", views.SuspendMeasure.as_view(), name="suspend_measure"),
]
