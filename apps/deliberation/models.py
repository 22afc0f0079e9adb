import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Bar, User
from apps.deliberation.rules import ELEMENTS, Conclusion
from apps.documents.models import Certificate, File
from apps.experts.models import Committee, Membership
from apps.organizations.models import Organization
from apps.reviews.models import Review, belongs_there
from apps.workflow.models import Living


class Sitting(Living):
    """审议会议: one meeting of a committee with its cases (J2). ``chair`` is who leads it; who leads a case that he must leave, the case says."""

    class State(models.TextChoices):
        PREPARED = "prepared", "筹备中"
        OPEN = "open", "会议中"
        CLOSED = "closed", "已结束"
        CANCELLED = "cancelled", "已取消"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="sittings", verbose_name="专委会")
    title = models.CharField("名称", max_length=120)
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=100, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PREPARED)
    opened_at = models.DateTimeField("开始", null=True, blank=True)
    closed_at = models.DateTimeField("结束", null=True, blank=True)
    cancellation = models.CharField("取消的原因", max_length=1000, blank=True)
    minutes = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会议纪要")
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="验证码")

    scope = "committee__organization__path"
    list_name = "deliberation:sittings"
    # The minutes tell of every case of the sitting: who withdrew from one of them knows nothing of it, there neither (J2).
    opens = {"deliberation.read_minutes": lambda user: ~withdrawn_from_one(user)}

    class Meta:
        default_permissions = ("view",)
        permissions = [("manage_sitting", "组织审议会议"), ("read_minutes", "查看会议纪要")]
        ordering = ["-on"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["prepared", "cancelled"]) | Q(opened_at__isnull=False), name="sitting_opened_when"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_at__isnull=False), name="sitting_closed_when"),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(cancellation=""), name="sitting_cancelled_with_reason"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("deliberation:sitting", args=[self.pk])


def withdrawn_from_one(user):
    """Exists: the sittings of which ``user`` has withdrawn from a case. One sent back has left the sitting; the votes cast there still tell of it."""
    heard = Q(case__sitting=OuterRef("pk")) | Q(case__votes__sitting=OuterRef("pk"))
    return Exists(Recusal.objects.filter(heard, member__user=user))


class Attendance(models.Model):
    """到会: whether a member of the committee is at a sitting; one row for each in office on its day."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="attendances", verbose_name="委员")
    present = models.BooleanField("到会", default=False)

    class Meta:
        default_permissions = ()
        ordering = ["member"]
        constraints = [models.UniqueConstraint(fields=["sitting", "member"], name="attendance_once")]

    def __str__(self):
        return f"{self.member}{'到会' if self.present else '未到会'}"


def seated(user):
    """Exists, never a join: the cases on whose sitting ``user`` sits today as a member present, and from which he has not withdrawn."""
    here = Attendance.objects.filter(sitting=OuterRef("sitting"), member__user=user, present=True)
    return Exists(here) & ~withdrawn(user)


def withdrawn(user):
    return Exists(Recusal.objects.filter(case=OuterRef("pk"), member__user=user))


class Case(Living):
    """审议事项: one review before the committee, from the group's report to the decision (R9.5); once, unless the decision is taken back (J4).

    It keeps the group's count and judgements as they lay before the committee; nobody chooses them here. ``proposed`` is the rule's own
    conclusion (R10), ``deliberated`` the committee's with its reasons, ``decided`` the authority's: one unlike the committee's needs its reason.
    """

    class State(models.TextChoices):
        OPEN = "open", "待上会"
        LISTED = "listed", "已列入会议"
        DELIBERATED = "deliberated", "已审议，待认定"
        DECIDED = "decided", "已认定"
        REVERSED = "reversed", "认定已撤销"

    review = models.ForeignKey(Review, models.PROTECT, related_name="cases", verbose_name="复核")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="cases", verbose_name="学校")
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="会议")
    place = models.PositiveSmallIntegerField("议程次序", default=0)
    state = models.CharField("状态", max_length=12, choices=State, default=State.OPEN)
    agreeing = models.PositiveSmallIntegerField("一致要素数")
    aimed = models.BooleanField("措施有针对性")
    effective = models.BooleanField("改进有成效")
    proposed = models.CharField("按规则得出的结论", max_length=10, choices=Conclusion)
    chair = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主持人")
    resolution = models.TextField("决议与理由", max_length=4000, blank=True)
    minority = models.TextField("少数意见", max_length=2000, blank=True)
    deliberated = models.CharField("审议结论", max_length=10, choices=Conclusion, blank=True)
    deliberated_at = models.DateTimeField("审议时间", null=True, blank=True)
    #: Who comes or goes afterwards changes nothing of what was resolved.
    present = models.PositiveSmallIntegerField("议决时到会", null=True, blank=True)
    decided = models.CharField("认定结论", max_length=10, choices=Conclusion, blank=True)
    decided_reason = models.TextField("与审议结论不同的理由", max_length=2000, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定人")
    decided_at = models.DateTimeField("认定时间", null=True, blank=True)
    number = models.CharField("发文字号", max_length=60, blank=True)
    document = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定文件")
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="验证码")
    reversal = models.TextField("撤销认定的理由", max_length=2000, blank=True)
    reversed_at = models.DateTimeField("撤销时间", null=True, blank=True)

    scope = "school__path"
    list_name = "deliberation:list"
    # A member who has withdrawn knows nothing of the case any more (J2); a bar says the same of every post.
    opens = {
        "deliberation.view_case": lambda user: ~withdrawn(user) & ~belongs_there(user),
        "deliberation.vote_case": lambda user: Q(state="listed", sitting__state="open") & seated(user),
        "deliberation.lead_case": lambda user: Q(state="listed", sitting__state="open") & Q(chair__user=user),
        "deliberation.read_decision": lambda user: Q(state__in=["decided", "reversed"]),
    }

    class Meta:
        default_permissions = ("view",)
        permissions = [
            ("open_case", "提交审议"),
            ("vote_case", "审议表决"),
            ("lead_case", "主持审议"),
            ("decide_case", "认定"),
            ("reverse_case", "撤销认定"),
            ("read_decision", "查看认定结论"),
        ]
        ordering = ["sitting__on", "place", "school__path"]
        constraints = [
            models.CheckConstraint(condition=Q(agreeing__range=(0, ELEMENTS)), name="case_agreeing"),
            models.CheckConstraint(condition=Q(state="open") | Q(sitting__isnull=False), name="case_listed"),
            models.CheckConstraint(condition=Q(state__in=["open", "listed"]) ^ ~Q(deliberated=""), name="case_deliberated"),
            models.CheckConstraint(condition=Q(deliberated="") | ~Q(resolution=""), name="case_resolution"),
            models.CheckConstraint(
                condition=Q(state__in=["decided", "reversed"], decided_at__isnull=False, decided_by__isnull=False) & ~Q(decided="") & ~Q(number="")
                | Q(state__in=["open", "listed", "deliberated"], decided="", decided_at=None),
                name="case_decided_in_full",
            ),
            models.CheckConstraint(condition=Q(decided="") | Q(decided=F("deliberated")) | ~Q(decided_reason=""), name="case_deviation_with_reason"),
            models.CheckConstraint(condition=~Q(state="reversed") | ~Q(reversal=""), name="case_reversed_with_reason"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="case_number"),
            models.UniqueConstraint(fields=["review"], condition=~Q(state="reversed"), name="case_once"),
        ]

    def __str__(self):
        return f"{self.school}审议"

    def get_absolute_url(self):
        return reverse("deliberation:page", args=[self.pk])

    def get_decision_url(self):
        """Where the school reads what was decided: the page of the case is the committee's."""
        return reverse("deliberation:decision", args=[self.review_id])


class Recusal(models.Model):
    """回避: a member takes no part in one case and sees nothing of it; ``bar`` keeps every other road shut as well (J2, H9)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="recusals", verbose_name="委员")
    reason = models.CharField("原因", max_length=500)
    found = models.BooleanField("由系统发现", default=False)
    bar = models.OneToOneField(Bar, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="recusal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_reason"),
        ]

    def __str__(self):
        return f"{self.member}回避"


class Vote(models.Model):
    """表决: the conclusion one member is for, cast once at a sitting (J2); an abstention has none. Who departs from the rule's says why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="votes")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="votes")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="votes", verbose_name="委员")
    choice = models.CharField("表决", max_length=10, choices=Conclusion, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["case", "sitting", "member"], name="vote_once")]

    def __str__(self):
        return f"{self.member}：{self.get_choice_display() or '弃权'}"
