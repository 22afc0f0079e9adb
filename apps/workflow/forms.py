from django import forms


class StepForm(forms.Form):
    """What every step asks: which version the person saw, and why, where the step needs it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 4}), max_length=1000)

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        if not step.needs_note:
            del self.fields["note"]
