import uuid
import zlib

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.diagnosis.rules import OF_THE_WHOLE, Kind
from apps.documents.models import Certificate, File
from apps.organizations.models import Organization
from apps.schemes.models import Element, Hint, Scheme
from apps.statusdata.models import Snapshot
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
        return self.text or (self.indicator if self.value is None else f"{self.indicator} 目标值 {self.value.normalize():f}")


class Diagnosis(Living):
    """自我诊改: one school's diagnosis of one school year, under the scheme it was begun under (R1.7), on accepted data (R6.3)."""

    class State(models.TextChoices):
        OPEN = "open", "诊改中"
        SIGNED = "signed", "已签字"

    school = models.ForeignKey(Organization, models.PROTECT, related_name="diagnoses", verbose_name="学校")
    year = models.PositiveSmallIntegerField("学年")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="diagnoses", verbose_name="省级方案")
    regime = models.ForeignKey(Regime, models.PROTECT, null=True, blank=True, related_name="diagnoses", verbose_name="诊改制度")
    plan = models.ForeignKey(DevelopmentPlan, models.PROTECT, null=True, blank=True, related_name="diagnoses", verbose_name="事业发展规划")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="diagnoses", verbose_name="所依据的状态数据")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    report = models.OneToOneField("Report", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签字版本")

    scope = "school__path"
    list_name = "diagnosis:list"
    opens = {
        # What a school is still writing is its own.
        "diagnosis.read_diagnosis": lambda user: Q(state="signed") | reach(user, "diagnosis.write_diagnosis", Diagnosis),
    }

    class Meta:
        default_permissions = ("view",)
        permissions = [("read_diagnosis", "查看自我诊改内容"), ("write_diagnosis", "撰写自我诊改"), ("sign_diagnosis", "签署自我诊改报告")]
        ordering = ["-year", "school__path"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="diagnosis_once_a_year"),
            models.CheckConstraint(condition=Q(state="open") | Q(report__isnull=False), name="diagnosis_signed_in_full"),
        ]

    def __str__(self):
        return f"{self.school}{self.year}—{self.year + 1}学年自我诊改"

    def get_absolute_url(self):
        return reverse("diagnosis:diagnosis", args=[self.pk])


class Part(models.Model):
    """诊断分工: one element of a diagnosis, and who writes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="parts")
    element = models.ForeignKey(Element, models.PROTECT, related_name="+", verbose_name="诊断要素")
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="撰写人")

    class Meta:
        default_permissions = ()
        ordering = ["element__item__order", "element__order"]
        constraints = [models.UniqueConstraint(fields=["diagnosis", "element"], name="part_once")]

    def __str__(self):
        return str(self.element)


class Passage(models.Model):
    """一段文字: one text of a diagnosis, saved like a cell: compare-and-set on ``version``. A 现状 has its hint, the texts of the whole no element.

    ``writer`` is [client, number] of the last save, so that a resend is no conflict with oneself. ``since`` is when the sitting under way
    began (None: what stands there is kept as a Draft already).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="passages")
    kind = models.CharField("类别", max_length=12, choices=Kind)
    element = models.ForeignKey(Element, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="诊断要素")
    hint = models.ForeignKey(Hint, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="诊断点提示")
    text = models.TextField("文字", blank=True)
    version = models.PositiveIntegerField(default=0)
    writer = models.JSONField(default=list)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="最后修改人")
    at = models.DateTimeField("最后修改", null=True, blank=True)
    since = models.DateTimeField("本次开始", null=True, blank=True)

    scope = "diagnosis__school__path"

    class Meta:
        default_permissions = ()
        ordering = ["element", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["diagnosis", "kind", "element", "hint"], nulls_distinct=False, name="passage_once"),
            models.CheckConstraint(condition=Q(kind__in=OF_THE_WHOLE) ^ Q(element__isnull=False), name="passage_of_an_element"),
            models.CheckConstraint(condition=Q(kind=Kind.STATUS) ^ Q(hint=None), name="passage_of_a_hint"),
        ]

    def __str__(self):
        return f"{self.element or ''}{self.get_kind_display()}"


class Draft(models.Model):
    """一稿: what a passage said at the end of somebody's sitting of ten minutes: who, when, what (F3)."""

    id = models.BigAutoField(primary_key=True)
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="drafts")
    text = models.TextField("文字", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="修改人")
    since = models.DateTimeField("开始")
    at = models.DateTimeField("结束", default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-at"]

    def __str__(self):
        return f"{self.passage} {self.at}"


class Report(models.Model):
    """自我诊改报告: what the principal signed: immutable, compressed and hashed; the paper of 附 2 is made of it (R7.3, A2).

    ``body`` is the canonical form of the texts, the figures shown and the measures, see ``selectors.reports``; ``digest`` its SHA-256.
    ``held_at`` is when a floor above began to work on it (a review): from then on it cannot be recalled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    diagnosis = models.ForeignKey(Diagnosis, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField("版次")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="reports", verbose_name="学校")
    body = models.BinaryField()
    digest = models.CharField("摘要", max_length=64)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="签字人")
    at = models.DateTimeField("签字时间", default=timezone.now)
    file = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF")
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="验证码")
    scan = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="盖章扫描件")
    held_at = models.DateTimeField("交付复核", null=True, blank=True)

    scope = "school__path"

    class Meta:
        default_permissions = ("view",)
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["diagnosis", "number"], name="report_number")]

    def __str__(self):
        return f"{self.diagnosis}报告第 {self.number} 版"

    def get_absolute_url(self):
        return reverse("diagnosis:report", args=[self.pk])

    def content(self):
        return zlib.decompress(self.body)


class Measure(Living):
    """改进措施: problem, aim, who, until when, how far; one not yet carried out is a state, not a phrase (R7.5, F6).

    ``origin_id`` is the key of what a higher floor answers by it: a finding of a review, an order. ``chased`` is the deadline of which the
    school was reminded when it had passed: a later one is a new lateness.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "尚未实施"
        RUNNING = "running", "实施中"
        DONE = "done", "已实施"

    class Origin(models.TextChoices):
        DIAGNOSIS = "diagnosis", "自我诊改"
        REVIEW = "review", "现场复核"
        ORDER = "order", "整改要求"

    school = models.ForeignKey(Organization, models.PROTECT, related_name="measures", verbose_name="学校")
    diagnosis = models.ForeignKey(Diagnosis, models.PROTECT, null=True, blank=True, related_name="measures", verbose_name="自我诊改")
    element = models.ForeignKey(Element, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="诊断要素")
    origin = models.CharField("来源", max_length=10, choices=Origin, default=Origin.DIAGNOSIS)
    origin_id = models.UUIDField(null=True, blank=True)
    problem = models.CharField("问题", max_length=500)
    aim = models.CharField("措施与目标", max_length=500)
    owner = models.CharField("责任人", max_length=60, blank=True)
    due = models.DateField("计划完成", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    carried_out_on = models.DateField("完成日期", null=True, blank=True)
    effect = models.CharField("已见成效", max_length=500, blank=True)
    chased = models.DateField("已催办的期限", null=True, blank=True)

    scope = "school__path"
    list_name = "diagnosis:measures"
    opens = {
        # What a school still writes into its report is its own, as the texts are.
        "diagnosis.view_measure": lambda user: Q(diagnosis=None) | Q(diagnosis__state="signed") | reach(user, "diagnosis.manage_measure", Measure),
    }

    class Meta:
        default_permissions = ("view",)
        permissions = [("manage_measure", "管理改进措施")]
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["origin", "origin_id"], name="measure_origin"),
            models.Index(fields=["due"], condition=~Q(state="done"), name="measure_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(origin="diagnosis") ^ Q(origin_id__isnull=False), name="measure_origin_named"),
            models.CheckConstraint(condition=Q(origin="diagnosis") ^ Q(diagnosis=None), name="measure_of_a_diagnosis"),
            models.CheckConstraint(condition=Q(state="done") ^ Q(carried_out_on=None), name="measure_carried_out_when"),
            models.CheckConstraint(condition=~Q(problem="") & ~Q(aim=""), name="measure_in_words"),
        ]

    def __str__(self):
        return f"{self.school}改进措施：{Truncator(self.aim).chars(30)}"

    def get_absolute_url(self):
        return reverse("diagnosis:measure", args=[self.pk])


class Progress(models.Model):
    """进展: a word on how far a measure is, with the paper that shows it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="progress")
    text = models.CharField("进展", max_length=1000)
    file = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-at"]

    def __str__(self):
        return self.text[:40]


class PublicReport(Living):
    """报告公开本: a signed report without personal data, the only thing of it the public side reads (F8).

    ``found`` is what looks personal: its place in the report, not the words themselves, and what was done about it;
    ``content`` the texts as they may stand in public, see ``selectors.public``; ``digest`` its SHA-256 from the day it is confirmed.
    One person prepares it, another confirms.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", "待确认"
        CONFIRMED = "confirmed", "可以公开"
        RETURNED = "returned", "退回重做"
        GIVEN_UP = "given_up", "报告已撤回"

    report = models.OneToOneField(Report, models.PROTECT, related_name="public_report", verbose_name="报告")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="public_reports", verbose_name="学校")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PREPARED)
    found = models.JSONField("疑似个人信息", default=list)
    content = models.JSONField("公开内容", default=dict)
    digest = models.CharField("摘要", max_length=64, blank=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="处理人")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人")

    scope = "school__path"
    list_name = "diagnosis:public_reports"
    opens = {
        # A second pair of eyes is another person's.
        "diagnosis.confirm_publicreport": lambda user: ~Q(prepared_by=user),
        # Until then it is the school's alone.
        "diagnosis.view_publicreport": lambda user: Q(state="confirmed") | reach(user, "diagnosis.prepare_publicreport", PublicReport),
    }

    class Meta:
        default_permissions = ("view",)
        ordering = ["school__path", "-report__diagnosis__year", "-report__number"]
        permissions = [("prepare_publicreport", "处理报告公开本"), ("confirm_publicreport", "确认报告公开本")]
        constraints = [
            models.CheckConstraint(condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("prepared_by")), name="publicreport_two_people"),
            models.CheckConstraint(condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False) & ~Q(digest=""), name="publicreport_confirmed"),
        ]

    def __str__(self):
        return f"{self.report}公开本"

    def get_absolute_url(self):
        return reverse("diagnosis:public_report", args=[self.pk])


class Invitation(Living):
    """协同诊改: a party invited by name to some elements of a school's diagnosis (R7.6, F9): a sponsor, an administrator, an employer, a body of experts.

    Whoever has ``token`` answers for it, without an account; what is answered stands beside the school's own text, never in its place.
    """

    class State(models.TextChoices):
        INVITED = "invited", "已邀请"
        ANSWERED = "answered", "已提意见"
        WITHDRAWN = "withdrawn", "已收回"

    class Party(models.TextChoices):
        SPONSOR = "sponsor", "办学者"
        ADMINISTRATOR = "administrator", "管理者"
        EMPLOYER = "employer", "用人单位"
        BODY = "body", "独立的专业机构"

    diagnosis = models.ForeignKey(Diagnosis, models.PROTECT, related_name="invitations", verbose_name="自我诊改")
    party = models.CharField("哪一方", max_length=14, choices=Party)
    organisation = models.CharField("单位", max_length=100)
    person = models.CharField("姓名", max_length=40)
    token = models.CharField(max_length=43, unique=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=State, default=State.INVITED)
    invited_at = models.DateTimeField("邀请时间", default=timezone.now)
    answered_at = models.DateTimeField("提意见时间", null=True, blank=True)

    scope = "diagnosis__school__path"
    list_name = "diagnosis:invitations"

    class Meta:
        default_permissions = ()
        ordering = ["invited_at"]
        constraints = [models.CheckConstraint(condition=~Q(state="answered") | Q(answered_at__isnull=False), name="invitation_answered_when")]

    def __str__(self):
        return f"{self.organisation}（{self.get_party_display()}）"

    def get_absolute_url(self):
        return reverse("diagnosis:invitations", args=[self.diagnosis_id])

    def get_answer_url(self):
        """Where the party answers: whoever has the address may."""
        return reverse("diagnosis:answer", args=[self.token])


class Opinion(models.Model):
    """意见: what an invited party says on one element; empty until it has."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="opinions")
    element = models.ForeignKey(Element, models.PROTECT, related_name="+", verbose_name="诊断要素")
    text = models.TextField("意见", max_length=1000, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["element__item__order", "element__order"]
        constraints = [models.UniqueConstraint(fields=["invitation", "element"], name="opinion_once")]

    def __str__(self):
        return self.text[:40]
