"""The pages, as each of the people on them."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from docx import Document

from apps.annualreports.contents import fingerprint
from apps.annualreports.models import Chapter, Circular, Lodging, YearlyReport
from apps.annualreports.services import chapters, circulars, reports
from apps.jobs.models import Job

from .conftest import PASSWORD, YEAR

GIVEN = {
    "work": "签字的报告 {Y05} 份。", "plan": "明年抽样 6 所。", "note": "", "scheme_set_aside": "１，２００.5", "scheme_spent": "1,000", "scheme_note": "专项",
    "review_set_aside": "80", "review_spent": "60", "review_note": "",
}  # fmt: skip


def page(report, name="page"):
    return reverse(f"annualreports:{name}", args=[report.pk])


def listed(code):
    return reverse("annualreports:list", args=[code])


def words(answer):
    return answer.content.decode()


def test_the_officer_begins_writes_and_hands_on(tree, people, signed_in):
    """R5.1, R4.1"""
    client, year = signed_in(people["officer"]), localdate().year
    assert f"起草 {year} 年度报告" in words(client.get(listed("610000")))
    address = client.post(reverse("annualreports:begin", args=["610000"]), {"year": year}).url
    report = YearlyReport.objects.get()
    assert address == page(report, "write")
    assert "{Y05}" in words(client.get(address))
    assert "下一年度计划（还没有写）" in words(client.get(page(report)))
    assert client.post(address, GIVEN | {"seen": report.version}).url == page(report)
    assert report.funds.get(purpose="scheme").set_aside == pytest.approx(1200.5)
    shown = words(client.get(page(report)))
    assert "签字的报告 0 份。" in shown
    assert "都写齐了，可以送签" in shown
    assert "1\u202f280.50" in shown
    assert f"可以签字的：{people['decider']}" in words(client.get(page(report, "offer")))
    assert client.post(page(report, "offer"), {"seen": report.version + 1}).status_code == 302
    assert "待签字" in words(client.get(page(report)))
    assert client.get(page(report, "write")).status_code == 409


def test_a_year_that_cannot_be_begun_is_told_so(tree, people, signed_in):
    client = signed_in(people["officer"])
    for year, said in [("", "请选要起草哪一年度"), ("二〇二六", "请选要起草哪一年度"), ("1999", "不能起草 1999 年度报告")]:
        assert said in words(client.post(reverse("annualreports:begin", args=["610000"]), {"year": year}, follow=True))
    assert not YearlyReport.objects.exists()


@pytest.mark.parametrize(
    "field, sent, said",
    [("scheme_spent", "很多", "请写数字"), ("scheme_spent", "-1", "不能小于 0"), ("review_set_aside", "1.234", "至多两位小数"),
     ("review_set_aside", "99999999999", "单位是万元"), ("scheme_spent", "NaN", "请写数字"), ("plan", "字" * 8001, "8000")],
)  # fmt: skip
def test_what_cannot_be_saved_says_where_and_keeps_what_was_written(draft, people, signed_in, field, sent, said):
    """R4.1"""
    answer = signed_in(people["officer"]).post(page(draft, "write"), GIVEN | {"seen": draft.version, field: sent})
    assert answer.status_code == 200
    assert said in words(answer)
    assert "明年抽样 6 所。" in words(answer) or field == "plan"
    assert YearlyReport.objects.get().plan == ""


def test_who_is_overtaken_sees_both_and_loses_nothing(draft, write, people, signed_in):
    write(draft, by="colleague", plan="同事的计划")
    client = signed_in(people["officer"])
    answer = client.post(page(draft, "write"), GIVEN | {"seen": draft.version, "plan": "我的计划"})
    assert answer.status_code == 409
    assert "同事的计划" in words(answer)
    assert "我的计划" in words(answer)
    again = answer.context["form"].data["seen"]
    assert client.post(page(draft, "write"), GIVEN | {"seen": again, "plan": "我的计划"}).status_code == 302
    assert YearlyReport.objects.get().plan == "我的计划"


def test_text_is_shown_and_never_run(draft, write, people, signed_in):
    write(draft, plan="<script>alert(1)</script>")
    assert "<script>alert(1)" not in words(signed_in(people["officer"]).get(page(draft)))


def lodging(client, report, **given):
    sent = {"seen": report.version, "signed": fingerprint(report), "read": "on", "password": PASSWORD} | given
    return client.post(page(report, "lodge"), sent)


def test_the_decider_lodges_by_signing_in_again(ready, people, signed_in):
    """R5.1"""
    client = signed_in(people["decider"])
    assert fingerprint(ready) in words(client.get(page(ready, "lodge")))
    assert "密码不对" in words(lodging(client, ready, password="wrong"))
    assert "请勾选" in words(lodging(client, ready, read=""))
    assert not Lodging.objects.exists()
    assert lodging(client, ready).status_code == 302
    assert "报告和回执正在制作" in words(client.get(page(ready)))
    assert lodging(client, ready).status_code == 302
    assert Lodging.objects.count() == 1
    assert "签字报送，没有再办一次" in words(client.get(page(ready)))


def test_a_signature_on_what_has_changed_is_void(ready, people, signed_in):
    """R5.1: the page says so and nothing is lodged."""
    answer = lodging(signed_in(people["decider"]), ready, signed="0" * 64)
    assert answer.status_code == 409
    assert "签字没有生效" in words(answer)
    assert not Lodging.objects.exists()


def test_who_wrote_last_is_told_that_another_signs(ready, people, signed_in):
    """R5.1"""
    YearlyReport.objects.update(written_by=people["decider"])
    answer = signed_in(people["decider"]).get(page(ready, "lodge"))
    assert answer.status_code == 409
    assert "要由另一位签字人签字报送" in words(answer)


def test_the_officer_finds_no_page_to_sign(ready, people, signed_in):
    client = signed_in(people["officer"])
    assert client.get(page(ready, "lodge")).status_code == 404
    assert page(ready, "lodge") not in words(client.get(page(ready)))


def test_the_draft_on_paper_is_a_job_with_its_page(draft, people, signed_in):
    """R5.1"""
    client = signed_in(people["officer"])
    answer = client.post(page(draft, "draft"), follow=True)
    job = Job.objects.get(kind="annualreports.write_draft")
    assert answer.redirect_chain == [(job.get_absolute_url(), 302)]
    assert "有人刚刚请求" in words(signed_in(people["decider"]).post(page(draft, "draft"), follow=True))
    assert Job.objects.filter(kind="annualreports.write_draft").count() == 1


def test_figures_lead_where_the_reader_may_go(lodged, people, signed_in):
    """R5.1: each says where it comes from; no link leads to a page that is not there for him."""
    for name in ["officer", "decider", "nation"]:
        client = signed_in(people[name])
        reading = client.get(page(lodged)).context["reading"]
        links = {row.address for _section, rows in reading.sections for row in rows if row.address}
        assert links or name == "decider"
        assert {address: client.get(address).status_code for address in links} == dict.fromkeys(links, 200)


def test_the_nation_sees_the_country_and_sends_back(lodged, people, signed_in):
    """R5.2"""
    client = signed_in(people["nation"])
    shown = words(client.get(listed("100000"), {"year": YEAR}))
    for said in ["陕西省", "河南省", "全国合计", "还没有认定的复核结论", page(lodged)]:
        assert said in shown
    assert client.post(page(lodged, "recall"), {"seen": lodged.version, "note": "经费与决算不符"}).status_code == 302
    assert "经费与决算不符" in words(signed_in(people["officer"]).get(page(lodged)))
    assert "教育部已退回" in words(client.get(page(lodged)))


def test_the_country_is_drawn_where_there_is_something_to_draw(lodged, people, signed_in):
    """R5.2, R10.1"""
    content = Lodging.objects.get().content
    for figure in content["figures"]:
        figure["value"] = {"Y20": "6", "Y21": "3"}.get(figure["code"], figure["value"])
    Lodging.objects.update(content=content)
    shown = words(signed_in(people["nation"]).get(listed("100000"), {"year": YEAR}))
    assert f"{YEAR} 年认定的复核结论。有效 6，待改进 3，异常 0" in shown


def test_the_nation_sees_nothing_of_a_draft(draft, write, people, signed_in):
    """R5.1"""
    write(draft, plan="还没有定的计划")
    client = signed_in(people["nation"])
    assert client.get(page(draft)).status_code == 404
    assert page(draft) not in words(client.get(listed("100000"), {"year": YEAR}))


def test_what_was_sent_back_the_nation_reads_as_it_was_lodged(lodged, write, people, signed_in):
    reports.recall(lodged, note="重报", by=people["nation"])
    write(lodged, plan="改到一半的计划")
    assert "改到一半的计划" not in words(signed_in(people["nation"]).get(page(lodged)))
    assert "改到一半的计划" in words(signed_in(people["decider"]).get(page(lodged)))


def test_the_table_can_be_taken_away(lodged, people, signed_in, tree):
    """R5.2: a line for every province and one for all."""
    client = signed_in(people["nation"])
    answer = client.get(reverse("annualreports:table", args=["100000", YEAR]))
    rows = list(csv.reader(io.StringIO(words(answer).removeprefix("\ufeff"))))
    assert [row[0] for row in rows] == ["代码", "410000", "610000", ""]
    amount = rows[0].index("安排经费合计（万元）")
    assert [row[amount] for row in rows[1:]] == ["", "200.5", "200.5"]
    assert client.get(reverse("annualreports:table", args=["100000", 1990])).status_code == 404


def test_the_nation_circulates(lodged, people, signed_in):
    """R5.2"""
    client = signed_in(people["nation"])
    address = client.post(reverse("annualreports:draft_circular", args=["100000"]), {"year": YEAR}).url
    row = Circular.objects.get()
    assert "已经有一份通报在拟" in words(client.post(reverse("annualreports:draft_circular", args=["100000"]), {"year": YEAR}, follow=True))
    assert client.post(address, {"seen": row.version, "number": "示例〔2027〕1号", "opinion": "各省按期报送。"}).url == page(row, "circular")
    assert client.post(address, {"seen": row.version, "number": "", "opinion": "迟到的改动"}).status_code == 409
    assert client.post(page(row, "issue_circular"), {"seen": row.version + 1}).status_code == 302
    stranger = signed_in(people["stranger"])
    assert str(row) in words(stranger.get(listed("410000")))
    assert "各省按期报送。" in words(stranger.get(page(row, "circular")))
    assert client.get(page(row, "write_circular")).status_code == 409


def test_before_a_circular_is_issued_the_page_names_who_has_not_reported(lodged, people, signed_in, tree):
    """R5.2"""
    client = signed_in(people["nation"])
    row = Circular.objects.create(issuer=tree["nation"], year=YEAR, number="示例〔2027〕1号", opinion="意见")
    shown = words(client.get(page(row, "issue_circular")))
    assert "2 个省级单位，已报送 1 个，还有 1 个没有报送" in shown
    assert "河南省" in shown
    Circular.objects.update(state="issued", issued_at="2026-12-31T00:00Z", digest="0" * 64)
    assert f"另拟 {YEAR} 年度补充通报" in words(client.get(listed("100000"), {"year": YEAR}))


def test_two_circulars_have_not_the_same_number(lodged, people, signed_in, tree):
    client = signed_in(people["nation"])
    issued = {"state": "issued", "issued_at": "2026-12-31T00:00Z", "digest": "0" * 64}
    Circular.objects.create(issuer=tree["nation"], year=YEAR - 1, number="示例〔2027〕1号", **issued)
    address = client.post(reverse("annualreports:draft_circular", args=["100000"]), {"year": YEAR}).url
    answer = client.post(address, {"seen": 0, "number": "示例〔2027〕1号", "opinion": "意见"})
    assert answer.status_code == 200
    assert "发文字号" in words(answer)


def test_a_school_takes_its_chapter(tree, people, signed_in, signed):
    """R5.3"""
    client = signed_in(people["principal"])
    address = reverse("annualreports:chapters", args=[tree["school"].code])
    assert "按最新报告起草专章" in words(client.get(address))
    chapter = client.post(reverse("annualreports:draft_chapter", args=[tree["school"].code]), follow=True)
    for said in ["2025—2026 学年", "示例概述", "示例自诊", "示例问题", "示例建议"]:
        assert said in words(chapter)
    assert "按最新报告起草专章" not in words(client.get(address))


def test_a_paper_in_the_making_comes_by_itself_and_one_that_failed_says_so(lodged, people, tree, signed_in, signed):
    """M8, K3: whoever waits need not reload; what could not be made is told, and that the act stands."""
    chapters.draft(tree["school"], by=people["principal"])
    circular = circulars.draft(tree["nation"], year=YEAR, by=people["nation"])
    circular = circulars.write(circular, seen=circular.version, number="示例〔2027〕1号", opinion="各省按期报送。", by=people["nation"])
    circular = circulars.issue(circular, by=people["nation"])
    pages = [(people["decider"], lodged), (people["principal"], Chapter.objects.get()), (people["nation"], circular)]
    for person, row in pages:
        page = signed_in(person).get(row.get_absolute_url()).content.decode()
        assert 'hx-trigger="every 3s"' in page
        assert "还没有做成" not in page
    Job.objects.update(state="failed")
    for person, row in pages:
        page = signed_in(person).get(row.get_absolute_url()).content.decode()
        assert "还没有做成" in page
        assert 'hx-trigger="every 3s"' not in page


def read_word(answer):
    """What a Word file says: the words of its text, and the cells of its tables."""
    document = Document(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return "\n".join(line.text for line in document.paragraphs), cells, document.sections[0].footer.paragraphs[0].text


def test_the_report_is_taken_away_as_word(lodged, write, people, signed_in):
    """L1: as it was lodged for the nation; the draft that follows is the province's alone."""
    report = Lodging.objects.get().report
    text, cells, foot = read_word(signed_in(people["nation"]).get(page(report, "word")))
    assert "签字的报告" in text
    assert ["合计", "200.50", "160.25", "—"] in cells
    assert "第 1 版" in foot
    assert "以带验证码的 PDF 为准" in foot
    reports.recall(report, note="补充经费", by=people["nation"])
    write(report, plan="改后的计划。")
    assert "改后的计划。" in read_word(signed_in(people["officer"]).get(page(report, "word")))[0]
    told = read_word(signed_in(people["nation"]).get(page(report, "word")))
    assert "改后的计划。" not in told[0]
    assert "草稿" not in told[2]


def test_the_chapter_is_taken_away_as_word(tree, people, signed_in, signed):
    """R5.3, L1: to be put into the school's own report."""
    row = chapters.draft(tree["school"], by=people["principal"])
    text, cells, foot = read_word(signed_in(people["principal"]).get(page(row, "chapter_word")))
    for said in ["示例概述", "自我诊断：示例自诊", "四、综合诊断结论", "五、改进工作建议"]:
        assert said in text
    assert ["示例问题", "示例目标", "已实施，计划 2026-09-01", "示例成效"] in cells
    assert "取自校长签字的《自我诊改报告》第 1 版" in foot


def test_a_school_without_a_signed_report_is_led_to_it(tree, people, signed_in):
    """R5.3"""
    client = signed_in(people["principal"])
    assert "还没有签字的自我诊改报告" in words(client.get(reverse("annualreports:chapters", args=[tree["school"].code])))
    answer = client.post(reverse("annualreports:draft_chapter", args=[tree["school"].code]), follow=True)
    assert "请先完成自我诊改并签字" in words(answer)


def test_the_desk_says_what_waits(ready, people, signed_in):
    """R5.1"""
    assert "签字报送年度报告" in words(signed_in(people["decider"]).get("/desk/"))
    assert "起草年度报告" in words(signed_in(people["stranger"]).get("/desk/"))
    assert "应报 2 个，已报送 0 个" in words(signed_in(people["nation"]).get("/desk/"))


def test_the_lists_cost_the_same_with_one_and_with_many(lodged, people, tree, signed_in, django_assert_max_num_queries):
    nation, officer = signed_in(people["nation"]), signed_in(people["officer"])
    for year in range(2020, 2025):
        row = YearlyReport.objects.create(province=tree["shaanxi"], year=year, due=f"{year}-12-31")
        Lodging.objects.create(report=row, number=1, content=Lodging.objects.first().content, digest="0" * 64, by=people["decider"])
    for client, code in [(nation, "100000"), (officer, "610000")]:
        client.get(listed(code))
        with django_assert_max_num_queries(16):
            client.get(listed(code))
