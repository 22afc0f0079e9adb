"""Work that happens after the request, by name, so that a service never imports a task.

A name is an import in disguise: only tasks of one's own app or of a lower floor (a test holds it).
"""

import logging
from datetime import timedelta

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.audit.services import record
from apps.jobs.models import Beat, Job

TASKS = {}
AGAIN = set()
RECURRING = {}
RESEND_AFTER = timedelta(minutes=1)
STALE_AFTER = timedelta(minutes=15)
TRIES = 3

logger = logging.getLogger(__name__)


class Cancelled(Exception):
    """The person who asked for the work no longer wants it."""


def job(name, *, again=False):
    """Register a function as a task. It gets its row and keys, never objects, and may be run twice.

    ``again``: nobody waits at the page to ask for it once more, so a try that broke off is followed by another, up to ``TRIES``.
    """

    def register(function):
        TASKS[name] = function
        if again:
            AGAIN.add(name)
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


def is_under_way(task, key):
    """Whether ``task`` is still to be done or being done for ``key``."""
    return bool(under_way(task, [key]))


def under_way(task, keys):
    """Those of ``keys`` for which ``task`` is still to be done or being done."""
    wanted = {str(key): key for key in keys}
    return [wanted[key] for key in Job.objects.filter(kind=task, key__in=wanted, state__in=Job.OPEN).values_list("key", flat=True)]


def send(pk):
    current_app.send_task("jobs.run", [str(pk)], retry=False)


def run(pk):
    """Do the job, unless another worker has it."""
    if not (row := _claim(pk)):
        return
    try:
        _end(row, state=Job.State.DONE, result=TASKS[row.kind](row, *row.args), progress=100, error="")
    except Cancelled:
        _end(row, state=Job.State.CANCELLED)
    except Exception as error:
        logger.exception("job %s (%s)", row.pk, row.kind)
        # The sweep sends it once more: a full disk or a lost connection may be over in a minute.
        unwanted = Job.objects.filter(pk=row.pk, wish_to_cancel=True).exists()
        tried_out = unwanted or row.kind not in AGAIN or row.tries >= TRIES
        _end(row, state=Job.State.FAILED if tried_out else Job.State.QUEUED, error=repr(error))


def report(row, percent):
    """Say how far a running job is, which also keeps the sweep away from it; raises Cancelled if nobody wants this try any more."""
    if not _mine(row).filter(wish_to_cancel=False).update(progress=percent, touched=timezone.now()):
        raise Cancelled


@transaction.atomic
def cancel(row, *, by):
    """Stop a job: at once while it waits, at its next report while it runs; one that has ended stays as it is."""
    row = Job.objects.select_for_update().get(pk=row.pk)
    if row.state == Job.State.QUEUED:
        Job.objects.filter(pk=row.pk).update(state=Job.State.CANCELLED, touched=timezone.now())
    elif row.state == Job.State.RUNNING:
        Job.objects.filter(pk=row.pk).update(wish_to_cancel=True)
    else:
        return
    record(by=by, verb="cancel", target=row)


@transaction.atomic
def sweep():
    """Put back what a dead worker left, and send again what the queue lost; give up after some tries."""
    now = timezone.now()
    stale = Job.objects.filter(state=Job.State.RUNNING, touched__lt=now - STALE_AFTER)
    stale.filter(wish_to_cancel=True).update(state=Job.State.CANCELLED, touched=now)
    stale.filter(tries__gte=TRIES).update(state=Job.State.FAILED, error="多次未能完成", touched=now)
    stale.update(state=Job.State.QUEUED, touched=now - RESEND_AFTER)
    waiting = Job.objects.filter(state=Job.State.QUEUED, touched__lte=now - RESEND_AFTER)
    for pk in list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)):
        Job.objects.filter(pk=pk).update(touched=now)
        # Not before the commit: a worker passes by a row that is still locked, and the job would wait for the next sweep.
        transaction.on_commit(lambda pk=pk: send(pk), robust=True)


@transaction.atomic
def resume():
    """Put back, with all their tries, the failed jobs of which nobody asks again (``AGAIN``) and that none has followed; returns them."""
    later_one = Job.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), asked__gt=OuterRef("asked"))
    failed = Job.objects.filter(~Exists(later_one), state=Job.State.FAILED, kind__in=AGAIN)
    return [row for row in failed.select_for_update().order_by("asked") if _put_back(row)]


def _put_back(row):
    """Whether it could be: somebody may have asked for the same this instant."""
    try:
        with transaction.atomic():
            Job.objects.filter(pk=row.pk).update(state=Job.State.QUEUED, tries=0, touched=timezone.now() - RESEND_AFTER)
    except IntegrityError:
        return False
    return True


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


@transaction.atomic
def _end(row, **changes):
    _mine(row).update(touched=timezone.now(), **changes)
