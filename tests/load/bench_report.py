"""The paper of 附 2 at its full 14 900 字, made by the service, against WeasyPrint on the same form written by hand (A2).

By hand: the texts, the table, the signature's line and the notes of 附 2; ours has a cover, running lines, a code and a place in the store besides.
"""

from datetime import date
from html import escape

from weasyprint import HTML

from apps.accounts.models import User
from apps.core.text import count_chars
from apps.diagnosis.models import Passage, Report
from apps.diagnosis.selectors.reports import opened
from apps.diagnosis.services import diagnoses, papers, regimes, reports
from apps.documents.paper import STATIC
from apps.organizations.models import Organization
from apps.schemes import reference
from apps.schemes.models import Guidance, Scheme
from apps.schemes.parameters import Parameters
from tests.diagnosis.full import of_length
from tests.diagnosis.made import REGIME
from tests.load.province import YEAR

CHARS, MOST, TIMES = 14_900, 1.3, 7
SCHOOL = "3661900035"

STYLE = """
@font-face { font-family: Own; src: url(fonts/ZhengaiSans-Regular.ttf); }
@font-face { font-family: Own; font-weight: 700; src: url(fonts/ZhengaiSans-Bold.ttf); }
@page { size: A4 landscape; margin: 18mm; @bottom-right { content: counter(page) "/" counter(pages); } }
html { font: 9pt/1.5 Own; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; }
th, td { border: 0.5pt solid; padding: 3.5pt 5pt; text-align: left; vertical-align: top; }
tr { break-inside: avoid; }
.of { width: 11%; } .self { width: 47%; } .short { width: 21%; }
"""


def a_full_report(cast):
    """The signed Report of a made-up school, each of its texts as long as it may be."""
    reference.load()
    since = date(2016, 9, 1)
    guidance = Guidance.objects.get(code="2016")
    days = {"issued_on": since, "lodged_on": since, "effective_from": since}
    words = {"number": 1, "title": "示例方案", "document_number": "示例", "state": "lodged", "parameters": Parameters.read().stored()}
    Scheme.objects.create(province=cast.province, guidance=guidance, **words, **days)
    school = Organization.objects.get(code=SCHOOL)
    by = User.objects.get(posts__organization=school, posts__role="principal", posts__acting_for=None)
    regimes.start(regimes.draft_regime(school, by=by, **REGIME), by=by, day=since)
    row = diagnoses.open_diagnosis(school, year=YEAR, by=by)
    texts = list(Passage.objects.filter(diagnosis=row).exclude(kind="status"))
    for number, text in enumerate(texts):
        text.text = of_length(text.kind, number)
    Passage.objects.bulk_update(texts, ["text"])
    return reports.sign(row, by=by).report


NOTES = (
    "注：1. 报告内容必须真实、准确。",
    "2. 每一诊断要素的自我诊断意见需阐明目标达成程度，包括主要成绩、存在问题和原因分析（不超过 500 字），重在突出存在问题与原因分析。",
    "3. 每一诊断要素的改进措施需突出针对性、注重可行性（不超过 200 字）。",
    "4. 每一诊断要素的改进效果指实施改进措施之后已经显现的实际效果，不是预测或估计成效。如措施尚未实施时请加说明（不超过 200 字）。",
    "5. 自我诊断务必写实，无需等级性结论。",
)


def by_hand(told):
    """The same form as a page that somebody writes for it alone."""
    rows = "".join(
        f"<tr><th colspan=4>{code} {escape(name)}</th></tr>"
        + "".join(
            f"<tr><th>{escape(str(row))}</th><td>{escape(row.self)}</td><td>{escape(row.measures)}</td><td>{escape(row.effect)}</td></tr>"
            for row in rows
        )
        for code, name, rows in told.items
    )
    head = "<tr><th class=of>诊断要素</th><th class=self>自我诊断</th><th class=short>改进措施</th><th class=short>改进效果</th></tr>"
    return (
        f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><h1>自我诊改报告</h1><p>{escape(told.school)}</p><h2>概述</h2><p>{escape(told.overview)}</p>"
        f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
        f"<h2>结论</h2><p>{escape(told.conclusion)}</p><h2>建议</h2><p>{escape(told.advice)}</p>"
        f"<p>校长（签字）：</p><p>年 月 日</p>{''.join(f'<p>{note}</p>' for note in NOTES)}"
    )


def measures(cast, in_turns):
    """(what, seconds, against, asked, whether it is met)."""
    report = a_full_report(cast)
    told = opened(report)
    asked = sum(count_chars(text) for text in [told.overview, *(text for row in told.rows for _kind, text in row.texts)])
    assert asked == CHARS, asked

    def ours(_number):
        Report.objects.filter(pk=report.pk).update(file=None, certificate=None)
        assert papers.write_paper(report).size

    def plain(_number):
        assert HTML(string=by_hand(told), base_url=f"{STATIC.as_uri()}/").write_pdf()

    took, least = in_turns(ours, plain, TIMES)
    ratio = took / least
    against = f"WeasyPrint 印手写的同样表格：{1000 * least:.2f} ms；倍数 {ratio:.2f}"
    yield f"附 2 报告 {CHARS} 字的 PDF", took, against, f"≤ {MOST}", ratio <= MOST
