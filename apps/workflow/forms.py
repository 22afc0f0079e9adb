from django import forms


def note_field(longest=1000, **more):
    """Why a step is taken. The log bears any length; ``longest`` is what the column holds in which a service keeps it beside the log."""
    return forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 4}), max_length=longest, **more)


class StepForm(forms.Form):
    """What every step asks: which version the person saw, and why, where the step needs it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = note_field()

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        if not step.needs_note:
            del self.fields["note"]
