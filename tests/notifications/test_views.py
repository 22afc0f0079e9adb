import pytest

from apps.accounts.models import User
from apps.notifications.models import Notice
from apps.notifications.services import mark_read, notify


@pytest.fixture
def people(db):
    users = [User.objects.create_user(name) for name in ["mine", "another"]]
    for user in users:
        notify([user], f"给{user}的消息", "/desk/")
    return users


@pytest.fixture
def me(client, people):
    client.force_login(people[0])
    return people[0]


def test_a_person_sees_his_own_notices_alone(client, me):
    assert [notice.text for notice in client.get("/notices/").context["object_list"]] == ["给mine的消息"]


def test_a_notice_once_opened_is_read_and_leads_where_it_points(client, me):
    notice = me.notices.get()
    assert client.post(f"/notices/{notice.pk}/read/").url == "/desk/"
    assert me.notices.get().read_at is not None


def test_anothers_notice_is_not_found_and_stays_unread(client, me, people):
    other = people[1].notices.get()
    assert client.post(f"/notices/{other.pk}/read/").status_code == 404
    assert people[1].notices.get().read_at is None


def test_looking_at_notices_reads_none(client, me):
    assert client.get(f"/notices/{me.notices.get().pk}/read/").status_code == 405
    client.get("/notices/")
    assert me.notices.get().read_at is None


def test_all_are_read_at_once_but_not_anothers(client, me, people):
    notify([me], "又一条", "/desk/")
    assert client.post("/notices/read/").status_code == 302
    assert set(Notice.objects.filter(read_at=None)) == {people[1].notices.get()}


def test_a_notice_read_again_keeps_its_first_time(me):
    mark_read(me)
    first = me.notices.get().read_at
    mark_read(me, [me.notices.get().pk])
    assert me.notices.get().read_at == first


def test_the_page_shows_how_many_are_unread(client, me):
    assert client.get("/desk/").context["unread"]() == 1
    mark_read(me)
    assert client.get("/desk/").context["unread"]() == 0


def test_a_list_of_notices_costs_the_same_with_many(client, me, django_assert_max_num_queries):
    costs = []
    for more in [1, 80]:
        notify([me] * more, "长" * 400, "/desk/")
        with django_assert_max_num_queries(20) as asked:
            client.get("/notices/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_many_people_are_told_in_one_statement(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        notify(people, "同一件事", "/desk/")
