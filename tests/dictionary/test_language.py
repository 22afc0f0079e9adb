"""The rule language (``apps.dictionary.language``): empties, conditions, kinds, and what it refuses."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.dictionary.figures import Figures, Row
from apps.dictionary.language.errors import FormulaError
from apps.dictionary.language.evaluate import Reader, program
from apps.dictionary.language.functions import uscc_ok

EMPTY = None
SAME_BOOK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = st.one_of(st.none(), st.integers(-50, 50).map(Decimal))


@pytest.fixture
def value(small):
    """value("a+1", a=2, rows=[{"n": 1}]) of the small dictionary; a, b … are cells of A, rows are those of R (None: not declared)."""
    book = small(K001="A.a+A.b", K002="notnull(A.day)", K003="sum(R.n)/count(R)")

    def compute(source, rows=EMPTY, last=None, system=None, **cells):
        def number(found):
            return Decimal(found) if isinstance(found, int) and not isinstance(found, bool) else found

        def forms(cells, rows):
            found = {"A": {name: number(cell) for name, cell in cells.items() if cell is not None}}
            if rows is not None:
                found["R"] = tuple(Row(at, {name: number(cell) for name, cell in row.items() if cell is not None}) for at, row in enumerate(rows))
            return found

        figures = Figures(forms(cells, rows), None if last is None else Figures(forms(*last)), system or {})
        reader = Reader(book, figures)
        return reader.result(program(book).formula(source).tree)

    return compute


@pytest.mark.parametrize(
    "source, cells, expected",
    [
        ("A.a+A.b*2", {"a": 1, "b": 3}, 7),
        ("(A.a+A.b)*2", {"a": 1, "b": 3}, 8),
        ("-A.a-1", {"a": 1}, -2),
        ("8/4/2", {"a": 1}, 1),
        ("A.a-A.b-1", {"a": 5, "b": 3}, 1),
        ("pct(A.a,A.b)", {"a": 1, "b": 8}, Decimal("12.5")),
        ("pct(A.a,A.b)", {"a": 1, "b": 0}, EMPTY),
        ("A.a/A.b", {"a": 1, "b": 0}, EMPTY),
        ("A.a+A.b", {"a": 1}, EMPTY),
        ("nz(A.a)+nz(A.b)", {"a": 1}, 1),
        ("nz(A.a)+nz(A.b)", {}, EMPTY),
        ("A.a-nz(A.b)", {"b": 1}, EMPTY),
        ("nz(A.yes)", {"a": 1}, EMPTY),
        ("nz(A.yes) or A.a=1", {"a": 1}, True),
        ("notnull(A.a)", {}, False),
        ("notnull(A.a)", {"a": 0}, True),
        ("greatest(A.a,A.b,3)", {"a": 1, "b": 2}, 3),
        ("least(100,0.1*A.a)", {"a": 669}, Decimal("66.9")),
        ("abs(A.a-A.b)", {"a": 1, "b": 4}, 3),
        ("left(A.name,2)=61", {"name": "610502"}, True),
        ("mid(A.name,3,2)=05", {"name": "610502"}, True),
        ("mid(A.name,3,2)=5", {"name": "610502"}, False),
        ("A.day-SYS.today", {"day": date(2026, 3, 1)}, 59),
        ("A.day<=SYS.today", {"day": date(2026, 3, 1)}, False),
        ("K001*2", {"a": 1, "b": 2}, 6),
        ("K001*2", {"a": 1}, EMPTY),
        ("K002", {}, False),
        ("A.a=1 and A.b=1", {"a": 2}, EMPTY),
        ("A.a=1 or A.b=1", {"a": 1}, EMPTY),
        ("not A.a=1", {}, EMPTY),
        ("not A.a=1", {"a": 2}, True),
    ],
)
def test_a_result_is_empty_where_an_operand_is(value, source, cells, expected):
    """R6: empty is not 0, and nothing is divided by nothing."""
    assert value(source, system={"today": date(2026, 1, 1)}, **cells) == expected


@pytest.mark.parametrize(
    "source, rows, expected",
    [
        ("sum(R.n)", EMPTY, EMPTY),
        ("sum(R.n)", [], 0),
        ("count(R)", [], 0),
        ("distinct(R.code)", [], 0),
        ("max(R.n)", [], EMPTY),
        ("sum(R.n)", [{"n": 1}, {"n": 2}], 3),
        ("sum(R.n)", [{"n": 1}, {}], EMPTY),
        ("max(R.n)", [{"n": 1}, {"n": 7}], 7),
        ("max(R.n)", [{"n": 1}, {}], EMPTY),
        ("sum(nz(R.n))", [{"n": 1}, {}], 1),
        ("sum(nz(R.n))", [{}, {}], EMPTY),
        ("count(R)", [{}, {}], 2),
        ("distinct(R.code)", [{"code": "1"}, {"code": "1"}, {}], 1),
        ("distinct(left(R.code,1))", [{"code": "11"}, {"code": "12"}, {"code": "21"}], 2),
        ("count(R;kind in 甲,乙)", [{"kind": "甲"}, {"kind": "丙"}], 1),
        ("count(R;kind>=乙)", [{"kind": "甲"}, {"kind": "乙"}, {"kind": "丙"}], 2),
        ("count(R;kind<乙)", [{"kind": "甲"}, {"kind": "乙"}, {"kind": "丙"}], 1),
        ("count(R;kind=甲)", [{"kind": "甲"}, {}], EMPTY),
        ("count(R;kind=甲 and n<60)", [{"kind": "甲", "n": 5}, {"kind": "乙"}], 1),
        ("count(R;n<60 and kind=甲)", [{"kind": "甲", "n": 5}, {"kind": "乙"}], 1),
        ("count(R;kind=甲 and n<60)", [{"kind": "甲"}], EMPTY),
        ("count(R;kind=甲 or n<60)", [{"kind": "甲"}], EMPTY),
        ("count(R;not n<60)", [{"n": 60}, {"n": 59}], 1),
        ("count(R;nz(yes))", [{"yes": True}, {}, {"yes": False}], 1),
        ("sum(R.n;kind=甲)", [{"kind": "甲", "n": 4}, {"kind": "乙"}], 4),
        ("sum(R.n;kind=甲)", [{"kind": "甲"}, {"kind": "乙", "n": 4}], EMPTY),
        ("count(R;code=03)", [{"code": "03"}, {"code": "3"}], 1),
        ("K003+1", [{"n": 1}, {"n": 2}], Decimal("2.5")),
        ("K003", [], EMPTY),
    ],
)
def test_rows_are_counted_by_the_rules_of_empties(value, source, rows, expected):
    """R6: a form declared to have no rows counts 0; one not declared so counts nothing."""
    assert value(source, rows) == expected


def test_an_aggregate_all_of_whose_cells_are_empty_is_empty_whatever_stands_beside_it(value):
    """R6.1: rows without figures are no contradiction to a total, they are missing."""
    assert value("A.a=sum(nz(R.n))", [{}, {}], a=669) is EMPTY
    assert value("A.a=sum(nz(R.n))", [{"n": 600}, {}], a=669) is False
    assert value("A.a=sum(nz(R.n))", [], a=669) is False


def test_the_year_before_is_read_by_its_own_figures(value):
    assert value("last(A.a)", a=5, last=({"a": Decimal(3)}, None)) == 3
    assert value("last(K001)-K001", a=5, b=1, last=({"a": Decimal(3), "b": Decimal(1)}, None)) == -2
    assert value("last(A.a)", a=5) is EMPTY
    assert value("last(sum(R.n))", last=({}, [{"n": 4}])) == 4


@pytest.mark.parametrize(
    "source, part",
    [
        ("A.z", "没有栏目 A.z"),
        ("K999", "没有指标 K999"),
        ("SYS.nothing", "平台没有"),
        ("foo", "没有“foo”"),
        ("nz(foo)", "没有“foo”"),
        ("left(foo,1)", "没有“foo”"),
        ("A.a+", "这里应是名称"),
        ("(A.a", "应是“)”"),
        ("A.a A.b", "多出的文字"),
        ("A.a=A.day", "不能相比"),
        ("A.a+A.day", "应是数，却是日期"),
        ("A.name<A.name", "没有高低次序"),
        ("A.a and A.b", "应是是或否"),
        ("count(A)", "不是多条记录的表"),
        ("count(R;kind=丁)", "不是“kind”的选项"),
        ("count(R;sum(R.n)>1)", "不能再套统计"),
        ("pct(A.a)", "应有 2 个参数"),
        ("exec(A.a)", "没有函数 exec"),
        ("__import__(A.a)", "没有函数"),
        ("A.a;A.b", "多出的文字"),
        ("A.a=foo", "没有“foo”"),
        ("A.a & 1", "不认识的符号"),
        ("last(R.n)", "last 里不能写行"),
        ("sum(A.a)", "不是多条记录的表"),
        ("province(R.n,R.m;by code)", "只用于统计的条件里"),
        ("nz(A.name)", "nz 只用于"),
        ("", "这里应是名称"),
        ("(" * 1500, "括号套得太深"),
        ("1+" * 1001, "公式太长"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(small, source, part):
    """C8: a fault in a formula is named in words, with the place."""
    with pytest.raises(FormulaError) as refused:
        program(small()).formula(source)
    assert part in refused.value.message
    assert 0 <= refused.value.position <= len(source)


def test_indicators_that_lead_round_in_a_loop_are_refused(small):
    book = small(K001="K002+1", K002="K003+1", K003="K001+1")
    with pytest.raises(FormulaError, match="K001 → K002 → K003 → K001"):
        program(book).indicator("K001")


@given(a=NUMBERS, b=NUMBERS)
@SAME_BOOK
def test_comparison_and_arithmetic_are_empty_exactly_when_a_side_is(value, a, b):
    for operator in ("+", "-", "*", "=", "<", ">", "<=", ">="):
        assert (value(f"A.a{operator}A.b", a=a, b=b) is None) == (a is None or b is None)
    assert (value("A.a/A.b", a=a, b=b) is None) == (a is None or not b)


@given(rows=st.lists(st.fixed_dictionaries({"n": NUMBERS, "m": NUMBERS}), max_size=6))
@SAME_BOOK
def test_counting_agrees_with_plain_python(value, rows):
    """`no and empty` is no, whichever side is empty; every other condition on an empty cell empties the count."""

    def both(row):
        sides = [None if row[name] is None else row[name] > 0 for name in ("n", "m")]
        return False if False in sides else None if None in sides else True

    verdicts = [both(row) for row in rows]
    assert value("count(R;n>0 and m>0)", rows) == (None if None in verdicts else sum(verdicts))
    assert value("count(R;m>0 and n>0)", rows) == (None if None in verdicts else sum(verdicts))
    filled = [row["n"] for row in rows if row["n"] is not None]
    assert value("sum(nz(R.n))", rows) == (None if rows and not filled else sum(filled))
    assert value("sum(R.n)", rows) == (sum(filled) if len(filled) == len(rows) else None)


@given(text=st.text("AaRnKSYS.01234+-*/()<>=,;甲 andornotinlastsumnz", max_size=40))
@SAME_BOOK
def test_no_text_whatever_breaks_the_reader(small, text):
    with suppress(FormulaError):
        program(small()).formula(text)


@pytest.mark.parametrize(
    "code, right", [("91610000MA0000000", False), ("91350100M000100Y43", True), ("91350100M000100Y44", False), ("91350100M000100YI3", False)]
)
def test_the_check_digit_of_a_social_credit_code(code, right):
    """GB 32100."""
    assert uscc_ok(code) is right
