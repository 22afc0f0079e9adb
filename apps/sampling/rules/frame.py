"""Every school in or out of a year's draw, and by which rule (R8.1–R8.9, R1.6)."""

from dataclasses import dataclass
from datetime import date

from django.db.models.enums import TextChoices

from apps.core.dates import years_after

#: Within so many years after an accident was dealt with, the school diagnoses itself and is reviewed (R8.2).
ACCIDENT_YEARS = 2
#: So long a school that falls short may go on, from the day the first scheme was issued (R8.5).
STOP_YEARS = 3
#: What a rule says of the schools it keeps out, in words.
OUT = {
    "R1.6": "不在省级方案范围内", "R8.1": "本周期已入样", "R8.3": "列入关停并转", "R8.4": "未达到条件（诊改制度、五项条件）",
}  # fmt: skip


class Place(TextChoices):
    """Where a school stands in the frame: drawn by lot, apart from the lot, or out."""

    IN = "in", "参加抽取"
    MANDATORY = "mandatory", "必须复核"
    PILOT = "pilot", "试点校"
    VOLUNTEER = "volunteer", "自愿申请"
    OUT = "out", "不参加"


@dataclass(frozen=True)
class Facts:
    """What is known of a school on the day of the frame.

    ``scope`` is why it does not come under the scheme, "" where it does (R1.6). ``met``: whether the five conditions are met by the newest
    accepted data, those of ``year``, None where there are none; ``lacking`` those not met, in words; ``met_before``: whether an earlier
    year's data met them. ``came_on``: when it came under the scheme, None for the
    beginning. ``gate``: what is missing of R8.6. ``selected_in``: the year of this cycle in which it was selected already, None for none;
    ``reviewed_after_accident``: whether it was selected after the accident was dealt with.
    """

    code: str
    name: str
    area: str
    scope: str = ""
    closing: bool = False
    accident_closed_on: date | None = None
    reviewed_after_accident: bool = False
    regime: bool = True
    met: bool | None = True
    lacking: tuple[str, ...] = ()
    year: int | None = None
    met_before: bool = False
    came_on: date | None = None
    pilot: bool = False
    applied: bool = False
    gate: tuple[str, ...] = ()
    selected_in: int | None = None


@dataclass(frozen=True)
class Standing:
    """A school's place, the rule it rests on, why in words; the day by which it must be reviewed (R8.2), and by which it must meet the
    conditions where it falls short (R8.5)."""

    place: Place
    rule: str
    reason: str
    due: date | None = None
    stop_on: date | None = None


def stop_day(first_issued_on: date, came_on: date | None = None) -> date:
    """The last day on which a school that falls short may still enrol (R8.5): three years from the issue of the province's first scheme,
    or from the day the school came into scope where that is later."""
    return years_after(max(first_issued_on, came_on or first_issued_on), STOP_YEARS)


def stand(facts: Facts, *, first_issued_on: date, day: date) -> Standing:
    """Where a school stands on ``day``, by the order of R8.9: who is out of scope; the accident that binds whatever else holds; the
    closing list; the conditions; who was selected in this cycle already; the pilot; who asks for it; all others draw."""
    if facts.scope:
        return Standing(Place.OUT, "R1.6", facts.scope)
    stop_on = stopping(facts, first_issued_on)
    if facts.accident_closed_on and not facts.reviewed_after_accident:
        return _after_accident(facts, day, stop_on)
    if facts.closing:
        return Standing(Place.OUT, "R8.3", "列入关停并转，不参加抽样", stop_on=stop_on)
    if missing := _missing(facts):
        return Standing(Place.OUT, "R8.4", "未达到条件：" + "、".join(missing) + _until(facts, stop_on, day), stop_on=stop_on)
    if facts.selected_in:
        return Standing(Place.OUT, "R8.1", f"本周期 {facts.selected_in} 年已入样")
    if facts.pilot:
        return Standing(Place.PILOT, "R8.8", "试点校，由全国专委会组织复核，计入本省")
    if facts.applied and not facts.gate:
        return Standing(Place.VOLUNTEER, "R8.7", "学校自愿申请复核")
    if facts.applied:
        return Standing(Place.IN, "R8.1", f"参加抽取；自愿申请尚不能纳入（R8.6），还缺{'；'.join(facts.gate)}")
    return Standing(Place.IN, "R8.1", "具备条件，参加抽取")


def stopping(facts: Facts, first_issued_on: date) -> date | None:
    """The last day of the three years of a school that falls short (R8.5). None for one that does not, for one of which there are no data to
    say, and for one that met the conditions before: that one stands on the list of R12.1."""
    if facts.met_before or facts.met is None or (facts.regime and facts.met):
        return None
    return stop_day(first_issued_on, facts.came_on)


def _after_accident(facts, day, stop_on):
    due = years_after(facts.accident_closed_on, ACCIDENT_YEARS)
    words = f"重大教学事故 {facts.accident_closed_on.isoformat()} 处理完毕，{due.isoformat()} 以前必须复核"
    if day > due:
        words = f"重大教学事故 {facts.accident_closed_on.isoformat()} 处理完毕，已超过两年仍未复核，应立即复核"
    beside = [*(["同时列入关停并转"] if facts.closing else []), *(["尚未达到条件：" + "、".join(_missing(facts))] if _missing(facts) else [])]
    return Standing(Place.MANDATORY, "R8.2", "；".join([words, *beside]), due, stop_on)


def _missing(facts):
    """What the conditions of R8.4 lack, in words."""
    found = [] if facts.regime else ["平台上没有登记运行中的诊改制度"]
    if facts.met is None:
        return [*found, "还没有受理的状态数据，五项条件无法判断"]
    if facts.met:
        return found
    of = f"（{facts.year}—{facts.year + 1} 学年数据）" if facts.year else ""
    return [*found, "、".join(facts.lacking) + of]


def _until(facts, stop_on, day):
    if facts.met_before:
        return "；以前达到过，不再计三年期限，列入未达到条件的名单（R12.1）"
    if stop_on is None:
        return ""
    return f"；达标期限 {stop_on.isoformat()}" + ("，已经届满" if day > stop_on else "")


def counts(facts: Facts, standing: Standing) -> bool:
    """Whether a school carries out 诊改: in scope and running a regime, those of R8.3 included; the share is of these (R8.1)."""
    return standing.rule != "R1.6" and facts.regime
