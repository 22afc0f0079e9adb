from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import appoint
from config.roles import Role as R
from tests.architecture.table import EVERYONE, Row, at_unit

NATION = {200: {R.NATION_OFFICER}}
ABOVE_AN_EDITOR = {R.PRINCIPAL, R.CITY_OFFICER, R.PROVINCE_OFFICER}


def the_school(place):
    return {"pk": place.school.pk}


def an_editor(place):
    """Another person, who fills in at the school."""
    return appoint(User.objects.create_user("editor", name="示例填报员"), role=R.SCHOOL_EDITOR, organization=place.school)


def a_person(place):
    return {"pk": an_editor(place).user_id}


def a_post(place):
    return {"pk": an_editor(place).pk}


def today(place):
    return {"until": timezone.localdate().isoformat()}


ROWS = [
    Row("administration:units", at_unit, own={200: EVERYONE}, strangers=NATION),
    Row("administration:unit", the_school, own={200: EVERYONE}, strangers=NATION),
    # One gives only what one's own role may give, at or below one's own unit (A7).
    Row("administration:appoint", the_school, own={200: ABOVE_AN_EDITOR}),
    Row("administration:people", at_unit, own={200: ABOVE_AN_EDITOR | {R.NATION_OFFICER}}, strangers=NATION),
    Row("administration:person", a_person, own={200: ABOVE_AN_EDITOR | {R.NATION_OFFICER}}, strangers=NATION),
    Row("administration:reset_password", a_person, own={200: ABOVE_AN_EDITOR}),
    Row("administration:reset_password", a_person, "post", own={200: ABOVE_AN_EDITOR}),
    Row("administration:end_post", a_post, own={200: ABOVE_AN_EDITOR}),
    Row("administration:end_post", a_post, "post", today, own={302: ABOVE_AN_EDITOR}),
    Row("administration:deputise", a_post, own={200: ABOVE_AN_EDITOR}),
    Row("administration:log", at_unit, own={200: {R.PRINCIPAL, R.AUDITOR}}),
]
