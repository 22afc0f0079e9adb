"""What of a diagnosis others read and say: the public copy, and who was invited (F8, R7.6)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.diagnosis.models.writing import Diagnosis, Report
from apps.organizations.models import Organization
from apps.schemes.models import Element
from apps.workflow.models import Living


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
