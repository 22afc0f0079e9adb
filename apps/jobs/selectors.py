"""Whether the parts that the work rests on answer."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from celery import current_app
from django.db import DatabaseError
from django.db.models import Max
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.jobs.models import Beat

#: What recurs does so every few seconds; a worker at long work may miss some turns.
LATE_AFTER = timedelta(minutes=2)
PATIENCE = 2  # seconds

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Health:
    """``beat`` is the seconds since something that recurs was last done, None where nothing ever was or nobody can tell."""

    database: bool
    queue: bool
    beat: float | None

    @property
    def late(self):
        return self.beat is None or self.beat > LATE_AFTER.total_seconds()

    @property
    def well(self):
        return self.database and self.queue and not self.late


def health():
    database, beat = _database()
    return Health(database, _queue(), beat)


def _database():
    """Whether it answers, and the age of the last beat."""
    try:
        last = Beat.objects.aggregate(last=Max("at"))["last"]
    except DatabaseError:
        logger.exception("health: database")
        return False, None
    return True, (timezone.now() - last).total_seconds() if last else None


def _queue():
    try:
        with current_app.connection_for_write(connect_timeout=PATIENCE) as queue:
            queue.ensure_connection(max_retries=1, timeout=PATIENCE)
    except (OperationalError, OSError):
        logger.exception("health: queue")
        return False
    return True
