"""What the report asks, how it is worded, and when its measures are far enough (A2, R7.4, R7.5, R8.6): pure functions, no database and no clock."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models.enums import TextChoices


class Kind(TextChoices):
    """The texts a school writes: three of the whole, the others of an element; the first six stand in the report (A2.2–A2.5)."""

    OVERVIEW = "overview", "自我诊改工作概述"
    CONCLUSION = "conclusion", "综合诊断结论"
    ADVICE = "advice", "改进工作建议"
    SELF = "self", "自我诊断"
    MEASURES = "measures", "改进措施"
    EFFECT = "effect", "改进效果"
    STATUS = "status", "现状"
    RESULT = "result", "诊断结果"
    CAUSES = "causes", "原因分析"


OF_THE_WHOLE = (Kind.OVERVIEW, Kind.CONCLUSION, Kind.ADVICE)
OF_AN_ELEMENT = (Kind.SELF, Kind.MEASURES, Kind.EFFECT)
OF_THE_WORKTABLE = (Kind.STATUS, Kind.RESULT, Kind.CAUSES)

#: At most so many 字 (A2.2, A2.3); a text without an entry has no limit in the notice.
LIMITS = {Kind.OVERVIEW: 500, Kind.SELF: 500, Kind.MEASURES: 200, Kind.EFFECT: 200}


def over(kind, count: int) -> int:
    """By how many 字 a text of ``count`` is too long; 0 where it is not (A2)."""
    limit = LIMITS.get(kind)
    return 0 if limit is None else max(0, count - limit)


@dataclass(frozen=True)
class Carried:
    """What the gate asks of one measure: its words, whether it is carried out, and the date by which it is to be."""

    words: str
    done: bool
    due: date | None


def improvement_gate(measures) -> list:
    """What is still missing before a visit may be fixed (R8.6): empty when at least one measure is carried out and every other
    is, or is stated as 尚未实施 with a date.

    ``measures``: the ``Carried`` of the report under review.
    """
    measures = list(measures)
    missing = [f"“{measure.words}”尚未实施，没有写明计划实施的日期" for measure in measures if not measure.done and measure.due is None]
    if not any(measure.done for measure in measures):
        missing.insert(0, "至少一项改进措施已经实施" if measures else "改进措施：这份报告还没有登记改进措施")
    return missing


def is_late(done: bool, due: date | None, today: date) -> bool:
    """Whether a measure is late: the last day it was to be carried out by is over, and it is not (K2). One without a day cannot be late."""
    return not done and due is not None and due < today


@dataclass(frozen=True)
class Wording:
    """A place of a text whose wording is pointed out, softly: characters ``start`` to ``end`` hold ``words``; ``advice`` says what would be right."""

    start: int
    end: int
    words: str
    advice: str


GRADES = "优秀|良好|合格|不合格|较好|较差"
GRADED = re.compile(
    rf"(?:总体|整体|综合|自评|评定|评价|结论|结果|等级|判定|认定)[^，。；、\n]{{0,8}}?(?:为|是|达到|属于|：|:)?(?:{GRADES})"
    rf"|(?:评为|定为|属于|达到)(?:{GRADES})(?:等级|等次|水平|标准)"
    r"|(?:质量|水平|成效|效果|业绩)(?:都|均|较|很|十分|非常|总体|整体)?(?:优秀|良好|较好|较差)(?![教学员生])"
    r"|(?<![A-Za-zＡ-Ｚ])[A-EＡ-Ｅ][+＋-]?\s*[级等](?![a-z])"
    r"|(?:自评|综合|总)?得分|自评分|满分|\d+(?:\.\d+)?\s*分(?![钟之析别类为母公布校层])"
)
FORECAST = re.compile(
    r"预计|预期|预测|有望|可望|力争|争取|即将|拟于|下一步|下一阶段|(?<![按照原])计划(?:于|到|达|建|提高|提升|增加|新增)"
    r"|将(?:会|能|可|要|在|于|进一步|逐步|继续|达到|达|提高|提升|增加|增至|实现|完成|建成|建立|形成|制定|出台|组织|开展|推进|覆盖)"
)  # fmt: skip
NO_GRADE = "报告不作等级性结论；请直接写做到了什么、还有什么问题"
NO_FORECAST = "此栏只写已经显现的效果；尚未见效的，请写明“尚未见效”或“尚未实施”"


def wordings(kind, text: str) -> list[Wording]:
    """Graded conclusions in any text (R7.4), and forecasts among effects (R7.5), in the order of the text. Pointed out, never refused (F5)."""
    found = [Wording(*match.span(), match.group(), NO_GRADE) for match in GRADED.finditer(text)]
    if kind == Kind.EFFECT:
        found += [Wording(*match.span(), match.group(), NO_FORECAST) for match in FORECAST.finditer(text)]
    return sorted(found, key=lambda each: each.start)
