"""The demonstration's schemes: made up, at one with the rules, and at the stages that the pages show."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from apps.accounts import demonstration as people
from apps.accounts.models import User
from apps.dictionary import reference as dictionary
from apps.indicators.standards import standard_under
from apps.organizations import demonstration as schools
from apps.organizations import reference as divisions
from apps.organizations.models import Organization
from apps.schemes import demonstration, reference
from apps.schemes.contents import additions, obstacles
from apps.schemes.models import Scheme
from apps.schemes.rules import floor_check
from apps.schemes.selectors import differences, first_issued_on, in_force
from apps.workflow import desk

TODAY = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        for module in [divisions, dictionary, reference]:
            module.load()
        for module in [schools, people]:
            module.load(TODAY)
        yield demonstration.load(TODAY)
        transaction.set_rollback(True)


@pytest.fixture
def shaanxi(loaded):
    return Organization.objects.get(code="610000")


def test_three_versions_are_there_and_loading_again_adds_none(loaded):
    assert loaded == "省级方案 3 版，均为示例；陕西省现行第 2 版"
    assert demonstration.load(TODAY) == "已有方案，没有新增"
    assert {(row.province.name, row.number, row.state) for row in Scheme.objects.select_related("province")} == {
        ("陕西省", 1, "lodged"), ("陕西省", 2, "lodged"), ("江苏省", 1, "lodging"),
    }  # fmt: skip


def test_every_document_says_that_it_is_made_up(loaded):
    for row in Scheme.objects.all():
        assert row.title.endswith("（示例）")
        assert row.document_number.startswith("示例")


def test_every_version_holds_the_floor_and_lacks_nothing(loaded):
    """R1.1, R1.2, R1.8"""
    for row in Scheme.objects.all():
        assert obstacles(row) == []
        assert floor_check(row.given, additions(row)) == []


def test_the_three_years_of_the_first_version_end_in_about_a_month(shaanxi):
    """R8.5"""
    issued = first_issued_on(shaanxi)
    assert timedelta(days=20) < issued.replace(year=issued.year + 3) - TODAY < timedelta(days=50)


def test_the_last_school_year_is_judged_by_the_second_version(shaanxi):
    """R1.4, R1.7"""
    first, second = in_force(shaanxi, date(2025, 8, 31)), in_force(shaanxi, date(2026, 8, 31))
    assert (first.number, second.number) == (1, 2)
    assert [standard_under(row, 2025, remote_poor=True).thresholds["一般"].students for row in [first, second]] == [800, 600]


def test_the_second_version_explains_what_it_changed(shaanxi):
    """R1.3"""
    second = in_force(shaanxi, TODAY)
    assert "边远贫困地区" in second.explanation
    assert [words.partition(" ")[0].partition("“")[0] for words in differences(second).added] == ["增设诊断点", "提示", *["条件调整"] * 3]
    assert second.city_notes.count() == 1


def test_the_ministry_has_one_to_put_on_file(loaded):
    """R1.3"""
    assert "备案省级方案" in {item.title for item in desk.items(User.objects.get(username="guojia"))}
