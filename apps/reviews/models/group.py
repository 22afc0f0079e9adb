"""Who serves in the group of a review, and what that opens (R9.2, R2.6)."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.experts.models import Expert, Membership


def named(user, review="pk"):
    """The naming of ``user`` to the review at hand that still stands; an Exists of it is no join."""
    return Member.objects.serving().filter(review=OuterRef(review), expert__user=user)


def serving(user):
    """The reviews in whose group ``user`` serves now: in the pool, his undertaking signed (H6, R2.3, R2.6)."""
    return Exists(named(user).filter(expert__state=Expert.State.ADMITTED, undertaken_at__isnull=False))


def shut_out(user):
    """The reviews to whose group ``user`` was named and from whose pool he has been removed since (R2.6); nobody's by a post."""
    return Exists(named(user).exclude(expert__state=Expert.State.ADMITTED))


def belongs_there(user):
    """What is of the school that employs ``user``, a member of a committee, or where he holds a post: he withdraws before he has read (J2, R2.5)."""
    employed = Exists(Membership.objects.on(timezone.localdate()).filter(user=user, employer=OuterRef("school__name")))
    return employed | Q(school__in=[post.organization_id for post in user.posts_today])


def unsigned(user):
    """The reviews to whose group ``user`` was named without having signed, or from whose pool he is gone."""
    return Exists(named(user)) & ~serving(user)


class Part(models.Model):
    """A row that belongs to one review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="%(class)ss")

    scope = "review__school__path"

    class Meta:
        abstract = True
        default_permissions = ()


class MemberQuerySet(models.QuerySet):
    def serving(self):
        """Those who have not left the group."""
        return self.filter(left_at=None)


class Member(Part):
    """专家组成员: an expert named to a review's group (R9.2), from the naming to the day he leaves it; who left keeps his row.

    ``untrained`` is the province's reason for naming one without training, public with the list (R2.3).
    """

    class Duty(models.TextChoices):
        LEAD = "lead", "组长"
        MEMBER = "member", "成员"

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="members", verbose_name="专家")
    duty = models.CharField("职责", max_length=6, choices=Duty, default=Duty.MEMBER)
    why = models.CharField("入组理由", max_length=300, blank=True)
    untrained = models.CharField("未受培训仍入组的理由", max_length=300, blank=True)
    named_at = models.DateTimeField("指定时间", default=timezone.now)
    confirmed_at = models.DateTimeField("本人确认", null=True, blank=True)
    asked = models.CharField("请求改期或不能参加", max_length=500, blank=True)
    undertaken_at = models.DateTimeField("签承诺书", null=True, blank=True)
    undertaking = models.CharField("承诺书版本", max_length=20, blank=True)
    left_at = models.DateTimeField("离组时间", null=True, blank=True)
    left_why = models.CharField("离组原因", max_length=500, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta(Part.Meta):
        ordering = ["duty", "named_at"]
        constraints = [
            models.UniqueConstraint(fields=["review", "expert"], condition=Q(left_at=None), name="member_once"),
            models.UniqueConstraint(fields=["review"], condition=Q(duty="lead", left_at=None), name="member_one_lead"),
            models.CheckConstraint(condition=Q(left_at=None) | ~Q(left_why=""), name="member_left_with_reason"),
            models.CheckConstraint(condition=Q(undertaken_at=None) | ~Q(undertaking=""), name="member_undertaking"),
        ]

    def __str__(self):
        return f"{self.expert}（{self.get_duty_display()}）"


def in_group(user):
    return Exists(named(user, "review"))


def own_group(user):
    """What belongs to a review in whose group ``user`` serves."""
    return Exists(named(user, "review").filter(expert__state=Expert.State.ADMITTED, undertaken_at__isnull=False))
