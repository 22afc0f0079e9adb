import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import F

from apps.accounts.access import may
from apps.audit.models import Entry
from apps.organizations.models import Level, Organization
from apps.organizations.services import close, move, open_unit
from config.roles import Role


def test_a_moved_unit_takes_all_below_it_along(tree, holder, things):
    move(tree["weinan"], parent=tree["henan"])
    assert Organization.objects.get(code="3661000001").path == "100000.410000.610500.3661000001."
    assert Organization.objects.get(code="3641000001").path == "100000.410000.410100.3641000001."
    assert may(holder(Role.PROVINCE_OFFICER, "henan"), "sample.view_thing", things["school"])
    assert not may(holder(Role.PROVINCE_OFFICER, "shaanxi"), "sample.view_thing", things["school"])


def test_a_school_moved_under_the_province_still_lies_in_its_city(tree):
    """R8.9: a school counts where it lies, whoever supervises it."""
    school = move(tree["school"], parent=tree["shaanxi"])
    assert (school.parent, school.area, school.path) == (tree["shaanxi"], tree["weinan"], "100000.610000.3661000001.")
    assert Entry.objects.about(school).last().after == {
        "parent": str(tree["shaanxi"].pk), "area": str(tree["weinan"].pk), "path": "100000.610000.3661000001.",
    }  # fmt: skip


def test_a_unit_does_not_go_below_its_equal(tree):
    for unit, parent in [("weinan", "zhengzhou"), ("shaanxi", "weinan"), ("shaanxi", "shaanxi"), ("nation", "shaanxi")]:
        with pytest.raises(ValidationError):
            move(tree[unit], parent=tree[parent])


def test_a_school_lies_in_a_city(tree):
    with pytest.raises(ValidationError):
        open_unit(level=Level.SCHOOL, code="C", name="示例", parent=tree["shaanxi"], area=tree["henan"])
    assert open_unit(level=Level.SCHOOL, code="C", name="示例", parent=tree["weinan"]).area == tree["weinan"]


def test_a_unit_opened_below_one_just_moved_stands_where_that_is_now(tree):
    stale = Organization.objects.get(pk=tree["weinan"].pk)
    move(tree["weinan"], parent=tree["henan"])
    assert open_unit(level=Level.SCHOOL, code="C", name="示例", parent=stale).path == "100000.410000.610500.C."


@pytest.mark.parametrize("code", ["A.B", "a", "", "A\n"])
def test_a_code_cannot_break_the_path(tree, code):
    with pytest.raises(IntegrityError):
        open_unit(level=Level.SCHOOL, code=code, name="示例", parent=tree["weinan"])


@pytest.mark.parametrize("wrong", [{"parent": None}, {"area": F("parent")}])
def test_the_database_refuses_what_cannot_be(tree, wrong):
    with pytest.raises(IntegrityError):
        Organization.objects.filter(pk=tree["weinan"].pk).update(**wrong)


def test_all_below_a_unit_are_found_by_an_index(tree):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "Index" in Organization.objects.filter(path__startswith=tree["shaanxi"].path).explain()


def test_a_city_is_not_closed_while_a_school_of_the_province_lies_in_it(tree, day):
    """R8.1: every city is covered, and a school counts where it lies."""
    move(tree["school"], parent=tree["shaanxi"])
    with pytest.raises(ValidationError, match="还有 1 所学校坐落在这里"):
        close(tree["weinan"], on=day(), reason="示例")
    close(tree["school"], on=day(), reason="示例")
    assert close(tree["weinan"], on=day(), reason="示例").closed_on


def test_of_two_units_that_go_into_each_other_the_second_stays(tree, day):
    """A3: what was read before another person's change is read again."""
    other = open_unit(level=Level.SCHOOL, code="3661000002", name="示例第三职业中学", parent=tree["weinan"])
    seen = Organization.objects.get(pk=tree["school"].pk)
    close(tree["school"], on=day(), reason="示例", into=other)
    with pytest.raises(ValidationError, match="没有撤销的另一个单位"):
        close(other, on=day(), reason="示例", into=seen)


def test_nothing_is_put_where_a_city_has_been_closed_meanwhile(tree, day):
    """R8.9"""
    city = open_unit(level=Level.CITY, code="610600", name="示例市", parent=tree["shaanxi"])
    seen = [Organization.objects.get(pk=city.pk) for _each in range(2)]
    close(city, on=day(), reason="示例")
    with pytest.raises(ValidationError, match="已经撤销"):
        move(tree["school"], parent=tree["shaanxi"], area=seen[0])
    with pytest.raises(ValidationError, match="已经撤销"):
        open_unit(level=Level.SCHOOL, code="3661000009", name="示例", parent=tree["shaanxi"], area=seen[1])
