"""The pages of sampling: what stands on them, what a wrong entry is answered, what they cost."""

import json

import pytest
from django.urls import reverse

from apps.sampling.models import Draw, FrameRow
from apps.sampling.services import draws, selections
from config.roles import Role
from tests.sampling.conftest import SOURCE, VALUE
from tests.sampling.world import a_school


@pytest.fixture
def read(client, people):
    """``read(name, address)``: the text of the page for one of ``people`` (or a person), which is answered 200."""

    def get(who, address):
        client.force_login(people.get(who) if isinstance(who, str) else who)
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    return get


@pytest.fixture
def send(client, people):
    def post(who, address, **data):
        client.force_login(people[who])
        return client.post(address, data)

    return post


def page(name, thing):
    return reverse(f"sampling:{name}", args=[thing.pk])


def test_a_draw_goes_from_the_plan_to_the_public_by_its_pages(plan, people, send, read, this_year, day):
    """R8.1, G1–G7: begun, settled, sealed, drawn, made public."""
    begun = send("officer", page("begin", plan), year=this_year)
    draw = Draw.objects.get()
    assert begun.url == draw.get_absolute_url()
    assert send("officer", page("settle", draw), seen=draw.version, quota=4, reserves=2, source=SOURCE, reveal_on=day(1)).status_code == 302
    draw.refresh_from_db()
    assert send("officer", page("commit", draw), seen=draw.version).status_code == 302
    draw.refresh_from_db()
    assert draw.commitment in read("officer", page("draw", draw))
    assert "才产生" in send("officer", page("reveal", draw), seen=draw.version, value=VALUE).content.decode()
    Draw.objects.update(reveal_on=day())
    assert send("officer", page("reveal", draw), seen=draw.version, value=VALUE).status_code == 302
    draw.refresh_from_db()
    assert send("publisher", page("publish", draw), seen=draw.version).status_code == 302
    text = read("officer", page("draw", draw))
    assert all(each.school.name in text for each in draw.selections.select_related("school"))


def test_the_tickets_are_shown_one_by_one(revealed, read):
    """05a: the room sees the third ticket and the two before it, not the fourth."""
    draw = revealed()
    by_number = [row.name for row in draw.rows.filter(won__in=["area", "order"]).order_by("won", "rank")]
    text = read("officer", page("draw", draw) + "?n=3").split('id="selected-title"')[0]
    assert f'id="now-name">{by_number[2]}<' in text
    assert by_number[0] in text and by_number[1] in text  # noqa: PT018
    assert by_number[3] not in text
    for odd in ["0", "99", "-1", "x", "٣", "1e9"]:
        assert read("officer", page("draw", draw) + f"?n={odd}")


def test_the_bundle_is_given_away_as_it_is_kept(revealed, client, people):
    """G7: byte for byte."""
    draw = revealed()
    client.force_login(people["officer"])
    answer = client.get(page("bundle", draw))
    assert answer.content == draw.proof()
    assert json.loads(answer.content)["commitment"] == draw.commitment
    assert f"draw-610000-{draw.year}.json" in answer["Content-Disposition"]


def test_the_frame_is_narrowed_by_place_rule_city_and_words(begun, schools, read, tree):
    """G1."""
    address = page("frame", begun)

    def shown(query):
        return {row.name for row in FrameRow.objects.filter(draw=begun) if f">{row.name}<br>" in read("officer", address + query)}

    everybody = {school.name for school in schools} | {tree["school"].name}
    assert shown("") == everybody
    assert shown("?place=in") == everybody - {tree["school"].name}
    assert shown("?rule=R8.4") == {tree["school"].name}
    assert shown("?area=610600") == {school.name for school in schools if ".610600." in school.path}
    assert shown(f"?words={schools[3].code}") == {schools[3].name}
    assert shown("?words=%E6%B2%A1%E6%9C%89") == set()
    assert shown("?place=nonsense&area=x") == everybody


def test_a_school_reads_its_place_in_the_frame_once_the_draw_is_public_and_nobody_elses(revealed, people, read, principal_of):
    """G1, R8.1."""
    draw = revealed()
    mine, other = draw.selections.filter(state="drawn").select_related("school")[:2]
    head = principal_of(mine.school)
    plan = page("plan", draw.plan)
    assert "还没有公布的抽样" in read(head, plan)
    draws.publish(draw, by=people["publisher"])
    text = read(head, plan)
    assert "具备条件，参加抽取（R8.1）" in text
    assert other.school.name not in text
    assert draw.get_absolute_url() not in text


def test_a_changed_frame_is_told_on_the_page_with_the_school(sealed, send, schools, day):
    """G5."""
    draw = sealed()
    FrameRow.objects.filter(draw=draw, school=schools[5]).update(place="out")
    Draw.objects.update(reveal_on=day())
    answer = send("officer", page("reveal", draw), seen=draw.version, value=VALUE)
    assert f"没有抽取。不同的学校：{schools[5].code}" in answer.content.decode()


def test_a_date_of_today_is_refused_before_it_is_saved(begun, send, day):
    """G5: what was written stays in the form."""
    begun.refresh_from_db()
    answer = send("officer", page("settle", begun), seen=begun.version, quota=4, reserves=2, source=SOURCE, reveal_on=day()).content.decode()
    assert "应晚于今天" in answer
    assert SOURCE in answer
    begun.refresh_from_db()
    assert begun.quota is None


def test_a_second_draw_of_a_year_is_answered_in_words(begun, plan, people, client, this_year):
    client.force_login(people["officer"])
    answer = client.post(page("begin", plan), {"year": this_year}, follow=True)
    assert "已经有一次抽样" in answer.content.decode()


def test_who_comes_second_is_told_who_was_first(revealed, send, people, holder):
    draw, first = revealed(), people["officer"]
    people["officer"] = holder(Role.PROVINCE_OFFICER, "shaanxi")
    answer = send("officer", page("reveal", draw), seen=draw.version - 1, value="9 9 9")
    assert answer.status_code == 409
    assert str(first) in answer.content.decode()


def test_a_selection_tells_its_ticket_and_what_became_of_it(published, people, read):
    """G9."""
    draw = published()
    each = draw.selections.filter(state="drawn").first()
    selections.replace(each, note="学校停办", by=people["officer"])
    text = read("city" if ".610500." in each.school.path else "officer", each.get_absolute_url())
    assert "学校停办" in text
    assert draw.rows.get(school=each.school).ticket in text
    each.refresh_from_db()
    assert each.replacement.school.name in text


@pytest.mark.parametrize("name", ["draw", "frame"])
def test_the_pages_of_a_draw_cost_the_same_for_few_schools_and_for_many(
    published, plan, people, client, tree, this_year, name, django_assert_max_num_queries
):
    few = published()
    for number in range(40, 70):
        a_school(number, tree["weinan"], by=people["officer"])
    many = draws.begin(plan, this_year + 1, by=people["officer"])
    client.force_login(people["officer"])
    client.get(page(name, few))
    with django_assert_max_num_queries(40) as first:
        client.get(page(name, few))
    with django_assert_max_num_queries(len(first)):
        assert client.get(page(name, many)).status_code == 200


@pytest.mark.parametrize("name", ["selections", "plans", "draws", "applications"])
def test_the_lists_cost_the_same_for_few_rows_and_for_many(
    published, plan, people, client, this_year, applied, schools, name, django_assert_max_num_queries
):
    draw, address = published(quota=1, reserves=0), reverse(f"sampling:{name}", args=["610000"])
    applied(schools[0], this_year + 1)
    client.force_login(people["officer"])
    client.get(address)
    with django_assert_max_num_queries(40) as first:
        client.get(address)
    for number, school in enumerate(schools[1:9]):
        applied(school, this_year + 1)
        draw.selections.get_or_create(school=school, defaults={"kind": "random", "order": number + 2})
    with django_assert_max_num_queries(len(first)):
        assert client.get(address).status_code == 200


def test_an_empty_list_says_what_comes_first(tree, people, read):
    assert "还没有实施规划" in read("officer", reverse("sampling:plans", args=["610000"]))
    assert "还没有入样的学校" in read("city", reverse("sampling:selections", args=["610500"]))
    assert "还没有发布的实施规划" in read("principal", reverse("sampling:plans", args=[tree["school"].code]))
