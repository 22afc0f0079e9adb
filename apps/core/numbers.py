"""How figures are shown: compared unrounded, rounded half up in one place, here."""

from decimal import ROUND_HALF_UP, Decimal

# A narrow no-break space parts the thousands, so that a figure never breaks over two lines.
THIN_SPACE = "\u202f"
MINUS = "\u2212"
MISSING = "—"


def rounded(value: Decimal | int | str, places: int) -> Decimal:
    """``value`` to ``places`` decimals, half up: 2.5 → 3, −2.5 → −3."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def shown(value: Decimal | int | str | None, places: int | None = None) -> str:
    """``value`` as people read it: thousands parted, ``places`` decimals half up, as many as it has without; "—" for None.

    Text that is no number raises decimal.InvalidOperation.
    """
    if value is None or value == "":
        return MISSING
    number = Decimal(value) if places is None else rounded(value, places)
    text = f"{abs(number):,f}".replace(",", THIN_SPACE)
    return f"{MINUS}{text}" if number < 0 else text
