import pytest

from apps.accounts import navigation
from apps.accounts.access import objects_for
from apps.accounts.models import User
from apps.accounts.services import appoint
from config.roles import Role
from tests.sample.models import Thing


@pytest.fixture(autouse=True)
def entries(monkeypatch):
    """One list in the menu, whatever else the apps have registered."""
    monkeypatch.setattr(navigation, "ENTRIES", [])
    navigation.register("事项", group="数据", order=1, permission="sample.view_thing", view="sample:list", objects=("/things/",))


def labels(user, path="/desk/"):
    return {entry["label"]: entry for group in navigation.menu(user, path) for entry in group["entries"]}


@pytest.mark.parametrize("role,at,shown", [
    (Role.PRINCIPAL, "school", True), (Role.PROVINCE_OFFICER, "shaanxi", True), (Role.NATION_OFFICER, "nation", True),
    (Role.PROVINCE_PUBLISHER, "shaanxi", False), (Role.AUDITOR, "shaanxi", False),
])  # fmt: skip
def test_the_menu_holds_what_a_post_opens(holder, role, at, shown):
    assert set(labels(holder(role, at))) == {"待办"} | ({"事项"} if shown else set())


def test_who_has_no_post_sees_the_desk_alone(db):
    assert set(labels(User.objects.create_user("x"))) == {"待办"}


def test_an_entry_leads_to_the_unit_one_stands_at_if_a_post_is_there(holder, tree):
    """Of two posts begun on one day the first in the order of the tree."""
    user = holder(Role.CITY_OFFICER, "weinan")
    appoint(user, role=Role.CITY_OFFICER, organization=tree["zhengzhou"])
    assert labels(user)["事项"]["url"] == "/work/410100/things/"
    assert labels(user, "/work/610500/things/")["事项"]["url"] == "/work/610500/things/"
    assert labels(user, "/work/999999/things/")["事项"]["url"] == "/work/410100/things/"


def test_an_entry_is_current_on_its_list_and_on_the_pages_of_its_objects(holder):
    user = holder(Role.CITY_OFFICER, "weinan")
    assert [labels(user, path)["事项"]["current"] for path in ["/work/610500/things/", "/things/x/", "/desk/"]] == [True, True, False]


def test_the_menu_costs_no_query_beyond_the_posts(holder, fresh, django_assert_num_queries):
    user = fresh(holder(Role.CITY_OFFICER, "weinan"))
    with django_assert_num_queries(1):
        navigation.menu(user, "/desk/")
    list(objects_for(user, "sample.view_thing", Thing.objects.all()))
    with django_assert_num_queries(0):
        navigation.menu(user, "/desk/")


def test_a_page_of_ones_own_stands_in_the_menu_of_its_owner_alone_and_costs_who_has_a_post_nothing(holder, monkeypatch):
    asked = []
    owner, stranger = User.objects.create_user("owner"), User.objects.create_user("stranger")
    monkeypatch.setattr(navigation, "OWN", [])
    navigation.register_own("我的", group="数据", view="workflow:desk", owns=lambda user: asked.append(user) or user == owner)
    assert "我的" in labels(owner)
    assert "我的" not in labels(stranger)
    labels(holder(Role.PRINCIPAL, "school"))
    assert asked == [owner, stranger]
