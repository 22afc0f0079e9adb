"""What follows the demonstration's conclusions: an order under way, findings answered by measures, a summary begun. Every text is marked 示例."""

from datetime import timedelta

from django.db import transaction

from apps.accounts.access import holders
from apps.accounts.models import User
from apps.followup.lifecycle import WRITE
from apps.followup.models import Order, Summary
from apps.followup.rules import ORDERED
from apps.followup.selectors.improvement import answered, standing_cases
from apps.followup.services import orders, stops, summaries

OFFICER = "shengji"
MADE_UP = "示例"
REQUIREMENTS = "（示例）一、按复核发现逐条修订改进措施，写明责任人和时间。\n二、配齐专业课教师，补开缺少的实训项目。\n三、每月向地市报告进展。"
AIM = "按建议修订制度并组织实施，期末检查成效（示例）"
TEXT = "（示例）学校按确认的复核报告逐条改进，已修订有关制度。待其余措施实施以后补写成效。"
#: So many days from today the order, and the first measure, are due.
DUE, FIRST = 60, -5


@transaction.atomic
def load(today):
    """Enter it where no order and no summary is yet; without decided cases nothing is done."""
    officer = User.objects.filter(username=OFFICER).first()
    if officer is None or Order.objects.exists() or Summary.objects.exists():
        return "已有后续落实，没有新增"
    cases = [case for case in standing_cases().order_by("school__code") if MADE_UP in case.school.name]
    measures = 0
    for case in cases:
        principal = holders(WRITE, case.school).first()
        if case.decided == ORDERED:
            orders.issue(orders.draw_up(case, by=officer), requirements=REQUIREMENTS, due=today + timedelta(days=DUE), by=officer)
        else:
            measures += _answer(case, today, principal)
        if case.decided == "effective":
            summary = summaries.begin(case, by=principal)
            summaries.write(summary, text=TEXT, seen=summary.version, by=principal)
    return f"整改要求 {Order.objects.count()} 份，针对复核发现的措施 {measures} 项，总结 {Summary.objects.count()} 份，停止招生待处理 {stops.propose(today)} 件，均为示例"


def _answer(case, today, principal):
    """A measure for every finding but the last, the first of them late already; how many."""
    rows = answered(case)[:-1]
    for number, each in enumerate(rows):
        due = today + timedelta(days=FIRST if number == 0 else 30 * number)
        summaries.answer_finding(case, each.finding, aim=AIM, owner="教务处（示例）", due=due, by=principal)
    return len(rows)
