from decimal import Decimal

import pytest

from apps.indicators.rules import BuildingsMode
from apps.indicators.standards import standard_for
from apps.organizations.models import Register


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
