"""What stands beside the things to do: how far a round is, what waits above."""

from apps.statusdata.services import chain
from apps.workflow.desk import around


def test_who_manages_a_round_sees_how_far_it_is_and_its_deadlines(people, round, returns, hand_in, day):
    """D2: 64 schools at one look, from the desk."""
    hand_in(returns["city"])
    found = around(people["province"])
    assert [(other.url, other.detail) for other in found.others] == [(round.get_absolute_url(), "2 所学校，已报 1，已过市审 0，已受理 0")]
    assert [(each.on, each.words) for each in found.dates] == [
        (day(10), "学校上报截止"), (day(20), "市级审核截止"), (day(30), "省级受理截止"),
    ]  # fmt: skip
    assert found.panels == [round.get_absolute_url()]
    assert around(people["stranger"]).others == []


def test_a_school_sees_what_it_handed_in_until_it_is_accepted(people, returns, hand_in):
    upload = hand_in(returns["city"])
    waiting = around(people["editor"]).others
    assert [(other.url, other.verdict) for other in waiting] == [(upload.get_absolute_url(), "已上报，待市级审核")]
    chain.accept(chain.check(upload, by=people["city"]), by=people["province"])
    assert around(people["editor"]).others == []


def test_the_panel_of_a_round_is_part_of_its_page(client, people, round, returns):
    client.force_login(people["province"])
    desk = client.get("/desk/").content.decode()
    assert f'hx-get="{round.get_absolute_url()}" hx-select="[data-panel]"' in desk
    assert "data-panel" in client.get(round.get_absolute_url()).content.decode()
