"""What the floors above ask of self-diagnosis; the pages' own questions stand in the modules beside."""

from apps.diagnosis.models import Diagnosis, PublicReport, Regime, Report


def runs_regime(schools, day):
    """Those of ``schools`` (a queryset) that have set up a regime and run it on ``day`` (R8.4)."""
    running = Regime.objects.exclude(state=Regime.State.DRAFT).filter(since__lte=day).exclude(until__lte=day)
    return schools.filter(pk__in=running.values("school"))


def signed_report(school, year=None):
    """The Report that stands for a school's diagnosis of a school year, or the newest; None where none is signed."""
    rows = Diagnosis.objects.filter(school=school, state=Diagnosis.State.SIGNED).select_related("report")
    row = (rows if year is None else rows.filter(year=year)).order_by("-year").first()
    return row.report if row else None


def public_report(report: Report):
    """The confirmed PublicReport of a signed report: the only thing of it that goes to the public (F8, R12.2); None as long as there is none.

    Its ``content`` is {"school": {code, name}, "year", "number", "overview", "elements": [{"item": {code, name}, "code", "name", "self", "measures",
    "effect"}], "conclusion", "advice"}, its ``digest`` the SHA-256 of the canonical form.
    """
    return PublicReport.objects.filter(report=report, state=PublicReport.State.CONFIRMED).first()
