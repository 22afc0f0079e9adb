import hashlib
import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from pypdf import PdfReader

from apps.audit.models import Entry
from apps.documents import access, paper, services
from apps.documents.apps import own_fonts
from apps.documents.models import Certificate, File
from apps.documents.reading import codes_in
from config.roles import Role

PERMISSION = "organizations.view_organization"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture(autouse=True)
def held(monkeypatch, settings, tmp_path):
    monkeypatch.setitem(access.HOLDERS, ("organizations.Organization", PERMISSION), False)
    settings.MEDIA_ROOT = tmp_path


def upload(name="证明.png", content=PNG):
    return SimpleUploadedFile(name, content)


def test_a_file_is_kept_with_its_holder_and_its_digest(tree, holder):
    person = holder(Role.PRINCIPAL, "school")
    file = services.store(upload(), holder=tree["school"], permission=PERMISSION, by=person)
    file = File.objects.of(tree["school"]).get(pk=file.pk)
    assert (file.name, file.media_type, file.size, file.by) == ("证明.png", "image/png", len(PNG), person)
    assert file.sha256 == hashlib.sha256(PNG).hexdigest()
    with services.opened(file, by=person) as content:
        assert content.read() == PNG
    assert Entry.objects.about(file).get().verb == "store_file"


def test_no_name_from_outside_becomes_a_path(tree, tmp_path):
    file = services.store(upload("../../x.png"), holder=tree["school"], permission=PERMISSION, by=None)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [file.pk.hex]


def test_a_real_workbook_is_kept(tree):
    content = io.BytesIO()
    Workbook().save(content)
    file = services.store(upload("表.xlsx", content.getvalue()), holder=tree["school"], permission=PERMISSION, by=None)
    assert file.name == "表.xlsx"
    assert file.media_type.endswith("spreadsheetml.sheet")


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("报告.pdf", b"<html><script>alert(1)</script></html>", "内容不是可以存的类型"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "内容不是可以存的类型"),
        ("空.pdf", b"", "是空的"),
        ("大.pdf", b"%PDF-" + b"\0" * (20 * 1024 * 1024), "超过 20 MB"),
    ],
)
def test_what_is_refused_leaves_nothing_and_says_what_would_be_right(tree, tmp_path, name, content, words):
    with pytest.raises(ValidationError) as refused:
        services.store(upload(name, content), holder=tree["school"], permission=PERMISSION, by=None)
    assert words in refused.value.message
    assert name in refused.value.message
    assert not File.objects.exists()
    assert not any(tmp_path.iterdir())


def test_a_page_drawn_at_great_length_is_not_read(tree, settings, monkeypatch):
    """It would keep everybody waiting for whoever sent it."""
    row = services.certify("受理回执", "0" * 64, [["学校", "示例学校"]], holder=tree["school"])
    printed = services.render_pdf(
        "pdf/receipt.html", {"title": "受理回执", "subject": "示例", "facts": [], "certificate": row, "qr": services.qr(row)}
    )
    assert codes_in(printed) == {row.code}
    monkeypatch.setattr("apps.documents.reading.MOST_DRAWN", 100)
    assert codes_in(printed) == set()


def test_a_model_that_is_not_registered_holds_no_files(tree, holder):
    with pytest.raises(LookupError):
        services.store(upload(), holder=holder(Role.PRINCIPAL, "school"), permission=PERMISSION, by=None)


def test_a_certificate_is_found_however_its_code_is_typed(tree):
    """M8: case, spaces, hyphens and the letters O, I, L do not matter."""
    row = services.certify("受理回执", "0" * 64, [["学校", "示例学校"]], holder=tree["school"])
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", row.code)
    assert services.find(f" {row.code.lower().replace('0', 'o').replace('1', 'I')} ") == row
    assert services.find("0000-0000" if row.code != "0000-0000" else "1111-1111") is None
    assert services.find("不是验证码") is None
    assert Certificate.objects.of(tree["school"]).get() == row
    assert Entry.objects.about(row).get().verb == "certify"


def test_a_receipt_is_a_pdf_with_our_own_face_and_its_code(tree, settings):
    settings.SITE_URL = "https://zg.example"
    row = services.certify("受理回执", "0" * 64, [], holder=tree["school"])
    facts = [["学年", "2025—2026 学年"], ["受理时间", "2026 年 11 月 20 日"], ["面积", "40 374 ㎡ ≥ 24 000 ㎡"]]
    context = {"title": "受理回执", "subject": "渭南市华州区职业技术教育中心", "facts": facts, "certificate": row, "qr": services.qr(row)}
    reader = PdfReader(io.BytesIO(services.render_pdf("pdf/receipt.html", context)))
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    for words in [
        "受理回执",
        "渭南市华州区职业技术教育中心",
        "2025—2026 学年",
        "40 374 ㎡ ≥ 24 000 ㎡",
        row.code,
        f"https://zg.example/verify/{row.code}/",
    ]:
        assert words in text
    fonts = {font.get_object()["/BaseFont"] for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert all("Zhengai" in font for font in fonts)


def test_a_long_paper_repeats_its_code_and_counts_its_pages(tree):
    row = services.certify("受理回执", "0" * 64, [], holder=tree["school"])
    context = {
        "title": "受理回执",
        "subject": "示例学校",
        "facts": [[f"第 {n} 项", "内容"] for n in range(60)],
        "certificate": row,
        "qr": services.qr(row),
    }
    reader = PdfReader(io.BytesIO(services.render_pdf("pdf/receipt.html", context)))
    assert len(reader.pages) == 3
    assert all(row.code in page.extract_text() and "共 3 页" in page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "file:///work/x/static/../../etc/passwd", "http://127.0.0.1:1/x", "ftp://127.0.0.1/x"])
def test_a_page_fetches_nothing_but_our_own_parts(address):
    with pytest.raises(ValueError):
        paper.OwnParts().fetch(address)


def test_words_of_a_person_are_words_on_paper(tree):
    """Markup that somebody typed is printed, not obeyed."""
    context = {"title": "受理回执", "subject": "<img src=file:///etc/passwd>", "facts": []}
    assert "<img src=file:///etc/passwd>" in PdfReader(io.BytesIO(services.render_pdf("pdf/receipt.html", context))).pages[0].extract_text()


def test_the_product_brings_a_font_or_says_so(monkeypatch, tmp_path):
    assert own_fonts(None) == []
    monkeypatch.setattr(paper, "FONTS", tmp_path)
    assert [error.id for error in own_fonts(None)] == ["documents.E001"]
