"""When a visit may be fixed and what a group still owes (R8.2, R9.3, R10.6): pure functions, no database and no clock."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from apps.core.dates import Calendar, UnknownYear, add_working_days, days
from apps.core.templatetags.look import span

#: What a visit lasts; longer disturbs teaching (R9.6), and is said to. Beyond ``MOST`` days it is no visit but a slip of the pen.
LONGEST, MOST = 5, 14
#: The halves of a day of a visit.
MORNING, AFTERNOON = "1", "2"
#: What an agenda begins and ends with, and what lies between.
OPENING = "见面会：学校介绍自我诊改，核对日程和需要的材料"
CLOSING = "组内讨论；向学校口头反馈所见，不透露结论建议（R9.4）"
#: How a record of what was told lets the suggested conclusion slip.
BETRAYING = re.compile(r"结论[^。；！？\n]{0,15}(有效|待改进|异常)|[“‘「『\"](有效|待改进|异常)[”’」』\"]")
#: How it says that it did not.
KEPT_BACK = re.compile(r"[不没未][^，。；！？\n]{0,6}结论(建议)?")
#: A visit of one day holds both.
ONE_DAY = {
    MORNING: "见面会；听课，看教学现场和实训场所",
    AFTERNOON: "访谈教师、学生、企业，查阅资料，核实复核重点；组内讨论；向学校口头反馈所见，不透露结论建议（R9.4）",
}
BETWEEN = {MORNING: "听课，看教学现场、实训场所和学生活动", AFTERNOON: "分组访谈教师、学生、企业；查阅资料，核实复核重点"}


@dataclass(frozen=True)
class Visit:
    """A visit as planned: of ``school``, from ``first`` to ``last`` (both counted), by ``experts`` (key -> name)."""

    school: str
    first: date
    last: date
    experts: Mapping[object, str]


def overlap(one: Visit, other: Visit) -> bool:
    return one.first <= other.last and other.first <= one.last


def clashes(visit: Visit, others: Iterable[Visit], calendar: Calendar, due: date | None) -> list[str]:
    """What speaks against the days of ``visit``, in words: an expert in two places, days off, the two years of R8.2 run out, too long (R9.6)."""
    found = []
    for other in others:
        if overlap(visit, other):
            both = [name for key, name in visit.experts.items() if key in other.experts]
            found += [f"{name}同时要到{other.school}复核（{span(other.first, other.last)}）" for name in both]
    try:
        off = [day for day in days(visit.first, visit.last) if not calendar.is_working_day(day)]
    except UnknownYear as unknown:
        found.append(str(unknown))
    else:
        found += [f"{day:%m-%d} 是休息日，不宜进校" for day in off]
    if due and visit.last > due:
        found.append(f"最迟应在 {due} 以前复核（R8.2）")
    if (visit.last - visit.first).days >= LONGEST:
        found.append(f"进校 {(visit.last - visit.first).days + 1} 天，超过 {LONGEST} 天，影响教学（R9.6）")
    return found


def not_judged(names: Mapping[object, str], elements: Mapping[object, str], given: Iterable[tuple]) -> list[str]:
    """Who has still to judge what, a line a person: ``names`` and ``elements`` by key, ``given`` pairs of both keys (R9.3)."""
    given, found = set(given), []
    for member, name in names.items():
        lacking = [code for element, code in elements.items() if (member, element) not in given]
        if lacking:
            found.append(f"{name}还有 {len(lacking)} 个要素没有判断：{'、'.join(lacking)}")
    return found


def not_answered(elements: Mapping[object, str], answered: Iterable[object]) -> list[str]:
    """The elements on which the group has not answered yes or no: any of them blocks the report (R10.6)."""
    answered = set(answered)
    lacking = [code for element, code in elements.items() if element not in answered]
    return [f"组的判断：{'、'.join(lacking)} 还没有（共 {len(lacking)} 个要素）"] if lacking else []


def outline(first: date, last: date) -> list[tuple[date, str, str]]:
    """The half-days of a visit with what is usually done in them: (day, half, words), from the first meeting to what is told before leaving (R9.3, R9.4)."""
    if first == last:
        return [(first, half, words) for half, words in ONE_DAY.items()]
    halves = [(day, half) for day in days(first, last) for half in (MORNING, AFTERNOON)]
    words = {halves[0]: OPENING, halves[-1]: CLOSING}
    return [(day, half, words.get((day, half), BETWEEN[half])) for day, half in halves]


def betrays(text: str) -> bool:
    """Whether ``text`` names a conclusion as such: by the word 结论 before it, or in quotation marks; “课堂有效” is plain speech (R9.4)."""
    return BETRAYING.search(KEPT_BACK.sub("", text)) is not None


def moved(on: date, before: date, first: date, last: date) -> date | None:
    """The day of an item of the agenda when the visit that began on ``before`` is from ``first`` to ``last``; None where it has no such day any more."""
    day = on + (first - before)
    return day if day <= last else None


def answer_until(reported_on: date, working_days: int, calendar: Calendar) -> date:
    """The last day on which the school may answer on the facts of a report handed in on ``reported_on`` (R9.3); UnknownYear where it cannot be told."""
    return add_working_days(reported_on, working_days, calendar)
