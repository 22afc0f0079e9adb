"""A return as a workbook: a sheet a form, with drop-downs, units, locked registers and a version stamp (B4)."""

import io
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from apps.dictionary.book import Book
from apps.dictionary.values import shown
from apps.statusdata.workbook import layout
from apps.statusdata.workbook.cells import WIDTHS, Cells, help_of
from apps.statusdata.workbook.stamp import Stamp, sealed

GUIDANCE = [
    "一、白色格由学校填写，灰色格来自学校登记或由平台计算，已锁定。登记有误请在平台申请更正。",
    "二、没有的项目留空即可；确实是零的填 0。空与 0 不同。单位见“单位”一栏，不必写进格里。",
    "三、带下拉的格请从下拉中选；日期写成 2020-09-01，年月写成 202009。不要合并单元格。",
    "四、多行表一行一条，接着往下填；要删去一条，请清空该行各格，导入时逐行确认后才会删除。",
    "五、附件不能放进工作簿，请在填报页上传。请不要改动工作表的名称、代码和隐藏的内容。",
    "六、填好以后在填报页“导入工作簿”。导入先给出预览，列明改动与差错，确认以后才写入。",
]


@dataclass(frozen=True)
class Export:
    """What goes out: ``held`` and ``last`` are stored values by form as in ``contents.stored`` (``last``: {} where there is no year before)."""

    book: Book
    forms: tuple
    stamp: Stamp
    held: dict
    last: dict
    title: str


def write(export):
    """The workbook as bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        made.set_properties({"title": export.title, "author": layout.PRODUCT, "created": date.fromisoformat(export.stamp.made_at[:10])})
        _Writer(made, export).write()
    return out.getvalue()


def base_of(forms, held, *, blank):
    """The ``base`` of a Stamp for what goes out."""
    if blank:
        return {form.code: {} for form in forms}
    found = {}
    for form in forms:
        given = held.get(form.code) or {}
        found[form.code] = {str(key): _typed(form, cells) for key, cells in given} if form.rows else _typed(form, given)
    return found


def _typed(form, cells):
    return {field.code: cells[field.code] for field in layout.typed(form) if field.code in cells}


class _Writer:
    def __init__(self, made, export):
        self.made, self.export = made, export
        self.cells = Cells(made, export.book)

    def write(self):
        export = self.export
        guide = self.made.add_worksheet(layout.GUIDE)
        sheets = [(form, self.made.add_worksheet(form.code)) for form in export.forms]
        lists = self.cells.list_sheet = self.made.add_worksheet(layout.LISTS)
        stamp = self.made.add_worksheet(layout.STAMP)
        self._guide(guide)
        for form, sheet in sheets:
            self._form(form, sheet)
        for number, piece in enumerate(sealed(export.stamp)):
            stamp.write_string(number, 0, piece)
        for hidden in (lists, stamp):
            hidden.very_hidden()
            hidden.protect()

    # —— sheets

    def _guide(self, sheet):
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 30)
        sheet.set_column(2, 2, 60)
        sheet.write_string(0, 0, self.export.title, self.cells.format("title"))
        sheet.write_string(1, 0, self._version(), self.cells.format("note"))
        for row, text in enumerate(GUIDANCE, 3):
            sheet.write_string(row, 0, text)
        top = 4 + len(GUIDANCE)
        for column, word in enumerate(["表", "名称", "填报部门"]):
            sheet.write_string(top, column, word, self.cells.format("head"))
        for row, form in enumerate(self.export.forms, top + 1):
            sheet.write_url(row, 0, f"internal:'{form.code}'!B1", self.cells.format("link"), form.code)
            sheet.write_string(row, 1, form.name + ("（一校多条）" if form.rows else ""), self.cells.format("name"))
            sheet.write_string(row, 2, form.department, self.cells.format("name"))
        sheet.protect()
        self._print(sheet, landscape=False)

    def _form(self, form, sheet):
        sheet.set_column(0, 0, None, self.cells.format("key") if form.rows else None, {"hidden": True})
        sheet.write_string(0, 0, form.code)
        sheet.write_string(0, 1, f"{form.code} {form.name}", self.cells.format("title"))
        sheet.write_string(
            1, 1, f"{self._version()}　{'一行一条，接着往下填' if form.rows else '白色格填写，灰色格不用填'}", self.cells.format("note")
        )
        (self._rows if form.rows else self._single)(form, sheet)
        sheet.protect("", {"format_columns": True, "format_rows": True, "insert_rows": form.rows, "delete_rows": form.rows, "sort": form.rows})
        self._print(sheet, landscape=form.rows)

    def _single(self, form, sheet):
        for column, (word, width) in enumerate([(layout.NAME, 32), (layout.VALUE, 18), (layout.UNIT, 8), ("填报说明", 46), ("上年", 14)], 1):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, word, self.cells.format("head"))
        sheet.write_string(2, 0, layout.CODE)
        held, last, row = self.export.held.get(form.code) or {}, self.export.last.get(form.code) or {}, 3
        for heading, fields in form.sections:
            for column in range(1, 6):
                sheet.write_string(row, column, heading if column == 1 else "", self.cells.format("section"))
            for field in fields:
                row += 1
                sheet.write_string(row, 0, field.code)
                sheet.write_string(row, 1, field.name + (" *" if field.required else ""), self.cells.format("name", indent=field.indent))
                self.cells.value(sheet, row, 2, field, held.get(field.code))
                self.cells.validate(sheet, field, row, row, 2)
                sheet.write_string(row, 3, field.unit, self.cells.format("help"))
                sheet.write_string(row, 4, help_of(field), self.cells.format("help"))
                before = last.get(field.code)
                sheet.write_string(row, 5, "" if before is None else shown(field, before), self.cells.format("fixed", align="right"))
            row += 1
        sheet.freeze_panes(3, 2)
        sheet.repeat_rows(0, 2)

    def _rows(self, form, sheet):
        for row, word in [(2, layout.CODE), (3, layout.NAME), (4, layout.UNIT)]:
            sheet.write_string(row, 0, word)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(3, 42)
        sheet.set_row(4, 30)
        for column, field in enumerate(form.fields, 1):
            sheet.set_column(column, column, WIDTHS.get(field.kind, 14), self.cells.style(field))
            sheet.write_string(2, column, field.code)
            sheet.write_string(3, column, field.name + (" *" if field.required else ""), self.cells.format("head"))
            sheet.write_string(4, column, "　".join(filter(None, [field.unit, help_of(field)])), self.cells.format("unit"))
            self.cells.validate(sheet, field, 5, 4 + layout.MOST_ROWS, column)
        for row, (key, cells) in enumerate(self.export.held.get(form.code) or [], 5):
            sheet.write_string(row, 0, str(key), self.cells.format("key"))
            for column, field in enumerate(form.fields, 1):
                if field.code in cells:
                    self.cells.value(sheet, row, column, field, cells[field.code])
        sheet.freeze_panes(5, 2)
        sheet.repeat_rows(0, 4)

    def _print(self, sheet, *, landscape):
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5)
        sheet.set_footer("&L&8&F&R&8第 &P 页，共 &N 页")

    def _version(self):
        stamp = self.export.stamp
        parts = [
            f"{stamp.school_name}（{stamp.school}）", f"{stamp.year}—{stamp.year + 1} 学年", f"数据字典 {stamp.edition}",
            f"{'空白表' if stamp.blank else '带出数值'}，{stamp.made_at[:16].replace('T', ' ')} 导出",
        ]  # fmt: skip
        return "　".join(parts)
