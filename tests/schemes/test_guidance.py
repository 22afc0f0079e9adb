"""A later guidance of another shape is data, no change of the program (G0)."""

from datetime import date

import pytest

from apps.schemes.models import Guidance
from apps.schemes.reference import load_guidance
from apps.schemes.rules import floor_check
from apps.schemes.selectors import current_guidance, differences, elements, outline_under, points_of, words_of
from apps.schemes.services import points, versions


def an_element(code, many):
    return {
        "code": code, "name": f"要素 {code}", "planning": ["目标"],
        "points": [{"code": f"{code}.{number}", "text": f"诊断点 {number}", "kind": "text", "indicators": []} for number in range(1, many + 1)],
    }  # fmt: skip


@pytest.fixture
def later(guidance):
    """Three items, seven elements, fourteen points."""
    items = [{"code": str(item), "name": f"项目 {item}", "elements": [an_element(f"{item}.{number}", 2) for number in range(1, many + 1)]}
             for item, many in [(1, 4), (2, 2), (3, 1)]]  # fmt: skip
    load_guidance({"code": "2030", "title": "示例指导方案", "number": "示例〔2030〕1号", "issued_on": date(2030, 1, 1), "items": items})
    return Guidance.objects.get(code="2030")


def shape(guidance):
    rows = list(elements(guidance))
    return len({row.item_id for row in rows}), len(rows), sum(row.points.count() for row in rows)


def test_a_guidance_of_another_shape_loads_beside_the_first(later, guidance):
    """R1.1, R1.7"""
    assert (shape(guidance), shape(later)) == ((6, 16, 99), (3, 7, 14))
    assert current_guidance() == later


def test_a_version_stays_with_the_guidance_it_was_begun_under(draft, later, guidance):
    """R1.7"""
    draft.refresh_from_db()
    assert draft.guidance == guidance
    assert sum(len(item.elements.all()) for item in outline_under(draft)) == 16


def test_the_next_version_is_over_the_later_guidance_and_says_what_stayed_behind(draft, lodged, people, tree, element, policy, request):
    """R1.3, R1.7: what hangs on an element that is no more is named as removed."""
    kept = points.add_point(draft, element("1.2"), text="留下的", kind="text", policy=policy, by=people["officer"])
    gone = points.add_point(draft, element("5.3"), text="没有了的", kind="text", policy=policy, by=people["officer"])
    points.note_hint(draft, element("1.1").hints.first(), text="注解", policy=policy, by=people["officer"])
    lodged(draft)
    later = request.getfixturevalue("later")
    row = versions.draft(tree["shaanxi"], by=people["officer"])
    assert row.guidance == later
    assert [point.code for point in points_of(row, elements(later)[1])] == ["1.2.1", "1.2.2", kept.code]
    assert differences(row).removed[0] == f"增设诊断点 {gone}"
    assert len(differences(row).removed) == 2


def test_the_floor_is_that_of_the_guidance_of_the_version(later, guidance, draft):
    """R1.1: 4.2 is dropped of neither, for only one of them has it."""
    assert words_of(guidance, "4.2") == "教学资源建设状态"
    assert words_of(later, "4.2") == ""
    (breach,) = floor_check(draft.given, dropped={"4.2": words_of(guidance, "4.2")})
    assert breach.rule == "R1.1"
