import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.organizations.models import Organization
from apps.schemes.parameters import Parameters
from apps.workflow.models import Living


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


class Scheme(Living):
    """省级方案: one version of a province's scheme over the guidance; what it changes is explained and on file with the ministry (R1.1, R1.3, R1.7).

    ``parameters`` holds every value of ``rules.PARAMETERS`` as JSON, so that a scheme stays what it was when a default changes.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        LODGING = "lodging", "已报部，待备案"
        LODGED = "lodged", "已备案"

    province = models.ForeignKey(Organization, models.PROTECT, related_name="schemes", verbose_name="省")
    guidance = models.ForeignKey(Guidance, models.PROTECT, related_name="schemes", verbose_name="指导方案")
    number = models.PositiveSmallIntegerField("版次")
    title = models.CharField("名称", max_length=120)
    document_number = models.CharField("文号", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    issued_on = models.DateField("发布日期", null=True, blank=True)
    lodged_on = models.DateField("备案日期", null=True, blank=True)
    effective_from = models.DateField("施行日期", null=True, blank=True)
    parameters = models.JSONField("参数", default=dict)
    explanation = models.TextField("修订说明", max_length=3000, blank=True)

    scope = "province__path"
    list_name = "schemes:list"
    #: A scheme on file binds all below the province: all below it read it (R12.4), and a 地市 may write its note to it (R1.5).
    laid_down = {"schemes.view_scheme": Q(state="lodged"), "schemes.annotate_scheme": Q(state="lodged")}
    #: A draft is its authors' own until it is handed in.
    opens = {"schemes.view_scheme": lambda user: ~Q(state="draft") | reach(user, "schemes.draft_scheme", Scheme)}

    class Meta:
        default_permissions = ("view",)
        permissions = [
            ("draft_scheme", "起草省级方案"),
            ("send_scheme", "报部备案"),
            ("lodge_scheme", "备案省级方案"),
            ("annotate_scheme", "写本市说明"),
        ]
        ordering = ["province", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["province", "number"], name="scheme_number"),
            models.UniqueConstraint(fields=["province"], condition=~Q(state="lodged"), name="scheme_one_under_way"),
            models.CheckConstraint(condition=Q(number__gte=1), name="scheme_numbered_from_one"),
            models.CheckConstraint(condition=Q(state="draft") | Q(number=1) | ~Q(explanation=""), name="scheme_change_explained"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(issued_on__isnull=False, effective_from__isnull=False) & ~Q(document_number=""),
                name="scheme_issued",
            ),
            models.CheckConstraint(condition=~Q(state="lodged") | Q(lodged_on__isnull=False), name="scheme_lodged_when"),
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(effective_from=None) | Q(effective_from__gte=F("issued_on")), name="scheme_issued_first"
            ),
        ]

    def __str__(self):
        return f"{self.province}实施方案第 {self.number} 版"

    def get_absolute_url(self):
        return reverse("schemes:scheme", args=[self.pk])

    @property
    def given(self):
        """What the scheme fixes, as Parameters."""
        return Parameters.read(self.parameters)


class Resting(models.Model):
    """What a scheme adds on the ground of a policy: one of the reference data, or one of the province's own in words (R1.8)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所依据的文件")
    basis = models.CharField("其他依据", max_length=160, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(policy__isnull=False) | ~Q(basis=""), name="%(class)s_rests_on")]

    @property
    def ground(self):
        """What it rests on, in words."""
        return "；".join(str(each) for each in [self.policy, self.basis] if each)


class AddedPoint(Resting):
    """增设诊断点: what a province looks at in an element beyond the guidance; it changes no count of elements (R1.1, R10.5)."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="added_points")
    element = models.ForeignKey(Element, models.PROTECT, related_name="added_points", verbose_name="诊断要素")
    code = models.CharField("编号", max_length=12)
    text = models.CharField("内容", max_length=120)
    kind = models.CharField("类别", max_length=8, choices=Point.Kind, default=Point.Kind.TEXT)
    indicators = models.JSONField("指标", default=list, blank=True)
    evidence = models.CharField("佐证", max_length=120, blank=True)

    class Meta(Resting.Meta):
        ordering = ["element", "code"]
        constraints = [*Resting.Meta.constraints, models.UniqueConstraint(fields=["scheme", "code"], name="added_point_code")]

    def __str__(self):
        return f"{self.code} {self.text}"


class HintNote(Resting):
    """提示注解: a province's adjustment of a hint, beside the guidance's words and never in their place (R1.1, R1.8)."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="hint_notes")
    hint = models.ForeignKey(Hint, models.PROTECT, related_name="notes", verbose_name="诊断点提示")
    text = models.CharField("注解", max_length=300)

    class Meta(Resting.Meta):
        ordering = ["hint"]
        constraints = [*Resting.Meta.constraints, models.UniqueConstraint(fields=["scheme", "hint"], name="hint_note_once")]

    def __str__(self):
        return self.text


class Adjustment(models.Model):
    """条件调整: another number for one of the five conditions of R8.4: which, for whom and why.

    For schools in remote and poor areas by R1.4; for the categories whose numbers the setting standard leaves to the province, by that.
    """

    class Group(models.TextChoices):
        REMOTE_POOR = "remote", "边远贫困地区学校"
        ARTS = "艺术", "艺术类学校"
        SPORTS = "体育", "体育类学校"
        SPECIAL = "特教", "特殊教育学校"

    class Threshold(models.TextChoices):
        STUDENTS = "students", "全日制中职学历教育在校生数（人）不少于"
        STUDENTS_PER_TEACHER = "students_per_teacher", "师生比（每名教师的学生数）不多于"
        MAJOR_TEACHERS = "major_teachers", "专任教师中的专业教师占比（%）不低于"
        BUILDINGS = "buildings", "校舍建筑面积（m²）不少于"
        BUILDINGS_PER_STUDENT = "buildings_per_student", "生均校舍建筑面积（m²）不少于"
        EQUIPMENT_ENGINEERING = "equipment_engineering", "工科、医药类专业生均仪器设备价值（元）不少于"
        EQUIPMENT_OTHER = "equipment_other", "其他专业生均仪器设备价值（元）不少于"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="adjustments")
    group = models.CharField("适用学校", max_length=6, choices=Group)
    threshold = models.CharField("调整的条件", max_length=24, choices=Threshold)
    value = models.DecimalField("调整为", max_digits=10, decimal_places=2)
    reason = models.CharField("理由", max_length=300)

    class Meta:
        default_permissions = ()
        ordering = ["group", "threshold"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "group", "threshold"], name="adjustment_once"),
            models.CheckConstraint(condition=Q(value__gt=0), name="adjustment_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="adjustment_reason"),
        ]

    def __str__(self):
        return f"{self.get_group_display()}：{self.get_threshold_display()}"


class CityNote(models.Model):
    """本市说明: what a 地市 adds to the one scheme of its province: notes and dates, no parameters (R1.5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="city_notes")
    city = models.ForeignKey(Organization, models.PROTECT, related_name="scheme_notes", verbose_name="地市")
    text = models.CharField("说明", max_length=500)
    first_day = models.DateField("自", null=True, blank=True)
    last_day = models.DateField("至", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="写的人")
    at = models.DateTimeField("写于", default=timezone.now)

    scope = "city__path"
    laid_down = {"schemes.view_scheme": Q(pk__isnull=False)}

    class Meta:
        default_permissions = ()
        ordering = ["city", "at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="city_note_text"),
            models.CheckConstraint(condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")), name="city_note_days"),
        ]

    def __str__(self):
        return f"{self.city}：{self.text}"
