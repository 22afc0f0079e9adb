"""A review, and the grants of who is named to it (R9)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from apps.accounts.access import reach
from apps.diagnosis.models import Report
from apps.organizations.models import Organization
from apps.reviews.models.group import belongs_there, serving, shut_out, unsigned
from apps.sampling.models import Selection
from apps.schemes.models import Scheme
from apps.statusdata.models import Snapshot
from apps.workflow.models import Living


class Review(Living):
    """现场复核: one selected school's review, from the schedule to the group's report (R9).

    ``snapshot`` and ``report`` are the versions it works on, however the live data move on (R6.3); both stand once the materials are handed in.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "待排期"
        SCHEDULED = "scheduled", "已排期"
        JUDGING = "judging", "数据研判"
        READING = "reading", "材料研读"
        VISITING = "visiting", "进校复核"
        WRITING = "writing", "撰写报告"
        REPORTED = "reported", "已提交报告"

    selection = models.OneToOneField(Selection, models.PROTECT, related_name="review", verbose_name="入样")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="reviews", verbose_name="学校")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="reviews", verbose_name="省级方案")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name="状态数据版本")
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name="自我诊改报告")
    materials_due = models.DateField("材料期限", null=True, blank=True)
    visit_from = models.DateField("进校首日", null=True, blank=True)
    visit_to = models.DateField("进校末日", null=True, blank=True)
    school_confirmed_at = models.DateTimeField("学校确认", null=True, blank=True)
    school_asked = models.CharField("学校请求改期", max_length=500, blank=True)
    materials_at = models.DateTimeField("材料提交", null=True, blank=True)
    papers_at = models.DateTimeField("开卷时间", null=True, blank=True)
    visited_at = models.DateTimeField("离校时间", null=True, blank=True)
    reported_at = models.DateTimeField("提交报告", null=True, blank=True)

    scope = "school__path"
    list_name = "reviews:list"
    #: Who sees what when (R9.3, R9.4): the papers after the judgements from the data alone, the group's text once it is handed in.
    opens = {
        "reviews.view_review": lambda user: ~shut_out(user),
        "reviews.serve_review": lambda user: ~shut_out(user),
        "reviews.judge_review": lambda user: Q(state="judging") & serving(user),
        "reviews.read_data": lambda user: ~Q(state__in=["planned", "scheduled"]) & serving(user),
        # Whose they are and who runs the review read them before; who deliberates and decides once the report lies before him (R9.5).
        "reviews.read_material": lambda user: (
            Q(papers_at__isnull=False) & serving(user)
            | Q(state="reported") & ~unsigned(user) & ~belongs_there(user)
            | reach(user, "reviews.submit_material", Review)
            | reach(user, "reviews.schedule_review", Review)
        ),
        "reviews.visit_review": lambda user: Q(state__in=["reading", "visiting", "writing"]) & serving(user),
        "reviews.write_report": lambda user: Q(state="writing") & serving(user),
        "reviews.lead_review": lambda user: serving(user),
        # The lead's by grant, the province's by post; whoever is shut out has neither.
        "reviews.plan_agenda": lambda user: Q(state__in=["scheduled", "judging", "reading", "visiting"]) & ~unsigned(user),
        "reviews.read_report": lambda user: (
            Q(state="reported") & ~shut_out(user) & (~belongs_there(user) | reach(user, "reviews.view_review", Review))
        ),
    }

    class Meta:
        default_permissions = ("view",)
        permissions = [
            ("schedule_review", "排期与组建专家组"),
            ("confirm_visit", "确认复核日期"),
            ("submit_material", "提交复核材料"),
            ("serve_review", "参加专家组"),
            ("judge_review", "据数据研判"),
            ("read_data", "查看复核所用状态数据"),
            ("read_material", "查看复核材料"),
            ("visit_review", "记录现场复核"),
            ("write_report", "撰写复核报告"),
            ("lead_review", "主持专家组"),
            ("plan_agenda", "安排进校日程"),
            ("read_report", "查看复核报告"),
            ("reply_review", "就事实答复"),
            ("read_judgement", "查看研判"),
            ("read_suggestion", "查看结论建议"),
        ]
        ordering = ["visit_from", "school__path"]
        indexes = [models.Index(fields=["state", "visit_from"], name="review_board")]
        constraints = [
            models.CheckConstraint(
                condition=Q(visit_from__isnull=True, visit_to__isnull=True) | Q(visit_to__gte=F("visit_from")), name="review_days"
            ),
            models.CheckConstraint(condition=Q(state="planned") | Q(visit_from__isnull=False, materials_due__isnull=False), name="review_scheduled"),
            models.CheckConstraint(condition=Q(materials_due=None) | Q(materials_due__lte=F("visit_from")), name="review_materials_before_visit"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "scheduled"]) | Q(snapshot__isnull=False, report__isnull=False, materials_at__isnull=False),
                name="review_materials_in",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "scheduled", "judging"]) ^ Q(papers_at__isnull=False), name="review_papers_opened"
            ),
            models.CheckConstraint(condition=~Q(state="reported") | Q(reported_at__isnull=False), name="review_reported_when"),
        ]

    def __str__(self):
        return f"{self.school}现场复核"

    def get_absolute_url(self):
        return reverse("reviews:page", args=[self.pk])


class ReviewUserGrant(UserObjectPermissionBase):
    """专家授权: one permission on one review, for the expert named to it."""

    content_object = models.ForeignKey(Review, models.CASCADE)


class ReviewGroupGrant(GroupObjectPermissionBase):
    """guardian asks for both tables; nothing is granted to groups."""

    content_object = models.ForeignKey(Review, models.CASCADE)
