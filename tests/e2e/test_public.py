"""What society reads, and the pages on which it is published: in a real browser, at both widths, with axe on each."""

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.audit.services import seal
from apps.disclosure.services.copies import release
from apps.disclosure.services.publications import propose, publish
from apps.statusdata.models import Return
from apps.statusdata.services import chain

pytestmark = pytest.mark.browser

FIGURES = {"F13": {"enrolled": "1300"}, "F08": {"ft": "70", "ft_major": "40"}, "F03": {"bld_own": "30000", "equip_total": "500"}}


@pytest.fixture
def accepted(made_up, signed, work):
    """Two made-up schools' returns, gone all the way up and computed."""
    officers = {name: User.objects.get(username=name) for name in ["weinan", "shengji"]}
    rows = []
    for upload in made_up("610500")[:2]:
        upload = signed(upload, **FIGURES)
        upload = chain.check(upload, by=officers["weinan"])
        rows.append(chain.accept(upload, by=officers["shengji"]))
    work()
    return [Return.objects.select_related("school", "round", "snapshot").get(pk=row.pk) for row in rows]


@pytest.fixture
def published(accepted):
    """The first is in public, the second is proposed; gives the school's code and the copy's code."""
    proposer, publisher = (User.objects.get(username=name) for name in ["shengji", "gongkai"])
    publication = publish(propose(accepted[0], by=proposer), by=publisher)
    propose(accepted[1], by=proposer)
    seal()
    release()
    return publication


def leads_on(page):
    main = page.get_by_role("main")
    return main.get_by_role("link").or_(main.get_by_role("button")).count()


@pytest.mark.parametrize("width", [1440, 390])
def test_every_public_page_is_accessible_and_leads_on(page, live_server, published, assert_accessible, width):
    """R12.4, O1: full and empty, found and not found."""
    page.set_viewport_size({"width": width, "height": 900})
    code, year, check = published.school.code, published.year, published.copy.code
    pages = [
        "/", "/schools/", "/schools/?q=没有", f"/schools/{code}/", f"/schools/{code}/{year}/", "/provinces/610000/",
        "/provinces/610000/?city=610500", "/policies/", "/about/", "/corrections/", "/data/", "/verify/", f"/verify/{check}/",
        "/verify/0000-0000/", "/sign-in/", "/nothing-here/",
    ]  # fmt: skip
    for address in pages:
        page.goto(f"{live_server.url}{address}")
        assert_accessible(page)
        assert leads_on(page), f"{address} leads nowhere"


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, pytest.param(390, marks=pytest.mark.slow)])
def test_the_pages_of_publication_are_accessible_and_lead_on(enter, live_server, published, assert_accessible, width):
    """R12.2, O1: of who proposes and of who publishes."""
    waiting = published.__class__.objects.get(state="proposed")
    steps = {"shengji": [], "gongkai": [f"{waiting.get_absolute_url()}publish/", f"{published.get_absolute_url()}withdraw/"]}
    for username, more in steps.items():
        page = enter(username)
        page.set_viewport_size({"width": width, "height": 900})
        for address in ["/work/610000/publications/", published.get_absolute_url(), waiting.get_absolute_url(), *more]:
            page.goto(f"{live_server.url}{address}")
            assert_accessible(page)
            assert leads_on(page), f"{address} leads nowhere"


@pytest.mark.slow
def test_who_reads_a_school_gets_from_the_front_page_to_its_proof(page, live_server, published):
    """R12.4, M8: by the search, the figures, the code."""
    page.goto(f"{live_server.url}/")
    page.get_by_role("searchbox").fill(published.school.name)
    page.get_by_role("button", name="查询").click()
    page.get_by_role("main").get_by_role("link", name=published.school.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(published.school.name)
    page.locator("#F13").click()
    expect(page.get_by_role("cell", name="1300").or_(page.get_by_role("cell", name="1\u2009300"))).to_be_visible()
    page.get_by_role("link", name="核对本页内容").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("这个验证码是本平台出具的")


@pytest.mark.slow
def test_on_paper_a_school_page_leaves_nothing_folded(page, live_server, published):
    """R12.4: what is folded on the screen is open on paper, with the code that proves it."""
    page.goto(f"{live_server.url}/schools/{published.school.code}/")
    cell = page.get_by_role("table", name="学生规模与学籍", include_hidden=True).locator("td").first
    expect(cell).not_to_be_visible()
    page.emulate_media(media="print")
    expect(cell).to_be_visible()
    expect(page.get_by_text(published.copy.code)).to_be_visible()


@pytest.mark.slow
def test_on_a_phone_the_menu_shows_where_one_is(page, live_server, db):
    """O1: the entries lie in one row that scrolls."""
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{live_server.url}/voice/")
    expect(page.get_by_role("navigation", name="主菜单").get_by_role("link", name="社会留言")).to_be_in_viewport(ratio=0.9)


@pytest.mark.slow
def test_what_is_said_is_counted_and_a_choice_shows_its_focus(page, live_server, published):
    """O1, M7: nothing that is pasted is cut, and keys show where they are."""
    page.goto(f"{live_server.url}/voice/say/?about={published.school.code}")
    page.get_by_label("留言", exact=True).fill("字 " * 1001)
    expect(page.get_by_text("1001／1000 字，多 1 字")).to_be_visible()
    expect(page.get_by_label("留言", exact=True)).to_have_value("字 " * 1001)
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
