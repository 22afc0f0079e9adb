"""Workbooks as people and programs spoil them: each takes the bytes of a good one and gives back a bad one."""

import io
import random
import re
import zipfile

from openpyxl import Workbook, load_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACRO = b"\xd0\xcf\x11\xe0 macro"


def repacked(content, change=lambda name, data: data, more=()):
    """The package with each part through ``change`` (None: left out) and ``more`` parts (name, bytes) added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = change(part, old.read(part))
            if data is not None:
                new.writestr(part, data)
        for name, data in more:
            new.writestr(name, data)
    return out.getvalue()


def edited(content, work):
    """The workbook after ``work(book)`` with openpyxl, saved as Excel would."""
    book = load_workbook(io.BytesIO(content))
    work(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def part_of(content, sheet):
    """The name of the part that holds a sheet: sheets are numbered in the order of the workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = re.findall(r'<sheet [^>]*?name="([^"]+)"', package.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def in_sheet(content, sheet, pattern, text):
    """The workbook with one replacement in the XML of a sheet."""
    wanted = part_of(content, sheet)

    def change(name, data):
        if name != wanted:
            return data
        made, count = re.subn(pattern, text, data.decode(), count=1)
        assert count == 1, pattern
        return made.encode()

    return repacked(content, change)


def put(content, sheet, cell, value, **about):
    """The workbook with one value; ``number_format`` as given."""

    def work(book):
        place = book[sheet][cell]
        place.value = value
        for name, given in about.items():
            setattr(place, name, given)

    return edited(content, work)


def place_of(content, sheet, code):
    """Where the value of a field of a single form stands."""
    book = load_workbook(io.BytesIO(content))
    return next(f"C{row[0].row}" for row in book[sheet].iter_rows(min_row=4) if row[0].value == code)


# —— files that are no workbook of ours at all


def empty(content):
    return b""


def text_file(content):
    return "项目,值\n专任教师,47\n".encode("gbk")


def old_excel(content):
    return OLE + b"\0" * 2000


def with_password(content):
    return OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


def truncated(content):
    return content[: len(content) // 2]


def flipped(content):
    """A byte changed inside a sheet: the directory is whole, the part is not."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = package.getinfo(part_of(content, "F08"))
    start = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    return content[:start] + bytes([content[start] ^ 0xFF]) + content[start + 1 :]


def bomb(content):
    return repacked(content, more=[("xl/media/image1.bin", b"\0" * (70 * 1024 * 1024))])


def macro(content):
    return repacked(content, more=[("xl/vbaProject.bin", MACRO)])


def word(content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
    return out.getvalue()


def binary_workbook(content):
    return repacked(content, lambda name, data: None if name == "xl/workbook.xml" else data, [("xl/workbook.bin", b"1")])


def too_large(content):
    return content + b"\0" * (11 * 1024 * 1024)


def twice_the_same_part(content):
    return repacked(content, more=[("XL/workbook.xml", b"<workbook/>")])


# —— workbooks that are not taken as a whole


def foreign(content):
    book, out = Workbook(), io.BytesIO()
    book.active["A1"] = "专任教师"
    book.save(out)
    return out.getvalue()


def stamp_edited(content):
    def work(book):
        cell = book["_版本"]["A1"]
        cell.value = cell.value[:40] + ("A" if cell.value[40] != "A" else "B") + cell.value[41:]

    return edited(content, work)


def without_stamp(content):
    return edited(content, lambda book: book.remove(book["_版本"]))


def entities(content):
    declaration = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return in_sheet(content, "F08", r"(<\?xml[^>]*\?>)", r"\1" + declaration)


def entities_far_down(content):
    padding = "<!-- " + "x" * 6000 + " -->"
    return in_sheet(content, "F08", r"(<\?xml[^>]*\?>)", r"\1" + padding + '<!DOCTYPE x SYSTEM "file:///etc/hostname">')


def broken_xml(content):
    return in_sheet(content, "F08", r"</sheetData>", "")


def far_out(content):
    return put(content, "F10", "XFD1048576", "无")


# —— workbooks as a broken program would write them

PLACES = re.compile(rb'"[^"]*"|>[^<]+<')
NOISE = [b"9" * 21, b"-1", b"A0", b"", b"XFD1048577", b"s", b"e", b"inlineStr", b"\xff", b"<c", b"</c>", b"&#0;", b"nan", b"1e400", b"ZZZZ1"]


def garbled(content, seed):
    """One part with a few of its values, or any bytes, replaced by noise; the same for the same seed."""
    dice = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        target = dice.choice([name for name in package.namelist() if name.startswith("xl/")])

    def change(name, data):
        if name != target:
            return data
        made = bytearray(data)
        for _ in range(dice.randint(1, 4)):
            places = list(PLACES.finditer(bytes(made)))
            if places and dice.random() < 0.7:
                place = dice.choice(places)
                made[place.start() + 1 : place.end() - 1] = dice.choice(NOISE)
            else:
                start = dice.randrange(len(made) + 1)
                made[start : start + dice.randint(0, 9)] = dice.choice(NOISE)
        return bytes(made)

    return repacked(content, change)
