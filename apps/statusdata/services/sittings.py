"""What was typed, on its way into the log: a sitting of ten minutes becomes one entry."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.audit.services import record_many
from apps.statusdata.models import Sitting

SITTING = timedelta(minutes=10)


@transaction.atomic
def close_sittings(sittings):
    """Write what was typed into the log: an entry for each person and record, with the changes as a list."""
    held = list(sittings.select_for_update(of=("self",), skip_locked=True).select_related("by", "record"))
    by_person = {}
    for sitting in held:
        by_person.setdefault(sitting.by, []).append((sitting.record, {}, {"return": sitting.record.upload_id, "changes": sitting.changes}))
    for person, rows in by_person.items():
        record_many(by=person, verb="type", rows=rows)
    Sitting.objects.filter(pk__in=[sitting.pk for sitting in held]).delete()


def close_old_sittings():
    close_sittings(Sitting.objects.filter(since__lt=timezone.now() - SITTING))
