"""Words between the levels: remarks on cells, their answers, and explanations of soft findings."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from apps.accounts.access import holders, may
from apps.audit.services import record, values
from apps.notifications.services import notify
from apps.statusdata.contents import book_of, findings
from apps.statusdata.lifecycle import FILL, REMARK, RETURN
from apps.statusdata.models import Explanation, Record, Remark, Return
from apps.statusdata.selectors.said import place_of
from apps.statusdata.services.cells import Gone, Overtaken, hold_open
from apps.workflow.lifecycle import Conflict, WrongState


class Answered(Conflict):
    """Somebody else has answered the remark: ``args[0]`` is who."""


@transaction.atomic
def remark(upload, *, form, field, text, record_id=None, by):
    """Say something on a cell of what was handed in; whoever fills in the return is told. WrongState while the school has it (D9)."""
    upload = RETURN.lock(upload)
    if not may(by, REMARK, upload):
        raise PermissionDenied(REMARK)
    if upload.state == Return.State.OPEN:
        raise WrongState("写批注")
    row = Remark(upload=upload, form=form, field=field, record_id=record_id, text=text, by=by)
    row.full_clean()
    row.save(force_insert=True)
    record(by=by, verb="remark", target=row, after=values(row, ["upload", "form", "field", "record", "text"]))
    notify(holders(FILL, upload), f"{upload}：{by}在 {place_of(row, book_of(upload))} 有批注：{text}", f"{upload.get_absolute_url()}forms/{form}/")
    return row


@transaction.atomic
def answer(remark, *, text, by):
    """Answer a remark, which resolves it; who made it is told. Raises Answered for who comes second."""
    row = _unanswered(remark)
    row.answer, row.answered_by, row.answered_at = text, by, timezone.now()
    row.full_clean()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    record(by=by, verb="answer_remark", target=row, after=values(row, ["answer"]))
    notify(
        [row.by],
        f"{row.upload}：{by}答复了您在 {place_of(row, book_of(row.upload))} 的批注：{text}",
        f"{row.upload.get_absolute_url()}forms/{row.form}/",
    )
    return row


@transaction.atomic
def withdraw(remark, *, by):
    """Take a remark of one's own back before it is answered; whoever fills in the return is told. Raises Answered, Conflict where it is gone."""
    row = _unanswered(remark)
    if row.by != by or not may(by, REMARK, row.upload):
        raise PermissionDenied(REMARK)
    upload, where = row.upload, place_of(row, book_of(row.upload))
    record(by=by, verb="withdraw_remark", target=upload, before=values(row, ["form", "field", "record", "text"]))
    row.delete()
    notify(holders(FILL, upload), f"{upload}：{by}撤回了在 {where} 的批注", f"{upload.get_absolute_url()}forms/{row.form}/")


def _unanswered(remark):
    rows = Remark.objects.select_for_update(of=("self",)).select_related("upload__school", "upload__round", "by", "answered_by", "record")
    if (row := rows.filter(pk=remark.pk).first()) is None:
        raise Conflict
    if row.answered_at:
        raise Answered(row.answered_by)
    return row


@transaction.atomic
def explain(upload, *, check_code, text, record_id=None, seen=None, by):
    """Write down why a soft finding stands as it is (C5); an empty text takes the explanation back.

    ``seen``: the text the person had before them ("" for none; None: whatever stands there is replaced). Raises Closed once handed in, Gone for a
    row that was removed, Overtaken where somebody else wrote another text meanwhile.
    """
    hold_open(upload)
    if record_id and not Record.objects.select_for_update(no_key=True).filter(pk=record_id, upload=upload).exists():
        raise Gone
    fresh = Explanation(upload=upload, check_code=check_code, record_id=record_id, text=text, by=by)
    if text:
        fresh.full_clean(validate_unique=False, validate_constraints=False)
        # Who comes second waits here for the first, and adds nothing.
        Explanation.objects.bulk_create([fresh], ignore_conflicts=True)
    own = Explanation.objects.filter(upload=upload, check_code=check_code, record_id=record_id)
    row = own.select_for_update(of=("self",)).select_related("by").first()
    if text and row is None:
        raise Overtaken("", None)
    before = row.text if row and row.pk != fresh.pk else ""
    if seen is not None and before not in ("", seen, text) and row.by != by:
        raise Overtaken(before, row.by)
    if before != text:
        _put(row, text, by)
        record(
            by=by,
            verb="explain",
            target=upload,
            before={"check": check_code, "text": before},
            after={"check": check_code, "row": record_id, "text": text},
        )

    return row if text else None


def _put(row, text, by):
    if text:
        row.text, row.by, row.at = text, by, timezone.now()
        row.save(update_fields=["text", "by", "at"])
    else:
        row.delete()


@transaction.atomic
def explain_missing(upload, *, text, by):
    """Write one explanation to every form that still lacks cells and has none of its own; returns the number of forms. Raises Closed."""
    hold_open(upload)
    open_forms = [each.message.code for each in findings(upload) if not each.message.rule and not each.settled]
    rows = [Explanation(upload=upload, check_code=code, text=text, by=by) for code in open_forms]
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=False)
    Explanation.objects.bulk_create(rows, ignore_conflicts=True)
    # Somebody else may have written to one of them meanwhile: that one stands.
    written = sorted(Explanation.objects.filter(pk__in=[row.pk for row in rows]).values_list("check_code", flat=True))
    if written:
        record(by=by, verb="explain", target=upload, after={"checks": written, "text": text})
    return len(written)
