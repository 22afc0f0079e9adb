"""All provinces of a year: who has lodged, who is late, and what the country looks like by what was lodged (R5.2)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from apps.annualreports.contents import in_words
from apps.annualreports.models import Chase, Lodging, YearlyReport
from apps.annualreports.rules import days_late
from apps.core.charts import bars
from apps.core.numbers import MISSING
from apps.core.templatetags.look import full_day
from apps.organizations.models import Level, Organization

#: The figures that stand beside each province, in order: code and what they are called in the head of a table.
COLUMNS = [("Y03", "受理数据的学校"), ("Y05", "自我诊改报告"), ("Y18", "现场复核"), ("Y20", "有效"), ("Y21", "待改进"), ("Y22", "异常"),
           ("Y25", "安排经费"), ("Y26", "支出经费")]  # fmt: skip
CONCLUSIONS = ["Y20", "Y21", "Y22"]


@dataclass(frozen=True)
class Line:
    """A province in a year; ``lodging`` None where nothing stands lodged, ``late`` days late by its lodging or by today; ``figures`` code -> stored figure."""

    province: Any
    lodging: Any
    late: int
    recalled: Any
    chases: list
    figures: dict = field(default_factory=dict)

    @property
    def situation(self):
        """(kind of state, words)."""
        if self.lodging:
            return ("soft", f"已报送，逾期 {self.late} 天") if self.late else ("done", "按期报送")
        if self.recalled:
            return "act", "已退回，等重报"
        return ("act", f"逾期 {self.late} 天") if self.late else ("wait", "未报送")

    @property
    def cells(self):
        """What stands under COLUMNS: (label, words)."""
        return [(label, self.figures[code]["words"] if code in self.figures else MISSING) for code, label in COLUMNS]


@dataclass(frozen=True)
class Country:
    year: int
    day: date
    lines: list

    @property
    def lodged(self):
        return [line for line in self.lines if line.lodging]

    @property
    def late(self):
        """Those that have not lodged although it is past the day."""
        return [line for line in self.lines if not line.lodging and line.late]

    @property
    def waiting(self):
        return [line for line in self.lines if not line.lodging and not line.late]

    @property
    def missing(self):
        return [*self.late, *self.waiting]

    @property
    def lodged_late(self):
        return [line for line in self.lodged if line.late]

    def sums(self):
        """[(code, label, unit, Decimal or None)] of every figure over what was lodged; None where no province has it."""
        known = {}
        for line in self.lodged:
            for code, figure in line.figures.items():
                _label, _unit, values = known.setdefault(code, (figure["label"], figure["unit"], []))
                if figure["value"] is not None:
                    values.append(Decimal(figure["value"]))
        return [(code, label, unit, sum(values) if values else None) for code, (label, unit, values) in sorted(known.items())]

    @property
    def total(self):
        """What stands under COLUMNS for the country."""
        known = {code: in_words(value, unit) for code, _label, unit, value in self.sums()}
        return [(label, known.get(code, MISSING)) for code, label in COLUMNS]


def country(year, day):
    """The Country of a year as of ``day``; three queries, however many provinces."""
    reports = {row.province_id: row for row in YearlyReport.objects.filter(year=year, lodging__isnull=False).select_related("lodging")}
    chases = {}
    for chase in Chase.objects.filter(year=year):
        chases.setdefault(chase.province_id, []).append(chase)
    provinces = Organization.objects.filter(level=Level.PROVINCE, closed_on=None).order_by("code")
    return Country(year, day, [_line(province, reports.get(province.pk), chases.get(province.pk, []), year, day) for province in provinces])


def _line(province, report, chases, year, day):
    stands = report is not None and report.state == YearlyReport.State.LODGED
    lodging = report.lodging if stands else None
    figures = {row["code"]: row for row in lodging.content["figures"]} if lodging else {}
    recalled = report.lodging if report and not stands else None
    return Line(province, lodging, days_late(year, lodging.on if lodging else day), recalled, chases, figures)


def conclusions(found):
    """The chart of the conclusions confirmed in the year, over what was lodged; None before there is one."""
    sums = {code: (label, value) for code, label, _unit, value in found.sums()}
    labels, values = zip(*(sums.get(code, (label, None)) for code, label in COLUMNS if code in CONCLUSIONS), strict=True)
    if not any(values):
        return None
    return bars(f"{found.year} 年认定的复核结论", labels, values, unit="所", places=0, of="结论", note="只计已报送的省；结论由各省认定。")


def years(day):
    """The years that the country can be looked at, the newest first."""
    known = set(YearlyReport.objects.filter(lodging__isnull=False).values_list("year", flat=True))
    return sorted(known | {day.year, day.year - 1}, reverse=True)


def told(found, circular):
    """What a circular says, frozen: the counts, who reported when, the figures of those who did with their sums, and the opinion."""
    in_time = [line for line in found.lodged if not line.late]
    groups = [("按期报送", in_time), ("逾期报送", found.lodged_late), ("逾期未报", found.late), ("期限未到、尚未报送", found.waiting)]
    return {
        "year": found.year,
        "as_of": full_day(found.day),
        "number": circular.number,
        "opinion": circular.opinion,
        "counts": {"provinces": len(found.lines), "lodged": len(found.lodged)},
        "groups": [{"label": label, "names": [line.province.name for line in lines]} for label, lines in groups if lines],
        "columns": [label for _code, label in COLUMNS],
        "rows": [
            {"code": line.province.code, "name": line.province.name, "on": line.lodging.on.isoformat(), "late": line.late,
             "cells": [words for _label, words in line.cells]}
            for line in found.lodged
        ],
        "total": [words for _label, words in found.total],
    }  # fmt: skip


def lodgings_of(report):
    """The versions of a report, the newest first."""
    return Lodging.objects.filter(report=report).select_related("by", "file", "receipt", "certificate").order_by("-number")
