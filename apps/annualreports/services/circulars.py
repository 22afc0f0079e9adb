"""The nation's circular on a year: drafted, written, issued (R5.2)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from apps.accounts.access import may
from apps.annualreports.lifecycle import CIRCULAR, ISSUE
from apps.annualreports.models import Circular
from apps.annualreports.selectors.country import country, told, years
from apps.audit.services import record, values
from apps.core.canonical import digest
from apps.jobs.services import later
from apps.organizations.models import Level, Organization
from apps.workflow.lifecycle import Changed, Conflict, WrongState

FORM = ["number", "opinion"]


class UnderWay(Conflict):
    """A circular on that year is being drafted already."""


@transaction.atomic
def draft(nation, *, year, by, day=None):
    """Begin the circular on a year that has begun to be reported; UnderWay where one is a draft already."""
    if nation.level != Level.NATION or not may(by, ISSUE, nation):
        raise PermissionDenied(ISSUE)
    Organization.objects.select_for_update(no_key=True).get(pk=nation.pk)
    today = day or localdate()
    if year > today.year:
        raise ValidationError(f"{year} 年度还没有开始，不能通报。")
    if year not in years(today):
        raise ValidationError(f"{year} 年度没有报送过年度报告，不能通报。")
    if Circular.objects.filter(issuer=nation, year=year, state=Circular.State.DRAFT).exists():
        raise UnderWay("拟通报")
    row = Circular.objects.create(issuer=nation, year=year)
    record(by=by, verb="draft_circular", target=row, after=values(row, ["issuer", "year"]))
    return row


@transaction.atomic
def write(circular, *, seen, number, opinion, by):
    row = CIRCULAR.lock(circular)
    if not may(by, ISSUE, row):
        raise PermissionDenied(ISSUE)
    if row.state != Circular.State.DRAFT:
        raise WrongState("修改通报")
    if row.version != seen:
        raise Changed("修改通报")
    before = values(row, FORM)
    row.number, row.opinion, row.version = number.strip(), opinion.strip(), row.version + 1
    row.full_clean(exclude=["issuer", "content"])
    row.save(update_fields=[*FORM, "version"])
    record(by=by, verb="write_circular", target=row, before=before, after=values(row, FORM))
    return row


@transaction.atomic
def issue(circular, *, by, seen=None):
    """Issue it to all provinces: the state of the country stands still in it from now on, the paper is made after the request."""
    row = CIRCULAR.lock(circular)
    held = told(country(row.year, localdate()), row)
    row = CIRCULAR.take(row, "issue_circular", by=by, seen=seen, content=held, digest=digest(held), issued_at=timezone.now())
    later("annualreports.write_circular", str(row.pk), key=row.pk, title=str(row), by=by, path=row.issuer.path)
    return row
