import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.dictionary.models import Edition
from apps.documents.models import Certificate, File
from apps.organizations.models import Level, Organization
from apps.workflow.models import Living


class Round(Living):
    """上报轮次: one province's collection of one school year, with its deadlines from below upwards."""

    class State(models.TextChoices):
        PLANNED = "planned", "未开放"
        OPEN = "open", "上报中"
        CLOSED = "closed", "已结束"

    province = models.ForeignKey(Organization, models.PROTECT, related_name="rounds", verbose_name="省")
    year = models.PositiveSmallIntegerField("学年")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="数据字典版本")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    practice = models.BooleanField("练习", default=False)
    school_due = models.DateField("学校期限")
    city_due = models.DateField("市级期限")
    province_due = models.DateField("省级期限")
    #: Until when the reports of that school year were due by the scheme it began under (R1.2, R1.7); None where there was none.
    report_due = models.DateField("自我诊改报告期限", null=True, blank=True)
    quality_due = models.DateField("质量报告期限", null=True, blank=True)

    scope = "province__path"
    list_name = "statusdata:rounds"

    class Meta:
        default_permissions = ("view",)
        permissions = [("manage_round", "管理轮次")]
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["province", "year"], condition=Q(practice=False), name="round_once_a_year"),
            models.CheckConstraint(condition=Q(school_due__lte=F("city_due"), city_due__lte=F("province_due")), name="round_deadlines"),
        ]

    def __str__(self):
        return f"{self.province}{self.year}—{self.year + 1}学年状态数据" + ("（练习）" if self.practice else "")

    def get_absolute_url(self):
        return reverse("statusdata:round", args=[self.pk])


class ReportDay(models.Model):
    """自我诊改报告提交日: when a school handed in its first report of a school year, as the floor above that has the reports tells (R6.2)."""

    school = models.ForeignKey(Organization, models.PROTECT, related_name="report_days", verbose_name="学校")
    year = models.PositiveSmallIntegerField("学年")
    on = models.DateField("提交日")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="report_day_once")]

    def __str__(self):
        return f"{self.school}{self.on:%Y-%m-%d}"


class Return(Living):
    """上报: one school's status data of one round, on its way upwards (D1)."""

    class State(models.TextChoices):
        OPEN = "open", "填报中"
        SUBMITTED = "submitted", "已上报，待市级审核"
        CHECKED = "checked", "已审核，待省级受理"
        ACCEPTED = "accepted", "已受理"

    round = models.ForeignKey(Round, models.PROTECT, related_name="returns", verbose_name="轮次")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="returns", verbose_name="学校")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    submitted_at = models.DateTimeField("上报时间", null=True, blank=True)
    first_submitted_at = models.DateTimeField("首次上报时间", null=True, blank=True)
    checked_at = models.DateTimeField("审核时间", null=True, blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    snapshot = models.OneToOneField("Snapshot", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上报版本")
    #: What stood in the way of the first attempt to hand in: the quality of K149.
    rules_total = models.PositiveIntegerField("首次校验规则数", null=True, blank=True)
    rules_passed_first = models.PositiveIntegerField("首次校验通过数", null=True, blank=True)

    scope = "school__path"
    list_name = "statusdata:list"
    opens = {
        # What a school is still typing is its own (D9).
        "statusdata.read_return": lambda user: ~Q(state="open") | reach(user, "statusdata.fill_return", Return),
        "statusdata.certify_return": lambda user: Q(round__state="open"),
        "statusdata.accept_return": lambda user: ~Q(state="submitted") | Q(school__parent__level=Level.PROVINCE),
    }

    class Meta:
        default_permissions = ("view",)
        permissions = [
            ("read_return", "查看各格数值"),
            ("fill_return", "填报"),
            ("certify_return", "签字上报"),
            ("check_return", "市级审核"),
            ("accept_return", "省级受理"),
            ("remark_return", "批注"),
            ("answer_remark", "答复批注"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "school"], name="return_once"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(snapshot__isnull=False, submitted_at__isnull=False), name="return_submitted_in_full"
            ),
            models.CheckConstraint(condition=~Q(state="accepted") | Q(accepted_at__isnull=False), name="return_accepted_when"),
        ]

    def __str__(self):
        return f"{self.school}{self.round.year}—{self.round.year + 1}学年状态数据"

    def get_absolute_url(self):
        return reverse("statusdata:return", args=[self.pk])

    @property
    def writable(self):
        """Whether cells are taken: it is with the school, and its round still runs."""
        return self.state == self.State.OPEN and self.round.state == Round.State.OPEN


class Sheet(models.Model):
    """一张表: one form of one return: who fills it in, and whether it is declared to have no rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.ForeignKey(Return, models.CASCADE, related_name="sheets")
    form = models.CharField("表", max_length=8)
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="填报人")
    declared_empty = models.BooleanField("无此类记录", default=False)

    scope = "upload__school__path"

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["upload", "form"], name="sheet_once")]

    def __str__(self):
        return self.form


class RecordQuerySet(models.QuerySet):
    def numbered(self):
        """With ``number``, by which people call a row: its place among the rows that its form has now, from 1."""
        return self.annotate(number=Window(RowNumber(), partition_by=["upload", "form"], order_by=["position", "id"]))


class Record(models.Model):
    """记录: a single form, or one row of a many-row form. ``values`` is field -> canonical text; an absent key is empty.

    ``writers`` is field -> [client, number]: who saved the cell last, so that a resend is no conflict with oneself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.ForeignKey(Return, models.CASCADE, related_name="records")
    form = models.CharField("表", max_length=8)
    position = models.PositiveIntegerField("行", default=0)
    values = models.JSONField("值", default=dict)
    writers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)

    scope = "upload__school__path"
    objects = RecordQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["form", "position", "id"]
        indexes = [models.Index(fields=["upload", "form", "position"], name="record_place")]

    def __str__(self):
        return f"{self.form} 第 {self.position + 1} 行"


class Sitting(models.Model):
    """一次填写: what one person typed into one record within ten minutes; it becomes one entry of the log."""

    id = models.BigAutoField(primary_key=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    record = models.ForeignKey(Record, models.CASCADE, related_name="sittings")
    since = models.DateTimeField(default=timezone.now)
    changes = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["by", "record"], name="sitting_once")]

    def __str__(self):
        return f"{self.by} {self.record}"


class Explanation(models.Model):
    """说明: why a soft finding stands as it is (C5); it travels upwards with the return."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.ForeignKey(Return, models.CASCADE, related_name="explanations")
    check_code = models.CharField("规则", max_length=12)
    record = models.ForeignKey(Record, models.CASCADE, null=True, blank=True, related_name="+")
    text = models.TextField("说明")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["upload", "check_code", "record"], nulls_distinct=False, name="explanation_once"),
            models.CheckConstraint(condition=~Q(text=""), name="explanation_text"),
        ]

    def __str__(self):
        return self.text


class Remark(models.Model):
    """批注: a word on one cell between the levels (B7), resolved when answered. One given with a sending back is a reason (D4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.ForeignKey(Return, models.CASCADE, related_name="remarks")
    form = models.CharField("表", max_length=8)
    field = models.CharField("项目", max_length=30)
    record = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField("批注", max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    scope = "upload__school__path"

    class Meta:
        default_permissions = ()
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remark_text")]

    def __str__(self):
        return self.text


class Snapshot(models.Model):
    """上报版本: what the school signed: immutable, compressed and hashed (D10, R6.3). ``path`` is the school's place that day (E4).

    ``body`` is the canonical form of {"school", "year", "edition", "forms", "explanations", "register"}; ``digest`` its SHA-256.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.ForeignKey(Return, models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField("版次")
    at = models.DateTimeField("签字时间", default=timezone.now)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="签字人")
    path = models.CharField(max_length=60)
    area_path = models.CharField(max_length=60, blank=True)
    body = models.BinaryField()
    digest = models.CharField("摘要", max_length=64)
    messages = models.JSONField("校验结果", default=list)

    scope = "upload__school__path"

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="snapshot_number")]

    def __str__(self):
        return f"{self.upload} 第 {self.number} 版"


class Receipt(models.Model):
    """回执: the paper that says a version was handed in, or accepted; anyone can verify its code (D10)."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", "上报回执"
        ACCEPTED = "accepted", "受理回执"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="receipts", verbose_name="版本")
    kind = models.CharField("种类", max_length=10, choices=Kind)
    file = models.OneToOneField(File, models.PROTECT, related_name="+", verbose_name="文件")
    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="+", verbose_name="验证码")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["snapshot", "kind"], name="receipt_once")]

    def __str__(self):
        return f"{self.snapshot}{self.get_kind_display()}"


class Acceptance(models.Model):
    """受理记录: the outbox row of an acceptance; the floor above reads it and computes (no call upwards). ``done`` by whom is done with it."""

    id = models.BigAutoField(primary_key=True)
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="acceptance")
    at = models.DateTimeField(default=timezone.now)
    done = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.snapshot)


class Import(Living):
    """导入: a filled workbook on its way into a return: read, shown, then written or given up (B4).

    ``plan`` is the preview as ``workbook.comparing.Plan`` keeps it, ``report`` what became of it; ``refusal`` says why the workbook was not taken or not written.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "正在读取"
        READ = "read", "待确认"
        REFUSED = "refused", "没有读取"
        APPLYING = "applying", "正在写入"
        APPLIED = "applied", "已写入"
        STOPPED = "stopped", "没有写入"
        DISCARDED = "discarded", "已放弃"

    upload = models.ForeignKey(Return, models.PROTECT, related_name="imports", verbose_name="上报")
    name = models.CharField("文件名", max_length=120)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="导入人")
    at = models.DateTimeField("导入时间", default=timezone.now)
    plan = models.JSONField("预览", default=dict)
    chosen = models.JSONField("勾选", default=dict)
    report = models.JSONField("结果", default=dict)
    refusal = models.CharField("原因", max_length=500, blank=True)

    scope = "upload__school__path"

    class Meta:
        default_permissions = ()
        ordering = ["-at"]

    def __str__(self):
        return f"导入工作簿“{self.name}”"

    def get_absolute_url(self):
        return reverse("statusdata:import", args=[self.pk])
