"""Fields of forms that every app asks alike."""

from django import forms


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar: it reads and shows ISO dates alone, whatever the language writes."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
