"""What every chart is drawn with: the sheet, its colours, lines and words, and how wide words are."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 380, 200
TOP, BOTTOM = 18, 174  # the plot's edges; below stand the names of the axis
SIZE = 12  # of all words, the smallest that the look allows

# Paper does not hand the page's font down into a drawing; on screens the first name is not installed and the rest is --font-sans.
FONTS = "Zhengai Sans, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"

# The tokens of static/css/tokens.css: paper reads no variables.
INK, INK_LIGHT, OCHRE, TEAL = "#1e466c", "#c3d1de", "#b8772a", "#43978d"
ACT, AXIS, GRID, TEXT, SURFACE = "#a92f1a", "#655f56", "#e6e1d8", "#211f1b", "#ffffff"


@dataclass(frozen=True)
class Figure:
    """A drawn chart: ``columns`` and ``rows`` are the table that says the same, in words ready to show."""

    title: str
    unit: str
    svg: SafeString
    columns: list[str]
    rows: list[list[str]]
    note: str = ""


def tag(name: str, content: str = "", **attributes: object) -> str:
    """An element; ``content`` is markup already, attributes are escaped, ``_`` in their names stands for a hyphen."""
    given = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"' for key, value in attributes.items())
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def _plain(value: object) -> object:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


def words(x: float, y: float, text: str, anchor: str = "start", strong: bool = False) -> str:
    """One line of words whose baseline lies at ``y``; ``strong`` names a value, else it belongs to the axis."""
    weight = {"font_weight": 600} if strong else {}
    return tag("text", escape(text), x=float(x), y=float(y), text_anchor=anchor, font_size=SIZE, fill=TEXT if strong else AXIS, **weight)


def rule(x1: float, y1: float, x2: float, y2: float, colour: str = GRID, width: float = 1, dash: str = "") -> str:
    dashes = {"stroke_dasharray": dash} if dash else {}
    return tag("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), stroke=colour, stroke_width=width, **dashes)


def box(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none") -> str:
    return tag("rect", x=float(x), y=float(y), width=float(max(width, 0)), height=float(max(height, 0)), fill=fill, stroke=stroke)


def sheet(label: str, parts: Iterable[str], height: int = HEIGHT) -> SafeString:
    """The whole drawing; ``label`` reads it aloud."""
    return mark_safe(tag("svg", "".join(parts), viewBox=f"0 0 {WIDTH} {height}", role="img", aria_label=label, font_family=FONTS))


def nothing(title: str, unit: str, columns: list[str], rows: list[list[str]], note: str = "") -> Figure:
    """The chart of no figures: it says so instead of drawing an empty frame."""
    parts = [rule(0, BOTTOM, WIDTH, BOTTOM, AXIS), words(WIDTH / 2, (TOP + BOTTOM) / 2, "还没有可以画的数", "middle")]
    return Figure(title, unit, sheet(f"{title}：还没有可以画的数", parts), columns, rows, note)


def width_of(text: str) -> float:
    """About how wide ``text`` stands, in the units of the sheet: a Chinese character takes a whole size, others 0.6."""
    return sum(SIZE if unicodedata.east_asian_width(char) in "WFA" else SIZE * 0.6 for char in text)


def cut(text: str, room: float) -> str:
    """``text``, ending in an ellipsis where it is wider than ``room``; the table below the chart has it whole."""
    while width_of(text) > room and len(text) > 1:
        text = text.removesuffix("…")[:-1] + "…"
    return text
