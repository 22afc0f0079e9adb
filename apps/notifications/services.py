from django.utils import timezone

from apps.notifications.models import Notice


def notify(people, text, url):
    """Tell each of ``people``; the words stand as they were at the time."""
    Notice.objects.bulk_create(Notice(to=person, text=text[:300], url=url) for person in people)


def mark_read(user, keys=None):
    """Mark the person's notices read: those named, or all."""
    notices = Notice.objects.filter(to=user, read_at=None)
    (notices if keys is None else notices.filter(pk__in=keys)).update(read_at=timezone.now())
