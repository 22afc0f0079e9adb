from django.urls import path

from apps.diagnosis import views

app_name = "diagnosis"

urlpatterns = [
    path("work/<slug:code>/diagnoses/", views.DiagnosisList.as_view(), name="list"),
    path("work/<slug:code>/diagnoses/open/", views.OpenDiagnosis.as_view(), name="open"),
    path("diagnoses/<uuid:pk>/", views.DiagnosisPage.as_view(), name="diagnosis"),
    path("diagnoses/<uuid:pk>/assign/", views.Assign.as_view(), name="assign"),
    path("diagnoses/<uuid:pk>/data/", views.RenewData.as_view(), name="renew_data"),
    path("diagnoses/<uuid:pk>/sign/", views.Sign.as_view(), name="sign"),
    path("diagnoses/<uuid:pk>/recall/", views.Recall.as_view(), name="recall"),
    path("self-reports/<uuid:pk>/", views.ReportPage.as_view(), name="report"),
    path("self-reports/<uuid:pk>/paper/", views.MakePaper.as_view(), name="make_paper"),
    path("self-reports/<uuid:pk>/scan/", views.AttachScan.as_view(), name="attach_scan"),
    path("diagnoses/<uuid:pk>/text/", views.WholeText.as_view(), name="text"),
    path("diagnoses/<uuid:pk>/passages/", views.SaveText.as_view(), name="save"),
    path("diagnoses/<uuid:pk>/elements/<str:code>/", views.ElementPage.as_view(), name="element"),
    path("diagnoses/<uuid:pk>/elements/<str:code>/findings/", views.ElementFindings.as_view(), name="findings"),
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
]
