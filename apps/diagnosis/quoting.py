"""Figures in a text (F4): ``{K012}`` stands for a figure of the data; one typed by hand is compared with the indicator it names. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from apps.core.numbers import rounded

TOKEN = re.compile(r"\{(K\d{3})\}")
#: What may stand between the name of an indicator and its figure; a word of another year, of a target or of a change makes it another figure.
BETWEEN = r"(?P<between>[^\d\n，,。；;：:、（(｛{]{0,10}[：:]?\s?)"
NUMBER = r"(?P<number>\d{1,3}(?:[,，\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<unit>[%％]?)"
OTHER_FIGURE = re.compile(
    r"上年|去年|前年|上届|上学年|往年|目标|计划|应|须|不低于|不少于|高于|低于|多于|少于|增|减|升|降|提高|下滑|比|差|由|从|每|第|近"
)
OTHER_YEAR = re.compile(r"(?:上年|去年|前年|上届|上学年|往年|全省|全市|全国|同类)[^，。；、\n]{0,6}$")


@dataclass(frozen=True)
class Quotable:
    """An indicator's figure of the school and year: ``value`` None where there is none; ``words`` as it stands in a sentence, unit included."""

    code: str
    name: str
    unit: str
    value: Decimal | None
    words: str

    @property
    def token(self):
        return f"{{{self.code}}}"


@dataclass(frozen=True)
class Piece:
    """A stretch of a text as it is read: plain, or the figure that stands for ``code`` (``figure`` None: no such indicator)."""

    text: str
    code: str = ""
    figure: Quotable | None = None


@dataclass(frozen=True)
class Mismatch:
    """A figure typed by hand (characters ``start`` to ``end`` of the text) that is not that of the indicator named before it."""

    start: int
    end: int
    typed: str
    figure: Quotable


def pieces(text: str, figures: Mapping[str, Quotable]) -> list[Piece]:
    """``text`` cut at its tokens."""
    found, at = [], 0
    for token in TOKEN.finditer(text):
        found += [Piece(text[at : token.start()])] if token.start() > at else []
        figure = figures.get(token[1])
        found.append(Piece(figure.words if figure else token[0], token[1], figure))
        at = token.end()
    return found + ([Piece(text[at:])] if at < len(text) else [])


def read(text: str, figures: Mapping[str, Quotable]) -> str:
    """``text`` as it is read and printed: what is counted (A2: a figure counts as the text it shows)."""
    return "".join(piece.text for piece in pieces(text, figures))


def unfounded(text: str, figures: Mapping[str, Quotable]) -> list[str]:
    """The tokens of ``text`` that stand for nothing: no such indicator, or no value this year; each once."""
    codes = dict.fromkeys(match[1] for match in TOKEN.finditer(text))
    return [code for code in codes if code not in figures or figures[code].value is None]


def mismatches(text: str, figures: Mapping[str, Quotable]) -> list[Mismatch]:
    """The figures typed by hand that differ from the indicator whose name stands before them, in the order of the text.

    Compared at as many decimals as were typed. A longer name wins over a shorter one in it; a figure of another year, of a target or of a
    change is none of this year's and left alone.
    """
    named = {figure.name: figure for figure in figures.values()}
    if not named:
        return []
    names = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    found = []
    for match in re.finditer(f"(?P<name>{names}){BETWEEN}{NUMBER}", text):
        figure = named[match["name"]]
        if figure.value is None or OTHER_FIGURE.search(match["between"]) or OTHER_YEAR.search(text[: match.start()]):
            continue
        if not _agrees(figure, match["number"], match["unit"]):
            typed = text[match.start("number") : match.end()].rstrip()
            found.append(Mismatch(match.start("number"), match.start("number") + len(typed), typed, figure))
    return found


def _agrees(figure, typed, unit):
    if unit and figure.unit != "%":
        return True  # A percentage after the name of a count is a share of it: another figure.
    number = Decimal(re.sub(r"[,，\u202f ]", "", typed))
    return rounded(figure.value, max(0, -number.as_tuple().exponent)) == number
