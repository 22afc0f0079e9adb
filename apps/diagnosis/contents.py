"""What a diagnosis holds: its texts with the figures of the year, how long each is, and what stands in the way of signing."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.core.numbers import MISSING
from apps.core.text import count_chars
from apps.diagnosis.models import Diagnosis, Passage
from apps.diagnosis.personal import Finding, find
from apps.diagnosis.quoting import Quotable, mismatches, pieces, read, unfounded
from apps.diagnosis.rules import LIMITS, OF_AN_ELEMENT, OF_THE_WHOLE, Kind, over, wordings
from apps.dictionary.computing import compute
from apps.dictionary.models import Edition
from apps.dictionary.selectors import book, book_for
from apps.indicators.models import Value
from apps.indicators.selectors.lineage import given_by, province_tables
from apps.indicators.wording import value_words
from apps.schemes.selectors import elements

#: The texts without which a report is not whole: what 附 1 closes an element with, and what 附 2 asks (R7.2, A2).
ASKED_OF_AN_ELEMENT = (Kind.RESULT, Kind.CAUSES, *OF_AN_ELEMENT)


def book_of(diagnosis):
    """The edition of the dictionary of the data the diagnosis stands on; the one in force that year where it stands on none; None before any."""
    try:
        return book(diagnosis.snapshot.upload.round.edition_id) if diagnosis.snapshot_id else book_for(diagnosis.year)
    except Edition.DoesNotExist:
        return None


def figures_of(diagnosis):
    """{code: Quotable} of every indicator: the values of the version the diagnosis stands on (R6.3), none where it stands on none."""
    own = book_of(diagnosis)
    values = values_of(diagnosis) if diagnosis.snapshot_id else {}
    return {each.code: quotable(each, values.get(each.code)) for each in own.indicators} if own else {}


def values_of(diagnosis):
    """{code: value} of the version the diagnosis stands on. Only the newest accepted version keeps its values: those of an older one are computed anew."""
    kept = Value.objects.filter(school=diagnosis.school_id, year=diagnosis.year).values_list("snapshot", "indicator", "value")
    values = {indicator: value for snapshot, indicator, value in kept if snapshot == diagnosis.snapshot_id}
    if values or not kept:
        return values
    return computed(diagnosis.snapshot, diagnosis.scheme.province_id)


def computed(snapshot, province):
    """{code: value} of a version from its own figures, whatever was accepted since (R6.3); ``province`` is a key."""
    round = snapshot.upload.round
    results = compute(book(round.edition_id), given_by(snapshot, province_tables(province, round.year)))
    return {code: Decimal(result.value) if isinstance(result.value, bool) else result.value for code, result in results.items()}


def quotable(indicator, value):
    """The Quotable of an indicator (of the dictionary) with its value in words: "92.5%", "18.4 次", "是"."""
    words = value_words(indicator, value)
    if value is None or indicator.roll == "share":
        return Quotable(indicator.code, indicator.name, indicator.unit, None if value is None or indicator.roll == "share" else value, words)
    unit = indicator.unit if indicator.unit in ("%", "") else f" {indicator.unit}"
    return Quotable(indicator.code, indicator.name, indicator.unit, value, f"{_trimmed(words)}{unit}")


def _trimmed(words):
    """Noughts at the end say nothing in a sentence: 92.50% is 92.5%."""
    return words.rstrip("0").rstrip(".") if "." in words and words != MISSING else words


@dataclass(frozen=True)
class Text:
    """A passage as it is read, whole and in ``pieces``: ``count`` of 字, ``over`` how many too many; ``unfounded`` tokens, ``mismatches`` and ``wordings`` found in it."""

    passage: Any
    pieces: list
    read: str
    count: int
    over: int
    unfounded: list
    mismatches: list
    wordings: list

    @property
    def limit(self):
        return LIMITS.get(self.passage.kind)

    @property
    def label(self):
        """What it is called beside its field: the hint of a 现状, the kind of any other."""
        return str(self.passage.hint) if self.passage.hint_id else self.passage.get_kind_display()

    @property
    def seen(self):
        """What stands there as JSON, for the page that saves on top of it."""
        return json.dumps(self.passage.text, ensure_ascii=False)

    @property
    def quotes(self):
        """Whether figures of the data stand in it."""
        return any(piece.code for piece in self.pieces)

    @property
    def troubles(self):
        return troubles(self)

    @property
    def empty(self):
        return not self.count

    @property
    def stops(self):
        """Whether it stands in the way of signing."""
        return bool(self.over or self.unfounded)


def text_of(passage, figures):
    """The Text of a passage under ``figures`` ({code: Quotable})."""
    words = read(passage.text, figures)
    count = count_chars(words)
    return Text(
        passage, pieces(passage.text, figures), words, count, over(passage.kind, count), unfounded(passage.text, figures), mismatches(passage.text, figures),
        wordings(passage.kind, passage.text),
    )  # fmt: skip


def texts_of(diagnosis, figures=None):
    """{(kind, key of the element or None, key of the hint or None): Text} of all passages, in one query beside the figures'."""
    figures = figures_of(diagnosis) if figures is None else figures
    rows = Passage.objects.filter(diagnosis=diagnosis).select_related("by", "hint")
    return {(row.kind, row.element_id, row.hint_id): text_of(row, figures) for row in rows}


def asked(diagnosis):
    """What the report asks, in its order: triples of kind, Element (None: of the whole) and the words for it."""
    rows = [(kind, None, kind.label) for kind in OF_THE_WHOLE]
    rows += [(kind, each, f"{each}：{kind.label}") for each in elements(diagnosis.scheme.guidance) for kind in ASKED_OF_AN_ELEMENT]
    return rows


def obstacles(diagnosis):
    """What stands in the way of signing, in words: texts not yet written, too long (A2: by how many 字), figures that stand for nothing."""
    texts = texts_of(diagnosis)
    found = []
    for kind, element, words in asked(diagnosis):
        text = texts[kind, element and element.pk, None]
        if text.empty:
            found.append(f"{words}（还没有写）")
        found += [f"{words}：{said}" for said in troubles(text)]
    for (kind, _element, hint), text in texts.items():
        if hint and text.stops:
            found += [f"{kind.label if hasattr(kind, 'label') else Kind(kind).label}“{text.passage.hint}”：{said}" for said in troubles(text)]
    return found


def troubles(text):
    """What must be mended in a Text before the report is signed, in words."""
    said = []
    if text.over:
        said.append(f"共 {text.count} 字，多 {text.over} 字；至多 {text.limit} 字，请删去 {text.over} 字")
    if text.unfounded:
        marks = "、".join(f"{{{code}}}" for code in text.unfounded)
        said.append(f"{marks} 没有对应的数值，请去掉或换成有数值的指标")
    return said


@dataclass(frozen=True)
class Place:
    """A text of a public copy: its ``key`` in the content ("overview", "2.3/self"), what it is called, what it says."""

    key: str
    label: str
    text: str

    def at(self, start):
        """A place within it in words; a person counts from one."""
        return f"“{self.label}”第 {start + 1} 字起"


def public_places(content):
    """The Places of what a public copy says (``selectors.public.public_content``), in the order of 附 2 (A2)."""
    found = [Place(Kind.OVERVIEW, Kind.OVERVIEW.label, content[Kind.OVERVIEW])]
    for each in content["elements"]:
        found += [Place(f"{each['code']}/{kind}", f"{each['code']} {each['name']}：{kind.label}", each[kind]) for kind in OF_AN_ELEMENT]
    return found + [Place(kind, kind.label, content[kind]) for kind in (Kind.CONCLUSION, Kind.ADVICE)]


def personal_in(content) -> list[tuple[Place, Finding]]:
    """What looks personal in a content, each with its Place (F8)."""
    return [(place, finding) for place in public_places(content) for finding in find(place.text)]


def personal_left(public):
    """What keeps a public copy from being confirmed, in words: personal data still in it, each with its place; a report that was recalled (F8)."""
    kept = {each["words"] for each in public.found if each["done"] == "kept"}
    left = [
        f"{place.at(finding.start)}的{finding.kind.label}没有处理，请退回遮住"
        for place, finding in personal_in(public.content)
        if finding.words not in kept
    ]
    diagnosis = public.report.diagnosis
    stands = diagnosis.state == Diagnosis.State.SIGNED and diagnosis.report_id == public.report_id
    return left if stands else ["签字的报告：这一版已经撤回，等新的一版签字以后再处理", *left]
