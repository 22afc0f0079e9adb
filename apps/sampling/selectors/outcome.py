"""What came of a draw: who was drawn, who stands in reserve, who comes apart from the lot."""

from dataclasses import dataclass

from django.db.models import Q

from apps.organizations.models import Organization
from apps.sampling.models import FrameRow, Selection
from apps.sampling.selectors.cycle import APART


@dataclass(frozen=True)
class Drawn:
    """A school with its place in the frame; ``number`` from 1 in the order it was drawn in, ``city`` the name of its 地市."""

    number: int
    selection: Selection
    row: FrameRow
    city: str


@dataclass(frozen=True)
class Outcome:
    drawn: list
    reserves: list
    apart: list


def outcome(draw):
    """The Outcome of a draw; empty lists before it is drawn."""
    rows = {row.school_id: row for row in draw.rows.filter(Q(won__gt="") | Q(place__in=APART))}
    names = dict(Organization.objects.filter(code__in={row.area_code for row in rows.values()}).values_list("code", "name"))
    here = draw.selections.select_related("school", "replacement__school", "in_place_of__school")
    selections = sorted(here, key=lambda each: (rows[each.school_id].won, rows[each.school_id].rank or 0, each.kind, each.order))

    def those(kept):
        chosen = [each for each in selections if kept(rows[each.school_id])]
        return [Drawn(n, each, rows[each.school_id], names.get(rows[each.school_id].area_code, "")) for n, each in enumerate(chosen, start=1)]

    return Outcome(
        drawn=those(lambda row: row.won in ("area", "order")), reserves=those(lambda row: row.won == "reserve"), apart=those(lambda row: not row.won)
    )


def places_of(rows):
    """The rows of a school in the draws made public, each with its draw, the newest first."""
    return rows.filter(draw__state="published").select_related("draw__province", "school").order_by("-draw__year")
