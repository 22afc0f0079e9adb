"""Charts hold under the strict CSP, never cover their own words, and say in a table what they draw."""

import re
from decimal import Decimal as D
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.core.charts import Series, bars, histogram, line, province_tiles, spark, spread
from apps.core.charts.marks import WIDTH, width_of
from apps.core.charts.scale import apart, around, tick_words, ticks

YEARS = ["2021", "2022", "2023", "2024", "2025"]
EXTREMES = {
    "equal": [D(5)] * 5,
    "zero": [D(0)] * 5,
    "gaps": [None, D(3), None, None, D("4.5")],
    "one": [None, None, D(7), None, None],
    "none": [None] * 5,
    "negative": [D(-5), D(3), D("-0.5"), D(0), D(12)],
    "huge": [D("123456789012.34"), D("98765432109"), D(1), None, D("555555555555")],
    "tiny": [D("0.00001"), D("0.00002"), D("0.000015"), D(0), D("0.00003")],
}
values = st.lists(st.one_of(st.none(), st.decimals(-(10**12), 10**12, places=2)), min_size=5, max_size=5)
numbers = st.lists(st.decimals(-(10**9), 10**12, places=2), min_size=1, max_size=40)


def overlapping(svg):
    """The pairs of words that cover each other, and those that leave the sheet."""
    root = ElementTree.fromstring(svg)
    placed = []
    for text in root.iter("text"):
        x, y, width = float(text.get("x")), float(text.get("y")), width_of(text.text)
        left = x - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor")]
        placed.append((text.text, left, left + width, y - 10, y + 2))
    covered = [(a[0], b[0]) for a, b in combinations(placed, 2) if a[1] < b[2] and b[1] < a[2] and a[3] < b[4] and b[3] < a[4]]
    return covered + [one[0] for one in placed if one[1] < -1 or one[2] > WIDTH + 1]


def every_chart(given):
    known = [value for value in given if value is not None]
    peers = [D(4), D(5), None, D(5), D(6)]
    yield line("在校生", YEARS, [Series("本校", given), Series("同类", peers), Series("全省中位数", given)], standard=D(1200), places=2)
    yield bars("在校生", YEARS, given, marked=4, places=2)
    yield bars("各市", [f"{name}示例市教育局" for name in "甲乙丙丁戊"], given)
    yield histogram("师生比", known, mine=known[0] if known else None, standard=D(20), places=2)
    yield spread("师生比", sorted([*known, D(1), D(2), D(3), D(4), D(5)])[:5] if known else None, mine=D(9), standard=D(20), places=2)


@pytest.mark.parametrize("name", EXTREMES)
def test_no_words_cover_each_other_at_the_extremes(name):
    assert [overlapping(figure.svg) for figure in every_chart(EXTREMES[name])] == [[]] * 5


@settings(max_examples=60, deadline=None)
@given(values)
def test_no_words_cover_each_other_whatever_the_figures(given):
    assert [overlapping(figure.svg) for figure in every_chart(given)] == [[]] * 5


@settings(max_examples=60, deadline=None)
@given(numbers)
def test_a_histogram_counts_every_school_once(given):
    assert sum(int(row[1]) for row in histogram("师生比", given).rows) == len(given)


def test_what_is_not_cut_has_whole_marks():
    assert ticks([D(1), D(2)], zero=True, whole=True) == (0, 1, 2)


def test_a_chart_carries_no_style_and_no_script():
    drawn = "".join(figure.svg for given in EXTREMES.values() for figure in every_chart(given))
    assert not re.search(r"style=|<style|<script|\son\w+=", drawn)


def test_names_from_outside_are_escaped():
    drawn = line("<b>图</b>", ["2025"], [Series('"><script>', [D(1)])]).svg
    assert "<script" not in drawn
    assert ElementTree.fromstring(drawn).get("aria-label").startswith("<b>图</b>")


def test_the_table_says_what_the_lines_draw_and_a_gap_is_a_dash():
    figure = line("在校生", ["2024", "2025"], [Series("本校", [None, D("1234.5")]), Series("同类", [D(2), D(3)])], unit="人", places=0)
    assert (figure.columns, figure.rows) == (["年份", "本校", "同类"], [["2024", "—", "2"], ["2025", "1\u202f235", "3"]])


def test_a_gap_breaks_the_line():
    drawn = line("在校生", YEARS, [Series("本校", [D(1), D(2), None, D(3), D(4)])]).svg
    assert drawn.count("<polyline") == 2


def test_more_than_three_lines_are_refused():
    with pytest.raises(ValueError, match="at most 3"):
        line("在校生", ["2025"], [Series(name, [D(1)]) for name in "甲乙丙丁"])


def test_bars_always_stand_on_zero():
    assert ticks([D(90), D(95)], zero=True)[0] == 0
    assert ticks([D(90), D(95)])[0] == 90


def test_marks_are_round_and_enclose_every_value():
    assert ticks([D("13.2"), D("18.9")]) == (D(12), D(14), D(16), D(18), D(20))
    assert ticks([D(5), D(5)])[0] < 5 < ticks([D(5), D(5)])[-1]


def test_an_axis_leaves_room_around_values_that_hardly_differ():
    """6 418 → 6 389 is no fall: nothing of an axis cut close is drawn."""
    marks = ticks(around([D(6418), D(6389)]))
    assert marks[0] <= D(6389) * D("0.85")
    assert marks[-1] >= D(6418) * D("1.15")
    assert ticks(around([D(95), D(96)], D(100)))[-1] == 100
    assert around([D(10), D(20)]) == [D(10), D(20)]
    assert around([D(0), D(1)]) == [D(0), D(1)]


def test_great_marks_are_written_in_one_unit():
    assert tick_words([D(0), D(250_000), D(500_000)]) == ["0", "25万", "50万"]
    assert tick_words([D(0), D(2_000_000_000)]) == ["0", "20亿"]


def test_words_that_would_meet_are_moved_apart_no_more_than_needed():
    assert apart([10, 12, 60], 15, 0, 100) == [10, 25, 60]
    assert apart([98, 99], 15, 0, 100) == [85, 100]


def test_a_spark_bridges_gaps_and_is_empty_without_figures():
    assert spark([D(1), None, D(3)]).count("<polyline") == 1
    assert spark([None, None]) == ""
    assert "历年：1，—，3" in spark([D(1), None, D(3)])


def test_all_thirty_two_provinces_have_a_place_of_their_own():
    tiles = province_tiles({"61": ("28%", 2)}, {"61": "/provinces/610000/"})
    assert len({(tile.column, tile.row) for tile in tiles}) == 32
    assert [(tile.text, tile.level, tile.url) for tile in tiles if tile.code in ("61", "66")] == [("未报", 0, ""), ("28%", 2, "/provinces/610000/")]
