import csv
import io
import re
from hashlib import sha256
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import parse_http_date

from apps.disclosure.models import Copy, Listing
from apps.disclosure.selectors.public import called
from apps.disclosure.services.publications import refuse, withdraw
from apps.disclosure.views import machines
from apps.disclosure.views.data import as_csv
from apps.documents.models import Certificate
from apps.documents.services import certify
from apps.statusdata.models import Receipt
from apps.statusdata.services import receipts
from tests.indicators.conftest import HUAZHOU

OPEN = {
    "disclosure_copy",
    "disclosure_listing",
    "disclosure_conclusioncopy",
    "disclosure_teamcopy",
    "disclosure_comment",
    "disclosure_belowlist",
    "disclosure_publicpaper",
}
CODE, OTHER = "3661000001", "3641000001"
PAGES = [
    "/", "/schools/", "/schools/?q=示例", f"/schools/{CODE}/", f"/schools/{CODE}/2025/", f"/schools/{CODE}/2025/?version=1",
    f"/schools/{CODE}/2025/data.csv", f"/schools/{CODE}/2025/data.json", "/provinces/610000/", "/data/", "/data/2025/schools.csv",
    "/api/v1/schools/", f"/api/v1/schools/{CODE}/", "/verify/", "/conclusions/", "/teams/", "/api/v1/conclusions/",
    "/voice/", "/below/", "/papers/", f"/card/{CODE}/", "/policies/", "/about/", "/corrections/", "/feed.atom", "/robots.txt", "/sitemap.txt",
]  # fmt: skip


def tables(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return {name for query in queries for name in re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', query["sql"])}, len(queries)


@pytest.fixture
def copy(public, tree):
    return public(tree["school"]).copy


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_reads_published_copies_alone(client, copy, address):
    """R12.4, M1."""
    assert tables(client, address)[0] <= OPEN


def test_the_code_of_what_no_longer_stands_says_so(client, copy):
    """M8"""
    Certificate.objects.update(fallen="已由第 2 版代替", fallen_at=timezone.now())
    page = client.get(f"/verify/{copy.code}/").content.decode()
    assert "这一版不再有效" in page
    assert "已由第 2 版代替" in page


def test_verifying_reads_the_certificates_as_well(client, copy):
    """M8."""
    assert tables(client, f"/verify/{copy.code}/")[0] == {"disclosure_copy", "disclosure_listing", "documents_certificate"}


@pytest.fixture
def unseen(proposed, published, people, tree, second, copy):
    """``unseen(how)``: a school of a province of its own, where nothing is to be seen in public, and the words that would betray it."""

    def make(how):
        publication = (proposed if how in ("proposed", "refused") else published)(second)
        if how == "refused":
            refuse(publication, by=people["publisher"], note="名称有误")
        if how == "withdrawn":
            Copy.objects.filter(publication=publication).update(released_at=timezone.now())
            withdraw(publication, by=people["publisher"], note="学校更正")
        return publication

    return make


@pytest.mark.parametrize("how", ["proposed", "refused", "unreleased", "withdrawn"])
def test_what_is_not_public_leaks_by_no_address_search_count_or_file(client, unseen, second, copy, how):
    """R12.4, M1: another school of the same city stands in public."""
    publication = unseen(how)
    named = [address for address in [*PAGES, f"/schools/?q={second.code}"] if second.name in client.get(address).content.decode()]
    assert named == (["/corrections/"] if how == "withdrawn" else [])  # What was withdrawn says so.
    assert client.get("/").context["schools"] == 1
    assert len(client.get("/provinces/610000/").context["copies"]) == 1
    assert client.get("/api/v1/schools/").json()["count"] == 1
    assert client.get("/api/v1/schools/", {"q": second.code}).json()["results"] == []
    closed = [f"/schools/{second.code}/2025/data.csv", f"/schools/{second.code}/2025/data.json", f"/api/v1/schools/{second.code}/"]
    assert {client.get(address).status_code for address in closed} == {404}
    pages = {client.get(f"/schools/{second.code}/{rest}").status_code for rest in ["", "2025/", "2025/?version=1"]}
    assert pages == ({200} if how == "withdrawn" else {404})
    assert client.get(f"/publications/{publication.pk}/").status_code == 302


@pytest.mark.parametrize("address", [f"/schools/{OTHER}/", f"/schools/{CODE}/2024/", f"/schools/{CODE}/2025/?version=2", f"/schools/{CODE}/99999999999/",
                                     "/provinces/410000/", "/schools/none/", "/schools/?page=99", f"/schools/{CODE}/2024/data.csv", "/api/v1/schools/1/",
                                     "/provinces/610000/?year=1999", "/provinces/610000/?page=99", "/data/2099/schools.csv",
                                     "/data/2025/schools.csv?province=410000", "/data/2099/conclusions.csv"])  # fmt: skip
def test_what_was_never_published_is_not_there(client, copy, address):
    """R12.4."""
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["version=x", "version=99999999999", "version=²", "version="])
def test_a_version_that_is_no_number_is_passed_over(client, copy, query):
    """M4."""
    assert client.get(f"/schools/{CODE}/2025/?{query}").context["copy"] == copy


def test_a_withdrawn_copy_says_why_at_its_address(client, public, people, tree):
    """M4: its figures are gone from the page."""
    publication = public(tree["school"])
    withdraw(publication, by=people["publisher"], note="学校更正", seen=publication.version)
    page = client.get(f"/schools/{CODE}/2025/").content.decode()
    assert "学校更正" in page
    assert "669 人" not in page


def test_the_first_version_stays_at_its_address(client, public, tree):
    """M4."""
    first, second = public(tree["school"]).copy, public(tree["school"], {"F13": {"enrolled": "700"}}).copy
    assert [client.get(f"/schools/{CODE}/2025/{rest}").context["copy"] for rest in ["", "?version=1", "?version=2"]] == [second, first, second]


@pytest.mark.parametrize("words,count", [("第一职业", 1), ("diyi", 1), ("SLDY", 1), ("36610", 1), ("661000", 0), ("没有", 0), ("%", 0), ("\x00", 0),
                                         ("渭南", 1), ("陕西", 1), ("西安", 0),
                                         ("weinan", 1), ("WN", 1), ("陕西 第一", 1), ("西安 第一", 0), ("３６６１", 1), ("ｓｌｄｙ", 1)])  # fmt: skip
def test_a_school_is_found_by_name_place_pinyin_initials_and_the_beginning_of_its_code(client, copy, words, count):
    """R12.4, M5."""
    assert client.get("/schools/", {"q": words}).context["paginator"].count == count
    assert client.get("/api/v1/schools/", {"q": words}).json()["count"] == count


def test_a_search_that_finds_nothing_says_what_can_be_looked_for(client, copy):
    """R12.4: and leads to the provinces; one that no box can hold is not understood."""
    page = client.get("/schools/", {"q": "没有"}).content.decode()
    assert "可以查校名中的几个字" in page
    assert '<a href="/provinces/610000/">陕西省</a>' in page
    refused = client.get("/schools/", {"q": "职" * 101})
    assert (refused.status_code, "这次请求看不懂" in refused.content.decode()) == (400, True)


@pytest.mark.parametrize("address", ["/", "/schools/", f"/schools/{CODE}/", "/provinces/610000/", "/data/2025/schools.csv", "/api/v1/schools/",
                                     "/feed.atom", "/sitemap.txt", "/corrections/"])  # fmt: skip
def test_more_schools_and_years_cost_no_query_more(client, public, tree, second, copy, address):
    """R12.4."""
    before = tables(client, address)[1]
    public(second)
    public(tree["school"], year=2024)
    assert tables(client, address)[1] == before


def test_what_could_run_as_a_formula_is_text_in_csv(client):
    """M6."""
    rows = list(
        csv.reader(io.StringIO(as_csv([["=1+1", "@a", "+1", "-1", "-1+1", "\t=1", "\r=1", "甲"]], "a.csv").content.decode("utf-8-sig"), newline=""))
    )
    assert rows == [["'=1+1", "'@a", "'+1", "-1", "'-1+1", "'\t=1", "'\r=1", "甲"]]


def test_a_schools_figures_can_be_taken_away(client, copy):
    """M6."""
    lines = list(csv.DictReader(io.StringIO(client.get(f"/schools/{CODE}/2025/data.csv").content.decode("utf-8-sig"))))
    assert {line["值"] for line in lines if (line["表"], line["项目代码"]) == ("F13", "enrolled")} == {HUAZHOU["F13"]["enrolled"]}
    given = client.get(f"/schools/{CODE}/2025/data.json").json()
    assert (given["content"], given["digest"], given["code"]) == (Copy.objects.get().content, copy.digest, copy.code)


def read_csv(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_conditions_of_a_province_are_given_as_numbers(client, copy):
    """M6, R12.2: a table to reckon with has its units in the heading and nothing between the thousands."""
    line = read_csv(client.get("/data/2025/schools.csv?province=610000"))[0]
    students = {"全日制中职学历教育在校生数（人）": "669", "要求：全日制中职学历教育在校生数（人）": "1200"}
    assert (line["五项全部达到"], {name: line[name] for name in students}) == ("否", students)
    assert re.fullmatch(r"\d+(\.\d{1,4})?", line["生均仪器设备价值（元）"])
    page = client.get("/provinces/610000/").content.decode()
    assert "669 人" in page
    assert "不少于 1\u202f200 人" in page


@pytest.mark.parametrize("address", [address for address in PAGES if not address.startswith("/api/")])
def test_what_has_not_changed_is_not_sent_again(client, copy, address):
    """M6: and whoever keeps it asks again within a minute, for it may be withdrawn."""
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=60"
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_two_files_of_a_copy_are_not_taken_for_each_other(client, copy):
    """M6: one figures file is no answer to who keeps the other."""
    tags = [client.get(f"/schools/{CODE}/2025/data.{kind}")["ETag"] for kind in ["csv", "json"]]
    assert tags[0] != tags[1]
    assert client.get(f"/schools/{CODE}/2025/data.csv", headers={"if-none-match": tags[1]}).status_code == 200


def test_figures_have_the_day_they_came_out(client, copy):
    """M6."""
    address = f"/schools/{CODE}/2025/data.json"
    changed = client.get(address)["Last-Modified"]
    assert parse_http_date(changed) == int(copy.released_at.timestamp())
    assert client.get(address, headers={"if-modified-since": changed}).status_code == 304


def test_a_province_is_counted_by_city_and_may_be_narrowed_to_one(client, public, copy, own_school):
    """R12.4, M1: what is asked for and is no city of it shows all."""
    public(own_school)
    page = client.get("/provinces/610000/").context
    assert [(each["code"], each["name"], each["schools"]) for each in page["cities"]] == [("610500", "渭南市", 2)]
    assert {name: page[name] for name in ["schools", "full", "short", "undecided"]} == {"schools": 2, "full": 0, "short": 2, "undecided": 0}
    shown = {city: len(client.get("/provinces/610000/", {"city": city}).context["copies"]) for city in ["610500", "610100", "\0"]}
    assert shown == {"610500": 2, "610100": 2, "\0": 2}


def test_a_province_is_shown_by_the_newest_year_that_is_essentially_out(client, public, tree, copy, own_school, second):
    """R12.2: the map counts the schools of the year that its tile opens; a newer one is offered as still coming out."""
    for school in [own_school, second]:
        public(school)
    public(tree["school"], year=2026)
    page = client.get("/provinces/610000/")
    assert (page.context["year"], page.context["schools"]) == (2025, 3)
    assert "还在陆续公开（已 1 所）" in page.content.decode()
    assert [(row.year, row.schools) for row in client.get("/").context["provinces"]] == [(2025, 3)]
    assert client.get("/provinces/610000/", {"year": 2026}).context["schools"] == 1
    public(own_school, year=2026)
    assert client.get("/provinces/610000/").context["year"] == 2026


ATOM = "{http://www.w3.org/2005/Atom}"


def test_in_the_feed_the_status_data_of_a_province_year_and_day_are_one_entry_whose_address_stays(client, public, copy, tree, second):
    """M6: they come by the hundred, and would leave nothing else on the page."""
    public(second)
    public(tree["school"], year=2024)
    entries = ElementTree.fromstring(client.get("/feed.atom").content).findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == [
        "陕西省 2024—2025 学年状态数据：1 所学校",
        "陕西省 2025—2026 学年状态数据：2 所学校",
    ]
    address = urlsplit(entries[1].find(f"{ATOM}link").attrib["href"])
    assert client.get(f"{address.path}?{address.query}").context["year"] == 2025


def test_the_feed_goes_on_over_pages(client, public, copy, tree, monkeypatch):
    """M6, RFC 5005."""
    public(tree["school"], year=2024)
    monkeypatch.setattr(machines, "NEWEST", 1)
    first, second = (ElementTree.fromstring(client.get("/feed.atom", {"page": page}).content) for page in [1, 2])
    ways = [{link.attrib["rel"]: link.attrib["href"][-7:] for link in page.findall(f"{ATOM}link")} for page in [first, second]]
    assert (ways[0]["next"], ways[1]["previous"], "next" in ways[1]) == ("?page=2", "?page=1", False)
    assert len({page.find(f"{ATOM}entry/{ATOM}id").text for page in [first, second]}) == 2


def test_the_map_of_the_site_holds_every_school_in_public_and_nothing_else(client, unseen, copy):
    """M1."""
    unseen("unreleased")
    lines = client.get("/sitemap.txt").content.decode().split()
    assert [line for line in lines if "/schools/3" in line] == [f"{settings.SITE_URL}/schools/{CODE}/"]
    assert {client.get(urlsplit(line).path).status_code for line in lines} == {200}


def test_what_is_closed_is_named_to_search_engines_and_nothing_in_public_is(client, copy):
    """M1."""
    closed = [line.removeprefix("Disallow: ") for line in client.get("/robots.txt").content.decode().splitlines() if line.startswith("Disallow")]
    assert [address for address in PAGES for each in closed if address.startswith(each)] == []


def test_corrections_and_withdrawals_are_listed_with_their_reasons(client, public, people, tree, second):
    """M4: a first version that stands is neither."""
    public(tree["school"])
    corrected = public(tree["school"], {"F13": {"enrolled": "700"}}).copy
    gone = public(second)
    withdraw(gone, by=people["publisher"], note="学校更正", seen=gone.version)
    page = client.get("/corrections/")
    assert list(page.context["object_list"]) == [gone.copy, corrected]
    assert "学校更正" in page.content.decode()


def test_the_notice_and_its_nineteen_documents_stand_on_the_policy_page(client, db):
    """R1.8, R2.4, R12.4."""
    page = client.get("/policies/")
    assert [each["listed"] for each in page.context["listed"]] == list(range(1, 20))
    assert {"教职成司函〔2016〕37号", "教职成〔2010〕12号"} <= set(re.findall(r"教职成[司函]*〔\d+〕\d+号", page.content.decode()))


def test_national_figures_stand_with_their_source(client, db):
    """R12.4: what others published is not given out as ours."""
    page = client.get("/").content.decode()
    assert "来源：2022 年全国教育事业发展统计公报" in page
    assert "1\u2009339.29" in page or "1\u202f339.29" in page


def test_a_code_is_found_however_it_is_typed(client, copy):
    """M8."""
    typed = copy.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert client.get("/verify/", {"code": typed}, follow=True).context["certificate"].code == copy.code
    assert client.get("/verify/0000-0000/").status_code == 404
    assert client.get("/verify/<b>/").status_code == 404


def test_a_file_is_compared_with_what_was_issued(client, copy, tree):
    """M8: one byte more and it is another file."""
    content = b"%PDF-1.7 receipt"
    code = certify("示例回执", sha256(content).hexdigest(), [], holder=copy.publication, by=None).code
    said = [client.post(f"/verify/{code}/", {"file": SimpleUploadedFile("a.pdf", body)}).content.decode() for body in [content, content + b"."]]
    assert ["与出具时一致" in page for page in said] == [True, False]
    assert client.post(f"/verify/{code}/").context["form"].errors.keys() == {"file"}


@pytest.mark.parametrize("kind", ["data.csv", "data.json", "content.json"])
def test_a_file_downloaded_of_a_copy_is_known_under_its_code(client, copy, kind):
    """M8: one sign more and it is another."""
    body = client.get(f"/schools/{CODE}/2025/{kind}").content
    posted = [client.post(f"/verify/{copy.code}/", {"file": SimpleUploadedFile("a.csv", each)}) for each in [body, body + b" "]]
    assert [answer.context["matches"] for answer in posted] == [True, False]


def test_the_hash_on_a_schools_page_is_that_of_the_file_beside_it(client, copy):
    """M8: whoever has sha256sum finds it."""
    page = client.get(f"/schools/{CODE}/2025/").content.decode()
    address = f"/schools/{CODE}/2025/content.json?version=1"
    assert address in page
    assert sha256(client.get(address).content).hexdigest() in page


def test_a_receipt_is_known_under_the_code_it_bears(client, copy, settings, tmp_path):
    """M8, D10: the paper as it was handed out."""
    settings.MEDIA_ROOT = tmp_path
    receipt = receipts.write(copy.publication.snapshot, Receipt.Kind.ACCEPTED)
    with receipt.file.content.open("rb") as paper:
        body = paper.read()
    posted = [client.post(f"/verify/{receipt.certificate.code}/", {"file": SimpleUploadedFile("a.pdf", each)}) for each in [body, body + b" "]]
    assert [answer.context["matches"] for answer in posted] == [True, False]


def test_a_stranger_who_posts_changes_nothing(client, copy):
    """R12.2, M2."""
    before = Copy.objects.values().get()
    answers = [client.post(f"/publications/{copy.publication_id}/{step}/", {"seen": 1, "note": "x"}) for step in ["publish", "refuse", "withdraw"]]
    assert {answer.url.split("?")[0] for answer in answers} == {"/sign-in/"}
    assert {client.post(address).status_code for address in PAGES} == {405}
    assert (Copy.objects.values().get(), Listing.objects.count()) == (before, 1)


@pytest.mark.parametrize("address,words", [("/api/v1/schools/1/", "没有公开"), ("/api/v1/conclusions/1/2025/", "没有公开"), ("/api/v1/none/", "没有这个接口地址"),
                                           ("/api/", "没有这个接口地址"), ("/api/v1/schools/?page=99", "")])  # fmt: skip
def test_what_the_interface_has_not_it_says_in_our_words(client, db, address, words):
    """M6."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert words in answer.json()["detail"]
    assert not re.search("[A-Za-z]{2}", answer.json()["detail"].replace("/data/", ""))


@pytest.mark.parametrize("asked,words", [("conclusions/?year=abc", "year 须是四位数"), ("conclusions/?year=99999999999", "year"), ("conclusions/?year=%00", "year"),
                                         ("conclusions/?year=12", "year"), ("schools/?page=abc", "page 须是从 1 起的整数"), ("schools/?page=0", "page"),
                                         ("conclusions/?page=-1", "page"), ("schools/?page_size=5", "每页 100 条")])  # fmt: skip
def test_a_parameter_that_is_malformed_is_refused_with_the_reason(client, db, asked, words):
    """M6: or everything would be taken for what was asked for."""
    answer = client.get(f"/api/v1/{asked}")
    assert answer.status_code == 400
    assert words in answer.json()["detail"]


@pytest.mark.parametrize("asked", ["conclusions/?year=2026", "conclusions/?year=", "schools/?page=1", "schools/?colour=red", "schools/?year=abc"])
def test_a_parameter_that_is_well_formed_or_not_known_is_no_error(client, db, asked):
    """M6"""
    assert client.get(f"/api/v1/{asked}").status_code == 200


def test_a_search_too_long_is_refused_by_the_interface_too(client, db):
    """M6."""
    answers = [client.get(f"/api/v1/{kind}/", {"q": "职" * 101}) for kind in ["schools", "conclusions"]]
    assert [(answer.status_code, "100" in answer.json()["detail"]) for answer in answers] == [(400, True)] * 2


def test_programs_of_any_site_read_what_is_to_be_taken_away_and_nothing_else(client, copy):
    """M6: what is of the public for programs is marked so, whether or not it has changed since; pages are not."""
    taken = [f"/schools/{CODE}/2025/data.csv", f"/schools/{CODE}/2025/data.json", "/data/2025/schools.csv"]
    open_to_all = {address for address in PAGES if client.get(address).headers.get("Access-Control-Allow-Origin") == "*"}
    assert open_to_all == {*taken, *(address for address in PAGES if address.startswith("/api/"))}
    tag = client.get(taken[0])["ETag"]
    assert client.get(taken[0], headers={"if-none-match": tag})["Access-Control-Allow-Origin"] == "*"
    assert [client.get(address).headers.get("Access-Control-Allow-Origin") for address in ["/sign-in/", "/desk/", "/none/"]] == [None] * 3


def test_what_the_codes_of_the_interface_mean_stands_on_the_page_of_the_data(client, db):
    """M6."""
    page = client.get("/data/").content.decode()
    assert [code for code in ["effective", "to_improve", "abnormal", "shown", "final"] if f">{code}<" not in page] == []


def test_the_page_of_a_school_tells_how_to_put_it_on_the_schools_own_site(client, copy):
    """R12.3."""
    assert f"{settings.SITE_URL}/card/{CODE}/" in client.get(f"/schools/{CODE}/").content.decode()


def test_codes_of_forms_are_not_shown_and_brackets_are_those_of_chinese_text(client, copy):
    """R12.4: whoever reads a school's page has no dictionary at hand."""
    page = re.sub(r"<[^>]*>", "", client.get(f"/schools/{CODE}/").content.decode())
    assert not re.search(r"F\d\d |\(|每师负担学生\)", page.partition("状态数据")[2].partition("公开经过")[0].replace("(SHA-256)", ""))


def test_a_search_of_many_words_asks_no_more_than_one_of_few(client, copy):
    """M5: the names of the places are read once, and no more words are looked for than anybody means."""
    asked = []
    for words in ["shan", "s " * 40]:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/schools/", {"q": words}).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] > 0
    assert str(called("s " * 8)) == str(called("s " * 40))


def test_both_areas_of_the_buildings_are_given_where_both_are_judged(client, copy):
    """M6, R8.4."""
    conditions = copy.content["conditions"]
    buildings = next(each for each in conditions if each["code"] == "K105")
    assert [each["code"] for each in buildings["figures"]] == ["K105"]
    buildings["figures"].append({"code": "K106", "name": "生均校舍建筑面积", "unit": "m²", "value": "19.5", "threshold": "20"})
    copy.save(update_fields=["content"])
    (line,) = read_csv(client.get("/data/2025/schools.csv"))
    assert (line["生均校舍建筑面积（m²）"], line["要求：生均校舍建筑面积（m²）"]) == ("19.5", "20")
