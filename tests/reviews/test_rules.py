"""When a visit may be fixed, what a group owes, until when the school answers: values in, words out."""

from datetime import date

import pytest

from apps.core.dates import Calendar, UnknownYear
from apps.reviews.rules import (
    CLOSING,
    OPENING,
    Visit,
    answer_until,
    betrays,
    clashes,
    moved,
    not_answered,
    not_judged,
    outline,
    overlap,
)

#: A week off at the beginning of October, its Saturday before worked.
CALENDAR = Calendar(off=frozenset(date(2026, 10, day) for day in range(1, 8)), on=frozenset({date(2026, 9, 26)}), years=frozenset({2026}))
MONDAY = date(2026, 9, 14)


def a_visit(first, last=None, school="示例学校", **experts):
    return Visit(school, first, last or first, experts)


def on(day, month=9):
    return date(2026, month, day)


@pytest.mark.parametrize("first, last, meets", [(14, 15, True), (15, 17, True), (16, 16, True), (12, 14, True), (17, 18, False), (10, 13, False)])
def test_visits_meet_when_they_share_a_day(first, last, meets):
    """R9.2: both days of a visit count."""
    assert overlap(a_visit(on(14), on(16)), a_visit(on(first), on(last))) is meets
    assert overlap(a_visit(on(first), on(last)), a_visit(on(14), on(16))) is meets


def test_an_expert_is_at_one_school_at_a_time():
    """R9.2"""
    other = a_visit(on(15), on(16), school="另一学校", a="甲", b="乙")
    found = clashes(a_visit(on(14), on(15), a="甲", c="丙"), [other], CALENDAR, None)
    assert found == ["甲同时要到另一学校复核（2026 年 9 月 15 日 至 9 月 16 日）"]
    assert clashes(a_visit(on(14), a="甲"), [other], CALENDAR, None) == []


def test_a_day_off_is_no_day_for_a_visit_and_a_saturday_worked_is_one():
    """R9.6"""
    assert clashes(a_visit(on(19)), [], CALENDAR, None) == ["09-19 是休息日，不宜进校"]
    assert clashes(a_visit(on(26)), [], CALENDAR, None) == []
    assert clashes(a_visit(on(30), on(1, 10)), [], CALENDAR, None) == ["10-01 是休息日，不宜进校"]


def test_a_year_of_which_no_days_off_are_known_is_said():
    assert clashes(a_visit(date(2031, 3, 3)), [], CALENDAR, None) == ["2031 年的放假安排尚未录入，不能计算工作日"]


@pytest.mark.parametrize("due, against", [(on(15), []), (on(14), ["最迟应在 2026-09-14 以前复核（R8.2）"])])
def test_the_two_years_after_an_accident_end_with_the_last_day(due, against):
    """R8.2"""
    assert clashes(a_visit(on(14), on(15)), [], CALENDAR, due) == against


@pytest.mark.parametrize("last, against", [(18, 0), (19, 1)])
def test_a_visit_of_five_days_is_the_longest(last, against):
    """R9.6: the first and the last day count."""
    calendar = Calendar(off=frozenset(), on=frozenset({on(19)}), years=frozenset({2026}))
    found = clashes(a_visit(MONDAY, on(last)), [], calendar, None)
    assert len(found) == against
    assert all("6 天" in words and "R9.6" in words for words in found)


def test_who_has_still_to_judge_is_named_with_the_elements():
    """R9.3"""
    names, elements = {1: "甲", 2: "乙"}, {"x": "1.1", "y": "1.2"}
    assert not_judged(names, elements, [(1, "x"), (1, "y"), (2, "y")]) == ["乙还有 1 个要素没有判断：1.1"]
    assert not_judged(names, elements, [(m, e) for m in names for e in elements]) == []
    assert not_judged({}, elements, []) == []


def test_a_judgement_of_who_has_left_counts_for_nobody():
    """R9.3"""
    assert not_judged({1: "甲"}, {"x": "1.1"}, [(9, "x")]) == ["甲还有 1 个要素没有判断：1.1"]


@pytest.mark.parametrize("answered, lacking", [("xyz", 0), ("xy", 1), ("", 1)])
def test_any_element_unanswered_blocks_the_report(answered, lacking):
    """R10.6"""
    found = not_answered({"x": "1.1", "y": "1.2", "z": "2.1"}, answered)
    assert len(found) == lacking


def test_the_elements_unanswered_are_named_and_counted():
    """R10.6"""
    assert not_answered({"x": "1.1", "y": "1.2", "z": "2.1"}, ["y"]) == ["组的判断：1.1、2.1 还没有（共 2 个要素）"]


def test_one_day_holds_the_core_of_a_visit():
    """R9.3"""
    (_day, _half, morning), (_day, _half, afternoon) = outline(on(14), on(14))
    assert "见面会；听课" in morning
    assert all(words in afternoon for words in ["访谈", "复核重点", "不透露结论建议"])


@pytest.mark.parametrize("days", [2, 5])
def test_an_agenda_has_every_half_day_from_the_first_meeting_to_what_is_told(days):
    """R9.3, R9.4"""
    found = outline(on(14), on(13 + days))
    assert len(found) == 2 * days
    assert found[0] == (on(14), "1", OPENING)
    assert found[-1] == (on(13 + days), "2", CLOSING)
    assert len({(day, half) for day, half, _words in found}) == 2 * days
    assert "不透露结论建议" in CLOSING


@pytest.mark.parametrize("day, new, last, to", [(14, 21, 22, 21), (15, 21, 22, 22), (15, 21, 21, None), (14, 7, 8, 7)])
def test_an_agenda_follows_its_visit(day, new, last, to):
    assert moved(on(day), MONDAY, on(new), on(last)) == (to and on(to))


@pytest.mark.parametrize("reported, days, until", [(on(14), 5, on(21)), (on(18), 1, on(21)), (on(25), 1, on(26)), (on(30), 1, on(8, 10))])
def test_the_school_answers_within_working_days_after_the_report(reported, days, until):
    """R9.3: the day of the report is not counted."""
    assert answer_until(reported, days, CALENDAR) == until


def test_until_when_the_school_answers_cannot_be_told_of_an_unknown_year():
    """R9.3"""
    with pytest.raises(UnknownYear):
        answer_until(date(2026, 12, 31), 1, CALENDAR)


@pytest.mark.parametrize(
    "text, slips",
    [
        ("课堂教学改革有效，实训还待改进", False), ("结论建议为有效", True), ("认定结论很可能是待改进", True), ("组里倾向于“异常”", True), ("结论以认定为准", False),
        ("没有透露结论，向学校反馈课堂教学有效", False), ("结论：有效", True), ("结论，有效", True),
        ("告诉学校结论，大概是异常", True), ("不透露结论建议，只说课堂有效", False),
    ],
)  # fmt: skip
def test_a_record_of_what_was_told_names_no_conclusion(text, slips):
    """R9.4"""
    assert betrays(text) is slips
