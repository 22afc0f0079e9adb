"""What a province's scheme fixes, each with the guidance's floor and its rule (R1.2): the table, the typed values, how they are kept, read and worded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any

from apps.core.dates import school_year
from apps.core.numbers import MISSING, shown

#: A month and day as scheme data keep it; the year in which it is checked is no leap year, for 02-29 is not a day of every year.
PLAIN_YEAR = 2025


class Kind(StrEnum):
    """参数类别: what a parameter is, and so how it is kept, typed and shown."""

    WHOLE = "whole"  # int
    SHARE = "share"  # Fraction, kept as "1/3"
    NUMBER = "number"  # Decimal, kept as text
    YES_NO = "yes_no"  # bool
    CHOICE = "choice"  # one of ``choices``
    SEVERAL = "several"  # some of ``choices``, a tuple in their order
    SPAN = "span"  # ("09-01", "10-31"): from, until, both days included
    WORDS = "words"  # text


class Authority(StrEnum):
    """主管部门类别: whose school it is, as R1.6 tells them apart."""

    EDUCATION = "education"
    HUMAN_RESOURCES = "human_resources"
    OTHER = "other"
    ENTERPRISE = "enterprise"
    PRIVATE = "private"


AUTHORITIES = {
    Authority.EDUCATION: "教育部门的学校",
    Authority.HUMAN_RESOURCES: "人力资源社会保障部门的技工学校",
    Authority.OTHER: "其他部门、事业单位、部队、集体的学校",
    Authority.ENTERPRISE: "企业的学校",
    Authority.PRIVATE: "民办学校",
}


@dataclass(frozen=True)
class Parameter:
    """方案参数: one thing a scheme fixes. ``at_least`` and ``at_most`` are its bounds by ``rule``; ``advised``: the guidance recommends the default.

    ``why`` is the rule in plain words.
    """

    code: str
    label: str
    unit: str
    kind: Kind
    default: Any
    rule: str
    why: str
    at_least: int | Fraction | Decimal | None = None
    at_most: int | Fraction | Decimal | None = None
    advised: bool = False
    choices: Mapping[str, str] | None = None
    group: str = ""

    @property
    def fixed(self) -> bool:
        """Whether the guidance leaves no choice."""
        return self.at_least is not None and self.at_least == self.at_most


W, S, N, Y, C, M, P, T = Kind
CYCLE, SAMPLING, REVIEW, PUBLIC, SCOPE, STANDARD = "周期与期限", "抽样", "复核与审议", "公示与公布", "纳入范围", "五项条件"

PARAMETERS = (
    Parameter("cycle_years", "复核周期", "年", W, 5, "R1.2", "一个周期内累计抽到规定的比例。指导方案建议 5 年。", at_least=1, advised=True, group=CYCLE),
    Parameter(
        "self_cycle_years", "学校自主诊改周期", "年", W, 3, "R1.2",
        "学校至少这么久自己诊断一次。指导方案建议不超过 3 年，本平台按上限执行。", at_least=1, at_most=3, group=CYCLE,
    ),
    Parameter(
        "own_window", "学校提交自我诊改报告的日期", "", P, ("09-01", "10-31"), "R1.2", "每年在这段日子里提交，首尾两天都算。", group=CYCLE,
    ),
    Parameter("quality_window", "学校发布年度质量报告的日期", "", P, ("01-01", "03-31"), "R1.2", "每年在这段日子里发布，首尾两天都算。", group=CYCLE),
    Parameter(
        "stop_years", "未达条件的改进期限", "年", W, 3, "R8.5",
        "自本省第一版方案发布之日起 3 年内应达到五项条件，以后的版本不重新起算。", at_least=3, at_most=3, group=CYCLE,
    ),
    Parameter(
        "sampling_share", "周期内累计抽样比例", "", S, Fraction(1, 3), "R1.2",
        "一个周期内抽到的学校占开展诊改学校的比例，原则上不少于三分之一，并覆盖每个地市。",
        at_least=Fraction(1, 3), at_most=Fraction(1), group=SAMPLING,
    ),
    Parameter("volunteers_in_quota", "自愿申请的学校计入抽样数", "", Y, False, "R8.7", "不计入的，自愿申请的学校在抽样数以外另行复核。", group=SAMPLING),
    Parameter("reserves", "每次抽样的备选学校", "所", W, 2, "R8.6", "抽到的学校暂缓时，依次递补。", at_least=0, group=SAMPLING),
    Parameter("scan_required", "自我诊改报告须附盖章扫描件", "", Y, False, "R7.3", "要求附的，没有扫描件不能提交复核材料。", group=REVIEW),
    Parameter("team_min", "专家组人数", "人", W, 5, "R9.2", "一次现场复核的专家组至少这么多人。", at_least=3, group=REVIEW),
    Parameter("interest_years", "利益关系回溯", "年", W, 3, "R2.5", "专家与学校在这么多年内有过任职、讲学、顾问等关系的，应当回避。", at_least=1, group=REVIEW),
    Parameter("school_answer_days", "学校核对复核报告事实的时间", "个工作日", W, 5, "R9.3", "学校收到报告以后，在这段时间内就事实提出更正。", at_least=1, group=REVIEW),
    Parameter("quorum", "审议到会人数", "", S, Fraction(2, 3), "R9.5", "到会委员占应到委员的比例达不到的，不能表决。", at_least=Fraction(1, 2), at_most=Fraction(1), group=REVIEW),
    Parameter(
        "majority", "审议通过", "", S, Fraction(1, 2), "R9.5", "同意的票数须超过到会人数的这个比例。", at_least=Fraction(1, 2), at_most=Fraction(9, 10), group=REVIEW,
    ),
    Parameter("hold_vote_named", "记名表决", "", Y, True, "R9.5", "记名的，表决记录写明每位委员的意见。", group=REVIEW),
    Parameter("public_notice_days", "公示", "个工作日", W, 5, "R1.2", "认定以后、公布以前公示结论，听取异议。", at_least=1, group=PUBLIC),
    Parameter("objection_days", "答复异议", "个工作日", W, 15, "R1.2", "收到异议以后，在这段时间内答复。", at_least=1, group=PUBLIC),
    Parameter(
        "decision_publication_days", "认定以后公布结论", "个工作日", W, 20, "R12.1",
        "方案没有规定的，为 20 个工作日；结论每年都要公布，不能拖过一年。", at_least=1, at_most=250, group=PUBLIC,
    ),
    Parameter(
        "publication_procedure", "公布的办法", "", T, "在省级教育行政部门指定的网站公布；专家组成员、自我诊改报告、状态数据和复核结论向全社会公开。", "R12.4",
        "写明在哪里公布、什么向谁公开。R12.2 所列的各项向全社会公开。", group=PUBLIC,
    ),
    Parameter(
        "authorities_in_scope", "纳入诊改的学校", "", M, tuple(each for each in Authority if each != Authority.HUMAN_RESOURCES), "R1.6",
        "教育部门的学校都在内；技工学校要与人力资源社会保障部门商定以后才纳入；其他学校不纳入的，要写明理由。", choices=AUTHORITIES, group=SCOPE,
    ),
    Parameter("agreement", "与人力资源社会保障部门的商定", "", T, "", "R1.6", "纳入技工学校的，写明商定的文件、文号和日期。", group=SCOPE),
    Parameter("scope_reason", "不纳入的理由", "", T, "", "R1.6", "企业、民办或其他部门的学校不纳入的，逐类写明理由。", group=SCOPE),
    Parameter(
        "buildings_mode", "校舍建筑面积按什么判定", "", C, "absolute", "R8.4", "设置标准的 24000 m² 是对新建学校写的，生均 20 m² 是对所有学校写的，由省选定。",
        choices={"absolute": "总面积", "per_student": "生均面积", "both": "两项都要达到"}, group=STANDARD,
    ),
    Parameter(
        "part_time_weight", "一名兼职教师折合专任教师", "名", N, Decimal(0), "R8.4", "用于计算师生比；0 即不折合。", at_least=Decimal(0), at_most=Decimal(1), group=STANDARD,
    ),
)  # fmt: skip
BY_CODE = {parameter.code: parameter for parameter in PARAMETERS}


@dataclass(frozen=True)
class Parameters:
    """What a scheme fixes, typed: a field for each of ``PARAMETERS``, by its code."""

    cycle_years: int
    self_cycle_years: int
    own_window: tuple[str, str]
    quality_window: tuple[str, str]
    stop_years: int
    sampling_share: Fraction
    volunteers_in_quota: bool
    reserves: int
    scan_required: bool
    team_min: int
    interest_years: int
    school_answer_days: int  # working days
    quorum: Fraction  # of the members who should be present, at least
    majority: Fraction  # of the members present, more than
    hold_vote_named: bool
    public_notice_days: int  # working days
    objection_days: int  # working days
    decision_publication_days: int  # working days
    publication_procedure: str
    authorities_in_scope: tuple[Authority, ...]
    agreement: str
    scope_reason: str
    buildings_mode: str
    part_time_weight: Decimal

    @classmethod
    def read(cls, stored: Mapping[str, Any] = {}) -> "Parameters":  # noqa: B006  never changed
        """Out of a scheme's JSON, defaults for what it does not say; ValueError names what cannot be read."""
        return cls(**{each.code: _read(each, stored[each.code]) if each.code in stored else each.default for each in PARAMETERS})

    def report_due(self, year: int) -> date:
        """The last day on which a school's self-diagnosis report of that school year comes in time (R1.2)."""
        return _day_in(year, self.own_window[1])

    def quality_due(self, year: int) -> date:
        """The last day on which a school's quality report of that school year comes in time (R1.2)."""
        return _day_in(year, self.quality_window[1])

    def stored(self) -> dict[str, Any]:
        """As a scheme's JSON keeps it, nothing left to a default."""
        return {each.code: _stored(each, getattr(self, each.code)) for each in PARAMETERS}


def _day_in(year, day):
    """A day of each year, such as 10-31, in the school year ``year``."""
    here = date.fromisoformat(f"{year}-{day}")
    return here if school_year(here) == year else here.replace(year=year + 1)


def _read(parameter, value):
    try:
        if parameter.kind in (Kind.SHARE, Kind.NUMBER):
            return (Fraction if parameter.kind == Kind.SHARE else Decimal)(value)
        if parameter.kind == Kind.SEVERAL:
            return tuple(each for each in Authority if each in value)
        return tuple(value) if parameter.kind == Kind.SPAN else value
    except (ValueError, TypeError, ZeroDivisionError, InvalidOperation) as error:
        raise ValueError(f"“{parameter.label}”的值“{value}”读不懂") from error


def _stored(parameter, value):
    if parameter.kind in (Kind.SHARE, Kind.NUMBER):
        return str(value)
    return list(value) if parameter.kind in (Kind.SEVERAL, Kind.SPAN) else value


def read_share(text: str) -> Fraction:
    """A share as people write it: 1/3, 1／3, 0.4, 40%; ValueError says what would be right."""
    plain = text.strip().replace("／", "/").replace("％", "%").replace(" ", "")
    try:
        share = Fraction(plain.removesuffix("%"))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"“{text}”不是比例。请写成 1/3、0.4 或 40%。") from None
    return share / 100 if plain.endswith("%") else share


def read_day(text: str) -> str:
    """A month and day as people write it (9-1, 09-01, 9月1日) in the form 09-01; ValueError says what would be right."""
    plain = text.strip().replace(" ", "").replace("月", "-").replace("日", "").replace("/", "-").replace("／", "-")
    month, _, day = plain.partition("-")
    try:
        return f"{date(PLAIN_YEAR, int(month), int(day)):%m-%d}"
    except ValueError:
        raise ValueError(f"“{text}”不是每年都有的一天。请写月和日，如 9-1。") from None


def worded(parameter: Parameter, value: Any) -> str:
    """A value as people read it: 5 年, 1/3, 是, 9 月 1 日—10 月 31 日."""
    if parameter.kind == Kind.YES_NO:
        return "是" if value else "否"
    if parameter.kind == Kind.CHOICE:
        return parameter.choices.get(value, str(value))
    if parameter.kind == Kind.SEVERAL:
        return "、".join(parameter.choices[each] for each in value) or MISSING
    if parameter.kind == Kind.SPAN:
        return "—".join(_day_words(each) for each in value)
    if parameter.kind == Kind.WORDS:
        return value or MISSING
    return with_unit(parameter, value)


def bounds(parameter: Parameter) -> str:
    """What the guidance allows, in words: 不少于 1/3, 1—3 年, 固定为 3 年, 由省定."""
    least, most = (None if each is None else with_unit(parameter, each) for each in (parameter.at_least, parameter.at_most))
    if parameter.fixed:
        return f"固定为 {least}"
    advised = f"（建议 {with_unit(parameter, parameter.default)}）" if parameter.advised else ""
    if most and parameter.kind != Kind.SHARE:
        return f"{least.removesuffix(f' {parameter.unit}')}—{most}{advised}"
    return f"不少于 {least}{advised}" if parameter.at_least else "由省定"


def with_unit(parameter: Parameter, value: Any) -> str:
    text = str(value) if isinstance(value, Fraction) else shown(value)
    return f"{text} {parameter.unit}" if parameter.unit else text


def _day_words(text):
    month, _, day = text.partition("-")
    return f"{int(month)} 月 {int(day)} 日"
