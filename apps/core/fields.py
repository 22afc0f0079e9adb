"""Fields of forms that every app asks alike."""

from django import forms

from apps.core.text import count_chars, is_padded


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar: it reads and shows ISO dates alone, whatever the language writes."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WordsField(forms.CharField):
    """A text of at most ``most`` 字: a counter stands below it, and what is longer is refused with its count, never cut while it is typed."""

    widget = forms.Textarea

    def __init__(self, *, most, rows=8, **given):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "data-most": most}), **given)
        self.most = most

    def validate(self, value):
        super().validate(value)
        count = count_chars(value)
        if count > self.most:
            raise forms.ValidationError(f"写了 {count} 字，多 {count - self.most} 字；请删到 {self.most} 字以内")
        if is_padded(value, self.most):
            raise forms.ValidationError("空格和空行太多，请删去一些")
