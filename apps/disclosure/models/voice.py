"""What society says, which schools are below the conditions, and the papers of schemes and draws (M7, R12.1, R12.4)."""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.experts.models import Conduct
from apps.organizations.models import Organization
from apps.workflow.models import Living


class CommentQuerySet(models.QuerySet):
    def public(self):
        """What the public reads, and the fields it may read: neither who wrote nor the words as they came."""
        rows = self.filter(state=Comment.State.ANSWERED, released_at__isnull=False)
        return rows.only("receipt", "about_code", "about_name", "shown", "answer", "answered_by_unit", "answered_on", "at").order_by(
            "-answered_on", "pk"
        )


class Comment(Living):
    """留言: what anybody says of a school or of a province's work, and the answer (R12.4, M7); of an expert it is no public matter (R2.6).

    ``text`` and ``contact`` stay with who answers; ``shown`` is the text as the public reads it, without personal data. ``receipt`` is what its author
    asks after it with; ``due`` the last day to answer, empty while the days off of the year are not known. ``sender`` tells the network address it
    came from again, not what it is: so many a day are taken from one (``rules``). What is about a province or an expert lies in the province.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "待答复"
        ANSWERED = "answered", "已答复"
        NOT_SHOWN = "not_shown", "不公开"
        FORWARDED = "forwarded", "已转办"

    class Kind(models.TextChoices):
        SCHOOL = "school", "一所学校"
        PROVINCE = "province", "一个省的诊改工作"
        EXPERT = "expert", "一名复核专家"

    class Reason(models.TextChoices):
        PERSONAL = "personal", "写有他人的个人信息"
        UNRELATED = "unrelated", "与诊改工作无关"
        ABUSE = "abuse", "辱骂或人身攻击"
        ADVERT = "advert", "广告"
        REPEATED = "repeated", "与已答复的留言重复"
        UNCLEAR = "unclear", "看不出说的是什么，无法核实"
        UNLAWFUL = "unlawful", "法律法规规定不能公开"

    kind = models.CharField("说的是", max_length=8, choices=Kind)
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="comments", verbose_name="有关单位")
    about_code = models.CharField("代码", max_length=12)
    about_name = models.CharField("名称", max_length=100)
    expert_name = models.CharField("专家姓名", max_length=60, blank=True)
    text = models.TextField("留言", max_length=1000)
    contact = models.CharField("联系方式", max_length=100, blank=True)
    receipt = models.CharField("回执号", max_length=14, unique=True)
    sender = models.CharField("来源摘要", max_length=64)
    at = models.DateTimeField("收到", default=timezone.now)
    due = models.DateField("答复期限", null=True, blank=True)
    chased_on = models.DateField("催办日期", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.RECEIVED)
    shown = models.TextField("公开的文字", blank=True)
    answer = models.TextField("答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人")
    answered_by_unit = models.CharField("答复单位", max_length=100, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    released_at = models.DateTimeField("上线", null=True, blank=True)
    reason = models.CharField("不公开的理由", max_length=10, choices=Reason, blank=True)
    said = models.CharField("给留言人的说明", max_length=500, blank=True)
    conduct = models.OneToOneField(Conduct, models.PROTECT, null=True, blank=True, related_name="comment", verbose_name="纪律事项")

    scope = "unit__path"
    list_name = "disclosure:comments"
    #: What is said of an expert is answered by no public word: it goes to who looks after the experts (R2.6).
    opens = {
        "disclosure.answer_comment": lambda user: ~Q(kind="expert"),
        "disclosure.forward_comment": lambda user: Q(kind="expert"),
    }

    objects = CommentQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        permissions = [("answer_comment", "答复留言"), ("moderate_comment", "决定留言不公开"), ("forward_comment", "转办对专家的反映")]
        ordering = ["due", "at"]
        indexes = [
            models.Index(fields=["sender", "at"], name="comment_sender"),
            models.Index(fields=["about_code", "-answered_on"], condition=Q(released_at__isnull=False), name="comment_shown"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered")
                | ~Q(answer="") & ~Q(shown="") & ~Q(kind="expert") & Q(answered_by__isnull=False, answered_on__isnull=False),
                name="comment_answered_in_full",
            ),
            models.CheckConstraint(condition=~Q(state="not_shown") | ~Q(reason="") & ~Q(said=""), name="comment_not_shown_with_reason"),
            models.CheckConstraint(condition=~Q(state="forwarded") | Q(conduct__isnull=False, kind="expert"), name="comment_forwarded_where"),
            models.CheckConstraint(condition=Q(state="answered") | Q(released_at=None), name="comment_released_answered"),
        ]

    def __str__(self):
        return f"关于{self.about_name}的留言 {self.receipt}"

    def get_absolute_url(self):
        return reverse("disclosure:comment", args=[self.pk])

    @property
    def late(self):
        """Whether the day by which it should have been answered has passed."""
        return self.state == self.State.RECEIVED and self.due is not None and self.due < timezone.localdate()


class BelowQuerySet(models.QuerySet):
    def shown(self):
        """What the public may see: its entries in the log are sealed. A withdrawn or replaced one stays to be seen as such."""
        return self.filter(released_at__isnull=False)

    def standing(self):
        return self.shown().filter(state=BelowList.State.PUBLISHED)


class BelowList(Living):
    """未达条件名单: the schools of a province that do not meet R8.4 by a school year's accepted data, compiled once a year (R12.1, R8.5).

    One person has it compiled, which freezes ``content`` (see ``services.below``); another publishes it. A correction is a list with the next
    ``number``, and says in ``note`` what it corrects; it takes the place of the one before.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "待复核"
        PUBLISHED = "published", "已公布"
        REFUSED = "refused", "未公布"
        REPLACED = "replaced", "已由新版替代"
        WITHDRAWN = "withdrawn", "已撤回"

    province = models.ForeignKey(Organization, models.PROTECT, related_name="below_lists", verbose_name="省")
    province_code = models.CharField("省代码", max_length=12)
    province_name = models.CharField("省名", max_length=100)
    year = models.PositiveSmallIntegerField("学年")
    number = models.PositiveSmallIntegerField("版次")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    code = models.CharField("验证码", max_length=9, blank=True)
    note = models.CharField("更正说明", max_length=1000, blank=True)
    withdrawal = models.CharField("撤回说明", max_length=1000, blank=True)
    compiled_at = models.DateTimeField("编制时间", default=timezone.now)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="编制人")
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人")
    published_on = models.DateField("公布日期", null=True, blank=True)
    released_at = models.DateTimeField("上线", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回", null=True, blank=True)

    scope = "province__path"
    list_name = "disclosure:below_lists"
    #: A second pair of eyes is another person's.
    opens = {"disclosure.publish_belowlist": lambda user: ~Q(proposed_by=user)}

    objects = BelowQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        permissions = [("propose_belowlist", "编制未达条件名单"), ("publish_belowlist", "复核公布未达条件名单")]
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["province", "year", "number"], name="below_list_number"),
            models.UniqueConstraint(fields=["province", "year"], condition=Q(state="proposed"), name="below_list_one_under_way"),
            models.UniqueConstraint(fields=["province", "year"], condition=Q(state="published"), name="below_list_one_stands"),
            models.CheckConstraint(condition=Q(published_by=None) | ~Q(published_by=F("proposed_by")), name="below_list_two_people"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "refused"]) | Q(published_by__isnull=False, published_on__isnull=False),
                name="below_list_published_in_full",
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(note=""), name="below_list_correction_explained"),
        ]

    def __str__(self):
        return f"{self.province_name}{self.year}—{self.year + 1}学年未达条件名单第 {self.number} 版"

    def get_absolute_url(self):
        return reverse("disclosure:below_list", args=[self.pk])

    @property
    def public_address(self):
        return reverse("disclosure:below", args=[self.province_code, self.year])


class PublicPaperQuerySet(models.QuerySet):
    def newest(self):
        """The newest version of each scheme and each draw."""
        newer = PublicPaper.objects.filter(source=OuterRef("source"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer))


class PublicPaper(models.Model):
    """公开文书: a province's scheme, or a draw, as the public reads it; pulled once its entries in the log are sealed, every version kept (R12.4, M1).

    ``source`` is the key of what it is of; ``mark`` tells whether that has changed since. ``content``: see ``services.papers``. ``proof`` is the bundle
    of a draw (G7), empty before it was drawn.
    """

    class Kind(models.TextChoices):
        SCHEME = "scheme", "实施方案"
        DRAW = "draw", "抽样"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=6, choices=Kind)
    source = models.UUIDField("来自")
    mark = models.CharField(max_length=100)
    number = models.PositiveSmallIntegerField("版次")
    province_code = models.CharField("省代码", max_length=12)
    province = models.CharField("省", max_length=100)
    title = models.CharField("名称", max_length=200)
    stage = models.CharField("状态", max_length=10)
    order = models.PositiveIntegerField("次序")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    code = models.CharField("验证码", max_length=9)
    proof = models.BinaryField(null=True, blank=True)
    published_on = models.DateField("公开日期")
    released_at = models.DateTimeField("上线", default=timezone.now)

    objects = PublicPaperQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["province_code", "kind", "-order", "-number"]
        indexes = [models.Index(fields=["province_code", "kind"], name="paper_place")]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="paper_number")]

    def __str__(self):
        return self.title

    @property
    def called(self):
        """The title, of a scheme with its version: those of one province are all called alike."""
        return f"{self.title}（第 {self.order} 版）" if self.kind == self.Kind.SCHEME else self.title

    @property
    def said(self):
        """What it is; of a draw how far it is."""
        stages = {"committed": "，已封存，待取数", "published": "，已抽取并公布", "annulled": "，已作废"}
        return f"{self.get_kind_display()}{stages.get(self.stage, '')}"

    def get_absolute_url(self):
        return reverse("disclosure:paper", args=[self.source])

    @property
    def public_address(self):
        return self.get_absolute_url()
