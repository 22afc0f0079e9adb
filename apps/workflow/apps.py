from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "apps.workflow"

    def ready(self):
        # Lifecycles and further sources enter themselves; the desk asks them all.
        autodiscover_modules("lifecycle", "desk")
