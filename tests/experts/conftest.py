from datetime import date

import pytest

from apps.accounts.models import User
from apps.experts.models import Expert
from apps.experts.services import pool
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from config.roles import Role


@pytest.fixture
def officer(holder):
    return holder(Role.PROVINCE_OFFICER, "shaanxi")


@pytest.fixture
def principal(holder):
    return holder(Role.PRINCIPAL, "school")


@pytest.fixture
def second(tree):
    """Another school of the same city."""
    return open_unit(level=Level.SCHOOL, code="3661000002", name="示例第三职业中学", parent=tree["weinan"])


@pytest.fixture
def nominated(tree, officer):
    """``nominated(username, …)``: named by the province, from outside its cities."""

    def make(username="zhang", unit=None, by=None, **facts):
        given = {"name": f"专家{username}", "employer": "示例大学", "since": date(2015, 3, 1), "kind": "education", **facts}
        return pool.nominate(unit or tree["shaanxi"], username=username, by=by or officer, **given)

    return make


@pytest.fixture
def admitted(nominated, officer):
    """``admitted(username, …)``: in the pool."""

    def make(username="zhang", **facts):
        pool.admit(nominated(username, **facts), by=officer)
        return Expert.objects.select_related("user", "province").get(user__username=username)

    return make


@pytest.fixture
def person():
    """The person of that account as the next request finds him."""
    return lambda expert: User.objects.get(pk=expert.user_id)
