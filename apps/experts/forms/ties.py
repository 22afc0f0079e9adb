from django import forms
from django.utils import timezone

from apps.core.fields import DayField
from apps.experts.forms.pool import below
from apps.experts.models import Conduct, Expert
from apps.experts.rules import Tie
from apps.experts.selectors.pool import pool_for_school
from apps.experts.services.conduct import CIRCLES
from apps.organizations.models import Level, Organization
from apps.workflow.forms import StepForm

DECLARED = [(tie.value, tie.label) for tie in Tie if tie != Tie.SAME_CITY]


class TieForm(forms.Form):
    """``province``: an expert's tie to one of its schools; ``of_school``: a school's to one of the pool."""

    school = forms.ModelChoiceField(label="学校", queryset=Organization.objects.none(), empty_label="请选择")
    expert = forms.ModelChoiceField(label="专家", queryset=Expert.objects.none(), empty_label="请选择")
    kind = forms.ChoiceField(label="关系", choices=DECLARED, widget=forms.RadioSelect)
    since = DayField(label="自")
    until = DayField(label="至", required=False, help_text="最后一天；还在继续的不填。讲学一次的，两处都写当天")
    note = forms.CharField(label="情况", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="选“其他关系”的必须写明")

    def __init__(self, *args, province=None, of_school=None, **kwargs):
        super().__init__(*args, **kwargs)
        if of_school is None:
            del self.fields["expert"]
            self.fields["school"].queryset = below(province, Level.SCHOOL)
        else:
            del self.fields["school"]
            self.fields["expert"].queryset = pool_for_school(of_school)
            self.fields["expert"].label_from_instance = lambda expert: f"{expert}（{expert.employer}）"


class EndTieForm(forms.Form):
    until = DayField(label="这一关系到哪一天结束", initial=timezone.localdate)


class WithdrawForm(forms.Form):
    withdrawal = forms.CharField(label="撤销原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="如：误选了学校")


class ReportForm(forms.Form):
    expert = forms.ModelChoiceField(label="专家", queryset=Expert.objects.none(), empty_label="请选择")
    school = forms.ModelChoiceField(
        label="有关学校", required=False, queryset=Organization.objects.none(), empty_label="与某一所学校无关", help_text="查实后要更换的，须写明学校"
    )  # fmt: skip
    kind = forms.ChoiceField(label="事由", choices=Conduct.Kind, widget=forms.RadioSelect)
    happened_on = DayField(label="发生日期", required=False)
    text = forms.CharField(
        label="反映的情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}), help_text="何时、何地、何事，有什么依据。专家本人办结以前看不到"
    )  # fmt: skip

    def __init__(self, *args, of_school=None, province=None, **kwargs):
        super().__init__(*args, **kwargs)
        if of_school is None:
            del self.fields["expert"]
            self.fields["school"].queryset = below(province, Level.SCHOOL)
        else:
            del self.fields["school"]
            self.fields["expert"].queryset = pool_for_school(of_school)


def _finding():
    return forms.CharField(label="查明的情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class UpholdForm(StepForm):
    finding = _finding()
    measure = forms.ChoiceField(label="处理", choices=Conduct.Measure, widget=forms.RadioSelect)


class DismissForm(StepForm):
    finding = _finding()


class CirculateForm(StepForm):
    circular = forms.CharField(
        label="通报", max_length=250, widget=forms.Textarea(attrs={"rows": 5}), help_text="至多 250 字，以消息送达范围内的每个人"
    )  # fmt: skip
    circle = forms.MultipleChoiceField(
        label="通报范围", choices=[(name, words) for name, (words, _who) in CIRCLES.items()], widget=forms.CheckboxSelectMultiple
    )
