"""The file as a package, before anything is taken out of it: is it a workbook at all, and one that may be opened safely.

Every refusal is an ``Unreadable`` in words for the person: what it is, and what to do.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.parsers import expat

from apps.statusdata.workbook.layout import LAST_COLUMN, LAST_ROW

LIMIT = 10 * 1024 * 1024  # bytes, as uploaded
UNPACKED = 60 * 1024 * 1024  # bytes, all parts together
MOST_PARTS = 500
AGAIN = "请从“导出工作簿”重新导出，把数值填进去再导入。"
CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Unreadable(ValueError):
    """The file cannot be taken; the message says why and what would be right."""


@dataclass
class Scan:
    """What a sheet's XML says beside its values: error cells and formulas by (row, column) from 0, merged ranges as (top, left, bottom, right).

    A formula is True where its result was saved with it.
    """

    errors: dict = field(default_factory=dict)
    formulas: dict = field(default_factory=dict)
    merged: list = field(default_factory=list)


@dataclass
class Package:
    """``sheets``: name -> Scan, in the order of the workbook."""

    sheets: dict
    since_1904: bool
    linked: bool


def look(content):
    """Refuse what is no workbook, by its first bytes and its list of parts alone: quick enough for a request."""
    if not content:
        raise Unreadable("文件是空的。请核对后再导入。")
    if len(content) > LIMIT:
        raise Unreadable(f"文件超过 {LIMIT // 1024 // 1024} MB。填好的工作簿一般不到 1 MB，请删去里面的图片和多余的工作表，或分表导入。")
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable("工作簿设了打开密码，读不出内容。请在 Excel 或 WPS 里取消密码，另存后再导入。")
        raise Unreadable("这是旧格式的表格（.xls 或 .et）。请在 Excel 或 WPS 里另存为“Excel 工作簿（.xlsx）”再导入。")
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable("这不是 .xlsx 工作簿（可能是 .csv 或其他文件改了后缀）。" + AGAIN)
    with _opened(content) as archive:
        _look_inside(archive)


def _look_inside(archive):
    parts = [part.filename for part in archive.infolist()]
    names = {name.lower() for name in parts}
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise Unreadable("工作簿里带有宏（.xlsm），不能导入。请另存为不带宏的“Excel 工作簿（.xlsx）”。")
    if "xl/workbook.bin" in names:
        raise Unreadable("这是二进制格式的工作簿（.xlsb）。请另存为“Excel 工作簿（.xlsx）”再导入。")
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise Unreadable("这不是 Excel 工作簿（可能是 Word 文档或其他文件改了后缀）。" + AGAIN)
    if len(names) != len(parts) or len(parts) > MOST_PARTS:
        raise Unreadable("工作簿的结构不正常（部件重复或过多），没有打开。" + AGAIN)
    if sum(part.file_size for part in archive.infolist()) > UNPACKED:
        raise Unreadable(f"工作簿解开以后超过 {UNPACKED // 1024 // 1024} MB，没有打开。请删去多余的内容，或重新导出后填写。")
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise Unreadable("文件设了密码，读不出内容。请取消密码，另存后再导入。")


def scan(content):
    """The Package of a workbook that was looked at; every part is read whole, so what is broken or lies about its size shows here."""
    with _opened(content) as archive:
        _look_inside(archive)
        try:
            parts = {part.filename: archive.read(part) for part in archive.infolist()}
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
            raise Unreadable("文件已损坏，解不开。请重新下载或重新保存，再导入。") from None
    for name, part in parts.items():
        if b"<!DOCTYPE" in part[:4096] and name.endswith((".xml", ".rels")):
            raise Unreadable("工作簿里有不允许的 XML 声明（DTD），没有打开。" + AGAIN)
    try:
        return _scanned(parts)
    except Unreadable:
        raise
    except (expat.ExpatError, LookupError, ValueError):
        raise Unreadable("工作簿的内容不完整，读不出来。请在 Excel 或 WPS 里打开，另存后再导入。") from None


def _opened(content):
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable("文件已损坏，解不开。请重新下载或重新保存，再导入。") from None


def _scanned(parts):
    by_lower = {name.lower(): part for name, part in parts.items()}
    book, links = _Elements(), _Elements()
    book.read(by_lower["xl/workbook.xml"])
    links.read(by_lower["xl/_rels/workbook.xml.rels"])
    targets = {attributes["Id"]: _path(attributes["Target"]) for name, attributes in links.found if name == "Relationship"}
    sheets = {}
    for name, attributes in book.found:
        if name == "sheet" and "worksheets/" in targets[attributes["id"]].lower():
            sheets[attributes["name"]] = _SheetScan(attributes["name"]).read(by_lower[targets[attributes["id"]].lower()])
    dates = [attributes.get("date1904") in ("1", "true") for name, attributes in book.found if name == "workbookPr"]
    return Package(sheets, any(dates), any(name.startswith("xl/externallinks/") for name in by_lower))


def _path(target):
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _plain(name):
    return name.rpartition(":")[2]


class _Parser:
    """An expat parser that takes no document type: neither entities nor anything from outside."""

    def read(self, part):
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text
        parser.buffer_text = True
        parser.Parse(part, True)
        return self.result()

    def _refuse(self, *declaration):
        raise Unreadable("工作簿里有不允许的 XML 声明（DTD），没有打开。" + AGAIN)

    def end(self, name):
        pass

    def text(self, text):
        pass

    def result(self):
        return None


class _Elements(_Parser):
    """All elements of a small part: (name, attributes), names without prefix."""

    def __init__(self):
        self.found = []

    def start(self, name, attributes):
        self.found.append((_plain(name), {_plain(key): value for key, value in attributes.items()}))


class _SheetScan(_Parser):
    def __init__(self, name):
        self.name = name
        self.scan = Scan()
        self.row, self.column = -1, -1
        self.kind, self.formula, self.value, self.inside = "", False, "", False

    def start(self, name, attributes):
        name = name if name in ("c", "v") else _plain(name)
        if name == "c":
            self._place(attributes.get("r"))
            self.kind, self.formula, self.value = attributes.get("t", ""), False, ""
        elif name in ("v", "t"):
            self.inside = True
        elif name == "f":
            self.formula = True
        elif name == "row":
            self.row, self.column = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1, -1
        elif name == "mergeCell":
            self.scan.merged.append(self._range(attributes["ref"]))

    def text(self, text):
        # Its beginning is enough: whether there is one, and which error it is.
        if self.inside and not self.value:
            self.value = text

    def end(self, name):
        name = name if name in ("c", "v") else _plain(name)
        if name in ("v", "t"):
            self.inside = False
        elif name == "c":
            self._keep()

    def result(self):
        return self.scan

    def _keep(self):
        if self.value and not (self.row <= LAST_ROW and self.column <= LAST_COLUMN):
            raise Unreadable(f"{self.name} 第 {self.row + 1} 行第 {self.column + 1} 列还有内容，超出了表的范围。请删去表外的内容，再导入。")
        if self.kind == "e":
            self.scan.errors[self.row, self.column] = self.value
        if self.formula:
            self.scan.formulas[self.row, self.column] = bool(self.value) or self.kind == "str"

    def _place(self, address):
        if address is None:
            self.column += 1
        else:
            self.row, self.column = _position(address)

    def _range(self, reference):
        first, _, last = reference.partition(":")
        return (*_position(first), *_position(last or first))


def _position(address):
    """(row, column) from 0 of an address such as C7."""
    found = CELL.fullmatch(address.replace("$", ""))
    if not found:
        raise KeyError(address)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
