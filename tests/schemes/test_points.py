"""What a province adds to the guidance, and what it cannot take away."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.access import objects_for
from apps.audit.models import Entry
from apps.schemes.lifecycle import VIEW
from apps.schemes.models import AddedPoint, Adjustment, CityNote, HintNote, Point
from apps.schemes.selectors import elements, hints_under, outline_under, points_of
from apps.schemes.services import cities, points, versions
from apps.schemes.services.versions import BelowFloor
from apps.workflow.lifecycle import WrongState
from config.roles import Role


@pytest.fixture
def add(draft, element, policy, people):
    """``add(element, by=…)``: a point of the province's own."""

    def make(code="1.1", by="officer", scheme=None, **given):
        given = {"text": "产业学院数", "kind": "text", "policy": policy, **given}
        return points.add_point(scheme or draft, element(code), by=people[by], **given)

    return make


def rules(refusal):
    return [(breach.code, breach.rule) for breach in refusal.value.args[0]]


def test_a_point_is_added_after_those_of_the_guidance(draft, add, element):
    """R1.1: added, never in place of another."""
    point = add(indicators=["K001"], evidence="协议")
    found = points_of(draft, element("1.1"))
    assert [each.code for each in found] == [f"1.1.{number}" for number in range(1, 7)] + ["1.1.S1"]
    assert (found[-1], found[-1].indicators, found[-1].get_kind_display()) == (point, ["K001"], "文件或说明")
    assert Entry.objects.about(point).get().verb == "add_point"


def test_points_that_a_province_added_change_no_count_of_elements(draft, add, guidance):
    """R10.5: there are always sixteen."""
    for code in ["1.1", "1.2", "6.3"]:
        add(code)
    assert elements(guidance).count() == 16
    assert Point.objects.filter(element__item__guidance=guidance).count() == 99


def test_points_are_numbered_in_a_series_of_their_own_that_is_not_used_again(draft, add, lodged, people, tree):
    assert [add().code, add().code, add("1.2").code] == ["1.1.S1", "1.1.S2", "1.2.S1"]
    points.remove_point(draft, "1.1.S1", by=people["officer"])
    lodged(draft)
    row = versions.draft(tree["shaanxi"], by=people["officer"])
    assert add(scheme=row).code == "1.1.S3"


def test_a_point_that_rests_on_no_policy_is_refused(draft, add):
    """R1.8"""
    with pytest.raises(BelowFloor) as refusal:
        add(policy=None)
    assert rules(refusal) == [("1.1.S1", "R1.8")]
    assert add(policy=None, basis="省政府办公厅示例〔2026〕1号").ground == "省政府办公厅示例〔2026〕1号"


@pytest.mark.parametrize("code", ["1.1.1", "2.3", "6"])
def test_an_element_a_point_an_item_of_the_guidance_cannot_be_dropped(draft, people, code):
    """R1.1"""
    with pytest.raises(BelowFloor) as refusal:
        points.remove_point(draft, code, by=people["officer"])
    assert rules(refusal) == [(code, "R1.1")]
    draft.refresh_from_db()
    assert draft.version == 0


def test_a_point_of_the_province_is_taken_out_and_stays_in_the_log(draft, add, people):
    point = add()
    points.remove_point(draft, point.code, by=people["officer"])
    assert not AddedPoint.objects.exists()
    assert Entry.objects.get(verb="remove_point").before["text"] == "产业学院数"
    with pytest.raises(AddedPoint.DoesNotExist):
        points.remove_point(draft, point.code, by=people["officer"])


def test_a_note_stands_beside_the_hint_and_names_its_policy(draft, element, policy, people):
    """R1.8"""
    hint = element("2.2").hints.first()
    with pytest.raises(BelowFloor) as refusal:
        points.note_hint(draft, hint, text="含企业授课", by=people["officer"])
    assert rules(refusal) == [(hint.text, "R1.8")]
    points.note_hint(draft, hint, text="含企业授课", policy=policy, by=people["officer"])
    points.note_hint(draft, hint, text="含企业现场授课", policy=policy, by=people["officer"])
    noted = {each.text: [(note.text, note.ground) for note in each.own] for each in hints_under(draft, element("2.2"))}
    assert noted.pop(hint.text) == [("含企业现场授课", str(policy))]
    assert len(noted) == 11
    assert set(map(tuple, noted.values())) == {()}
    points.remove_note(draft, hint, by=people["officer"])
    assert not HintNote.objects.exists()
    with pytest.raises(HintNote.DoesNotExist):
        points.remove_note(draft, hint, by=people["officer"])
    assert element("2.2").hints.count() == 12


def test_a_condition_is_adjusted_for_a_group_with_the_reason(draft, people):
    """R1.4: which, for whom and why."""
    given = {"group": "remote", "threshold": "students", "by": people["officer"]}
    points.adjust(draft, value=Decimal(800), reason="生源分散", **given)
    row = points.adjust(draft, value=Decimal(600), reason="生源继续减少", **given)
    assert [(each.value, each.reason) for each in draft.adjustments.all()] == [(600, "生源继续减少")]
    assert Entry.objects.about(row).last().before["value"] == "800.00"
    seen = [Adjustment.objects.get(pk=row.pk) for _person in range(2)]
    points.remove_adjustment(seen[0], by=people["officer"])
    assert not Adjustment.objects.exists()
    with pytest.raises(Adjustment.DoesNotExist):
        points.remove_adjustment(seen[1], by=people["officer"])
    assert Entry.objects.filter(verb="remove_adjustment").count() == 1


@pytest.mark.parametrize("given", [{"value": Decimal(0)}, {"value": Decimal(-1)}, {"reason": ""}, {"group": "all"}, {"threshold": "pupils"}])
def test_an_adjustment_that_does_not_say_what_it_must_is_refused(draft, people, given):
    """R1.4"""
    with pytest.raises(ValidationError):
        points.adjust(
            draft, by=people["officer"], **{"group": "remote", "threshold": "students", "value": Decimal(600), "reason": "生源分散", **given}
        )
    assert not Adjustment.objects.exists()


def test_the_database_holds_what_an_adjustment_and_an_addition_must_say(draft, element):
    """R1.4, R1.8"""
    for model, given in [
        (Adjustment, {"group": "remote", "threshold": "students", "value": 600, "reason": ""}),
        (Adjustment, {"group": "remote", "threshold": "students", "value": 0, "reason": "示例"}),
        (AddedPoint, {"element": element("1.1"), "code": "1.1.S1", "text": "增设"}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(scheme=draft, **given)


@pytest.mark.parametrize("name", ["publisher", "nation", "city", "principal", "stranger"])
def test_nobody_else_adds_or_takes_away(draft, add, people, name):
    with pytest.raises(PermissionDenied):
        add(by=name)
    with pytest.raises(PermissionDenied):
        points.remove_point(draft, "1.1.1", by=people[name])


def test_a_version_on_file_takes_no_points(draft, add, lodged):
    """R1.3"""
    lodged(draft)
    with pytest.raises(WrongState):
        add()


def test_the_outline_under_a_version_counts_what_is_its_own(draft, add, second, element, policy, people, django_assert_num_queries):
    """R1.1: the points of another version are not counted."""
    add(scheme=second)
    points.note_hint(second, element("1.1").hints.first(), text="注解", policy=policy, by=people["officer"])
    with django_assert_num_queries(4):
        found = {each.code: (len(each.points.all()), len(each.own), each.noted) for item in outline_under(second) for each in item.elements.all()}
    assert len(found) == 16
    assert found["1.1"] == (6, 1, 1)
    assert found["1.2"] == (5, 0, 0)
    assert [each.noted for item in outline_under(draft) for each in item.elements.all() if each.code == "1.1"] == [0]


def test_a_city_adds_notes_and_dates_and_no_parameters(draft, lodged, people, tree):
    """R1.5: under the one scheme of its province."""
    row = lodged(draft)
    note = cities.annotate(row, tree["weinan"], text="10 月 20 日前报市", first_day=date(2026, 10, 1), last_day=date(2026, 10, 20), by=people["city"])
    assert {field.name for field in CityNote._meta.concrete_fields} == {"id", "scheme", "city", "text", "first_day", "last_day", "by", "at"}
    assert {name for name, user in people.items() if objects_for(user, VIEW, CityNote.objects.filter(pk=note.pk)).exists()} == set(people) - {
        "stranger"
    }
    for name in set(people) - {"city"}:
        with pytest.raises(PermissionDenied):
            cities.annotate(row, tree["weinan"], text="示例", by=people[name])
        with pytest.raises(PermissionDenied):
            cities.withdraw(note, by=people[name])
    cities.withdraw(note, by=people["city"])
    assert Entry.objects.get(verb="withdraw_note").before["text"] == "10 月 20 日前报市"


def test_a_city_writes_to_a_version_on_file_of_its_own_province_alone(draft, people, tree, holder):
    """R1.5"""
    with pytest.raises(PermissionDenied):
        cities.annotate(draft, tree["weinan"], text="示例", by=people["city"])
    from_elsewhere = holder(Role.CITY_OFFICER, "zhengzhou")
    with pytest.raises(PermissionDenied):
        cities.annotate(draft, tree["zhengzhou"], text="示例", by=from_elsewhere)


def test_a_note_of_a_city_ends_after_it_begins(draft, lodged, people, tree):
    with pytest.raises(ValidationError):
        cities.annotate(lodged(draft), tree["weinan"], text="示例", first_day=date(2026, 10, 2), last_day=date(2026, 10, 1), by=people["city"])
