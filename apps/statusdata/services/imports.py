"""A filled workbook brought in: stored, read into a preview, written only when somebody says so (B4, B11)."""

from contextlib import suppress
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.dictionary.checking import check
from apps.documents.models import File
from apps.documents.services import store
from apps.jobs.models import Job
from apps.jobs.services import later, report
from apps.statusdata.contents import book_of, figures_of, stored
from apps.statusdata.lifecycle import FILL, IMPORT
from apps.statusdata.models import Import, Record
from apps.statusdata.services.cells import Change, Closed, Gone, Overtaken, hold_open, save_cell
from apps.statusdata.services.rows import TooMany, add_row, remove_row
from apps.statusdata.workbook.comparing import Held, addresses, as_applied, compare
from apps.statusdata.workbook.package import Unreadable
from apps.statusdata.workbook.reading import read
from apps.statusdata.workbook.stamp import accept
from apps.workflow.lifecycle import Conflict

JOBS = ["statusdata.read_workbook", "statusdata.apply_workbook"]
NO_LONGER = "到写入时，导入的人已不能再填报这份数据（任职已结束，或须回避）。请由现在的填报人重新导入。"
NOT_READ = "后台没有读完这个工作簿。请重新导入；仍然不行，请把本页地址告诉管理员。"
BROKEN_OFF = "后台没有写完，已写的都退了回去。请重新导入同一个工作簿；仍然不行，请把本页地址告诉管理员。"


class Unticked(Exception):
    """Some cells cannot be read, and nobody has said that the others shall be written without them."""


@transaction.atomic
def bring_in(upload, file, *, by):
    """Keep an uploaded workbook with a new import and have it read; raises Closed once the return is handed in."""
    if not may(by, FILL, upload):
        raise PermissionDenied(FILL)
    hold_open(upload)
    row = Import.objects.create(upload=upload, by=by, name=file.name[-120:])
    kept = store(file, holder=row, permission=FILL, by=by)
    Import.objects.filter(pk=row.pk).update(name=kept.name)
    record(by=by, verb="bring_in", target=row, after={**values(row, ["upload"]), "file": kept.pk, "sha256": kept.sha256})
    later("statusdata.read_workbook", str(row.pk), key=row.pk, title=f"读取{row}", by=by, path=upload.school.path)
    return row


def read_in(row, job):
    """Read the workbook and keep the preview; a workbook that cannot be taken leaves its reason instead."""
    if row.state != Import.State.WAITING:
        return None
    with File.objects.of(row).get().content.open("rb") as file:
        content = file.read()
    report(job, 10)
    try:
        plan = preview(row.upload, content, row.pk)
    except Unreadable as refusal:
        IMPORT.take(row, "refuse", by=None, refusal=str(refusal))
        return None
    report(job, 90)
    IMPORT.take(row, "read", by=None, plan=plan.as_kept())
    return {"cells": len(plan.cells), "problems": len(plan.problems)}


def preview(upload, content, namespace):
    """The Plan of a workbook for this return, with what the rules would say of the outcome; raises Unreadable."""
    book = book_of(upload)
    reading = read(content, book, lambda stamp: accept(stamp, book=book, upload=upload))
    plan = compare(reading, _held(upload, book), namespace)
    outcome = figures_of(upload, as_applied(plan, stored(upload)))
    places = addresses(reading, plan)
    plan.findings = [_finding(message, places) for message in check(book, outcome, list(reading.sheets)) if message.rule]
    return plan


def _held(upload, book):
    held = {}
    for each in Record.objects.filter(upload=upload):
        row = Held(str(each.pk), each.version, each.values)
        if book.form_by_code[each.form].rows:
            held.setdefault(each.form, []).append(row)
        else:
            held[each.form] = row
    return held


def _finding(message, places):
    keys = [str(key) for key in message.rows] or [None]
    parts = [cell.split(".") for cell in message.cells]
    found = [places.get((form, key, field)) or places.get((form, None, field)) for key in keys for form, field in parts]
    at = list(dict.fromkeys(filter(None, found)))
    return {"code": message.code, "severity": message.severity, "form": message.form, "text": message.text, "at": at[:6]}


def apply(row, *, clashes=(), removals=(), partly=False, seen, by):
    """Have the preview written, once: ``clashes`` and ``removals`` are the numbers ticked in the preview.

    ``partly``: write what can be read although something cannot, else Unticked. Raises Closed, or a Conflict for who presses second.
    """
    if row.plan.get("problems") and not partly:
        raise Unticked
    chosen = {"clashes": sorted(clashes), "removals": sorted(removals)}
    with transaction.atomic():
        hold_open(row.upload)
        row = IMPORT.take(row, "apply", by=by, seen=seen, chosen=chosen)
        title = f"写入{row}"
        later("statusdata.apply_workbook", str(row.pk), key=row.pk, title=title, by=by, path=row.upload.school.path)
    return row


def discard(row, *, seen, by):
    """Give the preview up; nothing of it was written."""
    return IMPORT.take(row, "discard", by=by, seen=seen)


def write_in(row, job):
    """Write cell by cell, each against the value the preview was made from: all of it, or, where that breaks off, nothing."""
    if row.state != Import.State.APPLYING:
        return None
    report(job, 5)
    with transaction.atomic():
        _alone(row.upload)
        # The button was pressed a while ago: a post may have ended since.
        if not may(row.by, FILL, row.upload):
            IMPORT.take(row, "stop", by=None, refusal=NO_LONGER)
            return None
        outcome = {"written": 0, "added": 0, "removed": 0, "left": []}
        for place, step in _steps(row):
            if reason := _done(step, outcome):
                outcome["left"].append({**place, **reason})
        IMPORT.take(row, "finish", by=None, report=outcome)
    return {key: outcome[key] for key in ("written", "added", "removed")}


def end_broken_off():
    """Give an end and a reason to every import whose job failed, was cancelled or was given up."""
    # Read first: an import that begins after this is not of these, and the job of one that is was there before.
    under_way = list(Import.objects.filter(state__in=[Import.State.WAITING, Import.State.APPLYING]))
    busy = set(Job.objects.filter(kind__in=JOBS, state__in=Job.OPEN).values_list("key", flat=True))
    for row in under_way:
        if str(row.pk) not in busy:
            step, reason = ("stop", BROKEN_OFF) if row.state == Import.State.APPLYING else ("refuse", NOT_READ)
            # Its job may have come to its end between the two questions.
            with suppress(Conflict):
                IMPORT.take(row, step, by=None, refusal=reason)


def _alone(upload):
    """Two workbooks of one return are written one after the other, lest each wait for a row of the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"statusdata.import {upload.pk}"])


def _steps(row):
    """What is to be written, in order: (place, (kind, function)); new rows before their cells."""
    plan, upload, by = row.plan, row.upload, row.by
    for change in plan["cells"] + [plan["clashes"][number] for number in row.chosen["clashes"]]:
        yield _place(change), ("written", _saver(row, change["form"], change["record"], change["field"], change["before"], change["after"]))
    for new in plan["added"]:
        place = {"form": new["form"], "field": None, "at": f"第 {new['row']} 行", "after": None}
        yield place, ("added", lambda new=new: add_row(upload, new["form"], key=UUID(new["key"]), by=by))
        for field, value in new["values"].items():
            place = {"form": new["form"], "field": field, "at": new["at"][field], "after": value}
            yield place, ("written", _saver(row, new["form"], new["key"], field, None, value))
    for number in row.chosen["removals"]:
        old = plan["removed"][number]
        place = {"form": old["form"], "field": None, "at": "", "after": None}
        yield place, ("removed", lambda old=old: remove_row(upload, old["form"], UUID(old["key"]), seen=old["version"], by=by))


def _place(change):
    return {name: change[name] for name in ("form", "field", "at", "after")}


def _saver(row, form, key, field, before, after):
    change = Change(UUID(key), form, field, before, after, f"import:{row.pk}", 1)
    return lambda: save_cell(row.upload, change, by=row.by)


def _done(step, outcome):
    """Take one step; {} when it is done, else why it was left."""
    kind, take = step
    try:
        take()
    except Overtaken as other:
        return {"why": "overtaken", "now": other.current, "who": str(other.by or "")}
    except Closed:
        return {"why": "closed"}
    except Gone:
        return {"why": "gone"}
    except TooMany:
        return {"why": "many"}
    outcome[kind] += 1
    return {}
