from django.urls import path

from apps.administration.views import log, people, units

app_name = "administration"

urlpatterns = [
    path("work/<str:code>/units/", units.UnitList.as_view(), name="units"),
    path("units/<uuid:pk>/", units.UnitPage.as_view(), name="unit"),
    path("units/<uuid:pk>/appoint/", people.Appoint.as_view(), name="appoint"),
    path("work/<str:code>/people/", people.PeopleList.as_view(), name="people"),
    path("people/<uuid:pk>/", people.PersonPage.as_view(), name="person"),
    path("people/<uuid:pk>/password/", people.ResetPassword.as_view(), name="reset_password"),
    path("posts/<uuid:pk>/end/", people.EndPost.as_view(), name="end_post"),
    path("posts/<uuid:pk>/deputise/", people.Deputise.as_view(), name="deputise"),
    path("work/<str:code>/log/", log.Log.as_view(), name="log"),
]
