"""The schools whose three years of R8.5 have run out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.diagnosis.selectors import runs_regime
from apps.followup.models import Stop
from apps.followup.rules import ran_out
from apps.indicators.models import Standing
from apps.organizations.models import Organization
from apps.sampling.models import Draw, FrameRow

NO_REGIME = "诊改制度"


@dataclass(frozen=True)
class RunOut:
    """A school, the last of its three years, and what it still lacks, in words."""

    school: Any
    stop_on: date
    lacking: list


def run_out(day):
    """The RunOut of each school that was told its last day by the newest frame of its province, still falls short, and has no Stop of that day."""
    newest = Draw.objects.exclude(state=Draw.State.ANNULLED).order_by("province_id", "-year").distinct("province_id")
    rows = FrameRow.objects.filter(draw__in=list(newest), stop_on__lt=day).select_related("school")
    known = set(Stop.objects.values_list("school", "ran_out_on"))
    due = {row.school_id: row for row in rows if ran_out(row.stop_on, day) and (row.school_id, row.stop_on) not in known}
    standing = {row.school_id: row for row in Standing.objects.filter(school__in=due).order_by("school_id", "-year").distinct("school_id")}
    running = set(runs_regime(Organization.objects.filter(pk__in=due), day).values_list("pk", flat=True))
    found = [RunOut(row.school, row.stop_on, _lacking(standing.get(key), key in running)) for key, row in due.items()]
    return [each for each in found if each.lacking]


def _lacking(standing, regime):
    """Nothing where there are no data to say: nobody is stopped for want of a figure."""
    missing = [each["name"] for each in standing.conditions if each["met"] is False] if standing else []
    return missing + ([] if regime else [NO_REGIME])
