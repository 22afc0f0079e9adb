from datetime import timedelta

from apps.diagnosis.services import measures, passages
from apps.jobs.services import every


@every(timedelta(minutes=1))
def close_old_sittings():
    passages.close_old_sittings()


@every(timedelta(hours=1))
def chase_measures():
    measures.chase()
