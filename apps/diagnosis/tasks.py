from datetime import timedelta

from apps.diagnosis.services import passages
from apps.jobs.services import every


@every(timedelta(minutes=1))
def close_old_sittings():
    passages.close_old_sittings()
