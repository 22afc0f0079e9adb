"""What becomes of a school that was selected: every change has its reason and stands on record (R8.6, R8.9, G9)."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from apps.audit.models import Entry
from apps.notifications.models import Notice
from apps.organizations.models import Register
from apps.sampling.lifecycle import SELECTION
from apps.sampling.models import Draw, Selection
from apps.sampling.selectors.outcome import outcome
from apps.sampling.services import draws, frames, selections
from apps.workflow.lifecycle import NotReady, WrongState
from tests.sampling.conftest import VALUE


@pytest.fixture
def drawn(published):
    """The schools drawn in a draw made public, in the order of the draw."""
    return [each.selection for each in outcome(published()).drawn]


@pytest.fixture
def mandatory(begun, settled, people, schools, day, this_year):
    """A school selected because of an accident, whose two years end next year."""
    Register.objects.filter(school=schools[0]).update(accident_closed_on=day().replace(year=this_year - 1, day=1))
    frames.draft(begun, by=people["officer"])
    row = draws.commit(settled(), by=people["officer"])
    Draw.objects.filter(pk=row.pk).update(reveal_on=day())
    row.refresh_from_db()
    return draws.reveal(row, value=VALUE, by=people["officer"]).selections.get(kind="mandatory")


def test_a_review_is_put_off_to_a_later_year_of_the_cycle_with_its_reason(drawn, people, this_year, principal_of):
    """R8.6, G9."""
    head = principal_of(drawn[0].school)
    row = selections.defer(drawn[0], to_year=this_year + 1, note="改进措施尚未实施", by=people["officer"])
    assert (row.state, row.deferred_to, row.reason, row.changed_by) == ("deferred", this_year + 1, "改进措施尚未实施", people["officer"])
    assert Entry.objects.about(row).get(verb="defer_selection").note == "改进措施尚未实施"
    assert "改进措施尚未实施" in Notice.objects.get(to=head).text


@pytest.mark.parametrize("years", [0, -1, 4])
def test_it_is_not_put_off_beyond_the_cycle_nor_to_the_same_year(drawn, people, this_year, years):
    with pytest.raises(ValidationError, match="延至的年份应在"):
        selections.defer(drawn[0], to_year=this_year + years, note="示例", by=people["officer"])


def test_one_after_an_accident_is_not_put_off_beyond_its_two_years(mandatory, people):
    """R8.2."""
    selections.defer(mandatory, to_year=mandatory.due.year, note="示例", by=people["officer"])
    mandatory.refresh_from_db()
    row = selections.restore(mandatory, note="示例", by=people["officer"])
    assert (row.state, row.deferred_to) == ("drawn", None)
    with pytest.raises(ValidationError, match="R8.2"):
        selections.defer(row, to_year=mandatory.due.year + 1, note="示例", by=people["officer"])


def test_a_change_without_a_reason_is_refused(drawn, people, this_year):
    for change in [lambda: selections.defer(drawn[0], to_year=this_year + 1, note=" ", by=people["officer"]),
                   lambda: selections.replace(drawn[0], note="", by=people["officer"]), lambda: selections.release(drawn[0], note="", by=people["officer"])]:  # fmt: skip
        with pytest.raises(NotReady):
            change()
    assert set(Selection.objects.values_list("state", flat=True)) == {"drawn", "reserve"}


@pytest.mark.parametrize("step", [step.name for step in SELECTION.steps.values() if step.needs_note])
def test_a_reason_is_as_long_as_its_column_and_a_longer_one_is_asked_shorter(step, drawn, people, this_year, client):
    """G9."""
    row = drawn[0]
    if step == "restore_selection":
        row = selections.defer(row, to_year=this_year + 1, note="示例", by=people["officer"])
    client.force_login(people["officer"])
    given = {"seen": row.version, "to_year": this_year + 1}
    answer = client.post(f"{row.get_absolute_url()}{step}/", given | {"note": "因" * 501})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["note"])
    assert client.post(f"{row.get_absolute_url()}{step}/", given | {"note": "因" * 500}).status_code == 302


def test_reserves_come_in_by_their_order_until_none_is_left(drawn, people):
    """G9."""
    reserves = [each.selection for each in outcome(drawn[0].draw).reserves]
    for place, reserve in enumerate(reserves):
        row = selections.replace(drawn[place], note="停办", by=people["officer"])
        reserve.refresh_from_db()
        assert (row.state, row.replacement, reserve.state, reserve.in_place_of) == ("replaced", reserve, "drawn", row)
    with pytest.raises(NotReady, match="已经用完"):
        selections.replace(drawn[2], note="停办", by=people["officer"])
    drawn[2].refresh_from_db()
    assert drawn[2].state == "drawn"


def test_only_who_was_drawn_by_lot_is_replaced(mandatory, people):
    """R8.9: nobody stands in for a school after an accident; one that closes is released, on record."""
    with pytest.raises(NotReady, match="必须复核"):
        selections.replace(mandatory, note="示例", by=people["officer"])
    assert selections.release(mandatory, note="学校已经撤销", by=people["officer"]).state == "released"


def test_a_reserve_does_not_come_in_by_itself(drawn, people):
    reserve = outcome(drawn[0].draw).reserves[0].selection
    with pytest.raises(NotReady):
        SELECTION.take(reserve, "promote_reserve", by=people["officer"])


@pytest.mark.parametrize("name", ["publisher", "nation", "city", "stranger"])
def test_only_the_officer_of_the_province_changes_it(drawn, people, name):
    with pytest.raises(PermissionDenied):
        selections.release(drawn[0], note="示例", by=people[name])


@pytest.mark.django_db(transaction=True)
def test_two_replacements_at_once_take_two_reserves(drawn, people):
    together, troubles = threading.Barrier(2), []

    def replace(each):
        together.wait(10)
        try:
            selections.replace(each, note="停办", by=people["officer"])
        except Exception as trouble:  # noqa: BLE001 - the thread's own trouble is told below
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=replace, args=[each]) for each in drawn[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    places = list(Selection.objects.filter(in_place_of__isnull=False).values_list("in_place_of", "state"))
    assert {place for place, _state in places} == {each.pk for each in drawn[:2]}
    assert {state for _place, state in places} == {"drawn"}


def test_a_school_released_is_not_released_again(drawn, people):
    selections.release(drawn[0], note="示例", by=people["officer"])
    with pytest.raises(WrongState):
        selections.release(drawn[0], note="示例", by=people["officer"])


ALLOWED = {
    "drawn": {"defer_selection", "replace_selection", "release_selection"}, "reserve": {"promote_reserve"},
    "deferred": {"release_selection", "restore_selection"}, "replaced": set(), "released": set(),
}  # fmt: skip


@pytest.mark.parametrize("state", Selection.State.values)
def test_each_state_allows_its_steps_and_no_other(state):
    assert {step.name for step in SELECTION.steps.values() if state in step.sources} == ALLOWED[state]
