"""The shipped dictionary: complete, readable, and every check with its two examples (C7)."""

from datetime import date

import pytest

from apps.core.fixtures import read_csv
from apps.dictionary.checking import check, outcomes
from apps.dictionary.figures import figures
from apps.dictionary.language import tree
from apps.dictionary.language.evaluate import program
from apps.dictionary.language.functions import SYSTEM
from apps.dictionary.reference import shipped

CHECKS = shipped()["checks"]


def example(book, given):
    """An example's figures: forms with stored values, `last` the year before, `system` days and numbers."""
    stored = {code: list(enumerate(cells)) if isinstance(cells, list) else cells for code, cells in given.items() if code.startswith("F")}
    system = {name: date.fromisoformat(value) if SYSTEM[name][0] == "date" else value for name, value in given.get("system", {}).items()}
    return figures(book, stored, last=example(book, given["last"]) if "last" in given else None, system=system)


def test_the_dictionary_has_20_forms_330_fields_164_indicators_35_cross_checks_and_321_majors(book):
    """R6."""
    cross = [rule.code for rule in book.checks if rule.code[0] in "EW"]
    assert (len(book.forms), len(book.fields), len(book.indicators), len(cross), len(book.majors)) == (20, 330, 164, 35, 321)
    assert sorted(cross) == sorted([f"E{n}" for n in range(1, 23)] + [f"W{n}" for n in range(1, 15) if n != 9])


@pytest.mark.parametrize("given", CHECKS, ids=[rule["code"] for rule in CHECKS])
def test_a_check_passes_its_good_example_and_fails_its_bad_one(book, given):
    """R6.1: each rule is shown to hold and to catch."""

    def decided(which):
        forms = {cell.split(".")[0] for cell in given["cells"]}
        return {outcome.holds for outcome in outcomes(book, example(book, given[which]), forms) if outcome.check.code == given["code"]}

    assert decided("passes") == {True}
    assert False in decided("fails")


def test_a_schools_region_is_a_county_or_a_city_that_has_none(book):
    """F01-02 over all codes of GB/T 2260: 东莞, 中山, 三沙, 儋州 and 嘉峪关 stand by their own code, 兵团's 师 by that of the county they lie in."""
    counties = {row["code"]: row["city"] for row in read_csv("counties.csv")}
    divisions = {row["code"] for row in read_csv("divisions.csv")}
    bare = {code for code in divisions if not code.endswith("0000") and code[:2] != "66" and code not in counties.values()}

    def holds(code):
        return next(found.holds for found in outcomes(book, example(book, {"F01": {"region_code": code}}), {"F01"}) if found.check.code == "F01-02")

    assert {code for code in divisions | set(counties) if holds(code)} == set(counties) | bare
    assert len(bare) == 5


@pytest.mark.parametrize("given", CHECKS, ids=[rule["code"] for rule in CHECKS])
def test_the_message_of_a_failed_check_is_a_whole_sentence(book, given):
    parsed = program(book)
    rule = book.check_by_code[given["code"]]
    assert all(cell in book.fields for cell in rule.cells)
    for part in parsed.template(rule.message):
        if not isinstance(part, str):
            assert part.rows_of <= parsed.formula(rule.rule).rows_of


def test_every_formula_is_read_and_of_the_right_kind(book):
    """C8: unknown cells, loops and misfits would raise here."""
    parsed = program(book)
    assert set(parsed.order) == set(book.indicator_by_code)
    for indicator in book.indicators:
        kind = parsed.indicator(indicator.code).tree.kind
        assert kind == ("bool" if indicator.roll == "share" else "num")
        for part in (indicator.num, indicator.den, indicator.by):
            if part:
                assert parsed.formula(part).tree.kind == "num"
    for rule in book.checks:
        assert parsed.formula(rule.rule).tree.kind == "bool"
        assert len(parsed.formula(rule.rule).rows_of) <= 1


def test_an_indicator_stands_after_those_it_rests_on(book):
    parsed = program(book)
    place = {code: at for at, code in enumerate(parsed.order)}
    assert all(place[other] < place[code] for code in place for other in parsed.indicator(code).references)


def test_no_message_says_the_same_twice(book):
    rules = [rule.rule for rule in book.checks]
    assert len(rules) == len(set(rules))


def test_the_published_figures_of_a_school_alone_raise_no_error(book):
    """R6.1: a missing cell is never an error by itself (华州区职教中心: 669, 47, 20, 162.5 万元, 40 374 m²)."""
    given = {"F13": {"enrolled": "669"}, "F08": {"ft": "47", "ft_major": "20"}, "F03": {"equip_total": "162.5", "bld_own": "40374"}}
    messages = check(book, example(book, given))
    assert {message.severity for message in messages} == {"warning"}
    assert {message.code for message in messages} <= {f"{form.code}-00" for form in book.forms}


def test_every_form_has_headings_and_every_choice_its_words(book):
    for form in book.forms:
        assert all(heading for heading, _ in form.sections)
    for field in book.fields.values():
        assert bool(field.choices) == (field.kind == "choice")
        assert set(field.ranks) <= set(field.words)


def test_no_cell_of_a_rule_is_left_unexplained(book):
    """Every node of a formula is one the program knows how to show."""
    shown = (tree.Cell, tree.Aggregate, tree.Reference, tree.System, tree.Last, tree.Literal)
    for rule in book.checks:
        leaves = [node for node in program(book).formula(rule.rule).tree.walk() if not node.children()]
        assert all(isinstance(node, shown) for node in leaves)
