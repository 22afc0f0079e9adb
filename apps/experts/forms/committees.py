from django import forms
from django.utils import timezone

from apps.administration.forms import EndForm, TermForm
from apps.core.fields import DayField
from apps.experts.models import Membership
from apps.experts.rules import Field


class CommitteeForm(forms.Form):
    title = forms.CharField(label="名称", max_length=100)
    set_up_on = DayField(label="成立日期")
    shared = forms.BooleanField(label="与高等职业院校合设一个专委会", required=False)


class EnrolForm(TermForm):
    name = forms.CharField(label="姓名", max_length=60)
    username = forms.SlugField(label="账号", max_length=60, help_text="字母、数字、连字符；已有账户的人写他的账号")
    duty = forms.ChoiceField(label="职务", choices=Membership.Duty, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="类别", choices=Field, widget=forms.RadioSelect, help_text="委员来自这三个方面")
    employer = forms.CharField(label="工作单位", max_length=100)
    in_charge = forms.BooleanField(label="负责中职", required=False)
    field_order = ["name", "username", "duty", "kind", "employer", "in_charge", "since", "until"]


class EndTermForm(EndForm):
    until = DayField(label="最后一天", initial=timezone.localdate, help_text="岗位同日结束；填昨天，即刻失效")
