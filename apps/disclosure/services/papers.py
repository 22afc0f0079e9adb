"""Schemes and draws as the public reads them: pulled from their own apps once sealed, a new version whenever something of them changed (R12.4, M1, G5–G9)."""

import zlib

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone

from apps.audit.services import is_sealed
from apps.core.canonical import canonical, digest
from apps.disclosure.models import PublicPaper
from apps.documents.services import certify
from apps.sampling.lifecycle import DRAW
from apps.sampling.models import Draw, Selection
from apps.sampling.rules.draw import ALGORITHM
from apps.sampling.rules.frame import OUT, Place
from apps.sampling.selectors import cycle
from apps.sampling.selectors.outcome import outcome
from apps.schemes.models import Scheme
from apps.schemes.selectors import hints_under, instruments, lines, outline_under
from apps.workflow.selectors import history

#: What of a draw is public: from its seal on (G5), and one that was given up with its reason; what was drawn not before it is published.
STAGES = (Draw.State.COMMITTED, Draw.State.DRAWN, Draw.State.PUBLISHED, Draw.State.ANNULLED)


def gather(day_of=None):
    """Make a new version of every scheme on file and every draw that has changed since its last one and is under a seal; returns how many.

    ``day_of``: the earlier day that the copy of a row stands for, in the demonstration alone.
    """
    marks = dict(PublicPaper.objects.newest().values_list("source", "mark"))
    found = [(row, PublicPaper.Kind.SCHEME, _scheme_mark(row)) for row in _schemes()] + [
        (row, PublicPaper.Kind.DRAW, _draw_mark(row)) for row in _draws()
    ]
    day_of = day_of or (lambda _row: timezone.localdate())
    return sum(_make(row, kind, mark, day_of(row)) for row, kind, mark in found if marks.get(row.pk) != mark and _sealed(row))


def _schemes():
    rows = Scheme.objects.filter(state=Scheme.State.LODGED).select_related("province", "guidance").order_by("lodged_on", "number")
    return rows.annotate(notes=Count("city_notes"), noted=Max("city_notes__at"))


def _draws():
    rows = Draw.objects.filter(state__in=STAGES).select_related("province", "plan__scheme__province").order_by("year")
    return rows.defer("bundle", "sums").annotate(changes=Sum("selections__version"), chosen=Count("selections"))


def _scheme_mark(row):
    return f"{row.version} {row.notes} {row.noted.isoformat() if row.noted else ''}"


def _draw_mark(row):
    """A draw that is drawn and not published is in public what it was when it was sealed."""
    if row.state in (Draw.State.COMMITTED, Draw.State.DRAWN):
        return "sealed"
    return f"{row.state} {row.version} {row.chosen} {row.changes or 0}"


def _sealed(row):
    return is_sealed(row) and (isinstance(row, Scheme) or all(is_sealed(each) for each in row.selections.filter(version__gt=0)))


@transaction.atomic
def _make(row, kind, mark, day):
    # Two workers at once: the second finds the mark of the first.
    type(row).objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    last = PublicPaper.objects.filter(source=row.pk).order_by("-number").first()
    if last and last.mark == mark:
        return 0
    content = scheme_content(row) if kind == PublicPaper.Kind.SCHEME else draw_content(row)
    proof = row.proof() if kind == PublicPaper.Kind.DRAW and row.state == Draw.State.PUBLISHED else b""
    fingerprint = digest(content)
    number = last.number + 1 if last else 1
    title = content["title"]
    facts = [["省", row.province.name], ["版次", str(number)], ["公开日期", day.isoformat()]]
    if proof:
        facts.append(["证明包摘要", row.digest])
    certificate = certify(f"{title}（公开副本第 {number} 版）"[:120], fingerprint, facts, holder=row, public=True)
    PublicPaper.objects.create(
        kind=kind, source=row.pk, mark=mark, number=number, province_code=row.province.code, province=row.province.name, title=title,
        stage=content["stage"], order=content["order"], content=content, digest=fingerprint, code=certificate.code,
        proof=zlib.compress(proof) if proof else None, published_on=day,
    )  # fmt: skip
    return 1


def scheme_content(scheme):
    """What the public reads of a scheme (R12.4), in words:

    {"stage", "order", "title", "number", "document_number", "guidance", "issued_on", "lodged_on", "effective_from", "explanation",
    "groups": [[name, [{label, words, bounds, before, why, rule}]]], "adjustments", "elements": [{code, name, points, added, notes}],
    "city_notes", "files": [{id, name, size, sha256}]}.
    """
    return {
        "stage": scheme.state,
        "order": scheme.number,
        "title": scheme.title,
        "number": scheme.number,
        "document_number": scheme.document_number,
        "guidance": str(scheme.guidance),
        **{name: getattr(scheme, name).isoformat() for name in ["issued_on", "lodged_on", "effective_from"]},
        "explanation": scheme.explanation,
        "groups": [[group, [_parameter(line) for line in given]] for group, given in lines(scheme)],
        "adjustments": [
            {"condition": row.get_threshold_display(), "group": row.get_group_display(), "value": f"{row.value.normalize():f}", "reason": row.reason}
            for row in scheme.adjustments.all()
        ],
        "elements": [_element(scheme, element) for item in outline_under(scheme) for element in item.elements.all()],
        "city_notes": [
            {"city": note.city.name, "text": note.text, "from": _iso(note.first_day), "to": _iso(note.last_day)}
            for note in scheme.city_notes.select_related("city")
        ],
        "files": [{"id": str(file.pk), "name": file.name, "size": file.size, "sha256": file.sha256} for file in instruments(scheme)],
    }


def _parameter(line):
    each = line.parameter
    return {"label": each.label, "words": line.words, "bounds": line.bounds, "before": line.before, "why": each.why, "rule": each.rule}


def _element(scheme, element):
    """An element with what the province added to it, each with its ground (R1.8)."""
    noted = [(hint, note) for hint in hints_under(scheme, element) for note in hint.own] if element.noted else []
    return {
        "code": element.code, "name": element.name, "points": len(element.points.all()),
        "added": [{"code": point.code, "text": point.text, "ground": point.ground} for point in element.own],
        "notes": [{"hint": hint.text, "text": note.text, "ground": note.ground} for hint, note in noted],
    }  # fmt: skip


def draw_content(draw):
    """What the public reads of a draw, in words:

    {"stage", "order", "title", "year", "plan", "scheme", "source", "reveal_on", "commitment", "committed_on", "quota", "reserves", "algorithm",
    "frame": [[label, schools]], "out": [[rule, words, schools]], "annulled", and once published "value", "drawn_on", "digest", "drawn", "reserve", "apart"}.
    """
    published = draw.state == Draw.State.PUBLISHED
    places = cycle.places(draw)
    content = {
        "stage": {Draw.State.DRAWN: Draw.State.COMMITTED}.get(draw.state, draw.state),
        "order": draw.year,
        "title": f"{draw.province.name} {draw.year} 年度复核抽样",
        "year": draw.year,
        "plan": str(draw.plan),
        "scheme": str(draw.plan.scheme),
        "source": draw.source,
        "reveal_on": _iso(draw.reveal_on),
        "commitment": draw.commitment,
        "committed_on": _iso(draw.committed_at and timezone.localdate(draw.committed_at)),
        "quota": draw.quota,
        "reserves": draw.reserves,
        "algorithm": ALGORITHM,
        "frame": [[place.label, places[place]] for place in Place],
        "out": [[rule, OUT.get(rule, rule), schools] for rule, schools in cycle.why_out(draw)],
        "annulled": next((stage.note for stage in history(draw, DRAW) if stage.label == DRAW["annul_draw"].label), "")
        if draw.state == Draw.State.ANNULLED
        else "",
    }
    if not published:
        return content
    found = outcome(draw)
    return content | {
        "value": draw.value,
        "drawn_on": timezone.localdate(draw.drawn_at).isoformat(),
        "digest": draw.digest,
        "drawn": [_drawn(each) for each in found.drawn],
        "reserve": [_drawn(each) for each in found.reserves],
        "apart": [_drawn(each) for each in found.apart],
    }


def _drawn(each):
    """A school with what became of it since, each change with its reason (G9)."""
    row = each.selection
    replaced = getattr(row, "replacement", None) if row.state == Selection.State.REPLACED else None
    return {
        "number": each.number, "code": each.row.code, "name": each.row.name, "city": each.city, "ticket": each.row.ticket, "kind": row.how,
        "first_of_city": each.row.won == "area", "state": row.state, "words": row.get_state_display(), "reason": row.reason,
        "deferred_to": row.deferred_to, "replaced_by": replaced.school.name if replaced else "",
        "in_place_of": row.in_place_of.school.name if row.in_place_of_id else "",
    }  # fmt: skip


def as_file(content):
    """The bytes whose SHA-256 is the digest of the copy."""
    return canonical(content)


def _iso(day):
    return day.isoformat() if day else ""
