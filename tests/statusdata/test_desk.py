"""What stands beside the things to do: how far a round is, what waits above."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.organizations.services import close
from apps.statusdata.models import Round
from apps.statusdata.selectors.rounds import by_area
from apps.statusdata.services import chain
from apps.workflow.desk import around
from config.roles import Role

OWN_BESIDE = "（另有坐落本市的省属学校 1 所由省直接受理，省里计在本市）"


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


def test_a_city_sees_how_far_its_schools_are_and_whom_it_waits_for(people, round, returns, hand_in, late, day, holder):
    """B9: those of its own alone; the province's own school is not its to wait for, and is spoken of."""
    found = around(people["city"])
    address = f"/work/610500/returns/?round={round.pk}"
    assert [(other.title, other.detail, other.url, other.verdict) for other in found.others] == [
        ("渭南市各校2025—2026 学年状态数据", f"1 所学校，已报 0，已过市审 0，已受理 0{OWN_BESIDE}", address, "1 所填报中"),
    ]  # fmt: skip
    assert [(each.on, each.words) for each in found.dates] == [(day(10), "学校上报截止"), (day(20), "市级审核截止")]
    late(round)
    assert [(other.url, other.verdict) for other in around(people["city"]).others] == [(f"{address}&late=on", "逾期未报 1 所")]
    assert around(holder(Role.CITY_OFFICER, "zhengzhou")).others == []


def rounds_of(user):
    """What the desk tells of rounds: title and address."""
    return [(other.title, other.url) for other in around(user).others if other.url.startswith("/rounds/")]


def test_who_watches_rounds_sees_how_far_each_is_at_the_same_cost(people, round, returns, tree, edition, holder, schools):
    """E3, D2: the nation all of them, a publisher his province's, nobody one that is not open."""
    assert rounds_of(people["nation"]) == [(str(round), round.get_absolute_url())]
    assert len(rounds_of(holder(Role.PROVINCE_PUBLISHER, "shaanxi"))) == 1
    assert rounds_of(holder(Role.PROVINCE_PUBLISHER, "henan")) == []
    dates = {name: getattr(round, name) for name in ["school_due", "city_due", "province_due"]}
    nation = User.objects.get(pk=people["nation"].pk)
    with CaptureQueriesContext(connection) as few:
        around(nation)
    other = Round.objects.create(province=tree["henan"], year=2025, edition=edition, state="open", **dates)
    chain.open_return(other, schools["stranger"])
    nation = User.objects.get(pk=nation.pk)
    with CaptureQueriesContext(connection) as many:
        assert len(rounds_of(nation)) == 2
    assert len(many) == len(few)
    Round.objects.update(state="closed")
    assert rounds_of(people["nation"]) == []


def test_a_school_that_was_closed_is_not_late_with_what_it_never_handed_in(people, round, returns, late, day):
    late(round)
    close(returns["city"].school, on=day(), reason="示例批文")
    assert [area.needs for area in by_area(round)] == [1]  # The province's own school, which lies in the same city.


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
