import threading
from dataclasses import replace
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from apps.audit.models import Entry
from apps.notifications.models import Notice
from apps.workflow.lifecycle import LIFECYCLES, PROGRAM, Changed, NotReady, WrongState
from config.roles import Role
from tests.sample.lifecycle import THING
from tests.sample.models import Seat, Thing

STATES = Thing.State.values
EVERY = list(product(STATES, THING.steps))


@pytest.fixture
def people(holder, things):
    """By the name of the step: who may take it on the first school's thing."""
    judge = holder(Role.CITY_OFFICER, "weinan")
    Seat.objects.create(thing=things["school"], user=judge)
    return {"send": holder(Role.PRINCIPAL, "school"), "send_back": judge, "close": holder(Role.PROVINCE_OFFICER, "shaanxi")}


def test_the_road_to_the_end(people, things):
    Thing.objects.update(number=None)
    with pytest.raises(NotReady) as lacking:
        THING.take(things["school"], "send", by=people["send"])
    assert lacking.value.args[0] == ["数目"]
    thing = THING.take(things["school"], "send", by=people["send"], number=12)
    thing = THING.take(thing, "close", by=people["close"])
    assert (thing.state, thing.version, thing.number) == ("closed", 2, 12)
    sent, closed = Entry.objects.about(thing)
    assert (sent.verb, sent.by, sent.before, sent.after) == (
        "send",
        people["send"],
        {"number": None, "state": "draft"},
        {"number": 12, "state": "sent"},
    )
    assert (closed.verb, closed.before, closed.after) == ("close", {"state": "sent"}, {"state": "closed"})


@pytest.mark.parametrize("state,name", EVERY)
def test_every_step_starts_from_its_states_alone(people, things, state, name):
    Thing.objects.update(state=state)
    things["school"].refresh_from_db()
    if state in THING[name].sources:
        assert THING.take(things["school"], name, by=people[name], note="理由").state == THING[name].target
    else:
        with pytest.raises(WrongState):
            THING.take(things["school"], name, by=people[name], note="理由")
        assert Thing.objects.get(pk=things["school"].pk).version == 0


@pytest.mark.parametrize("state,name", EVERY)
def test_a_stranger_does_not_learn_the_state(holder, things, people, state, name):
    Thing.objects.update(state=state)
    strangers = [holder(Role.PROVINCE_OFFICER, "henan"), holder(Role.PRINCIPAL, "stranger"), holder(Role.CITY_OFFICER, "weinan")]
    for user in [*strangers, *(person for step, person in people.items() if step != name)]:
        with pytest.raises(PermissionDenied):
            THING.take(things["school"], name, by=user, note="理由")
    assert set(Thing.objects.values_list("state", "version")) == {(state, 0)}


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_is_what_can_be_taken(people, things, state):
    Thing.objects.update(state=state)
    for name, user in people.items():
        row = THING.marked(user, Thing.objects.all()).get(pk=things["school"].pk)
        assert [step.name for step in THING.offered(row)] == ([name] if state in THING[name].sources else [])


def test_a_step_out_of_order_is_refused_before_its_changes_are_worked_out(people, things):
    with pytest.raises(WrongState):
        THING.take(things["school"], "close", by=people["close"], number=lambda row: 1 / 0)


def test_a_change_may_rest_on_what_the_row_holds_now(people, things):
    Thing.objects.update(number=41)
    assert THING.take(things["school"], "send", by=people["send"], number=lambda row: row.number + 1).number == 42


def test_nobody_acts_on_what_he_did_not_see(people, things):
    Thing.objects.update(version=5)
    with pytest.raises(Changed):
        THING.take(things["school"], "send", by=people["send"])
    assert THING.take(things["school"], "send", by=people["send"], seen=5).version == 6


def test_only_the_named_fields_are_saved(people, things):
    stale = Thing.objects.get(pk=things["school"].pk)
    Thing.objects.update(due="2026-12-31")
    assert str(THING.take(stale, "send", by=people["send"]).due) == "2026-12-31"


@pytest.mark.parametrize("note", ["", " \n"])
def test_a_step_that_needs_a_reason_asks_for_it(people, things, note):
    Thing.objects.update(state="sent")
    with pytest.raises(NotReady) as lacking:
        THING.take(things["school"], "send_back", by=people["send_back"], note=note)
    assert lacking.value.args[0] == ["说明"]


def test_a_step_of_the_program_is_taken_by_nobody_and_offered_to_nobody(people, things, monkeypatch):
    step = replace(THING["close"], name="lapse", label="过期", permission=PROGRAM, tells=("sample.send_thing",))
    monkeypatch.setitem(THING.steps, "lapse", step)
    THING.take(things["school"], "send", by=people["send"])
    thing = Thing.objects.get(pk=things["school"].pk)
    for person in people.values():
        with pytest.raises(PermissionDenied):
            THING.take(thing, "lapse", by=person)
        row = THING.marked(person, Thing.objects.all()).get(pk=thing.pk)
        assert "lapse" not in [step.name for step in THING.offered(row)]
    with pytest.raises(PermissionDenied):
        THING.take(thing, "close", by=None)
    thing = THING.take(thing, "lapse", by=None)
    assert (thing.state, Entry.objects.about(thing).last().by) == ("closed", None)
    assert "程序已过期" in Notice.objects.get(to=people["send"]).text


def test_the_log_names_whom_a_deputy_stood_in_for(holder, people, things):
    THING.take(things["school"], "send", by=holder(Role.PRINCIPAL, "school", acting_for=people["send"]))
    assert Entry.objects.about(things["school"]).get().acting_for == people["send"]


def test_those_whom_a_step_concerns_hear_of_it_and_nobody_else(people, things, holder, expert):
    holder(Role.PROVINCE_OFFICER, "henan")
    THING.take(things["school"], "send", by=people["send"])
    assert set(Notice.objects.values_list("to", flat=True)) == {people["close"].pk, expert.pk}
    assert {notice.url for notice in Notice.objects.all()} == {things["school"].get_absolute_url()}
    Notice.objects.all().delete()
    things["school"].refresh_from_db()
    THING.take(things["school"], "send_back", by=people["send_back"], note="数目不符")
    notice = Notice.objects.get()
    assert notice.to == people["send"]
    assert "说明：数目不符" in notice.text


def test_who_takes_a_step_is_not_told_of_it(holder, things, tree):
    both = holder(Role.PRINCIPAL, "school")
    both.posts.create(role=Role.PROVINCE_OFFICER, organization=tree["shaanxi"])
    THING.take(things["school"], "send", by=both)
    assert not Notice.objects.exists()


def test_a_refused_step_leaves_no_trace(people, things, expert):
    Thing.objects.update(number=None)
    before = Entry.objects.count()
    with pytest.raises(NotReady):
        THING.take(things["school"], "send", by=people["send"])
    assert Entry.objects.count() == before
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_succeeds(people, things):
    together, results = threading.Barrier(2), []

    def press():
        together.wait(10)
        try:
            results.append(THING.take(things["school"], "send", by=people["send"]).state)
        except WrongState as refusal:
            results.append(type(refusal).__name__)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["WrongState", "sent"]
    assert Thing.objects.get(pk=things["school"].pk).version == 1
    assert Entry.objects.about(things["school"]).count() == 1


def test_the_picture_is_drawn_from_the_table():
    steps = ["draft --> sent: send", "returned --> sent: send", "sent --> returned: send_back", "sent --> closed: close"]
    assert THING.as_mermaid().splitlines() == ["stateDiagram-v2", *(f"    {step}" for step in steps)]


@pytest.mark.parametrize("lifecycle", list(LIFECYCLES.values()), ids=list(LIFECYCLES))
def test_every_table_of_the_product_is_sound(lifecycle):
    """Steps go between states there are, every state but those it begins in is reached, and what stands on the desk has a list to lead to."""
    states, model = set(lifecycle.model.State.values), lifecycle.model
    for step in lifecycle.steps.values():
        assert {*step.sources, step.target} <= states
        assert not step.desk or model.list_name
    first = model._meta.get_field("state").default
    assert states - {step.target for step in lifecycle.steps.values()} <= {first, *getattr(model, "begins", ())}


@pytest.mark.parametrize(
    "label, signs",
    [
        ("sample.Thing", {"draft": "info", "sent": "info", "closed": "done"}),
        ("deliberation.Case", {"open": "info", "deliberated": "info", "decided": "done", "reversed": "off"}),
        ("deliberation.Sitting", {"prepared": "info", "closed": "done", "cancelled": "off"}),
        ("sampling.Application", {"sent": "info", "taken": "done", "refused": "off", "withdrawn": "off"}),
        ("statusdata.Import", {"applying": "info", "applied": "done", "stopped": "off", "discarded": "off"}),
        ("followup.Stop", {"proposed": "info", "ordered": "info", "dismissed": "off"}),
        ("followup.Order", {"issued": "info", "closed": "done", "lapsed": "off"}),
        ("disclosure.BelowList", {"proposed": "info", "published": "done", "refused": "off", "replaced": "off", "withdrawn": "off"}),
    ],
)
def test_what_is_over_has_another_sign_than_what_is_under_way(label, signs):
    """And what came to its aim another than what was taken back, refused or ended by the program."""
    lifecycle = LIFECYCLES[label]
    assert {state: lifecycle.sign(lifecycle.model(state=state)) for state in signs} == signs
