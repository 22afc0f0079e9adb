"""Conclusions on their way to the public, what is said against them, and the copies that the public reads (M2, M3, R12.1)."""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.access import reach
from apps.accounts.models import User
from apps.deliberation.models import Case
from apps.deliberation.rules import Conclusion
from apps.disclosure.models.data import Listing
from apps.organizations.models import Organization
from apps.reviews.models import Review
from apps.workflow.models import Living


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
