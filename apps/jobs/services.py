"""Work that happens after the request, by name, so that a service never imports a task.

A name is an import in disguise: only tasks of one's own app or of a lower floor (a test holds it).
"""

import logging
from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.utils import timezone

from apps.jobs.models import Beat, Job

TASKS = {}
RECURRING = {}
RESEND_AFTER = timedelta(minutes=1)
STALE_AFTER = timedelta(minutes=15)
TRIES = 3

logger = logging.getLogger(__name__)


class Cancelled(Exception):
    """The person who asked for the work no longer wants it."""


def job(name):
    """Register a function as a task. It gets its row and keys, never objects, and may be run twice."""

    def register(function):
        TASKS[name] = function
        return function

    return register


def every(interval):
    """Register a function without arguments that is done again and again, at most once per ``interval`` on all machines."""

    def register(function):
        RECURRING[f"{function.__module__}.{function.__name__}"] = (interval, function)
        return function

    return register


def later(task, *args, key, title="", by=None, path=""):
    """Have ``task`` run once the transaction has committed; while one with this ``key`` is open, that one is it."""
    if task not in TASKS:
        raise LookupError(task)
    row, new = Job.objects.get_or_create(kind=task, key=str(key), state__in=Job.OPEN, defaults={"args": args, "title": title, "by": by, "path": path})
    if new:
        # Robust: the act has been done; if the queue is down, the row waits for the sweep.
        # Not a partial: Django logs the callback's name and breaks on one that has none.
        transaction.on_commit(lambda: send(row.pk), robust=True)
    return row


def send(pk):
    current_app.send_task("jobs.run", [str(pk)], retry=False)


def run(pk):
    """Do the job, unless another worker has it."""
    if not (row := _claim(pk)):
        return
    try:
        result = TASKS[row.kind](row, *row.args)
    except Cancelled:
        _end(row, state=Job.State.CANCELLED)
    except Exception as error:
        logger.exception("job %s (%s)", row.pk, row.kind)
        _end(row, state=Job.State.FAILED, error=repr(error))
    else:
        _end(row, state=Job.State.DONE, result=result, progress=100)


def report(row, percent):
    """Say how far a running job is, which also keeps the sweep away from it; raises Cancelled if nobody wants it any more."""
    _mine(row).update(progress=percent, touched=timezone.now())
    if Job.objects.filter(pk=row.pk, wish_to_cancel=True).exists():
        raise Cancelled


def cancel(row):
    """Stop a job: at once while it waits, at its next report while it runs."""
    if not Job.objects.filter(pk=row.pk, state=Job.State.QUEUED).update(state=Job.State.CANCELLED, touched=timezone.now()):
        Job.objects.filter(pk=row.pk, state=Job.State.RUNNING).update(wish_to_cancel=True)


def sweep():
    """Put back what a dead worker left, and send again what the queue lost; give up after some tries."""
    now = timezone.now()
    stale = Job.objects.filter(state=Job.State.RUNNING, touched__lt=now - STALE_AFTER)
    stale.filter(tries__gte=TRIES).update(state=Job.State.FAILED, error="多次未能完成", touched=now)
    stale.update(state=Job.State.QUEUED, touched=now - RESEND_AFTER)
    waiting = Job.objects.filter(state=Job.State.QUEUED, touched__lte=now - RESEND_AFTER)
    for pk in list(waiting.values_list("pk", flat=True)):
        send(pk)
        Job.objects.filter(pk=pk, state=Job.State.QUEUED).update(touched=now)


def tick():
    """Do what recurs and is due. The row locked is the claim: of several machines one does it, the others pass by."""
    Beat.objects.bulk_create((Beat(name=name, at=timezone.now() - interval) for name, (interval, _) in RECURRING.items()), ignore_conflicts=True)
    for name, (interval, function) in RECURRING.items():
        with transaction.atomic():
            due = Beat.objects.filter(name=name, at__lte=timezone.now() - interval)
            if not due.select_for_update(skip_locked=True).exists():
                continue
            _do(name, function)
            Beat.objects.filter(name=name).update(at=timezone.now())


def _do(name, function):
    """One that fails must not keep the others from their turn."""
    try:
        with transaction.atomic():
            function()
    except Exception:
        logger.exception("recurring %s", name)


@transaction.atomic
def _claim(pk):
    row = Job.objects.select_for_update(skip_locked=True).filter(pk=pk, state=Job.State.QUEUED).first()
    if row:
        row.state, row.tries, row.touched = Job.State.RUNNING, row.tries + 1, timezone.now()
        row.save(update_fields=["state", "tries", "touched"])
    return row


def _mine(row):
    """The row as long as this try holds it: a worker given up by the sweep must not write over its successor."""
    return Job.objects.filter(pk=row.pk, state=Job.State.RUNNING, tries=row.tries)


def _end(row, **changes):
    _mine(row).update(touched=timezone.now(), **changes)
