"""What is laid before a group, and what it asks and notes at the school (R9.1, R9.3)."""

import uuid

from django.db import models
from django.utils import timezone

from apps.accounts.models import User
from apps.documents.models import File
from apps.reviews.models.group import Member, Part
from apps.reviews.models.review import Review
from apps.schemes.models import Element


class Material(Part):
    """复核材料: a paper laid before the group beside the report and the data (R9.1): a plan, a quality report, what the scheme adds."""

    class Kind(models.TextChoices):
        PLAN = "plan", "学校事业发展规划"
        QUALITY = "quality", "年度质量报告"
        OTHER = "other", "方案要求的其他材料"

    kind = models.CharField("类别", max_length=8, choices=Kind)
    title = models.CharField("名称", max_length=120)
    file = models.OneToOneField(File, models.PROTECT, related_name="+", verbose_name="文件")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提交人")
    at = models.DateTimeField("提交时间", default=timezone.now)
    #: What a later version has taken the place of stays to be seen.
    replaced_at = models.DateTimeField("被替换", null=True, blank=True)

    class Meta(Part.Meta):
        ordering = ["kind", "-at"]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.title}"


class Focus(Part):
    """复核重点: a question for the visit: what to see, by which evidence, whom to ask (R9.3)."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="focuses")
    element = models.ForeignKey(Element, models.PROTECT, related_name="+", verbose_name="诊断要素")
    question = models.CharField("问题", max_length=500)
    evidence = models.CharField("看什么", max_length=300, blank=True)
    whom = models.CharField("访谈谁", max_length=120, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta(Part.Meta):
        ordering = ["element__item__order", "element__order", "at"]

    def __str__(self):
        return self.question


class Agenda(Part):
    """日程: one half-day of the visit: who does what where."""

    class Half(models.TextChoices):
        MORNING = "1", "上午"
        AFTERNOON = "2", "下午"

    on = models.DateField("日期")
    half = models.CharField("时段", max_length=1, choices=Half)
    text = models.CharField("内容", max_length=300)
    place = models.CharField("地点", max_length=100, blank=True)
    members = models.ManyToManyField(Member, related_name="+", verbose_name="参加成员", blank=True)
    at = models.DateTimeField("写入时间", default=timezone.now)

    class Meta(Part.Meta):
        ordering = ["on", "half", "at"]

    def __str__(self):
        return f"{self.on} {self.get_half_display()} {self.text}"


class Note(Part):
    """现场记录: what a member saw, by element. ``client`` is the key it was given without a network, so that a resend is no second note."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="notes")
    element = models.ForeignKey(Element, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="诊断要素")
    text = models.TextField("记录", max_length=4000)
    client = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField("记录时间", default=timezone.now)

    class Meta(Part.Meta):
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["member", "client"], name="note_once")]

    def __str__(self):
        return self.text[:40]
