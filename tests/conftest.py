from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from guardian.shortcuts import assign_perm
from hypothesis import HealthCheck, settings

from apps.accounts.models import User
from apps.accounts.services import appoint
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from tests.sample.models import Thing

HERE = Path(__file__).parent
#: Two branches of the tree; the schools are made up.
BRANCHES = [
    {"shaanxi": ("610000", "陕西省"), "weinan": ("610500", "渭南市"), "school": ("3661000001", "示例第一职业中学")},
    {"henan": ("410000", "河南省"), "zhengzhou": ("410100", "郑州市"), "stranger": ("3641000001", "示例第二职业中学")},
]


# No test is timed: a busy machine draws its examples slowly, and is no fault of the product.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

#: Floors whose services, pages and rows of the access table are tested by --all, so that the quick run keeps to its time on a slow machine too;
#: their rules are in both.
LONG = {"schemes", "experts", "diagnosis", "sampling", "reviews", "deliberation", "followup", "annualreports", "disclosure"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        row = item.callspec.params.get("row") if hasattr(item, "callspec") and item.path.name == "test_access_table.py" else None
        floor = row.name.partition(":")[0] if row else item.path.relative_to(HERE).parts[0]
        if floor in LONG and not item.path.name.startswith("test_rules"):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Whoever still asks as the last test ends, a page of a browser that has gone, does not keep the database from being dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")


@pytest.fixture
def tree(db):
    """The nation, two provinces, a city and a school in each, by their names here."""
    units = {"nation": open_unit(level=Level.NATION, code="100000", name="国家")}
    for branch in BRANCHES:
        parent = units["nation"]
        for level, (name, (code, title)) in zip([Level.PROVINCE, Level.CITY, Level.SCHOOL], branch.items(), strict=True):
            parent = units[name] = open_unit(level=level, code=code, name=title, parent=parent)
    return units


@pytest.fixture
def day():
    """The date so many days from today."""
    return lambda offset=0: timezone.localdate() + timedelta(days=offset)


@pytest.fixture
def holder(tree):
    """``holder(role, at)``: a new person with that post at the unit of that name in ``tree``."""

    def make(role, at, **term):
        user = User.objects.create_user(f"{role}-{at}-{User.objects.count()}", name=f"{role.label}{User.objects.count()}")
        appoint(user, role=role, organization=tree[at], **term)
        return user

    return make


@pytest.fixture
def fresh():
    """The same person at the next request: what was read once of the posts is read again."""
    return lambda user: User.objects.get(pk=user.pk)


@pytest.fixture
def things(tree):
    """A thing of either school, by the name of the school."""
    return {name: Thing.objects.create(school=tree[name], number=1) for name in ["school", "stranger"]}


@pytest.fixture
def expert(things):
    """Named to see and close the first school's thing, and to nothing else."""
    user = User.objects.create_user("expert", name="专家")
    for permission in ["view_thing", "close_thing"]:
        assign_perm(f"sample.{permission}", user, things["school"])
    return user
