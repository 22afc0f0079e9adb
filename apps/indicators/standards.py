"""The versions of the setting standard as shipped in fixtures/standards.yaml, read once a process."""

from decimal import Decimal
from functools import cache

from apps.core.fixtures import read_yaml
from apps.indicators.rules import BuildingsMode, Standard, Thresholds


def standard_for(year: int) -> Standard:
    """The version in force for returns of the school year ``year``/``year``+1; LookupError for a year before the first."""
    for standard in _standards():
        if standard.first_year <= year:
            return standard
    raise LookupError(f"{year} 年尚无设置标准")


@cache
def _standards():
    """All versions, the latest first."""
    return sorted((_standard(entry) for entry in read_yaml("standards.yaml")["standards"]), key=lambda standard: -standard.first_year)


def _standard(entry):
    return Standard(
        version=entry["version"],
        title=entry["title"],
        first_year=entry["first_year"],
        thresholds={category: _thresholds(numbers) for category, numbers in entry["thresholds"].items()},
        buildings_mode=BuildingsMode(entry["buildings_mode"]),
        part_time_weight=Decimal(str(entry["part_time_weight"])),
    )


def _thresholds(numbers):
    return Thresholds(**{name: value if name == "note" else Decimal(str(value)) for name, value in numbers.items()})
