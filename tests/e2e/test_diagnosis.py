"""A self-diagnosis report written by people in browsers: counted, compared with the data, never over a colleague's words."""

import pytest
from playwright.sync_api import expect

from apps.diagnosis.models import Draft, Passage
from apps.diagnosis.services.diagnoses import open_diagnosis
from apps.dictionary import reference as dictionary
from apps.schemes import reference as schemes
from config.roles import Role
from tests.diagnosis.made import YEAR, accepted_of, regime_of, scheme_of

pytestmark = pytest.mark.browser

PASSWORD = "a password for one story"


@pytest.fixture
def people(transactional_db, holder, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    roles = {"principal": Role.PRINCIPAL, "editor": Role.SCHOOL_EDITOR, "colleague": Role.SCHOOL_EDITOR}
    found = {name: holder(role, "school") for name, role in roles.items()}
    for person in found.values():
        person.set_password(PASSWORD)
        person.save()
    return found


@pytest.fixture
def ready(people, tree):
    """All that a diagnosis needs to begin."""
    schemes.load()
    scheme_of(tree["shaanxi"])
    accepted_of(tree["school"], tree["shaanxi"], dictionary.load(), by=people["principal"])
    regime_of(tree["school"], by=people["principal"])


@pytest.fixture
def diagnosis(ready, people, tree):
    return open_diagnosis(tree["school"], year=YEAR, by=people["principal"])


@pytest.fixture
def at_element(new_context, watched, sign_in, live_server, diagnosis, people):
    """``at_element("editor")``: that person at the page of an element, in a browser of their own."""

    def at(who, code="2.3"):
        page = watched(new_context().new_page())
        sign_in(page, people[who].username, PASSWORD)
        page.goto(f"{live_server.url}{diagnosis.get_absolute_url()}elements/{code}/")
        return page

    return at


def passage(kind, code="2.3"):
    return Passage.objects.get(kind=kind, **({"element__code": code} if code else {"element": None}))


def field(page, kind, code="2.3"):
    return page.locator(f"#f-{passage(kind, code).pk}-text")


def saved(page):
    # The bar keeps what it says through a short save: first nothing is on its way.
    expect(page.locator("[data-busy]")).to_have_count(0)
    return expect(page.locator("#savebar")).to_contain_text("全部已保存")


@pytest.mark.slow
def test_a_school_begins_its_diagnosis_and_writes_an_element(page, live_server, sign_in, ready, people, tree, assert_accessible):
    """R7.2, R7.3, A2.3, F3, F4: begun, counted as it is typed, a figure put in, one typed by hand compared and tied."""
    sign_in(page, people["principal"].username, PASSWORD)
    page.goto(f"{live_server.url}/work/{tree['school'].code}/diagnoses/")
    assert_accessible(page)
    page.get_by_role("link", name="开始自我诊改").click()
    page.get_by_role("button", name="开始自我诊改").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2024—2025 学年自我诊改")
    assert_accessible(page)
    page.get_by_role("link", name="2.3 课堂教学与实践教学状态").click()
    text = field(page, "self")
    text.fill("本学年同行评教覆盖面 92%，社会评教没有固定渠道。")
    page.keyboard.press("Tab")
    saved(page)
    expect(page.locator("[data-finding]").filter(has_text="文中写 92%，状态数据为 89.4%")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="改为 89.4%，并与数据相连").click()
    expect(text).to_have_value("本学年同行评教覆盖面 {K062}，社会评教没有固定渠道。")
    expect(page.locator("[data-finding] .chip").filter(has_text="89.4%")).to_be_visible()
    expect(page.locator("[data-finding]").filter(has_text="文中写")).to_have_count(0)
    text.press("End")
    page.get_by_role("button", name="插入 {K065}").click()
    expect(page.locator("[data-finding] .chip").filter(has_text="96.2%").first).to_be_visible()
    assert passage("self").text == "本学年同行评教覆盖面 {K062}，社会评教没有固定渠道。{K065}"
    # 22 typed, five for 89.4% and five for 96.2%.
    expect(page.locator(f"#c-{passage('self').pk} b")).to_have_text("32")
    page.set_viewport_size({"width": 390, "height": 844})
    assert_accessible(page)


@pytest.mark.slow
def test_501_characters_are_kept_and_told(at_element, assert_accessible):
    """A2.3: one too many stands at the counter at once and stands in the way of signing; nothing is cut off."""
    page = at_element("editor")
    field(page, "self").fill("字" * 501)
    expect(page.locator(f"#c-{passage('self').pk}")).to_contain_text("501／500 字，多 1 字")
    page.keyboard.press("Tab")
    saved(page)
    expect(page.locator(f"#o-{passage('self').pk}")).to_contain_text("请删去 1 字")
    assert_accessible(page)
    assert len(passage("self").text) == 501


@pytest.mark.slow
def test_the_counter_counts_as_the_server_does(at_element):
    """A2: spaces, joined signs and composed letters."""
    page = at_element("editor")
    field(page, "effect").fill("\u3000\u3000e\u0301 👨\u200d👩 ㎡\n１％")
    expect(page.locator(f"#c-{passage('effect').pk} b")).to_have_text("6")


@pytest.mark.slow
def test_of_two_at_one_text_the_second_sees_both_and_chooses(at_element, assert_accessible):
    """F3, B11"""
    mine, theirs = at_element("editor"), at_element("colleague")
    field(theirs, "measures").fill("同事写的措施")
    theirs.keyboard.press("Tab")
    saved(theirs)
    field(mine, "measures").fill("我写的措施")
    mine.keyboard.press("Tab")
    clash = mine.get_by_role("group", name="两人改了同一段")
    expect(clash).to_contain_text("同事写的措施")
    expect(field(mine, "measures")).to_have_value("我写的措施")
    assert_accessible(mine)
    assert passage("measures").text == "同事写的措施"
    clash.get_by_role("button", name="用我写的").click()
    saved(mine)
    assert passage("measures").text == "我写的措施"
    assert Draft.objects.get().text == "同事写的措施"


@pytest.mark.slow
def test_what_is_written_without_a_network_is_sent_when_it_is_back(at_element):
    """B3"""
    page = at_element("editor")
    page.context.set_offline(True)
    field(page, "causes").fill("断网时写的原因")
    page.keyboard.press("Tab")
    expect(page.locator("#savebar")).to_contain_text("网络断开")
    page.context.set_offline(False)
    saved(page)
    assert passage("causes").text == "断网时写的原因"
