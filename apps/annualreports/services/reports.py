"""A province's yearly report: begun, written, handed to who signs, lodged, sent back (R5.1, R4.1)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from apps.accounts.access import may
from apps.annualreports.contents import TEXTS, content, drafted_work, new_funds
from apps.annualreports.lifecycle import EDIT, LODGE, READ_DRAFT, REPORT
from apps.annualreports.models import Fund, Lodging, YearlyReport
from apps.annualreports.rules import due, years_to_begin
from apps.audit.services import record, values
from apps.core.canonical import digest
from apps.jobs.services import later
from apps.organizations.models import Level, Organization
from apps.workflow.lifecycle import Changed, Conflict, WrongState

AMOUNTS = ["set_aside", "spent", "note"]


class Begun(Conflict):
    """The report of that year is begun already."""


@transaction.atomic
def begin(province, *, year, by, day=None):
    """Begin the report of a year with the program's first draft (L1); ``day`` stands for today. Begun where there is one, ValidationError for another year."""
    if province.level != Level.PROVINCE or not may(by, EDIT, province):
        raise PermissionDenied(EDIT)
    Organization.objects.select_for_update(no_key=True).get(pk=province.pk)  # Two who begin at once take turns.
    if YearlyReport.objects.filter(province=province, year=year).exists():
        raise Begun("起草年度报告")
    if year not in (years := years_to_begin(day or localdate(), [])):
        raise ValidationError(f"不能起草 {year} 年度报告：现在可以起草的是 {'、'.join(map(str, years))} 年度。")
    row = YearlyReport(province=province, year=year, due=due(year))
    row.save(force_insert=True)
    Fund.objects.bulk_create(new_funds(row))
    row.work = drafted_work(row)
    row.save(update_fields=["work"])
    record(by=by, verb="begin_yearly", target=row, after=values(row, ["province", "year", "due", "work"]))
    return row


@transaction.atomic
def write(report, *, seen, funds, by, **texts):
    """Save the texts and the funds: {purpose: {"set_aside", "spent" (Decimal or None), "note"}}; ``seen`` is the version they were written on.

    Changed where somebody else saved meanwhile, WrongState once it is no draft any more.
    """
    row = REPORT.lock(report)
    if not may(by, EDIT, row):
        raise PermissionDenied(EDIT)
    if row.state != YearlyReport.State.DRAFT:
        raise WrongState("修改年度报告")
    if row.version != seen:
        raise Changed("修改年度报告")
    before = values(row, TEXTS)
    for name, text in texts.items():
        setattr(row, name, text.strip())
    changed = [name for name in texts if before[name] != getattr(row, name)]
    entered = [fund for fund in row.funds.all() if _enter(fund, funds.get(fund.purpose, {}))]
    if changed or entered:
        row.version, row.written_by, row.written_at = row.version + 1, by, timezone.now()
        row.save(update_fields=[*changed, "version", "written_by", "written_at"])
        amounts = {fund.purpose: {name: str(getattr(fund, name)) for name in AMOUNTS} for fund in entered}
        after = values(row, changed) | ({"funds": amounts} if amounts else {})
        record(by=by, verb="write_yearly", target=row, before={name: before[name] for name in changed}, after=after)
    return row


def _enter(fund, given):
    """Save a fund as given; whether anything of it changed."""
    changed = [name for name, value in given.items() if getattr(fund, name) != value]
    for name in changed:
        setattr(fund, name, given[name])
    if changed:
        fund.full_clean(exclude=["report"])
        fund.save(update_fields=changed)
    return changed


def offer(report, *, by, seen=None):
    """Hand it to who signs; from then on it is read, not written."""
    return REPORT.take(report, "offer_yearly", by=by, seen=seen)


def send_back(report, *, note, by, seen=None):
    return REPORT.take(report, "return_yearly", by=by, seen=seen, note=note)


@transaction.atomic
def lodge(report, *, signed, by, seen=None):
    """Sign and lodge it with the ministry (R5.1): the figures stand still from now on, the receipt is made after the request.

    ``signed`` is the fingerprint that stood on the page: any change since, of a figure too, voids the signature (Changed).
    """
    row = REPORT.lock(report)
    if not may(by, LODGE, row):
        raise PermissionDenied(LODGE)
    if row.state != YearlyReport.State.READY:
        raise WrongState("签字报送")
    held = content(row)
    if signed != digest(held):
        raise Changed("签字报送")
    lodging = Lodging.objects.create(report=row, number=row.lodgings.count() + 1, content=held, digest=signed, by=by)
    row = REPORT.take(row, "lodge_yearly", by=by, seen=seen, lodging_id=lodging.pk)
    later("annualreports.write_papers", str(lodging.pk), key=lodging.pk, title=f"{lodging}", by=by, path=row.province.path)
    return row


@transaction.atomic
def recall(report, *, note, by, seen=None):
    """The ministry sends a report back to be lodged anew; the version lodged stays, with the reason."""
    row = REPORT.take(report, "recall_yearly", by=by, seen=seen, note=note)
    Lodging.objects.filter(pk=row.lodging_id).update(recalled_at=timezone.now(), recalled_why=note.strip())
    return row


def is_intact(lodging):
    """Whether the version still is what was signed."""
    return digest(lodging.content) == lodging.digest


def draft_later(report, *, by):
    """Have the report as it stands put on paper as a draft; the Job."""
    if not may(by, READ_DRAFT, report):
        raise PermissionDenied(READ_DRAFT)
    return later("annualreports.write_draft", str(report.pk), key=report.pk, title=f"{report}草稿", by=by, path=report.province.path)
