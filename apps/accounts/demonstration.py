"""The people of the demonstration: one of each role, as fixtures/demonstration.yaml names them, and whoever else the made-up units need."""

from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from apps.accounts.models import Post, User
from apps.accounts.services import appoint
from apps.audit.services import dated
from apps.core.dates import at_hour
from apps.core.fixtures import read_yaml
from apps.organizations.models import Level, Organization
from config.roles import Role


class Account(NamedTuple):
    username: str
    password: str
    words: str


@transaction.atomic
def load(today):
    """Enter the people who are missing, each with a post that began three years before; a deputy's is of these weeks."""
    plan = read_yaml("demonstration.yaml")
    known = {user.username: user for user in User.objects.all()}
    units = {unit.code: unit for unit in Organization.objects.filter(code__in=[row["unit"] for row in plan["accounts"] + plan["also"]])}
    password = make_password(plan["password"])  # One for all: hashed once, for it takes its time.
    began = date(today.year - 3, 9, 1)
    new = [row for row in plan["accounts"] if row["username"] not in known]
    for row in new:
        person = User.objects.create(username=row["username"], password=password, name=row["name"], department=row["department"])
        known[person.username] = person
        term = {"since": began}
        if of := row.get("acting_for"):
            term = {"since": today - timedelta(days=10), "until": today + timedelta(days=20), "acting_for": known[of]}
        with dated(at_hour(term["since"], 9)):
            appoint(person, role=row["role"], organization=units[row["unit"]], **term)
    for row in plan["also"] if new else []:
        with dated(at_hour(began, 9)):
            appoint(known[row["username"]], role=row["role"], organization=units[row["unit"]], since=began)
    return f"人员新增 {len(new) + _others(password, began)} 名"


def _others(password, began):
    """A principal for every made-up school and an officer for every 地市 of theirs that has none yet; returns how many."""
    schools = Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例")
    cities = Organization.objects.filter(level=Level.CITY, lying_here__in=schools).distinct()
    wanted = [(unit, Role.PRINCIPAL, f"xz{unit.code[-3:]}", f"演示校长{unit.code[-3:]}", "校长室") for unit in schools]
    wanted += [(unit, Role.CITY_OFFICER, f"shi{unit.code[:4]}", f"演示{unit.name.removesuffix('市')}经办", "职成科") for unit in cities]
    held = set(Post.objects.filter(role__in=[Role.PRINCIPAL, Role.CITY_OFFICER]).values_list("organization", "role"))
    missing = [row for row in wanted if (row[0].pk, row[1]) not in held]
    for unit, role, username, name, department in missing:
        person = User.objects.create(username=username, password=password, name=name, department=department)
        with dated(at_hour(began, 9)):
            appoint(person, role=role, organization=unit, since=began)
    return len(missing)


def accounts():
    """The Account of each person of the demonstration that is there; none in a system in use."""
    if not settings.DEMONSTRATION:
        return []
    plan = read_yaml("demonstration.yaml")
    names = [row["username"] for row in plan["accounts"]] + plan["without_post"]
    people = {user.username: user for user in User.objects.filter(username__in=names, is_active=True).prefetch_related("posts__organization")}
    return [Account(name, plan["password"], _who(people[name])) for name in names if name in people]


def _who(person):
    posts = "、".join(f"{post.organization} {post.get_role_display()}" for post in person.posts.all())
    return f"{posts or person.department}（{person}）"
