from django.urls import include, path

from config.urls import handler400, handler404, urlpatterns

__all__ = ["handler400", "handler404", "urlpatterns"]

urlpatterns = [*urlpatterns, path("", include("tests.sample.urls"))]
