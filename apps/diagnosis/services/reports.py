"""The principal signs the report of 附 2, and takes it back as long as no review works on it (R7.3, A2, F7)."""

import hashlib
import json
import zlib

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.core.canonical import canonical
from apps.diagnosis.contents import figures_of, texts_of
from apps.diagnosis.lifecycle import DIAGNOSIS, SIGN
from apps.diagnosis.models import Diagnosis, Measure, Passage, Report
from apps.diagnosis.quoting import TOKEN
from apps.diagnosis.rules import OF_AN_ELEMENT, OF_THE_WHOLE, Kind
from apps.diagnosis.services.papers import fall_if_taken_back, paper_later
from apps.diagnosis.services.passages import close_sittings
from apps.diagnosis.services.public import give_up
from apps.schemes.selectors import elements
from apps.statusdata.services.rounds import report_came, report_taken_back
from apps.workflow.lifecycle import Changed, WrongState


def content(diagnosis):
    """What is signed, of the diagnosis as it stands: the texts as they are read, element by element, the figures they show, the measures (R7.3).

    {"school": {code, name}, "year", "scheme", "data" (both in words), "snapshot" (digest), "overview", "conclusion", "advice",
    "elements": [{"item": {code, name}, "code", "name", "self", "measures", "effect", "result", "causes", "status": [{"hint", "text"}]}],
    "figures": [{"code", "name", "words"}], "measures": [{"id", "element", "problem", "aim", "owner", "due", "state", "carried_out_on", "effect"}]}
    """
    figures, snapshot = figures_of(diagnosis), diagnosis.snapshot
    texts = texts_of(diagnosis, figures)
    shown = sorted({code for text in texts.values() for code in TOKEN.findall(text.passage.text)} & figures.keys())
    return {
        "school": {"code": diagnosis.school.code, "name": diagnosis.school.name},
        "year": diagnosis.year,
        "scheme": f"{diagnosis.scheme}",
        "data": f"{diagnosis.year}—{diagnosis.year + 1} 学年状态数据第 {snapshot.number} 版" if snapshot else "",
        "snapshot": snapshot.digest if snapshot else "",
        **{str(kind): texts[kind, None, None].read for kind in OF_THE_WHOLE},
        "elements": [_element(each, texts) for each in elements(diagnosis.scheme.guidance)],
        "figures": [{"code": code, "name": figures[code].name, "words": figures[code].words} for code in shown],
        "measures": [_measure(each) for each in Measure.objects.filter(diagnosis=diagnosis).select_related("element").order_by("pk")],
    }


def _element(element, texts):
    hints = [(text.passage.hint, text.read) for (kind, of, _hint), text in texts.items() if kind == Kind.STATUS and of == element.pk]
    status = sorted(hints, key=lambda pair: pair[0].order)
    return {
        "item": {"code": element.item.code, "name": element.item.name},
        "code": element.code,
        "name": element.name,
        **{str(kind): texts[kind, element.pk, None].read for kind in (*OF_AN_ELEMENT, Kind.RESULT, Kind.CAUSES)},
        "status": [{"hint": str(hint), "text": text} for hint, text in status],
    }


def _measure(row):
    kept = {name: getattr(row, name) for name in ("problem", "aim", "owner", "due", "state", "carried_out_on", "effect")}
    return {"id": str(row.pk), "element": row.element.code if row.element_id else "", **kept}


def plain(content):
    """A content as it is read back from a body."""
    return json.loads(canonical(content))


def fingerprint(diagnosis):
    """The SHA-256 of what would be signed now: the page that is read names it, so a change since is a comparison."""
    return hashlib.sha256(canonical(content(diagnosis))).hexdigest()


@transaction.atomic
def sign(diagnosis, *, by, seen=None, signed=None, at=None):
    """The principal signs: what the diagnosis says becomes its next Report (R7.3). Returns the diagnosis.

    ``signed`` is the fingerprint that stood on the page he read; any change since voids it (Changed). Waits for saves on their way;
    NotReady names what stands in the way, WrongState says that it is signed already.
    """
    if not may(by, SIGN, diagnosis):
        raise PermissionDenied(SIGN)
    row = DIAGNOSIS.lock(diagnosis)
    if row.state != Diagnosis.State.OPEN:
        raise WrongState(DIAGNOSIS["sign"].label)
    body = canonical(content(row))
    digest = hashlib.sha256(body).hexdigest()
    if signed is not None and signed != digest:
        raise Changed(DIAGNOSIS["sign"].label)
    close_sittings(Passage.objects.filter(diagnosis=row))
    report = Report.objects.create(
        diagnosis=row, number=row.reports.count() + 1, school=row.school, body=zlib.compress(body, 9), digest=digest, signed_by=by,
        at=at or timezone.now(),
    )  # fmt: skip
    row = DIAGNOSIS.take(row, "sign", by=by, seen=diagnosis.version if seen is None else seen, report_id=report.pk)
    report_came(row.school, localdate(report.at))
    paper_later(report, by=by)
    if earlier := row.reports.filter(number=report.number - 1).first():
        fall_if_taken_back(earlier)
    return row


@transaction.atomic
def recall(diagnosis, *, note, by, seen=None):
    """The principal takes the signed report back to have it changed, and says why; the signed version is kept. NotReady once a review holds it."""
    row = DIAGNOSIS.take(diagnosis, "recall", by=by, seen=seen, note=note)
    others = Diagnosis.objects.filter(school=row.school, state=Diagnosis.State.SIGNED).values_list("report__at", flat=True)
    report_taken_back(row.school, localdate(row.report.at), [localdate(at) for at in others])
    fall_if_taken_back(row.report)
    give_up(row.report)
    return row


@transaction.atomic
def hold(report, *, by):
    """A floor above works on this report from now on: it is no longer recalled (R6.3, R9.1). WrongState where it was recalled meanwhile."""
    diagnosis = DIAGNOSIS.lock(report.diagnosis)
    if diagnosis.state != Diagnosis.State.SIGNED or diagnosis.report_id != report.pk:
        raise WrongState("交付复核")
    row = Report.objects.get(pk=report.pk)
    if row.held_at is None:
        row.held_at = timezone.now()
        row.save(update_fields=["held_at"])
        record(by=by, verb="hold_report", target=row, after=values(row, ["held_at"]))
    return row
