import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.deliberation.models import Case
from apps.deliberation.rules import Conclusion
from apps.experts.models import Conduct
from apps.organizations.models import Organization
from apps.reviews.models import Review
from apps.statusdata.models import Snapshot
from apps.workflow.models import Living


class Publication(Living):
    """公开事项: one accepted snapshot on its way to the public: one person proposes, another publishes (M2)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待复核"
        PUBLISHED = "published", "已公开"
        REFUSED = "refused", "不予公开"
        WITHDRAWN = "withdrawn", "已撤回"

    school = models.ForeignKey(Organization, models.PROTECT, related_name="publications", verbose_name="学校")
    year = models.PositiveSmallIntegerField("学年")
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="publication", verbose_name="上报版本")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人")

    scope = "school__path"
    list_name = "disclosure:list"
    # A second pair of eyes is another person's, whatever posts the first one holds.
    opens = {"disclosure.publish_publication": lambda user: ~Q(proposed_by=user)}

    class Meta:
        default_permissions = ("view",)
        permissions = [("propose_publication", "提出公开"), ("publish_publication", "复核公开")]
        ordering = ["-year", "school__path"]
        constraints = [
            models.CheckConstraint(condition=Q(published_by=None) | ~Q(published_by=F("proposed_by")), name="publication_two_people"),
            models.CheckConstraint(condition=~Q(state="published") | Q(published_by__isnull=False), name="publication_published_by"),
        ]

    def __str__(self):
        return f"{self.school}{self.year}—{self.year + 1}学年状态数据公开"

    def get_absolute_url(self):
        return reverse("disclosure:publication", args=[self.pk])


class Listing(models.Model):
    """公开名录: a school on the public site, as it was called when last published. The public side knows it by its code alone."""

    code = models.CharField("标识码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=100)
    pinyin = models.CharField(max_length=300, blank=True)
    initials = models.CharField(max_length=100, blank=True)
    sample_code = models.BooleanField("示例码", default=False)
    province_code = models.CharField(max_length=12)
    province = models.CharField("省", max_length=100)
    city_code = models.CharField(max_length=12, blank=True)
    city = models.CharField("地市", max_length=100, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["code"]
        indexes = [models.Index(fields=["province_code", "city_code"], name="listing_place")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("disclosure:school", args=[self.code])


class CopyQuerySet(models.QuerySet):
    def shown(self):
        """What the public may see: its entries in the log are sealed. A withdrawn one stays to be seen as withdrawn."""
        return self.filter(released_at__isnull=False)

    def current(self):
        """The newest of each school and year that stands."""
        standing = self.shown().filter(withdrawn_at=None)
        newer = standing.filter(listing=OuterRef("listing"), year=OuterRef("year"), number__gt=OuterRef("number"))
        return standing.filter(~Exists(newer))


class Copy(models.Model):
    """公开副本: what the public reads, frozen when it was published; every version is kept (M1, M4). ``content``: see ``services.copies``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.OneToOneField(Publication, models.PROTECT, related_name="copy")
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="copies")
    year = models.PositiveSmallIntegerField("学年")
    number = models.PositiveSmallIntegerField("版次")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    code = models.CharField("验证码", max_length=9)
    met = models.BooleanField("五项全部达到", null=True)
    published_on = models.DateField("公开日期")
    released_at = models.DateTimeField("上线", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回", null=True, blank=True)
    note = models.CharField("更正或撤回说明", max_length=1000, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-published_on", "-number"]
        constraints = [models.UniqueConstraint(fields=["listing", "year", "number"], name="copy_number")]
        indexes = [models.Index(fields=["-published_on"], condition=Q(released_at__isnull=False), name="copy_shown")]

    def __str__(self):
        return f"{self.listing} {self.year} 第 {self.number} 版"

    def get_absolute_url(self):
        return reverse("disclosure:year", args=[self.listing.code, self.year])


class Announcement(Living):
    """结论公开: one decided case on its way to the public: shown for objections, then published (M2, M3, R12.1).

    One person proposes, another shows and publishes. ``due`` is the last day to publish it, ``show_by`` the last on which showing it still
    leaves time for that (``rules``); both empty while the days off of the year are not known. ``last_day`` ends the time for objections.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "待复核"
        SHOWN = "shown", "公示中"
        FINAL = "final", "已公布"
        WITHDRAWN = "withdrawn", "已撤回"

    case = models.OneToOneField(Case, models.PROTECT, related_name="announcement", verbose_name="审议事项")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="announcements", verbose_name="学校")
    year = models.PositiveSmallIntegerField("抽样年份")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    show_by = models.DateField("最迟公示", null=True, blank=True)
    due = models.DateField("最迟公布", null=True, blank=True)
    shown_on = models.DateField("公示日期", null=True, blank=True)
    last_day = models.DateField("公示末日", null=True, blank=True)
    final_on = models.DateField("公布日期", null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    shown_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人")
    final_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公布人")

    scope = "school__path"
    list_name = "disclosure:announcements"
    opens = {
        # A second pair of eyes is another person's.
        "disclosure.publish_announcement": lambda user: ~Q(proposed_by=user),
        # What is not shown yet is its authors' own.
        "disclosure.view_announcement": lambda user: (
            Q(shown_on__isnull=False)
            | reach(user, "disclosure.propose_announcement", Announcement)
            | reach(user, "disclosure.publish_announcement", Announcement)
        ),
    }

    class Meta:
        default_permissions = ("view",)
        permissions = [("propose_announcement", "提出结论公开"), ("publish_announcement", "复核与公布结论")]
        ordering = ["due", "school__path"]
        constraints = [
            models.CheckConstraint(condition=Q(shown_by=None) | ~Q(shown_by=F("proposed_by")), name="announcement_two_people"),
            models.CheckConstraint(condition=Q(final_by=None) | ~Q(final_by=F("proposed_by")), name="announcement_two_people_final"),
            models.CheckConstraint(
                condition=~Q(state__in=["shown", "final"]) | Q(shown_on__isnull=False, last_day__isnull=False, shown_by__isnull=False),
                name="announcement_shown_in_full",
            ),
            models.CheckConstraint(
                condition=~Q(state="final") | Q(final_on__gt=F("last_day"), final_by__isnull=False), name="announcement_final_after_objections"
            ),
        ]

    def __str__(self):
        return f"{self.school} {self.year} 年复核结论公开"

    def get_absolute_url(self):
        return reverse("disclosure:announcement", args=[self.pk])

    @property
    def late(self):
        """Whether the day by which it should have been published has passed."""
        return self.state in (self.State.PROPOSED, self.State.SHOWN) and self.due is not None and self.due < timezone.localdate()


class Objection(Living):
    """异议: what somebody said against a conclusion while it was shown (M3). Name and contact stay with the province; ``gist`` and ``answer`` are public.

    ``receipt`` is what its author has to ask after it; ``due`` the last day to answer. ``sender`` tells the network address it came from again,
    not what it is: so many an hour are taken from one (``rules``).
    """

    class State(models.TextChoices):
        OPEN = "open", "待答复"
        ANSWERED = "answered", "已答复"

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="objections", verbose_name="结论公开")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="学校")
    receipt = models.CharField("回执号", max_length=9, unique=True)
    name = models.CharField("姓名", max_length=60)
    contact = models.CharField("联系方式", max_length=100)
    text = models.TextField("异议", max_length=2000)
    sender = models.CharField("来源摘要", max_length=64)
    at = models.DateTimeField("提出时间", default=timezone.now)
    due = models.DateField("答复期限", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    gist = models.CharField("异议要点", max_length=500, blank=True)
    answer = models.TextField("答复", max_length=2000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    scope = "school__path"
    list_name = "disclosure:objections"

    class Meta:
        default_permissions = ("view",)
        permissions = [("answer_objection", "答复异议")]
        ordering = ["due", "at"]
        indexes = [models.Index(fields=["sender", "at"], name="objection_sender")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(gist="") & ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="objection_answered_in_full",
            ),
        ]

    def __str__(self):
        return f"对{self.school}复核结论的异议 {self.receipt}"

    def get_absolute_url(self):
        return reverse("disclosure:objection", args=[self.pk])


class Frozen(models.Model):
    """What the public reads beside status data: frozen, shown once its entries in the log are sealed; a withdrawn one stays to be seen as such."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="%(class)ss")
    year = models.PositiveSmallIntegerField("抽样年份")
    number = models.PositiveSmallIntegerField("版次")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    published_on = models.DateField("公开日期")
    released_at = models.DateTimeField("上线", null=True, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()


class FrozenQuerySet(models.QuerySet):
    def shown(self):
        """What the public may see: its entries in the log are sealed."""
        return self.filter(released_at__isnull=False)

    def newest(self):
        """The newest shown of each school and year, standing or withdrawn."""
        newer = self.model.objects.shown().filter(listing=OuterRef("listing"), year=OuterRef("year"), number__gt=OuterRef("number"))
        return self.shown().filter(~Exists(newer))


class ConclusionCopy(Frozen):
    """结论副本: a conclusion as it was shown or published, every version kept (R12.1, M3, M4). ``content``: see ``contents.content_of``."""

    class Stage(models.TextChoices):
        SHOWN = "shown", "公示"
        FINAL = "final", "公布"

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="copies")
    stage = models.CharField("阶段", max_length=5, choices=Stage)
    conclusion = models.CharField("结论", max_length=10, choices=Conclusion)
    last_day = models.DateField("公示末日")
    code = models.CharField("验证码", max_length=9)
    withdrawn_at = models.DateTimeField("撤回", null=True, blank=True)
    note = models.CharField("更正或撤回说明", max_length=1000, blank=True)

    objects = FrozenQuerySet.as_manager()

    class Meta(Frozen.Meta):
        ordering = ["-published_on", "-number"]
        constraints = [models.UniqueConstraint(fields=["listing", "year", "number"], name="conclusion_copy_number")]
        indexes = [models.Index(fields=["-published_on"], condition=Q(released_at__isnull=False), name="conclusion_copy_shown")]

    def __str__(self):
        return f"{self.listing} {self.year} 年复核结论第 {self.number} 版"

    def get_absolute_url(self):
        return reverse("disclosure:conclusion", args=[self.listing.code, self.year])

    @property
    def open(self):
        """Whether objections are taken today."""
        return self.stage == self.Stage.SHOWN and self.withdrawn_at is None and timezone.localdate() <= self.last_day

    @property
    def standing(self):
        """(kind of state, words) of how it stands."""
        if self.withdrawn_at:
            return "act", "已撤回"
        if self.stage == self.Stage.FINAL:
            return "done", "已公布"
        return "wait", "公示中" if self.open else "公示期满，待公布"


class AnswerCopy(models.Model):
    """公开答复: an objection's gist and its answer, without whose it was (M3)."""

    objection = models.OneToOneField(Objection, models.PROTECT, related_name="copy")
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("抽样年份")
    gist = models.CharField("异议要点", max_length=500)
    answer = models.TextField("答复", max_length=2000)
    lodged_on = models.DateField("提出日期")
    answered_on = models.DateField("答复日期")
    released_at = models.DateTimeField("上线", null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["answered_on", "pk"]

    def __str__(self):
        return self.gist


class TeamCopy(Frozen):
    """专家组名单: the members of a review's group and the days of the visit as the public reads them (R2.4, R12.2, H9)."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="team_copies")

    objects = FrozenQuerySet.as_manager()

    class Meta(Frozen.Meta):
        ordering = ["-published_on", "-number"]
        constraints = [models.UniqueConstraint(fields=["listing", "year", "number"], name="team_copy_number")]

    def __str__(self):
        return f"{self.listing} {self.year} 年复核专家组第 {self.number} 版"

    def get_absolute_url(self):
        return reverse("disclosure:teams") + f"?year={self.year}"


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
