import pytest
from guardian.shortcuts import assign_perm

from apps.accounts.access import objects_for
from apps.accounts.models import User
from apps.accounts.services import appoint
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from apps.workflow import desk
from config.roles import Role
from tests.sample.models import Thing


@pytest.fixture(autouse=True)
def own_sources(monkeypatch):
    monkeypatch.setattr(desk, "SOURCES", [])


@pytest.fixture
def principal(holder):
    return holder(Role.PRINCIPAL, "school")


def thing_items(user):
    return [item for item in desk.items(user) if "事项" in item.title]


def test_one_thing_stands_on_the_desk_with_its_own_address(principal, things, day):
    Thing.objects.update(due=day(3))
    (item,) = thing_items(principal)
    assert (item.title, item.detail, item.url, item.action) == ("待报送的事项", str(things["school"]), things["school"].get_absolute_url(), "报送")
    assert (item.count, item.due, item.days_left) == (1, day(3), 3)


def test_many_things_stand_as_one_with_their_list_and_the_soonest_date(principal, things, tree, day, client):
    Thing.objects.create(school=tree["school"], due=day(9), state="returned")
    Thing.objects.create(school=tree["school"], due=day(-2))
    (item,) = thing_items(principal)
    assert (item.count, item.due, item.days_left) == (3, day(-2), -2)
    client.force_login(principal)
    assert len(client.get(item.url).context["rows"]) == 3


def test_the_list_is_that_of_the_post_that_takes_the_step(tree, things, holder, client):
    user = holder(Role.PROVINCE_PUBLISHER, "henan")
    appoint(user, role=Role.PROVINCE_OFFICER, organization=tree["shaanxi"])
    Thing.objects.update(state="sent")
    Thing.objects.create(school=tree["school"], state="sent")
    (item,) = thing_items(user)
    client.force_login(user)
    assert {row for row, _steps in client.get(item.url).context["rows"]} == set(objects_for(user, "sample.close_thing", Thing.objects.all()))


def test_what_waits_at_two_schools_of_one_person_is_two_items_each_with_its_list(principal, things, tree, client):
    """A4: nothing of the second is hidden behind the list of the first."""
    second = open_unit(level=Level.SCHOOL, code="3661000009", name="示例第二学校", parent=tree["weinan"], area=tree["weinan"])
    appoint(principal, role=Role.PRINCIPAL, organization=second)
    for school in [tree["school"], second, second]:
        Thing.objects.create(school=school)
    found = thing_items(User.objects.get(pk=principal.pk))
    assert {item.url.split("/")[2]: item.count for item in found} == {"3661000001": 2, "3661000009": 2}
    client.force_login(principal)
    for item in found:
        assert len(client.get(item.url).context["rows"]) == item.count


def test_the_page_of_a_thing_stands_in_the_name_of_its_own_school_and_leads_to_the_other(principal, things, tree, client):
    """A4: which unit one stands in is told by what one looks at, never by the session."""
    second = open_unit(level=Level.SCHOOL, code="3661000009", name="示例第二学校", parent=tree["weinan"], area=tree["weinan"])
    appoint(principal, role=Role.PRINCIPAL, organization=second)
    thing = Thing.objects.create(school=second)
    client.force_login(principal)
    for about, unit, other in [(thing, second, tree["school"]), (things["school"], tree["school"], second)]:
        context = client.get(about.get_absolute_url()).context
        assert context["unit"] == unit
        [units] = [group["entries"] for group in context["navigation"] if group["label"] == "我的单位"]
        assert {entry["label"] for entry in units} == {f"{unit}（正在看）", str(other)}
        assert all(client.get(entry["url"]).status_code == 200 for entry in units)
        assert f"/work/{unit.code}/" in str(context["navigation"][:-1])


def test_who_has_grants_alone_finds_each_thing_for_itself(expert, things, tree, client):
    """No list stands open to him."""
    Thing.objects.update(state="sent")
    other = Thing.objects.create(school=tree["school"], state="sent")
    for permission in ["view_thing", "close_thing"]:
        assign_perm(f"sample.{permission}", expert, other)
    items = thing_items(expert)
    assert {item.url for item in items} == {things["school"].get_absolute_url(), other.get_absolute_url()}
    client.force_login(expert)
    assert [client.get(item.url).status_code for item in items] == [200, 200]


def test_what_waits_for_another_is_not_on_the_desk(holder, things):
    Thing.objects.update(state="sent")
    for user in [holder(Role.PRINCIPAL, "school"), holder(Role.PROVINCE_OFFICER, "henan"), User.objects.create_user("x")]:
        assert [item.url for item in thing_items(user) if item.url == things["school"].get_absolute_url()] == []


def test_the_soonest_stands_first_and_what_has_no_date_last(principal, day):
    dates = [None, day(5), day(-1), None, day(0)]
    desk.source(lambda user: [desk.Item(f"{number}", "", "/", "办", due=due) for number, due in enumerate(dates)])
    assert [item.title for item in desk.items(principal)] == ["2", "4", "1", "0", "3"]


def test_the_desk_counts_what_is_late_and_what_is_soon(client, principal, day):
    desk.source(lambda user: [desk.Item("x", "", "/", "办", due=day(left)) for left in [-1, 0, 7, 8]] + [desk.Item("x", "", "/", "办")])
    client.force_login(principal)
    assert client.get("/desk/").context["figures"] == {"late": 1, "soon": 2, "waiting": 5}


def test_a_desk_costs_the_same_however_much_waits(holder, things, tree, fresh, django_assert_max_num_queries, client):
    officer = holder(Role.PROVINCE_OFFICER, "shaanxi")
    costs = []
    for more in [2, 60]:
        Thing.objects.bulk_create(Thing(school=tree["school"], state="sent") for _ in range(more))
        client.force_login(officer)
        with django_assert_max_num_queries(40) as asked:
            client.get("/desk/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_who_has_nothing_to_do_is_told_so_and_not_left_alone(client, db):
    client.force_login(User.objects.create_user("x"))
    answer = client.get("/desk/")
    assert answer.status_code == 200
    assert answer.context["items"] == []
