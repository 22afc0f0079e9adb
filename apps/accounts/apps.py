from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "apps.accounts"

    def ready(self):
        # Each app's navigation module enters its lists into the menu.
        autodiscover_modules("navigation")
