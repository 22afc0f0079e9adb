"""Who stands where in a draw, at the edges of each rule (R8)."""

from datetime import date

import pytest

from apps.sampling.rules.frame import Facts, Place, counts, stand, stop_day

ISSUED = date(2024, 3, 1)
DAY = date(2026, 11, 22)


def facts(**given):
    return Facts("3661900001", "示例学校", "610100", **given)


def of(**given):
    standing = stand(facts(**given), first_issued_on=ISSUED, day=DAY)
    return standing.place, standing.rule


def test_a_school_that_meets_everything_draws():
    """R8.1, R8.4."""
    assert of() == (Place.IN, "R8.1")


@pytest.mark.parametrize("given, rule, words", [
    ({"scope": "本省没有商定纳入"}, "R1.6", "本省没有商定纳入"),
    ({"closing": True}, "R8.3", "关停并转"),
    ({"regime": False}, "R8.4", "平台上没有登记运行中的诊改制度"),
    ({"met": None}, "R8.4", "还没有受理的状态数据"),
    ({"met": False, "lacking": ("生均仪器设备价值",)}, "R8.4", "生均仪器设备价值；达标期限 2027-03-01"),
    ({"selected_in": 2025}, "R8.1", "2025 年已入样"),
])  # fmt: skip
def test_who_is_out_is_told_by_which_rule_and_why(given, rule, words):
    """R1.6, R8.3, R8.4."""
    standing = stand(facts(**given), first_issued_on=ISSUED, day=DAY)
    assert (standing.place, standing.rule) == (Place.OUT, rule)
    assert words in standing.reason


@pytest.mark.parametrize(
    "beside",
    [{}, {"closing": True}, {"regime": False}, {"met": False, "lacking": ("师生比",)}, {"met": None}, {"pilot": True}, {"selected_in": 2024}],
)
def test_an_accident_binds_whatever_else_would_exclude(beside):
    """R8.2, R8.9: mandatory, outside the random part, its shortfall shown."""
    standing = stand(facts(accident_closed_on=date(2025, 10, 18), **beside), first_issued_on=ISSUED, day=DAY)
    assert (standing.place, standing.rule, standing.due) == (Place.MANDATORY, "R8.2", date(2027, 10, 18))
    assert ("尚未达到条件" in standing.reason) == ("met" in beside or "regime" in beside)


@pytest.mark.parametrize("day, late", [(date(2026, 11, 22), False), (date(2026, 11, 23), True)])
def test_two_years_and_a_day_after_an_accident_the_review_is_overdue(day, late):
    """R8.2: the last day still counts; the duty does not end with it."""
    standing = stand(facts(accident_closed_on=date(2024, 11, 22)), first_issued_on=ISSUED, day=day)
    assert standing.place == Place.MANDATORY
    assert ("已超过两年" in standing.reason) == late


def test_an_accident_reviewed_since_binds_no_more():
    assert of(accident_closed_on=date(2025, 10, 18), reviewed_after_accident=True) == (Place.IN, "R8.1")


def test_out_of_scope_comes_before_an_accident():
    """R8.9 speaks of R8.3 and R8.4 alone."""
    assert of(scope="不在范围", accident_closed_on=date(2025, 10, 18)) == (Place.OUT, "R1.6")


def test_a_pilot_is_never_drawn_and_needs_the_conditions_as_others_do():
    """R8.8, R8.9."""
    assert of(pilot=True) == (Place.PILOT, "R8.8")
    assert of(pilot=True, met=False, lacking=("师生比",)) == (Place.OUT, "R8.4")
    assert of(pilot=True, selected_in=2025) == (Place.OUT, "R8.1")
    assert of(pilot=True, closing=True) == (Place.OUT, "R8.3")


def test_who_applies_stands_apart_when_conditions_and_measures_allow():
    """R8.7, R8.9, R8.6."""
    assert of(applied=True) == (Place.VOLUNTEER, "R8.7")
    assert of(applied=True, gate=("一项已实施的措施",)) == (Place.IN, "R8.1")
    assert of(applied=True, closing=True) == (Place.OUT, "R8.3")
    assert of(applied=True, met=False, lacking=("师生比",)) == (Place.OUT, "R8.4")


def test_three_years_run_from_the_first_scheme_or_from_coming_into_scope():
    """R8.5: no later version restarts the clock."""
    assert stop_day(ISSUED) == date(2027, 3, 1)
    assert stop_day(ISSUED, date(2025, 9, 1)) == date(2028, 9, 1)
    assert stop_day(ISSUED, date(2020, 9, 1)) == date(2027, 3, 1)


@pytest.mark.parametrize("day, over", [(date(2027, 3, 1), False), (date(2027, 3, 2), True)])
def test_the_last_day_of_the_three_years_still_counts(day, over):
    """R8.5."""
    standing = stand(facts(met=False, lacking=("师生比",)), first_issued_on=ISSUED, day=day)
    assert ("已经届满" in standing.reason) == over


def test_the_share_is_of_all_who_carry_out_诊改_those_to_be_closed_included():
    """R8.1."""
    schools = [facts(), facts(closing=True), facts(met=False), facts(regime=False), facts(scope="不在范围")]
    assert [counts(each, stand(each, first_issued_on=ISSUED, day=DAY)) for each in schools] == [True, True, True, False, False]


@pytest.mark.parametrize("given, stop_on", [
    ({"met": False, "lacking": ("师生比",)}, date(2027, 3, 1)), ({"regime": False}, date(2027, 3, 1)),
    ({"met": False, "lacking": ("师生比",), "accident_closed_on": date(2026, 1, 1)}, date(2027, 3, 1)),
    ({"met": False, "lacking": ("师生比",), "met_before": True}, None), ({"met": None}, None),
    ({"met": None, "regime": False}, None), ({}, None), ({"scope": "不在范围", "met": False}, None),
])  # fmt: skip
def test_the_three_years_run_for_who_falls_short_and_never_met_the_conditions(given, stop_on):
    """R8.5: not for a school out of scope, one without data to say, one that met them before (R12.1)."""
    assert stand(facts(**given), first_issued_on=ISSUED, day=DAY).stop_on == stop_on


def test_who_met_the_conditions_before_is_told_of_the_list_and_not_of_a_deadline():
    """R12.1."""
    standing = stand(facts(met=False, lacking=("师生比",), year=2025, met_before=True), first_issued_on=ISSUED, day=DAY)
    assert standing.reason == "未达到条件：师生比（2025—2026 学年数据）；以前达到过，不再计三年期限，列入未达到条件的名单（R12.1）"
