"""How the program counts 字 (A2): one rule for the form, the server, import and print."""

import unicodedata

UNCOUNTED = {"Cc", "Cf"}


def count_chars(text):
    """The number of 字 in ``text``: after NFC every code point but those of the categories Z*, Cc and Cf (A2)."""
    return sum(1 for char in unicodedata.normalize("NFC", text) if not _is_uncounted(char))


def _is_uncounted(char):
    category = unicodedata.category(char)
    return category in UNCOUNTED or category.startswith("Z")
