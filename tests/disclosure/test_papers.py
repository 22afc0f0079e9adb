import hashlib
import re
import subprocess
import sys
import uuid
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.audit.services import record, seal
from apps.disclosure.contents import draw_words
from apps.disclosure.models import PublicPaper
from apps.disclosure.services import papers
from apps.documents.services import find, store
from apps.sampling.models import Draw, Selection
from apps.schemes.models import CityNote, Scheme
from tests.sampling.addresses import draw_of
from tests.schemes.addresses import scheme_of


@pytest.fixture
def place(tree, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return SimpleNamespace(school=tree["school"])


@pytest.fixture
def scheme(place):
    return scheme_of(place, "lodged")


@pytest.fixture
def drawn(place):
    """``drawn(state)``: the province's draw of this year in that state, with the school drawn."""

    def make(state="published"):
        draw = draw_of(place, state)
        if state in ("drawn", "published"):
            Selection.objects.create(draw=draw, school=place.school, kind="random", order=1)
        return draw

    return make


def test_a_scheme_on_file_is_read_by_everybody(client, scheme):
    """R12.4, R1.8: its parameters in words, what it adds and on what ground, what it adjusts."""
    assert papers.gather() == 1
    page = client.get(f"/papers/{scheme.pk}/").content.decode()
    for words in ["示例方案", "抽样", "1.1.S1", "增设", "示例〔2026〕1号", "注解", "边远贫困地区学校", "600"]:
        assert words in page
    assert "示例方案" in client.get("/papers/").content.decode()
    assert "示例方案" in client.get("/").content.decode()


@pytest.mark.parametrize("state", ["draft", "lodging"])
def test_one_that_is_not_on_file_is_not(client, place, state):
    """R12.4, R1.3, M1."""
    row = scheme_of(place, state)
    assert papers.gather() == 0
    assert client.get(f"/papers/{row.pk}/").status_code == 404


def test_it_waits_for_its_seal(client, scheme, signer):
    """M1: nothing is public of which the log could still be otherwise."""
    record(by=signer, verb="lodge_scheme", target=scheme)
    assert papers.gather() == 0
    seal()
    assert [papers.gather(), papers.gather()] == [1, 0]


def test_a_citys_note_makes_a_new_version_and_the_first_stays(client, scheme, tree, signer):
    """R12.4, R1.5, M4."""
    papers.gather()
    CityNote.objects.create(scheme=scheme, city=tree["weinan"], text="本市十月进校", by=signer)
    assert papers.gather() == 1
    shown = [client.get(f"/papers/{scheme.pk}/{rest}").content.decode() for rest in ["", "?version=1"]]
    assert ["本市十月进校" in page for page in shown] == [True, False]


def test_the_public_page_reads_the_copy_alone(client, drawn):
    """M1: a change that was not pulled yet is not seen; beside it the page asks which schools it may link to."""
    draw = drawn()
    scheme = draw.plan.scheme
    papers.gather()
    Scheme.objects.update(title="改了的标题")
    with CaptureQueriesContext(connection) as queries:
        pages = [client.get(address) for address in ["/papers/", f"/papers/{scheme.pk}/", f"/papers/{draw.pk}/", f"/papers/{draw.pk}/bundle.json"]]
    assert {page.status_code for page in pages} == {200}
    assert (
        f'<span class="nowrap">{draw.year} 年度</span><span class="nowrap">复核抽样</span></h1>' in pages[2].text
    )  # A line ends beside it, not in it.
    assert "改了的标题" not in pages[1].content.decode()
    assert {sql for query in queries for sql in [query["sql"]] if not re.search('FROM "disclosure_(publicpaper|listing)"', sql)} == set()


def test_its_documents_can_be_taken_away(client, scheme, signer):
    """R12.4: those the copy names, and no others."""
    file = store(SimpleUploadedFile("方案.pdf", b"%PDF-1.7 x"), holder=scheme, permission="schemes.view_scheme", by=signer)
    seal()
    papers.gather()
    answer = client.get(f"/papers/{scheme.pk}/files/0/")
    assert (answer.status_code, b"".join(answer.streaming_content), file.name) == (200, b"%PDF-1.7 x", "方案.pdf")
    assert client.get(f"/papers/{scheme.pk}/files/1/").status_code == 404
    address = f"/verify/{PublicPaper.objects.get().code}/"
    answers = [client.post(address, {"file": SimpleUploadedFile("a.pdf", each)}).context["matches"] for each in [b"%PDF-1.7 x", b"%PDF-1.7 y"]]
    assert answers == [True, False]


def test_the_code_of_a_copy_tells_its_digest(client, scheme):
    """M8: and the file that is taken away has it."""
    papers.gather()
    paper = PublicPaper.objects.get()
    assert find(paper.code).digest == hashlib.sha256(client.get(f"/papers/{scheme.pk}/content.json").content).hexdigest()


def test_the_bundle_in_hand_is_compared_by_the_code_of_the_draw(client, drawn):
    """R8.1, M8: the same bytes, and one changed."""
    draw = drawn()
    Draw.objects.filter(pk=draw.pk).update(digest=hashlib.sha256(draw.proof()).hexdigest())
    papers.gather()
    address = f"/verify/{PublicPaper.objects.get(kind='draw').code}/"
    bundle = client.get(f"/papers/{draw.pk}/bundle.json").content
    answers = [client.post(address, {"file": SimpleUploadedFile("draw.json", each)}).context["matches"] for each in [bundle, bundle + b" "]]
    assert answers == [True, False]


def test_a_draw_is_public_from_its_seal_on_without_what_it_will_draw(client, drawn):
    """R8.1, R12.4: the hash and the source stand there before the value exists."""
    draw = drawn("committed")
    papers.gather()
    page = client.get(f"/papers/{draw.pk}/").content.decode()
    assert draw.commitment in page
    assert "还没有产生" in page
    assert client.get(f"/papers/{draw.pk}/bundle.json").status_code == 404


def test_where_fewer_can_be_drawn_than_wanted_the_page_says_why_and_what_follows(client, drawn):
    """R8.1, R1.2, R8.4."""
    draw = drawn("committed")
    Draw.objects.filter(pk=draw.pk).update(quota=draw.rows.filter(place="in").count() + 2, reserves=1)
    papers.gather()
    page = client.get(f"/papers/{draw.pk}/").content.decode()
    assert "参加抽取的只有" in page
    assert "由周期内以后各年补足" in page


def test_one_drawn_and_not_published_tells_nothing_new(client, drawn):
    """R8.1: who was drawn is told when it is published."""
    draw = drawn("drawn")
    papers.gather()
    page = client.get(f"/papers/{draw.pk}/").content.decode()
    assert "示例第一职业中学" not in page
    assert "还没有产生" in page
    assert "value" not in PublicPaper.objects.get(kind="draw").content


def test_a_draft_is_nobodys_to_see(client, drawn):
    """R12.4, M1."""
    draw = drawn("draft")
    papers.gather()
    assert not PublicPaper.objects.filter(kind="draw").exists()
    assert client.get(f"/papers/{draw.pk}/").status_code == 404


def test_a_published_draw_shows_who_was_drawn_and_its_proof(client, drawn, public, place):
    """R8.1, R12.4: the very bundle, the verifier beside it, and the school's own page leads there."""
    draw = drawn()
    papers.gather()
    page = client.get(f"/papers/{draw.pk}/").content.decode()
    assert place.school.name in page
    assert draw.commitment in page
    assert "verify_draw.py" in page
    assert client.get(f"/papers/{draw.pk}/bundle.json").content == draw.proof()
    public(place.school)
    for address in ["/schools/3661000001/", "/provinces/610000/", "/papers/"]:
        assert f"/papers/{draw.pk}/" in client.get(address).content.decode(), address


def test_the_verifier_holds_the_bundle_for_true(client, drawn, tmp_path):
    """R8.1: what anybody downloads is drawn again by the program beside it, by the command as it stands on the page."""
    draw = drawn()
    Draw.objects.filter(pk=draw.pk).update(digest=hashlib.sha256(draw.proof()).hexdigest())
    papers.gather()
    page = client.get(f"/papers/{draw.pk}/").content.decode()
    program, name, *digests = re.search(r"python3 ([^<]+)<", page)[1].split()
    file = tmp_path / name
    file.write_bytes(client.get(f"/papers/{draw.pk}/bundle.json").content)
    done = subprocess.run([sys.executable, settings.BASE_DIR / "static/verifier" / program, file, *digests], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_became_of_a_school_since_makes_a_new_version_with_its_reason(client, drawn):
    """R8.1, R12.4: deferred, replaced or released in public."""
    draw = drawn()
    papers.gather()
    Selection.objects.update(state="deferred", deferred_to=draw.year + 1, reason="迁建校区", version=1)
    assert papers.gather() == 1
    page = client.get(f"/papers/{draw.pk}/").content.decode()
    assert "迁建校区" in page
    assert f"延至 {draw.year + 1} 年" in page


def test_one_given_up_says_why(client, drawn, signer):
    """R8.1, R12.4."""
    draw = drawn("committed")
    papers.gather()
    Draw.objects.update(state="annulled", version=1)
    record(by=signer, verb="annul_draw", target=draw, note="抽样框漏列一所学校")
    seal()
    assert papers.gather() == 1
    assert "抽样框漏列一所学校" in client.get(f"/papers/{draw.pk}/").content.decode()
    assert "抽样，已作废" in client.get("/").content.decode()
    assert "抽样，已作废" in client.get("/feed.atom").content.decode()


def test_the_versions_of_a_scheme_are_told_apart_where_papers_are_listed(client, scheme, public, place):
    """R12.4, R1.3."""
    papers.gather()
    public(place.school)
    for address in ["/", "/provinces/610000/", "/feed.atom"]:
        assert "（第 1 版）" in client.get(address).content.decode(), address


def test_of_a_reserve_the_copy_says_for_whom_it_came_in(client, drawn, second):
    """G9."""
    draw = drawn()
    chosen = Selection.objects.get()
    reserve = Selection.objects.create(draw=draw, school=second, kind="random", order=2, in_place_of=chosen)
    assert draw_words(reserve)["how"] == f"备选递补（递补{chosen.school}）"
    assert draw_words(chosen)["how"] == "随机抽取"


def test_more_papers_cost_no_query_more(client, drawn):
    """R12.4."""
    draw = drawn()
    papers.gather()

    def counted():
        with CaptureQueriesContext(connection) as queries:
            client.get("/papers/")
        return len(queries)

    before = counted()
    Scheme.objects.update(version=5)
    Draw.objects.filter(pk=draw.pk).update(version=7)
    assert papers.gather() == 2
    for number in range(1, 3):
        PublicPaper.objects.filter(source=draw.pk, number=number).update(source=uuid.uuid4(), number=number + 5)
    assert counted() == before


def test_a_draw_links_to_the_schools_that_have_a_page(client, drawn, public, tree):
    """R12.4, M5: the others are named alone."""
    draw = drawn()
    papers.gather()
    address = f"/papers/{draw.pk}/"
    link = f'href="/schools/{tree["school"].code}/"'
    assert link not in client.get(address).content.decode()
    public(tree["school"])
    assert link in client.get(address).content.decode()
