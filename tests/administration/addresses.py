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


def the_city(place):
    return {"pk": place.school.parent_id}


def ground():
    return {"on": timezone.localdate().isoformat(), "reason": "示例批文", "seen": 0}


def new_name(place):
    return {"name": "示例新名学校", **ground()}


def under_the_province(place):
    city = place.school.parent
    return {"parent": city.parent_id, "area": city.pk, **ground()}


def new_register(place):
    """A county of either branch, by where the school lies."""
    county = {"610500": "610502", "410100": "410102"}[place.school.area.code]
    facts = {"region_code": county, "org_type": "365", "sponsor_code": "831", "authority_code": "831", "special_category": "一般"}
    return {"since": timezone.localdate().isoformat(), "seen": 0, **facts}


def new_school(place):
    city = place.school.area
    places = {"parent": city.pk, "area": city.pk, "name": "示例新设学校", "code": "3699000001"}
    return {**new_register(place), **ground(), **places}


def new_city(place):
    return {"name": "示例新市", "code": f"{place.unit.code[:2]}9900", **ground()}


#: Who keeps the units of a province.
KEEPING = {R.PROVINCE_OFFICER}

ROWS = [
    Row("administration:open_school", at_unit, own={200: KEEPING}),
    Row("administration:open_school", at_unit, "post", new_school, own={302: KEEPING}),
    Row("administration:open_city", at_unit, own={200: KEEPING}),
    Row("administration:open_city", at_unit, "post", new_city, own={302: KEEPING}),
    Row("administration:rename", the_school, own={200: KEEPING}),
    Row("administration:rename", the_school, "post", new_name, own={302: KEEPING}),
    Row("administration:rename", the_city, own={200: KEEPING}),
    Row("administration:move", the_school, own={200: KEEPING}),
    Row("administration:move", the_school, "post", under_the_province, own={302: KEEPING}),
    Row("administration:move", the_city),
    Row("administration:close", the_school, own={200: KEEPING}),
    Row("administration:close", the_school, "post", lambda place: ground(), own={302: KEEPING}),
    Row("administration:register", the_school, own={200: KEEPING}),
    Row("administration:register", the_school, "post", new_register, own={302: KEEPING}),
    Row("administration:check_seals", at_unit, "post", own={302: {R.PRINCIPAL, R.AUDITOR}}),
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
