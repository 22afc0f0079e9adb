"""The schools whose three years of R8.5 have run out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

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
    """The RunOut of each open school that was told its last day by the newest frame of its province, still falls short, and has no Stop of that day.

    A draw begun whose frame is not written yet says nothing; a school that met the conditions meanwhile stands on the list of R12.1 instead.
    """
    framed = Draw.objects.filter(Exists(FrameRow.objects.filter(draw=OuterRef("pk")))).exclude(state=Draw.State.ANNULLED)
    newest = framed.order_by("province_id", "-year").distinct("province_id")
    open_still = Q(school__closed_on=None) | Q(school__closed_on__gt=day)
    rows = FrameRow.objects.filter(open_still, draw__in=list(newest), stop_on__lt=day).select_related("school")
    known = set(Stop.objects.values_list("school", "ran_out_on"))
    due = {row.school_id: row for row in rows if ran_out(row.stop_on, day) and (row.school_id, row.stop_on) not in known}
    lacking, met = lacking_of(due, day), _met_once(due)
    return [RunOut(row.school, row.stop_on, lacking[key]) for key, row in due.items() if lacking[key] and key not in met]


def lacking_of(schools, day):
    """School → what it lacks of R8.4 on ``day``, in words, for the keys ``schools``; in a fixed number of queries."""
    standing = {row.school_id: row for row in Standing.objects.filter(school__in=schools).order_by("school_id", "-year").distinct("school_id")}
    running = set(runs_regime(Organization.objects.filter(pk__in=schools), day).values_list("pk", flat=True))
    return {key: _lacking(standing.get(key), key in running) for key in schools}


def lacking_now(school, day):
    """What one school lacks on ``day``: a person decides by this, not by what it lacked when the stop was proposed."""
    return lacking_of([school.pk], day)[school.pk]


def _met_once(schools):
    """Those of the keys ``schools`` that met the five conditions in an earlier year and fall short again."""
    met = set(Standing.objects.filter(school__in=schools, met=True).values_list("school_id", flat=True))
    newest = Standing.objects.filter(school__in=met).order_by("school_id", "-year").distinct("school_id")
    return {row.school_id for row in newest if row.met is False}


def _lacking(standing, regime):
    """Nothing where there are no data to say: nobody is stopped for want of a figure."""
    missing = [each["name"] for each in standing.conditions if each["met"] is False] if standing else []
    return missing + ([] if regime else [NO_REGIME])
