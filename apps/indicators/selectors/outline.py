"""What the pages of a school and of a unit have in common: the years there are, and the guidance with its indicators."""

from dataclasses import dataclass

from apps.dictionary.models import Edition
from apps.dictionary.selectors import book, book_for
from apps.organizations.models import Level
from apps.schemes.selectors import current_guidance, outline
from apps.statusdata.models import Round


@dataclass(frozen=True)
class Section:
    """诊断项目 with its elements: ``elements`` are (element, [(point, [line, …]), …])."""

    item: object
    elements: list


def rounds_of(unit):
    """The rounds of the unit's province, of all provinces for the nation, the latest year first; practice is not counted."""
    rounds = Round.objects.filter(practice=False).order_by("-year")
    return rounds if unit.level == Level.NATION else rounds.filter(province__code=unit.path.split(".")[1])


def years_of(unit):
    return sorted(set(rounds_of(unit).exclude(state=Round.State.PLANNED).values_list("year", flat=True)), reverse=True)


def book_of(unit, year):
    """The Book by which the unit's figures of the year are read; None before there is any."""
    edition = None if unit.level == Level.NATION else rounds_of(unit).filter(year=year).values_list("edition", flat=True).first()
    try:
        return book(edition) if edition else book_for(year)
    except Edition.DoesNotExist:
        return None


def sections(lines):
    """The guidance's items with ``lines`` (indicator's code -> what the page shows of it) at the points they serve, in four queries."""
    guidance = current_guidance()
    if guidance is None:
        return []
    return [
        Section(item, [(element, [(point, _of(point, lines)) for point in element.points.all()]) for element in item.elements.all()])
        for item in outline(guidance)
    ]


def _of(point, lines):
    return [lines[code] for code in point.indicators if code in lines]
