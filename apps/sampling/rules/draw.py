"""The draw and its proof (R8.1, G5–G7): the same value and the same frame give the same schools, on any machine.

What is drawn from, and how, is committed by a hash before the value exists: of the frame row by row, so that whoever changes one is named.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from apps.core.canonical import digest
from apps.sampling.rules.frame import Place

FORMAT = "zhengai-draw/1"

#: What is done with the value, in words that are committed with the frame; the verifier follows them on its own.
ALGORITHM = """\
一、每所参加抽取的学校有一个签号：把随机数、一个竖线“|”和学校标识码连成一串，按 UTF-8 取 SHA-256，写成 64 位十六进制小写。
二、签号从小到大排序；签号相同的，标识码小的在前。
三、先覆盖：在本周期尚未入样的地市中（参加抽取以外已入样的学校所在地市视为已覆盖），各取签号最小的一所，这些学校按签号从小到大入样，以抽取校数为限。
四、再补足：其余学校按签号从小到大依次入样，直到满抽取校数。
五、备选：没有入样的学校按签号从小到大取规定的所数，依次递补。
"""


@dataclass(frozen=True)
class Ticket:
    """One school in the draw: its 签号, its ``rank`` from 1, and what came of it: "area" (first of its 地市), "order", "reserve", or ""."""

    code: str
    area: str
    ticket: str
    rank: int
    won: str = ""


def ticket(value: str, code: str) -> str:
    """The 签号 of a school: the smaller wins."""
    return hashlib.sha256(f"{value}|{code}".encode()).hexdigest()


def draw(frame: Iterable[tuple[str, str]], *, value: str, quota: int, reserves: int, covered: Iterable[str]) -> list[Ticket]:
    """The tickets of all schools that draw, the smallest first, each with what it won.

    ``frame``: (code, area) of each; ``covered``: the 地市 reached already in the cycle or apart from the lot.
    """
    order = sorted((ticket(value, code), code, area) for code, area in frame)
    reached, won = set(covered), {}
    for _, code, area in order:
        if area not in reached and len(won) < quota:
            reached.add(area)
            won[code] = "area"
    for _, code, _ in order:
        if len(won) >= quota:
            break
        won.setdefault(code, "order")
    for _, code, _ in [row for row in order if row[1] not in won][:reserves]:
        won[code] = "reserve"
    return [Ticket(code, area, number, rank, won.get(code, "")) for rank, (number, code, area) in enumerate(order, start=1)]


def sums(frame: Iterable[Mapping[str, Any]], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The hash of each thing the draw rests on: {"algorithm", "parameters", "frame": {code: hash of the row}}."""
    return {"algorithm": digest(ALGORITHM), "parameters": digest(parameters), "frame": {row["code"]: digest(row) for row in frame}}


def commitment(frame: Iterable[Mapping[str, Any]], parameters: Mapping[str, Any]) -> str:
    """The hash published before the value exists (G5)."""
    return digest(sums(frame, parameters))


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The codes of the schools whose rows differ between two ``sums``, one that came or went included."""
    one, other = before["frame"], after["frame"]
    return sorted(code for code in one.keys() | other.keys() if one.get(code) != other.get(code))


def bundle(frame: list[Mapping[str, Any]], parameters: Mapping[str, Any], *, value: str, drawn_at: str) -> dict[str, Any]:
    """The proof anyone may re-run (G7): what was committed, the value, and what came of it. ``frame`` rows have code, name, area, place, rule, reason."""
    drawing = [(row["code"], row["area"]) for row in frame if row["place"] == Place.IN]
    tickets = draw(drawing, value=value, quota=parameters["quota"], reserves=parameters["reserves"], covered=parameters["covered"])
    return {
        "format": FORMAT,
        "algorithm": ALGORITHM,
        "parameters": dict(parameters),
        "frame": [dict(row) for row in frame],
        "sums": sums(frame, parameters),
        "commitment": commitment(frame, parameters),
        "value": value,
        "drawn_at": drawn_at,
        "tickets": [[each.code, each.ticket, each.won] for each in tickets],
    }
