import uuid
from functools import partial

from django import forms

from apps.core.fields import DayField
from apps.core.text import LEAST_REASON
from apps.experts.forms.ties import DECLARED
from apps.experts.models import Expert
from apps.experts.selectors.pool import specialities
from apps.reviews.contents import team_of
from apps.reviews.models import Agenda, Material, Member, Own, Suggestion, answer_words
from apps.reviews.selectors.candidates import candidate_words
from apps.schemes.selectors import elements
from apps.workflow.forms import StepForm

YES_NO = [("yes", "是"), ("no", "否")]


def words(label, limit, rows=4, **more):
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **more)


def owed(label, limit, rows=4):
    """A text that may be written bit by bit, and is wanted before the report is handed in."""
    field = words(label, limit, rows, required=False)
    field.asked_when = "提交报告以前须写"
    return field


class ClashField(forms.MultipleChoiceField):
    """The clashes borne, each in its words; hidden until days are found to clash. Which there are, the service knows."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value):
        return True

    def offer(self, clashes):
        self.widget = forms.CheckboxSelectMultiple()
        self.choices = [(words, words) for words in clashes]


class ScheduleForm(StepForm):
    visit_from = DayField(label="进校首日")
    visit_to = DayField(label="进校末日")
    materials_due = DayField(label="材料期限", help_text="学校在这一天以前提交复核材料，不晚于进校首日。")
    accepted = ClashField(label="冲突", required=False, help_text="看过仍要这样排的，逐条勾选。")
    note = words("理由", 1000, required=False, help_text="与别的安排冲突而仍要这样排的，请写明理由；改期也要写明。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.setdefault("note", words("理由", 1000, required=False, help_text="与别的安排冲突而仍要这样排的，请写明理由。"))


class NameForm(forms.Form):
    expert = forms.ModelChoiceField(label="专家", queryset=Expert.objects.none(), empty_label="请选择")
    duty = forms.ChoiceField(label="职责", choices=Member.Duty, initial=Member.Duty.MEMBER)
    why = forms.CharField(label="入组理由", max_length=300, required=False)
    untrained_why = forms.CharField(
        label="未受培训仍入组的理由", max_length=300, required=False, help_text="只有没有有效培训的专家才填，随名单公开（R2.3）。"
    )

    def __init__(self, *args, experts, left_out, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts
        names = "、".join(f"{expert}（{tie.words}）" for expert, tie in left_out)
        self.fields["expert"].help_text = "今年参加复核少的在前，同样多的按姓名排；由您决定。" + (f"因利害关系没有列出：{names}。" if names else "")
        self.fields["expert"].label_from_instance = partial(candidate_words, known={each.code: each.name for each in specialities()})


class TieForm(forms.Form):
    kind = forms.ChoiceField(label="关系", choices=DECLARED, widget=forms.RadioSelect)
    since = DayField(label="自")
    note = words("情况", 500, rows=3, required=False, help_text="选“其他关系”的必须写明。")


class AgendaForm(forms.Form):
    """``review``: its days bound the date, its group who takes part."""

    on = DayField(label="日期")
    half = forms.ChoiceField(label="时段", choices=Agenda.Half, widget=forms.RadioSelect)
    text = forms.CharField(label="内容", max_length=300)
    place = forms.CharField(label="地点", max_length=100, required=False)
    members = forms.ModelMultipleChoiceField(
        label="参加成员", queryset=Member.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, help_text="全组一起的，不用选。"
    )

    def __init__(self, *args, review, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = team_of(review)
        self.fields["on"].widget.attrs |= {"min": review.visit_from.isoformat(), "max": review.visit_to.isoformat()}


class ReasonForm(forms.Form):
    note = words("原因", 500)


class AnswerDaysForm(forms.Form):
    """Yes, other days or, of an expert, not at all; none is chosen beforehand, and only a yes goes without its reason."""

    YES, OTHER, OUT = "yes", "other", "out"

    seen = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="答复", choices=[(YES, "可以，按这些日子"), (OTHER, "不能，请另定日期"), (OUT, "不能参加，请另派专家")], widget=forms.RadioSelect,
        error_messages={"required": "请选择怎样答复。"},
    )  # fmt: skip
    asked = words("原因，和可以的日期", 480, rows=3, required=False, help_text="可以的不用填；不能的必须写明。")

    def __init__(self, *args, of_expert=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not of_expert:
            self.fields["answer"].choices = self.fields["answer"].choices[:2]

    def clean(self):
        given = super().clean()
        answer, asked = given.get("answer"), (given.get("asked") or "").strip()
        if answer == self.YES and asked:
            self.add_error("answer", "选了“可以”，又写了原因。请确认是哪一种。")
        elif answer in (self.OTHER, self.OUT) and not asked:
            self.add_error("asked", "请写明原因；另定日期的，也写明可以的日期。")
        given["asked"] = f"不能参加，请另派：{asked}" if answer == self.OUT else asked
        given.pop("answer", None)
        return given


class UndertakeForm(forms.Form):
    version = forms.CharField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(label="我已看过全部条款，承诺遵守。")


class MaterialForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=Material.Kind)
    title = forms.CharField(label="名称", max_length=120)
    file = forms.FileField(label="文件", help_text="PDF、Word、Excel 或图片，20 MB 以内。")


class JudgeForm(forms.Form):
    answer = forms.ChoiceField(label="判断", choices=Own, widget=forms.RadioSelect)
    reason = words("理由", 1000, help_text=f"看到了什么，凭什么这样判断，至少 {LEAST_REASON} 字，标点不算。")

    def __init__(self, *args, stage, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [(each.value, answer_words(each, stage)) for each in Own]


class ElementForm(forms.Form):
    """A form about one of the sixteen."""

    element = forms.ModelChoiceField(label="诊断要素", queryset=None, empty_label="请选择")

    def __init__(self, *args, review, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["element"].queryset = elements(review.scheme.guidance)


class FocusForm(ElementForm):
    question = words("问题", 500, rows=3)
    evidence = forms.CharField(label="看什么", max_length=300, required=False)
    whom = forms.CharField(label="访谈谁", max_length=120, required=False)


class NoteForm(ElementForm):
    text = words("记录", 4000, rows=8)
    client = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class FindingForm(ElementForm):
    found = words("发现", 1000)
    evidence = words("依据", 1000, required=False)
    advice = words("建议", 1000)


class AnswerForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.TypedChoiceField(
        label="与学校的自我诊断是否一致", choices=[("yes", "一致"), ("no", "不一致")], widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        help_text="组的判断只有一致、不一致（R10.6）。",
    )  # fmt: skip
    reason = words("理由", 1000)
    dissent = words("组内不同意见", 1000, rows=3, required=False)


class ReportForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    overview = owed("复核工作概述", 4000, rows=6)
    text = owed("总体意见", 8000, rows=10)
    aimed = forms.TypedChoiceField(
        label="改进措施有没有针对性", choices=YES_NO, widget=forms.RadioSelect, required=False, coerce=lambda value: value == "yes", empty_value=None
    )
    aimed_reason = owed("针对性的理由", 1000)
    effective = forms.TypedChoiceField(
        label="改进有没有成效", choices=YES_NO, widget=forms.RadioSelect, required=False, coerce=lambda value: value == "yes", empty_value=None
    )
    effective_reason = owed("成效的理由", 1000)
    told = words("口头反馈记录", 2000, required=False, help_text="离校前可以把所见口头告诉学校，不得透露结论建议（R9.4）。")


class AgreeForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput)
    dissent = words(
        "保留意见", 1000, rows=3, required=False, help_text="没有就不填。保留意见随报告一并上会；重新签认时，原来写的仍在框里，不再保留的请删去。"
    )


class SuggestForm(forms.Form):
    conclusion = forms.ChoiceField(label="建议结论", choices=Suggestion.Conclusion, widget=forms.RadioSelect)
    reason = words("理由", 2000)


class ReplyForm(forms.Form):
    text = words("就事实的答复", 4000, rows=8, help_text="只就报告里的事实，请写明哪一处、实际情况、凭据。")
