import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("zhengai")
app.config_from_object("django.conf:settings", namespace="CELERY")

# A queue of files, where no Redis is at hand, needs its folders before the first message.
if settings.CELERY_BROKER_URL.startswith("filesystem:"):
    for folder in ["messages", "control"]:
        (settings.QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
