"""Lists stand under a unit, ``/work/<code>/<plural>/``; an object has one address for everybody, ``/<plural>/<uuid>/``."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

APPS = ["accounts", "notifications", "documents", "workflow", "administration", "statusdata", "indicators", "disclosure"]

# An app without pages has no urls module; an app of a floor not built yet is not installed.
urlpatterns = [path("", include(f"apps.{app}.urls")) for app in APPS if f"apps.{app}" in settings.INSTALLED_APPS and find_spec(f"apps.{app}.urls")]
