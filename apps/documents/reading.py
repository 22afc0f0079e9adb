"""What is printed on a file that comes back: the verification codes on a page that can be read as text."""

import io
import logging
import re

from pypdf import PdfReader

from apps.documents.rules import ALPHABET, PDF, kind_of

PRINTED = re.compile(rf"(?<![\w-])[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}(?![\w-])")
# The code stands on each page of our paper.
MOST_PAGES = 3
#: Bytes of a page's own drawing that are read: reading takes seconds a megabyte, and a page of words has some thousands.
MOST_DRAWN = 500_000

# What it thinks of the make of a file is for who wrote that file.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def codes_in(content):
    """What looks like a code on the first pages of a PDF, as a set: a school year looks like one too. Nothing is read of a picture, nor of a page drawn
    at such length that it would keep everybody waiting."""
    if kind_of(content) is not PDF:
        return set()
    try:
        pages = PdfReader(io.BytesIO(content)).pages
        return {code for page in pages[:MOST_PAGES] if _is_short(page) for code in PRINTED.findall(page.extract_text())}
    except Exception:  # A broken file breaks its reader in a hundred ways; it is kept as what it is, a file without a code.
        return set()


def _is_short(page):
    drawn = page.get_contents()
    return drawn is None or len(drawn.get_data()) <= MOST_DRAWN
