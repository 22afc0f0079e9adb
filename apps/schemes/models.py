import uuid

from django.db import models
from django.db.models import Q


class Guidance(models.Model):
    """指导方案: one version of the ministry's guidance; what a province may add to, never take from (R1.1)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("版本", max_length=12, unique=True)
    title = models.CharField("名称", max_length=120)
    number = models.CharField("文号", max_length=60)
    issued_on = models.DateField("发布日期")

    class Meta:
        default_permissions = ()
        ordering = ["-issued_on"]

    def __str__(self):
        return self.title


class Item(models.Model):
    """诊断项目: one of the six of 附 1."""

    guidance = models.ForeignKey(Guidance, models.PROTECT, related_name="items")
    code = models.CharField("编号", max_length=12)
    name = models.CharField("名称", max_length=60)
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        default_permissions = ()
        ordering = ["guidance", "order"]
        constraints = [models.UniqueConstraint(fields=["guidance", "code"], name="item_code")]

    def __str__(self):
        return f"{self.code} {self.name}"


class Element(models.Model):
    """诊断要素: one of the sixteen; what self-diagnosis and review are compared by (R10.1)."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="elements")
    code = models.CharField("编号", max_length=12)
    name = models.CharField("名称", max_length=60)
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        default_permissions = ()
        ordering = ["item", "order"]
        constraints = [models.UniqueConstraint(fields=["item", "code"], name="element_code")]

    def __str__(self):
        return f"{self.code} {self.name}"


class Hint(models.Model):
    """诊断点提示: what the plan sets (规划目标) or where the year stands (现状) in an element (R7.2)."""

    class Kind(models.TextChoices):
        PLANNING = "planning", "规划目标"
        CURRENT = "current", "现状"

    element = models.ForeignKey(Element, models.PROTECT, related_name="hints")
    kind = models.CharField("类别", max_length=8, choices=Kind)
    order = models.PositiveSmallIntegerField("次序")
    text = models.CharField("内容", max_length=120)

    class Meta:
        default_permissions = ()
        ordering = ["element", "-kind", "order"]
        constraints = [models.UniqueConstraint(fields=["element", "kind", "order"], name="hint_order")]

    def __str__(self):
        return self.text


class Point(models.Model):
    """主要诊断点: what is looked at in an element, by which indicators of the dictionary (their codes) and which evidence."""

    class Kind(models.TextChoices):
        NUMBER = "number", "指标"
        MIXED = "mixed", "指标与说明"
        LIST = "list", "成果清单"
        TEXT = "text", "文件或说明"

    element = models.ForeignKey(Element, models.PROTECT, related_name="points")
    code = models.CharField("编号", max_length=12)
    text = models.CharField("内容", max_length=120)
    kind = models.CharField("类别", max_length=8, choices=Kind)
    indicators = models.JSONField("指标", default=list, blank=True)
    evidence = models.CharField("佐证", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        default_permissions = ()
        ordering = ["element", "order"]
        constraints = [models.UniqueConstraint(fields=["element", "code"], name="point_code")]

    def __str__(self):
        return f"{self.code} {self.text}"


class Policy(models.Model):
    """政策文件: the notice, and the documents an adjustment of the hints may rest on; ``listed`` is the place in its 【说明】 (R1.8)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("标题", max_length=120, unique=True)
    number = models.CharField("文号", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("年份")
    issued_on = models.DateField("发布日期", null=True, blank=True)
    issuer = models.CharField("发布单位", max_length=120)
    listed = models.PositiveSmallIntegerField("【说明】所列次序", null=True, blank=True, unique=True)

    class Meta:
        default_permissions = ()
        ordering = [models.F("listed").asc(nulls_first=True), "-year"]
        verbose_name = "政策文件"
        constraints = [models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="policy_number")]

    def __str__(self):
        return f"{self.title}（{self.number}）" if self.number else self.title
