import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import appoint
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from apps.sampling.models import Draw
from apps.sampling.services import draws, plans
from config.roles import Role
from tests.sampling.world import a_plan, a_school

VALUE = "03 11 17 20 28 33 + 09"
SOURCE = "示例公开摇号"


@pytest.fixture
def people(holder):
    """Everybody a draw concerns, in the first province and one of another, by what they are."""
    return {
        "officer": holder(Role.PROVINCE_OFFICER, "shaanxi"),
        "publisher": holder(Role.PROVINCE_PUBLISHER, "shaanxi"),
        "nation": holder(Role.NATION_OFFICER, "nation"),
        "city": holder(Role.CITY_OFFICER, "weinan"),
        "principal": holder(Role.PRINCIPAL, "school"),
        "editor": holder(Role.SCHOOL_EDITOR, "school"),
        "stranger": holder(Role.PROVINCE_OFFICER, "henan"),
    }


@pytest.fixture
def this_year():
    return timezone.localdate().year


@pytest.fixture
def schools(tree, people):
    """Twelve schools ready for a draw, in three 地市; the first 地市 has six of them."""
    others = [
        open_unit(level=Level.CITY, code=code, name=name, parent=tree["shaanxi"]) for code, name in [("610600", "延安市"), ("610700", "汉中市")]
    ]
    cities = [tree["weinan"], *others]
    return [a_school(number, cities[0 if number < 6 else 1 + number % 2], by=people["officer"]) for number in range(12)]


@pytest.fixture
def plan(tree, schools):
    return a_plan(tree["shaanxi"])


@pytest.fixture
def begun(plan, people, this_year):
    return draws.begin(plan, this_year, by=people["officer"])


@pytest.fixture
def settled(begun, people, day):
    """``settled(quota=…)``: a draw ready to be sealed."""

    def make(draw=None, **given):
        row = draw or begun
        row.refresh_from_db()
        wanted = {"quota": 4, "reserves": 2, "source": SOURCE, "reveal_on": day(1), **given}
        return draws.settle(row, **wanted, seen=row.version, by=people["officer"])

    return make


@pytest.fixture
def sealed(settled, people):
    return lambda **given: draws.commit(settled(**given), by=people["officer"])


@pytest.fixture
def revealed(sealed, people, day):
    """Drawn: as if the day of the value had come, the commitment made with that day."""

    def make(value=VALUE, **given):
        row = sealed(**given)
        Draw.objects.filter(pk=row.pk).update(reveal_on=day())
        row.refresh_from_db()
        return draws.reveal(row, value=value, by=people["officer"])

    return make


@pytest.fixture
def published(revealed, people):
    return lambda **given: draws.publish(revealed(**given), by=people["publisher"])


@pytest.fixture
def principal_of():
    """``principal_of(school)``: a new person who heads it."""

    def make(school):
        user = User.objects.create_user(f"principal-{school.code}", name="校长")
        appoint(user, role=Role.PRINCIPAL, organization=school)
        return user

    return make


@pytest.fixture
def applied(plan, principal_of, this_year):
    """``applied(school)``: its application for this year."""
    return lambda school, year=None: plans.apply(school, plan=plan, year=year or this_year, reason="示例", by=principal_of(school))
