from django import forms

from apps.accounts.forms import SignAgainForm
from apps.core.fields import DayField
from apps.deliberation.models import Sitting
from apps.deliberation.rules import NUMBER, Conclusion, working
from apps.experts.models import Membership
from apps.workflow.forms import StepForm


class SittingForm(forms.Form):
    title = forms.CharField(label="名称", max_length=120, help_text="如：第 14 次会议")
    on = DayField(label="日期")
    place = forms.CharField(label="地点", max_length=100, required=False)


class ChangeSittingForm(SittingForm, StepForm):
    """What was asked when it was called, to be changed."""


class ListForm(StepForm):
    """On which sitting a case is heard."""

    sitting = forms.ModelChoiceField(label="会议", queryset=Sitting.objects.none(), empty_label=None)

    def __init__(self, *args, sittings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sitting"].queryset = sittings


class RecuseForm(forms.Form):
    """``members``: who may still withdraw, in the order of their duties; nobody is chosen beforehand, but one alone."""

    member = forms.ModelChoiceField(label="委员", queryset=None)
    reason = forms.CharField(label="回避的原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Membership.objects.filter(pk__in=[member.pk for member in members])
        named = [(member.pk, f"{member.user}（{member.get_duty_display()}）") for member in members]
        self.fields["member"].choices = named if len(named) == 1 else [("", "请选择"), *named]


class VoteForm(forms.Form):
    """A vote; none is chosen beforehand, and an abstention is a choice like the others."""

    ABSTAIN = "abstain"

    choice = forms.ChoiceField(
        label="我的意见",
        choices=[*Conclusion.choices, (ABSTAIN, "弃权")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "请选一个结论，或者选弃权。"),
    )
    reason = forms.CharField(
        label="理由", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="与按规则推算的结论不同的，须写理由。"
    )

    def clean_choice(self):
        choice = self.cleaned_data["choice"]
        return "" if choice == self.ABSTAIN else choice


class ResolveForm(StepForm):
    resolution = forms.CharField(label="决议与理由", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    minority = forms.CharField(label="少数意见", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class NumberField(forms.RegexField):
    """发文字号 (GB/T 9704)."""

    def __init__(self, **kwargs):
        wrong = "发文字号写作机关代字、六角括号里的年份、序号，如：陕教职成〔2026〕12号。序号前不加“第”，不补零。"
        words = {"label": "发文字号", "help_text": "机关代字、〔年份〕、序号，如：陕教职成〔2026〕12号"}
        super().__init__(NUMBER, max_length=60, strip=True, error_messages={"invalid": wrong}, **words | kwargs)


class DecideForm(SignAgainForm, StepForm):
    """认定: what is confirmed, under which number, and the password: an act of its own (R9.5).

    One unlike the committee's or the rule's conclusion is taken when that was confirmed, its condition in view (J1, J3).
    """

    conclusion = forms.ChoiceField(label="认定结论", choices=Conclusion.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="与审议结论不同的理由", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="与审议结论相同的不用写。"
    )
    number = NumberField()
    contrary = forms.BooleanField(
        label="我知道所选的结论与上述不同，仍然这样认定", required=False, help_text="与按规则推算的、与审议的都相同的不用勾选。"
    )

    field_order = ["seen", "conclusion", "contrary", "reason", "number", "password"]

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case

    def clean(self):
        given = super().clean()
        if (chosen := given.get("conclusion")) and not given.get("contrary") and (against := self.against(chosen)):
            also = "，并写明理由" if chosen != self.case.deliberated else ""
            self.add_error("contrary", f"{against}。确定如此认定的，请勾选{also}")
        return given

    def against(self, chosen):
        """What speaks against the conclusion chosen, in words; "" where nothing does."""
        case, words = self.case, []
        if chosen != case.proposed:
            line = next(line for line in working(case.agreeing, case.aimed, case.effective) if line.conclusion == chosen)
            words.append(f"按规则推算为“{case.get_proposed_display()}”，不符合“{line.conclusion.label}”的条件（{line.rule}，{line.words}）")
        if case.deliberated and chosen != case.deliberated:
            words.append(f"专委会审议为“{case.get_deliberated_display()}”")
        return f"所选的“{Conclusion(chosen).label}”与此不同：{'；'.join(words)}" if words else ""


class ReverseForm(SignAgainForm, StepForm):
    """撤销认定: signed like the decision it takes back (J4)."""

    field_order = ["seen", "note", "password"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = "写明为什么撤销；另有撤销决定的，写明它的文号。随结论告知学校。"
