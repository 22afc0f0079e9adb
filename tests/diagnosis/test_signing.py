"""The principal signs the report of 附 2 (R7.3, A2, F7): what is frozen, what is refused, and taking it back."""

import io
import re
import subprocess
import zlib
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from apps.audit.models import Entry
from apps.diagnosis.models import Draft, Measure, Passage
from apps.diagnosis.selectors import signed_report
from apps.diagnosis.selectors.reports import intact, opened
from apps.diagnosis.services import papers, reports
from apps.documents.access import readable
from apps.documents.models import Certificate, File
from apps.documents.services import was_issued
from apps.documents.word import MEDIA_TYPE, Word
from apps.jobs.models import Job
from apps.jobs.services import run
from apps.notifications.models import Notice
from apps.statusdata.services.cells import Closed
from apps.workflow.desk import items
from apps.workflow.lifecycle import Changed, NotReady, WrongState

from .full import of_length

PASSWORD = "示例口令-2026"
pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(written, people):
    """The diagnosis, signed by its principal."""
    return reports.sign(written, by=people["principal"])


def test_the_signed_report_says_what_stood_there_with_its_figures(written, passage, write, people):
    """R7.3, R7.5, F4: texts as they are read, the figures they show, the measures as they are."""
    write(passage("self", "1.1"), "在校生总数为{K001}。")
    Passage.objects.filter(diagnosis=written, kind="status", element__code="1.1").update(text="按计划执行。")
    element = passage("self", "1.1").element
    Measure.objects.create(school=written.school, diagnosis=written, element=element, problem="课时不足", aim="增加课时", due=date(2026, 6, 1))
    row = reports.sign(written, by=people["principal"])
    told = opened(row.report)
    assert (told.school, told.code, told.year, told.data) == (row.school.name, row.school.code, 2024, "2024—2025 学年状态数据第 1 版")
    assert told.snapshot == row.snapshot.digest
    assert told.overview == "自我诊改工作概述的示例文字"
    assert [code for code, _name, _rows in told.items] == ["1", "2", "3", "4", "5", "6"]
    assert len(told.rows) == sum(len(rows) for _code, _name, rows in told.items) == 16
    first = told.rows[0]
    assert "{K001}" not in first.self
    assert first.self.startswith("在校生总数为1")
    assert first.status[0][1] == "按计划执行。"
    assert [(each.code, each.words in first.self) for each in told.figures] == [("K001", True)]
    assert [(each.element, each.problem, each.due, each.get_state_display()) for each in told.measures] == [
        ("1.1", "课时不足", date(2026, 6, 1), "尚未实施"),
    ]
    assert intact(row.report)
    assert signed_report(row.school) == row.report
    # What happens to the diagnosis and its measures afterwards is no matter of what was signed.
    Measure.objects.update(aim="改了")
    assert opened(row.report).measures[0].aim == "增加课时"


def test_signing_closes_what_was_being_written_and_tells_the_writers(written, passage, write, people):
    """F3: the last sitting becomes a version; R7.3: the colleagues hear of it, the principal does not."""
    write(passage("overview"), "新的概述")
    row = reports.sign(written, by=people["principal"])
    assert Draft.objects.get(passage=passage("overview")).text == "新的概述"
    assert Entry.objects.about(row).filter(verb="sign", by=people["principal"]).exists()
    told = set(Notice.objects.values_list("to", flat=True))
    assert people["editor"].pk in told
    assert people["principal"].pk not in told


def test_nothing_is_written_after_the_signature(signed, passage, write):
    """R7.3: a change after signing is refused."""
    with pytest.raises(Closed):
        write(passage("overview"), "签字以后")
    assert passage("overview").text == "自我诊改工作概述的示例文字"


@pytest.mark.parametrize("who", ["editor", "city", "province", "nation", "other_school"])
def test_only_the_principal_of_the_school_signs(who, written, people):
    """R7.3."""
    with pytest.raises(PermissionDenied):
        reports.sign(written, by=people[who])
    written.refresh_from_db()
    assert (written.state, written.reports.count()) == ("open", 0)


def test_what_is_too_long_or_missing_is_named_and_nothing_is_signed(written, passage, people):
    """A2: 501 字 are one too many."""
    Passage.objects.filter(pk=passage("overview").pk).update(text="字" * 501)
    Passage.objects.filter(pk=passage("effect", "2.3").pk).update(text="")
    with pytest.raises(NotReady) as refused:
        reports.sign(written, by=people["principal"])
    assert any("共 501 字，多 1 字" in said for said in refused.value.args[0])
    assert any("改进效果" in said and "还没有写" in said for said in refused.value.args[0])
    assert not written.reports.exists()


def test_a_change_since_the_page_was_read_voids_the_signature(written, passage, write, people):
    read = reports.fingerprint(written)
    write(passage("advice"), "又改了建议")
    with pytest.raises(Changed):
        reports.sign(written, signed=read, by=people["principal"])
    assert not written.reports.exists()
    assert reports.sign(written, signed=reports.fingerprint(written), by=people["principal"]).state == "signed"


def test_recalled_and_signed_again_it_is_a_second_version_and_the_first_is_kept(signed, passage, write, people):
    """R7.3: versions."""
    with pytest.raises(NotReady):
        reports.recall(signed, note=" ", by=people["principal"])
    row = reports.recall(signed, note="数据有误", by=people["principal"])
    assert (row.state, signed_report(row.school)) == ("open", None)
    write(passage("advice"), "改过的建议")
    row = reports.sign(row, by=people["principal"])
    assert [(each.number, opened(each).advice) for each in row.reports.all()] == [(2, "改过的建议"), (1, "改进工作建议的示例文字")]


def test_the_code_of_a_version_recalled_or_replaced_says_so(signed, write, passage, people):
    """M8, F7: whoever looks up the code of an old paper is told."""
    report = signed.report
    papers.write_paper(report)
    row = reports.recall(signed, note="数据有误", by=people["principal"])
    code = Certificate.objects.get()
    assert (code.fallen, code.fallen_at is None) == ("学校已撤回，还没有再次签字", False)
    write(passage("advice"), "改过的建议")
    row = reports.sign(row, by=people["principal"])
    code.refresh_from_db()
    assert (code.fallen, code.fallen_at) == ("已由第 2 版代替", row.report.at)
    papers.write_paper(row.report)
    assert [each.fallen for each in Certificate.objects.exclude(pk=code.pk)] == [""]


def test_a_report_before_a_review_is_not_recalled(signed, people):
    """R6.3, R9.1: the review works on what was handed in."""
    held = reports.hold(signed.report, by=people["principal"])
    with pytest.raises(NotReady) as refused:
        reports.recall(signed, note="要改", by=people["principal"])
    assert "交付复核" in refused.value.args[0][0]
    assert reports.hold(signed.report, by=people["principal"]).held_at == held.held_at


def test_a_recalled_report_is_not_handed_to_a_review(signed, people):
    """R9.1."""
    report = signed.report
    reports.recall(signed, note="要改", by=people["principal"])
    with pytest.raises(WrongState):
        reports.hold(report, by=people["principal"])


@pytest.fixture
def signed_in(client, people):
    """A client signed in as one of ``people``, with a password to sign again by."""

    def enter(name):
        person = people[name]
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
        client.force_login(person)
        return client

    return enter


def signing(client, row):
    """The signing page as it stands, and what is sent from it."""
    address = reverse("diagnosis:sign", args=[row.pk])
    page = client.get(address)
    form = page.context["form"]
    return address, page, {**{name: form[name].value() for name in ("seen", "signed", "shown_at")}, "read": "on", "password": PASSWORD}


def test_the_principal_reads_the_whole_and_signs_by_signing_in_again(written, passage, write, signed_in):
    """R7.3, A2"""
    write(passage("self", "1.1"), "在校生总数为{K001}。")
    client = signed_in("principal")
    address, page, given = signing(client, written)
    text = page.content.decode()
    assert "在校生总数为1" in text
    assert text.count("的示例文字") >= 3 + 16 * 5 - 1
    assert given["signed"] in text
    answer = client.post(address, given, follow=True)
    written.refresh_from_db()
    assert (written.state, written.report.digest, written.report.number) == ("signed", given["signed"], 1)
    assert answer.redirect_chain[-1][0] == written.report.get_absolute_url()
    assert "已签字" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"), [({"password": "别的"}, "密码不对，未签字"), ({"read": ""}, "我已通读全文"), ({"password": ""}, "登录密码")]
)
def test_without_password_or_reading_nothing_is_signed(wrong, words, written, signed_in):
    """R7.3"""
    client = signed_in("principal")
    address, _page, given = signing(client, written)
    answer = client.post(address, {**given, **wrong})
    written.refresh_from_db()
    assert (answer.status_code, written.state) == (200, "open")
    assert words in answer.content.decode()


def test_an_open_page_whose_text_changed_since_signs_nothing_and_says_what_changed(written, passage, write, people, signed_in):
    """R7.3: nobody signs what he has not read."""
    client = signed_in("principal")
    address, _page, given = signing(client, written)
    write(passage("effect", "2.3"), "换了说法")
    answer = client.post(address, given)
    written.refresh_from_db()
    assert (answer.status_code, written.state) == (409, "open")
    assert str(people["editor"]) in answer.content.decode()
    assert [row for row, _address in answer.context["changes"]] == [passage("effect", "2.3")]


def test_a_page_open_twice_signs_once(written, people, signed_in):
    """R7.3"""
    client = signed_in("principal")
    address, _page, given = signing(client, written)
    assert client.post(address, given).status_code == 302
    answer = client.post(address, given)
    assert (answer.status_code, written.reports.count()) == (302, 1)
    page = client.get(address, follow=True)
    assert page.redirect_chain == [(written.get_absolute_url(), 302)]
    assert page.content.decode().count("签字提交，没有再办一次") == 2


def test_a_report_not_whole_shows_what_is_missing_and_is_not_signed(written, passage, signed_in):
    """A2: 501 字."""
    Passage.objects.filter(pk=passage("self", "3.1").pk).update(text="字" * 501)
    client = signed_in("principal")
    address, page, given = signing(client, written)
    assert "共 501 字，多 1 字" in page.content.decode()
    answer = client.post(address, given)
    assert "共 501 字，多 1 字" in answer.content.decode()
    assert not written.reports.exists()


def test_what_looks_personal_is_pointed_out_before_the_signature(written, passage, signed_in):
    """F8: a report goes up as it is signed; only its public copy is blocked."""
    client = signed_in("principal")
    assert "个人信息" not in signing(client, written)[1].content.decode()
    Passage.objects.filter(pk=passage("advice").pk).update(text="联系 13812345678。")
    page = signing(client, written)[1].content.decode()
    assert "手机号码 13812345678" in page
    assert "不影响签字" in page


@pytest.mark.parametrize("who", ["editor", "city", "province", "other_school", "stranger"])
def test_who_is_not_the_principal_finds_no_signing_page(who, written, signed_in):
    """R7.3"""
    client = signed_in(who)
    assert client.get(reverse("diagnosis:sign", args=[written.pk])).status_code == 404
    assert client.post(reverse("diagnosis:sign", args=[written.pk]), {"seen": 0, "password": PASSWORD}).status_code == 404
    assert not written.reports.exists()


def test_the_report_page_shows_what_was_signed_and_what_each_version_changed(signed, passage, write, people, signed_in):
    """R7.3: versions; those above read it."""
    row = reports.recall(signed, note="数据有误", by=people["principal"])
    first = row.reports.get()
    write(passage("advice"), "改过的建议")
    page = signed_in("province").get(first.get_absolute_url())
    assert "已撤回" in page.content.decode()
    assert "改进工作建议的示例文字" in page.content.decode()
    assert "改过的建议" not in page.content.decode()
    row = reports.sign(row, by=people["principal"])
    page = signed_in("city").get(row.report.get_absolute_url())
    assert [(each.place, each.before, each.after) for each in page.context["differing"]] == [("改进工作建议", "改进工作建议的示例文字", "改过的建议")]
    assert [each.number for each in page.context["versions"]] == [2, 1]
    assert reverse("diagnosis:recall", args=[row.pk]) not in page.content.decode()
    assert "已有新版" in signed_in("city").get(first.get_absolute_url()).content.decode()


def test_the_report_page_takes_as_many_queries_however_many_versions(signed, people, signed_in):
    client, row = signed_in("principal"), signed
    counts = []
    for _time in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(row.report.get_absolute_url()).status_code == 200
        counts.append(len(queries))
        row = reports.sign(reports.recall(row, note="再改", by=people["principal"]), by=people["principal"])
    assert counts[1] == counts[2] <= 25


def test_what_was_tampered_with_is_seen(signed, signed_in):
    body = zlib.compress(signed.report.content().replace("改进工作建议的示例文字".encode(), "改过".encode()))
    signed.reports.update(body=body)
    assert "与签字时的摘要不一致" in signed_in("province").get(signed.report.get_absolute_url()).content.decode()


def test_recalling_asks_for_a_reason_and_is_refused_once_a_review_has_it(signed, people, signed_in):
    """R9.1"""
    client, address = signed_in("principal"), reverse("diagnosis:recall", args=[signed.pk])
    version = signed.version
    assert client.post(address, {"seen": version, "note": ""}).status_code == 200
    reports.hold(signed.report, by=people["principal"])
    assert "交付复核" in client.get(address).content.decode()
    answer = client.post(address, {"seen": version, "note": "要改"})
    signed.refresh_from_db()
    assert (answer.status_code, signed.state) == (200, "signed")
    assert "不再撤回" in answer.content.decode()


def test_the_desk_calls_the_principal_once_all_is_written(written, passage, people):
    """R7.3"""
    assert [item.title for item in items(people["principal"])] == ["签署自我诊改报告"]
    assert "签署自我诊改报告" not in [item.title for item in items(people["editor"])]
    Passage.objects.filter(pk=passage("effect", "2.3").pk).update(text="")
    assert items(people["principal"]) == []


def test_where_the_scheme_wants_the_scan_the_desk_asks_for_it(signed, people):
    """R9.1"""

    def asked():
        return "上传报告的盖章扫描件" in [item.title for item in items(people["principal"])]

    assert not asked()
    signed.scheme.parameters["scan_required"] = True
    signed.scheme.save(update_fields=["parameters"])
    assert asked()
    papers.attach_scan(signed.report, file=a_pdf(), by=people["principal"])
    assert not asked()


def a_pdf(content=b"%PDF-1.7 scan", name="扫描.pdf"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"\x89PNG\r\n\x1a\nx", "扫描.png", "不是 PDF 或 JPG"), (b"PK\x03\x04x", "扫描.pdf", "不是可以存的类型"), (b"", "扫描.pdf", "空")],
)
def test_what_is_no_scan_is_refused_in_words(content, name, words, signed, signed_in):
    answer = signed_in("principal").post(reverse("diagnosis:attach_scan", args=[signed.report_id]), {"file": a_pdf(content, name)})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not File.objects.of(signed.report).exists()


def test_a_scan_replaced_stays_beside_the_new_one(signed, signed_in, people):
    """Who replaced it, and what it was, is on record."""
    client, address = signed_in("principal"), reverse("diagnosis:attach_scan", args=[signed.report_id])
    assert client.post(address, {"file": a_pdf()}).status_code == 302
    first = File.objects.get()
    assert client.post(address, {"file": a_pdf(b"\xff\xd8\xff scan", "扫描.jpg")}).status_code == 302
    row = signed.reports.get()
    assert (row.scan.name, first in papers.scans(row)) == ("扫描.jpg", True)
    entry = Entry.objects.about(row).filter(verb="attach_scan").last()
    assert (entry.before, entry.after) == ({"scan": str(first.pk)}, {"scan": str(row.scan_id)})
    page = signed_in("province").get(row.get_absolute_url())
    assert "已被代替" in page.content.decode()
    assert b"".join(client.get(first.get_absolute_url()).streaming_content) == b"%PDF-1.7 scan"


def test_the_blank_paper_is_no_stamped_scan(signed, people):
    with papers.write_paper(signed.report).content.open("rb") as file:
        paper = a_pdf(file.read())
    with pytest.raises(ValidationError):
        papers.attach_scan(signed.report, file=paper, by=people["principal"])


def test_the_word_file_says_what_was_signed_and_nothing_of_who_made_it(signed, signed_in, passage, write, people):
    """F7, A2: the sixteen elements in the table of 附 2, whatever is written since."""
    papers.write_paper(signed.report)
    signed.report.refresh_from_db()
    answer = signed_in("principal").get(reverse("diagnosis:report_word", args=[signed.report_id]))
    assert answer["Content-Type"] == MEDIA_TYPE
    held = Document(io.BytesIO(b"".join(answer.streaming_content)))
    told = opened(signed.report)
    (cover, table) = held.tables
    assert [cell.text for cell in table.rows[0].cells] == ["诊断要素", "自我诊断", "改进措施", "改进效果"]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:] if len({id(cell._tc) for cell in row.cells}) == 4]
    assert rows == [[f"{row.code} {row.name}", row.self, row.measures, row.effect] for row in told.rows]
    words = "\n".join(line.text for line in held.paragraphs)
    assert told.overview in words
    assert papers.declaration(signed.report) in words
    assert dict([cell.text for cell in row.cells] for row in cover.rows)["学校名称"] == told.school
    assert signed.report.certificate.code in held.sections[0].footer.paragraphs[0].text
    about = held.core_properties
    assert (about.author, about.comments) == (told.school, "")
    assert [section.orientation for section in held.sections] == [0, 0, 1, 0]


def test_what_a_word_file_cannot_hold_is_left_out():
    paper = Word("示例", author="示例", at=timezone.now(), foot="")
    paper.text("一\x00二\x07三\n四")
    assert [line.text for line in Document(io.BytesIO(paper.content())).paragraphs] == ["一二三", "四"]


@pytest.fixture
def paper_of():
    """``paper_of(report)``: the paper as printed, one byte longer, as if somebody had scanned it with its words."""

    def scanned(report):
        with papers.write_paper(report).content.open("rb") as file:
            return a_pdf(file.read() + b"\n")

    return scanned


def test_the_code_on_a_scan_says_which_version_it_is_of(signed, passage, write, people, paper_of, signed_in):
    """D7: read from its page; that of another paper is refused by its name, and where none can be read it is said."""
    first, old = signed.report, paper_of(signed.report)
    row = reports.recall(signed, note="数据有误", by=people["principal"])
    with pytest.raises(ValidationError, match="已经撤回"):
        papers.attach_scan(first, file=old, by=people["principal"])
    write(passage("advice"), "改过的建议")
    report = reports.sign(row, by=people["principal"]).report
    client, address = signed_in("principal"), reverse("diagnosis:attach_scan", args=[report.pk])
    old.seek(0)
    answer = client.post(address, {"file": old})
    assert "报告第 1 版”，不是这一版报告，没有存入" in answer.content.decode()
    assert "没有从扫描件上读出验证码" in client.post(address, {"file": a_pdf()}, follow=True).content.decode()
    page = client.post(address, {"file": paper_of(report)}, follow=True).content.decode()
    report.refresh_from_db()
    assert [bool(file.code) for file in papers.scans(report)] == [True, False]
    assert "与这一版相符" in page
    assert "换一份" in page
    assert "换一份" not in client.get(first.get_absolute_url()).content.decode()


@pytest.fixture
def full(written, people):
    """The diagnosis with each text at its full length, signed: 14 900 字 and the two without a limit."""
    rows = list(Passage.objects.filter(diagnosis=written).exclude(kind="status"))
    for number, row in enumerate(rows):
        row.text = of_length(row.kind, number)
    Passage.objects.bulk_update(rows, ["text"])
    return reports.sign(written, by=people["principal"])


def words_in(file):
    """The text of a PDF as another program reads it, without spaces."""
    with file.content.open("rb") as paper:
        told = subprocess.run(["pdftotext", "-", "-"], input=paper.read(), capture_output=True, check=True)
    return re.sub(r"\s", "", told.stdout.decode())


def test_the_paper_of_a_full_report_holds_every_word(full, people, settings):
    """A2: cover, overview, a row for each of the sixteen, conclusion, advice, room for hand and stamp, the notes; F7: code and pages."""
    settings.SITE_URL = "https://zg.example"
    report = full.report
    told = opened(report)
    assert sum(len(re.sub(r"\s", "", text)) for text in [told.overview, *(text for row in told.rows for _kind, text in row.texts)]) == 14_900
    file = papers.write_paper(report)
    report.refresh_from_db()
    text = words_in(file)
    with file.content.open("rb") as paper:
        reader = PdfReader(paper)
        each = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
        fonts = {font.get_object()["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert len(each) <= 12
    assert all(f"第{number}页，共{len(each)}页" in page for number, page in enumerate(each[1:], start=2))
    assert all(report.certificate.code in page for page in each)
    assert all("Zhengai" in font for font in fonts)
    for words in [
        told.school,
        told.code,
        "学校名称",
        "2024—2025学年",
        "一、自我诊改工作概述",
        "二、自我诊断与改进报告表",
        "三、综合诊断结论",
        "四、改进工作建议",
    ]:
        assert words.replace(" ", "") in text
    for words in ["校长（签字）：", "学校（盖章）：", "报告内容必须真实、准确", "无需等级性结论", str(people["principal"])]:
        assert words in text
    assert f"https://zg.example/verify/{report.certificate.code}/" in text
    # Read in the order of the page, cell by cell, every text is there whole.
    whole = "".join(each)
    for words in [told.overview, told.conclusion, told.advice, *(text for row in told.rows for _kind, text in row.texts)]:
        assert words in whole
    for row in told.rows:
        assert row.name in whole


def test_the_paper_is_made_once_and_by_a_job(signed, people):
    """F7, M8: whoever has the code may compare the paper; those who may read the report read it."""
    job = Job.objects.get(kind="diagnosis.write_paper")
    run(job.pk)
    job.refresh_from_db()
    report = signed.reports.get()
    assert (job.state, job.result) == ("done", {"file": report.file.get_absolute_url()})
    assert papers.write_paper(report) == report.file
    assert was_issued(report.certificate, report.file.sha256)
    assert ["版次", "第 1 版"] in report.certificate.facts
    assert str(people["principal"]) not in str(report.certificate.facts)
    assert [readable(people[who], report.file) for who in ("editor", "city", "province", "nation", "other_school", "stranger")] == [True] * 4 + [
        False
    ] * 2


def test_a_paper_that_was_not_made_is_asked_for_again(signed, signed_in):
    Job.objects.update(state="failed")
    client = signed_in("editor")
    page = client.get(signed.report.get_absolute_url())
    assert "还没有做成" in page.content.decode()
    client.post(reverse("diagnosis:make_paper", args=[signed.report_id]))
    assert Job.objects.filter(kind="diagnosis.write_paper", state="queued").count() == 1
    assert "正在制作" in client.get(signed.report.get_absolute_url()).content.decode()


def test_what_a_school_typed_is_words_on_paper(written, passage, write, people):
    """No tag of a text becomes one of the paper."""
    write(passage("overview"), "甲<b>乙</b>&amp;{{ title }}\n\n第二段")
    file = papers.write_paper(reports.sign(written, by=people["principal"]).report)
    assert "甲<b>乙</b>&amp;{{title}}" in words_in(file)


def test_only_who_signs_brings_the_scan(signed, people):
    with pytest.raises(PermissionDenied):
        papers.attach_scan(signed.report, file=a_pdf(), by=people["editor"])
