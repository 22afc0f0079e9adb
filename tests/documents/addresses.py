from django.core.files.base import ContentFile

from apps.documents import access
from apps.documents.services import store
from config.roles import Role as R
from tests.architecture.table import COMMITTEE, EVERYONE, Row
from tests.sample.models import Thing

access.register(Thing, "sample.view_thing")


def a_file(place):
    """One that the school's thing holds."""
    thing = Thing.objects.create(school=place.school)
    return {"pk": store(ContentFile(b"%PDF-1.7\n%%EOF", name="a.pdf"), holder=thing, permission="sample.view_thing", by=None).pk}


ROWS = [
    Row("documents:file", a_file, own={200: EVERYONE - {R.PROVINCE_PUBLISHER, R.AUDITOR} - COMMITTEE}, strangers={200: {R.NATION_OFFICER}}),
]
