"""The one canonical form for hashing: the same content gives the same bytes on every machine.

JSON without spaces, in UTF-8, its keys (text alone) sorted by code point; no floats: numbers that are not whole are text already.
"""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


def canonical(content):
    """``content`` (dicts, lists, text, ints, booleans, None, Decimals, dates, UUIDs) as canonical bytes; a TypeError for anything else."""
    return json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content):
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def number_text(value):
    """A finite Decimal as cells and snapshots keep it, every digit of it: no exponent, no trailing zeros, no minus before zero."""
    if not value.is_finite():
        raise ValueError(f"{value} is no number to keep")
    text = format(value, "f")  # normalize() would round to 28 digits.
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _plain(value):
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, dict):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _key(key):
    if not isinstance(key, str):
        raise TypeError(f"a key is text, not {type(key).__name__}")
    return key
