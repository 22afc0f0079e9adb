"""The versions of the setting standard as shipped in fixtures/standards.yaml, read once a process, and what a province's scheme makes of them."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

from apps.core.canonical import number_text
from apps.core.fixtures import read_yaml
from apps.indicators.rules import BuildingsMode, Standard, Thresholds, adjusted
from apps.schemes.models import Adjustment


def standard_for(year: int) -> Standard:
    """The version in force for returns of the school year ``year``/``year``+1; LookupError for a year before the first."""
    for standard in _standards():
        if standard.first_year <= year:
            return standard
    raise LookupError(f"{year} 年尚无设置标准")


def standard_under(scheme, year: int, *, remote_poor: bool) -> Standard:
    """``standard_for`` the year as ``scheme`` (a Scheme, or None) adjusts it, for a school that is or is not in a remote and poor area (R1.4).

    What a scheme sets for a category of schools gives way to what it sets for remote and poor areas.
    """
    standard = standard_for(year)
    if scheme is None:
        return standard
    rows = [row for row in scheme.adjustments.all() if remote_poor or row.group != Adjustment.Group.REMOTE_POOR]
    for row in sorted(rows, key=lambda row: row.group == Adjustment.Group.REMOTE_POOR):
        category = None if row.group == Adjustment.Group.REMOTE_POOR else row.group
        note = f"依{scheme}，适用于{row.get_group_display()}：{row.reason}"
        standard = adjusted(standard, note=note, category=category, **{row.threshold: Decimal(number_text(row.value))})
    return _chosen(standard, scheme)


def _chosen(standard, scheme):
    """What the standard itself leaves to the province: how buildings are judged, what a part-time teacher counts for; each said where it is not the usual."""
    given = scheme.given
    mode, weight = BuildingsMode(given.buildings_mode), given.part_time_weight
    said = {}
    if mode != standard.buildings_mode:
        said |= dict.fromkeys(["buildings", "buildings_per_student"], f"依{scheme}，按{MODES[mode]}判定")
    if weight != standard.part_time_weight:
        said["students_per_teacher"] = f"依{scheme}，一名兼职教师折合 {number_text(weight)} 名专任教师"
    thresholds = {name: _with_words(least, said) for name, least in standard.thresholds.items()}
    return replace(standard, buildings_mode=mode, part_time_weight=weight, thresholds=thresholds)


MODES = {BuildingsMode.ABSOLUTE: "总面积", BuildingsMode.PER_STUDENT: "生均面积", BuildingsMode.BOTH: "总面积和生均面积两项"}


def _with_words(least, said):
    notes = {name: "；".join(text for text in [least.said(name), words] if text) for name, words in said.items()}
    return replace(least, notes={**least.notes, **notes})


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
