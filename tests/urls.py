from django.urls import include, path

from config.urls import handler400, urlpatterns

__all__ = ["handler400", "urlpatterns"]

urlpatterns = [*urlpatterns, path("", include("tests.sample.urls"))]
