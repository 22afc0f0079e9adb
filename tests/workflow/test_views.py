import pytest
from django.contrib.messages import get_messages

from apps.audit.models import Entry
from apps.workflow.lifecycle import NotReady
from apps.workflow.views import StepView
from config.roles import Role
from tests.sample.lifecycle import THING
from tests.sample.models import Seat, Thing


@pytest.fixture
def principal(holder):
    return holder(Role.PRINCIPAL, "school")


@pytest.fixture
def officer(holder):
    return holder(Role.PROVINCE_OFFICER, "shaanxi")


@pytest.fixture
def judge(holder, things):
    user = holder(Role.CITY_OFFICER, "weinan")
    Seat.objects.create(thing=things["school"], user=user)
    return user


@pytest.fixture
def sent(things, principal):
    return THING.take(things["school"], "send", by=principal)


def address(thing, step=""):
    return f"/things/{thing.pk}/{step}{'/' if step else ''}"


@pytest.mark.parametrize("role,at,code,shown", [
    (Role.PRINCIPAL, "school", "3661000001", {"school"}),
    (Role.CITY_OFFICER, "weinan", "610500", {"school"}),
    (Role.PROVINCE_OFFICER, "henan", "410000", {"stranger"}),
    (Role.NATION_OFFICER, "nation", "100000", {"school", "stranger"}),
    (Role.NATION_OFFICER, "nation", "610000", {"school"}),
])  # fmt: skip
def test_one_list_serves_every_level(client, things, holder, role, at, code, shown):
    client.force_login(holder(role, at))
    rows = client.get(f"/work/{code}/things/").context["rows"]
    assert {row for row, _steps in rows} == {things[name] for name in shown}


def test_a_list_is_narrowed_to_the_states_asked_for(client, officer, things, tree):
    for state in Thing.State.values:
        Thing.objects.create(school=tree["school"], state=state)
    client.force_login(officer)

    def states(query):
        return sorted({row.state for row, _steps in client.get(f"/work/610000/things/?{query}").context["rows"]})

    assert states("state=sent") == ["sent"]
    assert states("state=sent&state=draft") == ["draft", "sent"]
    assert states("state=nonsense") == sorted(Thing.State.values)


@pytest.mark.parametrize("more", [0, 5, 60])
def test_a_list_costs_the_same_with_many_rows(client, tree, things, officer, more, django_assert_num_queries):
    Thing.objects.bulk_create(Thing(school=tree["school"]) for _ in range(more))
    client.force_login(officer)
    # session, person; posts, the unit, grants; bars, grants for each of three steps; count, rows; unread notices
    with django_assert_num_queries(12):
        client.get("/work/610000/things/")


def test_an_object_has_one_address_for_everybody(client, things, expert, officer, principal):
    for user in [expert, officer, principal]:
        client.force_login(user)
        assert client.get(address(things["school"])).status_code == 200


def test_a_button_is_shown_to_whom_the_step_is_offered(client, things, principal, officer):
    for user, shown in [(principal, True), (officer, False)]:
        client.force_login(user)
        assert (address(things["school"], "send") in client.get(address(things["school"])).content.decode()) == shown


def test_a_step_is_taken_with_what_its_form_asks(client, things, principal):
    Thing.objects.update(number=None)
    client.force_login(principal)
    page = client.get(address(things["school"], "send"))
    assert set(page.context["form"].fields) == {"seen", "number"}
    assert page.context["missing"] == ["数目"]
    refused = client.post(address(things["school"], "send"), {"seen": 0})
    assert refused.status_code == 200
    assert "还不能办：数目" in refused.content.decode()
    assert client.post(address(things["school"], "send"), {"seen": 0, "number": 7}).url == address(things["school"])
    assert Thing.objects.get(pk=things["school"].pk).number == 7


def test_a_form_cannot_name_fields_of_its_own(client, things, principal):
    client.force_login(principal)
    client.post(address(things["school"], "send"), {"seen": 0, "number": 7, "state": "closed", "due": "2026-01-01"})
    thing = Thing.objects.get(pk=things["school"].pk)
    assert (thing.state, thing.due) == ("sent", None)


def test_sending_back_asks_why(client, sent, judge):
    client.force_login(judge)
    assert set(client.get(address(sent, "send_back")).context["form"].fields) == {"seen", "note"}
    assert client.post(address(sent, "send_back"), {"seen": 1}).context["form"].errors.keys() == {"note"}
    assert client.post(address(sent, "send_back"), {"seen": 1, "note": "数目不符"}).status_code == 302
    assert Entry.objects.about(sent).last().note == "数目不符"


def test_who_pressed_twice_is_told_that_it_is_done(client, sent, officer):
    """Nobody was faster than himself."""
    client.force_login(officer)
    THING.take(sent, "close", by=officer)
    for answer in [client.get(address(sent, "close")), client.post(address(sent, "close"), {"seen": 1})]:
        assert answer.status_code == 302
        assert [str(message) for message in get_messages(answer.wsgi_request)][-1].endswith("办结，没有再办一次。")


def test_the_second_of_two_is_told_who_was_first(client, sent, officer, holder):
    client.force_login(holder(Role.PROVINCE_OFFICER, "shaanxi"))
    THING.take(sent, "close", by=officer)
    for answer in [client.get(address(sent, "close")), client.post(address(sent, "close"), {"seen": 1})]:
        assert answer.status_code == 409
        assert f"{officer} 已于 " in answer.content.decode()
        assert "办结" in answer.content.decode()


def test_a_step_on_an_older_version_is_refused(client, sent, officer, judge, principal):
    again = THING.take(THING.take(sent, "send_back", by=judge, note="重报"), "send", by=principal)
    client.force_login(officer)
    answer = client.post(address(sent, "close"), {"seen": 1})
    assert answer.status_code == 409
    assert f"{principal} 已于 " in answer.content.decode()
    assert client.post(address(again, "close"), {"seen": 3}).status_code == 302


def test_a_conflict_without_an_entry_is_put_in_words_too(client, things, officer):
    Thing.objects.update(state="closed")
    client.force_login(officer)
    answer = client.get(address(things["school"], "close"))
    assert answer.status_code == 409
    assert "现在不能办理这一步" in answer.content.decode()


def test_who_may_see_but_not_take_a_step_does_not_find_it(client, sent, principal, judge):
    client.force_login(principal)
    for step in ["close", "send_back"]:
        assert client.get(address(sent, step)).status_code == 404
        assert client.post(address(sent, step), {"seen": 1, "note": "x"}).status_code == 404
    assert Thing.objects.get(pk=sent.pk).state == "sent"


def test_a_service_stands_in_where_more_happens_than_the_step(rf, things, principal):
    given = []

    def service(thing, **more):
        given.append((thing, more))
        raise NotReady(["印章"])

    request = rf.post("/", {"seen": 0})
    request.user = principal
    view = StepView.as_view(model=Thing, lifecycle=THING, step="send", service=service)
    assert view(request, pk=things["school"].pk).context_data["form"].non_field_errors() == ["还不能办：印章"]
    assert given == [(things["school"], {"seen": 0, "by": principal})]
