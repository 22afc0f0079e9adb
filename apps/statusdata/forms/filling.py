"""What is asked when a return is filled in: the body of a save over the wire, remarks, answers, who fills in a form."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django import forms

from apps.accounts.access import holders
from apps.core.text import count_chars
from apps.statusdata.contents import book_of
from apps.statusdata.lifecycle import FILL
from apps.statusdata.models import Record

MOST_SAVES = 2**31 - 1
#: Characters; far more than any cell takes, so that a slip of the clipboard is told and not stored.
LONGEST = 20_000
#: Saves in one request: far below a second of work, so that no worker is held.
MOST_AT_ONCE = 500
#: 字 of a word on all that is missing: “无” alone explains nothing.
LEAST = 5
#: Cells of one paste read in one request.
MOST_PASTED = 5_000


class Unreadable(ValueError):
    """A body that no page of ours sends."""


@dataclass(frozen=True)
class Typed:
    """One cell as a page sends it: ``value`` as typed, ``seen`` canonical; ``person`` is who typed it, "" where the page does not say."""

    record: uuid.UUID | None
    field: str
    seen: Any
    value: Any
    client: str
    number: int
    person: str


def typed(body):
    """Read the JSON ``body`` of a save; Unreadable when it is none."""
    return _save(_json(body))


def typed_many(body):
    """Read the JSON list of saves in ``body``, at most MOST_AT_ONCE; Unreadable when one of them is none."""
    given = _json(body)
    if not isinstance(given, list) or not 0 < len(given) <= MOST_AT_ONCE:
        raise Unreadable
    return [_save(each) for each in given]


def pasted(body):
    """Read the JSON list of {field, value} in ``body`` as pairs, at most MOST_PASTED; Unreadable when it is none."""
    given = _json(body)
    if not isinstance(given, list) or len(given) > MOST_PASTED:
        raise Unreadable
    try:
        cells = [(str(each["field"]), each["value"]) for each in given]
    except (TypeError, KeyError) as wrong:
        raise Unreadable from wrong
    if not all(isinstance(value, str) and _storable(value) for _field, value in cells):
        raise Unreadable
    return cells


def _json(body):
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise Unreadable from wrong


def _save(given):
    try:
        record = given["record"] and uuid.UUID(given["record"])
        save = Typed(
            record, str(given["field"]), given.get("seen"), given.get("value"), str(given["client"])[:64], int(given["number"]),
            str(given.get("person", "")),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise Unreadable from wrong
    if not 0 <= save.number <= MOST_SAVES or not all(map(_storable, [save.seen, save.value, save.field, save.client])):
        raise Unreadable
    return save


def _storable(value):
    """Whether ``value`` is of a kind that cells hold, and of characters that the database knows: no zero, no half of a pair."""
    if isinstance(value, dict):
        return all(part is None or isinstance(part, str) and _storable(part) for part in value.values())
    if isinstance(value, str):
        return len(value) <= LONGEST and "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    return value is None or isinstance(value, bool)


def number(text):
    """A whole number that a page sent back, or -1 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1


class RemarkForm(forms.Form):
    """A word on one cell, or on a form as a whole, where no field is named."""

    field = forms.ChoiceField(label="项目")
    record = forms.ModelChoiceField(label="行", queryset=Record.objects.none(), required=False)
    text = forms.CharField(label="批注", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, upload, form, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "请选择"), *((field.code, field.name) for field in form.fields)]
        if form.rows:
            self.fields["record"].queryset = Record.objects.filter(upload=upload, form=form.code).numbered()
            self.fields["record"].label_from_instance = lambda row: f"第 {row.number} 行"
        else:
            del self.fields["record"]


class AnswerForm(forms.Form):
    text = forms.CharField(label="答复", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class MissingForm(forms.Form):
    """One word on all that is still missing."""

    text = forms.CharField(
        label="统一说明", help_text="对还缺应填项、又没有说明的各表都写上这一句", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=dict.fromkeys(["required", "max_length"], "请写明为什么还缺（不超过 500 字）。"),
    )  # fmt: skip

    def clean_text(self):
        text = self.cleaned_data["text"].strip()
        if count_chars(text) < LEAST:
            raise forms.ValidationError(f"只写“{text}”说明不了缺的各项，请写明为什么没有，如“本学年没有统计”。")
        return text


class AssignForm(forms.Form):
    """Who fills in which form: a choice for each form, from those who may fill in this return."""

    def __init__(self, *args, upload, **kwargs):
        super().__init__(*args, **kwargs)
        people = [("", "未分派"), *((str(person.pk), str(person)) for person in holders(FILL, upload).order_by("name"))]
        for form in book_of(upload).forms:
            self.fields[form.code] = forms.ChoiceField(label=f"{form.code} {form.name}", choices=people, required=False)
