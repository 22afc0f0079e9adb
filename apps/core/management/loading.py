"""How the two loading commands find what the apps bring along."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


def modules(name):
    """(Chinese term of the app, its module ``name``) for each app of ours that has one, in the order of the floors."""
    for config in apps.get_app_configs():
        if config.name.startswith("apps.") and find_spec(f"{config.name}.{name}"):
            yield config.module.__doc__.partition(":")[0], import_module(f"{config.name}.{name}")
