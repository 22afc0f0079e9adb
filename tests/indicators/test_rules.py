from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.dictionary.figures import Row
from apps.indicators.rules import BuildingsMode, Inputs, adjusted, all_met, engineering_students, equipment_threshold, five_conditions, inputs_of
from apps.indicators.standards import standard_for

STANDARD = standard_for(2019)
GENERAL = STANDARD.thresholds["一般"]
# What 渭南市华州区职业技术教育中心 published for 2019, and nothing else.
HUAZHOU = Inputs(
    students=Decimal(669),
    teachers=Decimal(47),
    major_teachers=Decimal(20),
    buildings_own=Decimal(40374),
    equipment=Decimal("162.5"),
)
# Just what the standard asks for, in every condition.
JUST_ENOUGH = Inputs(
    students=Decimal(1200),
    teachers=Decimal(60),
    major_teachers=Decimal(30),
    buildings_own=Decimal(24000),
    equipment=Decimal(360),
    engineering_students=Decimal(1200),
)


def conditions(inputs=JUST_ENOUGH, standard=STANDARD, **changes):
    return {condition.code: condition for condition in five_conditions(replace(inputs, **changes), standard)}


def plain(text):
    """``text`` with ordinary spaces between the thousands."""
    return text.replace("\u202f", " ")


def test_a_school_is_judged_by_its_published_figures_with_the_working_shown():
    """R8.4: 669 students, 47 full-time teachers, 20 of majors, 40 374 m², 162.5 万元."""
    found = five_conditions(HUAZHOU, STANDARD)
    assert [(c.name, plain(c.shown), c.met) for c in found] == [
        ("全日制中职学历教育在校生数", "669 人", False),
        ("师生比", "14.23", True),
        ("专任教师中的专业教师占比", "42.55%", False),
        ("校舍建筑面积", "40 374 m²", True),
        ("生均仪器设备价值", "2 429.00 元", False),
    ]
    assert [plain(c.working) for c in found] == [
        "在校生 669 人",
        "669 人 ÷ 47 名专任教师 ＝ 14.23",
        "20 名专业教师 ÷ 47 名专任教师 ＝ 42.55%",
        "产权 40 374 m²；生均 40 374 m² ÷ 669 人 ＝ 60.35 m²",
        "162.5 万元 ÷ 669 人 ＝ 2 429.00 元",
    ]
    assert [plain(c.standard) for c in found] == ["不少于 1 200 人", "不高于 20", "不少于 50%", "不少于 24 000 m²", "不少于 3 000 元"]
    assert [plain(c.lacking) for c in found] == ["还差 531 人", "", "按现有专任教师，还差专业教师 4 名", "", "还差 38.20 万元，即生均 571.00 元"]
    assert all_met(found) is False


def test_values_are_kept_unrounded():
    """R8.4: 1 625 000/669 = 2428.9985…, shown 2 429.00 and compared as it is."""
    value = conditions(HUAZHOU)["K109"].value
    assert abs(Fraction(value) - Fraction(1_625_000, 669)) < Fraction(1, 10**20)


def test_a_school_that_has_just_enough_meets_all_five():
    """R8.4: 1200, 1:20, 50 %, 24 000 m², 3 000 元."""
    assert all_met(five_conditions(JUST_ENOUGH, STANDARD)) is True


@pytest.mark.parametrize(
    "change, code, lacking",
    [
        ({"students": Decimal(1199), "engineering_students": Decimal(1199)}, "K001", "还差 1 人"),
        ({"students": Decimal(1201)}, "K073", "按现有在校生，还差专任教师 1 名"),
        ({"major_teachers": Decimal(29)}, "K074", "按现有专任教师，还差专业教师 1 名"),
        ({"buildings_own": Decimal("23999.99")}, "K105", "还差 0.01 m²"),
        ({"equipment": Decimal("359.99")}, "K109", "还差 0.01 万元，即生均 0.08 元"),
    ],
)
def test_the_least_bit_less_is_not_enough(change, code, lacking):
    """R8.4."""
    condition = conditions(**change)[code]
    assert (condition.met, condition.lacking) == (False, lacking)


def test_what_falls_short_never_looks_as_if_it_did_not():
    """R8.4: 24 001 students for 1 200 teachers make 20.0008…, compared unrounded and shown with as many places as tell it from 20."""
    many = {"teachers": Decimal(1200), "engineering_students": None}
    assert conditions(students=Decimal(24000), **many)["K073"].met is True
    close = conditions(students=Decimal(24001), **many)["K073"]
    assert (close.shown, close.met) == ("20.001", False)
    assert conditions(students=Decimal(24012), **many)["K073"].shown == "20.01"
    assert plain(conditions(buildings_own=Decimal("23999.6"))["K105"].shown) == "23 999.6 m²"


@pytest.mark.parametrize(
    "empty, undecided, working",
    [
        ("students", {"K001", "K073", "K109"}, "在校生数未填，不能判定"),
        ("teachers", {"K073", "K074"}, "专任教师数未填，不能判定"),
        ("major_teachers", {"K074"}, "专业教师数未填，不能判定"),
        ("buildings_own", {"K105"}, "学校产权校舍建筑面积未填，不能判定"),
        ("equipment", {"K109"}, "教学、实习仪器设备资产值未填，不能判定"),
    ],
)
def test_an_empty_cell_leaves_undecided_what_rests_on_it_and_nothing_else(empty, undecided, working):
    """R8.4: empty is not nought."""
    found = conditions(**{empty: None})
    assert {code for code, c in found.items() if c.met is None} == undecided
    assert all((found[code].value, found[code].shown, found[code].working, found[code].lacking) == (None, "—", working, "") for code in undecided)
    assert all_met(found.values()) is None


def test_one_condition_not_met_decides_however_much_is_empty():
    """R8.4."""
    assert all_met(five_conditions(Inputs(students=Decimal(669)), STANDARD)) is False
    assert all_met(five_conditions(Inputs(), STANDARD)) is None


def test_nothing_is_divided_by_nought():
    """R8.4."""
    found = conditions(students=Decimal(0), teachers=Decimal(0), engineering_students=None)
    assert {code: c.working for code, c in found.items() if c.met is None} == {
        "K073": "专任教师数为 0，不能判定",
        "K074": "专任教师数为 0，不能判定",
        "K109": "在校生数为 0，不能判定",
    }


def test_the_area_that_counts_is_owned_or_used_alone_without_dormitories_of_staff():
    """R8.4: what is used jointly never counts."""
    condition = conditions(buildings_own=Decimal(20000), buildings_independent=Decimal(5000), buildings_excluded=Decimal("1000.5"))["K105"]
    assert (condition.value, condition.met) == (Decimal("23999.5"), False)
    assert plain(condition.working).startswith("产权 20 000 ＋ 独立使用 5 000 － 教职工宿舍及独立附属机构 1 000.5 ＝ 23 999.5 m²；生均")


@pytest.mark.parametrize(
    "mode, area, students, met",
    [
        (BuildingsMode.ABSOLUTE, 24000, 3000, True),
        (BuildingsMode.PER_STUDENT, 24000, 3000, False),
        (BuildingsMode.PER_STUDENT, 13380, 669, True),
        (BuildingsMode.BOTH, 24000, 1200, True),
        (BuildingsMode.BOTH, 24000, 1201, False),
        (BuildingsMode.BOTH, 23999, 1000, False),
        (BuildingsMode.BOTH, 24000, None, None),
        (BuildingsMode.BOTH, 23999, None, False),
    ],
)
def test_the_buildings_are_judged_by_area_by_area_a_student_or_by_both(mode, area, students, met):
    """R8.4, R1.2: the province's scheme says which."""
    inputs = Inputs(buildings_own=Decimal(area), students=None if students is None else Decimal(students))
    found = five_conditions(inputs, replace(STANDARD, buildings_mode=mode))[3]
    assert found.met is met
    figures = {"absolute": ["K105"], "per_student": ["K106"], "both": ["K105", "K106"]}
    assert [figure.code for figure in found.figures] == figures[mode]
    assert (found.code, found.value, found.threshold) == (found.figures[0].code, found.figures[0].value, found.figures[0].threshold)


def test_a_school_of_both_kinds_of_majors_has_a_weighted_threshold():
    """R8.4: (3000×200 + 2500×469)/669 = 2649.4768…, which 177.25 万元 meets to the last place."""
    inputs = replace(HUAZHOU, engineering_students=Decimal(200), equipment=Decimal("177.25"))
    exact = five_conditions(inputs, STANDARD)[4]
    assert (exact.met, exact.value, exact.note) == (True, exact.threshold, "")
    assert plain(exact.standard) == "不少于 2 649.48 元"
    assert plain(exact.working).endswith("标准：（3 000 × 工科、医药 200 人 ＋ 2 500 × 其他 469 人）÷ 669 人 ＝ 2 649.48 元")
    short = five_conditions(replace(inputs, equipment=Decimal("177.24")), STANDARD)[4]
    assert (short.met, short.lacking) == (False, "还差 0.01 万元，即生均 0.15 元")


@pytest.mark.parametrize("engineering, threshold", [(0, 2500), (669, 3000), (None, 3000), (670, 3000)])
def test_where_the_majors_are_not_classified_the_stricter_number_holds_and_says_so(engineering, threshold):
    """R8.4."""
    inputs = replace(HUAZHOU, engineering_students=None if engineering is None else Decimal(engineering))
    assert equipment_threshold(inputs, GENERAL) == threshold
    assert ("从严" in five_conditions(inputs, STANDARD)[4].note) is (engineering in (None, 670))


@pytest.mark.parametrize(
    "majors, students",
    [
        ([], None),
        ([(Decimal(200), True), (Decimal(469), False)], Decimal(200)),
        ([(Decimal(200), True), (Decimal(469), None)], None),
        ([(Decimal(200), True), (None, None), (Decimal(0), None)], Decimal(200)),
        ([(Decimal(200), False)], Decimal(0)),
    ],
)
def test_the_students_of_engineering_and_medicine_are_known_once_every_major_with_students_is_classified(majors, students):
    """R8.4."""
    assert engineering_students(majors) == students


def test_part_time_teachers_count_by_the_weight_that_the_province_sets():
    """R8.4, R1.2: none by default."""
    teachers = {"teachers": Decimal(50), "part_time_teachers": Decimal(20)}
    half = replace(STANDARD, part_time_weight=Decimal("0.5"))
    assert conditions(**teachers)["K073"].met is False
    weighted = conditions(standard=half, **teachers)["K073"]
    assert (weighted.value, weighted.met) == (Decimal(20), True)
    assert plain(weighted.working) == "1 200 人 ÷（50 名专任教师 ＋ 20 名兼职教师 × 0.5）＝ 20.00"
    assert "F09.pt" in weighted.cells
    assert conditions(standard=half)["K073"].met is None


def test_a_remote_and_poor_school_is_judged_by_what_the_scheme_sets_for_it():
    """R1.4: the one exception downwards; which, for whom and why stands beside the result."""
    remote = adjusted(STANDARD, note="边远贫困地区学校，依示例省级方案", students=Decimal(600))
    condition = conditions(HUAZHOU, remote)["K001"]
    assert (condition.met, condition.threshold, condition.note) == (True, Decimal(600), "边远贫困地区学校，依示例省级方案")
    assert conditions(HUAZHOU, remote)["K074"].met is False
    with pytest.raises(TypeError):
        adjusted(STANDARD, note="", pupils=Decimal(600))


def test_a_school_of_arts_is_judged_by_its_own_numbers_once_the_province_has_set_them():
    """R8.4, R1.4: until then by the general ones, and a note says so."""
    assert conditions(HUAZHOU, category="艺术")["K001"].note == "此类学校的标准由省另定；本省未定的，按一般标准判定"
    arts = adjusted(STANDARD, category="艺术", note="艺术类学校，依示例省级方案", students=Decimal(300))
    assert conditions(HUAZHOU, arts, category="艺术")["K001"].met is True
    assert conditions(HUAZHOU, arts)["K001"].met is False


def test_each_condition_names_the_cells_it_rests_on():
    """R8.4, E5."""
    assert [c.cells for c in five_conditions(JUST_ENOUGH, STANDARD)] == [
        ("F13.enrolled",),
        ("F13.enrolled", "F08.ft"),
        ("F08.ft_major", "F08.ft"),
        ("F03.bld_own", "F03.bld_indep", "F03.bld_excl"),
        ("F03.equip_total", "F13.enrolled", "F10.stu", "F10.eng_med"),
    ]


def test_the_inputs_are_read_from_the_cells_of_a_return():
    """R8.4, R6.1: one entry of a figure serves this too; a form that is absent is empty."""
    forms = {
        "F13": {"enrolled": Decimal(669)},
        "F08": {"ft": Decimal(47), "ft_major": Decimal(20)},
        "F03": {"bld_own": Decimal(40374), "equip_total": Decimal("162.5")},
        "F10": (Row(1, {"stu": Decimal(200), "eng_med": True}), Row(2, {"stu": Decimal(469), "eng_med": False})),
    }
    assert inputs_of(forms, "一般") == replace(HUAZHOU, engineering_students=Decimal(200))
    assert inputs_of({}, "艺术") == Inputs(category="艺术")


COUNT = st.integers(min_value=1, max_value=30_000).map(Decimal)
CENTS = st.integers(min_value=0, max_value=10_000_000).map(lambda cents: Decimal(cents) / 100)


@given(students=COUNT, teachers=COUNT, majors=COUNT, engineering=COUNT, amount=CENTS)
def test_the_answers_are_those_of_exact_fractions(students, teachers, majors, engineering, amount):
    """R8.4: no rounding ever decides."""
    inputs = Inputs(
        students=students,
        teachers=teachers,
        major_teachers=majors,
        buildings_own=amount,
        equipment=amount,
        engineering_students=min(engineering, students),
    )
    required = 3000 * inputs.engineering_students + 2500 * (students - inputs.engineering_students)
    assert [c.met for c in five_conditions(inputs, STANDARD)] == [
        students >= 1200,
        Fraction(students) / Fraction(teachers) <= 20,
        Fraction(majors) / Fraction(teachers) >= Fraction(1, 2),
        amount >= 24000,
        Fraction(amount) * 10_000 >= Fraction(required),
    ]


@given(students=COUNT, teachers=COUNT, majors=COUNT, engineering=COUNT, amount=CENTS)
def test_what_is_named_as_lacking_would_be_enough(students, teachers, majors, engineering, amount):
    """R8.4: with it the condition is met."""
    inputs = Inputs(students=students, teachers=teachers, major_teachers=majors, equipment=amount, engineering_students=min(engineering, students))
    found = conditions(inputs)
    assert conditions(inputs, teachers=teachers + lacking(found["K073"]))["K073"].met
    assert conditions(inputs, major_teachers=majors + lacking(found["K074"]))["K074"].met
    assert conditions(inputs, equipment=amount + lacking(found["K109"]))["K109"].met


def lacking(condition):
    """The first number in the words: 0 where nothing is lacking."""
    words = condition.lacking.partition("还差")[2].partition("万元")[0]
    return Decimal("".join(char for char in words if char.isdigit() or char == ".") or 0)
