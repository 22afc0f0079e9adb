from datetime import date

import pytest

from apps.experts.rules import (
    Declared,
    ExpertFacts,
    Field,
    Job,
    SchoolFacts,
    Tie,
    against_nominating,
    conflicts,
    last_day,
    missing_fields,
    untrained,
)

DAY = date(2026, 11, 20)
YEARS = 3
PATH = "100000.610000.610500.3661000001."
SCHOOL = SchoolFacts("示例第一职业中学", PATH, area="weinan")


def kinds(day=DAY, **facts):
    return [each.kind for each in conflicts(ExpertFacts(**facts), SCHOOL, day, YEARS)]


def test_who_has_no_tie_has_no_conflict():
    jobs = (Job("示例大学"), Job("示例第二职业中学", "100000.610000.610500.3661000002."))
    assert kinds(city="xian", jobs=jobs, declared=(Declared("100000.610000.610500.3661000002.", Tie.KIN),)) == []


def test_who_works_at_the_school_may_not_judge_it():
    """R2.5"""
    assert kinds(jobs=(Job("示例第一职业中学", PATH),)) == [Tie.EMPLOYER]


def test_a_job_outside_the_tree_is_known_by_its_name():
    assert kinds(jobs=(Job(" 示例第一职业中学 "),)) == [Tie.EMPLOYER]


def test_who_works_for_the_city_above_the_school_may_not_judge_it_who_works_for_the_province_may():
    assert kinds(jobs=(Job("渭南市教育局", "100000.610000.610500."),)) == [Tie.EMPLOYER]
    assert kinds(jobs=(Job("陕西省教育厅", "100000.610000."),)) == []


@pytest.mark.parametrize(
    "until,standing",
    [(date(2023, 11, 20), True), (date(2023, 11, 19), False), (date(2026, 11, 19), True)],
    ids=["three years to the day", "three years and a day", "yesterday"],
)
def test_a_past_employer_counts_for_the_years_of_the_scheme_and_not_a_day_longer(until, standing):
    """R2.5"""
    assert kinds(jobs=(Job("示例第一职业中学", PATH, until),)) == ([Tie.PAST_EMPLOYER] if standing else [])


def test_the_city_of_the_school_is_a_tie_and_an_unknown_city_is_none():
    assert kinds(city="weinan") == [Tie.SAME_CITY]
    assert conflicts(ExpertFacts(), SchoolFacts("示例", PATH), DAY, YEARS) == []


@pytest.mark.parametrize("kind", [Tie.ADVISORY, Tie.LECTURE, Tie.OTHER])
def test_what_was_declared_counts_while_it_lasts_and_for_the_years_after(kind):
    """R2.5"""
    assert kinds(declared=(Declared(PATH, kind),)) == [kind]
    assert kinds(declared=(Declared(PATH, kind, date(2023, 11, 20)),)) == [kind]
    assert kinds(declared=(Declared(PATH, kind, date(2023, 11, 19)),)) == []


def test_a_relative_counts_only_while_he_is_there():
    assert kinds(declared=(Declared(PATH, Tie.KIN, DAY),)) == [Tie.KIN]
    assert kinds(declared=(Declared(PATH, Tie.KIN, date(2026, 11, 19)),)) == []


def test_every_tie_is_named_with_its_words():
    facts = ExpertFacts("weinan", (Job("示例第一职业中学", PATH, date(2025, 6, 30)),), (Declared(PATH, Tie.ADVISORY, note="专业建设"),))
    assert [each.words for each in conflicts(facts, SCHOOL, DAY, YEARS)] == [
        "曾在示例第一职业中学工作，至 2025-06-30",
        "工作所在地市就是学校所在地市",
        "申报：担任顾问或咨询（专业建设）",
    ]


def test_a_tie_of_the_29th_of_february_ends_on_the_28th():
    assert last_day(Tie.LECTURE, date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_an_untrained_expert_is_refused_unless_the_reason_is_recorded():
    """R2.3"""
    assert untrained(True, "") == ""
    assert "R2.3" in untrained(False, "  ")
    assert untrained(False, "本专业没有别的专家") == ""


def test_the_fields_from_which_nobody_comes_are_named():
    """R2.2"""
    assert missing_fields([Field.EDUCATION]) == ["教育教学研究专家", "行业企业专家"]
    assert missing_fields(Field.values) == []


@pytest.mark.parametrize("duty,in_charge,may", [("chair", False, True), ("secretary", False, True), ("member", True, True), ("vice", False, False)])
def test_the_chair_the_secretary_or_who_has_charge_of_secondary_schools_may_be_put_forward(duty, in_charge, may):
    """R2.1"""
    assert (against_nominating(duty, in_charge) == "") is may
