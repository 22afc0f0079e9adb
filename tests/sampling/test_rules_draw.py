"""The draw: the value and the frame alone decide (R8.1)."""

import hashlib

import pytest

from apps.core.canonical import digest
from apps.sampling.rules import draw as rules

FRAME = [(f"366190{n:04}", f"6101{n % 4:02}") for n in range(40)]


def drawn(**given):
    return rules.draw(FRAME, **{"value": "2026312 08 15 22", "quota": 10, "reserves": 3, "covered": []} | given)


def won(tickets, *kinds):
    return [each.code for each in tickets if each.won in kinds]


def test_a_ticket_is_the_hash_of_value_and_code():
    assert rules.ticket("一", "3661900001") == hashlib.sha256("一|3661900001".encode()).hexdigest()


def test_the_same_value_gives_the_same_schools_in_whatever_order_they_stand():
    assert drawn() == rules.draw(FRAME[::-1], value="2026312 08 15 22", quota=10, reserves=3, covered=[])


def test_every_地市_comes_first_then_the_smallest_tickets():
    """R8.1, R1.2."""
    tickets = drawn()
    assert [each.ticket for each in tickets] == sorted(each.ticket for each in tickets)
    first = won(tickets, "area")
    assert len(first) == 4
    assert {each.area for each in tickets if each.code in first} == {area for _, area in FRAME}
    rest = [each.code for each in tickets if each.code not in first]
    assert won(tickets, "order") == rest[:6]
    assert won(tickets, "reserve") == rest[6:9]


def test_a_地市_covered_already_has_no_turn_of_its_own():
    assert len(won(drawn(covered=["610100", "610101"]), "area")) == 2


def test_the_quota_holds_even_where_the_地市_are_more():
    assert len(won(drawn(quota=2), "area", "order")) == 2


@pytest.mark.parametrize("quota, selected, reserves", [(0, 0, 3), (40, 40, 0), (50, 40, 0), (39, 39, 1)])
def test_no_more_is_drawn_than_there_is(quota, selected, reserves):
    tickets = drawn(quota=quota)
    assert (len(won(tickets, "area", "order")), len(won(tickets, "reserve"))) == (selected, reserves)


def row(code="1", **given):
    return {"code": code, "name": "示例", "area": "610100", "place": "in", "rule": "R8.1", "reason": ""} | given


def test_the_commitment_names_each_row_that_was_changed_came_or_went():
    """G5."""
    before = rules.sums([row("1"), row("2"), row("3")], {"quota": 1})
    after = rules.sums([row("1"), row("2", place="out"), row("4")], {"quota": 1})
    assert rules.changed(before, after) == ["2", "3", "4"]
    assert rules.commitment([row("1")], {"quota": 1}) != rules.commitment([row("1")], {"quota": 2})
    assert rules.commitment([row("1")], {"quota": 1}) == digest(rules.sums([row("1")], {"quota": 1}))
