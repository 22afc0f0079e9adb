from datetime import timedelta

from apps.disclosure.services import conclusions, copies
from apps.jobs.services import every


@every(timedelta(seconds=10))
def release():
    copies.release()
    conclusions.release()
