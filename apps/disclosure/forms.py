from django import forms

from apps.core.fields import WordsField
from apps.disclosure.models import Comment, Objection
from apps.disclosure.rules import is_contact
from apps.documents.rules import LIMIT
from apps.experts.models import Conduct, Expert
from apps.workflow.forms import StepForm


class VerifyForm(forms.Form):
    file = forms.FileField(label="文件", help_text="只在本站算出摘要相比，不保存")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise forms.ValidationError(f"文件超过 {LIMIT // 1024 // 1024} MB，本站出具的文件没有这么大。")
        return file


class ObjectForm(forms.ModelForm):
    """What whoever objects to a conclusion is asked (M3)."""

    text = WordsField(label="异议", most=2000, help_text="对哪一处有异议、依据是什么。不超过 2000 字。请不要写别人的身份证号、手机号。")

    class Meta:
        model = Objection
        fields = ["name", "contact", "text"]
        help_texts = {"name": "只给省级教育行政部门核实用，不公开", "contact": "电话或电子邮箱，不公开"}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "contact": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def clean_contact(self):
        if not is_contact(self.cleaned_data["contact"]):
            raise forms.ValidationError("请写能找到您的电话（固定电话写区号）或者电子邮箱")
        return self.cleaned_data["contact"]


class AnswerForm(StepForm):
    gist = forms.CharField(
        label="异议要点",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="公开。用自己的话概括，不写姓名、联系方式和能认出人的情况。",
    )
    answer = forms.CharField(
        label="答复", max_length=2000, widget=forms.Textarea(attrs={"rows": 8}), help_text="公开。核实了什么、结论是否维持、为什么。"
    )


class CommentForm(forms.Form):
    """What anybody who has something to say is asked (M7). ``website`` is for programs that fill in everything."""

    kind = forms.ChoiceField(label="说的是", widget=forms.RadioSelect)
    expert_name = forms.CharField(
        label="专家姓名",
        max_length=60,
        required=False,
        help_text="名字记不准，写您知道的，由省里核实是不是、是哪一位。这类反映不公开，查实的按纪律事项处理。",
    )
    text = WordsField(label="留言", most=1000, help_text="说清楚什么事、在什么时候。不超过 1000 字。请不要写别人的身份证号、手机号。")
    contact = forms.CharField(
        label="联系方式", max_length=100, required=False, help_text="电话或电子邮箱，只给答复的人核实用，不公开。不留也会答复。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    website = forms.CharField(
        label="请勿填写这一栏", required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["expert_name"].asked_when = "反映专家时须填"

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError("这一栏是用来识别程序的，请清空以后再送。")
        return ""

    def clean(self):
        given = super().clean()
        if given.get("kind") == Comment.Kind.EXPERT and not given.get("expert_name", "").strip():
            self.add_error("expert_name", "请写明是哪位专家，记不准的写您知道的；复核专家组的名单在进校以前公布")
        return given


class AnswerCommentForm(StepForm):
    answer = forms.CharField(
        label="答复", max_length=1000, widget=forms.Textarea(attrs={"rows": 8}), help_text="公开。写明核实了什么、怎样处理；不写能认出留言人的情况。"
    )


class SetAsideForm(StepForm):
    reason = forms.ChoiceField(label="理由", choices=Comment.Reason)

    field_order = ["seen", "reason", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        told = "留言人凭回执号看得到，不公开。说明为什么，以及可以到哪里去办。"
        self.fields["note"] = forms.CharField(label="说明", max_length=500, widget=forms.Textarea(attrs={"rows": 4}), help_text=told)


class ForwardForm(StepForm):
    expert = forms.ModelChoiceField(
        label="专家", queryset=Expert.objects.none(), help_text="按姓名在本省专家库里找；找不到的，核实以后按“不公开”办结并说明。"
    )
    kind = forms.ChoiceField(label="事由", choices=Conduct.Kind)

    def __init__(self, *args, experts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts


class CompileForm(forms.Form):
    year = forms.TypedChoiceField(label="学年", coerce=int)
    note = forms.CharField(
        label="更正说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="这一学年的名单公布过的，写明更正了什么、为什么；公开。",
    )

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, f"{year}—{year + 1} 学年") for year in years]


def number_of(text):
    """A number of an address's parameters; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
