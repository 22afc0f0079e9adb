"""The people of the demonstration, one of each role, as fixtures/demonstration.yaml names them."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.services import appoint
from apps.core.fixtures import read_yaml
from apps.organizations.models import Organization


class Account(NamedTuple):
    username: str
    password: str
    words: str


@transaction.atomic
def load(today):
    """Enter the people who are missing, each with a post that began three years before."""
    plan = read_yaml("demonstration.yaml")
    known = set(User.objects.values_list("username", flat=True))
    new = [row for row in plan["accounts"] if row["username"] not in known]
    units = {unit.code: unit for unit in Organization.objects.filter(code__in=[row["unit"] for row in new])}
    password = make_password(plan["password"])  # One for all: hashed once, for it takes its time.
    for row in new:
        person = User.objects.create(username=row["username"], password=password, name=row["name"], department=row["department"])
        appoint(person, role=row["role"], organization=units[row["unit"]], since=date(today.year - 3, 9, 1))
    return f"人员新增 {len(new)} 名"


def accounts():
    """The Account of each person of the demonstration that is there; none in a system in use."""
    if not settings.DEMONSTRATION:
        return []
    plan = read_yaml("demonstration.yaml")
    names = [row["username"] for row in plan["accounts"]]
    people = {user.username: user for user in User.objects.filter(username__in=names, is_active=True).prefetch_related("posts__organization")}
    return [Account(name, plan["password"], _who(people[name])) for name in names if name in people]


def _who(person):
    posts = "、".join(f"{post.organization} {post.get_role_display()}" for post in person.posts.all())
    return f"{posts}（{person}）"
