"""What a cell holds: the one reader of typed and imported values, and how a stored value is read back and shown.

Stored (canonical) values, by kind; an absent key is an empty cell, never "" or null:
int, dec "669", "162.5" · bool true, false · date "2020-09-01" · yearmonth "202009" · choice its code · text, url, code, major, uscc the text ·
attachment the file's uuid · textfile {"text": …, "file": uuid}, at least one of the two.
"""

import math
import re
import unicodedata
import uuid
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from apps.core.canonical import number_text
from apps.core.text import count_chars, is_padded

NOTHING = {"", "无", "/", "-", "—", "——", "--", "－", "／", "N/A", "n/a", "空"}
YES = {"是", "有", "真", "true", "TRUE", "True", "Y", "y", "√", "1"}
NO = {"否", "无", "没有", "假", "false", "FALSE", "False", "N", "n", "×", "0"}
ERROR_CELL = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
PLAIN = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+")
GROUPED = re.compile(r"[+-]?\d{1,3}([, \u2009\u202f]\d{3})+(\.\d+)?")
DAY = re.compile(r"(\d{4})(?:[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]00:00(?::00)?)?")
MONTH = re.compile(r"(\d{4})(?:[-/.年]\s*(\d{1,2})月?|(\d{2}))")
USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
URL = re.compile(r"https?://[^\s/?#]+\.[^\s/?#]+\S*")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff]")
# Sixteen digits with the decimals: what a workbook keeps exactly, and far beyond any school.
TOO_BIG = Decimal(10) ** 13
YEARS = range(1800, 2201)
MAX_URL = 300
MAX_TEXTFILE = 500


class BadValue(ValueError):
    """A value a cell cannot hold: what is wrong, and what would be right."""

    def __init__(self, message, suggestion):
        super().__init__(f"{message}。{suggestion}")
        self.message = message
        self.suggestion = suggestion


class Cleaned(NamedTuple):
    """A value as stored (None: empty) and, where it was read otherwise than written, a sentence that says so."""

    value: Any
    correction: str = ""


def clean(field, raw, *, catalogue):
    """Read ``raw`` (text, or what a workbook cell gives) for ``field`` of a Book; ``catalogue`` is the Book's majors.

    Returns Cleaned; raises BadValue. The form, the workbook and the API all come through here.
    """
    if isinstance(raw, list | dict) and not (isinstance(raw, dict) and field.kind == "textfile"):
        raise BadValue("这里应是一个值", "请只填一个值")
    if isinstance(raw, str):
        raw = _visible(raw)
        if ERROR_CELL.fullmatch(raw):
            raise BadValue(f"单元格里是差错值 {raw}", "请改成数值本身，或留空")
    if isinstance(raw, float) and not math.isfinite(raw):
        raise BadValue("单元格里不是一个确定的数", "请改成数值本身，或留空")
    if raw is None or raw == "":
        return Cleaned(None)
    if isinstance(raw, str) and field.kind not in ("bool", "textfile") and raw in NOTHING and raw not in field.words:
        return Cleaned(None, f"“{raw}”读作空")
    value = READERS[field.kind](field, raw, catalogue)
    return Cleaned(value, _correction(field, raw, value))


def _correction(field, raw, value):
    if field.kind in ("int", "dec", "code", "major", "uscc") and isinstance(raw, str) and raw != value:
        return f"“{raw}”读作 {value}"
    if field.kind == "major" and not isinstance(raw, str):
        return f"数字 {_text(raw)} 读作专业代码 {value}"
    return ""


def _visible(text):
    """Without what nobody sees and the database cannot keep: control signs, halves of characters, zero-width spaces."""
    return UNSEEN.sub("", text).strip()


def _text(raw):
    """A cell as text: numbers as the workbook shows them, half-width letters and digits."""
    if isinstance(raw, float):
        return format(_decimal(raw), "f")
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return unicodedata.normalize("NFKC", str(raw)).strip()


def _decimal(raw):
    # Fifteen digits are what a workbook keeps and shows; the rest is binary noise.
    return Decimal(number_text(Decimal(format(raw, ".15g"))))


def _number(field, raw, catalogue):
    number = _parsed(field, raw)
    wanted = "整数" if field.places == 0 else f"最多 {field.places} 位小数的数"
    if abs(number) >= TOO_BIG:
        raise BadValue(f"{raw} 太大", "请核对位数与单位" + (f"（{field.unit}）" if field.unit else ""))
    rounded = number.quantize(Decimal(1).scaleb(-field.places), ROUND_HALF_UP)
    if rounded != number:
        raise BadValue(f"{number_text(number)} 的小数位太多", f"这里填{wanted}，例如 {number_text(rounded)}")
    low, high = field.minimum, field.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise BadValue(f"{number_text(number)} 超出范围", f"应{_range(low, high)}" + (f"，单位是{field.unit}" if field.unit else ""))
    return number_text(number)


def _range(low, high):
    if high is None:
        return f"不小于 {number_text(low)}"
    return f"不大于 {number_text(high)}" if low is None else f"在 {number_text(low)}—{number_text(high)} 之间"


def _parsed(field, raw):
    wanted = "填整数" if field.places == 0 else "填数字"
    unit = f"，单位“{field.unit}”不必写" if field.unit else ""
    if isinstance(raw, bool | date):
        raise BadValue("这里应是数字", wanted + unit)
    if isinstance(raw, int | Decimal):
        return Decimal(raw)
    if isinstance(raw, float):
        return _decimal(raw)
    text = _text(raw)
    if GROUPED.fullmatch(text):
        text = re.sub(r"[, \u2009\u202f]", "", text)
    if PLAIN.fullmatch(text):
        return Decimal(text)
    lead = re.match(r"[+-]?\d[\d,]*(\.\d+)?", text)
    example = f"，例如 {lead.group().replace(',', '')}" if lead else ""
    raise BadValue(f"“{raw}”不是数字", wanted + unit + example)


def _plain_text(field, raw, catalogue):
    text = _text(raw) if not isinstance(raw, str) else raw
    text = " ".join(text.split())
    if (count := count_chars(text)) > field.max_length:
        raise BadValue(f"共 {count} 字", f"最多 {field.max_length} 字，请删去 {count - field.max_length} 字")
    if is_padded(text, field.max_length):
        raise BadValue("空格和看不见的字符太多", "请删去一些")
    return text


def _choice(field, raw, catalogue):
    text = _text(raw)
    for code, word in field.choices:
        if text in (code, word, code + word, f"{code} {word}", unicodedata.normalize("NFKC", word)):
            return code
    # A workbook turns the code 01 into the number 1.
    same = [code for code, _ in field.choices if _is_number(text) and _is_number(code) and int(code) == int(text)]
    if len(same) == 1:
        return same[0]
    words = "、".join(word if code == word else f"{code} {word}" for code, word in field.choices)
    raise BadValue(f"“{text}”不在选项中", f"请选其一：{words}")


def _is_number(text):
    return text.isascii() and text.isdigit() and len(text) < 10


def _bool(field, raw, catalogue):
    if isinstance(raw, bool):
        return raw
    text = _text(raw)
    if text in YES or text in NO:
        return text in YES
    raise BadValue(f"“{text}”看不出是或否", "请填“是”或“否”")


def _date(field, raw, catalogue):
    if isinstance(raw, datetime | date):
        year, rest = raw.year, (raw.month, raw.day)
        text = f"{year}-{raw.month}-{raw.day}"
    else:
        text = _text(raw)
        found = DAY.fullmatch(text)
        if not found:
            raise BadValue(f"“{text}”不是日期", "请写成 2020-09-01 的样子，或把单元格设为日期格式")
        year, *rest = [int(part) for part in found.groups() if part]
    try:
        day = date(year, *rest)
    except ValueError:
        day = None
    if day is None or year not in YEARS:
        raise BadValue(f"没有 {text} 这一天", "请核对年月日，写成 2020-09-01 的样子")
    return day.isoformat()


def _yearmonth(field, raw, catalogue):
    text = f"{raw.year}-{raw.month}" if isinstance(raw, datetime | date) else _text(raw)
    found = MONTH.fullmatch(text)
    if found:
        year, month = (int(part) for part in found.groups() if part)
        if 1 <= month <= 12 and year in YEARS:
            return f"{year}{month:02}"
    raise BadValue(f"“{text}”不是年月", "请写成 202009 的样子（四位年、两位月）")


def _url(field, raw, catalogue):
    text = _text(raw)
    if URL.fullmatch(text) and len(text) <= MAX_URL:
        return text
    raise BadValue(f"“{text[:60]}”不是完整的网址", f"请从 http:// 或 https:// 写起，不超过 {MAX_URL} 字")


def _code(field, raw, catalogue):
    text = _text(raw).replace(" ", "")
    if re.fullmatch(field.pattern, text):
        return text
    raise BadValue(f"“{text}”不合格式", field.hint or "请核对位数")


def _major(field, raw, catalogue):
    text = _text(raw).replace(" ", "")
    by_name = [code for code, major in catalogue.items() if major.name == text]
    if len(by_name) == 1:
        return by_name[0]
    # A workbook drops the zero at the front of 051400.
    if re.fullmatch(r"\d{5}", text) and f"0{text}" in catalogue:
        return f"0{text}"
    if re.fullmatch(r"\d{6}", text):
        return text
    raise BadValue(f"“{text}”不是专业代码", "请填 6 位数字的专业代码，例如 051400")


def _uscc(field, raw, catalogue):
    text = _text(raw).replace(" ", "").replace("-", "").upper()
    if USCC.fullmatch(text):
        return text
    raise BadValue(f"“{text}”不合格式（{len(text)} 位）", "统一社会信用代码是 18 位数字与大写字母，不含 I、O、S、V、Z，请对照营业执照")


def _file(raw):
    try:
        return str(uuid.UUID(str(raw)))
    except ValueError:
        raise BadValue("附件不能写成文字", "请在填报页上传文件") from None


def _attachment(field, raw, catalogue):
    return _file(raw)


def _textfile(field, raw, catalogue):
    given = raw if isinstance(raw, dict) else {"text": raw}
    text = _visible(str(given.get("text") or ""))
    count = count_chars(text)
    if count > MAX_TEXTFILE:
        raise BadValue(f"共 {count} 字", f"最多 {MAX_TEXTFILE} 字，请删去 {count - MAX_TEXTFILE} 字，其余可作附件")
    kept = {"text": text} if text else {}
    if given.get("file"):
        kept["file"] = _file(given["file"])
    return kept or None


READERS = {
    "int": _number, "dec": _number, "text": _plain_text, "choice": _choice, "bool": _bool, "date": _date, "yearmonth": _yearmonth, "url": _url,
    "code": _code, "major": _major, "uscc": _uscc, "attachment": _attachment, "textfile": _textfile,
}  # fmt: skip


def read(field, stored):
    """A stored value as the rules see it: Decimal, bool, date (a yearmonth is its first day), else text."""
    match field.kind:
        case "int" | "dec":
            return Decimal(stored)
        case "date":
            return date.fromisoformat(stored)
        case "yearmonth":
            return date(int(stored[:4]), int(stored[4:]), 1)
        case "textfile":
            return stored.get("text") or stored.get("file")
        case _:
            return stored


def shown(field, stored):
    """A stored value in words, numbers ungrouped and as typed; "—" where empty."""
    if stored is None:
        return "—"
    match field.kind:
        case "bool":
            return "是" if stored else "否"
        case "choice":
            return field.words.get(stored, stored)
        case "yearmonth":
            return f"{stored[:4]} 年 {int(stored[4:])} 月"
        case "attachment":
            return "已附"
        case "textfile":
            return stored.get("text") or "见附件"
        case _:
            return str(stored)
