"""Lists stand under a unit, ``/work/<code>/<plural>/``; an object has one address for everybody, ``/<plural>/<uuid>/``."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

# An app without pages has no urls module.
OURS = [name for name in settings.INSTALLED_APPS if name.startswith("apps.") and find_spec(f"{name}.urls")]

# What is too large is refused as such, not as something that makes no sense.
handler400 = "apps.core.views.bad_request"
handler404 = "apps.core.views.not_found"

urlpatterns = [path("", include(f"{name}.urls")) for name in OURS]
