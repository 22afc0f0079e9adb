import time
from collections import Counter

import pytest

from apps.organizations.models import Level, Organization
from apps.organizations.reference import counties, load


@pytest.fixture
def divisions(db):
    load()


def test_the_nation_has_32_provincial_units_and_their_places(divisions):
    """A1, R8.1: 334 地市, 86 区县 of the 直辖市, 27 counties directly under a province, 14 师."""
    assert Counter(Organization.objects.values_list("level", flat=True)) == {Level.NATION: 1, Level.PROVINCE: 32, Level.CITY: 334 + 86 + 27 + 14}
    assert not Organization.objects.filter(code__startswith="71").exists()


@pytest.mark.parametrize(
    "province, places",
    [("110000", 16), ("500000", 38), ("460000", 4 + 15), ("420000", 13 + 4), ("610000", 10), ("650000", 14 + 5), ("660000", 14)],
)
def test_what_stands_for_a_city_is_counted_by_province(divisions, province, places):
    """R8.9: in a 直辖市 the 区县, in 兵团 the 师; a county directly under the province is a unit of its own."""
    assert Organization.objects.get(code=province).children.count() == places


def test_no_placeholder_becomes_a_unit(divisions):
    assert not Organization.objects.filter(name__in=["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"]).exists()


def test_every_unit_stands_on_the_path_of_those_above_it(divisions):
    assert Organization.objects.get(name="渭南市").path == "100000.610000.610500."
    assert Organization.objects.get(name="济源市").path == "100000.410000.419001."
    assert Organization.objects.get(name="第八师").path == "100000.660000.660800."


def test_units_can_be_found_by_pinyin(divisions):
    assert Organization.objects.get(pinyin="weinanshi").initials == "wns"


def test_loading_again_changes_nothing_and_keeps_what_was_renamed_since(divisions):
    Organization.objects.filter(code="500228").update(name="梁平区")
    before = list(Organization.objects.order_by("pk").values())
    assert load().endswith("新增 0 个")
    assert list(Organization.objects.order_by("pk").values()) == before


def test_the_divisions_are_loaded_within_three_seconds(db):
    began = time.monotonic()
    load()
    assert time.monotonic() - began < 3


def test_every_county_lies_in_a_unit_of_the_tree(divisions):
    """F01.region_code: 2848 codes at county level."""
    assert len(counties()) == 2848
    assert {row["city"] for row in counties().values()} <= set(Organization.objects.filter(level=Level.CITY).values_list("code", flat=True))
    assert counties()["610503"] == {"code": "610503", "name": "华州区", "city": "610500"}
    assert counties()["110105"]["city"] == "110105"
