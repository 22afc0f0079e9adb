from decimal import Decimal

import pytest

from apps.diagnosis.quoting import Quotable, mismatches, pieces, read, unfounded

FIGURES = {
    "K001": Quotable("K001", "在校生总数", "人", Decimal(1234), "1\u202f234 人"),
    "K062": Quotable("K062", "同行评教覆盖面", "%", Decimal("89.4"), "89.4%"),
    "K063": Quotable("K063", "评教覆盖面", "%", Decimal("100"), "100%"),
    "K068": Quotable("K068", "教学事故数", "起", Decimal(0), "0 起"),
    "K069": Quotable("K069", "重大教学事故数", "起", None, "—"),
}


def test_a_token_is_read_as_its_figure():
    """F4, A2"""
    assert read("覆盖面{K062}，事故{K068}", FIGURES) == "覆盖面89.4%，事故0 起"
    assert [piece.code for piece in pieces("{K062}{K068}。", FIGURES)] == ["K062", "K068", ""]


def test_a_token_without_a_value_or_an_indicator_is_named_once():
    """F4"""
    assert unfounded("{K999}{K069}{K062}{K999}", FIGURES) == ["K999", "K069"]
    assert read("{K999}", FIGURES) == "{K999}"


@pytest.mark.parametrize("text", ["{k062}", "{K62}", "{ K062 }", "{{K06}2}", "K062"])
def test_what_only_resembles_a_token_is_text(text):
    """F4"""
    assert unfounded(text, FIGURES) == []
    assert read(text, FIGURES) == text


@pytest.mark.parametrize("text,typed", [
    ("同行评教覆盖面只有 92%，未到 95%", "92%"), ("同行评教覆盖面为89.5％", "89.5％"), ("在校生总数 1,250 人", "1,250"), ("教学事故数1起", "1"),
])  # fmt: skip
def test_a_figure_typed_by_hand_that_is_not_the_datas_is_found_with_its_place(text, typed):
    """F4"""
    (found,) = mismatches(text, FIGURES)
    assert (found.typed, text[found.start : found.end]) == (typed, typed)


@pytest.mark.parametrize("text", [
    "同行评教覆盖面 89.4%", "同行评教覆盖面约 89%", "同行评教覆盖面为 89.40%", "在校生总数 1 234 人", "在校生总数1，234人",   # as many decimals as typed
    "同行评教覆盖面目标 95%", "去年同行评教覆盖面 91.3%", "同行评教覆盖面比上年高 3%", "全省同行评教覆盖面 94%",             # other figures
    "同行评教覆盖面，2024 年", "同行评教覆盖面（92%）", "在校生总数的 40%", "重大教学事故数 3 起",                        # not told, or nothing to compare with
    "同行评教覆盖面{K062}",
])  # fmt: skip
def test_what_agrees_or_speaks_of_something_else_is_left_alone(text):
    """F4"""
    assert mismatches(text, FIGURES) == []


def test_the_longer_name_wins_over_the_shorter_in_it():
    """F4"""
    (found,) = mismatches("同行评教覆盖面 100%", FIGURES)
    assert found.figure.code == "K062"
