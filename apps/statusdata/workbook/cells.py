"""Single cells as a workbook keeps them: format, drop-down, range, prompt, and the words for a code."""

from datetime import date
from decimal import Decimal

from apps.dictionary.values import shown
from apps.statusdata.workbook import layout

FONT = "宋体"
LINE, GREY, INK = "#B9B2A6", "#F1EEE8", "#1F3A4D"
FORMATS = {
    "title": {"bold": True, "font_size": 14, "font_color": INK},
    "note": {"font_color": "#6B655C", "font_size": 9},
    "head": {"bold": True, "bg_color": GREY, "border": 1, "border_color": LINE, "text_wrap": True, "valign": "vcenter"},
    "unit": {"bg_color": GREY, "border": 1, "border_color": LINE, "font_color": "#6B655C", "font_size": 9, "text_wrap": True, "valign": "top"},
    "section": {"bold": True, "bottom": 1, "bottom_color": INK, "font_color": INK},
    "name": {"border": 1, "border_color": LINE, "text_wrap": True, "valign": "vcenter"},
    "help": {"border": 1, "border_color": LINE, "text_wrap": True, "valign": "vcenter", "font_color": "#6B655C", "font_size": 9},
    "fixed": {"border": 1, "border_color": LINE, "bg_color": GREY, "font_color": "#6B655C", "text_wrap": True, "valign": "vcenter"},
    "open": {"border": 1, "border_color": LINE, "locked": False, "valign": "vcenter"},
    "key": {"locked": False, "num_format": "@"},
    "link": {"font_color": INK, "underline": 1},
    "text": {"text_wrap": True, "valign": "top"},
}
NUMBER_FORMATS = {"int": "0", "dec": "General", "date": "yyyy-mm-dd"}
WIDTHS = {"int": 11, "dec": 12, "date": 13, "yearmonth": 12, "bool": 8, "choice": 14, "text": 26, "url": 30, "textfile": 40, "uscc": 22}
MAX_PROMPT = 250


class Cells:
    """Writes cells of ``book`` into the workbook being ``made``; the words to choose from stand once on ``list_sheet``."""

    def __init__(self, made, book):
        self.made, self.book = made, book
        self.list_sheet = None
        self.formats, self.lists = {}, {}

    def format(self, name, **more):
        key = (name, *sorted(more.items()))
        if key not in self.formats:
            self.formats[key] = self.made.add_format({"font_name": FONT, "font_size": 10, **FORMATS[name], **more})
        return self.formats[key]

    def style(self, field):
        if field not in layout.typed(self.book.form_by_code[field.form]):
            return self.format("fixed")
        wrapped = {"text_wrap": True} if field.kind in ("text", "textfile") else {}
        return self.format("open", num_format=NUMBER_FORMATS.get(field.kind, "@"), **wrapped)

    def value(self, sheet, row, column, field, value):
        """One stored value as a workbook keeps it: words for codes, so that it is read and chosen by people."""
        style = self.style(field)
        if value is None:
            sheet.write_blank(row, column, None, style)
        elif field.numeric and len(value.lstrip("-").replace(".", "")) <= 15:
            sheet.write_number(row, column, float(Decimal(value)), style)
        elif field.kind == "date" and value >= "1900-03-01":
            sheet.write_datetime(row, column, date.fromisoformat(value), style)
        elif field.kind == "yearmonth":
            sheet.write_string(row, column, value, style)
        elif field.kind == "textfile":
            sheet.write_string(row, column, value.get("text", ""), style)
        else:
            sheet.write_string(row, column, str(value) if field.kind == "date" else shown(field, value), style)

    def validate(self, sheet, field, first, last, column):
        """Drop-downs and ranges, with a prompt that says what goes in."""
        rule = self._rule(field) if field in layout.typed(self.book.form_by_code[field.form]) else None
        if rule:
            help_text = help_of(field)
            prompt = {"input_title": field.name[:30], "input_message": help_text[:MAX_PROMPT]} if help_text else {}
            told = {"error_title": "请核对", "error_message": f"{field.name}：{help_text or '请按提示填写'}"[:MAX_PROMPT], "ignore_blank": True}
            sheet.data_validation(first, column, last, column, {**rule, **prompt, **told})

    def _rule(self, field):
        match field.kind:
            case "int" | "dec":
                low = -(10**12) if field.minimum is None else float(field.minimum)
                high = 10**12 if field.maximum is None else float(field.maximum)
                return {"validate": "integer" if field.kind == "int" else "decimal", "criteria": "between", "minimum": low, "maximum": high}
            case "choice":
                return {"validate": "list", "source": self._list(tuple(word for _code, word in field.choices))}
            case "bool":
                return {"validate": "list", "source": self._list(("是", "否"))}
            case "date":
                span = {"minimum": date(1900, 3, 1), "maximum": date(2200, 12, 31)}
                return {"validate": "date", "criteria": "between", **span, "error_type": "warning"}
            case _:
                return {"validate": "any"} if help_of(field) else None

    def _list(self, words):
        """The range of the hidden sheet that holds ``words``, written once."""
        if words not in self.lists:
            column = len(self.lists)
            self.list_sheet.write_column(0, column, words)
            letter = layout.letters(column)
            self.lists[words] = f"='{layout.LISTS}'!${letter}$1:${letter}${len(words)}"
        return self.lists[words]


def help_of(field):
    """What is said to who fills in the field; "" where the name says it all."""
    if field.kind == "attachment":
        return "请在填报页上传"
    if not field.typed_by_school:
        return field.hint or "来自学校登记或由平台计算"
    return field.hint
