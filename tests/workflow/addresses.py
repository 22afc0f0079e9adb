from apps.accounts.models import User
from apps.jobs.models import Job
from tests.architecture.table import EVERYONE, Row


def a_job(place):
    """One that the person asked for, or that another asked for at the same unit."""
    by = place.user if place.whose == "own" else User.objects.create_user("another")
    return {"pk": Job.objects.create(kind="jobs.example", key="x", by=by, path=place.user.posts_today[0].organization.path).pk}


ROWS = [
    Row("workflow:desk", own={200: EVERYONE}, strangers={200: EVERYONE}),
    Row("workflow:job", a_job, own={200: EVERYONE}),
    Row("workflow:job_cancel", a_job, rest=405),
    Row("workflow:job_cancel", a_job, "post", own={302: EVERYONE}),
]
