"""The whole line, by the pages of everybody on it: a school diagnoses itself and signs, is drawn in public, reviewed, deliberated upon and decided;
its conclusion is shown, objected to, answered and published; what was found becomes measures. In the end the public reads and checks it."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.deliberation.models import Case
from apps.deliberation.services import cases
from apps.diagnosis.models import Diagnosis, Measure, Passage
from apps.dictionary import reference as dictionary
from apps.disclosure.models import Announcement, Listing
from apps.experts.models import Committee, Membership
from apps.indicators.services import COMPUTED, IN_NATION, ROLLED_UP
from apps.organizations.models import Level, Organization
from apps.reviews.models import Review
from apps.sampling.models import Draw
from apps.schemes.models import Guidance
from apps.statusdata.models import Acceptance
from config.roles import Role
from tests.e2e import test_story_review as review
from tests.e2e.conftest import SECRET
from tests.e2e.test_story_review import fill, follow, main, press
from tests.reviews.world import TEXTS, World, accepted, an_expert

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NUMBER = "示例职诊〔2026〕9号"
WHOLE = {"overview": "示例概述", "conclusion": "示例综合结论", "advice": "示例建议"}


@pytest.fixture
def world(shaanxi):
    """A made-up school with accepted data and a regime that runs, a province with its scheme and plan, three experts, a committee of five."""
    school = Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例").order_by("code")[10]
    officer, principal = User.objects.get(username="shengji"), school.posts.get(role=Role.PRINCIPAL).user
    made = World(school, officer, principal, province=shaanxi, guidance=Guidance.objects.get(items__code="1"), edition=dictionary.load())
    accepted(school, by=principal, edition=made.edition)
    # What it asks of the data is written above: nothing is left to compute.
    Acceptance.objects.update(done=[COMPUTED, ROLLED_UP, IN_NATION])
    made.experts = [an_expert(number, shaanxi) for number in range(3)]
    User.objects.filter(expert__in=made.experts).update(password=officer.password)
    committee = Committee.objects.create(organization=shaanxi, title="省诊改专委会", set_up_on=localdate() - timedelta(days=400))
    for username, duty in [("weiyuan1", "chair"), ("weiyuan2", "vice"), ("mishu", "secretary"), ("weiyuan3", "member"), ("weiyuan4", "member")]:
        member = {"user": User.objects.get(username=username), "duty": duty, "kind": "education", "employer": "示例大学"}
        Membership.objects.create(committee=committee, since=localdate() - timedelta(days=400), **member)
    return made


@pytest.fixture
def at(enter, live_server):
    """``at(username, address)``: that person's page, opened there."""

    def opened(username, address):
        page = enter(username)
        page.goto(live_server.url + address)
        return page

    return opened


def step(page, name, **fields):
    """A step: its link on the page of the thing, what it asks, its button."""
    follow(page, name)
    fill(page, **fields)
    press(page, name)


def test_a_school_from_its_self_diagnosis_to_its_public_conclusion(world, at, enter, work, live_server, context, assert_accessible, tmp_path):
    """R1.7, R6.3, R7.1–R7.5, R8.1, R8.6, R9.1–R9.6, R10.2, R11.1, R12.1, R12.2, R12.4."""
    school = at(world.principal.username, f"/work/{world.school.code}/diagnoses/")
    diagnose(school, world, live_server, assert_accessible)
    draw(at, world, live_server, work)
    reviewed(world, at, school, live_server, tmp_path)
    decided(at, live_server, work)
    announced(at, live_server, work, context, assert_accessible)
    follow_up(school, live_server, assert_accessible)
    read_by_the_public(context, world, live_server, assert_accessible)


def diagnose(page, world, live_server, assert_accessible):
    """R7.1–R7.5: begun, one element written by hand and the rest as by others, a measure carried out, signed by signing in again."""
    follow(page, "开始自我诊改")
    press(page, "开始自我诊改")
    diagnosis = Diagnosis.objects.get()
    for row in Passage.objects.filter(diagnosis=diagnosis).exclude(kind="status").select_related("element"):
        text = f"{row.element.code} 的{TEXTS[row.kind]}" if row.element else WHOLE[row.kind]
        if not row.element or row.element.code != "1.1" or row.kind != "self":
            Passage.objects.filter(pk=row.pk).update(text=text)
    page.goto(f"{live_server.url}{diagnosis.get_absolute_url()}elements/1.1/")
    own = Passage.objects.get(diagnosis=diagnosis, kind="self", element__code="1.1")
    page.locator(f"#f-{own.pk}-text").fill("1.1 的自我诊断")
    page.keyboard.press("Tab")
    expect(page.locator("[data-busy]")).to_have_count(0)
    expect(page.locator("#savebar")).to_contain_text("全部已保存")

    given = {"problem": "示例问题", "aim": "示例措施", "owner": "教务处", "state": "done", "carried_out_on": localdate(), "effect": "已见成效"}
    Measure.objects.create(school=world.school, diagnosis=diagnosis, due=localdate(), **given)
    page.goto(live_server.url + diagnosis.get_absolute_url())
    main(page).get_by_role("link", name="审读并签字").first.click()
    expect(main(page)).to_contain_text("示例综合结论")
    assert_accessible(page)
    for box in main(page).get_by_role("checkbox").all():
        box.check()
    page.get_by_label("登录密码").fill(SECRET)
    main(page).get_by_role("button", name=re.compile("签字")).click()
    expect(main(page)).to_contain_text("已签字")
    assert Diagnosis.objects.get().state == "signed"


def draw(at, world, live_server, work):
    """R8.1: the only school of the frame is drawn; frame, value and result by the pages of two people."""
    page = at("shengji", world.plan.get_absolute_url())
    main(page).get_by_role("button", name=f"编制 {localdate().year} 年抽样框").click()
    follow(page, "设定抽取")
    fill(page, 抽取校数="1", 备选校数="0", 随机数的公开来源="示例公开摇号", 随机数产生的日期=(localdate() + timedelta(days=1)).isoformat())
    press(page, "保存设定")
    step(page, "封存")
    Draw.objects.update(reveal_on=localdate())
    step(page, "录入随机数", 随机数="03 11 17 20 28 33 09")
    publisher = at("gongkai", Draw.objects.get().get_absolute_url())
    step(publisher, "公布结果")
    work()
    page.goto(f"{live_server.url}/work/610000/reviews/")
    if not Review.objects.exists():
        main(page).get_by_role("button").first.click()
    world.review = Review.objects.select_related("school", "scheme__guidance").get(school=world.school)


def reviewed(world, at, school, live_server, tmp_path):
    """R9: scheduled, undertaken, judged from the data alone, read, visited, written, agreed to, handed in, answered by the school."""

    def look(page):
        """The pages are looked at by the story of the review; here they are waited for, scripts and all."""
        page.wait_for_load_state()

    address = world.review.get_absolute_url()
    officer = at(world.officer.username, address)
    review.name_and_schedule(officer, world, look, live_server)
    lead, *_members = experts = [at(expert.user.username, address) for expert in world.experts]
    for expert in experts:
        review.sign_and_confirm(expert, look)
    school.goto(live_server.url + address)
    review.hand_in_papers(school, look, tmp_path)
    officer.reload()
    step(officer, "开始研判")
    world.fresh()
    review.rest(world, "data")
    lead.goto(live_server.url + address)
    step(lead, "开卷")
    review.read_and_focus(lead, look)
    Review.objects.update(visit_from=localdate(), visit_to=localdate(), materials_due=localdate())
    lead.reload()
    step(lead, "开始进校复核")
    review.take_notes(lead, world, look)
    review.judge_at_the_school(lead, world, look)
    review.rest(world, "visit")
    lead.goto(live_server.url + address)
    step(lead, "结束进校")
    review.write(lead, world, look, live_server)
    for expert in experts:
        expert.goto(live_server.url + address)
        follow(expert, "要素比对与报告")
        step(expert, "签认")
    step(lead, "提交复核报告")
    school.reload()
    expect(main(school)).to_contain_text("示例总体意见")
    expect(main(school)).not_to_contain_text("机密的理由")
    follow(school, "就事实答复")
    fill(school, 就事实的答复="没有不同意见。")
    press(school, "提交答复")


def decided(at, live_server, work):
    """R9.5, R10.2: fifteen of sixteen agree, aimed and effective; five are present, all vote, the authority confirms."""
    work()
    page = at("mishu", "/work/610000/cases/")
    main(page).get_by_role("button", name=re.compile("^提交审议")).click()
    case = Case.objects.get()
    assert case.proposed == "effective"
    page.goto(f"{live_server.url}/work/610000/sittings/")
    follow(page, "召集会议")
    fill(page, 名称="第 1 次会议")
    press(page, "召集会议")
    at_sitting = page.url
    main(page).get_by_role("link", name=re.compile("^列入")).first.click()
    press(page, "列入会议")
    page.goto(at_sitting)
    for box in main(page).get_by_role("checkbox").all():
        box.check()
    press(page, "登记到会")
    step(page, "开会")
    chair = at("weiyuan1", case.get_absolute_url())
    chair.get_by_label("有效", exact=True).check()
    press(chair, "表决")
    for username in ["weiyuan2", "weiyuan3"]:
        cases.vote(Case.objects.get(), choice="effective", by=User.objects.get(username=username))
    chair.reload()
    step(chair, "形成决议", 决议与理由="十五个要素一致，改进有成效。")
    decider = at("rending", case.get_absolute_url())
    step(decider, "认定", 发文字号=NUMBER, 登录密码=SECRET)
    work()
    assert Case.objects.get().decided == "effective"


def announced(at, live_server, work, context, assert_accessible):
    """R12.1, M3: one proposes, another shows; an objection is answered before the conclusion is published."""
    page = at("shengji", "/work/610000/announcements/")
    main(page).get_by_role("checkbox").check()
    press(page, "提出公开")
    announcement = Announcement.objects.get()
    publisher = at("gongkai", announcement.get_absolute_url())
    step(publisher, "公示结论")
    work()
    listing = Listing.objects.get(code=announcement.school.code)
    public = context.new_page()
    public.goto(f"{live_server.url}/conclusions/{listing.code}/{announcement.year}/")
    expect(main(public)).to_contain_text("有效")
    assert_accessible(public)
    main(public).get_by_role("link", name=re.compile("异议")).first.click()
    assert_accessible(public)
    fields = main(public).locator("form[method=post]").first
    for box, text in zip(fields.get_by_role("textbox").all(), ["示例异议人", "0913-0000000", "实训开出率与学校公布的不一致。"], strict=True):
        box.fill(text)
    press(public, "送出异议")
    expect(main(public)).to_contain_text("回执")
    page.goto(f"{live_server.url}/work/610000/objections/")
    main(page).get_by_role("table").get_by_role("link").first.click()
    main(page).get_by_role("link", name=re.compile("答复")).first.click()
    fill(page, 异议要点="实训开出率的口径", 答复="口径不同，结论不变。")
    main(page).get_by_role("button", name=re.compile("答复")).click()
    work()
    Announcement.objects.update(shown_on=localdate() - timedelta(days=20), last_day=localdate() - timedelta(days=8))
    publisher.goto(live_server.url + announcement.get_absolute_url())
    step(publisher, "公布结论")
    work()
    assert Announcement.objects.get().state == "final"


def follow_up(page, live_server, assert_accessible):
    """R11.1: the finding is answered by a measure."""
    page.goto(f"{live_server.url}/improvements/{Case.objects.get().pk}/")
    assert_accessible(page)
    follow(page, re.compile("^定改进措施"))
    fill(page, 措施与目标="逐学期核对实训台账", 责任人="教务处", 计划完成=(localdate() + timedelta(days=60)).isoformat())
    press(page, "定改进措施")
    expect(main(page)).to_contain_text("逐学期核对实训台账")
    assert_accessible(page)


def read_by_the_public(context, world, live_server, assert_accessible):
    """R12.2, R12.4: on a phone, without signing in: the conclusion with its working, the group, the objection and its answer, the check of the code."""
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/schools/{world.school.code}/")
    expect(main(page)).to_contain_text("复核经过")
    assert_accessible(page)
    page.goto(f"{live_server.url}/conclusions/{world.school.code}/{Announcement.objects.get().year}/")
    for words in ["有效", NUMBER, "专家0", "口径不同，结论不变"]:
        expect(main(page)).to_contain_text(words)
    for words in ["机密的理由", "示例异议人", "0913-0000000"]:
        expect(main(page)).not_to_contain_text(words)
    assert_accessible(page)
    main(page).get_by_role("link", name=re.compile("核对")).first.click()
    expect(page.get_by_text("这个验证码是本平台出具的")).to_be_visible()
