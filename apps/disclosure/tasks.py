from datetime import timedelta

from apps.disclosure.services import below, comments, conclusions, copies, papers
from apps.jobs.services import every


@every(timedelta(seconds=10))
def release():
    copies.release()
    conclusions.release()
    comments.release()
    below.release()


@every(timedelta(seconds=30))
def gather_papers():
    papers.gather()


@every(timedelta(hours=6))
def chase_comments():
    comments.chase()
