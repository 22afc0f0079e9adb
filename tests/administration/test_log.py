import pytest

from apps.accounts.models import Post
from apps.administration import services
from apps.administration.log import name_verbs, verbs
from apps.audit.services import record
from config.roles import Role
from tests.administration.test_views import queries


@pytest.fixture
def deeds(tree, holder, day):
    """A deed of an editor, of an editor elsewhere, of nobody, and of somebody whose post is over."""
    here, elsewhere, gone = (holder(Role.SCHOOL_EDITOR, at) for at in ["school", "stranger", "school"])
    Post.objects.filter(user=gone).update(since=day(-30), until=day(-1))
    for person in [here, elsewhere, None, gone]:
        record(by=person, verb="open_unit", target=tree["school"], before={"name": "旧"}, after={"name": "新"})
    return here


@pytest.fixture
def principal(client, holder):
    person = holder(Role.PRINCIPAL, "school")
    client.force_login(person)
    return person


def test_a_principal_reads_what_people_of_his_school_did_while_they_were_there(client, deeds, principal):
    """N1: not what was done elsewhere, nor what somebody did who had no post there that day."""
    page = client.get("/work/3661000001/log/")
    assert [line.entry.by for line in page.context["lines"]] == [deeds]
    assert page.context["lines"][0].verb == "设立机构"
    assert page.context["lines"][0].thing == "机构"
    assert page.context["lines"][0].changes == [("名称", "旧", "新")]


@pytest.mark.parametrize(
    "query, found",
    [
        ("verb=open_unit", 1), ("verb=bar", 0), ("day=2001-01-01", 0), ("day=x", 1), ("day=2026-02-31", 1), ("object=x", 1),
        ("object=00000000-0000-4000-8000-000000000000", 0), ("person=没有", 0),
    ],
)  # fmt: skip
def test_the_log_is_searched_by_verb_day_person_and_object(client, deeds, principal, query, found):
    assert len(client.get(f"/work/3661000001/log/?{query}").context["lines"]) == found


def test_a_person_is_found_by_account_or_by_name(client, deeds, principal, tree, day):
    for words in [deeds.username, deeds.name]:
        assert len(client.get(f"/work/3661000001/log/?person={words}&object={tree['school'].pk}&day={day()}").context["lines"]) == 1


def test_the_log_costs_the_same_with_many_rows(client, deeds, principal, tree):
    few = queries(client, "/work/3661000001/log/")
    for target in [tree["school"], tree["weinan"], deeds, principal.posts.get()]:
        record(by=deeds, verb="move", target=target)
    assert queries(client, "/work/3661000001/log/") == few


def test_an_editor_and_an_officer_read_no_log(client, holder):
    """A6: auditing is a permission of its own."""
    for role, at, code in [(Role.SCHOOL_EDITOR, "school", "3661000001"), (Role.PROVINCE_OFFICER, "shaanxi", "610000")]:
        client.force_login(holder(role, at))
        assert client.get(f"/work/{code}/log/").status_code == 404


def test_a_higher_app_names_its_verbs(monkeypatch):
    monkeypatch.setattr("apps.administration.log.VERBS", {})
    name_verbs(type_cells="填写")
    assert verbs()["type_cells"] == "填写"


def test_keys_and_choices_stand_in_words(client, principal, holder, tree, day):
    services.appoint(tree["school"], username="lin", name="林示例", role=Role.SCHOOL_EDITOR, since=day(), by=principal)
    line = next(line for line in client.get("/work/3661000001/log/?verb=appoint").context["lines"])
    assert line.thing == "岗位"
    assert line.changes == [
        ("人员", None, "林示例"), ("机构", None, "示例第一职业中学"), ("自", None, day().isoformat()), ("角色", None, "学校填报员"),
    ]  # fmt: skip
