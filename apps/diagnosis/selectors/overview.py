"""How far a diagnosis is: each element with its state, who writes it and what is missing; and the list of many."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from apps.diagnosis.contents import ASKED_OF_AN_ELEMENT, figures_of, texts_of, troubles
from apps.diagnosis.models import Part
from apps.diagnosis.rules import OF_THE_WHOLE, Kind

WHOLE = "whole"


@dataclass(frozen=True)
class Row:
    """An element, or (``element`` None) the three texts of the whole; ``missing`` kinds in words, ``said`` what must be mended, ``soft`` hints."""

    element: Any
    texts: list
    missing: list
    said: list
    soft: int
    assigned_to: Any
    last: Any

    @property
    def code(self):
        return self.element.code if self.element else WHOLE

    @property
    def words(self):
        return str(self.element) if self.element else "概述、结论与建议"

    @property
    def verdict(self):
        """(kind of state, words, shape)."""
        if self.said:
            return "act", f"须改 {len(self.said)} 处", "act"
        if len(self.missing) == len(self.texts):
            return "off", "未写", "none"
        if self.missing:
            return "info", "写作中", "half"
        return ("soft", "请核对", "soft") if self.soft else ("done", "已写完", "done")


def rows(diagnosis, texts=None):
    """The Row of the whole, then of each element in the order of 附 2; three queries beside those of the texts."""
    texts = texts_of(diagnosis, figures_of(diagnosis)) if texts is None else texts
    parts = Part.objects.filter(diagnosis=diagnosis).select_related("element__item", "assigned_to")
    found = [_row(None, [texts[kind, None, None] for kind in OF_THE_WHOLE], None)]
    return found + [_row(part.element, [texts[kind, part.element_id, None] for kind in ASKED_OF_AN_ELEMENT], part.assigned_to) for part in parts]


def _row(element, texts, person):
    touched = [text.passage for text in texts if text.passage.at]
    return Row(
        element, texts, [Kind(text.passage.kind).label for text in texts if text.empty],
        [f"{Kind(text.passage.kind).label}：{said}" for text in texts for said in troubles(text)],
        sum(len(text.mismatches) + len(text.wordings) for text in texts), person, max(touched, key=lambda row: row.at, default=None),
    )  # fmt: skip


def written(rows):
    """How many of the sixteen are written whole, none of them with anything to mend."""
    return sum(1 for row in rows if row.element and not row.missing and not row.said)


def listed(queryset):
    """Diagnoses with ``filled``: how many of the texts that are asked hold something, in the list's own query."""
    asked = Q(passages__kind__in=[*OF_THE_WHOLE, *ASKED_OF_AN_ELEMENT])
    return (
        queryset.select_related("school__area", "report")
        .defer("report__body")
        .annotate(asked=Count("passages", filter=asked), filled=Count("passages", filter=asked & ~Q(passages__text="")))
        .order_by("-year", "school__path")
    )
