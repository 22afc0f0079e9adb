import pytest

from apps.followup.services import orders
from config.roles import Role
from tests.followup.made import confirmed


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people(holder):
    return {
        "officer": holder(Role.PROVINCE_OFFICER, "shaanxi"),
        "decider": holder(Role.PROVINCE_DECIDER, "shaanxi"),
        "nation": holder(Role.NATION_OFFICER, "nation"),
        "city": holder(Role.CITY_OFFICER, "weinan"),
        "principal": holder(Role.PRINCIPAL, "school"),
        "editor": holder(Role.SCHOOL_EDITOR, "school"),
        "stranger": holder(Role.PROVINCE_OFFICER, "henan"),
        "other_school": holder(Role.PRINCIPAL, "stranger"),
    }


@pytest.fixture
def case(tree):
    """Concluded 异常, with two findings."""
    return confirmed(tree["school"])


@pytest.fixture
def order(case, people):
    return orders.draw_up(case, by=people["officer"])


@pytest.fixture
def issued(order, people, day):
    return orders.issue(order, requirements="一、修订方案\n二、补足教师", due=day(30), by=people["officer"])
