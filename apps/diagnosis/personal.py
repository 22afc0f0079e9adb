"""Personal data in a text (F8): citizens' numbers, mobile numbers, bank cards, mail addresses, each with its place. Pure functions over words.

Digits are read as people write them: full-width ones, with a blank or a hyphen between groups, with an invisible character in their midst.
Better one too many than one too few: who prepares the public copy sees each in its place.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db.models.enums import TextChoices

#: What stands in the public copy where something was blocked: always the same, so that not even its length is told.
BLOCK = "▇▇"


class Trace(TextChoices):
    ID = "id", "身份证号"
    MOBILE = "mobile", "手机号码"
    CARD = "card", "银行卡号"
    EMAIL = "email", "电子邮箱"
    NAMED = "named", "指明的文字"


@dataclass(frozen=True)
class Finding:
    """Characters ``start`` to ``end`` of a text look like a ``kind`` of personal data and say ``words``."""

    kind: Trace
    start: int
    end: int
    words: str


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
LONGEST = 19
#: A run of digits as people part it. Behind a point, or before one, digits follow that make it another number.
RUN = re.compile(r"(?<!\d)(?<!\d\.)\d+(?:[ \-–‐‑]{1,3}\d+)*(?!\.?\d)(?:[ \-–‐‑]{0,3}[Xx](?![A-Za-z]))?")
GROUP = re.compile(r"\d+[Xx]?|[Xx]")
MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+")
MOBILE = re.compile(r"(?:0086|86)?1[3-9]\d{9}")
CARD = re.compile(r"[3-69]\d{15,18}")


def is_id(number: str) -> bool:
    """Whether 18 characters are a citizen's number: a birthday that exists, and the check digit of GB 11643."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return born.year >= 1850 and CHECKS[sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11] == number[17]


def is_card(number: str) -> bool:
    """Whether 16 to 19 digits are a bank card's, by Luhn's sum."""
    if not CARD.fullmatch(number):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def is_mobile(number: str) -> bool:
    return bool(MOBILE.fullmatch(number))


def find(text: str) -> list[Finding]:
    """What looks personal in ``text``, in its order, none inside another. A mail address that holds a number counts as that number."""
    plain, places = _plain(text)
    numbers = [found for run in RUN.finditer(plain) for found in _numbers(run)]
    mails = []
    for match in MAIL.finditer(plain):
        inside = [found for found in numbers if found[1] < match.end() and match.start() < found[2]]
        kind = inside[0][0] if inside else Trace.EMAIL
        mails.append((kind, min([match.start(), *(each[1] for each in inside)]), max([match.end(), *(each[2] for each in inside)])))
        numbers = [found for found in numbers if found not in inside]
    spans = sorted((places[start], places[last - 1] + 1, kind) for kind, start, last in [*numbers, *mails])
    return [Finding(kind, start, end, text[start:end]) for start, end, kind in spans]


def find_words(text: str, words) -> list[Finding]:
    """Each place of ``text`` where one of ``words`` stands: names and the like that somebody points out."""
    found = []
    for word in sorted(words, key=len, reverse=True):
        for match in re.finditer(re.escape(word), text):
            if not any(match.start() < each.end and each.start < match.end() for each in found):
                found.append(Finding(Trace.NAMED, match.start(), match.end(), word))
    return sorted(found, key=lambda each: each.start)


def blocked(text: str, spans) -> str:
    """``text`` with each of ``spans`` (pairs of start and end, which may overlap) blocked."""
    said, place = [], 0
    for start, end in sorted(spans):
        if start >= place:
            said += [text[place:start], BLOCK]
        place = max(place, end)
    return "".join([*said, text[place:]])


def _plain(text):
    """The text with full-width signs and foreign digits as ASCII and without what cannot be seen; for each character its place in ``text``."""
    plain, places = [], []
    for place, char in enumerate(text):
        if unicodedata.category(char) == "Cf":
            continue
        plain.append(_ascii(char))
        places.append(place)
    return "".join(plain), places


def _ascii(char):
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char in "\u3000\u00a0\u2007\u2009\u202f":
        return " "
    return chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char


def _numbers(run):
    """The personal numbers in a run of groups: (kind, start, end), the first that fits, then on from behind it."""
    groups = [(match.group().upper(), run.start() + match.start(), run.start() + match.end()) for match in GROUP.finditer(run.group())]
    found, first = [], 0
    while first < len(groups):
        fits = _fit(groups, first)
        if fits:
            kind, last = fits
            found.append((kind, groups[first][1], groups[last][2]))
            first = last
        first += 1
    return found


def _fit(groups, first):
    """(kind, last group) of the personal number that begins with the group ``first``; None where none does."""
    joined, sizes = "", []
    for last, (digits, _start, _end) in enumerate(groups[first:], start=first):
        joined += digits
        sizes.append(len(digits))
        if len(joined) > LONGEST:
            return None
        if is_id(joined):
            return Trace.ID, last
        number = joined.removesuffix("X")
        if is_card(number) and all(size == 4 for size in sizes[:-1]):
            return Trace.CARD, last
        if is_mobile(number) and _as_told(groups[first : last + 1]):
            return Trace.MOBILE, last
    return None


def _as_told(groups):
    """Whether a mobile number is parted as people tell one, in threes and fours, and no sum of money in thousands."""
    own = groups[1:] if len(groups) > 1 and groups[0][0] in ("86", "0086") else groups
    return all(len(digits) >= 3 for digits, _start, _end in own)
