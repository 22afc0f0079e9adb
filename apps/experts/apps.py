from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ExpertsConfig(AppConfig):
    name = "apps.experts"

    def ready(self):
        # Each app's loads module says how it counts what an expert serves on.
        autodiscover_modules("loads")
