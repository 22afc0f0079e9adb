"""Status data on its way to the public, and the copies of it that the public reads (M1, M2)."""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from apps.accounts.models import User
from apps.organizations.models import Organization
from apps.statusdata.models import Snapshot
from apps.workflow.models import Living


class Publication(Living):
    """公开事项: one accepted snapshot on its way to the public: one person proposes, another publishes (M2)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待复核"
        PUBLISHED = "published", "已公开"
        REFUSED = "refused", "不予公开"
        WITHDRAWN = "withdrawn", "已撤回"

    school = models.ForeignKey(Organization, models.PROTECT, related_name="publications", verbose_name="学校")
    year = models.PositiveSmallIntegerField("学年")
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="publication", verbose_name="上报版本")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人")

    scope = "school__path"
    list_name = "disclosure:list"
    # A second pair of eyes is another person's, whatever posts the first one holds.
    opens = {"disclosure.publish_publication": lambda user: ~Q(proposed_by=user)}

    class Meta:
        default_permissions = ("view",)
        permissions = [("propose_publication", "提出公开"), ("publish_publication", "复核公开")]
        ordering = ["-year", "school__path"]
        constraints = [
            models.CheckConstraint(condition=Q(published_by=None) | ~Q(published_by=F("proposed_by")), name="publication_two_people"),
            models.CheckConstraint(condition=~Q(state="published") | Q(published_by__isnull=False), name="publication_published_by"),
        ]

    def __str__(self):
        return f"{self.school}{self.year}—{self.year + 1}学年状态数据公开"

    def get_absolute_url(self):
        return reverse("disclosure:publication", args=[self.pk])


class Listing(models.Model):
    """公开名录: a school on the public site, as it was called when last published. The public side knows it by its code alone."""

    code = models.CharField("标识码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=100)
    pinyin = models.CharField(max_length=300, blank=True)
    initials = models.CharField(max_length=100, blank=True)
    sample_code = models.BooleanField("示例码", default=False)
    province_code = models.CharField(max_length=12)
    province = models.CharField("省", max_length=100)
    city_code = models.CharField(max_length=12, blank=True)
    city = models.CharField("地市", max_length=100, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["code"]
        indexes = [models.Index(fields=["province_code", "city_code"], name="listing_place")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("disclosure:school", args=[self.code])


class CopyQuerySet(models.QuerySet):
    def shown(self):
        """What the public may see: its entries in the log are sealed. A withdrawn one stays to be seen as withdrawn."""
        return self.filter(released_at__isnull=False)

    def current(self):
        """The newest of each school and year that stands."""
        standing = self.shown().filter(withdrawn_at=None)
        newer = standing.filter(listing=OuterRef("listing"), year=OuterRef("year"), number__gt=OuterRef("number"))
        return standing.filter(~Exists(newer))


class Copy(models.Model):
    """公开副本: what the public reads, frozen when it was published; every version is kept (M1, M4). ``content``: see ``services.copies``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.OneToOneField(Publication, models.PROTECT, related_name="copy")
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="copies")
    year = models.PositiveSmallIntegerField("学年")
    number = models.PositiveSmallIntegerField("版次")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    code = models.CharField("验证码", max_length=9)
    met = models.BooleanField("五项全部达到", null=True)
    published_on = models.DateField("公开日期")
    released_at = models.DateTimeField("上线", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回", null=True, blank=True)
    note = models.CharField("更正或撤回说明", max_length=1000, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-published_on", "-number"]
        constraints = [models.UniqueConstraint(fields=["listing", "year", "number"], name="copy_number")]
        indexes = [models.Index(fields=["-published_on"], condition=Q(released_at__isnull=False), name="copy_shown")]

    def __str__(self):
        return f"{self.listing} {self.year} 第 {self.number} 版"

    def get_absolute_url(self):
        return reverse("disclosure:year", args=[self.listing.code, self.year])
