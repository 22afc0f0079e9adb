"""A signed report as it is read: what its frozen body says, whatever the diagnosis says by now (R6.3, R7.3, A2)."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from apps.core.text import count_chars
from apps.diagnosis.models import Measure, Passage
from apps.diagnosis.rules import Kind
from apps.diagnosis.selectors.versions import difference


@dataclass(frozen=True)
class Row:
    """What the report says of one of the sixteen elements: texts with their figures in place. ``status``: pairs of the hint and what stands there."""

    item_code: str
    item: str
    code: str
    name: str
    self: str
    measures: str
    effect: str
    result: str
    causes: str
    status: list = field(default_factory=list)

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def texts(self):
        """The three of 附 2 (A2.3): pairs of kind and text."""
        return [("self", self.self), ("measures", self.measures), ("effect", self.effect)]


@dataclass(frozen=True)
class Figure:
    """A figure that a text of the report shows: an indicator by its code, and how it stands there."""

    code: str
    name: str
    words: str


@dataclass(frozen=True)
class Promise:
    """A measure as it stood when the report was signed (R7.5)."""

    id: str
    element: str
    problem: str
    aim: str
    owner: str
    due: date | None
    state: str
    carried_out_on: date | None
    effect: str

    def get_state_display(self):
        return Measure.State(self.state).label


@dataclass(frozen=True)
class Opened:
    """A report's content; ``scheme`` and ``data`` in words, ``snapshot`` the digest of the data it stands on ("" for none)."""

    school: str
    code: str
    year: int
    scheme: str
    data: str
    snapshot: str
    overview: str
    conclusion: str
    advice: str
    rows: list
    figures: list
    measures: list

    @cached_property
    def items(self):
        """The six items in order, each with its rows: triples of code, name and Rows."""
        found = {}
        for row in self.rows:
            found.setdefault((row.item_code, row.item), []).append(row)
        return [(code, name, rows) for (code, name), rows in found.items()]

    @property
    def count(self):
        """How many 字 the report has, in what 附 2 asks (A2)."""
        whole = [self.overview, self.conclusion, self.advice]
        return sum(map(count_chars, whole)) + sum(count_chars(text) for row in self.rows for _kind, text in row.texts)


def opened(report) -> Opened:
    """What a Report says, of its body alone: no query."""
    return read(json.loads(report.content()))


def read(content) -> Opened:
    """What a content (``services.reports.content``) says."""
    return Opened(
        school=content["school"]["name"],
        code=content["school"]["code"],
        year=content["year"],
        scheme=content["scheme"],
        data=content["data"],
        snapshot=content["snapshot"],
        overview=content["overview"],
        conclusion=content["conclusion"],
        advice=content["advice"],
        rows=[_row(each) for each in content["elements"]],
        figures=[Figure(**each) for each in content["figures"]],
        measures=[_promise(each) for each in content["measures"]],
    )


def _row(given):
    status = [(each["hint"], each["text"]) for each in given["status"]]
    return Row(given["item"]["code"], given["item"]["name"], **{name: given[name] for name in TEXTS}, status=status)


TEXTS = ("code", "name", "self", "measures", "effect", "result", "causes")


def _promise(given):
    days = {name: given[name] and date.fromisoformat(given[name]) for name in ("due", "carried_out_on")}
    return Promise(**{**given, **days})


def intact(report):
    """Whether the report still is what was signed."""
    return hashlib.sha256(report.content()).hexdigest() == report.digest


@dataclass(frozen=True)
class Differing:
    """A text that another version has otherwise: ``parts`` as ``versions.difference`` gives them."""

    place: str
    before: str
    after: str

    @property
    def parts(self):
        return difference(self.before, self.after)


def compared(old: Opened, new: Opened) -> list[Differing]:
    """What ``new`` says otherwise than ``old``, text by text in the order of 附 2."""
    before, after = _placed(old), _placed(new)
    return [Differing(place, before.get(place, ""), text) for place, text in after.items() if text != before.get(place, "")]


def _placed(told):
    """Place in words -> text."""
    placed = {"自我诊改工作概述": told.overview}
    for row in told.rows:
        texts = [*row.texts, ("result", row.result), ("causes", row.causes)]
        placed |= {f"{row}：{Kind(kind).label}": text for kind, text in texts}
        placed |= {f"{row}：现状“{hint}”": text for hint, text in row.status}
    measures = [f"{each.problem}：{each.aim}（{each.get_state_display()}）" for each in told.measures]
    return {**placed, "综合诊断结论": told.conclusion, "改进工作建议": told.advice, "登记的改进措施": "\n".join(measures)}


def changed_since(diagnosis, moment):
    """The texts of a diagnosis that somebody wrote after ``moment``, the newest first."""
    rows = Passage.objects.filter(diagnosis=diagnosis, at__gt=moment).select_related("by", "element__item", "hint")
    return list(rows.order_by("-at"))
