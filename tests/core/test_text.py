import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.text import count_chars, lacking_reason


@pytest.mark.parametrize("text,count", [
    ("", 0), ("诊改", 2), ("诊 改\n\t　 ", 2),                     # spaces of every width, breaks
    ("办学，规模。", 6), ("A1%", 3),                              # punctuation, letters, digits
    ("e\u0301", 1), ("\u00e9", 1), ("q\u0301", 2),                # after NFC; a mark that does not compose counts
    ("\u200b\ufeff\u00ad\u200d", 0), ("\u2028\u2029\x00\x1f", 0),  # Cf and Cc; Zl and Zp
    ("𠮷", 1), ("👨\u200d👩", 2), ("㎡", 1), ("\ue000", 1),         # beyond the first plane, joined signs, private use
])  # fmt: skip
def test_a_character_counts_one_unless_it_is_a_space_or_a_control(text, count):
    """A2, reading of 字."""
    assert count_chars(text) == count


@given(st.text(), st.sampled_from([" ", "\n", "\u3000", "\u200b", "\u00a0"]))
def test_spaces_before_and_after_count_nothing(text, space):
    """A2"""
    assert count_chars(space + text + space) == count_chars(text)


@pytest.mark.parametrize("reason, lacking", [
    ("", 10), ("一致", 8), ("看了 台账\n", 6), ("看了台账，与报告一致", 1), ("看了台账和课表与报告一致", 0), ("。" * 20, 10), ("K001 为 1200 人", 0),
])  # fmt: skip
def test_a_reason_has_ten_characters_and_signs_give_none(reason, lacking):
    """R9.3, J3, R11.2: counted as everywhere, punctuation apart."""
    assert lacking_reason(reason) == lacking
