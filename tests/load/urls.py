from django.urls import include, path

from tests.load.views import one_update

urlpatterns = [path("bench/<uuid:record>/", one_update, name="one_update"), path("", include("config.urls"))]
