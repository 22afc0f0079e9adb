"""How far a scheme may go: every bound on its edge and one beyond it."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from apps.organizations.models import Sponsor
from apps.schemes.parameters import BY_CODE, PARAMETERS, Authority, Kind, Parameters, bounds, read_day, read_share, worded
from apps.schemes.rules import Addition, advice, authority_of, changes, floor_check, in_scope, takes_effect

USUAL = Parameters.read()
ALL = tuple(Authority)


def breaches(**values):
    """(code, rule) of each breach of a scheme that is the usual one but for ``values``."""
    return [(breach.code, breach.rule) for breach in floor_check(replace(USUAL, **values))]


def test_the_table_and_the_typed_values_name_the_same():
    assert [field.name for field in fields(Parameters)] == [each.code for each in PARAMETERS]


def test_what_the_notice_says_is_what_a_scheme_starts_from():
    """R1.2: five years, three years, a third; R12.1: twenty working days; R8.5: three years."""
    assert (USUAL.cycle_years, USUAL.self_cycle_years, USUAL.sampling_share) == (5, 3, Fraction(1, 3))
    assert (USUAL.decision_publication_days, USUAL.stop_years) == (20, 3)


def test_the_usual_scheme_holds_the_floor():
    """R1.1"""
    assert floor_check(USUAL) == []


@pytest.mark.parametrize("code,value,rule", [
    ("cycle_years", 0, "R1.2"),
    ("cycle_years", -1, "R1.2"),
    ("self_cycle_years", 0, "R1.2"),
    ("self_cycle_years", 4, "R1.2"),
    ("stop_years", 2, "R8.5"),
    ("stop_years", 4, "R8.5"),
    ("sampling_share", Fraction(1, 4), "R1.2"),
    ("sampling_share", Fraction(333, 1000), "R1.2"),
    ("sampling_share", Fraction(101, 100), "R1.2"),
    ("own_window", ("10-31", "09-01"), "R1.2"),
    ("team_min", 2, "R9.2"),
    ("reserves", -1, "R8.6"),
    ("interest_years", 0, "R2.5"),
    ("quorum", Fraction(49, 100), "R9.5"),
    ("majority", Fraction(1, 3), "R9.5"),
    ("majority", Fraction(1), "R9.5"),
    ("public_notice_days", 0, "R1.2"),
    ("objection_days", 0, "R1.2"),
    ("school_answer_days", 0, "R9.3"),
    ("decision_publication_days", 0, "R12.1"),
    ("decision_publication_days", 251, "R12.1"),
    ("buildings_mode", "none", "R8.4"),
    ("part_time_weight", Decimal("1.1"), "R8.4"),
])  # fmt: skip
def test_a_value_beyond_its_bound_is_refused_by_the_rule_it_breaks(code, value, rule):
    """R1.1, R1.2, R8.4, R8.5, R9.2, R9.3, R9.5, R12.1"""
    assert breaches(**{code: value}) == [(code, rule)]


@pytest.mark.parametrize("code,value", [
    ("cycle_years", 1),
    ("cycle_years", 8),
    ("self_cycle_years", 1),
    ("self_cycle_years", 3),
    ("sampling_share", Fraction(1, 3)),
    ("sampling_share", Fraction(1)),
    ("own_window", ("09-01", "09-01")),
    ("team_min", 3),
    ("reserves", 0),
    ("quorum", Fraction(1, 2)),
    ("majority", Fraction(1, 2)),
    ("public_notice_days", 1),
    ("decision_publication_days", 250),
    ("buildings_mode", "both"),
    ("part_time_weight", Decimal(1)),
])  # fmt: skip
def test_a_value_on_its_bound_is_taken(code, value):
    """R1.2"""
    assert breaches(**{code: value}) == []


def test_a_share_of_a_quarter_is_refused_in_words_that_say_what_would_be_right():
    """R1.2: not under a third."""
    (breach,) = floor_check(replace(USUAL, sampling_share=Fraction("0.25")))
    assert breach.message.startswith("周期内累计抽样比例：定为 1/4，低于底线。请改为不少于 1/3（R1.2）。")


def test_a_cycle_of_nought_is_refused_in_words_that_say_what_would_be_right():
    """R1.2"""
    (breach,) = floor_check(replace(USUAL, cycle_years=0))
    assert breach.message.startswith("复核周期：定为 0 年，低于底线。请改为不少于 1 年（R1.2）。")


def test_all_that_is_wrong_is_named_at_once_in_the_order_of_the_table():
    assert breaches(sampling_share=Fraction(1, 5), cycle_years=0, team_min=1) == [
        ("cycle_years", "R1.2"),
        ("sampling_share", "R1.2"),
        ("team_min", "R9.2"),
    ]


@pytest.mark.parametrize("code,words", [("2.3", "要素"), ("1", "办学理念"), ("1.1.1", "在校生总数")])
def test_nothing_of_the_guidance_can_be_dropped(code, words):
    """R1.1"""
    (breach,) = floor_check(USUAL, dropped={code: words})
    assert (breach.code, breach.rule) == (code, "R1.1")
    assert f"“{code} {words}”是指导方案所列，不能去掉" in breach.message


def test_what_is_added_names_the_policy_it_rests_on():
    """R1.8"""
    assert floor_check(USUAL, added=[Addition("1.1.S1", "教职成〔2015〕6号")]) == []
    (breach,) = floor_check(USUAL, added=[Addition("1.1.S1", "教职成〔2015〕6号"), Addition("1.2.S1", "")])
    assert (breach.code, breach.rule) == ("1.2.S1", "R1.8")


def test_another_review_cycle_than_the_one_recommended_is_allowed_and_remarked():
    """R1.2: five years are recommended."""
    assert advice(USUAL) == {}
    assert list(advice(replace(USUAL, cycle_years=6))) == ["cycle_years"]


@pytest.mark.parametrize("values,expected", [
    ({"authorities_in_scope": (Authority.PRIVATE,), "scope_reason": "理由"}, [("authorities_in_scope", "R1.6")]),
    ({"authorities_in_scope": ALL}, [("agreement", "R1.6")]),
    ({"authorities_in_scope": ALL, "agreement": "  "}, [("agreement", "R1.6")]),
    ({"authorities_in_scope": ALL, "agreement": "会商纪要〔2026〕1号"}, []),
    ({"authorities_in_scope": (Authority.EDUCATION,)}, [("scope_reason", "R1.6")]),
    ({"authorities_in_scope": (Authority.EDUCATION,), "scope_reason": "另有规定"}, []),
])  # fmt: skip
def test_whom_a_scheme_takes_in_or_leaves_out_has_its_ground(values, expected):
    """R1.6: 教育部门 always, 人社 by agreement, others left out with the reason."""
    assert breaches(**values) == expected


def test_every_code_of_the_register_belongs_to_a_kind():
    """R1.6"""
    found = {code: authority_of("365", code) for code in Sponsor.values}
    assert {code for code, authority in found.items() if authority == Authority.EDUCATION} == {"811", "821", "831"}
    assert (found["891"], found["999"], found["822"], authority_of("365", "")) == (Authority.ENTERPRISE, Authority.PRIVATE, Authority.OTHER, None)


@pytest.mark.parametrize("org_type,authority,expected", [
    ("366", "822", Authority.HUMAN_RESOURCES), ("366", "", Authority.HUMAN_RESOURCES), ("366", "999", Authority.HUMAN_RESOURCES), ("366", "821", Authority.EDUCATION),
])  # fmt: skip
def test_a_school_for_technicians_is_of_the_labour_department_unless_education_has_charge_of_it(org_type, authority, expected):
    """R1.6"""
    assert authority_of(org_type, authority) == expected


def test_a_school_of_the_labour_department_is_in_by_agreement_alone():
    """R1.6"""
    out = in_scope(USUAL, "366", "822")
    assert (out.inside, out.rule) == (False, "R1.6")
    agreed = in_scope(replace(USUAL, authorities_in_scope=ALL, agreement="会商纪要〔2026〕1号"), "366", "822")
    assert agreed.inside
    assert "会商纪要〔2026〕1号" in agreed.reason


def test_a_kind_left_out_is_out_with_the_reason_of_the_scheme():
    """R1.6"""
    narrow = replace(USUAL, authorities_in_scope=(Authority.EDUCATION,), scope_reason="企业学校另行安排")
    assert in_scope(USUAL, "365", "891").inside
    assert in_scope(narrow, "365", "831").inside
    assert not in_scope(narrow, "365", "891").inside
    assert "企业学校另行安排" in in_scope(narrow, "365", "891").reason
    assert in_scope(narrow, "365", "").inside


def test_a_scheme_holds_from_its_day_but_never_before_it_is_on_file():
    """R1.3"""
    issued, later = date(2026, 9, 1), date(2026, 9, 2)
    assert takes_effect(later, issued) == later
    assert takes_effect(issued, later) == later
    assert takes_effect(issued, issued) == issued


def test_what_two_versions_set_otherwise_is_named_in_words():
    """R1.3"""
    found = changes(USUAL, replace(USUAL, sampling_share=Fraction(2, 5), hold_vote_named=False))
    assert [(each.parameter.code, each.before, each.after) for each in found] == [("sampling_share", "1/3", "2/5"), ("hold_vote_named", "是", "否")]
    assert changes(USUAL, USUAL) == []


def test_what_a_scheme_keeps_is_read_back_as_it_was():
    """R1.7"""
    other = replace(USUAL, sampling_share=Fraction(2, 5), part_time_weight=Decimal("0.5"), authorities_in_scope=ALL, own_window=("03-01", "04-30"))
    assert Parameters.read(other.stored()) == other
    assert Parameters.read({"sampling_share": "2/5"}) == replace(USUAL, sampling_share=Fraction(2, 5))


@pytest.mark.parametrize("code,value", [("sampling_share", "third"), ("sampling_share", "1/0"), ("part_time_weight", "x"), ("own_window", 3)])
def test_what_cannot_be_read_is_named(code, value):
    with pytest.raises(ValueError, match=BY_CODE[code].label):
        Parameters.read({code: value})


@pytest.mark.parametrize(
    "text,share",
    [("1/3", Fraction(1, 3)), (" 1／3 ", Fraction(1, 3)), ("0.4", Fraction(2, 5)), ("40%", Fraction(2, 5)), ("33.4％", Fraction(167, 500))],
)
def test_a_share_is_read_as_people_write_it(text, share):
    assert read_share(text) == share


@pytest.mark.parametrize("text", ["", "a third", "1/0", "1/3/4", "三分之一"])
def test_what_is_no_share_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="请写成 1/3"):
        read_share(text)


@pytest.mark.parametrize("text,day", [("9-1", "09-01"), ("09-01", "09-01"), ("9月1日", "09-01"), ("12/31", "12-31")])
def test_a_day_of_every_year_is_read_as_people_write_it(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize("text", ["", "2-29", "13-1", "9", "九月", "2026-9-1"])
def test_a_day_that_is_not_in_every_year_is_refused(text):
    with pytest.raises(ValueError, match="每年都有的一天"):
        read_day(text)


@pytest.mark.parametrize("code,words", [
    ("cycle_years", "不少于 1 年（建议 5 年）"), ("self_cycle_years", "1—3 年"), ("stop_years", "固定为 3 年"),
    ("sampling_share", "不少于 1/3"), ("hold_vote_named", "由省定"),
])  # fmt: skip
def test_the_guidance_stands_in_words_beside_each_parameter(code, words):
    """R1.2"""
    assert bounds(BY_CODE[code]) == words


def test_every_parameter_has_words_for_its_value_a_rule_and_a_reason():
    for parameter in PARAMETERS:
        assert worded(parameter, parameter.default)
        assert parameter.rule.startswith("R")
        assert parameter.why.endswith("。")
        assert (parameter.kind in (Kind.CHOICE, Kind.SEVERAL)) == bool(parameter.choices)
    assert worded(BY_CODE["own_window"], ("09-01", "10-31")) == "9 月 1 日—10 月 31 日"
