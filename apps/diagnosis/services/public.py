"""The public copy of a signed report: one person deals with what looks personal, another confirms it against the original (F8, M2)."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.core.canonical import digest
from apps.diagnosis.contents import public_places
from apps.diagnosis.lifecycle import CONFIRM, DIAGNOSIS, PREPARE, PUBLIC
from apps.diagnosis.models import PublicReport
from apps.diagnosis.personal import blocked, find_words
from apps.diagnosis.selectors.public import public_content, stands, suspects
from apps.notifications.services import notify
from apps.workflow.lifecycle import Changed, WrongState

BLOCKED, KEPT = "blocked", "kept"


@dataclass(frozen=True)
class Decision:
    """What is done about something that looks personal: BLOCKED, or KEPT for a ``reason``."""

    done: str
    reason: str = ""


@transaction.atomic
def prepare(report, *, decisions, words=(), by, seen=None):
    """Prepare the public copy of a signed report, or (``seen``: its version) prepare it anew. Returns the PublicReport; the second person hears of it.

    ``decisions``: {key of a Suspect: Decision}, one for each that is found; ``words``: further words to block wherever they stand, names and the like.
    ValidationError names every place that is not dealt with; only a mail address may be kept, with a reason.
    WrongState: the report is recalled or its copy confirmed; Changed: somebody else was faster.
    """
    if not may(by, PREPARE, report):
        raise PermissionDenied(PREPARE)
    DIAGNOSIS.lock(report.diagnosis)
    if not stands(report):
        raise WrongState("处理报告公开本")
    whole = public_content(report)
    found = [*_decided(suspects(whole), decisions), *_pointed_out(whole, words)]
    content = _redacted(whole, found)
    given = {"prepared_by_id": by.pk, "digest": digest(content)}
    row = PublicReport.objects.filter(report=report).first()
    if row is None:
        row = PublicReport.objects.create(report=report, school_id=report.school_id, found=found, content=content, **given)
        record(by=by, verb="prepare_public", target=row, after={**values(row, ["report", "school", "prepared_by", "digest"]), **_numbers(found)})
        notify([person for person in holders(CONFIRM, row) if person != by], f"{row}：{by}已处理，请对照原文确认", row.get_absolute_url())
    elif seen is None:
        raise Changed("处理报告公开本")
    else:
        row = PUBLIC.take(row, "rework_public", by=by, seen=seen, confirmed_by_id=None, **given)
        # The texts themselves stay out of the log: it is for ever.
        row.found, row.content = found, content
        row.save(update_fields=["found", "content"])
    return row


def confirm(public, *, by, seen=None):
    """The second person confirms; NotReady names the place of anything personal that is left (F8)."""
    return PUBLIC.take(public, "confirm_public", by=by, seen=seen, confirmed_by_id=by.pk, digest=lambda row: digest(row.content))


def give_back(public, *, note, by, seen=None):
    return PUBLIC.take(public, "return_public", by=by, seen=seen, note=note)


def withdraw(public, *, note, by, seen=None):
    """Something was overlooked: the copy is no longer for the public until it is prepared and confirmed anew."""
    return PUBLIC.take(public, "withdraw_public", by=by, seen=seen, note=note, confirmed_by_id=None)


def give_up(report):
    """The report was recalled: its copy is of nothing that stands, and waits for nobody any more."""
    for row in PublicReport.objects.filter(report=report, state__in=PUBLIC["give_up_public"].sources):
        PUBLIC.take(row, "give_up_public", by=None)


def _decided(items, decisions):
    """What is found as it is kept with the copy; its words only where they stay public."""
    found, wrong = [], []
    for item in items:
        kind, decision = item.finding.kind, decisions.get(item.key)
        row = {"place": item.place.key, "kind": str(kind), "start": item.finding.start, "end": item.finding.end}
        if decision is None or decision.done not in (BLOCKED, KEPT):
            wrong.append(f"{item.where}的{kind.label}没有处理，请遮住。")
        elif decision.done == BLOCKED:
            found.append({**row, "done": BLOCKED, "reason": ""})
        elif not item.may_stay:
            wrong.append(f"{item.where}的{kind.label}不能保留，请遮住。")
        elif not decision.reason.strip():
            wrong.append(f"{item.where}的{kind.label}要保留的，请写明理由，例如“学校对外的公用邮箱”。")
        else:
            found.append({**row, "done": KEPT, "reason": decision.reason.strip(), "words": item.finding.words})
    if wrong:
        raise ValidationError(wrong)
    return found


def _pointed_out(content, words):
    words = [word.strip() for word in words if word.strip()]
    places = public_places(content)
    wrong = [f"“{word}”只有一个字，会遮住许多不相干的地方；请写两个字以上。" for word in words if len(word) < 2]
    wrong += [f"报告里没有“{word}”，请核对。" for word in words if not any(word in place.text for place in places)]
    if wrong:
        raise ValidationError({"words": wrong})
    return [
        {"place": place.key, "kind": str(each.kind), "start": each.start, "end": each.end, "done": BLOCKED, "reason": ""}
        for place in places
        for each in find_words(place.text, words)
    ]


def _redacted(content, found):
    """A copy of the content with everything blocked that is to be."""
    content = {**content, "elements": [dict(each) for each in content["elements"]]}
    spans = {}
    for each in found:
        if each["done"] == BLOCKED:
            spans.setdefault(each["place"], []).append((each["start"], each["end"]))
    elements = {each["code"]: each for each in content["elements"]}
    for place in public_places(content):
        code, _slash, kind = place.key.rpartition("/")
        (elements[code] if code else content)[kind] = blocked(place.text, spans.get(place.key, []))
    return content


def _numbers(found):
    return {done: sum(each["done"] == done for each in found) for done in (BLOCKED, KEPT)}
