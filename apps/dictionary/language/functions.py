"""The functions a formula may call: their arguments' kinds, the kind of their result, and what they do with values that are there."""

from decimal import Decimal

HUNDRED = Decimal(100)
USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = [pow(3, place, 31) for place in range(17)]


def pct(part, whole):
    return HUNDRED * part / whole if whole else None


def left(text, count):
    return text[: int(count)]


def mid(text, start, count):
    begin = int(start) - 1
    return text[begin : begin + int(count)]


def uscc_ok(code):
    """Whether the check digit of an 18-place 统一社会信用代码 is right (GB 32100)."""
    if len(code) != 18 or any(sign not in USCC_SIGNS for sign in code):
        return False
    total = sum(USCC_SIGNS.index(sign) * weight for sign, weight in zip(code, USCC_WEIGHTS, strict=False))
    return USCC_SIGNS[-total % 31] == code[-1]


def greatest(*numbers):
    return max(numbers)


def least(*numbers):
    return min(numbers)


# name: (function, kinds of the arguments, kind of the result); "…" repeats the kind before it.
FUNCTIONS = {
    "pct": (pct, ("num", "num"), "num"),
    "abs": (abs, ("num",), "num"),
    "greatest": (greatest, ("num", "…"), "num"),
    "least": (least, ("num", "…"), "num"),
    "left": (left, ("text", "num"), "text"),
    "mid": (mid, ("text", "num", "num"), "text"),
    "uscc_ok": (uscc_ok, ("text",), "bool"),
}

# What the platform knows: name: (kind, Chinese).
SYSTEM = {
    "year_start": ("date", "学年开始日"),
    "year_end": ("date", "学年结束日"),
    "today": ("date", "今天"),
    "due_selfdiag": ("date", "自我诊改报告应提交日"),
    "selfdiag_on": ("date", "自我诊改报告提交日"),
    "due_qreport": ("date", "质量报告应发布日"),
    "due_upload": ("date", "状态数据应上报日"),
    "uploaded_on": ("date", "状态数据上报日"),
    "rules_passed_first": ("num", "首次校验通过条数"),
    "rules_total": ("num", "首次校验总条数"),
}
