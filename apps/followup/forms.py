from django import forms

from apps.core.fields import DayField
from apps.workflow.forms import StepForm


def words(label, most, rows=6, **kwargs):
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class IssueForm(StepForm):
    requirements = words("整改要求", 4000, rows=8, help_text="逐条写明要改什么、改到什么程度")
    due = DayField(label="整改期限", help_text="应晚于今天")


class DraftForm(forms.Form):
    """An order as it is worked out: nothing of it is wanted before it is issued."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    requirements = words("整改要求", 4000, rows=8, required=False, help_text="逐条写明要改什么、改到什么程度；可以先存着，看过再下达")
    due = DayField(label="整改期限", required=False, help_text="应晚于下达的那一天")


class ExtendForm(StepForm):
    due = DayField(label="新的整改期限", help_text="应晚于今天；调整以后另做一份通知，代替原来的")
    sooner = forms.BooleanField(label="比现在的期限提前，已经和学校说明", required=False, help_text="往后延的不用勾选。")

    field_order = ["seen", "due", "sooner", "note"]


class AnswerForm(StepForm):
    answer = words("整改情况", 4000, rows=8, help_text="对照要求逐条报告")


class VerifyForm(StepForm):
    verified = words("核查意见", 2000)


class StopForm(StepForm):
    since = DayField(label="自", help_text="自这一天起不再招生")
    reason = words("理由", 2000)


class DismissForm(StepForm):
    reason = words("理由", 2000)


class LiftForm(StepForm):
    until = DayField(label="至", help_text="停止招生的最后一天")


class MeasureForm(forms.Form):
    """The measure that answers a finding (K1)."""

    aim = words("措施与目标", 500, rows=4)
    owner = forms.CharField(label="责任人", max_length=60)
    due = DayField(label="计划完成")


class SummaryForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = words("总结", 8000, rows=14, required=False, help_text="按确认的复核报告改了什么、成效如何、还有什么问题；可以先存着，接着写")
    file = forms.FileField(label="附件", required=False, help_text="PDF 或 Word，可以不传")
