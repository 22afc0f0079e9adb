"""What a return holds now, as the rules read it: typed cells, the register's and the platform's, and what checking them says."""

import json
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from apps.core.dates import first_day, last_day
from apps.dictionary.checking import check
from apps.dictionary.figures import figures
from apps.dictionary.selectors import book
from apps.dictionary.values import BadValue, clean
from apps.organizations.models import Register
from apps.statusdata.models import Explanation, Record, ReportDay, Return, Sheet, Snapshot

REGISTERED = ("region_code", "org_type", "sponsor_code", "authority_code", "special_category", "remote_poor", "closing_plan", "accident_closed_on")


@dataclass(frozen=True)
class Found:
    """A message of the rules with what the school wrote to it (None: nothing yet)."""

    message: object
    explanation: Explanation | None

    @property
    def hard(self):
        return self.message.severity == "error"

    @property
    def settled(self):
        return not self.hard and self.explanation is not None


def book_of(upload):
    """The edition of the dictionary that this return keeps (B1)."""
    return book(upload.round.edition_id)


def stored(upload, content=None):
    """Stored values by form, with the register's cells put in: {"F08": {"ft": "47"}, "F10": [(record id, {…}), …]}.

    A rows form without rows stands in it only where it was declared to have none. One query for records, sheets, register and report each.
    """
    typed, rows = {}, {}
    for record in Record.objects.filter(upload=upload):
        typed.setdefault(record.form, {}).update(record.values)
        rows.setdefault(record.form, []).append((record.pk, record.values))
    empty = set(Sheet.objects.filter(upload=upload, declared_empty=True).values_list("form", flat=True))
    found = {}
    for form in book_of(upload).forms:
        if not form.rows:
            found[form.code] = typed.get(form.code, {})
        elif form.code in rows or form.code in empty:
            found[form.code] = rows.get(form.code, [])
    return with_register(upload, found)


def with_register(upload, found):
    """``found`` with the cells that the register of units, the platform and the catalogue know: they are nobody's to type."""
    majors = book_of(upload).majors
    found["F01"] = {**found.get("F01", {}), **registered(upload)}
    found["F12"] = {**found.get("F12", {}), **_reported(upload)}
    found["F10"] = [(key, {**cells, **_catalogued(cells, majors)}) for key, cells in found["F10"]] if "F10" in found else None
    return {form: cells for form, cells in found.items() if cells is not None}


def registered(upload):
    """The cells of F01 that come from the register, as of the first day of the school year (or the first entry after it)."""
    school, day = upload.school, date(upload.round.year, 9, 1)
    cells = {"school_code": school.code, "name": school.name}
    entries = Register.objects.filter(school=school)
    if entry := entries.on(day).last() or entries.first():
        values = {name: getattr(entry, name) for name in REGISTERED}
        cells |= {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items() if value not in (None, "")}
    return cells


def _reported(upload):
    """The cell of F12 that says when the report of the school year came."""
    day = ReportDay.objects.filter(school=upload.school_id, year=upload.round.year).values_list("on", flat=True).first()
    return {"selfdiag_on": day.isoformat()} if day else {}


def _catalogued(cells, majors):
    major = majors.get(cells.get("major_code"))
    return {} if major is None else {"eng_med": major.eng_med}


def system(upload, held):
    """What the platform itself knows of this return (``SYS.*``); ``held``: its stored values. Today is the day it was handed in, as long as it is not open again."""
    period, at = upload.round, upload.submitted_at
    today = localdate(at) if at and upload.state != Return.State.OPEN else localdate()
    reported = held.get("F12", {}).get("selfdiag_on")
    known = {
        "year_start": first_day(period.year), "year_end": last_day(period.year), "today": today,
        "due_upload": period.school_due, "uploaded_on": at and localdate(at),
        "due_selfdiag": period.report_due, "selfdiag_on": reported and date.fromisoformat(reported), "due_qreport": period.quality_due,
        "rules_total": upload.rules_total, "rules_passed_first": upload.rules_passed_first,
    }  # fmt: skip
    return {name: value for name, value in known.items() if value is not None}


def last_snapshot(upload):
    """The accepted snapshot of the school's year before, or None."""
    return accepted_before(upload).first()


def accepted_before(upload):
    """The accepted snapshot of the school's year before, as a queryset of at most one."""
    accepted = Return.objects.filter(school=upload.school_id, round__year=upload.round.year - 1, round__practice=False, state=Return.State.ACCEPTED)
    return Snapshot.objects.filter(pk__in=accepted.values("snapshot"))


def opened(snapshot):
    """The content of a snapshot: see ``services.snapshots.content`` for its shape."""
    return json.loads(zlib.decompress(snapshot.body))


def forms_of(content):
    """The stored values of a snapshot's content, in the shape of ``stored``."""
    return {form: [(row["id"], row["values"]) for row in held] if isinstance(held, list) else held for form, held in content["forms"].items()}


def last_stored(upload):
    """What the accepted return of the year before holds, in the shape of ``stored``; {} where there is none."""
    snapshot = last_snapshot(upload)
    return forms_of(opened(snapshot)) if snapshot else {}


def still_taken(form, values, majors):
    """What this year's dictionary still takes of ``values`` of last year; no attachments: each year has its own."""
    kept = {}
    for field in form.fields:
        if field.typed_by_school and field.code in values and field.kind not in ("attachment", "textfile"):
            try:
                kept[field.code] = clean(field, values[field.code], catalogue=majors).value
            except BadValue:
                continue
    return kept


def figures_of(upload, held=None, last=None):
    """The return's figures with last year's beside them. ``held`` and ``last`` are ``stored`` and ``last_stored`` where the caller has them."""
    own = book_of(upload)
    held, last = stored(upload) if held is None else held, last_stored(upload) if last is None else last
    return figures(own, held, last=figures(own, last) if last else None, system=system(upload, held))


def findings(upload, forms=None, held=None, last=None):
    """What the rules say of the return, or of the rules that touch ``forms``, each with the school's explanation."""
    messages = check(book_of(upload), figures_of(upload, held, last), forms)
    written = {(text.check_code, text.record_id): text for text in Explanation.objects.filter(upload=upload).select_related("by")}
    return [Found(message, written.get((message.code, row_of(message)))) for message in messages]


def row_of(message):
    """The key of the row that an explanation of ``message`` speaks of; None where it speaks of the form as a whole."""
    return message.rows[0] if message.rule and message.rows else None


def obstacles(upload):
    """What stands between the return and the principal's signature: hard messages, and soft ones nobody has explained."""
    found = findings(upload)
    hard = [each.message for each in found if each.hard]
    soft = [each.message for each in found if not each.hard and not each.settled]
    return [f"须改正 {message.code}：{message.text}" for message in hard] + [f"请说明 {message.code}：{message.text}" for message in soft]


@dataclass(frozen=True)
class Filled:
    """How far one form is: cells the school types, and how many of them hold something; ``rows`` for a many-row form."""

    form: object
    cells: int
    filled: int
    rows: int
    declared_empty: bool

    @property
    def untouched(self):
        return not self.filled and not self.declared_empty


def progress(upload, held):
    """How far each form is, in the order of the dictionary."""
    empty = {form for form, cells in held.items() if cells == []}
    return [_filled(form, held.get(form.code), form.code in empty) for form in book_of(upload).forms]


def _filled(form, cells, empty):
    typed = [field.code for field in form.fields if field.typed_by_school]
    rows = [values for _key, values in cells or []] if form.rows else [cells or {}]
    held = Counter(code for values in rows for code in typed if code in values)
    return Filled(form, len(typed) * len(rows), held.total(), len(rows) if form.rows else 0, empty)
