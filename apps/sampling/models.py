import zlib

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.organizations.models import Organization
from apps.sampling.rules.frame import Place
from apps.schemes.models import Scheme
from apps.workflow.models import Living


class Plan(Living):
    """实施规划: which years a cycle has and how much of the schools is to be drawn in it, under a scheme (R1.1, G2)."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        ISSUED = "issued", "已发布"

    province = models.ForeignKey(Organization, models.PROTECT, related_name="plans", verbose_name="省")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="plans", verbose_name="省级方案")
    title = models.CharField("名称", max_length=120)
    first_year = models.PositiveSmallIntegerField("起始年")
    last_year = models.PositiveSmallIntegerField("结束年")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    issued_on = models.DateField("发布日期", null=True, blank=True)
    #: Why a cycle that ends short of the share or of a 地市 did so (R1.2).
    shortfall = models.TextField("未达到的说明", max_length=2000, blank=True)

    scope = "province__path"
    list_name = "sampling:plans"
    #: A plan once issued binds all below the province, so all below it read it; a draft is its authors' own.
    laid_down = {"sampling.view_plan": Q(state="issued")}
    opens = {"sampling.view_plan": lambda user: Q(state="issued") | reach(user, "sampling.manage_plan", Plan)}

    class Meta:
        default_permissions = ("view",)
        permissions = [("manage_plan", "管理实施规划")]
        ordering = ["-first_year"]
        constraints = [
            models.UniqueConstraint(fields=["province", "first_year"], name="plan_of_a_cycle"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_cycle"),
            models.CheckConstraint(condition=Q(state="draft") | Q(issued_on__isnull=False), name="plan_issued_when"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("sampling:plan", args=[self.pk])


class Application(Living):
    """自愿申请: a school asks to be reviewed in a year (R8.7)."""

    class State(models.TextChoices):
        SENT = "sent", "已申请"
        TAKEN = "taken", "已纳入"
        REFUSED = "refused", "未纳入"
        WITHDRAWN = "withdrawn", "已撤回"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="applications", verbose_name="实施规划")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="applications", verbose_name="学校")
    year = models.PositiveSmallIntegerField("年份")
    state = models.CharField("状态", max_length=10, choices=State, default=State.SENT)
    reason = models.TextField("申请理由", max_length=1000)

    scope = "school__path"
    list_name = "sampling:applications"

    class Meta:
        default_permissions = ("view",)
        permissions = [("apply_review", "申请复核"), ("handle_application", "处理复核申请")]
        ordering = ["-year", "school__path"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], condition=~Q(state="withdrawn"), name="application_once_a_year"),
            models.CheckConstraint(condition=~Q(reason=""), name="application_reason"),
        ]

    def __str__(self):
        return f"{self.school} {self.year} 年复核申请"

    def get_absolute_url(self):
        return reverse("sampling:application", args=[self.pk])


class Draw(Living):
    """抽样: one year's draw of a province: committed by hash before the random value exists, then drawn, then published (R8.1, G5).

    ``commitment`` is the SHA-256 of the canonical frame, parameters and algorithm; ``bundle`` the canonical proof, compressed; ``digest`` its SHA-256.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "编制抽样框"
        COMMITTED = "committed", "已封存，待抽"
        DRAWN = "drawn", "已抽取"
        PUBLISHED = "published", "已公布"
        ANNULLED = "annulled", "已作废"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="draws", verbose_name="实施规划")
    province = models.ForeignKey(Organization, models.PROTECT, related_name="draws", verbose_name="省")
    year = models.PositiveSmallIntegerField("年份")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    quota = models.PositiveSmallIntegerField("抽取校数", null=True, blank=True)
    reserves = models.PositiveSmallIntegerField("备选校数", default=0)
    #: What was sealed, and the hash of each thing of it (``rules.draw.sums``): whoever changes a row afterwards is named.
    parameters = models.JSONField("封存的参数", default=dict, blank=True)
    sums = models.JSONField("各项摘要", default=dict, blank=True)
    source = models.CharField("随机数来源", max_length=300, blank=True)
    reveal_on = models.DateField("开奖日期", null=True, blank=True)
    commitment = models.CharField("封存摘要", max_length=64, blank=True)
    committed_at = models.DateTimeField("封存时间", null=True, blank=True)
    value = models.CharField("随机数", max_length=200, blank=True)
    drawn_at = models.DateTimeField("抽取时间", null=True, blank=True)
    framed_at = models.DateTimeField("抽样框编制时间", null=True, blank=True)
    bundle = models.BinaryField(null=True, blank=True)
    digest = models.CharField("证明包摘要", max_length=64, blank=True)

    scope = "province__path"
    list_name = "sampling:draws"

    class Meta:
        default_permissions = ("view",)
        permissions = [("manage_draw", "组织抽样"), ("publish_draw", "公布抽样结果")]
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year"], condition=~Q(state="annulled"), name="draw_once_a_year"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "annulled"])
                | Q(quota__isnull=False, reveal_on__isnull=False, committed_at__isnull=False) & ~Q(source="") & ~Q(commitment=""),
                name="draw_committed_in_full",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "committed", "annulled"]) | ~Q(value="") & ~Q(digest="") & Q(bundle__isnull=False),
                name="draw_drawn_in_full",
            ),
        ]

    def __str__(self):
        return f"{self.province} {self.year} 年抽样"

    def get_absolute_url(self):
        return reverse("sampling:draw", args=[self.pk])

    def proof(self):
        """The canonical bundle as bytes; empty before the draw."""
        return zlib.decompress(self.bundle) if self.bundle else b""


class Pilot(models.Model):
    """试点校: a school that the province named for the pilots (R3.1): reviewed by the national committee, counted in its province (R3.2)."""

    school = models.OneToOneField(Organization, models.PROTECT, related_name="pilot", verbose_name="学校")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    scope = "school__path"

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="pilot_term")]

    def __str__(self):
        return f"{self.school}（试点）"


class FrameRow(models.Model):
    """抽样框: one school of a province in a year's draw, in or out and by which rule (R8.1–R8.9); ``won``: see ``rules.draw.Ticket``.

    ``counts``: whether it is of the schools the share is of (R8.1); ``stop_on``: the last day to meet the conditions (R8.5).
    """

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="rows")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="学校")
    code = models.CharField("标识码", max_length=12)
    name = models.CharField("名称", max_length=100)
    area_code = models.CharField("所在地市", max_length=12)
    place = models.CharField("位置", max_length=10, choices=Place)
    rule = models.CharField("依据", max_length=8, blank=True)
    reason = models.CharField("说明", max_length=300, blank=True)
    counts = models.BooleanField("计入开展诊改学校数", default=False)
    due = models.DateField("最迟复核日", null=True, blank=True)
    stop_on = models.DateField("达标期限", null=True, blank=True)
    ticket = models.CharField("签号", max_length=64, blank=True)
    won = models.CharField("结果", max_length=8, blank=True)
    rank = models.PositiveIntegerField("次序", null=True, blank=True)

    scope = "school__path"

    class Meta:
        default_permissions = ()
        ordering = ["area_code", "code"]
        constraints = [models.UniqueConstraint(fields=["draw", "code"], name="frame_row_once")]

    def __str__(self):
        return f"{self.name}：{self.get_place_display()}"


class Selection(Living):
    """入样: a school to be reviewed by a draw, or apart from its random part; deferred, replaced or released with its reason (R8, G9)."""

    class State(models.TextChoices):
        DRAWN = "drawn", "入样"
        RESERVE = "reserve", "备选"
        DEFERRED = "deferred", "延期"
        REPLACED = "replaced", "已替换"
        RELEASED = "released", "已解除"

    class Kind(models.TextChoices):
        RANDOM = "random", "随机抽取"
        MANDATORY = "mandatory", "必须复核"
        VOLUNTEER = "volunteer", "自愿申请"
        PILOT = "pilot", "试点校"

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="selections", verbose_name="抽样")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="selections", verbose_name="学校")
    kind = models.CharField("方式", max_length=10, choices=Kind)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAWN)
    order = models.PositiveIntegerField("次序", default=0)
    due = models.DateField("最迟复核日", null=True, blank=True)
    deferred_to = models.PositiveSmallIntegerField("延至年份", null=True, blank=True)
    reason = models.CharField("变动理由", max_length=500, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    in_place_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name="替换")
    at = models.DateTimeField(default=timezone.now)

    scope = "school__path"
    list_name = "sampling:selections"
    #: A draw makes some of them reserves.
    begins = ("reserve",)
    #: Before the draw is published it is known to those who hold it alone.
    opens = {"sampling.view_selection": lambda user: Q(draw__state="published") | reach(user, "sampling.view_draw", Selection)}

    class Meta:
        default_permissions = ("view",)
        ordering = ["draw", "kind", "order"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "school"], name="selection_once"),
            models.CheckConstraint(condition=Q(state__in=["drawn", "reserve"]) | ~Q(reason=""), name="selection_change_reason"),
            models.CheckConstraint(condition=~Q(state="reserve") | Q(kind="random"), name="selection_reserve_is_random"),
        ]

    def __str__(self):
        return f"{self.school}（{self.get_kind_display()}）"

    def get_absolute_url(self):
        return reverse("sampling:selection", args=[self.pk])

    @property
    def how(self):
        """How the school came in, in words: a reserve came in for another (G9)."""
        return f"备选递补（递补{self.in_place_of.school}）" if self.in_place_of_id else self.get_kind_display()
