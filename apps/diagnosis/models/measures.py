"""What is done about what was found (R7.5)."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.diagnosis.models.writing import Diagnosis
from apps.documents.models import File
from apps.organizations.models import Organization
from apps.schemes.models import Element
from apps.workflow.models import Living


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
