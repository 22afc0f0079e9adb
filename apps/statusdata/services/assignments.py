"""Who fills in which form of a return (B10)."""

from django.db import transaction

from apps.accounts.access import holders
from apps.audit.services import record
from apps.statusdata.lifecycle import FILL
from apps.statusdata.models import Sheet


@transaction.atomic
def assign(upload, people, *, by):
    """Assign forms: ``people`` is form code -> key of a person who may fill in, or "" for nobody. Returns the codes that changed.

    Raises ValueError for anybody else.
    """
    known = {str(person.pk): person for person in holders(FILL, upload)}
    if unknown := {key for key in people.values() if key} - known.keys():
        raise ValueError(unknown)
    before, after = {}, {}
    for sheet in Sheet.objects.select_for_update().filter(upload=upload, form__in=people):
        person = known.get(people[sheet.form])
        if sheet.assigned_to_id != (person and person.pk):
            before[sheet.form], after[sheet.form] = sheet.assigned_to_id, person and person.pk
            sheet.assigned_to = person
            sheet.save(update_fields=["assigned_to"])
    if after:
        record(by=by, verb="assign", target=upload, before=before, after=after)
    return sorted(after)
