"""Units opened, renamed, moved, closed; what stays of it (A2, A3)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.access import may
from apps.administration.forms import CityForm, CloseForm, SchoolForm
from apps.administration.selectors import below, contacts
from apps.administration.services import people, units
from apps.audit.models import Entry
from apps.organizations.models import Change, Level, Organization
from apps.organizations.services import close, enter_register, open_unit
from apps.workflow.lifecycle import Changed
from config.roles import Role

FACTS = {"region_code": "610502", "org_type": "365", "sponsor_code": "831", "authority_code": "831", "special_category": "一般"}


@pytest.fixture
def province(holder):
    return holder(Role.PROVINCE_OFFICER, "shaanxi")


@pytest.fixture
def said(province, day):
    """What every change says, of a unit that nothing happened to yet."""
    return {"on": day(), "reason": "示例批文〔2026〕1号", "seen": 0, "by": province}


def test_a_renamed_unit_is_found_by_its_new_name_and_keeps_its_old_one_in_its_history(tree, said, day):
    """A2, E4"""
    school = units.rename(tree["school"], name="示例渭华学校", **said)
    assert (school.name, school.initials, school.code) == ("示例渭华学校", "slwhxx", "3661000001")
    assert list(school.changes.values_list("kind", "on", "before", "after", "reason")) == [
        ("renamed", day(), "示例第一职业中学", "示例渭华学校", "示例批文〔2026〕1号"),
    ]
    entry = Entry.objects.about(school).last()
    assert (entry.verb, entry.before, entry.after, entry.note) == (
        "rename", {"name": "示例第一职业中学"}, {"name": "示例渭华学校"}, "示例批文〔2026〕1号",
    )  # fmt: skip


def test_a_moved_school_is_checked_by_the_new_unit_and_no_more_by_the_old(tree, said, holder):
    """A1, A2"""
    other = open_unit(level=Level.CITY, code="610100", name="示例西市", parent=tree["shaanxi"])
    tree["other"] = other
    school = units.move(tree["school"], parent=other, area=other, **said)
    assert (school.parent, school.area, school.path) == (other, other, "100000.610000.610100.3661000001.")
    assert may(holder(Role.CITY_OFFICER, "other"), "organizations.view_organization", school)
    assert not may(holder(Role.CITY_OFFICER, "weinan"), "organizations.view_organization", school)
    change = school.changes.get()
    assert (change.before, change.after, change.parent_before, change.parent_after) == ("渭南市", "示例西市", tree["weinan"], other)


def test_a_closed_unit_keeps_its_code_its_people_and_its_history_and_is_changed_no_more(tree, said, province, day):
    """A3: codes are never used again."""
    successor = open_unit(level=Level.SCHOOL, code="3661000009", name="示例并入学校", parent=tree["weinan"])
    school = units.close(tree["school"], into=successor, **said)
    assert (school.closed_on, successor.predecessors.get().unit) == (day(), school)
    for act in [
        lambda: units.rename(school, name="示例", **said | {"seen": 1}),
        lambda: units.close(school, **said | {"seen": 1}),
        lambda: people.appoint(school, username="lin", name="林示例", role=Role.PRINCIPAL, since=day(), by=province),
        lambda: open_unit(level=Level.SCHOOL, code=school.code, name="示例", parent=tree["weinan"]),
    ]:
        with pytest.raises(ValidationError):
            act()
    assert school.changes.count() == 1


def test_a_unit_with_others_below_is_not_closed_before_them(tree, said):
    with pytest.raises(ValidationError, match="以下还有 1 个机构"):
        units.close(tree["weinan"], **said)
    units.close(tree["school"], **said)
    assert units.close(tree["weinan"], **said).closed_on


def test_nobody_keeps_units_but_the_province_above_and_only_below_itself(tree, said, holder):
    """A4: nor does a province move a school to another province."""
    for role, at in [(Role.CITY_OFFICER, "weinan"), (Role.PRINCIPAL, "school"), (Role.PROVINCE_OFFICER, "henan"), (Role.NATION_OFFICER, "nation")]:
        with pytest.raises(PermissionDenied):
            units.rename(tree["school"], name="示例", **said | {"by": holder(role, at)})
    with pytest.raises(PermissionDenied):
        units.rename(tree["shaanxi"], name="示例", **said)
    with pytest.raises(PermissionDenied):
        units.move(tree["school"], parent=tree["zhengzhou"], **said)
    with pytest.raises(PermissionDenied):
        units.open_city(parent=tree["henan"], name="示例市", code="419900", on=said["on"], reason="示例", by=said["by"])
    assert not Change.objects.exists()


def test_of_two_people_at_once_the_second_is_told(tree, said):
    units.rename(tree["school"], name="示例甲学校", **said)
    with pytest.raises(Changed):
        units.rename(tree["school"], name="示例乙学校", **said)
    assert Organization.objects.get(pk=tree["school"].pk).name == "示例甲学校"


def test_a_change_is_of_today_or_earlier_and_not_before_the_one_before(tree, said, day):
    with pytest.raises(ValidationError, match="日期还没有到"):
        units.rename(tree["school"], name="示例甲学校", **said | {"on": day(1)})
    units.rename(tree["school"], name="示例甲学校", **said)
    with pytest.raises(ValidationError, match="不能早于"), transaction.atomic():
        units.rename(tree["school"], name="示例乙学校", **said | {"on": day(-1), "seen": 1})
    assert Organization.objects.get(pk=tree["school"].pk).name == "示例甲学校"


def test_the_database_refuses_a_second_closing_a_change_without_ground_and_a_successor_of_itself(tree, said, day):
    close(tree["school"], on=day(), reason="示例")
    given = {"unit": tree["school"], "on": day(), "reason": "示例"}
    for wrong in [{"kind": "closed"}, {"kind": "renamed", "reason": ""}, {"kind": "renamed", "into": tree["stranger"]}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Change.objects.create(**given | wrong)


def test_a_new_school_has_its_register_and_its_history_from_the_first_day(tree, said, province, day):
    """A3"""
    given = {"parent": tree["shaanxi"], "area": tree["weinan"], "code": "3661000007", "name": "示例新设学校", "on": day(-3), "reason": "示例批文"}
    school = units.open_school(**given, by=province, **FACTS)
    assert (school.opened_on, school.path) == (day(-3), "100000.610000.3661000007.")
    assert (school.registers.get().since, school.changes.get().kind) == (day(-3), "opened")


def test_the_form_says_what_would_be_right(tree, province, day):
    open_unit(level=Level.CITY, code="610100", name="示例西市", parent=tree["shaanxi"])
    places = {"parent": tree["weinan"].pk, "area": tree["weinan"].pk}
    given = {**FACTS, **places, "code": "36610", "name": "示例", "on": day(), "reason": "示例", "region_code": "610102"}
    form = SchoolForm(given, by=province, unit=tree["shaanxi"])
    assert form.errors == {"code": ["学校标识码是十位数字，请核对。"], "region_code": ["新城区不在渭南市，请另选，或者改所在地市。"]}
    strange = SchoolForm(given | {"parent": tree["zhengzhou"].pk}, by=province, unit=tree["shaanxi"])
    assert "parent" in strange.errors
    assert "code" in CityForm({"name": "示例市", "code": "419900", "on": day(), "reason": "示例"}, by=province, unit=tree["shaanxi"]).errors
    into = CloseForm({"into": "3641000001", "on": day(), "reason": "示例", "seen": 0}, by=province, unit=tree["school"])
    assert into.errors["into"] == ["本省没有代码为 3641000001 的同级单位，请到机构列表核对；不并入的不填。"]


def test_a_province_officer_keeps_a_school_from_its_page(client, tree, province, day):
    client.force_login(province)
    page = tree["school"].get_absolute_url()
    for name in ["rename", "move", "register", "close"]:
        assert f"{page}{name}/" in client.get(page).text
    said = {"on": day().isoformat(), "reason": "示例批文", "seen": 0}
    done = client.post(f"{page}rename/", {"name": "示例渭华学校", **said}, follow=True)
    assert "示例第一职业中学" in done.text
    assert "示例渭华学校" in done.text
    late = client.post(f"{page}close/", said)
    assert late.status_code == 409
    assert "刚刚有人变更过" in late.text
    wrong = client.post(f"{page}close/", said | {"seen": 1, "on": day(1).isoformat()})
    assert "日期还没有到" in wrong.text
    assert client.post(f"{page}close/", said | {"seen": 1}).status_code == 302
    assert "已撤销" in client.get(page).text
    assert client.get(f"{page}rename/").status_code == 404
    assert f"{page}appoint/" not in client.get(page).text


def test_a_successor_shows_its_predecessor_and_a_stranger_to_units_no_buttons(client, tree, said, holder):
    successor = open_unit(level=Level.SCHOOL, code="3661000009", name="示例并入学校", parent=tree["weinan"])
    units.close(tree["school"], into=successor, **said)
    client.force_login(holder(Role.CITY_OFFICER, "weinan"))
    page = client.get(successor.get_absolute_url()).text
    assert "并入本单位" in page
    assert "示例第一职业中学" in page
    assert f"{successor.get_absolute_url()}close/" not in page


def test_a_school_moved_to_another_city_gets_a_county_of_it(tree, said, day):
    """A3: nothing is moved half."""
    other = open_unit(level=Level.CITY, code="610100", name="示例西市", parent=tree["shaanxi"])
    enter_register(tree["school"], since=day(-30), region_code="610503", org_type="361", special_category="一般")
    given = {"parent": other, "area": other, **said, "seen": 1}
    with pytest.raises(ValidationError, match="不在示例西市"):
        units.move(tree["school"], **given)
    units.move(tree["school"], region_code="610102", **given)
    assert list(tree["school"].registers.values_list("region_code", "org_type", "until")) == [("610503", "361", day(-1)), ("610102", "361", None)]


def test_a_closed_school_is_counted_below_no_more(tree, said):
    assert ("学校", 1) in below(tree["weinan"])
    units.close(tree["school"], **said)
    assert below(tree["weinan"]) == []


def test_whom_to_ask_are_those_who_answer_for_the_work(tree, holder):
    """O5: neither the committee nor the auditor."""
    officer = holder(Role.PROVINCE_OFFICER, "shaanxi")
    for role in [Role.AUDITOR, Role.COMMITTEE_MEMBER, Role.PROVINCE_DECIDER]:
        holder(role, "shaanxi")
    assert [post.user for post in contacts(tree["shaanxi"])] == [officer]
