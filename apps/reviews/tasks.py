from datetime import timedelta

from apps.jobs.services import every, job
from apps.reviews.models import Review
from apps.reviews.services import reports, reviews, teams


@job("reviews.write_paper", again=True)
def write_paper(row, review_pk):
    return {"file": reports.write_paper(Review.objects.get(pk=review_pk)).get_absolute_url()}


@every(timedelta(minutes=10))
def take_up():
    reviews.take_up()


@every(timedelta(minutes=1))
def release_unfit():
    teams.release_unfit()
