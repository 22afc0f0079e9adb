"""Where everything stands in a workbook: what writing puts down, reading looks for by these words, never by position."""

from datetime import date, timedelta

PRODUCT = "中职诊改平台"
GUIDE = "说明"
LISTS = "_选项"
STAMP = "_版本"

#: In the hidden first column: beside the codes of a single form, and at the head of a many-row form.
CODE, NAME, UNIT = "代码", "项目", "单位"
#: The column of a single form that holds the school's values.
VALUE = "本学年"
#: The code row is looked for in this corner.
CORNER = 12

#: More rows than any school has of anything; a paste of a whole column stops here.
MOST_ROWS = 2000
#: Nothing of ours stands further out; a cell that does would only make the sheet large.
LAST_ROW, LAST_COLUMN = MOST_ROWS + 100, 100
#: A cell of a workbook holds no more characters than this.
CELL = 32_767


def typed(form):
    """The fields a school types into a workbook: attachments are uploaded on the page."""
    return [field for field in form.fields if field.typed_by_school and field.kind != "attachment"]


def address(row, column):
    """The address of a cell, both counted from 0: (6, 2) is C7."""
    return f"{letters(column)}{row + 1}"


def letters(column):
    """The letters of a column counted from 0: 2 is C."""
    found, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def from_serial(number, since_1904):
    """The day that a workbook keeps as ``number``."""
    return (date(1904, 1, 1) if since_1904 else date(1899, 12, 30)) + timedelta(days=int(number))
