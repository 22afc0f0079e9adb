"""The public copy of a report: what goes into it, what in it looks personal, and both texts side by side (F8)."""

from dataclasses import dataclass

from apps.accounts.access import holders, may, objects_for
from apps.diagnosis.contents import Place, personal_in, public_places
from apps.diagnosis.lifecycle import CONFIRM, PREPARE, VIEW_PUBLIC
from apps.diagnosis.models import Diagnosis, PublicReport, Report
from apps.diagnosis.personal import Finding, Trace
from apps.diagnosis.rules import OF_AN_ELEMENT, OF_THE_WHOLE
from apps.diagnosis.selectors.reports import Opened, opened


def public_content(report) -> dict:
    """What of a Report is for the public, nothing blocked yet: the texts of 附 2, without the names of who answers for the measures (A2)."""
    whole: Opened = opened(report)
    return {
        "school": {"code": whole.code, "name": whole.school},
        "year": whole.year,
        "number": report.number,
        **{str(kind): getattr(whole, kind) for kind in OF_THE_WHOLE},
        "elements": [
            {
                "item": {"code": row.item_code, "name": row.item},
                "code": row.code,
                "name": row.name,
                **{str(kind): getattr(row, kind) for kind in OF_AN_ELEMENT},
            }
            for row in whole.rows
        ],
    }


@dataclass(frozen=True)
class Suspect:
    """Something that looks personal, where it stands, and some words before and after it."""

    place: Place
    finding: Finding

    @property
    def key(self):
        return f"{self.place.key}:{self.finding.start}"

    @property
    def may_stay(self):
        """Only the school's own mail address may."""
        return self.finding.kind == Trace.EMAIL

    @property
    def where(self):
        return self.place.at(self.finding.start)

    @property
    def before(self):
        return self.place.text[max(0, self.finding.start - 15) : self.finding.start]

    @property
    def after(self):
        return self.place.text[self.finding.end : self.finding.end + 15]


def suspects(content) -> list[Suspect]:
    return [Suspect(place, finding) for place, finding in personal_in(content)]


@dataclass(frozen=True)
class Side:
    """A text and its public copy side by side; ``pieces`` of the original: pairs of words and the kind found there ("" for none)."""

    label: str
    pieces: list
    public: str
    changed: bool


def side_by_side(public) -> list[Side]:
    """The Sides of a public copy, in the order of 附 2."""
    marks = {}
    for each in public.found:
        marks.setdefault(each["place"], []).append((each["start"], each["end"], Trace(each["kind"]).label))
    pairs = zip(public_places(public_content(public.report)), public_places(public.content), strict=True)
    return [Side(old.label, _pieces(old.text, marks.get(old.key, [])), new.text, old.text != new.text) for old, new in pairs]


def _pieces(text, marks):
    pieces, place = [], 0
    for start, end, words in sorted(marks):
        if start >= place:
            pieces += [(text[place:start], ""), (text[start:end], words)]
            place = end
    return [piece for piece in [*pieces, (text[place:], "")] if piece[0]]


def named_words(public) -> list[str]:
    """The words that somebody pointed out to be blocked, each once, in the order of the report."""
    texts = {place.key: place.text for place in public_places(public_content(public.report))}
    named = [texts[each["place"]][each["start"] : each["end"]] for each in public.found if each["kind"] == Trace.NAMED]
    return list(dict.fromkeys(named))


def confirmers(about, prepared_by):
    """Who may confirm what ``prepared_by`` prepares: anybody who confirms here, but himself."""
    return [person for person in holders(CONFIRM, about) if person != prepared_by]


def left_to_others(report, user):
    """Whether somebody else had better prepare the copy: what ``user`` prepares nobody could confirm."""
    return not confirmers(report, user) and any(person != user for person in holders(PREPARE, report))


def without_copy(reports):
    """Those of ``reports`` (a queryset of Report) that stand as signed and of which nobody has prepared a public copy, without their texts."""
    signed = Diagnosis.objects.filter(state=Diagnosis.State.SIGNED).values("report")
    return reports.filter(pk__in=signed, public_report=None).select_related("diagnosis__school").defer("body")


def copy_beside(report, user):
    """What stands of the public copy beside a Report: ``public``, the one that ``user`` may see, and whether he may prepare the one that is lacking."""
    copies = PublicReport.objects.filter(report=report)
    lacking = stands(report) and not copies.exists()
    return {"public": objects_for(user, VIEW_PUBLIC, copies).first(), "prepares": lacking and may(user, PREPARE, report)}


def stands(report: Report) -> bool:
    """Whether this is the version that is signed now."""
    return Diagnosis.objects.filter(report=report, state=Diagnosis.State.SIGNED).exists()
