"""What a file is by its content, what it may be called, and how a verification code is read. No database, no clock."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

LIMIT = 20 * 1024 * 1024  # bytes
NAME_LIMIT = 120  # characters, the ending included

# Crockford's base 32: no I, L, O, U, so that a code read aloud or off paper cannot go wrong.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans("OIL", "011")
CODE = re.compile(f"[{ALPHABET}]{{8}}")


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: ``endings`` of its name, the usual one first."""

    label: str
    media_type: str
    endings: tuple


PDF = Kind("PDF", "application/pdf", (".pdf",))
PNG = Kind("PNG 图片", "image/png", (".png",))
JPEG = Kind("JPEG 图片", "image/jpeg", (".jpg", ".jpeg"))
WORD = Kind("Word 文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
EXCEL = Kind("Excel 工作簿", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
KINDS = (PDF, PNG, JPEG, WORD, EXCEL)
SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
PARTS = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL}


def kind_of(content: bytes) -> Kind | None:
    """The kind that ``content`` is, whatever its name says; None for what is not taken (macros too)."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    return _kind_of_zip(content) if content.startswith(b"PK\x03\x04") else None


def _kind_of_zip(content):
    """Only the list of parts is read: nothing is unpacked, so a bomb stays shut."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[content_types].xml" not in parts or any(part.endswith("vbaproject.bin") for part in parts):
        return None
    return next((kind for part, kind in PARTS.items() if part in parts), None)


def clean_name(name: str, kind: Kind) -> str:
    """``name`` as it is kept: without folders and control characters, with an ending that is true of ``kind``."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C").strip(" .")
    stem, dot, ending = name.rpartition(".")
    if f".{ending.lower()}" not in kind.endings:
        stem, ending = name, kind.endings[0][1:]
    return f"{(stem or '文件')[: NAME_LIMIT - len(ending) - 1]}.{ending}"


def code_of(number: int) -> str:
    """The code of a number of 40 bits, as 7K2M-94QD."""
    digits = "".join(ALPHABET[number >> 5 * place & 31] for place in range(7, -1, -1))
    return f"{digits[:4]}-{digits[4:]}"


def read_code(text: str) -> str:
    """The code that somebody meant: case, width, spaces and hyphens do not matter, O is 0, I and L are 1. "" for what is none."""
    text = re.sub(r"[\s\-‐‑‒–—―−_.]+", "", unicodedata.normalize("NFKC", text)).upper().translate(READ_AS)
    return f"{text[:4]}-{text[4:]}" if CODE.fullmatch(text) else ""
