import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.diagnosis.models import Report
from apps.documents.models import Certificate, File
from apps.organizations.models import Organization
from apps.workflow.models import Living


class YearlyReport(Living):
    """年度报告: one province's report of a calendar year to the ministry: the year's work and the next year's plan (R5.1).

    Its figures are composed of what the line below holds until it is signed; ``lodging`` is the version lodged last, also where that was sent back.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        READY = "ready", "待签字"
        LODGED = "lodged", "已报送"

    province = models.ForeignKey(Organization, models.PROTECT, related_name="yearly_reports", verbose_name="省")
    year = models.PositiveSmallIntegerField("年度")
    due = models.DateField("期限")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    work = models.TextField("本年度工作", max_length=8000, blank=True)
    plan = models.TextField("下一年度计划", max_length=8000, blank=True)
    note = models.TextField("需要说明的事项", max_length=4000, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="最后修改人")
    written_at = models.DateTimeField("最后修改", null=True, blank=True)
    #: The last draft on paper, and of what content it was made.
    draft = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="草稿 PDF")
    draft_digest = models.CharField("草稿所依内容", max_length=64, blank=True)
    drafted_at = models.DateTimeField("草稿生成", null=True, blank=True)
    lodging = models.OneToOneField("Lodging", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报送版本")

    scope = "province__path"
    list_name = "annualreports:list"
    opens = {
        # What a province still writes is its own; what it lodged once stays to be seen above.
        "annualreports.view_yearlyreport": lambda user: Q(lodging__isnull=False) | reach(user, "annualreports.read_draft", YearlyReport),
        # Two people: who wrote last does not sign.
        "annualreports.lodge_yearlyreport": lambda user: ~Q(written_by=user),
    }

    class Meta:
        default_permissions = ("view",)
        permissions = [
            ("read_draft", "查看年度报告草稿"),
            ("edit_yearlyreport", "起草年度报告"),
            ("lodge_yearlyreport", "签字报送年度报告"),
            ("recall_yearlyreport", "退回年度报告"),
        ]
        ordering = ["-year", "province__path"]
        constraints = [
            models.UniqueConstraint(fields=["province", "year"], name="yearlyreport_once_a_year"),
            models.CheckConstraint(condition=~Q(state="lodged") | Q(lodging__isnull=False), name="yearlyreport_lodged_in_full"),
            models.CheckConstraint(condition=Q(due__month=12, due__day=31, due__year=F("year")), name="yearlyreport_due"),
        ]

    def __str__(self):
        return f"{self.province} {self.year} 年度报告"

    def get_absolute_url(self):
        return reverse("annualreports:page", args=[self.pk])


class Fund(models.Model):
    """经费: what a province set aside and spent in the year for one purpose, in 万元 (R4.1)."""

    class Purpose(models.TextChoices):
        SCHEME = "scheme", "方案的制定与实施"
        REVIEW = "review", "抽样复核"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(YearlyReport, models.CASCADE, related_name="funds", verbose_name="年度报告")
    purpose = models.CharField("用途", max_length=10, choices=Purpose)
    set_aside = models.DecimalField("安排（万元）", max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)])
    spent = models.DecimalField("支出（万元）", max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)])
    note = models.CharField("来源与说明", max_length=300, blank=True)

    scope = "report__province__path"

    class Meta:
        default_permissions = ()
        # The scheme first.
        ordering = ["-purpose"]
        constraints = [
            models.UniqueConstraint(fields=["report", "purpose"], name="fund_once"),
            models.CheckConstraint(condition=Q(set_aside=None) | Q(set_aside__gte=0), name="fund_set_aside"),
            models.CheckConstraint(condition=Q(spent=None) | Q(spent__gte=0), name="fund_spent"),
        ]

    def __str__(self):
        return self.get_purpose_display()


class Lodging(models.Model):
    """报送版本: what was signed and lodged: immutable and hashed; ``content`` is the form of ``contents.content``, ``digest`` its SHA-256 (R5.1).

    One that the ministry sent back keeps its row, with the reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(YearlyReport, models.PROTECT, related_name="lodgings", verbose_name="年度报告")
    number = models.PositiveSmallIntegerField("版次")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="签字人")
    at = models.DateTimeField("报送时间", default=timezone.now)
    file = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报告 PDF")
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="验证码")
    receipt = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回执")
    receipt_certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回执验证码")
    recalled_at = models.DateTimeField("退回时间", null=True, blank=True)
    recalled_why = models.CharField("退回理由", max_length=1000, blank=True)

    scope = "report__province__path"

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="lodging_number"),
            models.CheckConstraint(condition=Q(recalled_at=None) | ~Q(recalled_why=""), name="lodging_recalled_with_reason"),
        ]

    def __str__(self):
        return f"{self.report}第 {self.number} 版"

    @property
    def on(self):
        return timezone.localdate(self.at)


class Chase(models.Model):
    """催报: the people of a province were told that its report of a year is asked for (L2); ``people`` is how many."""

    id = models.BigAutoField(primary_key=True)
    province = models.ForeignKey(Organization, models.PROTECT, related_name="chases", verbose_name="省")
    year = models.PositiveSmallIntegerField("年度")
    on = models.DateField("日期")
    people = models.PositiveSmallIntegerField("人数")

    scope = "province__path"

    class Meta:
        default_permissions = ()
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["province", "year", "on"], name="chase_once_a_day")]

    def __str__(self):
        return f"{self.province} {self.year} 年度报告催报"


class Circular(Living):
    """通报: the ministry's word to all provinces on a year: who reported, who is late, what was done (R5.2).

    ``content`` and ``digest`` are frozen when it is issued; from then on every province reads it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "拟稿中"
        ISSUED = "issued", "已印发"

    issuer = models.ForeignKey(Organization, models.PROTECT, related_name="circulars", verbose_name="印发单位")
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    number = models.CharField("发文字号", max_length=60, blank=True)
    opinion = models.TextField("通报意见", max_length=4000, blank=True)
    content = models.JSONField("内容", default=dict)
    digest = models.CharField("摘要", max_length=64, blank=True)
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)
    file = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF")
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="验证码")

    scope = "issuer__path"
    list_name = "annualreports:list"
    laid_down = {"annualreports.view_circular": Q(state="issued")}
    opens = {"annualreports.view_circular": lambda user: Q(state="issued") | reach(user, "annualreports.issue_circular", Circular)}

    class Meta:
        default_permissions = ("view",)
        permissions = [("issue_circular", "印发年度通报")]
        ordering = ["-year", "-issued_at"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year"], condition=Q(state="draft"), name="circular_one_draft"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="circular_number"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(issued_at__isnull=False) & ~Q(digest="") & ~Q(number=""), name="circular_issued_in_full"
            ),
        ]

    def __str__(self):
        return f"{self.year} 年度全国教学诊改工作通报"

    def get_absolute_url(self):
        return reverse("annualreports:circular", args=[self.pk])


class Chapter(models.Model):
    """质量报告专章: what a school carries of its signed self-diagnosis into its 年度质量报告 (R5.3); drafted once of a signed version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(Organization, models.PROTECT, related_name="chapters", verbose_name="学校")
    report = models.OneToOneField(Report, models.PROTECT, related_name="chapter", verbose_name="自我诊改报告")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="起草人")
    at = models.DateTimeField("起草时间", default=timezone.now)
    file = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF")

    scope = "school__path"

    class Meta:
        default_permissions = ("view",)
        permissions = [("write_chapter", "起草质量报告专章")]
        ordering = ["-at"]

    def __str__(self):
        return f"{self.school}年度质量报告专章"

    def get_absolute_url(self):
        return reverse("annualreports:chapter", args=[self.pk])
