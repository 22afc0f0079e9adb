"""What the plain formulas are made of: arithmetic that is empty where a part is, and sums over rows."""

from decimal import Decimal

ZERO = Decimal(0)


def add(a, b):
    return None if a is None or b is None else a + b


def differ(a, b):
    return None if a is None or b is None else a - b


def days(a, b):
    return None if a is None or b is None else Decimal((a - b).days)


def mul(a, b):
    return None if a is None or b is None else a * b


def div(a, b):
    return None if a is None or not b else a / b


def negative(a):
    return None if a is None else -a


def nz(a, nothing):
    return nothing if a is None else a


def equal(a, b):
    return None if a is None or b is None else a == b


def less(a, b, strict):
    if a is None or b is None:
        return None
    return a < b if strict else a <= b


def one_of(a, options):
    return None if a is None else a in options


def all_of(a, b, in_condition):
    if in_condition and (a is False or b is False):
        return False
    return None if a is None or b is None else a and b


def any_of(a, b):
    return None if a is None or b is None else a or b


def filled(function, *parts):
    return None if None in parts else function(*parts)


def most_of(*parts):
    return None if None in parts else max(parts)


def least_of(*parts):
    return None if None in parts else min(parts)


def total(rows, part, met, cells):
    found = _values(rows, part, met, cells)
    return None if found is None or None in found else sum(found, ZERO)


def largest(rows, part, met, cells):
    found = _values(rows, part, met, cells)
    return None if found is None or None in found else max(found, default=None)


def count(rows, part, met, cells):
    found = _values(rows, part or (lambda r: True), met, cells)
    return None if found is None else Decimal(len(found))


def distinct(rows, part, met, cells):
    found = _values(rows, part, met, cells)
    return None if found is None else Decimal(len(set(found) - {None}))


def _values(rows, part, met, cells):
    """The parts of the rows that meet the condition; None where it cannot be said."""
    if rows is None or rows and cells and not any(cell in row for row in rows for cell in cells):
        return None
    if met is None:
        return [part(row) for row in rows]
    chosen = [(row, met(row)) for row in rows]
    return None if any(answer is None for _row, answer in chosen) else [part(row) for row, answer in chosen if answer]
