from datetime import date

import pytest
import yaml
from django.conf import settings

from apps.organizations import demonstration, reference
from apps.organizations.models import Level, Organization, Register

TODAY = date(2026, 11, 20)


@pytest.fixture
def schools(db):
    reference.load()
    demonstration.load(TODAY)
    return Organization.objects.filter(level=Level.SCHOOL)


def test_every_city_of_the_province_has_schools_and_every_code_is_marked(schools):
    """A1: 62 made-up schools and two real ones in 陕西, codes of ten digits with the province's at the third place."""
    here = schools.filter(path__startswith="100000.610000.")
    assert here.count() == 64
    assert here.values("area").distinct().count() == 10
    assert not schools.exclude(sample_code=True).exists()
    assert not schools.exclude(code__regex=r"^36\d{8}$").exists()
    for school in schools.select_related("area"):
        assert school.code[2:4] == school.area.code[:2] == school.registers.get().region_code[:2]


def test_what_is_made_up_says_so_and_what_is_real_carries_nothing_but_its_place(schools):
    real = {row["name"] for row in yaml.safe_load((settings.BASE_DIR / "fixtures/demonstration.yaml").read_text())["real"]}
    assert {school.name for school in schools if not school.name.startswith("示例")} == real
    known = Register.objects.filter(school__name__in=real).values_list("org_type", "sponsor_code", "accident_closed_on", "closing_plan")
    assert set(known) == {("", "", None, False)}


def test_a_school_of_the_province_lies_in_its_city_and_is_checked_by_the_province(schools):
    provincial = schools.filter(parent__level=Level.PROVINCE)
    assert [school.name for school in provincial] == ["示例银杏中等专业学校", "示例海棠中等专业学校", "示例水杉中等专业学校"]
    assert all(school.area.level == Level.CITY for school in provincial)


def test_the_special_cases_of_r8_and_r1_are_there(schools):
    """R1.4, R8.3, R8.5: art, sports and special schools, remote-poor, closing, an accident dealt with."""
    today = Register.objects.on(TODAY)
    assert set(today.values_list("special_category", flat=True)) == {"一般", "艺术", "体育", "特教"}
    assert today.filter(remote_poor=True).count() == 2
    assert today.get(closing_plan=True).school.name.startswith("示例文冠")
    assert today.get(accident_closed_on__isnull=False).accident_closed_on == date(2025, 10, 16)


def test_loading_again_changes_nothing(schools):
    before = set(schools.values_list("pk", flat=True))
    assert demonstration.load(TODAY) == "学校新增 0 所，代码均为示例码"
    assert set(schools.values_list("pk", flat=True)) == before
