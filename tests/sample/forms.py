from django import forms

from apps.workflow.forms import StepForm


class SendForm(StepForm):
    number = forms.IntegerField(label="数目", min_value=0, required=False)
