import uuid
from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import F, Q
from django.utils import timezone

from apps.core.prepared import Prepared
from apps.organizations.models import Organization
from config.roles import Role, levels_of

#: Every request reads these: written out, for building the same query anew took four times as long as reading its rows (./run bench).
#: Both lists in the order in which the models declare their fields: from_db takes the values so.
POST_FIELDS = ("id", "user_id", "organization_id", "since", "until", "role", "acting_for_id")
UNIT_FIELDS = ("id", "level", "code", "name", "path")
POSTS = Prepared(
    "posts_today",
    f"""
SELECT {", ".join(f"post.{name}" for name in POST_FIELDS)}, {", ".join(f"unit.{name}" for name in UNIT_FIELDS)}
FROM accounts_post post JOIN organizations_organization unit ON unit.id = post.organization_id
WHERE post.user_id = %(person)s AND post.since <= %(day)s AND (post.until IS NULL OR post.until >= %(day)s)
ORDER BY post.since, unit.path, post.id
""",
    person="uuid",
    day="date",
)


def _post(row):
    post = Post.from_db(DEFAULT_DB_ALIAS, POST_FIELDS, row[: len(POST_FIELDS)])
    post.organization = Organization.from_db(DEFAULT_DB_ALIAS, UNIT_FIELDS, row[len(POST_FIELDS) :])
    return post


class User(AbstractUser):
    """人员: what a person holds is read once per instance, that is once per request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_name = last_name = None
    name = models.CharField("姓名", max_length=60, blank=True)
    department = models.CharField("部门", max_length=60, blank=True)
    must_change_password = models.BooleanField("须改密码", default=False)

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @cached_property
    def posts_today(self):
        """The posts held today, each with its unit. What a post has beyond what access and the menu ask is read when it is asked for."""
        day = timezone.localdate()
        with connection.cursor() as cursor:
            POSTS.execute(cursor, {"person": self.pk, "day": day})
            return [_post(row) for row in cursor.fetchall()]

    @cached_property
    def bars_today(self):
        return list(self.bars.today().values_list("organization__path", flat=True))


class TermQuerySet(models.QuerySet):
    def today(self):
        day = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Term(models.Model):
    """任期: what holds at a unit and below it, from ``since`` to ``until``, both days included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="%(class)ss")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="%(class)ss")
    since = models.DateField("自", default=timezone.localdate)
    until = models.DateField("至", null=True, blank=True)

    scope = "organization__path"
    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ("view",)
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="%(class)s_term"),
        ]


class Post(Term):
    """岗位: a role that a person holds at a unit: it covers what lies at or below it."""

    role = models.CharField("角色", max_length=30, choices=Role)
    acting_for = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name="代理")

    class Meta(Term.Meta):
        permissions = [("appoint_post", "管理人员")]

    def __str__(self):
        return f"{self.organization}{self.get_role_display()}"

    def clean(self):
        if self.organization.level not in levels_of(self.role):
            raise ValidationError("该角色不设在这一级单位")


class Bar(Term):
    """回避: the negative of a post: a person with an interest in a unit has no part in its cases, whatever else he holds."""

    reason = models.CharField("事由", max_length=200)

    class Meta(Term.Meta):
        constraints = [*Term.Meta.constraints, models.CheckConstraint(condition=~Q(reason=""), name="bar_reason")]

    def __str__(self):
        return f"{self.user}回避{self.organization}"
