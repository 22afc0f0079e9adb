"""A school's chapter: what its signed self-diagnosis says, put together for its 年度质量报告 (R5.3)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.accounts.access import may
from apps.annualreports.lifecycle import WRITE_CHAPTER
from apps.annualreports.models import Chapter
from apps.audit.services import record, values
from apps.core.canonical import digest
from apps.diagnosis.selectors import signed_report
from apps.diagnosis.selectors.reports import opened
from apps.jobs.services import later
from apps.organizations.models import Organization


class NotSigned(LookupError):
    """The school has no signed self-diagnosis to carry over."""


@transaction.atomic
def draft(school, *, by):
    """The Chapter of the newest signed report, drafted once of each signed version; its paper is made after the request. NotSigned where there is none."""
    if not may(by, WRITE_CHAPTER, school):
        raise PermissionDenied(WRITE_CHAPTER)
    Organization.objects.select_for_update(no_key=True).get(pk=school.pk)  # Two who ask at once get the same.
    if not (report := signed_report(school)):
        raise NotSigned(school.name)
    if row := Chapter.objects.filter(report=report).first():
        return row
    held = content(report)
    row = Chapter.objects.create(school=school, report=report, content=held, digest=digest(held), by=by)
    record(by=by, verb="draft_chapter", target=row, after=values(row, ["school", "report", "digest"]))
    later("annualreports.write_chapter", str(row.pk), key=row.pk, title=f"{row}", by=by, path=school.path)
    return row


def content(report):
    """What the chapter says: the texts of the signed report, word for word; nothing is written for the school."""
    said = opened(report)
    return {
        "school": {"code": said.code, "name": said.school},
        "year": said.year,
        "number": report.number,
        "signed_at": report.at.isoformat(),
        "report": report.digest,
        "scheme": said.scheme,
        "data": said.data,
        "overview": said.overview,
        "items": [
            {"code": code, "name": name, "rows": [{key: getattr(row, key) for key in ("code", "name", "self", "measures", "effect")} for row in rows]}
            for code, name, rows in said.items
        ],
        "measures": [
            {"problem": each.problem, "aim": each.aim, "owner": each.owner, "due": each.due and each.due.isoformat(), "state": each.get_state_display(),
             "effect": each.effect}
            for each in said.measures
        ],
        "conclusion": said.conclusion,
        "advice": said.advice,
    }  # fmt: skip
