"""A filled workbook read: by the codes in it, never by position; every value through the dictionary's one reader."""

import io
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from apps.dictionary.values import BadValue, clean
from apps.statusdata.workbook import layout
from apps.statusdata.workbook.layout import address, from_serial
from apps.statusdata.workbook.package import Unreadable, scan
from apps.statusdata.workbook.stamp import unsealed

SHOWN = 60
#: Days from 1927 to 2119, as a workbook counts them.
SERIALS = range(10_000, 80_000)


@dataclass(frozen=True)
class Cell:
    """A value read (canonical, None for empty), where it stands (F08!C7), and how it was read otherwise than written."""

    value: Any
    at: str
    correction: str = ""


@dataclass(frozen=True)
class Problem:
    """A cell, or a place, that cannot be read: what stands there, what is wrong by which rule, what would be right."""

    at: str
    name: str
    value: str
    wrong: str
    right: str


@dataclass(frozen=True)
class ReadRow:
    """A row of a many-row form: the id it went out with ("" for a new one), its number in the sheet, its cells by field."""

    key: str
    number: int
    cells: dict


@dataclass
class ReadSheet:
    """One form: ``cells`` of a single one by field, ``rows`` of a many-row form."""

    form: Any
    name: str
    cells: dict = field(default_factory=dict)
    rows: list = field(default_factory=list)


@dataclass
class Reading:
    stamp: Any
    sheets: dict
    problems: list
    notes: list


def read(content, book, accept):
    """The Reading of a workbook; Unreadable for one that cannot be taken as a whole. ``accept(stamp)`` refuses what does not belong here."""
    package = scan(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in package.sheets}
    except (CalamineError, ValueError, OSError):
        raise Unreadable("工作簿的内容不完整，读不出来。请在 Excel 或 WPS 里打开，另存后再导入。") from None
    stamp = unsealed([row[0] for row in grids.get(layout.STAMP, []) if row and row[0]])
    accept(stamp)
    return _Reader(book, stamp, package, grids).read()


class _Reader:
    def __init__(self, book, stamp, package, grids):
        self.book, self.stamp, self.package, self.grids = book, stamp, package, grids
        self.problems, self.notes, self.sheets = [], [], {}

    def read(self):
        if self.package.linked:
            self.notes.append("工作簿里有指向其他文件的链接，只读取了保存下来的数值。")
        for code in self.stamp.forms:
            if name := self._sheet_of(code):
                self._read_sheet(self.book.form_by_code[code], name)
        return Reading(self.stamp, self.sheets, self.problems, self.notes)

    def _sheet_of(self, code):
        """The sheet of a form: by its name, or by the mark in its first cell where it was renamed."""
        if code in self.grids:
            return code
        marked = [name for name, grid in self.grids.items() if code in _first_cells(grid)]
        if len(marked) == 1:
            self.notes.append(f"工作表“{marked[0]}”改过名，按 {code} 读取。")
            return marked[0]
        reason = "有几张工作表都像是" if marked else "工作簿里没有"
        self.notes.append(f"{reason} {code} {self.book.form_by_code[code].name}，这张表没有读，不会有改动。")
        return None

    def _read_sheet(self, form, name):
        sheet, grid = ReadSheet(form, name), self.grids[name]
        corner = _corner(grid)
        if corner is None:
            self._problem(name, None, form.name, "", "找不到“代码”行或列", "请不要删去表头和隐藏的代码；请重新导出后填写")
            return
        self._merges(sheet, corner)
        if (self._read_rows if form.rows else self._read_single)(sheet, grid, *corner):
            self.sheets[form.code] = sheet

    def _read_single(self, sheet, grid, top, left):
        head = [str(word).strip() for word in grid[top]]
        if layout.VALUE not in head:
            self._problem(sheet.name, (top, left), "表头", "", f"没有“{layout.VALUE}”一列", "请保留表头；请重新导出后填写")
            return False
        column, found = head.index(layout.VALUE), {}
        for row in range(top + 1, len(grid)):
            code = str(grid[row][left]).strip()
            if code in found:
                self._problem(sheet.name, (row, column), code, "", f"代码 {code} 出现两次，后一处没有读", "请只保留一处")
            elif code:
                found[code] = row
        self._unknown(sheet, found)
        for about in self._known(sheet, found):
            self._take(sheet, about, grid, (found[about.code], column), sheet.cells)
        return True

    def _read_rows(self, sheet, grid, top, left):
        found = {}
        for column, word in enumerate(grid[top]):
            code = str(word).strip()
            if code in found:
                self._problem(sheet.name, (top, column), code, "", f"代码 {code} 出现两次，后一列没有读", "请只保留一列")
            elif code and column != left:
                found[code] = column
        self._unknown(sheet, found)
        known = self._known(sheet, found)
        # With the rows of names and units gone, what stands below the codes is data.
        below = [row for row in range(top + 1, len(grid)) if str(grid[row][left]).strip() not in (layout.NAME, layout.UNIT)]
        columns = [left, *(found[field.code] for field in known)]
        filled = [row for row in below if any(grid[row][column] != "" for column in columns) or self._marked(sheet.name, row)]
        if not self._sound(sheet, grid, filled, left):
            return False
        seen = set()
        for row in filled:
            key, cells = str(grid[row][left]).strip(), {}
            for about in known:
                self._take(sheet, about, grid, (row, found[about.code]), cells)
            if key in seen:
                self.notes.append(f"{sheet.name} 第 {row + 1} 行是复制来的，按新增一行读取。")
            sheet.rows.append(ReadRow("" if key in seen else key, row + 1, cells))
            seen |= {key} - {""}
        return True

    def _sound(self, sheet, grid, filled, left):
        """Whether the rows can be told apart and are not too many."""
        if len(filled) > layout.MOST_ROWS:
            place = (filled[layout.MOST_ROWS], left)
            self._problem(sheet.name, place, sheet.form.name, "", f"共 {len(filled)} 行", f"一张表最多 {layout.MOST_ROWS} 行，请核对；这张表没有读")
            return False
        went_out = self.stamp.base.get(sheet.form.code)
        if went_out and filled and not any(str(grid[row][left]).strip() in went_out for row in filled):
            self._problem(sheet.name, None, sheet.form.name, "", "隐藏的行标识被删去了，分不清哪些是原有的行", "请重新导出后填写；这张表没有读")
            return False
        return True

    def _known(self, sheet, found):
        """The fields to read; one whose code is gone from the sheet stays as it is."""
        wanted = layout.typed(sheet.form)
        gone = [field.name for field in wanted if field.code not in found]
        if gone:
            self.notes.append(f"{sheet.name} 里没有“{'”“'.join(gone)}”，{'这一项' if len(gone) == 1 else '这几项'}不会有改动。")
        return [field for field in wanted if field.code in found]

    def _unknown(self, sheet, found):
        strange = [code for code in found if code not in sheet.form.by_code]
        if strange:
            self.notes.append(f"{sheet.name} 里的“{'”“'.join(code[:20] for code in strange[:5])}”不是本表的代码，没有读。")

    # —— one cell

    def _take(self, sheet, field, grid, place, cells):
        at = f"{sheet.name}!{address(*place)}"
        raw = grid[place[0]][place[1]] if place[1] < len(grid[place[0]]) else ""
        if place in self.covered:
            return
        if (saved := self.package.sheets[sheet.name].formulas.get(place)) is False:
            self._problem(sheet.name, place, field.name, "公式", "公式没有保存结果", "请在 Excel 或 WPS 里打开并保存一次，或改填数值")
            return
        raw = self.package.sheets[sheet.name].errors.get(place, raw)
        # A workbook keeps each number with a point; -3 is not to come back as -3.0.
        raw = int(raw) if isinstance(raw, float) and raw.is_integer() else raw
        if isinstance(raw, str) and len(raw) > layout.CELL:
            self._problem(sheet.name, place, field.name, raw, f"一格里有 {len(raw)} 字", f"一格最多 {layout.CELL} 字，请删减")
            return
        try:
            value, correction = self._cleaned(field, raw)
        except BadValue as bad:
            text = str(raw)
            self._problem(sheet.name, place, field.name, text, bad.message.replace(text, _short(text)), bad.suggestion)
            return
        cells[field.code] = Cell(value, at, correction or ("公式，取保存下来的结果" if saved else ""))

    def _cleaned(self, field, raw):
        if field.kind in ("date", "yearmonth") and isinstance(raw, int | float) and not isinstance(raw, bool) and int(raw) in SERIALS:
            day = from_serial(raw, self.package.since_1904)
            value, _ = clean(field, day, catalogue=self.book.majors)
            return value, f"{int(raw)} 是日期的序号，读作 {day.isoformat()}"
        return clean(field, raw, catalogue=self.book.majors)

    # —— places

    def _merges(self, sheet, corner):
        """Merged cells below the head hold one value for many places: nothing in them is read, so that nothing is emptied by them."""
        self.covered = set()
        for top, left, bottom, right in self.package.sheets[sheet.name].merged:
            if bottom > corner[0] and right > corner[1]:
                rows, columns = range(top, min(bottom, layout.LAST_ROW) + 1), range(left, min(right, layout.LAST_COLUMN) + 1)
                self.covered |= {(row, column) for row in rows for column in columns}
                where = f"{address(top, left)}:{address(bottom, right)}"
                self.problems.append(Problem(f"{sheet.name}!{where}", "合并单元格", "", "这些格合并在一起，分不清各是什么值", "请取消合并，分别填写"))

    def _marked(self, name, row):
        """Whether a row without values still says something: an error cell or a formula without result."""
        scanned = self.package.sheets[name]
        return any(place[0] == row for place in scanned.errors)

    def _problem(self, name, place, label, value, wrong, right):
        at = f"{name}!{address(*place)}" if place else name
        self.problems.append(Problem(at, label, _short(value), _short(wrong, 200), _short(right, 400)))


def _short(text, most=SHOWN):
    return text if len(text) <= most else f"{text[:most]}…"


def _first_cells(grid):
    return [str(cell).strip() for row in grid[:1] for cell in row[: layout.CORNER]]


def _corner(grid):
    """Where the word 代码 stands: (row, column), or None."""
    for row, cells in enumerate(grid[: layout.CORNER]):
        for column, word in enumerate(cells[: layout.CORNER]):
            if word == layout.CODE:
                return row, column
    return None
