"""How many schools a cycle and each of its years must reach, and which 地市 still wait (R8.1, R1.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from apps.sampling.rules.frame import Place


@dataclass(frozen=True)
class Area:
    """A 地市 in a cycle: its schools in scope, whether one of them was selected, and why none can be where none can (R8.1)."""

    code: str
    schools: int
    covered: bool
    blocked: str = ""


@dataclass(frozen=True)
class Quota:
    """What a cycle asks: of ``total`` schools ``wanted``; ``reached`` so far; with ``years`` still to come, this one among them, ``least`` now."""

    total: int
    wanted: int
    reached: int
    years: int
    least: int


def wanted(total: int, share: Fraction) -> int:
    """The schools a cycle must draw of ``total``, rounded up (R8.1): a third of 310 is 104."""
    return ceil(total * share)


def quota(total: int, share: Fraction, reached: int, years: int, waiting: int = 0) -> Quota:
    """What this year must draw at least, so that the ``years`` left, this one included, reach the share and the ``waiting`` 地市 (R8.1, R1.2).

    A ValueError where no year is left.
    """
    if years < 1:
        raise ValueError("本周期已经没有剩余的年份")
    open_schools = max(0, wanted(total, share) - reached)
    return Quota(total, wanted(total, share), reached, years, max(ceil(open_schools / years), ceil(waiting / years)))


def unfillable(quota: int, reserves: int, drawing: int) -> dict[str, str]:
    """What no lot could fill where ``drawing`` schools stand in it, by the number it concerns: the shortfall is explained, never sealed (R1.2)."""
    if quota > drawing:
        return {"quota": f"参加抽取的只有 {drawing} 所，抽不出 {quota} 所。最多写 {drawing}，即全部抽取；仍不足的，在实施规划里说明（R1.2）。"}
    if reserves > drawing - quota:
        return {"reserves": f"参加抽取的 {drawing} 所抽去 {quota} 所，只剩 {drawing - quota} 所可作备选，不够 {reserves} 所。"}
    return {}


def areas(schools: Iterable[tuple[str, str, str]], covered: Iterable[str]) -> list[Area]:
    """Every 地市 that has a school in scope, by code (R8.1): one without any is not counted; one whose schools all stand out is said to be.

    ``schools``: (地市, place, rule) of each.
    """
    found = {}
    for area, place, rule in schools:
        if rule != "R1.6":
            found.setdefault(area, []).append((place, rule))
    reached = set(covered)
    return [Area(code, len(rows), code in reached, _blocked(rows)) for code, rows in sorted(found.items())]


def _blocked(rows):
    if any(place != Place.OUT for place, _rule in rows):
        return ""
    rules = sorted({rule for _place, rule in rows})
    return f"{len(rows)} 所学校都不能参加（{'、'.join(rules)}）"
