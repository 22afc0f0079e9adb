"""How far a province's scheme may go, when it holds and whom it takes in (R1): pure functions, values in, values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.schemes.parameters import AUTHORITIES, BY_CODE, PARAMETERS, Authority, Kind, Parameter, Parameters, bounds, with_unit, worded

TECHNICIANS = "366"  # 技工学校, GB/T 33782 table 4
#: 举办者 codes of GB/T 33782; what is not named here counts as OTHER.
AUTHORITY_CODES = {
    **dict.fromkeys(["811", "821", "831"], Authority.EDUCATION),
    "891": Authority.ENTERPRISE,
    "999": Authority.PRIVATE,
}


@dataclass(frozen=True)
class Breach:
    """突破底线: what a scheme may not say: the ``code`` of the parameter or point, the rule it breaks, and what would be right."""

    code: str
    rule: str
    message: str


@dataclass(frozen=True)
class Addition:
    """What a scheme adds to the guidance: the code of the point or hint, and the policy it rests on in words, "" for none (R1.8)."""

    code: str
    ground: str


@dataclass(frozen=True)
class Change:
    """One parameter that two versions set otherwise, both in words."""

    parameter: Parameter
    before: str
    after: str


@dataclass(frozen=True)
class Scope:
    """Whether a school comes under a scheme (R1.6), and why, in words."""

    inside: bool
    rule: str
    reason: str


def floor_check(parameters: Parameters, added: Iterable[Addition] = (), dropped: Mapping[str, str] | None = None) -> list[Breach]:
    """Where a scheme falls below the guidance (R1.1, R1.2), in the order of the table; empty when it holds the floor.

    ``added``: what it adds or annotates; ``dropped``: code -> words of each item, element, point or hint of the guidance that it would leave out.
    """
    found = [breach for parameter in PARAMETERS for breach in _beyond(parameter, getattr(parameters, parameter.code))]
    found += _scope_breaches(parameters)
    found += [
        Breach(each.code, "R1.8", f"“{each.code}”没有写所依据的文件（R1.8）。请选一个政策文件，或写明本省文件的名称和文号。")
        for each in added
        if not each.ground
    ]
    return found + [_dropped(code, words) for code, words in (dropped or {}).items()]


def advice(parameters: Parameters) -> dict[str, str]:
    """Code -> a word where a scheme departs from what the guidance only recommends: allowed, and good to be explained."""
    return {
        each.code: f"指导方案建议 {worded(each, each.default)}，本方案定为 {worded(each, value)}。可以这样定，请在说明里写明理由。"
        for each in PARAMETERS
        if each.advised and (value := getattr(parameters, each.code)) != each.default
    }


def changes(before: Parameters, after: Parameters) -> list[Change]:
    """What two versions set otherwise (R1.3), in the order of the table."""
    pairs = [(each, getattr(before, each.code), getattr(after, each.code)) for each in PARAMETERS]
    return [Change(each, worded(each, old), worded(each, new)) for each, old, new in pairs if old != new]


def takes_effect(effective_from: date, lodged_on: date) -> date:
    """The day from which a scheme holds: the one it names, never before it is on file with the ministry (R1.3)."""
    return max(effective_from, lodged_on)


def authority_of(org_type: str, authority_code: str) -> Authority | None:
    """Whose school it is by its register; None where the register does not say.

    **Reading**: a 技工学校 that is not under 教育部门 is under 人力资源社会保障部门, for the codes of GB/T 33782 do not set that department apart.
    """
    found = AUTHORITY_CODES.get(authority_code, Authority.OTHER) if authority_code else None
    return Authority.HUMAN_RESOURCES if org_type == TECHNICIANS and found != Authority.EDUCATION else found


def in_scope(parameters: Parameters, org_type: str, authority_code: str) -> Scope:
    """Whether a school comes under the scheme (R1.6); one whose register says nothing is in until it is told."""
    authority = authority_of(org_type, authority_code)
    if authority is None:
        return Scope(True, "R1.6", "学校登记没有写主管部门，先按在范围内计")
    words = AUTHORITIES[authority]
    if authority in parameters.authorities_in_scope:
        agreed = f"，依据 {parameters.agreement}" if authority == Authority.HUMAN_RESOURCES else ""
        return Scope(True, "R1.6", f"{words}，在方案范围内{agreed}")
    if authority == Authority.HUMAN_RESOURCES:
        return Scope(False, "R1.6", f"{words}，本省没有与人力资源社会保障部门商定纳入")
    return Scope(False, "R1.6", f"{words}，方案不纳入：{parameters.scope_reason}")


def _beyond(parameter: Parameter, value: Any) -> list[Breach]:
    """The one breach of a value outside its bounds, or of a kind that is not its own."""
    if parameter.kind == Kind.CHOICE and value not in parameter.choices:
        return [_breach(parameter, f"“{value}”不在可选之列", f"请在{'、'.join(parameter.choices.values())}中选一项")]
    if parameter.kind == Kind.SPAN and value[0] > value[1]:
        return [_breach(parameter, f"{worded(parameter, value)} 的最后一天早于第一天", "请写成先后两天")]
    low = parameter.at_least is not None and value < parameter.at_least
    high = parameter.at_most is not None and value > parameter.at_most
    if not (low or high):
        return []
    if parameter.fixed:
        return [_breach(parameter, f"不能定为 {worded(parameter, value)}", f"这一项{bounds(parameter)}")]
    if low:
        return [_breach(parameter, f"定为 {worded(parameter, value)}，低于底线", f"请改为不少于 {with_unit(parameter, parameter.at_least)}")]
    return [_breach(parameter, f"定为 {worded(parameter, value)}，超过上限", f"请改为不超过 {with_unit(parameter, parameter.at_most)}")]


def _scope_breaches(parameters):
    """R1.6: the schools of 教育部门 are always in; those of 人社 by agreement alone; any other kind left out has its reason."""
    inside, parameter = parameters.authorities_in_scope, BY_CODE["authorities_in_scope"]
    if Authority.EDUCATION not in inside:
        yield _breach(parameter, "没有纳入教育部门的学校", "请勾选“教育部门的学校”")
    if Authority.HUMAN_RESOURCES in inside and not parameters.agreement.strip():
        yield _breach(BY_CODE["agreement"], "纳入技工学校而没有写明商定", "请写明商定的文件、文号和日期，或者不勾选技工学校")
    left_out = [AUTHORITIES[each] for each in Authority if each not in (*inside, Authority.EDUCATION, Authority.HUMAN_RESOURCES)]
    if left_out and not parameters.scope_reason.strip():
        yield _breach(BY_CODE["scope_reason"], f"{'、'.join(left_out)}不纳入而没有写理由", "请逐类写明理由，或者纳入")


def _breach(parameter, wrong, right):
    return Breach(parameter.code, parameter.rule, f"{parameter.label}：{wrong}。{right}（{parameter.rule}）。{parameter.why}")


def _dropped(code, words):
    return Breach(
        code, "R1.1", f"“{code} {words}”是指导方案所列，不能去掉（R1.1）。省里可以增设诊断点、给提示加注解，不能减少项目、要素、诊断点和提示。"
    )
