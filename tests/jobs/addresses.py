from apps.jobs.models import Beat
from tests.architecture.table import EVERYONE, Row


def a_beat(place):
    """What recurs was done a moment ago."""
    Beat.objects.create(name="x")
    return {}


ROWS = [
    Row("jobs:health", a_beat, own={200: EVERYONE}, strangers={200: EVERYONE}, anonymous=200),
]
