from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.organizations.models import Level, Organization
from apps.schemes.models import Scheme
from apps.statusdata.models import Snapshot


class PlacedQuerySet(models.QuerySet):
    def counted_in(self, unit, year):
        """The rows of the schools that counted in ``unit`` in that year, by the tree as it was (E4): codes are never used again."""
        rows = self.filter(year=year)
        return rows if unit.level == Level.NATION else rows.filter(place__contains=f".{unit.code}.")


class Value(models.Model):
    """指标值: one indicator of one school and year, of the accepted snapshot. The only thing that is rolled up.

    ``num`` and ``den`` are what the school brings to a group's figure: the sum of num over the sum of den, the sum of num where ``den`` is empty, nothing where ``num`` is (E2).
    A yes or no is 1 or 0. ``place`` is the path of the day of the 地市 where the school lies and counts, itself last (E4).
    The columns keep twenty places, half up; what is compared with a threshold is compared by the rules, before it is kept.
    """

    school = models.ForeignKey(Organization, models.PROTECT, related_name="values", verbose_name="学校")
    year = models.PositiveSmallIntegerField("学年")
    indicator = models.CharField("指标", max_length=8)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="values", verbose_name="上报版本")
    place = models.CharField(max_length=80)
    value = models.DecimalField("值", max_digits=40, decimal_places=20, null=True)
    num = models.DecimalField("分子", max_digits=40, decimal_places=20, null=True)
    den = models.DecimalField("分母", max_digits=40, decimal_places=20, null=True)

    scope = "school__path"
    objects = PlacedQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["school", "year", "indicator"], name="value_once")]
        indexes = [
            models.Index(fields=["year", "place"], name="value_place", opclasses=["int2_ops", "varchar_pattern_ops"]),
            models.Index(fields=["year", "indicator"], name="value_indicator"),
        ]

    def __str__(self):
        return f"{self.school} {self.year} {self.indicator}"


class Standing(models.Model):
    """五项条件: whether a school meets the conditions of R8.4 by the version of the standard that applied, each with its working (E3).

    ``scheme``: the province's, which may have adjusted the standard (R1.4); empty where none was in force. ``conditions`` are the five
    ``rules.Condition`` in their order, numbers as canonical text.
    """

    school = models.ForeignKey(Organization, models.PROTECT, related_name="standings", verbose_name="学校")
    year = models.PositiveSmallIntegerField("学年")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="standings", verbose_name="上报版本")
    place = models.CharField(max_length=80)
    standard = models.CharField("标准", max_length=20)
    scheme = models.ForeignKey(Scheme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="省级方案")
    category = models.CharField("学校类别", max_length=4)
    met = models.BooleanField("全部达到", null=True)
    conditions = models.JSONField("各项条件")

    scope = "school__path"
    objects = PlacedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="standing_once")]
        indexes = [models.Index(fields=["year"], name="standing_year")]

    def __str__(self):
        return f"{self.school} {self.year} 五项条件"


class ProvinceInput(models.Model):
    """省级输入: what stage 2 compares a province's schools with in a year, an input of its own and never a cell of a signed return (E0).

    ``tables`` is "numerator denominator key" -> key of the row -> number as canonical text: {"F10.emp F10.grad major_code": {"090100": "92.5"}}.
    """

    province = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="省")
    year = models.PositiveSmallIntegerField("学年")
    tables = models.JSONField("各表", default=dict)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["province", "year"], name="province_input_once")]

    def __str__(self):
        return f"{self.province} {self.year}"


class Rollup(models.Model):
    """汇总值: one indicator of all accepted schools that counted in a unit in a year. ``quantiles`` are at 10, 25, 50, 75 and 90 %."""

    unit = models.ForeignKey(Organization, models.PROTECT, related_name="rollups", verbose_name="单位")
    year = models.PositiveSmallIntegerField("学年")
    indicator = models.CharField("指标", max_length=8)
    count = models.PositiveIntegerField("学校数")
    value = models.DecimalField("汇总值", max_digits=40, decimal_places=20, null=True)
    mean = models.DecimalField("校均值", max_digits=40, decimal_places=20, null=True)
    quantiles = ArrayField(models.DecimalField(max_digits=40, decimal_places=20), verbose_name="分位数", default=list)

    scope = "unit__path"

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["unit", "year", "indicator"], name="rollup_once")]

    def __str__(self):
        return f"{self.unit} {self.year} {self.indicator}"

    @property
    def median(self):
        return self.quantiles[2] if self.quantiles else None
