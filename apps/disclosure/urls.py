from django.urls import path

from apps.disclosure import api, views

app_name = "disclosure"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("schools/", views.SchoolSearch.as_view(), name="schools"),
    path("schools/<slug:code>/", views.SchoolPage.as_view(), name="school"),
    path("schools/<slug:code>/<int:year>/", views.SchoolPage.as_view(), name="year"),
    path("schools/<slug:code>/<int:year>/data.csv", views.SchoolCsv.as_view(), name="csv"),
    path("schools/<slug:code>/<int:year>/data.json", views.SchoolJson.as_view(), name="json"),
    path("provinces/<slug:code>/", views.ProvincePage.as_view(), name="province"),
    path("policies/", views.Policies.as_view(), name="policies"),
    path("about/", views.About.as_view(), name="about"),
    path("corrections/", views.Corrections.as_view(), name="corrections"),
    path("feed.atom", views.Feed.as_view(), name="feed"),
    path("robots.txt", views.Robots.as_view(), name="robots"),
    path("sitemap.txt", views.Sitemap.as_view(), name="sitemap"),
    path("data/", views.Data.as_view(), name="data"),
    path("data/<int:year>/schools.csv", views.SchoolsCsv.as_view(), name="schools_csv"),
    path("api/v1/schools/", api.SchoolsApi.as_view(), name="api_schools"),
    path("api/v1/schools/<slug:code>/", api.SchoolApi.as_view(), name="api_school"),
    path("verify/", views.Verify.as_view(), name="verify"),
    path("verify/<str:code>/", views.VerifyCode.as_view(), name="verify_code"),
    path("work/<slug:code>/publications/", views.PublicationList.as_view(), name="list"),
    path("work/<slug:code>/publications/propose/", views.ProposeMany.as_view(), name="propose_many"),
    path("publications/<uuid:pk>/", views.PublicationPage.as_view(), name="publication"),
    path("publications/<uuid:pk>/publish/", views.Publish.as_view(), name="publish"),
    path("publications/<uuid:pk>/refuse/", views.Refuse.as_view(), name="refuse"),
    path("publications/<uuid:pk>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
    path("publications/<uuid:pk>/propose/", views.PublicationStep.as_view(), name="propose"),
]
