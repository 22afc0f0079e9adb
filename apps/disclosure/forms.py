from django import forms

from apps.disclosure.models import Objection
from apps.documents.rules import LIMIT
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

    class Meta:
        model = Objection
        fields = ["name", "contact", "text"]
        help_texts = {
            "name": "只给省级教育行政部门核实用，不公开",
            "contact": "电话或电子邮箱，不公开",
            "text": "对哪一处有异议、依据是什么。不超过 2000 字。",
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "contact": forms.TextInput(attrs={"autocomplete": "off"}),
            "text": forms.Textarea(attrs={"rows": 8}),
        }


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
