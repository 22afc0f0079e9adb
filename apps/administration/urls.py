from django.urls import path

from apps.administration.views import log, people, tree, units

app_name = "administration"

urlpatterns = [
    path("work/<str:code>/units/", units.UnitList.as_view(), name="units"),
    path("units/<uuid:pk>/", units.UnitPage.as_view(), name="unit"),
    path("work/<str:code>/units/open/", tree.OpenSchool.as_view(), name="open_school"),
    path("work/<str:code>/units/open-city/", tree.OpenCity.as_view(), name="open_city"),
    path("units/<uuid:pk>/rename/", tree.Rename.as_view(), name="rename"),
    path("units/<uuid:pk>/move/", tree.Move.as_view(), name="move"),
    path("units/<uuid:pk>/close/", tree.Close.as_view(), name="close"),
    path("units/<uuid:pk>/register/", tree.EnterRegister.as_view(), name="register"),
    path("units/<uuid:pk>/appoint/", people.Appoint.as_view(), name="appoint"),
    path("work/<str:code>/people/", people.PeopleList.as_view(), name="people"),
    path("people/<uuid:pk>/", people.PersonPage.as_view(), name="person"),
    path("people/<uuid:pk>/password/", people.ResetPassword.as_view(), name="reset_password"),
    path("posts/<uuid:pk>/end/", people.EndPost.as_view(), name="end_post"),
    path("posts/<uuid:pk>/deputise/", people.Deputise.as_view(), name="deputise"),
    path("work/<str:code>/log/check/", log.CheckSeals.as_view(), name="check_seals"),
    path("work/<str:code>/log/", log.Log.as_view(), name="log"),
]
