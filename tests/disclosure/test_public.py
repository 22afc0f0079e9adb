import csv
import io
import re
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.disclosure.models import Copy, Listing
from apps.disclosure.services.publications import refuse, withdraw
from apps.disclosure.views.data import as_csv
from apps.documents.services import certify
from tests.indicators.conftest import HUAZHOU

OPEN = {"disclosure_copy", "disclosure_listing"}
CODE, OTHER = "3661000001", "3641000001"
PAGES = [
    "/", "/schools/", "/schools/?q=示例", f"/schools/{CODE}/", f"/schools/{CODE}/2025/", f"/schools/{CODE}/2025/?version=1",
    f"/schools/{CODE}/2025/data.csv", f"/schools/{CODE}/2025/data.json", "/provinces/610000/", "/data/", "/data/2025/schools.csv",
    "/api/v1/schools/", f"/api/v1/schools/{CODE}/", "/verify/",
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


def test_verifying_reads_the_certificates_as_well(client, copy):
    """M8."""
    assert tables(client, f"/verify/{copy.code}/")[0] == OPEN | {"documents_certificate"}


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
    assert [address for address in [*PAGES, f"/schools/?q={second.code}"] if second.name in client.get(address).content.decode()] == []
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
                                     "/provinces/410000/", "/schools/none/", "/schools/?page=99", f"/schools/{CODE}/2024/data.csv", "/api/v1/schools/1/"])  # fmt: skip
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
    assert "669" not in page


def test_the_first_version_stays_at_its_address(client, public, tree):
    """M4."""
    first, second = public(tree["school"]).copy, public(tree["school"], {"F13": {"enrolled": "700"}}).copy
    assert [client.get(f"/schools/{CODE}/2025/{rest}").context["copy"] for rest in ["", "?version=1", "?version=2"]] == [second, first, second]


@pytest.mark.parametrize("words,count", [("第一职业", 1), ("diyi", 1), ("SLDY", 1), ("36610", 1), ("661000", 0), ("没有", 0), ("%", 0), ("\x00", 0)])
def test_a_school_is_found_by_name_pinyin_initials_and_the_beginning_of_its_code(client, copy, words, count):
    """R12.4, M5."""
    assert client.get("/schools/", {"q": words}).context["paginator"].count == count
    assert client.get("/api/v1/schools/", {"q": words}).json()["count"] == count


@pytest.mark.parametrize("address", ["/", "/schools/", f"/schools/{CODE}/", "/provinces/610000/", "/data/2025/schools.csv", "/api/v1/schools/"])
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


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_figures_not_changed_are_not_sent_again(client, copy, kind):
    """M6."""
    address = f"/schools/{CODE}/2025/data.{kind}"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304


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


def test_a_stranger_who_posts_changes_nothing(client, copy):
    """R12.2, M2."""
    before = Copy.objects.values().get()
    answers = [client.post(f"/publications/{copy.publication_id}/{step}/", {"seen": 1, "note": "x"}) for step in ["publish", "refuse", "withdraw"]]
    assert {answer.url.split("?")[0] for answer in answers} == {"/sign-in/"}
    assert {client.post(address).status_code for address in PAGES} == {405}
    assert (Copy.objects.values().get(), Listing.objects.count()) == (before, 1)
