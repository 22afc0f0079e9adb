import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.documents import rules
from apps.documents.rules import clean_name, code_of, kind_of, read_code


def archive(*parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for part in parts:
            file.writestr(part, "x")
    return content.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")
EXCEL = archive("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    "content, kind",
    [
        (b"%PDF-1.7\n...", rules.PDF),
        (b"\x89PNG\r\n\x1a\n\x00", rules.PNG),
        (b"\xff\xd8\xff\xe0\x00", rules.JPEG),
        (WORD, rules.WORD),
        (EXCEL, rules.EXCEL),
    ],
)
def test_the_content_says_what_a_file_is(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\n%PDF-1.7 behind something else",
        b"MZ\x90\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"PK\x03\x04 broken",
        archive("readme.txt"),
        archive("word/document.xml"),
        archive("[Content_Types].xml", "ppt/presentation.xml"),
        archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
    ],
)
def test_anything_else_is_not_taken(content):
    """An old .xls, a program, a page, a drawing with a script, a broken archive, one of other parts, one with macros."""
    assert kind_of(content) is None


@pytest.mark.parametrize(
    "given_name, kept",
    [
        ("报告.pdf", "报告.pdf"),
        ("报告.PDF", "报告.PDF"),
        ("../../etc/报告.pdf", "报告.pdf"),
        ("C:\\桌面\\报告.pdf", "报告.pdf"),
        ("报告.html", "报告.html.pdf"),
        ("报告\r\nSet-Cookie: a.pdf", "报告Set-Cookie: a.pdf"),
        ("‮fdp.报告", "fdp.报告.pdf"),
        ("", "文件.pdf"),
        (".pdf", "文件.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_name_keeps_its_words_and_loses_its_tricks(given_name, kept):
    assert clean_name(given_name, rules.PDF) == kept


@given(st.integers(0, 2**40 - 1))
def test_a_code_is_read_back_however_it_is_typed(number):
    code = code_of(number)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_code(code) == read_code(typed) == read_code(f"  {code.replace('-', '—')} ") == code


@pytest.mark.parametrize("text", ["", "7K2M", "7K2M-94Q", "7K2M-94QDX", "7K2M-94QU", "验证码", "7K2M-94Q'"])
def test_what_is_no_code_is_none(text):
    assert read_code(text) == ""


def test_wide_letters_are_read_like_narrow_ones():
    assert read_code("７ｋ２ｍ　９４ＱＤ") == "7K2M-94QD"


@given(st.binary(max_size=200))
def test_no_content_breaks_the_reading(content):
    kind_of(b"PK\x03\x04" + content)
    kind_of(content)
