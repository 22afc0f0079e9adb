from decimal import Decimal as D

import pytest

from apps.core.numbers import rounded, shown


@pytest.mark.parametrize(
    "value, places, text",
    [
        (D("2.5"), 0, "3"),
        (D("-2.5"), 0, "−3"),
        (D("42.553"), 1, "42.6"),
        (D("1625000") / 669, 2, "2\u202f429.00"),
        (D("1234567"), None, "1\u202f234\u202f567"),
        (D("162.5"), None, "162.5"),
        ("669", None, "669"),
        (D("-0.4"), 0, "0"),
        (D("1E+3"), None, "1\u202f000"),
        (0, 2, "0.00"),
        (None, 2, "—"),
        ("", 2, "—"),
    ],
)
def test_figures_are_shown_half_up_with_parted_thousands(value, places, text):
    assert shown(value, places) == text


def test_rounding_is_half_up_and_exact_below_the_half():
    assert (rounded(D("0.125"), 2), rounded(D("0.1249999"), 2)) == (D("0.13"), D("0.12"))
