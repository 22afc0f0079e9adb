"""How the program counts 字 (A2): one rule for the form, the server, import and print."""

import unicodedata

UNCOUNTED = {"Cc", "Cf"}
#: Beside each 字 that is allowed so many signs are taken that do not count, blanks and line ends.
BLANKS = 4
#: In fewer 字, signs of punctuation apart, nobody gives a reason that another understands.
LEAST_REASON = 10


def count_chars(text):
    """The number of 字 in ``text``: after NFC every code point but those of the categories Z*, Cc and Cf (A2)."""
    return sum(1 for char in unicodedata.normalize("NFC", text) if not _is_uncounted(char))


def lacking_reason(text):
    """How many 字 ``text`` still lacks to give a reason; 0 where it has enough. A row of full stops gives none."""
    return max(0, LEAST_REASON - count_chars("".join(char for char in text if char.isalnum())))


def is_padded(text, most):
    """Whether ``text`` holds far more that does not count than a text of ``most`` 字 needs."""
    return len(text) > BLANKS * most


def _is_uncounted(char):
    category = unicodedata.category(char)
    return category in UNCOUNTED or category.startswith("Z")
