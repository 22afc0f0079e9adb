"""The one canonical form for hashing: the same content gives the same bytes on every machine.

JSON as RFC 8785 orders it, without floats: keys sorted, no spaces, UTF-8; numbers that are not whole are text already.
"""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


def canonical(content):
    """``content`` (dicts, lists, text, ints, booleans, None, Decimals, dates, UUIDs) as canonical bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain).encode()


def digest(content):
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def number_text(value):
    """A Decimal as cells and snapshots keep it: no exponent, no trailing zeros, no minus before zero."""
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text


def _plain(value):
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
