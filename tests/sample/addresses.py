from config.roles import Role as R
from tests.architecture.table import COMMITTEE, EVERYONE, Row, at_unit
from tests.sample.models import Seat, Thing

SIGHTED = EVERYONE - {R.PROVINCE_PUBLISHER, R.AUDITOR} - COMMITTEE


def in_state(state):
    """A thing of the school in that state, on which the person who asks has a seat."""

    def make(place):
        thing = Thing.objects.create(school=place.school, state=state, number=1)
        Seat.objects.create(thing=thing, user=place.user)
        return {"pk": thing.pk}

    return make


SEEN = {"seen": 0, "note": "理由", "number": 1}

ROWS = [
    Row("sample:list", at_unit, own={200: SIGHTED}, strangers={200: {R.NATION_OFFICER}}),
    Row("sample:page", in_state("draft"), own={200: SIGHTED}, strangers={200: {R.NATION_OFFICER}}),
    Row("sample:send", in_state("draft"), own={200: {R.PRINCIPAL}}),
    Row("sample:send", in_state("draft"), "post", SEEN, own={302: {R.PRINCIPAL}}),
    Row("sample:send", in_state("closed"), "post", SEEN, own={409: {R.PRINCIPAL}}),
    Row("sample:send_back", in_state("sent"), "post", SEEN, own={302: {R.CITY_OFFICER}}),
    Row("sample:close", in_state("sent"), "post", SEEN, own={302: {R.PROVINCE_OFFICER}}),
]
