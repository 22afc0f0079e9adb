"""A diagnosis and what is written in it, to the signed report (R7, A2)."""

import uuid
import zlib

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.diagnosis.models.regimes import DevelopmentPlan, Regime
from apps.diagnosis.rules import OF_THE_WHOLE, Kind
from apps.documents.models import Certificate, File
from apps.organizations.models import Organization
from apps.schemes.models import Element, Hint, Scheme
from apps.statusdata.models import Snapshot
from apps.workflow.models import Living


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
