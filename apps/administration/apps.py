from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AdministrationConfig(AppConfig):
    name = "apps.administration"

    def ready(self):
        # Each app's log module says what its verbs are called, its keepers module whose password it keeps.
        autodiscover_modules("log", "keepers")
