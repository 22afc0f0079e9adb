import pytest
from django.db import connection

from apps.accounts import services as accounts
from apps.accounts.models import Post
from apps.administration.log import name_verbs, verbs
from apps.administration.services import people as services
from apps.audit.models import Entry, Unsealed
from apps.audit.services import record, seal, verify
from apps.dictionary.models import Edition, Field, Form
from apps.documents.models import File
from apps.jobs.models import Job
from apps.jobs.services import run
from apps.organizations.pinyin import spelled
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
    monkeypatch.setattr("apps.administration.log.UNDER", {})
    name_verbs("sample.send_thing", type_cells="填写")
    assert verbs()["type_cells"] == "填写"
    with pytest.raises(ValueError, match="type_cells"):
        name_verbs("sample.close_thing", type_cells="改写")


def test_every_act_of_a_deputy_names_whom_he_stood_in_for(tree, holder, things, day):
    """D8: what needs the post he holds for another, not what his own opens, nor what is his alone."""
    principal = holder(Role.PRINCIPAL, "school")
    deputy = holder(Role.SCHOOL_EDITOR, "school")
    accounts.appoint(deputy, role=Role.PRINCIPAL, organization=tree["school"], acting_for=principal)
    post, _password = services.appoint(tree["school"], username="lin", name="林示例", role=Role.SCHOOL_EDITOR, since=day(), by=deputy)
    assert set(Entry.objects.filter(by=deputy).values_list("verb", "acting_for")) == {("open_account", principal.pk), ("appoint", principal.pk)}
    own = [record(by=deputy, verb=verb, target=target) for verb, target in [("type", things["school"]), ("change_password", deputy)]]
    assert [entry.acting_for for entry in own] == [None, None]
    assert record(by=principal, verb="end_post", target=post).acting_for is None


def a_file(things):
    return File(holder=things["school"], name="附件.pdf", permission="sample.view_thing")


def test_a_step_is_called_as_its_own_lifecycle_calls_it(client, deeds, principal, things):
    """Another lifecycle's step, or a verb, of the same name has other words."""
    assert [verbs()["read"], verbs()["open"]] == ["查看、读取", "开放上报"]
    record(by=deeds, verb="read", target=a_file(things))
    assert [line.verb for line in client.get("/work/3661000001/log/?verb=read").context["lines"]] == ["查看"]


def test_keys_and_choices_stand_in_words(client, principal, holder, tree, day):
    services.appoint(tree["school"], username="lin", name="林示例", role=Role.SCHOOL_EDITOR, since=day(), by=principal)
    line = next(line for line in client.get("/work/3661000001/log/?verb=appoint").context["lines"])
    assert line.thing == "岗位"
    assert line.changes == [
        ("人员", None, "林示例"), ("机构", None, "示例第一职业中学"), ("自", None, day().isoformat()), ("角色", None, "学校填报员"),
    ]  # fmt: skip


def test_what_is_beside_the_fields_stands_in_words_too(client, deeds, principal, things, tree):
    """N1: what was typed says what became what, an empty value is called empty, a person goes by name wherever the key stands."""
    typed = {"return": "x", "changes": [["x1", None, "30", "2026-11-20T10:00:00"], ["x2", "4", None, "2026-11-20T10:00:01"]]}
    record(by=deeds, verb="type", target=things["school"], after=typed)
    record(by=deeds, verb="assign", target=things["school"], before={"X01": None}, after={"X01": deeds.pk, "note": ""})
    assigned, said = client.get("/work/3661000001/log/").context["lines"][:2]
    assert said.changes == [("上报", None, "x"), ("改动", None, "x1 空 → 30；x2 4 → 空")]
    assert assigned.changes == [("X01", None, deeds.name), ("note", None, None)]


def test_a_long_list_is_cut_and_says_how_much_there_is(client, deeds, principal, things):
    record(by=deeds, verb="remind", target=things["school"], after={"returns": [str(number) for number in range(21)]})
    ((label, _before, after),) = client.get("/work/3661000001/log/").context["lines"][0].changes
    assert (label, after.count("；"), after[-6:]) == ("上报", 20, "等 21 项")


def test_how_much_waits_for_its_seal_the_nation_alone_is_told(client, deeds, principal, holder):
    """A6: a school is not told how much the nation does."""
    seal()
    record(by=deeds, verb="move", target=deeds)
    assert "等待封存" not in client.get("/work/3661000001/log/").text
    client.force_login(holder(Role.AUDITOR, "nation"))
    page = client.get("/work/100000/log/")
    assert page.context["unsealed"] == Unsealed.objects.count() > 0
    assert "等待封存" in page.text


def test_a_check_says_how_far_it_is_and_stops_when_nobody_wants_it(client, deeds, principal, monkeypatch):
    """N3: what reports is not taken for dead."""
    monkeypatch.setattr("apps.audit.services.REPORT_EVERY", 1)
    for _seal in range(2):
        record(by=deeds, verb="move", target=deeds)
        seal()
    told = []
    assert verify(told.append) == []
    assert told == [50, 99]
    job = Job.objects.create(kind="administration.check_seals", key="x", by=principal, wish_to_cancel=True)
    run(job.pk)
    assert Job.objects.get(pk=job.pk).state == "cancelled"


def test_the_log_is_compared_with_its_seals_by_who_reads_it(client, deeds, principal):
    """N3: the answer says what was found; a row changed behind the program's back is named."""
    seal()
    job = client.post("/work/3661000001/log/check/").url
    run(Job.objects.get().pk)
    assert "逐条相符" in client.get(job).text
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
        cursor.execute("UPDATE audit_entry SET note = 'x' WHERE id = (SELECT min(id) FROM audit_entry)")
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only")
    job = client.post("/work/3661000001/log/check/").url
    run(Job.objects.get(state="queued").pk)
    assert "内容与摘要不符" in client.get(job).text


def test_what_was_done_to_a_person_or_a_unit_names_it(client, deeds, principal, tree):
    """N1: others are named by their kind alone."""
    record(by=deeds, verb="bar", target=deeds)
    assert [line.name for line in client.get("/work/3661000001/log/").context["lines"]] == [deeds.name, str(tree["school"])]


def test_codes_values_and_moments_stand_in_words(client, deeds, principal, things):
    """N1: at the clock of the country."""
    form = Form.objects.create(edition=Edition.objects.create(code="t", since_year=2016, name="示例", catalogue="2010", digest="0" * 64),
                               code="F99", name="示例", shape="single", as_of="start", order=0)  # fmt: skip
    Field.objects.create(form=form, code="of_this_form", name="占地面积", order=0, section="示例", kind="dec", as_of="start")
    given = {"rows": [{"of_this_form": "30", "of_nowhere": False}], "at": "2026-11-20T10:00:00Z"}
    record(by=deeds, verb="carry_over", target=things["school"], after=given)
    changes = client.get("/work/3661000001/log/").context["lines"][0].changes
    assert changes == [("时间", None, "2026-11-20 18:00"), ("各行", None, "（of_nowhere 否；占地面积 30）")]


@pytest.mark.parametrize("typed", ["2026-02-30T10:00:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"])
def test_what_only_looks_like_a_moment_is_shown_as_typed(client, deeds, principal, things, typed):
    """N1: nobody hides a page of the log by what he types."""
    record(by=deeds, verb="carry_over", target=things["school"], after={"name": typed})
    assert client.get("/work/3661000001/log/").context["lines"][0].changes == [("名称", None, typed)]


def test_what_is_done_is_chosen_from_its_app_each_word_once(client, deeds, principal):
    """N1: in the order of pinyin."""
    groups = client.get("/work/3661000001/log/").context["groups"]
    for _app, words in groups:
        assert len({word for _verbs, word in words}) == len(words)
        assert [spelled(word) for _verbs, word in words] == sorted(spelled(word) for _verbs, word in words)
    assert len(client.get("/work/3661000001/log/?verb=bar,open_unit").context["lines"]) == 1
