"""A draw from its beginning to its publication, and everything that must not happen on the way (R8.1, G5–G7)."""

import json
import threading
import zlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from apps.accounts.access import may, objects_for
from apps.audit.models import Entry
from apps.core.canonical import canonical, digest
from apps.notifications.models import Notice
from apps.organizations.models import Register
from apps.sampling.lifecycle import DRAW, VIEW_SELECTION
from apps.sampling.models import Draw, FrameRow, Plan, Selection
from apps.sampling.rules import draw as rules
from apps.sampling.services import draws, frames
from apps.workflow.lifecycle import Changed, NotReady, WrongState
from tests.sampling.conftest import VALUE
from tests.sampling.world import a_plan


def test_a_year_has_one_draw(begun, plan, people, this_year):
    """R8.1: the answer says what can be done instead."""
    with pytest.raises(ValidationError, match="已经有一次抽样"):
        draws.begin(plan, this_year, by=people["officer"])
    assert Draw.objects.count() == 1


def test_a_draw_begins_within_the_years_of_an_issued_plan(plan, people, this_year, tree):
    with pytest.raises(ValidationError, match="不在这份规划"):
        draws.begin(plan, plan.last_year + 1, by=people["officer"])
    Plan.objects.update(state="draft", issued_on=None)
    plan.refresh_from_db()
    with pytest.raises(WrongState):
        draws.begin(plan, this_year, by=people["officer"])


@pytest.mark.parametrize("name", ["publisher", "nation", "city", "principal", "stranger"])
def test_only_the_officer_of_the_province_draws(plan, people, this_year, name, begun, day):
    with pytest.raises(PermissionDenied):
        draws.begin(plan, this_year + 1, by=people[name])
    with pytest.raises(PermissionDenied):
        draws.settle(begun, quota=1, reserves=0, source="示例", reveal_on=day(1), seen=begun.version, by=people[name])
    with pytest.raises(PermissionDenied):
        draws.commit(begun, by=people[name])
    assert not Draw.objects.exclude(pk=begun.pk).exists()


def test_two_who_settle_at_once_do_not_overwrite_each_other(begun, people, day):
    begun.refresh_from_db()
    given = {"reserves": 2, "source": "示例", "reveal_on": day(1), "seen": begun.version, "by": people["officer"]}
    draws.settle(begun, quota=4, **given)
    with pytest.raises(WrongState):
        draws.settle(begun, quota=9, **given)
    begun.refresh_from_db()
    assert begun.quota == 4


@pytest.mark.parametrize("given, missing", [
    ({"quota": None}, "抽取校数"), ({"source": ""}, "公开来源"), ({"reveal_on": None}, "日期"), ({"reveal_on": 0}, "应晚于今天"), ({"reveal_on": -1}, "应晚于今天"),
])  # fmt: skip
def test_what_is_missing_before_sealing_is_said(settled, people, day, given, missing):
    """G5: the value must not exist yet."""
    row = settled()
    given = {name: day(value) if name == "reveal_on" and value is not None else value for name, value in given.items()}
    Draw.objects.filter(pk=row.pk).update(**given)
    row.refresh_from_db()
    with pytest.raises(NotReady) as refusal:
        draws.commit(row, by=people["officer"])
    assert any(missing in words for words in refusal.value.args[0])
    row.refresh_from_db()
    assert (row.state, row.commitment) == ("draft", "")


@pytest.mark.parametrize("given, words", [({"quota": 13}, "只有 12 所，抽不出 13 所"), ({"quota": 11, "reserves": 2}, "只剩 1 所可作备选")])
def test_nobody_settles_or_seals_a_draw_that_cannot_be_filled(settled, people, given, words):
    """R1.2: a shortfall is explained in the plan, not sealed."""
    with pytest.raises(ValidationError, match=words):
        settled(**given)
    row = settled()
    Draw.objects.filter(pk=row.pk).update(**given)
    with pytest.raises(NotReady, match=words):
        draws.commit(row, by=people["officer"])
    assert settled(quota=12, reserves=0).quota == 12


def test_a_year_is_sealed_before_an_earlier_one_of_the_cycle_only_knowingly(settled, plan, people, begun):
    """R8.1"""
    row = settled(draws.begin(plan, begun.year + 1, by=people["officer"]))
    with pytest.raises(ValidationError, match=f"{begun.year} 年还没有抽取"):
        draws.commit(row, by=people["officer"])
    assert draws.commit(row, ahead=True, by=people["officer"]).state == "committed"


def test_a_frame_that_is_no_longer_true_is_not_sealed(settled, people, schools):
    """G5, R8.3: the school that changed is named, and the frame drafted again can be sealed."""
    row = settled()
    Register.objects.filter(school=schools[3]).update(closing_plan=True)
    with pytest.raises(NotReady) as refusal:
        draws.commit(row, by=people["officer"])
    assert f"1 所学校的情况变了（{schools[3].name}）" in refusal.value.args[0][0]
    row = frames.draft(row, by=people["officer"])
    assert draws.commit(row, by=people["officer"]).state == "committed"


def test_the_commitment_is_the_hash_of_frame_parameters_and_algorithm(sealed):
    row = sealed()
    assert row.commitment == digest(rules.sums(frames.rows_of(row), row.parameters)) == digest(row.sums)
    assert (row.parameters["quota"], row.parameters["reserves"], row.parameters["covered"]) == (4, 2, [])


def test_before_its_day_no_value_is_taken(sealed, people):
    """G6."""
    row = sealed()
    with pytest.raises(NotReady, match="才产生"):
        draws.reveal(row, value=VALUE, by=people["officer"])
    assert not Selection.objects.exists()


def test_a_frame_changed_after_the_commitment_stops_the_draw_and_the_school_is_named(sealed, people, day, schools):
    """G5: even if somebody wrote into the tables."""
    row = sealed()
    FrameRow.objects.filter(draw=row, school=schools[5]).update(place="out")
    Draw.objects.filter(pk=row.pk).update(reveal_on=day())
    row.refresh_from_db()
    with pytest.raises(draws.Broken) as refusal:
        draws.reveal(row, value=VALUE, by=people["officer"])
    assert refusal.value.args[0] == [schools[5].code]
    row.refresh_from_db()
    assert (row.state, row.value) == ("committed", "")
    assert not Selection.objects.exists()


def test_who_is_drawn_is_what_value_and_frame_say(revealed, schools):
    """R8.1, R1.2: every 地市 first, then the smallest tickets; nobody decided it."""
    row = revealed()
    frame = [(school.code, school.path.split(".")[2]) for school in schools]
    right = rules.draw(frame, value=VALUE, quota=4, reserves=2, covered=[])
    by_code = {each.code: each for each in right}
    chosen = {each.school.code: each for each in row.selections.select_related("school")}
    assert {code for code, each in chosen.items() if each.state == "drawn"} == {each.code for each in right if each.won in ("area", "order")}
    assert [each.school.code for each in row.selections.filter(state="reserve").order_by("order").select_related("school")] == [
        each.code for each in right if each.won == "reserve"
    ]
    assert {(each.ticket, each.rank, each.won) for each in row.rows.filter(place="in")} == {(t.ticket, t.rank, t.won) for t in by_code.values()}
    assert {each.area for each in right if each.won == "area"} == {"610500", "610600", "610700"}


def test_the_bundle_is_canonical_and_its_digest_stands_beside_it(revealed):
    """G7."""
    row = revealed()
    content = json.loads(row.proof())
    assert canonical(content) == row.proof() == zlib.decompress(row.bundle)
    assert (digest(content), content["commitment"], content["value"]) == (row.digest, row.commitment, VALUE)


def test_a_draw_is_drawn_once(revealed, people):
    """G6: no second value."""
    row = revealed()
    before = set(row.selections.values_list("pk", flat=True))
    with pytest.raises(WrongState):
        draws.reveal(row, value="01 02 03", by=people["officer"])
    row.refresh_from_db()
    assert row.value == VALUE
    assert set(row.selections.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("value", ["", "   ", "\n"])
def test_an_empty_value_draws_nothing(sealed, people, day, value):
    row = sealed()
    Draw.objects.filter(pk=row.pk).update(reveal_on=day())
    row.refresh_from_db()
    with pytest.raises(NotReady, match="随机数"):
        draws.reveal(row, value=value, by=people["officer"])


def test_mandatory_pilot_and_volunteer_stand_apart_from_the_lot(plan, people, schools, settled, begun, day):
    """R8.2, R8.9: they take no place of the quota, and their 地市 is covered."""
    accident = day(-100)
    Register.objects.filter(school=schools[11]).update(accident_closed_on=accident)
    frames.draft(begun, by=people["officer"])
    row = draws.commit(settled(), by=people["officer"])
    assert row.parameters["covered"] == [schools[11].path.split(".")[2]]
    Draw.objects.filter(pk=row.pk).update(reveal_on=day())
    row.refresh_from_db()
    row = draws.reveal(row, value=VALUE, by=people["officer"])
    apart = row.selections.get(school=schools[11])
    assert (apart.kind, apart.state, apart.due) == ("mandatory", "drawn", row.rows.get(school=schools[11]).due)
    assert row.selections.filter(kind="random", state="drawn").count() == 4
    assert row.rows.get(school=schools[11]).ticket == ""


def test_once_the_value_can_exist_a_draw_is_not_thrown_away(sealed, people, day):
    """G5: nobody draws until the outcome pleases."""
    row = sealed()
    Draw.objects.filter(pk=row.pk).update(reveal_on=day())
    row.refresh_from_db()
    with pytest.raises(NotReady, match="不能再作废"):
        draws.annul(row, note="重来", by=people["officer"])


def test_before_that_it_can_be_annulled_with_a_reason_and_begun_anew(sealed, people, plan, this_year):
    row = sealed()
    with pytest.raises(NotReady):
        draws.annul(row, note=" ", by=people["officer"])
    row = draws.annul(row, note="来源停开", by=people["officer"])
    assert row.state == "annulled"
    assert Entry.objects.about(row).get(verb="annul_draw").note == "来源停开"
    assert draws.begin(plan, this_year, by=people["officer"]).state == "draft"


def test_another_person_publishes_and_the_principals_hear_of_it(revealed, people, principal_of):
    """R12.2."""
    row = revealed()
    head = principal_of(row.selections.filter(state="drawn").first().school)
    reserve = principal_of(row.selections.filter(state="reserve").first().school)
    with pytest.raises(PermissionDenied):
        draws.publish(row, by=people["officer"])
    draws.publish(row, by=people["publisher"])
    assert "列入" in Notice.objects.get(to=head).text
    assert not Notice.objects.filter(to=reserve).exists()


def test_who_is_selected_is_known_to_those_who_draw_alone_until_it_is_published(revealed, people, principal_of):
    row = revealed()
    each = row.selections.filter(state="drawn").first()
    head = principal_of(each.school)
    assert may(people["officer"], VIEW_SELECTION, each)
    assert may(people["publisher"], VIEW_SELECTION, each)
    assert not may(head, VIEW_SELECTION, each)
    draws.publish(row, by=people["publisher"])
    assert may(head, VIEW_SELECTION, each)
    assert set(objects_for(head, VIEW_SELECTION, Selection.objects.all())) == {each}
    assert not objects_for(people["stranger"], VIEW_SELECTION, Selection.objects.all()).exists()


def test_someone_who_saw_an_older_version_is_told(settled, people):
    row = settled()
    with pytest.raises(Changed):
        draws.commit(row, seen=row.version - 1, by=people["officer"])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_a_value_at_once_one_draws_and_the_other_is_told(sealed, people, day):
    row, together, results = sealed(), threading.Barrier(2), []
    Draw.objects.filter(pk=row.pk).update(reveal_on=day())
    row.refresh_from_db()

    def enter(value):
        together.wait(10)
        try:
            results.append(draws.reveal(row, value=value, by=people["officer"], seen=row.version).value)
        except WrongState:
            results.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=[value]) for value in ["01 02", "03 04"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row.refresh_from_db()
    assert sorted(results, key=bool) == [None, row.value]
    assert row.selections.filter(state="drawn").count() == 4


def test_the_database_refuses_a_draw_without_its_value_or_its_commitment(sealed):
    row = sealed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=row.pk).update(state="drawn")
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=row.pk).update(commitment="")


def test_a_province_may_hold_plans_of_other_years(plan, tree):
    later = a_plan(tree["henan"])
    assert later.province == tree["henan"]


ALLOWED = {
    "draft": {"commit_draw", "annul_draw"}, "committed": {"reveal_draw", "annul_draw"}, "drawn": {"publish_draw"}, "published": set(), "annulled": set(),
}  # fmt: skip


@pytest.mark.parametrize("state", Draw.State.values)
def test_each_state_allows_its_steps_and_no_other(state):
    assert {step.name for step in DRAW.steps.values() if state in step.sources} == ALLOWED[state]
