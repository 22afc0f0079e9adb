"""The same papers as Word files, made when they are asked for: for who goes on working with the words (L1). What counts is the paper with its code."""

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from apps.annualreports.selectors.reading import reading
from apps.core.numbers import MISSING, shown
from apps.core.templatetags.look import full_day, school_year
from apps.documents.word import Word

UNWRITTEN = "（还没有写）"
#: The columns of the papers, in mm: an A4 page less its margins.
FIGURES, FUNDS, MEASURES = [70, 35, 55], [45, 30, 30, 55], [40, 50, 35, 35]


def report_word(report, held, lodging=None):
    """The bytes of a yearly report that says ``held`` (contents.content): as ``lodging`` holds it, or the draft as it stands."""
    told = reading(held)
    code = f"，验证码 {lodging.certificate.code}" if lodging and lodging.certificate else ""
    foot = f"{lodging}{code}。以带验证码的 PDF 为准。" if lodging else f"{report}草稿，{full_day(localtime())}。各项数以签字报送时为准。"
    paper = _begun(f"{report}", author=told.province, at=localtime(lodging.at if lodging else None), foot=foot)
    paper.title(told.province, f"{told.year} 年度教学诊断与改进工作报告", cover=False)
    paper.heading("一、本年度工作")
    paper.text(told.work or UNWRITTEN)
    paper.heading("二、年度数据")
    groups = [(name, [[row.label, f"{row.words} {row.unit}".strip(), row.source] for row in rows]) for name, rows in told.sections if name != "经费"]
    paper.table(["项目", "数", "从哪里来"], groups, widths=FIGURES)
    paper.heading("三、经费（万元）")
    amounts = [[label, shown(set_aside, 2), shown(spent, 2), note or MISSING] for label, set_aside, spent, note in told.funds]
    paper.table(["用途", "安排", "支出", "来源与说明"], [("", amounts)], widths=FUNDS)
    paper.heading("四、下一年度计划")
    paper.text(told.plan or UNWRITTEN)
    if told.note:
        paper.heading("五、需要说明的事项")
        paper.text(told.note)
    return paper.content()


def chapter_word(chapter):
    """The bytes of a school's chapter, to be put into its own 年度质量报告 (R5.3)."""
    told, signed = chapter.content, localtime(parse_datetime(chapter.content["signed_at"]))
    source = f"本章文字取自校长签字的《自我诊改报告》第 {told['number']} 版（{full_day(signed)}）。"
    paper = _begun(f"{chapter}", author=told["school"]["name"], at=signed, foot=source)
    paper.title("教学诊断与改进工作", cover=False)
    paper.text(f"{told['school']['name']}，{school_year(told['year'])}。{source}", indented=False)
    paper.heading("一、自我诊改工作概述")
    paper.text(told["overview"])
    paper.heading("二、诊断与改进")
    for row in (row for item in told["items"] for row in item["rows"]):
        paper.heading(f"{row['code']} {row['name']}", 2)
        for label, key in [("自我诊断", "self"), ("改进措施", "measures"), ("改进效果", "effect")]:
            paper.text(f"{label}：{row[key]}")
    numbers = iter("三四五")
    if told["measures"]:
        paper.heading(f"{next(numbers)}、改进措施")
        rows = [[each["problem"], each["aim"], _stood(each), each["effect"] or MISSING] for each in told["measures"]]
        paper.table(["问题", "措施与目标", "签字时", "已见成效"], [("", rows)], widths=MEASURES)
    for heading, key in [("综合诊断结论", "conclusion"), ("改进工作建议", "advice")]:
        paper.heading(f"{next(numbers)}、{heading}")
        paper.text(told[key])
    return paper.content()


def _begun(title, *, author, at, foot):
    return Word(title, author=author, at=at, foot=foot + ("　演示数据" if settings.DEMONSTRATION else ""))


def _stood(measure):
    return f"{measure['state']}，计划 {measure['due']}" if measure["due"] else measure["state"]
