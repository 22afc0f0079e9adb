"""Words between the levels: remarks on cells, their answers, and explanations of soft findings."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.access import holders
from apps.audit.services import record, values
from apps.notifications.services import notify
from apps.statusdata.contents import findings
from apps.statusdata.lifecycle import FILL
from apps.statusdata.models import Explanation, Remark
from apps.statusdata.services.cells import hold_open
from apps.workflow.lifecycle import Conflict


class Answered(Conflict):
    """Somebody else has answered the remark: ``args[0]`` is who."""


@transaction.atomic
def remark(upload, *, form, field, text, record_id=None, by):
    """Say something on a cell; whoever fills in the return is told."""
    row = Remark(upload=upload, form=form, field=field, record_id=record_id, text=text, by=by)
    row.full_clean()
    row.save(force_insert=True)
    record(by=by, verb="remark", target=row, after=values(row, ["upload", "form", "field", "record", "text"]))
    notify(holders(FILL, upload), f"{upload}：{by}在 {form} 有批注：{text}", f"{upload.get_absolute_url()}forms/{form}/")
    return row


@transaction.atomic
def answer(remark, *, text, by):
    """Answer a remark, which resolves it; who made it is told. Raises Answered for who comes second."""
    row = Remark.objects.select_for_update(of=("self",)).select_related("upload__school", "upload__round", "by", "answered_by").get(pk=remark.pk)
    if row.answered_at:
        raise Answered(row.answered_by)
    row.answer, row.answered_by, row.answered_at = text, by, timezone.now()
    row.full_clean()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    record(by=by, verb="answer_remark", target=row, after=values(row, ["answer"]))
    notify([row.by], f"{row.upload}：{by}答复了您在 {row.form} 的批注：{text}", f"{row.upload.get_absolute_url()}forms/{row.form}/")
    return row


@transaction.atomic
def explain(upload, *, check_code, text, record_id=None, by):
    """Write down why a soft finding stands as it is (C5); an empty text takes the explanation back. Raises Closed once handed in."""
    hold_open(upload)
    row = Explanation.objects.select_for_update().filter(upload=upload, check_code=check_code, record_id=record_id).first()
    before = row.text if row else ""
    if text:
        row = row or Explanation(upload=upload, check_code=check_code, record_id=record_id)
        row.text, row.by, row.at = text, by, timezone.now()
        row.full_clean()
        row.save()
    elif row:
        row.delete()
    if before != text:
        record(
            by=by,
            verb="explain",
            target=upload,
            before={"check": check_code, "text": before},
            after={"check": check_code, "row": record_id, "text": text},
        )
    return row if text else None


@transaction.atomic
def explain_missing(upload, *, text, by):
    """Write one explanation to every form that still lacks cells and has none of its own; returns the number of forms. Raises Closed."""
    hold_open(upload)
    open_forms = [each.message.code for each in findings(upload) if not each.message.rule and not each.settled]
    rows = [Explanation(upload=upload, check_code=code, text=text, by=by) for code in open_forms]
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=False)
    Explanation.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        record(by=by, verb="explain", target=upload, after={"checks": open_forms, "text": text})
    return len(rows)
