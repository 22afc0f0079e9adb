from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from apps.indicators.models import Standing
from apps.indicators.rules import BuildingsMode, Inputs, five_conditions
from apps.indicators.standards import standard_for, standard_under
from apps.organizations.models import Level, Register
from apps.organizations.services import enter_register, open_unit
from apps.schemes.models import Adjustment, Scheme
from apps.schemes.parameters import Parameters
from apps.schemes.selectors import current_guidance
from config.roles import Role


@pytest.mark.parametrize("year", [2010, 2016, 2026])
def test_the_standard_of_2010_holds_for_every_year_since(year):
    """R8.4: 《中等职业学校设置标准》, 教职成〔2010〕12号."""
    standard = standard_for(year)
    assert (standard.version, standard.buildings_mode, standard.part_time_weight) == ("2010", BuildingsMode.ABSOLUTE, Decimal(0))


def test_every_category_of_the_register_has_its_thresholds():
    """R8.4, A3; only the general ones are the ministry's own."""
    thresholds = standard_for(2016).thresholds
    assert set(thresholds) == set(Register.Category.values)
    assert [category for category, least in thresholds.items() if not least.note] == ["一般"]


def test_before_the_standard_there_is_none():
    with pytest.raises(LookupError):
        standard_for(2009)


@pytest.fixture
def scheme(tree, edition):
    """``scheme(number, since, **parameters)``: a version of the first province on file since that day."""

    def make(number, since, **given):
        return Scheme.objects.create(
            province=tree["shaanxi"], guidance=current_guidance(), number=number, title="示例方案", document_number="示例", state="lodged",
            explanation="示例", issued_on=since, effective_from=since, lodged_on=since, parameters=replace(Parameters.read(), **given).stored(),
        )  # fmt: skip

    return make


@pytest.fixture
def adjusting(scheme):
    """A version that sets 600 students and 12 000 m² for remote and poor areas, 500 students for schools of arts."""
    row = scheme(2, date(2025, 9, 1))
    for group, threshold, value in [("remote", "students", 600), ("remote", "buildings", 12000), ("艺术", "students", 500)]:
        Adjustment.objects.create(scheme=row, group=group, threshold=threshold, value=value, reason="生源分散")
    return row


def least(scheme, category="一般", *, remote_poor=False):
    return standard_under(scheme, 2025, remote_poor=remote_poor).thresholds[category]


def test_without_a_scheme_the_standard_holds_as_it_is(edition):
    """R8.4"""
    assert standard_under(None, 2025, remote_poor=True) == standard_for(2025)


def test_a_scheme_adjusts_what_it_names_for_whom_it_names(adjusting):
    """R1.4: which, for whom and why."""
    assert (least(adjusting).students, least(adjusting, remote_poor=True).students) == (1200, 600)
    assert least(adjusting, remote_poor=True).buildings == 12000
    assert least(adjusting, remote_poor=True).major_teachers == 50
    assert least(adjusting, "艺术").students == 500
    assert least(adjusting, "艺术", remote_poor=True).students == 600
    assert least(adjusting, "体育").students == 1200


def test_only_what_is_adjusted_carries_the_word_of_the_scheme(adjusting):
    """R1.4"""
    found = {each.code: each for each in five_conditions(Inputs(students=Decimal(700)), standard_under(adjusting, 2025, remote_poor=True))}
    assert found["K001"].note == "依陕西省实施方案第 2 版，适用于边远贫困地区学校：生源分散"
    assert (found["K001"].met, found["K001"].standard) == (True, "不少于 600 人")
    assert found["K073"].note == ""
    arts = five_conditions(Inputs(category="艺术"), standard_under(adjusting, 2025, remote_poor=False))
    assert arts[0].note.startswith("依陕西省实施方案第 2 版，适用于艺术类学校")
    assert arts[1].note == "此类学校的标准由省另定；本省未定的，按一般标准判定"


def test_what_the_standard_leaves_to_the_province_is_read_off_its_scheme(scheme):
    """R8.4: how buildings are judged, what a part-time teacher counts for."""
    row = scheme(1, date(2025, 9, 1), buildings_mode="both", part_time_weight=Decimal("0.5"))
    standard = standard_under(row, 2025, remote_poor=False)
    assert (standard.buildings_mode, standard.part_time_weight) == (BuildingsMode.BOTH, Decimal("0.5"))
    found = {each.code: each.note for each in five_conditions(Inputs(), standard)}
    assert found["K073"] == "依陕西省实施方案第 1 版，一名兼职教师折合 0.5 名专任教师"
    assert found["K105"] == "依陕西省实施方案第 1 版，按总面积和生均面积两项判定"
    assert found["K001"] == ""


@pytest.fixture
def remote(tree):
    """A school of the city in a remote and poor area."""
    school = open_unit(level=Level.SCHOOL, code="3661000009", name="示例山区职业中学", parent=tree["weinan"], area=tree["weinan"])
    enter_register(school, since=date(2020, 1, 1), region_code="610526", remote_poor=True)
    return school


def test_a_remote_and_poor_school_is_judged_by_the_scheme_in_force_and_says_so(remote, tree, accepted, adjusting):
    """R1.4, R8.4: 669 students are enough for it and too few for the school beside it."""
    accepted(remote)
    accepted(tree["school"])
    mine, beside = (Standing.objects.get(school=school).conditions[0] for school in [remote, tree["school"]])
    assert (mine["met"], mine["threshold"], beside["met"], beside["threshold"]) == (True, "600", False, "1200")
    assert "陕西省实施方案第 2 版" in mine["note"]
    assert beside["note"] == ""
    assert Standing.objects.get(school=remote).scheme == adjusting


def test_a_year_is_judged_by_the_version_that_held_when_it_ended(remote, accepted, adjusting, scheme):
    """R1.7: the last day of the school year, whatever was lodged since."""
    first = scheme(1, date(2023, 3, 1))
    Adjustment.objects.create(scheme=first, group="remote", threshold="students", value=800, reason="生源分散")
    later = scheme(3, date(2026, 9, 1))
    for year, expected in [(2021, None), (2022, first), (2024, first), (2025, adjusting)]:
        accepted(remote, year=year)
        assert Standing.objects.get(school=remote, year=year).scheme == expected
    assert [row.conditions[0]["threshold"] for row in Standing.objects.filter(school=remote).order_by("year")] == ["1200", "800", "800", "600"]
    assert not Standing.objects.filter(scheme=later).exists()


def test_a_scheme_of_another_province_moves_nothing(tree, accepted, adjusting):
    """R1.1"""
    accepted(tree["stranger"], province="henan")
    assert Standing.objects.get(school=tree["stranger"]).scheme is None


def test_the_page_of_the_five_conditions_names_the_scheme(client, holder, remote, tree, accepted, adjusting):
    """R1.4, R12.4"""
    tree["remote"] = remote
    accepted(remote)
    client.force_login(holder(Role.PRINCIPAL, "remote"))
    page = client.get(f"/work/{remote.code}/indicators/").content.decode()
    assert adjusting.get_absolute_url() in page
    assert "适用于边远贫困地区学校：生源分散" in page
