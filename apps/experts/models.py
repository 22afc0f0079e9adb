import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Bar, User
from apps.experts.rules import Field, Tie
from apps.organizations.models import Organization
from apps.workflow.models import Living


class ExpertQuerySet(models.QuerySet):
    def admitted(self):
        return self.filter(state=Expert.State.ADMITTED)

    def trained_on(self, day):
        """Those with a training that holds on ``day`` (R2.3)."""
        return self.filter(Exists(Training.objects.filter(expert=OuterRef("pk")).on(day)))


class Expert(Living):
    """专家: a person in a province's pool (R2.3), named by a city or by the province itself, admitted by the province.

    An expert needs no post: what is his own he reaches as the ``user``, a review by the grants he is given there.
    """

    class State(models.TextChoices):
        NOMINATED = "nominated", "已推荐"
        ADMITTED = "admitted", "在库"
        DECLINED = "declined", "未入库"
        REMOVED = "removed", "已出库"

    user = models.OneToOneField(User, models.PROTECT, related_name="expert", verbose_name="人员")
    province = models.ForeignKey(Organization, models.PROTECT, related_name="experts", verbose_name="专家库所属省")
    nominator = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="推荐单位")
    state = models.CharField("状态", max_length=10, choices=State, default=State.NOMINATED)
    kind = models.CharField("类别", max_length=10, choices=Field)
    title = models.CharField("职称或职务", max_length=60, blank=True)
    employer = models.CharField("工作单位", max_length=100)
    employer_unit = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="工作单位（本系统内）")
    city = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="工作所在地市")
    specialities = models.JSONField("专长", default=list, blank=True)
    languages = models.CharField("工作语言", max_length=60, blank=True)
    admitted_on = models.DateField("入库日期", null=True, blank=True)
    confirmed_on = models.DateField("本人核对日期", null=True, blank=True)
    removed_on = models.DateField("出库日期", null=True, blank=True)
    removal = models.CharField("出库原因", max_length=500, blank=True)

    scope = "nominator__path"
    list_name = "experts:list"
    objects = ExpertQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        permissions = [
            ("nominate_expert", "推荐专家"),
            ("admit_expert", "管理专家入库出库"),
            ("train_expert", "登记专家情况和培训"),
            ("reset_expert", "重设在岗专家的密码"),
        ]
        ordering = ["user__name", "pk"]
        indexes = [models.Index(fields=["province", "state", "kind"], name="expert_pool")]
        constraints = [
            models.CheckConstraint(condition=~Q(state="admitted") | Q(admitted_on__isnull=False), name="expert_admitted_on"),
            models.CheckConstraint(condition=~Q(state="removed") | Q(removed_on__isnull=False) & ~Q(removal=""), name="expert_removed_with_reason"),
            models.CheckConstraint(condition=Q(removed_on=None) | Q(removed_on__gte=F("admitted_on")), name="expert_removed_after_admission"),
            models.CheckConstraint(condition=~Q(employer=""), name="expert_employer"),
        ]

    def __str__(self):
        return str(self.user)

    def get_absolute_url(self):
        return reverse("experts:page", args=[self.pk])


class Held(models.Model):
    """专家履历: what is written down of an expert, a row each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="%(class)ss")

    scope = "expert__nominator__path"

    class Meta:
        abstract = True
        default_permissions = ()


class Employment(Held):
    """任职经历: where an expert works or worked; ``unit`` where it stands in the tree (R2.5: an own school is a tie)."""

    unit = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本系统内的单位")
    name = models.CharField("单位", max_length=100)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    bar = models.OneToOneField(Bar, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回避")

    class Meta(Held.Meta):
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="employment_term"),
            models.UniqueConstraint(fields=["expert"], condition=Q(until=None), name="employment_one_open"),
        ]

    def __str__(self):
        return f"{self.expert} {self.name}"


class TrainingQuerySet(models.QuerySet):
    def on(self, day):
        """Finished by ``day`` and not run out: the last day still counts."""
        return self.filter(Q(until=None) | Q(until__gte=day), on__lte=day)


class Training(Held):
    """培训: one training an expert has finished; it holds to ``until``, or without end (R2.3)."""

    title = models.CharField("培训名称", max_length=100)
    organiser = models.CharField("组织单位", max_length=100)
    on = models.DateField("结业日期")
    until = models.DateField("有效至", null=True, blank=True)

    objects = TrainingQuerySet.as_manager()

    class Meta(Held.Meta):
        ordering = ["-on"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("on")), name="training_term"),
            models.UniqueConstraint(fields=["expert", "title", "on"], name="training_once"),
        ]

    def __str__(self):
        return f"{self.expert} {self.title}"


class InterestQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back."""
        return self.filter(withdrawn_at=None)


class Interest(Held):
    """利害关系: a tie between an expert and a school, declared by either side or entered by the province (R2.5, H2).

    It holds from ``since`` to ``until``, both days counted; ``declared_at`` tells whether it came before a naming or after.
    ``bar`` is what keeps the expert out of the school's cases because of it; None where it has run out already.
    """

    class Side(models.TextChoices):
        EXPERT = "expert", "专家本人"
        SCHOOL = "school", "学校"
        AUTHORITY = "authority", "省级"

    school = models.ForeignKey(Organization, models.PROTECT, related_name="interests", verbose_name="学校")
    kind = models.CharField("关系", max_length=16, choices=Tie)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    note = models.CharField("情况", max_length=500, blank=True)
    side = models.CharField("申报方", max_length=10, choices=Side)
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申报人")
    declared_at = models.DateTimeField("申报时间", default=timezone.now)
    bar = models.OneToOneField(Bar, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回避")
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawal = models.CharField("撤销原因", max_length=500, blank=True)

    scope = "school__path"
    objects = InterestQuerySet.as_manager()

    class Meta(Held.Meta):
        default_permissions = ("view",)
        permissions = [("declare_interest", "申报与专家的利害关系"), ("withdraw_interest", "撤销利害关系")]
        ordering = ["-declared_at"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="interest_term"),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | ~Q(withdrawal=""), name="interest_withdrawn_with_reason"),
            models.CheckConstraint(condition=~Q(kind="other") | ~Q(note=""), name="interest_other_is_described"),
        ]

    def __str__(self):
        return f"{self.expert}与{self.school}：{self.get_kind_display()}"


class Committee(models.Model):
    """专委会: the nation's, or a province's, which may be the one for all vocational schools (R2.1)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.OneToOneField(Organization, models.PROTECT, related_name="committee", verbose_name="所属单位")
    title = models.CharField("名称", max_length=100)
    set_up_on = models.DateField("成立日期")
    shared = models.BooleanField("与高职合设", default=False)

    scope = "organization__path"

    class Meta:
        default_permissions = ("view",)
        permissions = [("manage_committee", "管理专委会")]
        ordering = ["organization__path"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("experts:committee", args=[self.pk])


class MembershipQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Membership(models.Model):
    """委员: a person on a committee for a term, with his duty there (R2.1, R2.2)."""

    class Duty(models.TextChoices):
        CHAIR = "chair", "主任委员"
        VICE = "vice", "副主任委员"
        SECRETARY = "secretary", "秘书长"
        MEMBER = "member", "委员"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="人员")
    duty = models.CharField("职务", max_length=10, choices=Duty, default=Duty.MEMBER)
    kind = models.CharField("类别", max_length=10, choices=Field)
    employer = models.CharField("工作单位", max_length=100)
    in_charge = models.BooleanField("负责中职", default=False)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    nominated_on = models.DateField("推荐为全国专委会人选", null=True, blank=True)

    scope = "committee__organization__path"
    objects = MembershipQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="membership_term"),
            models.UniqueConstraint(fields=["committee", "user"], condition=Q(until=None), name="membership_one_open"),
            models.UniqueConstraint(fields=["committee"], condition=Q(until=None, duty="chair"), name="membership_one_chair"),
            models.UniqueConstraint(fields=["committee"], condition=Q(until=None, duty="secretary"), name="membership_one_secretary"),
            # At most one person of a province (R2.1).
            models.UniqueConstraint(fields=["committee"], condition=Q(nominated_on__isnull=False), name="membership_one_nominee"),
        ]

    def __str__(self):
        return f"{self.committee}{self.get_duty_display()}{self.user}"


class Roster(models.Model):
    """委员名单: the list of members as a province reported it to the ministry, frozen (R2.1). ``content``: see ``services.committees``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="rosters")
    number = models.PositiveSmallIntegerField("序号")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="报送人")
    at = models.DateTimeField("报送时间", default=timezone.now)

    scope = "committee__organization__path"

    class Meta:
        default_permissions = ()
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["committee", "number"], name="roster_number")]

    def __str__(self):
        return f"{self.committee}名单第 {self.number} 次报送"


class Conduct(Living):
    """纪律事项: a complaint or a lead about an expert, and what came of it (R2.5, R2.6, R9.6)."""

    class State(models.TextChoices):
        RECEIVED = "received", "待处理"
        UPHELD = "upheld", "属实"
        CIRCULATED = "circulated", "属实，已通报"
        DISMISSED = "dismissed", "不属实"

    class Kind(models.TextChoices):
        INVITATION = "invitation", "接受有关学校的咨询、讲学等邀请"
        EIGHT = "eight", "违反中央八项规定精神"
        SIX = "six", "违反六项禁令"
        DISTURBING = "disturbing", "干扰学校正常教学"
        LEAK = "leak", "泄露复核情况或结论建议"
        PARTIAL = "partial", "评判不公或敷衍"
        OTHER = "other", "其他"

    class Source(models.TextChoices):
        PUBLIC = "public", "社会反映"
        SCHOOL = "school", "学校反映"
        AUTHORITY = "authority", "省级发现"

    class Measure(models.TextChoices):
        REMINDED = "reminded", "提醒"
        REPLACED = "replaced", "更换，不再参加该校复核"
        REMOVED = "removed", "从专家库除名"

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="conducts", verbose_name="专家")
    school = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="有关学校")
    state = models.CharField("状态", max_length=10, choices=State, default=State.RECEIVED)
    kind = models.CharField("事由", max_length=12, choices=Kind)
    source = models.CharField("来源", max_length=10, choices=Source)
    text = models.TextField("反映的情况", max_length=2000)
    happened_on = models.DateField("发生日期", null=True, blank=True)
    received_on = models.DateField("收到日期", default=timezone.localdate)
    due = models.DateField("办结期限", null=True, blank=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人")
    finding = models.TextField("查明的情况", max_length=2000, blank=True)
    measure = models.CharField("处理", max_length=10, choices=Measure, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人")
    circular = models.TextField("通报", max_length=2000, blank=True)
    circle = models.CharField("通报范围", max_length=200, blank=True)
    circulated_on = models.DateField("通报日期", null=True, blank=True)

    scope = "expert__province__path"
    list_name = "experts:conducts"
    # Nobody looks into what is said of himself.
    opens = {"experts.handle_conduct": lambda user: ~Q(expert__user=user), "experts.view_conduct": lambda user: ~Q(expert__user=user)}

    class Meta:
        default_permissions = ("view",)
        permissions = [("handle_conduct", "处理专家纪律事项")]
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due__gte=F("received_on")), name="conduct_due"),
            models.CheckConstraint(condition=Q(state="received") | ~Q(finding="") & Q(closed_on__isnull=False), name="conduct_closed_with_finding"),
            models.CheckConstraint(condition=Q(state__in=["upheld", "circulated"]) ^ Q(measure=""), name="conduct_measure_where_upheld"),
            models.CheckConstraint(condition=~Q(measure="replaced") | Q(school__isnull=False), name="conduct_replaced_at_a_school"),
            models.CheckConstraint(
                condition=~Q(state="circulated") | Q(circulated_on__isnull=False) & ~Q(circular="") & ~Q(circle=""), name="conduct_circulated_in_full"
            ),
        ]

    def __str__(self):
        return f"{self.expert}：{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("experts:conduct", args=[self.pk])
