from datetime import timedelta

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone

from apps.administration.services import deputies_of


def day_field(label, **kwargs):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class TermForm(forms.Form):
    since = day_field("自", initial=timezone.localdate)
    until = day_field("至", required=False, help_text="最后一天；不定期限的不填")

    def clean(self):
        given = super().clean()
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", "最后一天不能早于第一天")
        return given


class AppointForm(TermForm):
    username = forms.SlugField(label="账号", max_length=60, help_text="字母、数字、连字符；已有账户的人写他的账号")
    name = forms.CharField(label="姓名", max_length=60)
    department = forms.CharField(label="部门", max_length=60, required=False)
    role = forms.ChoiceField(label="岗位", widget=forms.RadioSelect)
    field_order = ["role", "username", "name", "department", "since", "until"]

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]


class EndForm(forms.Form):
    until = day_field("最后一天", initial=timezone.localdate, help_text="填昨天，即刻失效")

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < timezone.localdate() - timedelta(days=1):
            raise forms.ValidationError("已经过去的日子不能改，最早填昨天")
        return until


class DeputiseForm(TermForm):
    deputy = forms.ModelChoiceField(label="代理人", queryset=get_user_model().objects.none(), empty_label="请选择", help_text="本单位在岗的人员")
    field_order = ["deputy", "since", "until"]

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = deputies_of(post)
        self.fields["until"].required = True
        self.fields["until"].help_text = "最后一天；代理总有期限"
