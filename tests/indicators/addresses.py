import zlib

from apps.accounts.models import User
from apps.core.canonical import canonical
from apps.dictionary.models import Field, Form, Indicator
from apps.indicators.models import Value
from apps.statusdata.models import Return, Snapshot
from config.roles import Role as R
from tests.architecture.table import COMMITTEE, EVERYONE, Row, at_unit
from tests.statusdata.addresses import round_of

READERS = EVERYONE - {R.AUDITOR} - COMMITTEE


def an_indicator(place):
    """A value of the school in a dictionary of one cell."""
    round = round_of(place)
    form = Form.objects.create(edition=round.edition, code="F13", order=1, name="学生", shape="single", as_of="start")
    Field.objects.create(form=form, code="enrolled", order=1, name="在校生数", kind="int", as_of="start")
    Indicator.objects.create(edition=round.edition, code="K001", order=1, name="在校生数", formula="F13.enrolled", roll="sum")
    upload = Return.objects.create(round=round, school=place.school)
    body = zlib.compress(canonical({"forms": {"F13": {"enrolled": "669"}}}))
    signer = User.objects.create_user("signer")
    snapshot = Snapshot.objects.create(upload=upload, number=1, signed_by=signer, path=place.school.path, body=body, digest="0" * 64)
    here = {"school": place.school, "year": 2025, "snapshot": snapshot, "place": place.school.path}
    Value.objects.create(**here, indicator="K001", value=669, num=669)
    return {**at_unit(place), "indicator": "K001"}


ROWS = [
    Row("indicators:overview", at_unit, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("indicators:indicator", an_indicator, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
]
