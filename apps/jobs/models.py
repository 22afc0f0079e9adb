import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class Job(models.Model):
    """任务: one piece of work for later, from the wish to the result. The queue only carries its key.

    ``by`` asked for it and alone sees it; ``path`` is the unit for which it was asked. Both are empty for the program's own work.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "等待"
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "未完成"
        CANCELLED = "cancelled", "已取消"

    OPEN = [State.QUEUED, State.RUNNING]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("任务", max_length=80)
    key = models.CharField("对象", max_length=120)
    args = models.JSONField(default=list)
    title = models.CharField("名称", max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=60, blank=True, editable=False)
    state = models.CharField("状态", max_length=20, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    wish_to_cancel = models.BooleanField("请求取消", default=False)
    result = models.JSONField("结果", null=True)
    error = models.TextField("错误", blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked = models.DateTimeField("提出", default=timezone.now)
    touched = models.DateTimeField(default=timezone.now)

    scope = "path"
    opens = {"jobs.view_job": lambda user: Q(by=user), "jobs.cancel_job": lambda user: Q(by=user)}

    class Meta:
        default_permissions = ("view",)
        permissions = [("cancel_job", "取消任务")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(state__in=["queued", "running"]), name="job_open_once"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress"),
        ]

    def __str__(self):
        return self.title or self.kind

    def get_absolute_url(self):
        return reverse("workflow:job", args=[self.pk])


class Beat(models.Model):
    """节拍: when a piece of work that recurs was last done."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name
