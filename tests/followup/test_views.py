"""The pages of follow-up: what is asked, what is refused, and what is told to whom (R11.1, R11.2)."""

import pytest
from django.core.files.base import ContentFile

from apps.diagnosis.models import Regime
from apps.documents.access import readable
from apps.documents.services import render_pdf
from apps.followup.models import Order, Stop, Summary
from apps.followup.services import summaries
from apps.jobs.models import Job
from tests.followup.made import confirmed


def a_paper():
    facts = {"title": "示例", "subject": "示例", "facts": [["说明", "示例"]], "demonstration": True}
    return ContentFile(render_pdf("pdf/receipt.html", facts), name="示例.pdf")


@pytest.fixture
def enter(client, people):
    def at(name):
        client.force_login(people[name])
        return client

    return at


def test_the_province_issues_an_order_from_its_desk(enter, case, people, day, tree):
    """R11.2: the desk says that it is due, the list leads to it."""
    officer = enter("officer")
    assert "结论异常，拟定整改要求" in officer.get("/desk/").text
    assert "还没有整改要求" in officer.get(f"/work/{tree['shaanxi'].code}/orders/").text
    officer.post(f"/cases/{case.pk}/order/")
    order = Order.objects.get()
    asked = "一、修订各专业人才培养方案"
    assert officer.post(f"{order.get_absolute_url()}write/", {"seen": 0, "requirements": asked, "due": ""}).status_code == 302
    assert asked in officer.get(order.get_absolute_url()).text
    assert officer.post(f"{order.get_absolute_url()}write/", {"seen": 0, "requirements": "迟到的", "due": ""}).status_code == 409
    page = officer.post(f"{order.get_absolute_url()}issue_order/", {"seen": 1, "requirements": asked, "due": day()})
    assert "整改期限应晚于下达" in page.text
    assert asked in page.text
    assert officer.post(f"{order.get_absolute_url()}issue_order/", {"seen": 1, "requirements": asked, "due": day(9)}).status_code == 302
    assert "按整改要求报告整改情况" in enter("principal").get("/desk/").text


def test_what_the_province_still_works_out_is_its_own(enter, order):
    """R11.2: a draft is no order yet."""
    assert enter("principal").get(order.get_absolute_url()).status_code == 404
    assert enter("officer").get(order.get_absolute_url()).status_code == 200


def test_the_paper_of_an_order_that_was_not_made_is_asked_for_again(enter, issued):
    Job.objects.update(state="failed")
    page = enter("principal").get(issued.get_absolute_url())
    assert "正在生成" not in page.text
    assert "请再做一次" in page.text
    enter("principal").post(f"{issued.get_absolute_url()}paper/")
    assert "正在生成" in enter("principal").get(issued.get_absolute_url()).text
    assert Job.objects.filter(kind="followup.write_order", state="queued").count() == 1


def test_a_late_order_says_so(enter, issued, day):
    Order.objects.update(due=day(-1), issued_on=day(-9))
    assert "已过期限" in enter("principal").get(issued.get_absolute_url()).text


def test_the_list_says_until_when_and_what_is_late(enter, issued, tree, day):
    """R11.2, K2."""
    address = f"/work/{tree['shaanxi'].code}/orders/"
    officer = enter("officer")
    assert str(day(30)) in officer.get(address).text
    assert "已过期限" not in officer.get(address).text
    Order.objects.update(due=day(-1), issued_on=day(-9))
    assert "已过期限" in officer.get(address).text


def test_the_list_names_the_schools_with_bare_findings(enter, case, people, tree, day):
    """R11.1: which findings are not answered is shown to the province too."""
    address, officer = f"/work/{tree['shaanxi'].code}/summaries/", enter("officer")
    assert "还有发现没有措施" in officer.get(address).text
    for finding in case.review.findings.all():
        summaries.answer_finding(case, finding, aim="修订", owner="教务处", due=day(9), by=people["principal"])
    assert "还有发现没有措施" not in officer.get(address).text


def test_the_school_sees_its_findings_and_answers_them(enter, case, tree, day):
    """R11.1: from the desk to a measure."""
    editor = enter("editor")
    assert "落实复核发现的改进措施" in editor.get("/desk/").text
    address = f"/improvements/{case.pk}/"
    assert "还没有改进措施" in editor.get(address).text
    finding = case.review.findings.first()
    page = editor.post(f"{address}findings/{finding.pk}/", {"aim": "修订", "owner": "", "due": day(9)})
    assert page.status_code == 200
    editor.post(f"{address}findings/{finding.pk}/", {"aim": "修订培养方案", "owner": "教务处", "due": day(9)})
    assert "修订培养方案" in editor.get(address).text


def test_a_summary_that_is_being_written_is_the_schools_own(enter, case, people):
    """R11.1: others see that there is one, not what it says."""
    principal = people["principal"]
    row = summaries.write(summaries.begin(case, by=principal), text="还没有写完的话", seen=0, by=principal)
    assert "还没有写完的话" in enter("principal").get(row.get_absolute_url()).text
    assert "还没有写完的话" not in enter("officer").get(row.get_absolute_url()).text


def test_the_file_of_a_summary_is_open_once_it_is_handed_in(people, tree):
    """R11.1: as its text is, to the school's writer before that."""
    principal, readers = people["principal"], ["principal", "editor", "city", "officer"]
    row = summaries.begin(confirmed(tree["school"], findings=0), by=principal)
    row = summaries.write(row, text="示例", file=a_paper(), seen=row.version, by=principal)
    assert [name for name in readers if readable(people[name], row.file)] == ["principal"]
    summaries.hand_in(row, by=principal)
    assert [name for name in readers if readable(people[name], row.file)] == readers


def test_what_was_written_on_an_old_page_is_not_lost(enter, case, people):
    principal = people["principal"]
    row = summaries.begin(case, by=principal)
    client = enter("principal")
    client.post(f"{row.get_absolute_url()}write/", {"seen": 0, "text": "先写的"})
    page = client.post(f"{row.get_absolute_url()}write/", {"seen": 0, "text": "后写的"})
    assert "刚被改过" in page.text
    assert "后写的" in page.text
    assert Summary.objects.get().text == "先写的"


def test_a_stop_shows_what_is_lacking_and_who_decides(enter, tree):
    """R8.5."""
    row = Stop.objects.create(school=tree["school"], ran_out_on="2025-12-31", lacking=["师生比"])
    assert "师生比" in enter("principal").get(row.get_absolute_url()).text
    assert "决定停止招生" not in enter("officer").get(row.get_absolute_url()).text
    page = enter("decider").post(f"{row.get_absolute_url()}order_stop/", {"seen": 0, "since": "2025-12-31", "reason": "期满"})
    assert "应晚于这一天" in page.text


def test_the_decider_sees_what_is_lacking_today(enter, tree):
    """R8.5: the proposal keeps what was lacking then; nothing is lacking now."""
    row = Stop.objects.create(school=tree["school"], ran_out_on="2025-12-31", lacking=["师生比"])
    page = enter("decider").get(row.get_absolute_url()).text
    assert "诊改制度" in page
    Regime.objects.create(
        school=tree["school"], title="示例", state="running", since="2020-01-01", emphasis="示", requirements="示", organisation="示", cycle_years=1
    )
    page = enter("decider").get(row.get_absolute_url()).text
    assert "都已达到" in page
    assert "诊改制度" not in page


def test_a_stop_that_has_not_begun_asks_for_no_last_day(enter, tree, people, day):
    """G10: the page of the step asks what is known."""
    given = {"state": "ordered", "ran_out_on": day(-9), "reason": "期满", "decided_by": people["decider"], "lacking": ["师生比"]}
    row = Stop.objects.create(school=tree["school"], since=day(9), **given)
    decider = enter("decider")
    assert "until" not in decider.get(f"{row.get_absolute_url()}lift_stop/").context["form"].fields
    assert decider.post(f"{row.get_absolute_url()}lift_stop/", {"seen": 0, "note": "已达标"}).status_code == 302
    assert "还没有开始就已恢复" in decider.get(row.get_absolute_url()).text


def test_the_page_to_write_a_summary_handed_in_leads_back(enter, people, tree):
    case = confirmed(tree["school"], findings=0)
    principal = people["principal"]
    row = summaries.hand_in(summaries.write(summaries.begin(case, by=principal), text="示例", seen=0, by=principal), by=principal)
    page = enter("principal").get(f"{row.get_absolute_url()}write/", follow=True)
    assert page.redirect_chain == [(row.get_absolute_url(), 302)]
    assert "不再改动" in page.text


def test_a_day_that_is_known_stands_in_its_field(enter, tree, day):
    """A browser shows a day only in the form of ISO 8601: today is offered, not an empty field."""
    row = Stop.objects.create(school=tree["school"], ran_out_on="2025-12-31", lacking=["师生比"])
    assert f'value="{day()}"' in enter("decider").get(f"{row.get_absolute_url()}order_stop/").text


def test_another_day_for_an_order_is_not_taken_for_a_second_press(enter, issued, day):
    """R11.2: a step that may be taken again and again is not the same twice."""
    officer, address = enter("officer"), f"{issued.get_absolute_url()}extend_order/"
    assert officer.post(address, {"seen": issued.version, "due": day(40), "note": "冬季施工"}).status_code == 302
    late = officer.post(address, {"seen": issued.version, "due": day(60), "note": "材料未到"})
    assert late.status_code == 409
    assert Order.objects.get().due == day(40)
