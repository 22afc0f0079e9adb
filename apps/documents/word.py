"""Word files of what was signed, laid out like the paper: for those who go on working with the words. What counts is the paper with its code."""

import io
import unicodedata
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: A4 in mm, its margins; the faces that every Chinese Word has.
SHORT, LONG, MARGIN = 210, 297, 25
SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
BODY, SMALL, BIG, AIR = Pt(12), Pt(10.5), Pt(22), Pt(2)


class Word:
    """A document that grows from top to bottom; ``content()`` gives its bytes."""

    def __init__(self, title: str, *, author: str, at: datetime, foot: str):
        """``foot`` stands below every page; ``author`` and ``at`` are what the file says of itself."""
        self.document = Document()
        self._dress()
        about = self.document.core_properties
        about.title, about.author, about.last_modified_by, about.comments, about.language = title, author, author, "", "zh-CN"
        about.created = about.modified = at.replace(tzinfo=None)
        line = self.document.sections[0].footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(foot).font.size = Pt(9)

    def title(self, *lines: str, cover: bool = True):
        """The title in ``lines``, low on the page where it is a ``cover``."""
        for number, words in enumerate(lines):
            line = self._paragraph(self.document, words, size=BIG, face=HEI)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.paragraph_format.space_before = Pt(96 if cover and not number else 0)
        self.document.add_paragraph()

    def facts(self, rows: list[tuple[str, str]]):
        """Names and what they are, as on a cover."""
        table = self.document.add_table(0, 2)
        for name, words in rows:
            cells = table.add_row().cells
            cells[0].width, cells[1].width = Mm(40), Mm(110)
            _into(cells[0], name, size=BODY, face=HEI)
            _into(cells[1], words, size=BODY)

    def page(self, *, across: bool = False):
        """From here on a new page, lying on its long side where it is ``across``."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if across else (Mm(SHORT), Mm(LONG))

    def heading(self, words: str, level: int = 1):
        self.document.add_heading(_clean(words), level)

    def text(self, words: str, *, indented: bool = True, size: Pt = BODY):
        """Every line a paragraph."""
        for each in words.splitlines():
            line = self._paragraph(self.document, each, size=size)
            line.paragraph_format.first_line_indent = size * 2 if indented else None

    def table(self, head: list[str], groups: list[tuple[str, list[list[str]]]], *, widths: list[int]):
        """Rows of cells under a ``head`` that is repeated on every page, each group under its name, if it has one; ``widths`` in mm."""
        table = self.document.add_table(1, len(head))
        table.style, table.autofit = "Table Grid", False
        for cell, words in zip(table.rows[0].cells, head, strict=True):
            _into(cell, words, face=HEI)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for name, rows in groups:
            if name:
                cells = table.add_row().cells
                _into(cells[0].merge(cells[-1]), name, face=HEI)
            for row in rows:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    _into(cell, words)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width) if len(set(row.cells)) > 1 else Mm(sum(widths))

    def content(self) -> bytes:
        written = io.BytesIO()
        self.document.save(written)
        return written.getvalue()

    def _dress(self):
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(SHORT), Mm(LONG)
        section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Mm(MARGIN)
        for style, face, size in [("Normal", SONG, BODY), ("Heading 1", HEI, Pt(15)), ("Heading 2", HEI, BODY)]:
            font = self.document.styles[style].font
            font.size, font.bold, font.color.rgb = size, False, None
            _face(self.document.styles[style].element.get_or_add_rPr(), face)

    @staticmethod
    def _paragraph(holder, words, *, size, face=SONG):
        line = holder.add_paragraph()
        _run(line, words, size, face)
        return line


def _into(cell, words, *, size=SMALL, face=SONG):
    """Every line a paragraph; the cell has one already."""
    for number, each in enumerate(words.splitlines() or [""]):
        line = cell.add_paragraph() if number else cell.paragraphs[0]
        line.paragraph_format.space_before = line.paragraph_format.space_after = AIR
        _run(line, each, size, face)


def _run(line, words, size, face):
    run = line.add_run(_clean(words))
    run.font.size = size
    _face(run._r.get_or_add_rPr(), face)


def _face(properties, face):
    fonts = properties.get_or_add_rFonts()
    # What the theme says goes before what is named here.
    for name in ["w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"]:
        fonts.attrib.pop(qn(name), None)
    for name, value in [("w:ascii", LATIN), ("w:hAnsi", LATIN), ("w:eastAsia", face)]:
        fonts.set(qn(name), value)


def _clean(words):
    """Without control characters, which a Word file cannot hold."""
    return "".join(char for char in words if char == "\t" or unicodedata.category(char) != "Cc")
