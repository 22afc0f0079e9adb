from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.deliberation.models import Case
from apps.documents.models import Certificate, File
from apps.organizations.models import Organization
from apps.workflow.models import Living


class Order(Living):
    """整改要求: what the province asks of a school concluded 异常, with a date (R11.2); the school answers, the province verifies and closes."""

    class State(models.TextChoices):
        DRAFT = "draft", "拟定中"
        ISSUED = "issued", "整改中"
        ANSWERED = "answered", "待核查"
        CLOSED = "closed", "已办结"
        LAPSED = "lapsed", "已终止"

    case = models.OneToOneField(Case, models.PROTECT, related_name="order", verbose_name="认定")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="orders", verbose_name="学校")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    requirements = models.TextField("整改要求", max_length=4000, blank=True)
    due = models.DateField("整改期限", null=True, blank=True)
    issued_on = models.DateField("下达日期", null=True, blank=True)
    answer = models.TextField("学校报告", max_length=4000, blank=True)
    answered_at = models.DateTimeField("报告时间", null=True, blank=True)
    verified = models.TextField("核查意见", max_length=2000, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    #: The day that was passed when its people were last told so.
    chased = models.DateField("已催办的期限", null=True, blank=True)
    document = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="整改通知")
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="验证码")

    scope = "school__path"
    list_name = "followup:orders"

    opens = {
        # What the province works out is its own until it is issued; one that lapsed before that never was.
        "followup.view_order": lambda user: Q(issued_on__isnull=False) | reach(user, "followup.issue_order", Order),
        "followup.answer_order": lambda user: Q(issued_on__isnull=False),
    }

    class Meta:
        default_permissions = ("view",)
        permissions = [("issue_order", "下达和核查整改要求"), ("answer_order", "报告整改情况")]
        ordering = ["due", "school__path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "lapsed"]) | Q(due__isnull=False, issued_on__isnull=False) & ~Q(requirements=""), name="order_issued"
            ),
            models.CheckConstraint(condition=Q(due=None) | Q(issued_on=None) | Q(due__gt=F("issued_on")), name="order_due_later"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_on__isnull=False) & ~Q(verified=""), name="order_closed"),
        ]

    def __str__(self):
        return f"{self.school}整改要求"

    def get_absolute_url(self):
        return reverse("followup:order", args=[self.pk])


class Summary(Living):
    """整改总结: the school sums up when its improvement by the confirmed report is done (R11.1)."""

    class State(models.TextChoices):
        DRAFT = "draft", "撰写中"
        HANDED_IN = "handed_in", "已提交"
        LAPSED = "lapsed", "已终止"

    case = models.OneToOneField(Case, models.PROTECT, related_name="summary", verbose_name="认定")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="summaries", verbose_name="学校")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    text = models.TextField("总结", max_length=8000, blank=True)
    handed_in_at = models.DateTimeField("提交时间", null=True, blank=True)
    file = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="附件")

    scope = "school__path"
    list_name = "followup:summaries"

    opens = {
        # What a school is still writing is its own, the text as well as the file.
        "followup.read_summary": lambda user: Q(state="handed_in") | reach(user, "followup.write_summary", Summary),
    }

    class Meta:
        default_permissions = ("view",)
        permissions = [("write_summary", "撰写整改总结"), ("read_summary", "阅读整改总结")]
        ordering = ["school__path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "lapsed"]) | Q(handed_in_at__isnull=False) & ~Q(text=""), name="summary_handed_in"
            ),
        ]

    def __str__(self):
        return f"{self.school}整改总结"

    def get_absolute_url(self):
        return reverse("followup:summary", args=[self.pk])


class Stop(Living):
    """停止招生: proposed by the program when the three years of R8.5 have run out, decided by a person, with a beginning and an end."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待处理"
        ORDERED = "ordered", "停止招生"
        DISMISSED = "dismissed", "不停止"
        LIFTED = "lifted", "已恢复招生"

    school = models.ForeignKey(Organization, models.PROTECT, related_name="stops", verbose_name="学校")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    ran_out_on = models.DateField("期限届满日")
    lacking = models.JSONField("未达到的条件", default=list)
    proposed_at = models.DateTimeField("提出时间", default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定人")
    reason = models.TextField("理由", max_length=2000, blank=True)
    since = models.DateField("自", null=True, blank=True)
    until = models.DateField("至", null=True, blank=True)

    scope = "school__path"
    list_name = "followup:stops"

    class Meta:
        default_permissions = ("view",)
        permissions = [("decide_stop", "决定停止或恢复招生")]
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(fields=["school"], condition=Q(state__in=["proposed", "ordered"]), name="stop_once"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dismissed"]) | Q(since__isnull=False, decided_by__isnull=False), name="stop_ordered"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="stop_term"),
        ]

    def __str__(self):
        return f"{self.school}停止招生"

    @property
    def begun(self):
        """Whether the day from which the school enrols nobody has come."""
        return self.since is not None and self.since <= timezone.localdate()

    def get_absolute_url(self):
        return reverse("followup:stop", args=[self.pk])
