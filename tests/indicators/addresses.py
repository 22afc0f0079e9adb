from apps.statusdata.services.chain import open_return
from config.roles import Role as R
from tests.architecture.table import EVERYONE, Row, at_unit
from tests.statusdata.addresses import round_of

READERS = EVERYONE - {R.AUDITOR}


def an_indicator(place):
    """A return of the school that nobody has accepted: the page of an indicator stands open above it, and is not there for the school."""
    open_return(round_of(place), place.school)
    return {**at_unit(place), "indicator": "K001"}


ROWS = [
    Row("indicators:overview", at_unit, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("indicators:indicator", an_indicator, own={404: EVERYONE}, strangers={404: EVERYONE}),
]
