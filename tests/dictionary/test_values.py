"""The one reader of typed and imported values: what it takes, what it corrects and says so, what it refuses and what would be right."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.dictionary.book import Major
from apps.dictionary.values import READERS, BadValue, clean, read, shown

MAJORS = {"051400": Major("051400", "数控技术应用", "05", "加工制造类", True)}
CHOICES = (("01", "专业建设"), ("02", "课程建设"), ("11", "创新创业"))
STATUS = (("1", "在招"), ("2", "停招"))
UUID = "5b0f2f0e-6a0e-4f5e-9a55-1b9a0a0e0a01"
SAME = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def cleaned(field, raw):
    return clean(field, raw, catalogue=MAJORS)


WHOLE = {
    "47": ["47", 47, 47.0, "47.0", "047", "４７", " 47 ", "\u300047\u200b", Decimal("47"), "+47"],
    "1200": ["1,200", "１，２００", "1 200", "1\u202f200", 1200.0],
    "0": ["0", "-0", 0, 0.0],
}


@pytest.mark.parametrize("raw, stored", [(raw, stored) for stored, ways in WHOLE.items() for raw in ways])
def test_a_whole_number_is_read_however_it_was_typed(field, raw, stored):
    """全角 digits, thousands, stray spaces, the floats of a workbook."""
    assert cleaned(field("int"), raw).value == stored


@pytest.mark.parametrize("raw", ["", None, "   ", "\u3000"])
def test_nothing_is_empty(field, raw):
    assert cleaned(field("int"), raw) == (None, "")


@pytest.mark.parametrize("raw", ["无", "/", "-", "—", "／", " 无 "])
def test_a_word_for_nothing_is_empty_and_said_so(field, raw):
    value, correction = cleaned(field("int"), raw)
    assert value is None
    assert "读作空" in correction


@pytest.mark.parametrize(
    "raw", ["四十七", "47人", "约47", "#N/A", "#REF!", "#DIV/0!", "1,20", "12e3", "=A1", True, float("nan"), float("inf"), date(2026, 1, 1), "1/2"]
)
def test_what_is_no_number_is_refused_with_what_would_be_right(field, raw):
    with pytest.raises(BadValue) as refused:
        cleaned(field("int"), raw)
    assert refused.value.message
    assert refused.value.suggestion


def test_too_many_decimals_are_refused_and_the_nearest_is_offered(field):
    with pytest.raises(BadValue, match="例如 48"):
        cleaned(field("int"), "47.5")
    with pytest.raises(BadValue, match="例如 162.46"):
        cleaned(field("dec", places=2), 162.456)


def test_the_noise_of_binary_numbers_is_no_decimal(field):
    """A workbook computes 0.1+0.2 and shows 0.3."""
    assert cleaned(field("dec", places=2), 0.1 + 0.2).value == "0.3"
    assert cleaned(field("dec", places=2), "162.50").value == "162.5"


def test_out_of_range_names_the_range_and_the_unit(field):
    weeks = field("int", minimum=Decimal(30), maximum=Decimal("45.00"), unit="周")
    with pytest.raises(BadValue, match="应在 30—45 之间，单位是周"):
        cleaned(weeks, "52")
    with pytest.raises(BadValue, match="不小于 0"):
        cleaned(field("int", minimum=Decimal(0)), "-1")
    assert cleaned(weeks, "45").value == "45"


def test_an_absurd_number_is_refused(field):
    for raw in ("9" * 40, 1e300, "12345678901234567"):
        with pytest.raises(BadValue, match="太大"):
            cleaned(field("int"), raw)


@pytest.mark.parametrize(
    "raw, stored",
    [("01", "01"), ("专业建设", "01"), ("01专业建设", "01"), ("01 专业建设", "01"), (1.0, "01"), ("1", "01"), (11, "11"), ("１１", "11")],
)
def test_a_choice_is_read_by_code_or_word(field, raw, stored):
    assert cleaned(field("choice", choices=CHOICES), raw) == (stored, "")


@pytest.mark.parametrize("raw", ["፩", "9" * 5000])
def test_what_no_number_can_be_read_from_is_no_choice(field, raw):
    with pytest.raises(BadValue, match="不在选项中"):
        cleaned(field("choice", choices=CHOICES), raw)


def test_an_unknown_choice_is_refused_with_the_choices(field):
    with pytest.raises(BadValue, match="1 在招、2 停招"):
        cleaned(field("choice", choices=STATUS), "筹建")


@pytest.mark.parametrize(
    "raw, stored", [("是", True), ("否", False), (True, True), (1.0, True), (0, False), ("有", True), ("无", False), ("√", True), ("Ｙ", True)]
)
def test_yes_and_no(field, raw, stored):
    assert cleaned(field("bool"), raw).value is stored


@pytest.mark.parametrize(
    "raw",
    [
        "2020-09-01",
        "2020/9/1",
        "2020.9.1",
        "2020年9月1日",
        "20200901",
        "２０２０-０９-０１",
        date(2020, 9, 1),
        datetime(2020, 9, 1),
        "2020-09-01 00:00:00",
        20200901.0,
    ],
)
def test_a_date_is_read_in_the_ways_people_write_it(field, raw):
    assert cleaned(field("date"), raw).value == "2020-09-01"


@pytest.mark.parametrize("raw", ["2020-02-30", "2020-13-01", "去年", 44075.0, "9月1日"])
def test_what_is_no_date_is_refused(field, raw):
    with pytest.raises(BadValue, match="2020-09-01 的样子"):
        cleaned(field("date"), raw)


@pytest.mark.parametrize("raw", ["202009", 202009.0, "2020-09", "2020年9月", "2020.9", datetime(2020, 9, 15)])
def test_a_year_and_month(field, raw):
    assert cleaned(field("yearmonth"), raw).value == "202009"


@pytest.mark.parametrize("raw", ["202013", "2009", "202000"])
def test_what_is_no_year_and_month_is_refused(field, raw):
    with pytest.raises(BadValue, match="202009"):
        cleaned(field("yearmonth"), raw)


@pytest.mark.parametrize(
    "raw, corrected", [("051400", False), (51400.0, True), ("51400", True), ("数控技术应用", True), ("０５１４００", True), ("999999", False)]
)
def test_a_major_is_found_by_its_code_its_name_and_without_its_first_zero(field, raw, corrected):
    value, correction = cleaned(field("major"), raw)
    assert value == ("999999" if raw == "999999" else "051400")
    assert bool(correction) == corrected


def test_codes_addresses_and_files(field):
    assert cleaned(field("code", pattern=r"36\d{8}"), 3661000001.0).value == "3661000001"
    assert cleaned(field("uscc"), " 91350100m000100y43 ").value == "91350100M000100Y43"
    assert cleaned(field("url"), "https://example.edu.cn/a").value == "https://example.edu.cn/a"
    assert cleaned(field("attachment"), UUID).value == UUID
    for kind, about, raw in [
        ("code", {"pattern": r"36\d{8}"}, "36610"),
        ("uscc", {}, "123"),
        ("url", {}, "www.example.cn"),
        ("url", {}, "javascript:alert(1)"),
        ("attachment", {}, "章程.pdf"),
    ]:
        with pytest.raises(BadValue):
            cleaned(field(kind, **about), raw)


def test_a_text_is_trimmed_and_counted(field):
    assert cleaned(field("text", max_length=5), "  示例  学校 ").value == "示例 学校"
    with pytest.raises(BadValue, match="请删去 1 字"):
        cleaned(field("text", max_length=5), "示例职业学校")


def test_signs_the_database_cannot_keep_are_dropped(field):
    assert cleaned(field("text", max_length=9), "示\x00例\ud800\u202e").value == "示例"
    assert cleaned(field("textfile"), {"text": "示\x00例\n二"}).value == {"text": "示例\n二"}
    for raw in ({"a": 1}, ["x"]):
        with pytest.raises(BadValue, match="只填一个值"):
            cleaned(field("text", max_length=9), raw)


def test_a_text_with_a_file_keeps_either(field):
    """A2: at most 500 字."""
    assert cleaned(field("textfile"), "章程已修订").value == {"text": "章程已修订"}
    assert cleaned(field("textfile"), {"text": "", "file": UUID}).value == {"file": UUID}
    assert cleaned(field("textfile"), {"text": " "}).value is None
    assert cleaned(field("textfile"), "字" * 500).value == {"text": "字" * 500}
    with pytest.raises(BadValue, match="请删去 1 字"):
        cleaned(field("textfile"), "字" * 501)


@given(raw=st.one_of(st.text(max_size=12), st.floats(), st.integers(), st.booleans(), st.none(), st.dates()))
@SAME
def test_whatever_comes_is_stored_read_and_shown_or_refused(field, raw):
    """Nothing that a cell may hold breaks the reader; what was stored is stored the same again."""
    kinds = dict.fromkeys(READERS, {}) | {
        "dec": {"places": 2},
        "text": {"max_length": 9},
        "choice": {"choices": CHOICES},
        "code": {"pattern": r"\d{6}"},
    }
    for kind, about in kinds.items():
        about_field = field(kind, **about)
        try:
            value = cleaned(about_field, raw).value
        except BadValue:
            continue
        assert value != ""
        assert shown(about_field, value)
        if value is not None:
            assert cleaned(about_field, value).value == value
            assert read(about_field, value) is not None


@given(number=st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
@SAME
def test_a_number_keeps_its_worth(field, number):
    stored = cleaned(field("dec", places=2), str(number)).value
    assert Decimal(stored) == number
    assert "E" not in stored
    assert stored == "0" or not (stored.endswith("0") and "." in stored)


def test_values_are_shown_in_words(field):
    assert shown(field("choice", choices=STATUS), "1") == "在招"
    assert shown(field("bool"), False) == "否"
    assert shown(field("yearmonth"), "202009") == "2020 年 9 月"
    assert shown(field("int"), None) == "—"
    assert shown(field("textfile"), {"file": UUID}) == "见附件"
