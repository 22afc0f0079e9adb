"""The settings of the benchmarks: the product's own, with one more address to compare with, and no queue behind it."""

from config.settings import *  # noqa: F403
from config.settings import DATABASES

ROOT_URLCONF = "tests.load.urls"
CELERY_BROKER_URL = "memory://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = {}

# Beside the database of the tests, which may be running.
DATABASES["default"]["TEST"]["NAME"] = f"bench_{DATABASES['default']['NAME']}"
