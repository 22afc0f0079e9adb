"""What a return is told: errors, warnings, and what is missing (R6.1, C1–C5)."""

from datetime import date

import pytest

from apps.dictionary import book as plain
from apps.dictionary.checking import check, checks_by_form, completeness, missing, tally
from apps.dictionary.figures import figures
from apps.dictionary.soundness import faults


def told(book, stored, forms=None, **more):
    return {message.code: message for message in check(book, figures(book, stored, **more), forms) if not message.code.endswith("-00")}


def test_a_message_names_cells_numbers_and_what_would_be_right(book):
    """C1."""
    stored = {"F13": {"enrolled": "1669"}, "F10": [("r1", {"stu": "300"}), ("r2", {})]}
    message = told(book, stored)["E1"]
    assert (message.severity, message.form, message.rows, message.cells) == ("error", "F13", (), ("F13.enrolled", "F10.stu"))
    assert message.text == "在校生数填1\u202f669人，分专业在校生合计300人，两者应相等"
    assert message.forms == {"F10", "F13"}


def test_a_check_of_single_rows_names_the_row(book):
    stored = {
        "F06": [
            ("r1", {"company": "示例甲厂", "interns": "9", "interns_hired": "3"}),
            ("r2", {"company": "示例乙厂", "interns": "2", "interns_hired": "3"}),
        ]
    }
    message = told(book, stored)["W13"]
    assert message.rows == ("r2",)
    assert "示例乙厂" in message.text


def test_one_mistake_has_one_message(book):
    """A check whose cells another failed check of the same weight speaks of too is not said again."""
    kinds = {
        "e_post": "3",
        "e_bach": "40",
        "e_below": "4",
        "t_high": "10",
        "t_mid": "20",
        "t_low": "12",
        "t_none": "1",
        "a35": "15",
        "a45": "17",
        "a55": "10",
        "a56": "5",
        "ft": "47",
    }
    assert set(told(book, {"F08": kinds})) == {"E7"}
    only_titles = {name: kinds[name] for name in ("t_high", "t_mid", "t_low", "t_none", "ft")}
    assert set(told(book, {"F08": only_titles})) == {"F08-06"}


def test_a_check_that_rests_on_an_empty_cell_is_not_decided(book):
    """C2: a missing cell is reported for itself."""
    assert told(book, {"F08": {"ft": "47", "ft_pub": "20"}}) == {}


def test_only_the_checks_that_touch_a_form_are_read_for_it(book):
    stored = {"F13": {"enrolled": "9", "male": "10"}, "F08": {"ft": "47", "staff": "40"}}
    assert set(told(book, stored, ["F13"])) == {"F13-02"}
    assert set(told(book, stored)) == {"F13-02", "F08-01"}
    # W2 speaks of K109, which rests on equipment and students.
    assert {"W2"} <= {rule.code for rule in checks_by_form(book)["F03"]}


def test_last_year_is_compared_where_there_is_one(book):
    """C3."""
    now = {"F13": {"enrolled": "669"}}
    assert told(book, now) == {}
    message = told(book, now, last=figures(book, {"F13": {"enrolled": "1200"}}))["W1"]
    assert message.text == "在校生数由上年1\u202f200人变为669人，变动一般不超过30%，请核对或说明原因"


def test_days_stand_in_the_message_as_days(book):
    stored = {"F20": [(1, {"name": "示例竞赛", "date": "2024-05-20", "evidence": "5b0f2f0e-6a0e-4f5e-9a55-1b9a0a0e0a01"})]}
    message = told(book, stored, system={"year_start": date(2025, 9, 1), "year_end": date(2026, 8, 31)})["E21"]
    assert message.text == "成果“示例竞赛”日期为2024-05-20，应在2025-09-01至2026-08-31之间"


def test_of_an_award_only_what_is_wrong_is_said(book):
    """C2: the day and the evidence are two things."""
    stored = {"F20": [(1, {"name": "示例竞赛", "date": "2026-05-20"})]}
    found = told(book, stored, system={"year_start": date(2025, 9, 1), "year_end": date(2026, 8, 31)})
    assert "E21" not in found
    assert found["F20-01"].text == "成果“示例竞赛”没有附佐证材料，应附证书、文件等材料"


def test_what_is_missing_is_one_warning_a_form(book):
    """C2: never an error by itself."""
    found = {
        message.code: message
        for message in missing(book, figures(book, {"F13": {"enrolled": "669"}, "F05": [], "F06": [(7, {"uscc": "x"}), (8, {"company": "示例厂"})]}))
    }
    assert {message.severity for message in found.values()} == {"warning"}
    assert found["F13-00"].cells == ("F13.new_n",)
    assert "F05-00" not in found
    assert (found["F06-00"].rows, found["F06-00"].cells) == ((7,), ("F06.company",))
    assert "声明“无”" in found["F10-00"].text


def test_completeness_counts_what_the_school_types(book):
    """R6.2; what comes from the register is not the school's to fill."""
    form = book.form_by_code["F01"]
    state = completeness(form, figures(book, {"F01": {"ownership": "公办", "name": "示例学校"}}))
    assert (state.filled, state.total, state.missing) == (1, 6, ("F01.urban_type",))
    assert completeness(book.form_by_code["F05"], figures(book, {})).open_rows


def test_the_share_of_checks_passed_counts_each_check_once(book):
    """K149."""
    stored = {"F10": [(1, {"emp": "9", "grad": "8"}), (2, {"emp": "7", "grad": "8"})], "F14": {"disc_s": "1", "disc": "10"}}
    passed, decided = tally(book, figures(book, stored))
    assert (passed, decided) == (1, 2)


def test_the_shipped_dictionary_is_sound(book):
    """C8."""
    assert faults(book) == []


@pytest.mark.parametrize(
    "rule, part",
    [
        ("A.z=1", "没有栏目 A.z"),
        ("1=1", "结果永远一样"),
        ("A.a+1", "结果应是是或否"),
        ("A.a<=-1 or A.a=K001", "K001"),
    ],
)
def test_a_rule_nothing_can_decide_is_found(small, rule, part):
    """C8."""
    found = faults(small([plain.Check("A-01", "error", rule, ("A.a",), "{A.a}")], K001="K001+1"))
    assert any(part in sentence for sentence in found if sentence.startswith("A-01"))


def test_a_message_that_speaks_of_a_row_the_rule_does_not_is_found(small):
    found = faults(small([plain.Check("R-01", "error", "sum(R.n)>1", ("R.n", "R.z"), "{R.n}")]))
    assert any("不按行判断" in sentence for sentence in found)
    assert "R-01：没有栏目 R.z" in found
