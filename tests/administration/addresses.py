from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import appoint
from config.roles import Role as R
from tests.architecture.table import EVERYONE, Row, at_unit

#: Who sees people, and who may appoint an editor of a school.
ABOVE_PEOPLE = {R.PRINCIPAL, R.CITY_OFFICER, R.PROVINCE_OFFICER, R.NATION_OFFICER}
APPOINTING = ABOVE_PEOPLE - {R.NATION_OFFICER}


def the_unit(place):
    return {"pk": place.unit.pk}


def the_school(place):
    return {"pk": place.school.pk}


def an_editors_post(place):
    person = User.objects.create(username="an-editor", name="示例填报员")
    return {"pk": appoint(person, role=R.SCHOOL_EDITOR, organization=place.school).pk}


def an_editor(place):
    an_editors_post(place)
    return {"pk": User.objects.get(username="an-editor").pk}


def new_person(place):
    return {"role": "school_editor", "username": "lin", "name": "林示例", "since": timezone.localdate().isoformat()}


def today(place):
    return {"until": timezone.localdate().isoformat()}


ROWS = [
    Row("administration:units", at_unit, own={200: EVERYONE}, strangers={200: {R.NATION_OFFICER}}),
    Row("administration:unit", the_unit, own={200: EVERYONE}, strangers={200: {R.NATION_OFFICER}}),
    Row("administration:appoint", the_school, own={200: APPOINTING}),
    Row("administration:appoint", the_school, "post", new_person, own={200: APPOINTING}),
    Row("administration:people", at_unit, own={200: ABOVE_PEOPLE}, strangers={200: {R.NATION_OFFICER}}),
    Row("administration:person", an_editor, own={200: ABOVE_PEOPLE}, strangers={200: {R.NATION_OFFICER}}),
    Row("administration:reset_password", an_editor, own={200: APPOINTING}),
    Row("administration:reset_password", an_editor, "post", own={200: APPOINTING}),
    Row("administration:end_post", an_editors_post, own={200: APPOINTING}),
    Row("administration:end_post", an_editors_post, "post", today, own={302: APPOINTING}),
    Row("administration:deputise", an_editors_post, own={200: APPOINTING}),
    Row("administration:log", at_unit, own={200: {R.PRINCIPAL, R.AUDITOR}}),
]
