"""What each of a group answers on an element, alone (R9.3, R10.6)."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.reviews.models.group import Member, Part, own_group
from apps.schemes.models import Element


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
