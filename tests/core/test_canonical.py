import json
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.canonical import canonical, digest, number_text

TEXT = st.text(st.characters(codec="utf-8"))
PLAIN = st.recursive(st.none() | st.booleans() | st.integers() | TEXT, lambda some: st.lists(some) | st.dictionaries(TEXT, some), max_leaves=20)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)


@given(PLAIN)
def test_what_is_canonical_says_the_same_and_stays_the_same(content):
    """N3"""
    assert json.loads(canonical(content)) == content
    assert canonical(json.loads(canonical(content))) == canonical(content)


@given(st.dictionaries(TEXT, st.integers()))
def test_the_order_of_writing_does_not_matter(content):
    assert canonical(dict(reversed(content.items()))) == canonical(content)


@given(PLAIN, PLAIN)
def test_different_content_has_different_bytes(one, other):
    assert (canonical(one) == canonical(other)) == (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


@given(DECIMALS)
def test_a_number_is_kept_to_its_last_digit_without_exponent_or_idle_zeros(value):
    text = number_text(value)
    assert Decimal(text) == value
    assert "E" not in text
    assert text != "-0"
    assert "." not in text or text[-1] not in "0."


@given(DECIMALS)
def test_equal_numbers_have_one_text(value):
    assert number_text(value) == number_text(Decimal(number_text(value)))


@pytest.mark.parametrize("value,text", [
    ("669", "669"), ("162.50", "162.5"), ("0.00", "0"), ("-0.0", "0"), ("1E+3", "1000"), ("1E-7", "0.0000001"), ("100", "100"),
    ("12345678901234567890123456789012.10", "12345678901234567890123456789012.1"),
])  # fmt: skip
def test_numbers_as_cells_keep_them(value, text):
    assert number_text(Decimal(value)) == text


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError):
        number_text(Decimal(value))


def test_the_bytes_are_these_and_no_others():
    content = {"乙": [date(2026, 2, 28), Decimal("1.50")], "甲": {"b": None, "a": True}, "": UUID(int=1)}
    assert canonical(content).decode() == '{"":"00000000-0000-0000-0000-000000000001","乙":["2026-02-28","1.5"],"甲":{"a":true,"b":null}}'
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("content", [1.5, {"a": [0.0]}, {1: "a"}, {"a", "b"}, b"a", object()])
def test_what_has_no_one_form_is_refused(content):
    with pytest.raises(TypeError):
        canonical(content)
