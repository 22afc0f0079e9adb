"""Three people fill one return at once, the network is lost in the middle and a tab is closed: every value typed is counted, none is lost."""

from collections import Counter

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.statusdata.models import Record, Return

pytestmark = pytest.mark.browser

CODE = "3661990001"
#: Who types what, form by form. The first two share F08, and both type the number of teachers.
TYPED = {
    "huazhou1": ("F08", {"staff": "149", "quota": "152", "ft": "141", "ft_pub": "59", "ft_major": "82", "ft_guide": "9", "dual": "32"}),
    "huazhou2": ("F08", {"e_post": "9", "e_bach": "122", "e_below": "10", "t_high": "50", "t_mid": "70", "t_low": "17", "t_none": "4", "ft": "140"}),
    "huazhou3": ("F13", {"enrolled": "669", "begin_n": "669", "new_n": "324", "dropout": "12", "male": "390", "rural": "600", "boarding": "640"}),
}
CONTESTED = "ft"


def values(upload, form):
    return Record.objects.get(upload=upload, form=form).values


def type_in(page, cells):
    for field, value in cells.items():
        page.locator(f"#f-{field}").fill(value)
        page.keyboard.press("Tab")


def saved(page):
    expect(page.locator("[data-busy]")).to_have_count(0)
    expect(page.locator("#savebar")).to_contain_text("全部已保存")


def test_three_people_at_one_return_lose_nothing(enter, opened, live_server):
    """B3, B11: what was typed is in the return, or was shown as a conflict and chosen; counted."""
    upload = Return.objects.get(round=opened, school__code=CODE)
    pages = {name: enter(name) for name in TYPED}
    for name, page in pages.items():
        page.goto(live_server.url + reverse("statusdata:form", args=[upload.pk, TYPED[name][0]]))
    first, second, third = pages.values()

    # In turns, a cell each: three forms open at once, nobody waits for anybody.
    queues = {name: list(cells.items()) for name, (_form, cells) in TYPED.items()}
    for turn in range(3):
        for name, page in pages.items():
            type_in(page, dict([queues[name][turn]]))
    for page in pages.values():
        saved(page)

    # The second loses the network, types on, and closes the tab; the third loses it too and keeps the page.
    second.context.set_offline(True)
    type_in(second, dict(queues["huazhou2"][3:]))
    expect(second.locator("#savebar")).to_contain_text("网络断开，5 项已存在本机")
    third.context.set_offline(True)
    type_in(third, dict(queues["huazhou3"][3:]))
    expect(third.locator("#savebar")).to_contain_text("网络断开，4 项已存在本机")
    address, browser = second.url, second.context
    second.close()
    type_in(first, dict(queues["huazhou1"][3:]))
    saved(first)

    # Both come back; the one cell that two have typed is shown to the second, who chooses.
    third.context.set_offline(False)
    saved(third)
    browser.set_offline(False)
    again = browser.new_page()
    again.goto(address)
    expect(again.get_by_role("group", name="两人改了同一项")).to_be_visible()
    assert values(upload, "F08")[CONTESTED] == "141"
    again.get_by_role("button", name="用我写的").click()
    saved(again)

    held = Counter({form: len(values(upload, form)) for form in ["F08", "F13"]})
    assert held == {"F08": 14, "F13": 7}
    chosen = {**TYPED["huazhou1"][1], **TYPED["huazhou2"][1]}
    assert values(upload, "F08") == chosen
    assert values(upload, "F13") == TYPED["huazhou3"][1]
