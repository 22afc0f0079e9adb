"""How far a cycle has come: schools reached, 地市 covered, what this year must draw (R8.1, G4)."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.timezone import localdate

from apps.organizations.models import Organization
from apps.sampling.models import Draw, FrameRow, Selection
from apps.sampling.rules.frame import Place
from apps.sampling.rules.quota import Quota, areas, quota, wanted
from apps.schemes.parameters import Parameters

STANDING = [Selection.State.DRAWN, Selection.State.DEFERRED]
#: Who comes to a review apart from the lot.
APART = [Place.MANDATORY, Place.PILOT, Place.VOLUNTEER]


@dataclass(frozen=True)
class City:
    """A 地市 in the cycle: ``now`` are the schools selected in the draw looked at, ``before`` in the cycle's others."""

    code: str
    name: str
    schools: int
    now: int
    before: int
    blocked: str

    @property
    def selected(self):
        return self.now + self.before

    @property
    def covered(self):
        return self.selected > 0


def selections_of(plan):
    return Selection.objects.filter(draw__plan=plan, state__in=STANDING)


def reached_areas(plan, *, but=None):
    """The codes of the 地市 where a school was selected in the cycle already: by the frame of its draw, as it was that day (E4)."""
    return sorted(_by_area(selections_of(plan).exclude(draw=but)))


def counted_kinds(plan):
    """The kinds of selection that count towards the share: volunteers where the scheme says so (R8.7, G3)."""
    volunteers = Parameters.read(plan.scheme.parameters).volunteers_in_quota
    return [kind for kind in Selection.Kind if volunteers or kind != Selection.Kind.VOLUNTEER]


def reached(plan, *, but=None):
    """The keys of the schools the cycle has reached, each once, those of the draw ``but`` apart."""
    rows = selections_of(plan).filter(kind__in=counted_kinds(plan)).exclude(draw=but)
    return set(rows.values_list("school", flat=True))


def share_of(plan):
    """How far a cycle has come by its newest frame: (schools reached, schools to reach; None before there is a frame) (R8.1, G4)."""
    newest = plan.draws.exclude(state=Draw.State.ANNULLED).order_by("-year").first()
    total = newest and newest.rows.filter(counts=True).count()
    return len(reached(plan)), newest and wanted(total, Parameters.read(plan.scheme.parameters).sampling_share)


def asked(draw) -> Quota:
    """What this year must draw by lot at least: those who come apart from it count where they count towards the share."""
    rows = list(draw.rows.values_list("school", "area_code", "place", "rule", "counts"))
    apart = {school for school, _area, place, _rule, _counts in rows if place in APART and place in counted_kinds(draw.plan)}
    covered = {area for _school, area, place, _rule, _counts in rows if place in APART} | set(reached_areas(draw.plan, but=draw))
    waiting = [each for each in areas([row[1:4] for row in rows], covered) if not each.covered and not each.blocked]
    share = Parameters.read(draw.plan.scheme.parameters).sampling_share
    done = len(reached(draw.plan, but=draw) | apart)
    return quota(sum(row[4] for row in rows), share, done, draw.plan.last_year - draw.year + 1, len(waiting))


def cities(draw):
    """The 地市 of the frame, by code, with their schools in scope and those selected now and before."""
    rows = areas(draw.rows.values_list("area_code", "place", "rule"), [])
    names = dict(Organization.objects.filter(code__in=[row.code for row in rows]).values_list("code", "name"))
    now = _by_area(draw.selections.filter(state__in=STANDING))
    before = _by_area(selections_of(draw.plan).exclude(draw=draw).filter(draw__year__lt=draw.year))
    return [City(row.code, names.get(row.code, row.code), row.schools, now.get(row.code, 0), before.get(row.code, 0), row.blocked) for row in rows]


def _by_area(selections):
    counted = {}
    pairs = selections.values_list("draw", "school")
    rows = FrameRow.objects.filter(draw__in={draw for draw, _ in pairs}).values_list("draw", "school", "area_code")
    area = {(draw, school): code for draw, school, code in rows}
    for pair in pairs:
        counted[area[pair]] = counted.get(area[pair], 0) + 1
    return counted


def why_out(draw):
    """[(rule, schools), …] of those that stand out, the most first."""
    rows = draw.rows.filter(place=Place.OUT).values("rule").annotate(schools=Count("pk")).order_by("-schools", "rule")
    return [(row["rule"], row["schools"]) for row in rows]


def places(draw):
    """Place -> how many schools, all five there."""
    counted = dict(draw.rows.values_list("place").annotate(Count("pk")).order_by())
    return {place: counted.get(place, 0) for place in Place}


def drawing(draw):
    """How many schools of the frame stand in the lot."""
    return draw.rows.filter(place=Place.IN).count()


def undrawn_before(draw):
    """The years of the cycle before that of ``draw`` whose own draw is begun and not drawn, or has still to begin; a year over without one is over."""
    begun = dict(draw.plan.draws.exclude(state=Draw.State.ANNULLED).values_list("year", "state"))
    begun |= {year: Draw.State.DRAFT for year in range(localdate().year, draw.plan.last_year) if year not in begun}
    return sorted(year for year, state in begun.items() if year < draw.year and state in [Draw.State.DRAFT, Draw.State.COMMITTED])


def years_of(plan):
    """The draws of a plan by year, None for a year that has none yet."""
    held = {draw.year: draw for draw in plan.draws.exclude(state=Draw.State.ANNULLED).annotate(
        selected=Count("selections", filter=Q(selections__state__in=STANDING))
    )}  # fmt: skip
    return [(year, held.get(year)) for year in range(plan.first_year, plan.last_year + 1)]


def clocks(draw):
    """The rows of the schools whose three years of R8.5 run, the soonest first."""
    return draw.rows.filter(stop_on__isnull=False).order_by("stop_on", "code")
