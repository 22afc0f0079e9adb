import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse


class Level(models.IntegerChoices):
    NATION = 1, "国家"
    PROVINCE = 2, "省"
    CITY = 3, "地市"
    SCHOOL = 4, "学校"


class Organization(models.Model):
    """机构: one unit of the tree. ``path`` names every unit above it, itself last; only services write it.

    A school has two places: ``parent`` checks it (the province for a 省属 school), ``area`` is the 地市 where it lies and counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    level = models.PositiveSmallIntegerField("级别", choices=Level)
    code = models.CharField("代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=100)
    pinyin = models.CharField("拼音", max_length=300, blank=True, editable=False)
    initials = models.CharField("拼音首字母", max_length=100, blank=True, editable=False)
    sample_code = models.BooleanField("示例码", default=False)
    opened_on = models.DateField("设立日期", null=True, blank=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="主管")
    area = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="lying_here", verbose_name="所在地市")
    path = models.CharField("位置", max_length=60, unique=True, editable=False)

    scope = "path"

    class Meta:
        default_permissions = ("view",)
        permissions = [("manage_organization", "管理机构")]
        ordering = ["path"]
        constraints = [
            # A dot would break the path, a lower-case twin would be another unit.
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]+$"), name="organization_code"),
            models.CheckConstraint(condition=Q(level=Level.NATION) | Q(parent__isnull=False), name="organization_parent"),
            models.CheckConstraint(condition=Q(level=Level.SCHOOL) | Q(area__isnull=True), name="organization_area"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("administration:unit", args=[self.pk])


class Change(models.Model):
    """机构变更: what became of a unit from a day on: opened, renamed, moved, closed. Written once: the tree as it was then (A2, E4).

    ``before`` and ``after`` are names: the unit's own, or those of the units that check it, whose keys stand beside.
    ``into`` is where a closed unit went: its successor knows its predecessors by it.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", "设立"
        RENAMED = "renamed", "更名"
        MOVED = "moved", "调整隶属"
        CLOSED = "closed", "撤销"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="changes", verbose_name="机构")
    kind = models.CharField("变更", max_length=10, choices=Kind)
    on = models.DateField("自")
    before = models.CharField("原为", max_length=100, blank=True)
    after = models.CharField("改为", max_length=100, blank=True)
    parent_before = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原主管")
    parent_after = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="现主管")
    into = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="并入")
    reason = models.CharField("依据", max_length=200)
    at = models.DateTimeField("登记", auto_now_add=True)

    scope = "unit__path"

    class Meta:
        default_permissions = ("view",)
        ordering = ["on", "at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="change_reason"),
            models.CheckConstraint(condition=Q(into=None) | Q(kind="closed") & ~Q(into=F("unit")), name="change_into"),
            models.UniqueConstraint(fields=["unit"], condition=Q(kind="closed"), name="change_closed_once"),
        ]

    def __str__(self):
        return f"{self.unit}{self.get_kind_display()}"


class OrgType(models.TextChoices):
    """办学类型: GB/T 33782, table 4."""

    ADJUSTED = "361", "调整后中等职业学校"
    TECHNICAL = "362", "中等技术学校"
    NORMAL = "363", "中等师范学校"
    ADULT = "364", "成人中等专业学校"
    VOCATIONAL_HIGH = "365", "职业高中学校"
    WORKERS = "366", "技工学校"
    ATTACHED = "368", "附设中职班"
    OTHER = "369", "其他机构"


class Sponsor(models.TextChoices):
    """举办者: who runs a school, or has charge of it."""

    PROVINCE_EDUCATION = "811", "省级教育部门"
    PROVINCE_OTHER = "812", "省级其他部门"
    CITY_EDUCATION = "821", "地级教育部门"
    CITY_OTHER = "822", "地级其他部门"
    COUNTY_EDUCATION = "831", "县级教育部门"
    COUNTY_OTHER = "832", "县级其他部门"
    ENTERPRISE = "891", "地方企业"
    INSTITUTION = "892", "事业单位"
    ARMY = "893", "部队"
    COLLECTIVE = "894", "集体"
    PRIVATE = "999", "民办"


class RegisterQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Register(models.Model):
    """学校登记: what the authority knows of a school, with the days it holds (A3). The school reads it and asks for corrections."""

    class Category(models.TextChoices):
        GENERAL = "一般", "一般"
        ARTS = "艺术", "艺术"
        SPORTS = "体育", "体育"
        SPECIAL = "特教", "特教"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(Organization, models.PROTECT, related_name="registers")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    region_code = models.CharField("行政区划码", max_length=6)
    org_type = models.CharField("办学类型", max_length=3, choices=OrgType, blank=True)
    sponsor_code = models.CharField("举办者", max_length=3, choices=Sponsor, blank=True)
    authority_code = models.CharField("主管部门", max_length=3, choices=Sponsor, blank=True)
    special_category = models.CharField("学校类别", max_length=2, choices=Category, default=Category.GENERAL)
    remote_poor = models.BooleanField("边远贫困地区学校", default=False)
    closing_plan = models.BooleanField("列入关停并转", default=False)
    accident_closed_on = models.DateField("最近一次重大教学事故处理完毕日", null=True, blank=True)

    scope = "school__path"
    objects = RegisterQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["school", "since"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="register_term"),
            models.UniqueConstraint(fields=["school"], condition=Q(until=None), name="register_one_open"),
        ]

    def __str__(self):
        return f"{self.school}登记"
