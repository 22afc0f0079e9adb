import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.diagnosis.models import Report
from apps.documents.models import Certificate, File
from apps.experts.models import Expert, Membership
from apps.organizations.models import Organization
from apps.sampling.models import Selection
from apps.schemes.models import Element, Scheme
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
            | Q(state="reported") & ~unsigned(user) & ~employed_there(user)
            | reach(user, "reviews.submit_material", Review)
            | reach(user, "reviews.schedule_review", Review)
        ),
        "reviews.visit_review": lambda user: Q(state__in=["reading", "visiting", "writing"]) & serving(user),
        "reviews.write_report": lambda user: Q(state="writing") & serving(user),
        "reviews.lead_review": lambda user: serving(user),
        # The lead's by grant, the province's by post; whoever is shut out has neither.
        "reviews.plan_agenda": lambda user: Q(state__in=["scheduled", "judging", "reading", "visiting"]) & ~unsigned(user),
        "reviews.read_report": lambda user: (
            Q(state="reported") & ~shut_out(user) & (~employed_there(user) | reach(user, "reviews.view_review", Review))
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


def named(user, review="pk"):
    """The naming of ``user`` to the review at hand that still stands; an Exists of it is no join."""
    return Member.objects.serving().filter(review=OuterRef(review), expert__user=user)


def serving(user):
    """The reviews in whose group ``user`` serves now: in the pool, his undertaking signed (H6, R2.3, R2.6)."""
    return Exists(named(user).filter(expert__state=Expert.State.ADMITTED, undertaken_at__isnull=False))


def shut_out(user):
    """The reviews to whose group ``user`` was named and from whose pool he has been removed since (R2.6); nobody's by a post."""
    return Exists(named(user).exclude(expert__state=Expert.State.ADMITTED))


def employed_there(user):
    """The reviews of the school that employs ``user``, a member of a committee: he withdraws before he has read (J2, R2.5)."""
    return Exists(Membership.objects.on(timezone.localdate()).filter(user=user, employer=OuterRef("school__name")))


def unsigned(user):
    """The reviews to whose group ``user`` was named without having signed, or from whose pool he is gone."""
    return Exists(named(user)) & ~serving(user)


class ReviewUserGrant(UserObjectPermissionBase):
    """专家授权: one permission on one review, for the expert named to it."""

    content_object = models.ForeignKey(Review, models.CASCADE)


class ReviewGroupGrant(GroupObjectPermissionBase):
    """guardian asks for both tables; nothing is granted to groups."""

    content_object = models.ForeignKey(Review, models.CASCADE)


class Part(models.Model):
    """A row that belongs to one review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, models.PROTECT, related_name="%(class)ss")

    scope = "review__school__path"

    class Meta:
        abstract = True
        default_permissions = ()


class MemberQuerySet(models.QuerySet):
    def serving(self):
        """Those who have not left the group."""
        return self.filter(left_at=None)


class Member(Part):
    """专家组成员: an expert named to a review's group (R9.2), from the naming to the day he leaves it; who left keeps his row.

    ``untrained`` is the province's reason for naming one without training, public with the list (R2.3).
    """

    class Duty(models.TextChoices):
        LEAD = "lead", "组长"
        MEMBER = "member", "成员"

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="members", verbose_name="专家")
    duty = models.CharField("职责", max_length=6, choices=Duty, default=Duty.MEMBER)
    why = models.CharField("入组理由", max_length=300, blank=True)
    untrained = models.CharField("未受培训仍入组的理由", max_length=300, blank=True)
    named_at = models.DateTimeField("指定时间", default=timezone.now)
    confirmed_at = models.DateTimeField("本人确认", null=True, blank=True)
    asked = models.CharField("请求改期或不能参加", max_length=500, blank=True)
    undertaken_at = models.DateTimeField("签承诺书", null=True, blank=True)
    undertaking = models.CharField("承诺书版本", max_length=20, blank=True)
    left_at = models.DateTimeField("离组时间", null=True, blank=True)
    left_why = models.CharField("离组原因", max_length=500, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta(Part.Meta):
        ordering = ["duty", "named_at"]
        constraints = [
            models.UniqueConstraint(fields=["review", "expert"], condition=Q(left_at=None), name="member_once"),
            models.UniqueConstraint(fields=["review"], condition=Q(duty="lead", left_at=None), name="member_one_lead"),
            models.CheckConstraint(condition=Q(left_at=None) | ~Q(left_why=""), name="member_left_with_reason"),
            models.CheckConstraint(condition=Q(undertaken_at=None) | ~Q(undertaking=""), name="member_undertaking"),
        ]

    def __str__(self):
        return f"{self.expert}（{self.get_duty_display()}）"


class Material(Part):
    """复核材料: a paper laid before the group beside the report and the data (R9.1): a plan, a quality report, what the scheme adds."""

    class Kind(models.TextChoices):
        PLAN = "plan", "学校事业发展规划"
        QUALITY = "quality", "年度质量报告"
        OTHER = "other", "方案要求的其他材料"

    kind = models.CharField("类别", max_length=8, choices=Kind)
    title = models.CharField("名称", max_length=120)
    file = models.OneToOneField(File, models.PROTECT, related_name="+", verbose_name="文件")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提交人")
    at = models.DateTimeField("提交时间", default=timezone.now)
    #: What a later version has taken the place of stays to be seen.
    replaced_at = models.DateTimeField("被替换", null=True, blank=True)

    class Meta(Part.Meta):
        ordering = ["kind", "-at"]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.title}"


class Stage(models.TextChoices):
    """Where a judgement was made: from the data alone, or after papers and visit (R9.3)."""

    DATA = "data", "据数据"
    VISIT = "visit", "现场之后"


class Own(models.TextChoices):
    """What a member answers; "cannot tell" is for members alone (R10.6)."""

    YES = "yes", "一致"
    NO = "no", "不一致"
    CANNOT = "cannot", "无法判断"


def answer_words(answer, stage):
    """An answer in words: from the data alone the papers are closed, so there it says whether the data bear the element out (R9.3)."""
    of_data = {Own.YES: "数据支持", Own.NO: "数据不支持"}
    return of_data.get(answer, Own(answer).label) if stage == Stage.DATA else Own(answer).label


class Judgement(Part):
    """研判: one member's own answer on one element: does what he sees agree with the school's self-diagnosis? (R9.3)

    From the data alone the papers are closed, so ``answer`` there says whether the data bear the element out.
    Hidden from the others until their own of the same element and stage is in.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="judgements")
    element = models.ForeignKey(Element, models.PROTECT, related_name="+", verbose_name="诊断要素")
    stage = models.CharField("阶段", max_length=6, choices=Stage)
    answer = models.CharField("判断", max_length=6, choices=Own)
    reason = models.CharField("理由", max_length=1000)
    at = models.DateTimeField("提交时间", default=timezone.now)

    granted_on = "review"
    opens = {"reviews.read_judgement": lambda user: answered_too(user) & own_group(user)}

    class Meta(Part.Meta):
        ordering = ["element", "stage", "at"]
        constraints = [
            models.UniqueConstraint(fields=["member", "element", "stage"], name="judgement_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="judgement_reason"),
        ]

    def __str__(self):
        return f"{self.member} {self.element}：{self.words}"

    @property
    def words(self):
        return answer_words(self.answer, self.stage)


def answered_too(user):
    """One's own, and those of the elements on which one's own of that stage is in."""
    own = Judgement.objects.filter(member__expert__user=user, review=OuterRef("review"), element=OuterRef("element"), stage=OuterRef("stage"))
    return Exists(own)


class Focus(Part):
    """复核重点: a question for the visit: what to see, by which evidence, whom to ask (R9.3)."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="focuses")
    element = models.ForeignKey(Element, models.PROTECT, related_name="+", verbose_name="诊断要素")
    question = models.CharField("问题", max_length=500)
    evidence = models.CharField("看什么", max_length=300, blank=True)
    whom = models.CharField("访谈谁", max_length=120, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta(Part.Meta):
        ordering = ["element__item__order", "element__order", "at"]

    def __str__(self):
        return self.question


class Agenda(Part):
    """日程: one half-day of the visit: who does what where."""

    class Half(models.TextChoices):
        MORNING = "1", "上午"
        AFTERNOON = "2", "下午"

    on = models.DateField("日期")
    half = models.CharField("时段", max_length=1, choices=Half)
    text = models.CharField("内容", max_length=300)
    place = models.CharField("地点", max_length=100, blank=True)
    members = models.ManyToManyField(Member, related_name="+", verbose_name="参加成员", blank=True)
    at = models.DateTimeField("写入时间", default=timezone.now)

    class Meta(Part.Meta):
        ordering = ["on", "half", "at"]

    def __str__(self):
        return f"{self.on} {self.get_half_display()} {self.text}"


class Note(Part):
    """现场记录: what a member saw, by element. ``client`` is the key it was given without a network, so that a resend is no second note."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="notes")
    element = models.ForeignKey(Element, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="诊断要素")
    text = models.TextField("记录", max_length=4000)
    client = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField("记录时间", default=timezone.now)

    class Meta(Part.Meta):
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["member", "client"], name="note_once")]

    def __str__(self):
        return self.text[:40]


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


def in_group(user):
    return Exists(named(user, "review"))


def own_group(user):
    """What belongs to a review in whose group ``user`` serves."""
    return Exists(named(user, "review").filter(expert__state=Expert.State.ADMITTED, undertaken_at__isnull=False))


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
