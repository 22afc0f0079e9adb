"""The public's side of reviews: what is there, and what is not there yet."""

import csv
import io
import re
from datetime import timedelta
from hashlib import sha256
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.core.canonical import digest
from apps.core.templatetags.look import full_day, span
from apps.deliberation.models import Case
from apps.deliberation.services.papers import write_decision
from apps.disclosure.models import Announcement, ConclusionCopy, PublicPaper
from apps.disclosure.services import announcements, conclusions
from apps.documents.models import Certificate
from apps.reviews.models import GroupReport, Reply, Review
from tests.disclosure.decided import a_reported_review, end_of_showing, released, somebody
from tests.disclosure.test_public import tables

CODE = "3661000001"
YEAR = 2026
COPIES = {
    "disclosure_conclusioncopy", "disclosure_answercopy", "disclosure_teamcopy", "disclosure_copy", "disclosure_listing", "disclosure_comment",
    "disclosure_belowlist", "disclosure_publicpaper",
}  # fmt: skip
PAGES = ["/conclusions/", f"/conclusions/?year={YEAR}&province=610000&conclusion=to_improve&q=示例", f"/conclusions/{CODE}/{YEAR}/",
         f"/conclusions/{CODE}/{YEAR}/?version=1", f"/schools/{CODE}/", "/teams/", f"/data/{YEAR}/conclusions.csv", "/api/v1/conclusions/",
         f"/api/v1/conclusions/{CODE}/{YEAR}/", "/feed.atom", "/", "/sitemap.txt", "/corrections/", "/data/"]  # fmt: skip


def body(client, address):
    return client.get(address).content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_on_conclusions_reads_copies_alone(client, in_public, tree, address):
    """R12.1, R12.4, M1."""
    in_public(tree["school"])
    assert tables(client, address)[0] <= COPIES


@pytest.mark.parametrize("address", ["/conclusions/", f"/conclusions/{CODE}/{YEAR}/", f"/schools/{CODE}/", "/teams/", f"/data/{YEAR}/conclusions.csv",
                                     "/api/v1/conclusions/", "/feed.atom", "/sitemap.txt", "/"])  # fmt: skip
def test_more_conclusions_cost_no_query_more(client, in_public, tree, second, address):
    """R12.1."""
    in_public(tree["school"])
    before = tables(client, address)[1]
    in_public(second)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) == before


@pytest.mark.parametrize("how", ["proposed", "unsealed", "sent back", "withdrawn before its seal"])
def test_what_is_not_released_is_nowhere(client, concluded, people, tree, second, in_public, how):
    """R12.2, N3, M1: neither the page nor the list, a count, a file, the feed or the code tells of it."""
    in_public(second)
    announcement = announcements.propose(concluded(tree["school"]), by=people["proposer"])
    if how in ("unsealed", "withdrawn before its seal"):
        announcement = announcements.show(announcement, by=people["publisher"])
    if how == "withdrawn before its seal":
        announcements.withdraw(announcement, by=people["publisher"], note="有误")
        released()
    if how == "sent back":
        announcements.refuse(announcement, by=people["publisher"], note="有误")
    assert [address for address in PAGES if tree["school"].name in body(client, address)] == []
    gone = [f"/conclusions/{CODE}/{YEAR}/", f"/conclusions/{CODE}/{YEAR}/object/", f"/api/v1/conclusions/{CODE}/{YEAR}/", f"/schools/{CODE}/"]
    assert {client.get(address).status_code for address in gone} == {404}
    for copy in announcement.copies.all():
        assert "没有这个验证码" in body(client, f"/verify/{copy.code}/")
    assert client.get("/api/v1/conclusions/").json()["count"] == 1


def test_the_page_tells_the_conclusion_with_its_working_in_plain_words(client, in_public, tree):
    """R12.1, R10.4, J1, M5."""
    in_public(tree["school"])
    page = client.get(f"/conclusions/{CODE}/{YEAR}/")
    text = page.content.decode()
    assert "有 11 个与学校自己的判断一致" in page.context["lead"]
    for words in ["结论是“待改进”", "须至少 12 个一致", "公示中", "提出异议", "示例〔2026〕", "示例大学", "还没有确认报告的公开本"]:
        assert words in text


def test_a_conclusion_goes_from_shown_to_published_and_keeps_both_versions(client, in_public, people, tree):
    """R12.1, M3, M4."""
    announcement = end_of_showing(in_public(tree["school"]))
    assert "公示期满，待公布" in body(client, f"/conclusions/{CODE}/{YEAR}/")
    announcements.publish(announcement, by=people["publisher"])
    assert client.get(f"/conclusions/{CODE}/{YEAR}/").context["copy"].stage == "shown"
    released()
    newest, first = (client.get(f"/conclusions/{CODE}/{YEAR}/{rest}") for rest in ["", "?version=1"])
    assert (newest.context["copy"].stage, first.context["copy"].number) == ("final", 1)
    assert "已公布" in newest.content.decode()
    assert "看最近的一版" in first.content.decode()
    assert client.get(f"/conclusions/{CODE}/{YEAR}/?version=3").status_code == 404
    assert [copy.stage for copy in client.get("/").context["concluded"]] == ["final"]


def test_a_withdrawn_conclusion_says_why_at_its_address(client, in_public, people, tree):
    """M4: the conclusion and its texts are gone, the reason is there; lists and files know it as withdrawn."""
    announcement = in_public(tree["school"])
    announcements.withdraw(announcement, by=people["publisher"], note="文号抄录有误")
    text = body(client, f"/conclusions/{CODE}/{YEAR}/")
    assert "文号抄录有误" in text
    assert "待改进" not in text
    assert "示例意见" not in text
    assert "文号抄录有误" in body(client, "/corrections/")
    assert "还没有更正或撤回" not in body(client, "/corrections/")
    assert "复核结论：已撤回" in body(client, "/feed.atom")
    assert "待改进" not in body(client, "/feed.atom")
    (given,) = client.get("/api/v1/conclusions/").json()["results"]
    assert (given["withdrawn"], given["conclusion"]) == (True, "")
    assert client.get(f"/api/v1/conclusions/{CODE}/{YEAR}/").json() == given
    (line,) = csv.DictReader(io.StringIO(client.get(f"/data/{YEAR}/conclusions.csv").content.decode("utf-8-sig")))
    assert (line["已撤回"], line["结论"]) == ("是", "")
    assert client.get("/conclusions/", {"conclusion": "to_improve"}).context["paginator"].count == 0
    copy = announcement.copies.get()
    page = body(client, f"/verify/{copy.code}/")
    assert "这一版已撤回" in page
    assert full_day(timezone.localdate()) in page
    assert "文号抄录有误" in page
    assert "待改进" not in page
    assert "公示期已过" not in text
    assert client.get(f"/conclusions/{CODE}/{YEAR}/content.json").status_code == 404


def test_the_code_of_the_decision_tells_the_conclusion_while_it_is_public(client, concluded, people, tree):
    """R12.1, M4, M8: the paper was issued, and that is said; what it decided is not public yet, or no more."""
    case = concluded(tree["school"])
    Case.objects.filter(pk=case.pk).update(document=None)
    case = write_decision(Case.objects.get(pk=case.pk))
    address = f"/verify/{case.certificate.code}/"
    before = body(client, address)
    assert case.number in before
    assert "待改进" not in before
    announcement = announcements.show(announcements.propose(case, by=people["proposer"]), by=people["publisher"])
    assert "待改进" not in body(client, address)
    released()
    assert "待改进" in body(client, address)
    announcements.withdraw(announcement, by=people["publisher"], note="文号抄录有误")
    page = body(client, address)
    assert "公开的结论已撤回" in page
    assert "待改进" not in page


@pytest.mark.parametrize("address", [f"/conclusions/{CODE}/{YEAR}/content.json", f"/api/v1/conclusions/{CODE}/{YEAR}/"])
def test_what_is_downloaded_of_a_conclusion_is_known_under_its_code(client, in_public, tree, address):
    """M8: one sign more and it is another."""
    copy = in_public(tree["school"]).copies.get()
    file = client.get(address).content
    posted = [client.post(f"/verify/{copy.code}/", {"file": SimpleUploadedFile("a.json", each)}) for each in [file, file + b" "]]
    assert [answer.context["matches"] for answer in posted] == [True, False]


def test_the_hash_on_a_conclusions_page_is_that_of_the_file_beside_it(client, in_public, tree):
    """M8: whoever has sha256sum finds it."""
    in_public(tree["school"])
    page = body(client, f"/conclusions/{CODE}/{YEAR}/")
    assert f"/conclusions/{CODE}/{YEAR}/content.json?version=1" in page
    assert sha256(client.get(f"/conclusions/{CODE}/{YEAR}/content.json?version=1").content).hexdigest() in page


@pytest.mark.parametrize("asked,found", [({}, 2), ({"year": YEAR}, 2), ({"year": 2019}, 0), ({"year": "x"}, 2), ({"year": "99999999"}, 2),
                                         ({"province": "610000"}, 2), ({"province": "410000"}, 0), ({"province": "\0"}, 2), ({"conclusion": "effective"}, 1),
                                         ({"conclusion": "to_improve"}, 1), ({"conclusion": "none"}, 2), ({"q": "第一职业"}, 1), ({"q": "sldyzyzx"}, 1),
                                         ({"q": "\0"}, 0), ({"q": "没有"}, 0)])  # fmt: skip
def test_conclusions_are_found_by_year_province_conclusion_and_name(client, in_public, tree, second, asked, found):
    """R12.1, M1, M6."""
    in_public(tree["school"])
    in_public(second, agreeing=13)
    assert client.get("/conclusions/", asked).context["paginator"].count == found


def test_how_many_of_each_conclusion_there_are_is_counted_without_what_was_withdrawn(client, in_public, people, tree, second):
    """R12.1, R10.2–R10.4."""
    in_public(tree["school"])
    gone = in_public(second, agreeing=13)
    assert client.get("/conclusions/").context["counts"] == [("有效", 1), ("待改进", 1), ("异常", 0)]
    announcements.withdraw(gone, by=people["publisher"], note="有误")
    assert client.get("/conclusions/").context["counts"] == [("有效", 0), ("待改进", 1), ("异常", 0)]


def test_a_decision_unlike_the_committees_gives_its_reason_and_a_reply_is_mentioned(client, concluded, people, tree):
    """R12.1, J3, I6."""
    case = concluded(tree["school"], agreeing=13, deliberated="effective", decided="to_improve", decided_reason="复核发现的问题尚未整改。")
    Reply.objects.create(review=case.review, text="学校的答复", by=somebody("principal"))
    announcements.show(announcements.propose(case, by=people["proposer"]), by=people["publisher"])
    released()
    text = body(client, f"/conclusions/{CODE}/{YEAR}/")
    assert "复核发现的问题尚未整改" in text
    assert "作过答复" in text
    assert "学校的答复" not in text


def test_a_decision_unlike_the_rule_tells_the_three_conclusions_in_their_order(client, in_public, tree):
    """R12.1, R10.4, J1, J3: what was computed, resolved and decided; that one alone holds is said of what is computed."""
    in_public(tree["school"], decided="abnormal", decided_reason="复核以后又发现材料失实。")
    page = client.get(f"/conclusions/{CODE}/{YEAR}/")
    assert "按条件推算为“待改进”，专委会审议为“待改进”；" in page.context["lead"]
    assert "结论是“异常”" in page.context["lead"]
    text = re.sub(r"<[^>]+>", "", page.text)
    assert "按条件推算为待改进；专委会审议为待改进；认定为异常，与审议不同，理由：复核以后又发现材料失实。" in text
    assert "按条件推算，只有一种成立" in text
    content = client.get(f"/conclusions/{CODE}/{YEAR}/content.json").json()
    assert [content[step]["code"] for step in ["proposed", "deliberated", "conclusion"]] == ["to_improve", "to_improve", "abnormal"]


def test_a_copy_made_before_it_told_the_deliberation_is_shown_and_known_as_it_is(client, in_public, tree):
    """M1, M4, M8: frozen, it neither gains words nor loses its code."""
    copy = in_public(tree["school"], decided="abnormal", decided_reason="复核以后又发现材料失实。").copies.get()
    old = {part: words for part, words in copy.content.items() if part not in ("proposed", "deliberated")}
    ConclusionCopy.objects.filter(pk=copy.pk).update(content=old, digest=digest(old))
    Certificate.objects.filter(code=copy.code).update(digest=digest(old))
    page = client.get(f"/conclusions/{CODE}/{YEAR}/")
    assert "按条件推算为“待改进”；" in page.context["lead"]
    assert "专委会审议为" not in page.text
    file = client.get(f"/conclusions/{CODE}/{YEAR}/content.json").content
    assert client.post(f"/verify/{copy.code}/", {"file": SimpleUploadedFile("a.json", file)}).context["matches"]


def test_the_schools_page_tells_its_reviews_in_plain_words(client, public, in_public, people, tree):
    """M5, R12.1, R8.1: drawn, visited, shown, published, the latest first, each with where to read on."""
    public(tree["school"])
    assert "复核经过" not in body(client, f"/schools/{CODE}/")
    announcement = end_of_showing(in_public(tree["school"]))
    announcements.publish(announcement, by=people["publisher"])
    released()
    page = client.get(f"/schools/{CODE}/")
    stages = page.context["stages"]
    words = page.content.decode()
    assert "2026 年度抽样的复核（" in words
    assert "进校）：专家组核对了 16 个方面，有 11 个与学校自己的判断一致" in words
    assert {stage.title for stage in stages} == {"公布结论：待改进", "公示结论：待改进", "现场复核", "列入复核"}
    [visit] = [stage for stage in stages if stage.title == "现场复核"]
    review = Review.objects.get()
    assert visit.words.startswith(f"{span(review.visit_from, review.visit_to)}，专家")
    assert [stage.on for stage in stages] == sorted((stage.on for stage in stages), reverse=True)
    linked = [address for stage in stages for _words, address in stage.links]
    assert {client.get(address).status_code for address in linked} == {200}


def test_the_draw_is_linked_to_once_it_stands_in_public(client, in_public, tree):
    """R8.1, G7, M5: on the conclusion and in the school's history; before that its digest alone is told."""
    draw = in_public(tree["school"]).case.review.selection.draw
    pages = [f"/conclusions/{CODE}/{YEAR}/", f"/schools/{CODE}/"]
    assert [f"/papers/{draw.pk}/" in body(client, address) for address in pages] == [False, False]
    given = {"mark": "1", "number": 1, "province_code": "610000", "province": "陕西省", "title": str(draw), "stage": "published", "order": YEAR}
    PublicPaper.objects.create(kind="draw", source=draw.pk, content={}, digest="0" * 64, code="0000-0000", published_on=timezone.localdate(), **given)
    assert [f"/papers/{draw.pk}/" in body(client, address) for address in pages] == [True, True]


def test_a_school_without_public_figures_has_its_history_all_the_same(client, in_public, tree):
    """M5: and no year of figures."""
    in_public(tree["school"])
    assert "公示结论：待改进" in body(client, f"/schools/{CODE}/")
    assert client.get(f"/schools/{CODE}/2025/").status_code == 404


def test_the_members_of_a_group_stand_in_public_before_its_conclusion(client, people, tree):
    """R2.4, R12.2, H9."""
    review = a_reported_review(tree["school"])
    Review.objects.filter(pk=review.pk).update(state="scheduled", papers_at=None)
    conclusions.publish_team(Review.objects.get(pk=review.pk), by=people["proposer"])
    assert tree["school"].name not in body(client, "/teams/")
    released()
    text = body(client, f"/teams/?year={YEAR}")
    assert "示例大学" in text
    assert tree["school"].name in text
    assert "公布专家组" in [stage.title for stage in client.get(f"/schools/{CODE}/").context["stages"]]
    assert client.get(f"/conclusions/{CODE}/{YEAR}/").status_code == 404


def test_conclusions_can_be_taken_away(client, in_public, tree):
    """M6: as a table, as JSON with the content, in the feed."""
    copy = in_public(tree["school"]).copies.get()
    (line,) = csv.DictReader(io.StringIO(client.get(f"/data/{YEAR}/conclusions.csv").content.decode("utf-8-sig")))
    assert (line["标识码"], line["结论"], line["验证码"]) == (CODE, "待改进", copy.code)
    assert client.get("/data/2019/conclusions.csv").status_code == 404
    given = client.get(f"/api/v1/conclusions/{CODE}/{YEAR}/").json()
    assert (given["digest"], given["content"]) == (copy.digest, copy.content)
    entries = ElementTree.fromstring(client.get("/feed.atom").content).findall("{http://www.w3.org/2005/Atom}entry")
    titles = {entry.find("{http://www.w3.org/2005/Atom}id").text: entry.find("{http://www.w3.org/2005/Atom}title").text for entry in entries}
    assert "复核结论：待改进" in titles[f"urn:uuid:{copy.pk}"]


def test_the_code_on_the_page_leads_to_what_it_was_issued_for(client, in_public, tree):
    """M8."""
    copy = in_public(tree["school"]).copies.get()
    page = client.get(f"/verify/{copy.code}/")
    assert (page.context["certificate"].digest, page.context["copy"]) == (copy.digest, copy)
    assert f"/conclusions/{CODE}/{YEAR}/?version=1" in page.content.decode()


def test_what_is_public_stays_as_it_was_frozen(client, in_public, tree):
    """M1, M4: whatever becomes of the report, the case and the names behind it."""
    announcement = in_public(tree["school"])
    before = body(client, f"/conclusions/{CODE}/{YEAR}/")
    GroupReport.objects.update(text="后来改过的话")
    Case.objects.update(agreeing=3)
    after = body(client, f"/conclusions/{CODE}/{YEAR}/")
    assert "后来改过的话" not in after
    assert before == after
    assert announcement.copies.get().content["agreeing"] == 11


def test_a_text_is_shown_as_text(client, concluded, people, tree):
    """R12.4: nothing that was written runs in the reader's browser."""
    case = concluded(tree["school"])
    GroupReport.objects.filter(review=case.review).update(text="<script>alert(1)</script>")
    announcements.show(announcements.propose(case, by=people["proposer"]), by=people["publisher"])
    released()
    assert "<script>alert" not in body(client, f"/conclusions/{CODE}/{YEAR}/")


def test_the_officers_pages_lead_through_it(client, concluded, people, tree):
    """M2, M3: proposed from the list, looked over, shown; late days stand out."""
    case = concluded(tree["school"])
    client.force_login(people["proposer"])
    listed = "/work/610000/announcements/"
    assert client.get(listed).context["waiting"][0][0] == case
    assert " checked" not in body(client, listed)
    page = client.post(f"{listed}propose/", {"chosen": [case.pk, "x"]}, follow=True)
    assert "已提出 1 件" in page.content.decode()
    announcement = Announcement.objects.get()
    Announcement.objects.update(due=timezone.localdate() - timedelta(days=1), show_by=timezone.localdate() - timedelta(days=8))
    assert "已过期" in body(client, listed)
    assert "已过公布期限" in body(client, announcement.get_absolute_url())
    client.force_login(people["publisher"])
    assert "公开页将写什么" in body(client, announcement.get_absolute_url())
    assert client.get(f"{announcement.get_absolute_url()}show_conclusion/").status_code == 200
    for _ in range(2):
        assert client.post(f"{announcement.get_absolute_url()}show_conclusion/", {"seen": 0}).status_code == 302
    assert "没有再办一次" in body(client, announcement.get_absolute_url())
    assert "公示期" in body(client, announcement.get_absolute_url())
    assert ConclusionCopy.objects.count() == 1


def test_what_keeps_a_case_from_being_proposed_is_told_on_the_list(client, concluded, people, tree):
    """M2, F8."""
    case = concluded(tree["school"])
    GroupReport.objects.filter(review=case.review).update(text="电话 13812345678")
    client.force_login(people["proposer"])
    page = client.post("/work/610000/announcements/propose/", {"chosen": [case.pk]}, follow=True).content.decode()
    assert "总体意见" in page
    assert "手机号" in page
    assert "请先勾选" in client.post("/work/610000/announcements/propose/", follow=True).content.decode()


def test_a_group_is_named_from_the_list(client, people, tree):
    """R12.2: once; asked again it says so."""
    review = a_reported_review(tree["school"])
    client.force_login(people["proposer"])
    assert client.get("/work/610000/announcements/").context["teams"] == [review]
    said = [client.post(f"/reviews/{review.pk}/publish-team/", follow=True).content.decode() for _ in range(2)]
    assert ["约十秒后上线" in said[0], "没有变动" in said[1]] == [True, True]
