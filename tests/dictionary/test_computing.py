"""Indicators of one school (E0–E2), on the shipped dictionary."""

from decimal import Decimal
from fractions import Fraction

import pytest

from apps.dictionary.computing import compute, in_words, province_keys, province_table, working
from apps.dictionary.figures import figures

# What 华州区职教中心 published for 2019.
PUBLISHED = {"F13": {"enrolled": "669"}, "F08": {"ft": "47", "ft_major": "20"}, "F03": {"equip_total": "162.5", "bld_own": "40374"}}
KEY = ("F10.emp", "F10.grad", "major_code")


def majors(*rows):
    return [(at, dict(zip(("major_code", "emp", "grad", "status", "stu", "level"), row, strict=False))) for at, row in enumerate(rows)]


@pytest.fixture
def published(book):
    return figures(book, PUBLISHED)


@pytest.mark.parametrize(
    "code, exact, shown",
    [
        ("K001", Fraction(669), "669"),
        ("K073", Fraction(669, 47), "14.23"),
        ("K074", Fraction(2000, 47), "42.55"),
        ("K105", Fraction(40374), "40\u202f374"),
        ("K109", Fraction(1625000, 669), "2\u202f429.00"),
    ],
)
def test_the_published_figures_give_the_five_conditions(book, published, code, exact, shown):
    """R8.4: 669, 14.23, 42.55 %, 40 374 and exactly 1 625 000/669."""
    value = compute(book, published)[code].value
    assert abs(Fraction(value) - exact) < Fraction(1, 10**20)
    assert in_words(book.indicator_by_code[code], value) == shown


def test_what_was_not_published_stays_empty(book, published):
    """E0: no division by nothing, and nothing is 0 that was not said to be."""
    results = compute(book, published)
    filled = {code for code, result in results.items() if result.value is not None}
    # K084 and K117 count what is not filled as 0 by their own formulas; K136 says no where no day is given.
    assert filled == {"K001", "K072", "K073", "K074", "K084", "K105", "K106", "K109", "K117", "K136"}
    assert (results["K084"].value, results["K117"].value, results["K136"].value) == (0, 0, False)


def test_a_ratio_rolls_up_by_the_sums_of_its_parts(book, published):
    """E2: Σ numerator / Σ denominator."""
    ratio = compute(book, published)["K109"]
    assert (ratio.num, ratio.den) == (Decimal(1625000), Decimal(669))


def full(book, number):
    """A return with every cell filled: whole numbers that differ from cell to cell."""

    def cells(form, at):
        found = {}
        for place, field in enumerate(form.fields):
            if field.numeric:
                found[field.code] = str(number + 7 * place + at)
            elif field.kind == "choice":
                found[field.code] = field.choices[(place + at) % len(field.choices)][0]
            elif field.kind in ("bool", "major"):
                found[field.code] = True if field.kind == "bool" else ["051400", "120100", "090100"][at % 3]
        return found

    return {form.code: [(at, cells(form, at)) for at in range(4)] if form.rows else cells(form, 0) for form in book.forms}


def thinned(stored, every):
    """Without each n-th cell."""

    def cells(found):
        return {code: value for place, (code, value) in enumerate(found.items(), 1) if place % every}

    return {form: [(at, cells(row)) for at, row in found] if isinstance(found, list) else cells(found) for form, found in stored.items()}


@pytest.mark.parametrize("number, every, least", [(1, 1000, 80), (40, 1000, 80), (333, 7, 40), (40, 3, 20), (40, 2, 5)])
def test_for_one_school_num_by_den_is_the_value_itself(book, number, every, least):
    """E2, with all cells filled and with some left empty."""
    results = compute(book, figures(book, thinned(full(book, number), every)))
    ratios = [code for code, result in results.items() if book.indicator_by_code[code].roll == "ratio" and result.value is not None]
    assert len(ratios) > least
    for code in ratios:
        assert abs(results[code].num / results[code].den - results[code].value) < Decimal("1e-15"), code


def test_every_mean_has_its_weight(book):
    results = compute(book, figures(book, full(book, 40)))
    means = {code for code in results if book.indicator_by_code[code].roll == "mean" and results[code].value is not None}
    assert means == {"K011", "K025", "K157"}
    assert all(results[code].weight > 0 for code in means)


def test_counts_by_condition(book):
    rows = majors(
        ("051400", "9", "10", "1", "59", "国家"),
        ("120100", "0", "0", "4", "61", "一般"),
        ("090100", "5", "10", "2", "10", "市"),
        ("010100", "5", "10", "3", "0", "省"),
    )
    results = compute(book, figures(book, {"F10": rows}))
    assert [results[code].value for code in ("K004", "K005", "K006", "K012", "K042", "K043", "K044")] == [2, 3, 3, 1, 1, 1, 1]
    assert results["K049"].value == Decimal(200) / 3


def test_a_rows_form_declared_empty_counts_nothing_and_one_not_declared_says_nothing(book):
    assert compute(book, figures(book, {"F05": []}))["K107"].value == 0
    assert compute(book, figures(book, {}))["K107"].value is None


def test_the_second_stage_waits_for_the_province(book):
    """E0: K047 needs the province's own sums; they are an input, never a cell."""
    mine = majors(("051400", "8", "10", "1"), ("120100", "9", "10", "1"), ("090100", "0", "0", "1"))
    others = majors(("051400", "95", "100", "1"), ("120100", "10", "100", "1"), ("120100", "", "100", "1"))
    others[2][1].pop("emp")
    schools = [figures(book, {"F10": mine}), figures(book, {"F10": others}), figures(book, {})]
    assert province_keys(book) == {KEY}
    assert compute(book, schools[0])["K047"].value is None
    table = province_table(KEY, schools)
    assert table == {"051400": Decimal(100) * 103 / 110, "120100": Decimal(100) * 19 / 110}
    assert compute(book, figures(book, {"F10": mine}, province={KEY: table}))["K047"].value == 50


def test_a_kept_value_is_not_computed_anew(book):
    """A past year is read by the values kept of it."""
    last = figures(book, {"F13": {"enrolled": "700"}}, known={"K109": Decimal(2500)})
    now = figures(book, PUBLISHED, last=last)
    assert compute(book, last)["K109"].value == 2500
    assert compute(book, now)["K109"].value < 2500


def test_the_working_puts_names_and_numbers_into_the_formula(book, published):
    """E5: from the figure to its cells."""
    shown = working(book, "K109", published)
    assert shown.names == "10000×教学、实习仪器设备资产值÷全日制中职学历教育在校生数"
    assert shown.numbers == "10000×162.5÷669"
    assert shown.value == "2\u202f429.00"
    assert shown.cells == ("F03.equip_total", "F13.enrolled")
    assert working(book, "K074", published).numbers == "100×20÷47"
    assert working(book, "K105", published).numbers == "40\u202f374+0（未填）-0（未填）"
    assert working(book, "K045", published).numbers == "100×未填÷未填"
    assert working(book, "K045", published).value == "—"


def test_every_indicator_has_a_working_without_a_code_in_it(book):
    given = figures(book, full(book, 40))
    for indicator in book.indicators:
        shown = working(book, indicator.code, given)
        assert not any(sign in shown.names + shown.numbers for sign in ("F0", "F1", "nz(", "pct(", "SYS."))
