"""What a group hands in, what it suggests, and what the school answers (R9.4, R10.6, I6)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import User
from apps.documents.models import Certificate, File
from apps.reviews.models.group import Member, Part, in_group, own_group
from apps.reviews.models.review import Review
from apps.schemes.models import Element


class Finding(Part):
    """复核发现: element, what was found, evidence, what should be done; the report is made of them, measures answer them (I3b, K1)."""

    element = models.ForeignKey(Element, models.PROTECT, related_name="+", verbose_name="诊断要素")
    found = models.TextField("发现", max_length=1000)
    evidence = models.TextField("依据", max_length=1000, blank=True)
    advice = models.TextField("建议", max_length=1000)
    at = models.DateTimeField("写入时间", default=timezone.now)

    class Meta(Part.Meta):
        ordering = ["element__item__order", "element__order", "at", "id"]

    def __str__(self):
        return f"{self.element}：{self.found[:30]}"


class Answer(Part):
    """组的判断: the group's answer on one of the sixteen, agreed in the group, with its reason and any dissent (R10.6): yes or no."""

    element = models.ForeignKey(Element, models.PROTECT, related_name="+", verbose_name="诊断要素")
    agrees = models.BooleanField("与自我诊断一致")
    reason = models.TextField("理由", max_length=1000)
    dissent = models.TextField("不同意见", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(Part.Meta):
        ordering = ["element__item__order", "element__order"]
        constraints = [
            models.UniqueConstraint(fields=["review", "element"], name="answer_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="answer_reason"),
        ]

    def __str__(self):
        return f"{self.element}：{'一致' if self.agrees else '不一致'}"


class GroupReport(models.Model):
    """复核报告: the group's text and its two judgements on the improvement (R9.3, R10.6); ``digest`` is set when the lead hands it in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(Review, models.PROTECT, related_name="group_report")
    overview = models.TextField("复核工作概述", max_length=4000, blank=True)
    text = models.TextField("总体意见", max_length=8000, blank=True)
    told = models.TextField("口头反馈记录", max_length=2000, blank=True)
    aimed = models.BooleanField("改进措施有针对性", null=True, blank=True)
    aimed_reason = models.TextField("针对性的理由", max_length=1000, blank=True)
    effective = models.BooleanField("改进有成效", null=True, blank=True)
    effective_reason = models.TextField("成效的理由", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=0)
    content = models.JSONField("内容", null=True, blank=True)
    digest = models.CharField("摘要", max_length=64, blank=True)
    file = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF")
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="验证码")

    scope = "review__school__path"

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.review}报告"


class Agreement(models.Model):
    """成员签认: a member agrees to the report as it stood (``digest``), or records his dissent (I5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(GroupReport, models.PROTECT, related_name="agreements")
    member = models.ForeignKey(Member, models.PROTECT, related_name="agreements")
    digest = models.CharField("所签内容的摘要", max_length=64)
    dissent = models.TextField("保留意见", max_length=1000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["report", "member"], name="agreement_once")]

    def __str__(self):
        return f"{self.member}{'保留意见' if self.dissent else '同意'}"


class Suggestion(models.Model):
    """结论建议: what the group suggests, sealed apart from its report: the school is never told (R9.4).

    ``conclusion`` is one of the three of R10, kept as its code; the rule that names them is deliberation's.
    """

    class Conclusion(models.TextChoices):
        EFFECTIVE = "effective", "有效"
        TO_IMPROVE = "to_improve", "待改进"
        ABNORMAL = "abnormal", "异常"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(Review, models.PROTECT, related_name="suggestion")
    conclusion = models.CharField("建议结论", max_length=10, choices=Conclusion)
    reason = models.TextField("理由", max_length=2000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    #: When the committee sat upon its case; to those outside the group it is sealed before.
    opened_at = models.DateTimeField("启封时间", null=True, blank=True)

    scope = "review__school__path"
    granted_on = "review"
    opens = {"reviews.read_suggestion": lambda user: Q(opened_at__isnull=False) & ~in_group(user) | own_group(user)}

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="suggestion_reason")]

    def __str__(self):
        return f"{self.review}结论建议"


class Reply(Part):
    """学校答复: what the school says on the facts of the report, before the committee sits (I6)."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="replies")
    text = models.TextField("答复", max_length=4000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta(Part.Meta):
        ordering = ["at"]

    def __str__(self):
        return f"{self.review}答复"
