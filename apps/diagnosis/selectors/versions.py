"""The versions of a text: who wrote what and when, and what one changed against the one before (F3)."""

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from apps.core.text import count_chars
from apps.diagnosis.models import Draft

#: Longer texts are shown whole, the old and the new: comparing takes the product of both lengths.
COMPARED = 4_000_000


@dataclass(frozen=True)
class Version:
    """``number`` rises from 1; ``before`` is the text it changed; ``draft`` is None for what stands there now."""

    number: int
    before: str
    text: str
    by: Any
    at: datetime
    draft: Any

    @property
    def change(self):
        """How many 字 more, or fewer."""
        return count_chars(self.text) - count_chars(self.before)

    @property
    def fewer(self):
        return -self.change

    @property
    def parts(self):
        return difference(self.before, self.text)


def versions(passage):
    """The Versions of a passage, the newest first: what stands there now, then its Drafts."""
    drafts = list(Draft.objects.filter(passage=passage).select_related("by").order_by("at", "pk"))
    told = [(each.text, each.by, each.at, each) for each in drafts]
    if passage.at and (passage.since or not drafts or drafts[-1].text != passage.text):
        told.append((passage.text, passage.by, passage.at, None))
    elif told:
        text, by, at, _draft = told.pop()
        told.append((text, by, at, None))
    found, before = [], ""
    for number, (text, by, at, draft) in enumerate(told, start=1):
        found.append(Version(number, before, text, by, at, draft))
        before = text
    return found[::-1]


def difference(before, after):
    """What ``after`` says otherwise than ``before``: pairs of "same", "added" or "removed" and the words."""
    if len(before) * len(after) > COMPARED:
        return [("removed", before), ("added", after)]
    parts = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(("same", before[i1:i2]))
            continue
        parts += [("removed", before[i1:i2])] if i2 > i1 else []
        parts += [("added", after[j1:j2])] if j2 > j1 else []
    return parts


def recent(diagnosis, element, most=5):
    """The last versions of an element's texts, or of the whole's (``element`` None), beside the page."""
    rows = Draft.objects.filter(passage__diagnosis=diagnosis, passage__element=element).select_related("by", "passage__element", "passage__hint")
    return list(rows.order_by("-at")[:most])
