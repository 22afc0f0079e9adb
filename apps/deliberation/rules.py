"""How a review is concluded, and when a committee may vote (R9.5, R10): pure functions, no database and no clock."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from django.db.models.enums import TextChoices

ELEMENTS = 16
#: 发文字号 as GB/T 9704 has it: who issues it in characters, the year in 六角括号, the number without 第 and without zeros before it.
NUMBER = r"^[\u4e00-\u9fff]{1,20}〔(19|20)\d{2}〕[1-9]\d{0,4}号$"
ENOUGH_TO_BE_EFFECTIVE = 12
TOO_FEW_TO_PASS = 10


class Conclusion(TextChoices):
    EFFECTIVE = "effective", "有效"
    TO_IMPROVE = "to_improve", "待改进"
    ABNORMAL = "abnormal", "异常"


@dataclass(frozen=True)
class Line:
    """What one of the three conclusions asks, how the case stands to it, and whether it holds; with the number of the rule."""

    conclusion: Conclusion
    rule: str
    words: str
    holds: bool


def conclude(agreeing: int, aimed: bool, effective: bool) -> Conclusion:
    """The conclusion for ``agreeing`` of the 16 elements and the group's two judgements (R10.2–R10.4, R10.6). ValueError beyond 0–16."""
    if not 0 <= agreeing <= ELEMENTS:
        raise ValueError(f"{agreeing} of {ELEMENTS} elements")
    if agreeing >= ENOUGH_TO_BE_EFFECTIVE and aimed and effective:
        return Conclusion.EFFECTIVE
    if agreeing < TOO_FEW_TO_PASS and not aimed and not effective:
        return Conclusion.ABNORMAL
    return Conclusion.TO_IMPROVE


def working(agreeing: int, aimed: bool, effective: bool) -> list[Line]:
    """The three conclusions with what each asks beside what was found, one of them holding (J1, R10.2–R10.4)."""
    conclusion = conclude(agreeing, aimed, effective)
    judged = f"措施{'有' if aimed else '缺乏'}针对性，改进{'有成效' if effective else '成效不明显'}"
    enough = "≥" if agreeing >= ENOUGH_TO_BE_EFFECTIVE else "＜"
    few = "＜" if agreeing < TOO_FEW_TO_PASS else "≥"
    words = {
        Conclusion.EFFECTIVE: f"须至少 {ENOUGH_TO_BE_EFFECTIVE} 个一致，且措施有针对性、改进有成效：{agreeing} {enough} {ENOUGH_TO_BE_EFFECTIVE}，{judged}",
        Conclusion.ABNORMAL: f"须少于 {TOO_FEW_TO_PASS} 个一致，且措施缺乏针对性、成效不明显：{agreeing} {few} {TOO_FEW_TO_PASS}，{judged}",
        Conclusion.TO_IMPROVE: f"其余情形：{agreeing} 个一致，{judged}",
    }
    return [Line(each, RULE[each], words[each], each == conclusion) for each in words]


RULE = {Conclusion.EFFECTIVE: "R10.2", Conclusion.ABNORMAL: "R10.3", Conclusion.TO_IMPROVE: "R10.4"}


@dataclass(frozen=True)
class Count:
    """A vote as it stands: members in office who may sit on the case, present, the votes by conclusion and abstentions, and what is needed."""

    seats: int
    present: int
    quorum: int
    needed: int
    votes: dict
    abstained: int

    @property
    def quorate(self):
        return self.present >= self.quorum

    @property
    def carried(self):
        """The conclusion that more than the majority of those present is for, or None."""
        if not self.quorate:
            return None
        return next((choice for choice, number in self.votes.items() if number >= self.needed), None)

    @property
    def open(self):
        """How many of those present have not voted yet."""
        return self.present - sum(self.votes.values()) - self.abstained


def count(seats: int, present: int, choices: list, *, quorum: Fraction, majority: Fraction) -> Count:
    """``choices``: the votes cast, "" for an abstention; who withdrew is in neither number (J2)."""
    votes = {each: sum(1 for choice in choices if choice == each) for each in Conclusion}
    return Count(seats, present, needed_for_quorum(seats, quorum), needed_to_carry(present, majority), votes, choices.count(""))


def needed_for_quorum(seats: int, quorum: Fraction) -> int:
    """How many of ``seats`` members must be present for ``quorum``, rounded up (J2)."""
    return ceil(seats * quorum)


def needed_to_carry(voting: int, majority: Fraction) -> int:
    """The votes for that carry a proposal among ``voting`` members: more than ``majority`` of them (J2)."""
    return int(voting * majority) + 1
