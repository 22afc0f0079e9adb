from datetime import timedelta

from celery import shared_task

from apps.audit.services import seal
from apps.jobs import services


@shared_task(name="jobs.run", acks_late=True)
def run(pk):
    services.run(pk)


@shared_task(name="jobs.tick", ignore_result=True, expires=10)
def tick():
    services.tick()


@services.every(timedelta(minutes=1))
def sweep():
    services.sweep()


# The log knows nothing of jobs, so its sealing is called from here.
@services.every(timedelta(seconds=5))
def seal_log():
    seal()
