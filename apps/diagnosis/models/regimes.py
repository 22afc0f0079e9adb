"""What a school sets itself: its regime and its plan (R7.1, R7.2)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.documents.models import File
from apps.organizations.models import Organization
from apps.schemes.models import Hint
from apps.workflow.models import Living


class Regime(Living):
    """诊改制度: a school's own rules for diagnosing itself: 重点, 要求, 周期, 组织 (R7.1)."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        RUNNING = "running", "运行中"
        ENDED = "ended", "已废止"

    school = models.ForeignKey(Organization, models.PROTECT, related_name="regimes", verbose_name="学校")
    title = models.CharField("名称", max_length=120)
    emphasis = models.TextField("诊改重点", max_length=2000, blank=True)
    requirements = models.TextField("工作要求", max_length=2000, blank=True)
    cycle_years = models.PositiveSmallIntegerField("周期（年）", null=True, blank=True)
    organisation = models.TextField("组织分工", max_length=2000, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    since = models.DateField("施行日期", null=True, blank=True)
    until = models.DateField("废止日期", null=True, blank=True)

    scope = "school__path"
    list_name = "diagnosis:regimes"

    class Meta:
        default_permissions = ("view",)
        permissions = [("manage_regime", "管理诊改制度和规划")]
        ordering = ["-since", "school__path"]
        constraints = [
            models.UniqueConstraint(fields=["school"], condition=Q(state="running"), name="regime_one_running"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(since__isnull=False, cycle_years__gte=1) & ~Q(emphasis="") & ~Q(requirements="") & ~Q(organisation=""),
                name="regime_in_full",
            ),
            models.CheckConstraint(condition=~Q(state="ended") | Q(until__gte=F("since")), name="regime_term"),
        ]

    def __str__(self):
        return f"{self.school}诊改制度"

    def get_absolute_url(self):
        return reverse("diagnosis:regime", args=[self.pk])


class DevelopmentPlan(models.Model):
    """学校事业发展规划: a document with its years, and the targets that the worktable reads (R7.2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(Organization, models.PROTECT, related_name="development_plans", verbose_name="学校")
    title = models.CharField("名称", max_length=120)
    first_year = models.PositiveSmallIntegerField("起始年")
    last_year = models.PositiveSmallIntegerField("结束年")
    file = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件")

    scope = "school__path"

    class Meta:
        default_permissions = ("view",)
        ordering = ["-first_year"]
        constraints = [
            models.UniqueConstraint(fields=["school", "first_year"], name="plan_first_year"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_years"),
        ]

    def __str__(self):
        return f"{self.school}{self.title}"

    def get_absolute_url(self):
        return reverse("diagnosis:plan", args=[self.pk])


class Target(models.Model):
    """规划目标: what the plan sets for a hint of an element, of one year or of the whole plan; a number is tied to its indicator (F2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(DevelopmentPlan, models.CASCADE, related_name="targets")
    hint = models.ForeignKey(Hint, models.PROTECT, related_name="+", verbose_name="诊断点提示")
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    text = models.CharField("目标", max_length=500, blank=True)
    indicator = models.CharField("指标", max_length=8, blank=True)
    value = models.DecimalField("目标值", max_digits=20, decimal_places=4, null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["hint", "year"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "hint", "year"], nulls_distinct=False, name="target_once"),
            models.CheckConstraint(condition=Q(value=None) | ~Q(indicator=""), name="target_of_an_indicator"),
        ]

    def __str__(self):
        return self.words

    @property
    def words(self):
        """The text; of a target that is a number alone, the number and its indicator."""
        return self.text or self.number

    @property
    def number(self):
        """The indicator and the value it is to reach; "" where none is named."""
        return self.indicator if self.value is None else f"{self.indicator} 目标值 {self.value.normalize():f}"
