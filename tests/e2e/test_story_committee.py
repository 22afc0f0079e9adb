"""A committee sits: a report laid before it, a member who withdraws, a vote, a resolution; then the authority decides, by an act of its own (R9.5)."""

import re

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from apps.accounts.access import holders
from apps.accounts.models import User
from apps.deliberation.models import Case
from apps.deliberation.services import cases
from apps.experts import demonstration as experts
from apps.organizations.models import Level, Organization
from tests.e2e.conftest import SECRET
from tests.line import reported

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NUMBER = "示例职诊〔2026〕9号"


@pytest.fixture
def school(shaanxi):
    """A made-up school whose group found eleven of the sixteen to agree."""
    experts.load(localdate())
    school = Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例").order_by("code")[20]
    reported(school, shaanxi, holders("reviews.submit_material", school).first(), agreeing=11)
    return school


def main(page):
    return page.get_by_role("main")


def step(page, name):
    """A step: its link on the page of the thing; the button of its page is pressed by the story."""
    main(page).get_by_role("link", name=re.compile(f"^{name}")).first.click()


def press(page, name):
    main(page).get_by_role("button", name=name, exact=True).click()


def both_widths(page, assert_accessible):
    for width in [390, 1440]:
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)


def present(secretary, number):
    """Note that the first ``number`` of the members are there."""
    boxes = main(secretary).get_by_role("checkbox")
    for place in range(boxes.count()):
        boxes.nth(place).set_checked(place < number)
    press(secretary, "登记到会")
    expect(main(secretary).get_by_text(f"到会 {number} 人")).to_be_visible()


def test_a_committee_deliberates_and_the_authority_decides(enter, school, work, live_server, assert_accessible):
    """R9.5, R10.4, J1–J3."""
    secretary = enter("mishu")
    main(secretary).get_by_role("link", name="复核报告待提交审议", exact=True).click()
    both_widths(secretary, assert_accessible)
    press(secretary, f"提交审议：{school}")
    expect(main(secretary).get_by_text("待改进", exact=True).first).to_be_visible()
    both_widths(secretary, assert_accessible)
    case = Case.objects.get(school=school)
    at_case = live_server.url + case.get_absolute_url()

    # Before there is a sitting, the page says what to do.
    secretary.goto(f"{at_case}list/")
    expect(main(secretary).get_by_text("还没有筹备中的会议")).to_be_visible()
    assert_accessible(secretary)
    secretary.goto(f"{live_server.url}/work/610000/sittings/")
    step(secretary, "召集会议")
    secretary.get_by_label("名称").fill("第 1 次会议")
    both_widths(secretary, assert_accessible)
    press(secretary, "召集会议")
    expect(secretary.get_by_role("heading", level=1)).to_have_text("第 1 次会议")
    at_sitting = secretary.url
    step(secretary, f"列入：{school}")
    assert_accessible(secretary)
    press(secretary, "列入会议")
    secretary.goto(at_sitting)
    present(secretary, 3)
    step(secretary, "开会")
    press(secretary, "开会")
    expect(secretary.get_by_role("alert")).to_contain_text("到会 3 人，须 6 人")
    both_widths(secretary, assert_accessible)
    secretary.goto(at_sitting)
    present(secretary, 9)
    step(secretary, "开会")
    press(secretary, "开会")
    both_widths(secretary, assert_accessible)

    chair = enter("weiyuan1")
    main(chair).get_by_role("link", name="审议表决", exact=True).click()
    expect(chair).to_have_url(at_case)

    withdrawn = enter("weiyuan3")
    withdrawn.goto(at_case)
    step(withdrawn, "登记回避")
    withdrawn.get_by_label("回避的原因").fill("亲属在该校任职")
    both_widths(withdrawn, assert_accessible)
    press(withdrawn, "登记回避")
    expect(withdrawn).to_have_url(re.compile("/desk/$"))
    assert withdrawn.goto(at_case).status == 404
    assert school.name not in withdrawn.content()

    chair.goto(at_case)
    # On a phone too it is marked as something to open.
    chair.set_viewport_size({"width": 390, "height": 900})
    assert main(chair).locator("summary").first.evaluate("each => getComputedStyle(each).display") == "list-item"
    chair.get_by_label("有效").check()
    press(chair, "表决")
    expect(chair.locator("#id_reason_error")).to_contain_text("请写明为什么")
    chair.get_by_label("待改进").check()
    press(chair, "表决")
    expect(main(chair).get_by_text("您的表决：待改进")).to_be_visible()
    for username in ["weiyuan2", "weiyuan4", "weiyuan5", "weiyuan6"]:
        cases.vote(Case.objects.get(pk=case.pk), choice="to_improve", by=User.objects.get(username=username))
    chair.reload()
    both_widths(chair, assert_accessible)
    step(chair, "形成决议")
    expect(main(chair).get_by_text("待改进 5 票")).to_be_visible()
    chair.get_by_label("决议与理由").fill("一致的要素不足十二个，认为待改进。")
    both_widths(chair, assert_accessible)
    press(chair, "形成决议")
    expect(main(chair).get_by_text("审议结论为")).to_be_visible()

    decider = enter("rending")
    late = decider.context.new_page()
    for page in [late, decider]:
        page.goto(at_case)
        step(page, "认定")
        page.get_by_label("发文字号").fill(NUMBER)
    both_widths(decider, assert_accessible)
    decider.get_by_label("登录密码").fill("not it")
    press(decider, "认定")
    assert_accessible(decider)
    assert Case.objects.get(pk=case.pk).decided == ""
    decider.get_by_label("登录密码").fill(SECRET)
    press(decider, "认定")
    expect(decider).to_have_url(at_case)
    late.get_by_label("登录密码").fill(SECRET)
    press(late, "认定")
    expect(late.get_by_text(re.compile("已于 .* 认定"))).to_be_visible()

    work()
    decider.reload()
    both_widths(decider, assert_accessible)
    paper = main(decider).get_by_role("link", name="认定文件（PDF）").get_attribute("href")
    assert decider.request.get(live_server.url + paper).body().startswith(b"%PDF")

    secretary.goto(at_sitting)
    step(secretary, "散会")
    press(secretary, "散会")
    work()
    secretary.reload()
    expect(main(secretary).get_by_role("link", name=re.compile("纪要"))).to_be_visible()
    both_widths(secretary, assert_accessible)
