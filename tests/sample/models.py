from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from apps.organizations.models import Organization
from apps.workflow.models import Living
from tests.sample import roles  # noqa: F401  the sample joins the table when it is installed


class Seat(models.Model):
    """席位: who may judge one thing."""

    thing = models.ForeignKey("Thing", models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.user} @ {self.thing}"


def seated(user):
    return Exists(Seat.objects.filter(thing=OuterRef("pk"), user=user))


class Thing(Living):
    """事项: a school sends it, whoever sits on it may send it back, the province closes it."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        RETURNED = "returned", "已退回"
        SENT = "sent", "已报送"
        CLOSED = "closed", "已办结"

    school = models.ForeignKey(Organization, models.PROTECT, related_name="things")
    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT)
    number = models.PositiveSmallIntegerField("数目", null=True, blank=True)
    due = models.DateField("期限", null=True, blank=True)

    scope = "school__path"
    list_name = "sample:list"
    opens = {"sample.judge_thing": seated}

    class Meta:
        default_permissions = ("view",)
        permissions = [("send_thing", "报送"), ("judge_thing", "退回"), ("close_thing", "办结")]

    def __str__(self):
        return f"{self.school}事项"

    def get_absolute_url(self):
        return reverse("sample:page", args=[self.pk])


class ThingUserGrant(UserObjectPermissionBase):
    """事项授权: one permission on one thing, for a person outside the tree."""

    content_object = models.ForeignKey(Thing, models.CASCADE)


class ThingGroupGrant(GroupObjectPermissionBase):
    """guardian asks for both tables; nothing is granted to groups."""

    content_object = models.ForeignKey(Thing, models.CASCADE)
