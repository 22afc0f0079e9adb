"""One review from the draw to the report handed in: the province, the school and three experts, each at a browser of their own (R9)."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.dictionary import reference as dictionary
from apps.organizations.models import Level, Organization
from apps.reviews.models import Answer, Judgement, Note, Review
from apps.schemes.models import Guidance
from config.roles import Role
from tests.e2e.conftest import SECRET
from tests.reviews.world import World, paper, working_day

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOOD, BAD = "数据与应有的状态相符", "现场所见与报告不一致"


@pytest.fixture
def world(shaanxi):
    """A made-up school drawn, its report signed and its data accepted; three trained experts in the pool."""
    school = Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例").order_by("code")[10]
    officer, principal = User.objects.get(username="shengji"), school.posts.get(role=Role.PRINCIPAL).user
    made = World(school, officer, principal, province=shaanxi, guidance=Guidance.objects.get(items__code="1"), edition=dictionary.load())
    made.planned()
    for expert in made.experts:
        expert.user.set_password(SECRET)
        expert.user.save()
    return made


@pytest.fixture
def at(enter, live_server, world):
    """``at(user)``: that person's page, opened at the review."""

    def opened(user):
        page = enter(user.username)
        page.goto(live_server.url + world.review.get_absolute_url())
        return page

    return opened


@pytest.fixture
def look(assert_accessible):
    """``look(page)``: at both widths axe finds nothing and nothing scrolls sideways."""

    def at_both(page):
        for width in [390, 1440]:
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)

    return at_both


def main(page):
    return page.get_by_role("main")


def follow(page, name):
    main(page).get_by_role("link", name=name).first.click()


def press(page, name):
    main(page).get_by_role("button", name=name, exact=True).click()


def fill(page, **fields):
    for label, value in fields.items():
        page.get_by_label(re.compile(rf"^{label}(可不填|提交报告以前须写)?$")).fill(value)


def test_a_review_goes_from_the_draw_to_the_report(world, at, look, live_server, tmp_path):
    """R8.6, R9.1, R9.2, R9.3, R9.4, R9.6, R10.6"""
    officer = at(world.officer)
    name_and_schedule(officer, world, look, live_server)
    lead, *members = experts = [at(expert.user) for expert in world.experts]
    for expert in experts:
        sign_and_confirm(expert, look)
    school = at(world.principal)
    hand_in_papers(school, look, tmp_path)
    officer.reload()
    lay_out(officer, look)
    follow(officer, "开始研判")
    look(officer)
    press(officer, "开始研判")

    judge_from_data(world, lead, members[0], look)
    officer.reload()
    expect(main(officer).get_by_role("row", name=re.compile("^专家1"))).to_contain_text("1／16")
    look(officer)
    school.reload()
    expect(main(school)).not_to_contain_text("已交判断")
    world.fresh()
    world.people = [expert.user for expert in world.experts]
    rest(world, "data")
    lead.reload()
    follow(lead, "开卷")
    look(lead)
    press(lead, "开卷")

    read_and_focus(lead, look)
    today = localdate()
    Review.objects.update(visit_from=today, visit_to=today, materials_due=today)
    lead.reload()
    follow(lead, "开始进校复核")
    press(lead, "开始进校复核")
    take_notes(lead, world, look)
    judge_at_the_school(lead, world, look)
    rest(world, "visit")
    lead.goto(live_server.url + world.review.get_absolute_url())
    follow(lead, "结束进校")
    press(lead, "结束进校")

    write(lead, world, look, live_server)
    for expert in experts:
        expert.goto(live_server.url + world.review.get_absolute_url())
        follow(expert, "要素比对与报告")
        follow(expert, "签认")
        look(expert)
        press(expert, "签认")
    follow(lead, "提交复核报告")
    look(lead)
    press(lead, "提交复核报告")
    expect(main(lead)).to_contain_text("现场复核报告")
    look(lead)

    school.reload()
    expect(main(school)).to_contain_text("示例总体意见")
    expect(main(school)).not_to_contain_text("机密的理由")
    look(school)
    follow(school, "就事实答复")
    look(school)
    fill(school, 就事实的答复="第二页的人数应为 669 人，见学籍台账。")
    press(school, "提交答复")
    expect(main(school)).to_contain_text("第二页的人数应为 669 人")
    assert Review.objects.get().state == "reported"


def name_and_schedule(page, world, look, live_server):
    page.goto(f"{live_server.url}/work/610000/reviews/")
    look(page)
    follow(page, world.school.name)
    look(page)
    for number, expert in enumerate(world.experts):
        follow(page, "指定专家")
        page.get_by_label("专家", exact=True).select_option(value=str(expert.pk))
        page.get_by_label("职责").select_option(label="成员" if number else "组长")
        if not number:
            look(page)
        press(page, "指定")
    follow(page, "排期")
    day = working_day(localdate() + timedelta(days=20))
    fill(page, 进校首日=day.isoformat(), 进校末日=(day - timedelta(days=1)).isoformat(), 材料期限=day.isoformat())
    press(page, "排期")
    expect(page.get_by_role("alert")).to_contain_text("末日不能早于首日")
    look(page)
    fill(page, 进校末日=day.isoformat())
    press(page, "排期")
    expect(main(page)).to_contain_text("已排期")
    look(page)
    page.goto(f"{live_server.url}/work/610000/reviews/board/")
    look(page)
    follow(page, world.school.name)


def sign_and_confirm(page, look):
    page.goto(page.url.partition("/reviews/")[0] + "/desk/")
    look(page)
    follow(page, "签承诺书")
    look(page)
    page.get_by_label("我已看过全部条款").check()
    press(page, "签字")
    expect(main(page)).to_contain_text("已签承诺书")
    follow(page, "答复参加")
    look(page)
    page.get_by_label("可以，按这些日子").check()
    press(page, "答复")
    look(page)


def hand_in_papers(page, look, tmp_path):
    look(page)
    follow(page, "答复复核日期")
    look(page)
    page.get_by_label("可以，按这些日子").check()
    press(page, "答复")
    follow(page, "上传材料")
    look(page)
    plan = tmp_path / "规划.pdf"
    plan.write_bytes(paper().read())
    fill(page, 名称="示例事业发展规划")
    page.get_by_label("文件").set_input_files(plan)
    press(page, "上传")
    press(page, "提交材料")
    expect(main(page)).to_contain_text("复核材料已提交")
    follow(page, "自我诊改报告")
    look(page)
    page.go_back()


def lay_out(page, look):
    follow(page, "排日程")
    look(page)
    press(page, "空着的半天按样式排")
    expect(main(page)).to_contain_text("见面会")
    look(page)
    fill(page, 内容="看实训", 地点="实训楼")
    press(page, "加入日程")
    expect(main(page).get_by_role("row").filter(has_text="实训楼")).to_be_visible()
    follow(page, "回到复核")


def judge_from_data(world, lead, member, look):
    """Each alone: the member reads what the lead said once his own is in, and nothing of the school's words."""
    code = world.elements[0].code
    for page, words in [(lead, GOOD), (member, BAD)]:
        page.reload()
        look(page)
        follow(page, code)
        expect(main(page)).to_contain_text("不看学校的材料")
        expect(main(page)).not_to_contain_text(GOOD)
        look(page)
        press(page, "提交判断")
        expect(page.get_by_role("alert")).to_contain_text("理由")
        look(page)
        page.get_by_label("数据支持", exact=True).check()
        fill(page, 理由=words)
        press(page, "提交判断")
        expect(main(page)).to_contain_text(words)
    expect(main(member)).to_contain_text(GOOD)
    look(member)
    for page in (lead, member):
        follow(page, "回到复核")


def rest(world, stage):
    """What is left to judge, written at once."""
    members = list(world.review.members.serving())
    done = set(Judgement.objects.filter(stage=stage).values_list("member", "element"))
    left = [(member, element) for member in members for element in world.elements if (member.pk, element.pk) not in done]
    given = {"review": world.review, "stage": stage, "answer": "yes", "reason": "逐项看过以后写的示例理由"}
    Judgement.objects.bulk_create(Judgement(member=member, element=element, **given) for member, element in left)


def read_and_focus(page, look):
    expect(main(page)).to_contain_text("材料研读")
    look(page)
    follow(page, "自我诊改报告")
    expect(main(page)).to_contain_text("示例综合结论")
    look(page)
    follow(page, "回到复核")
    follow(page, "定一条重点")
    look(page)
    page.get_by_label("诊断要素").select_option(index=1)
    fill(page, 问题="实训开出率是否属实", 看什么="实训台账", 访谈谁="两位专业教师")
    press(page, "加入清单")
    expect(main(page)).to_contain_text("实训开出率是否属实")


def take_notes(page, world, look):
    """A note without a network waits in the browser and comes once, when there is one."""
    follow(page, "现场记录")
    look(page)
    page.get_by_label("诊断要素").select_option(index=1)
    page.context.set_offline(True)
    fill(page, 记录="断网时看了实训室")
    press(page, "保存记录")
    expect(page.locator("#savebar")).to_contain_text("网络断开")
    look(page)
    page.context.set_offline(False)
    expect(page.locator("#just")).to_contain_text("断网时看了实训室")
    page.reload()
    expect(main(page).get_by_text("断网时看了实训室")).to_have_count(1)
    look(page)
    assert Note.objects.get().element == world.elements[0]
    follow(page, "回到复核")


def judge_at_the_school(page, world, look):
    follow(page, world.elements[0].code)
    expect(main(page)).to_contain_text(f"{world.elements[0].code} 的自我诊断")
    expect(page.get_by_role("region", name="我的现场记录")).to_contain_text("断网时看了实训室")
    expect(main(page)).to_contain_text("因此不能再改")
    look(page)
    page.get_by_label("不一致", exact=True).check()
    fill(page, 理由="看过实训室")
    press(page, "提交判断")
    expect(page.get_by_role("alert")).to_contain_text("还少 5 字")
    look(page)
    fill(page, 理由=BAD)
    press(page, "提交判断")


def write(page, world, look, live_server):
    expect(main(page)).to_contain_text("撰写报告")
    look(page)
    follow(page, "要素比对与报告")
    look(page)
    follow(page, world.elements[0].code)
    expect(main(page)).to_contain_text("断网时看了实训室")
    look(page)
    page.get_by_label("不一致", exact=True).check()
    fill(page, 理由="实训开出率与台账不符")
    press(page, "保存")
    for element in world.elements[1:]:
        Answer.objects.create(review=world.review, element=element, agrees=True, reason="组的理由", version=1)
    follow(page, "写一条发现")
    page.get_by_label("诊断要素").select_option(index=1)
    fill(page, 发现="实训开出率与台账不符", 建议="逐学期核对实训台账")
    look(page)
    press(page, "保存")
    follow(page, "写复核报告")
    look(page)
    fill(page, 复核工作概述="示例概述", 总体意见="示例总体意见", 针对性的理由="示例", 成效的理由="示例")
    for group in ["改进措施有没有针对性", "改进有没有成效"]:
        page.get_by_role("group", name=group).get_by_label("是", exact=True).check()
    press(page, "保存")
    follow(page, "封存结论建议")
    look(page)
    page.get_by_label("有效", exact=True).check()
    fill(page, 理由="机密的理由")
    press(page, "封存")
    expect(main(page)).to_contain_text("已封存")
    look(page)
