"""A school writes its self-diagnosis in browsers: what is typed is kept, counted and compared with the data, whoever else is writing (R7, A2)."""

import re
import zlib
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.diagnosis.models import Diagnosis, Passage
from apps.diagnosis.services import diagnoses, regimes
from apps.diagnosis.services.passages import Change, save_passage
from apps.dictionary import reference as dictionary
from apps.indicators.models import Value
from apps.schemes import reference
from apps.schemes.models import Element, Scheme
from apps.schemes.parameters import Parameters
from apps.statusdata.models import Return, Round, Snapshot
from config.roles import Role

pytestmark = pytest.mark.browser

PASSWORD, YEAR = "a password for one story", 2024
REGIME = {"title": "诊改制度", "emphasis": "课堂教学", "requirements": "逐要素写实", "cycle_years": 1, "organisation": "校长负责"}


@pytest.fixture
def people(transactional_db, holder):
    roles = {"editor": Role.SCHOOL_EDITOR, "principal": Role.PRINCIPAL}
    found = {name: holder(role, "school") for name, role in roles.items()} | {"city": holder(Role.CITY_OFFICER, "weinan")}
    for person in found.values():
        person.set_password(PASSWORD)
        person.save()
    return found


@pytest.fixture
def ready(people, tree):
    """The school may begin: a scheme and a regime in force, the year's data accepted with two figures."""
    reference.load()
    edition, since, due = dictionary.load(), date(2023, 3, 1), date(YEAR + 1, 10, 20)
    Scheme.objects.create(
        province=tree["shaanxi"], guidance=Element.objects.first().item.guidance, number=1, title="示例方案", document_number="示例〔2023〕1号",
        state="lodged", issued_on=since, lodged_on=since, effective_from=since, parameters=Parameters.read().stored(),
    )  # fmt: skip
    regime = regimes.draft_regime(tree["school"], by=people["principal"], **REGIME)
    regimes.start(regime, by=people["principal"], day=date(2023, 9, 1))
    dues = {"school_due": due, "city_due": due, "province_due": due}
    upload = Return.objects.create(
        round=Round.objects.create(province=tree["shaanxi"], year=YEAR, edition=edition, state="open", **dues), school=tree["school"]
    )
    path, now = tree["school"].path, timezone.now()
    body = zlib.compress(b"{}")
    snapshot = Snapshot.objects.create(upload=upload, number=1, signed_by=people["principal"], path=path, body=body, digest="0" * 64)
    Return.objects.filter(pk=upload.pk).update(state="accepted", snapshot=snapshot, submitted_at=now, checked_at=now, accepted_at=now)
    figures = {"K062": "89.4", "K065": "96.2"}
    Value.objects.bulk_create(
        Value(school=tree["school"], year=YEAR, indicator=code, snapshot=snapshot, place=path, value=Decimal(value))
        for code, value in figures.items()
    )


@pytest.fixture
def diagnosis(ready, people, tree):
    return diagnoses.open_diagnosis(tree["school"], year=YEAR, by=people["principal"])


@pytest.fixture
def of(diagnosis):
    """``of(kind, code)``: the text of that kind, of the element of that code or of the whole."""
    return lambda kind, code=None: Passage.objects.get(diagnosis=diagnosis, kind=kind, **({"element__code": code} if code else {"element": None}))


@pytest.fixture
def open_element(page, live_server, sign_in, people, diagnosis):
    """Sign in as the editor and open an element."""

    def at(code):
        sign_in(page, people["editor"].username, PASSWORD)
        page.goto(live_server.url + reverse("diagnosis:element", args=[diagnosis.pk, code]))
        return page

    return at


def field(page, passage):
    return page.locator(f"#f-{passage.pk}-text")


def write(page, passage, text):
    field(page, passage).fill(text)
    page.keyboard.press("Tab")


def saved(page):
    # The bar keeps what it says through a short save: first nothing is on its way.
    expect(page.locator("[data-busy]")).to_have_count(0)
    return expect(page.locator("#savebar")).to_contain_text("全部已保存")


def test_a_school_begins_and_writes_an_element(page, live_server, sign_in, ready, people, tree, assert_accessible):
    """R7.2, R7.3: from the list to a written element, by the pages alone."""
    sign_in(page, people["principal"].username, PASSWORD)
    page.goto(live_server.url + reverse("diagnosis:list", args=[tree["school"].code]))
    assert_accessible(page)
    page.get_by_role("link", name="开始自我诊改").click()
    assert_accessible(page)
    page.get_by_role("button", name="开始自我诊改").click()
    expect(page.get_by_text("已经建好")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("rowheader", name="2.3").get_by_role("link").click()
    diagnosis = Diagnosis.objects.get()
    for kind in ["self", "measures", "effect", "result", "causes"]:
        write(page, Passage.objects.get(diagnosis=diagnosis, kind=kind, element__code="2.3"), f"示例文字 {kind}")
    saved(page)
    assert_accessible(page)
    texts = Passage.objects.filter(diagnosis=diagnosis, element__code="2.3").exclude(text="").values_list("kind", "text")
    assert dict(texts) == {kind: f"示例文字 {kind}" for kind in ["self", "measures", "effect", "result", "causes"]}
    page.goto(live_server.url + diagnosis.get_absolute_url())
    expect(page.get_by_role("row", name=re.compile("2.3"))).to_contain_text("写完")


@pytest.mark.slow
def test_501_characters_are_kept_and_the_one_too_many_is_said(open_element, of, assert_accessible):
    """A2.3: the counter, the word beside the text, and the saved text; 500 are silent."""
    page, passage = open_element("2.3"), of("self", "2.3")
    counter = page.locator(f"#c-{passage.pk}")
    write(page, passage, "字" * 500 + " 　\n")
    expect(counter).to_have_text("500／500 字")
    write(page, passage, "字" * 501)
    expect(counter).to_have_text("501／500 字，多 1 字")
    saved(page)
    expect(page.locator(f"#h-{passage.pk}")).to_contain_text("请删去 1 字")
    assert_accessible(page)
    assert Passage.objects.get(pk=passage.pk).text == "字" * 501


@pytest.mark.slow
def test_a_figure_that_differs_from_the_data_is_shown_and_tied_to_them(open_element, of, assert_accessible):
    """F4: a figure typed by hand is compared; on the writer's word alone it becomes one of the data, counted as what it shows."""
    page, passage = open_element("2.3"), of("self", "2.3")
    write(page, passage, "同行评教覆盖面92%，未到目标。")
    said = page.locator(f"#h-{passage.pk}")
    expect(said).to_contain_text("文中数字与数据不一致")
    assert_accessible(page)
    said.get_by_role("button", name="改为 89.4%").click()
    expect(field(page, passage)).to_have_value("同行评教覆盖面{K062}，未到目标。")
    expect(page.locator(f"#c-{passage.pk} b")).to_have_text("18")
    expect(said).not_to_contain_text("文中数字与数据不一致")
    saved(page)
    assert Passage.objects.get(pk=passage.pk).text == "同行评教覆盖面{K062}，未到目标。"


@pytest.mark.slow
def test_a_forecast_and_a_grade_are_pointed_out_softly(open_element, of):
    """R7.4, R7.5: both are said beside the text, and both stay as they were written."""
    page, effect, result = open_element("2.3"), of("effect", "2.3"), of("self", "2.3")
    write(page, effect, "预计下学期覆盖面可达 45%。")
    expect(page.locator(f"#h-{effect.pk}")).to_contain_text("预计")
    write(page, result, "本要素自评等级为优秀。")
    expect(page.locator(f"#h-{result.pk}")).to_contain_text("优秀")
    saved(page)
    assert Passage.objects.get(pk=effect.pk).text == "预计下学期覆盖面可达 45%。"


@pytest.mark.slow
def test_a_figure_is_put_where_the_writer_stands(open_element, of):
    page, passage = open_element("2.3"), of("measures", "2.3")
    field(page, passage).fill("开出率为")
    page.locator('[data-insert="{K065}"]').click()
    expect(field(page, passage)).to_have_value("开出率为{K065}")
    page.keyboard.press("Tab")
    saved(page)
    assert Passage.objects.get(pk=passage.pk).text == "开出率为{K065}"


@pytest.mark.slow
@pytest.mark.parametrize("choice, kept", [("用我写的", "我写的一段"), ("用对方写的", "校长写的一段")])
def test_of_two_on_one_text_the_second_sees_both_and_chooses(open_element, of, people, diagnosis, choice, kept, assert_accessible):
    """F3: nothing is overwritten unsaid; two on different texts do not meet."""
    page, passage, other = open_element("2.3"), of("self", "2.3"), of("measures", "2.3")
    save_passage(diagnosis, Change(passage.pk, "", "校长写的一段", "another page", 1), by=people["principal"])
    write(page, other, "互不相干的一段")
    saved(page)
    write(page, passage, "我写的一段")
    group = page.get_by_role("group", name="两人改了同一段")
    expect(group).to_contain_text(str(people["principal"]))
    expect(group).to_contain_text("校长写的一段")
    expect(field(page, passage)).to_have_value("我写的一段")
    assert_accessible(page)
    group.get_by_role("button", name=choice).click()
    expect(group).to_have_count(0)
    expect(field(page, passage)).to_have_value(kept)
    expect(page.locator("#savebar")).not_to_contain_text("项没有写入")
    assert Passage.objects.get(pk=passage.pk).text == kept


@pytest.mark.slow
def test_a_lost_network_loses_no_word(open_element, of, context):
    page, passage = open_element("2.3"), of("self", "2.3")
    context.set_offline(True)
    write(page, passage, "断网时写的一段")
    expect(page.locator("#savebar")).to_contain_text("网络断开，1 项已存在本机")
    context.set_offline(False)
    saved(page)
    assert Passage.objects.get(pk=passage.pk).text == "断网时写的一段"


@pytest.mark.slow
def test_what_is_typed_after_the_signature_waits_in_the_browser(open_element, of, diagnosis):
    """A change after signing: refused with the reason, still in the field."""
    page, passage = open_element("2.3"), of("self", "2.3")
    Passage.objects.filter(pk=passage.pk).update(text="")
    report = diagnosis.reports.create(
        number=1, school=diagnosis.school, body=zlib.compress(b"{}"), digest="0" * 64, signed_by_id=_principal(diagnosis)
    )
    Diagnosis.objects.filter(pk=diagnosis.pk).update(state="signed", report=report)
    write(page, passage, "签字以后写的")
    expect(page.locator(f"#h-{passage.pk}")).to_contain_text("签字")
    expect(field(page, passage)).to_have_value("签字以后写的")
    assert Passage.objects.get(pk=passage.pk).text == ""


@pytest.mark.slow
def test_the_city_sees_the_state_and_no_word_before_the_signature(page, live_server, sign_in, people, diagnosis, of, assert_accessible):
    """R7: what a school is still writing is its own."""
    Passage.objects.filter(pk=of("self", "2.3").pk).update(text="学校还在写的一段")
    sign_in(page, people["city"].username, PASSWORD)
    page.goto(live_server.url + diagnosis.get_absolute_url())
    expect(page.get_by_text("学校正在撰写")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("学校还在写的一段")
    assert_accessible(page)
    response = page.goto(live_server.url + reverse("diagnosis:element", args=[diagnosis.pk, "2.3"]))
    assert response.status == 404


@pytest.mark.slow
def test_the_editor_reads_and_writes_on_a_phone(open_element, of, page, assert_accessible):
    page.set_viewport_size({"width": 390, "height": 844})
    page, passage = open_element("2.3"), of("self", "2.3")
    write(page, passage, "手机上写的一段")
    saved(page)
    assert_accessible(page)


def _principal(diagnosis):
    return diagnosis.school.posts.get(role=Role.PRINCIPAL).user_id
