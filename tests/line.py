"""What lies before a case: the rows of the line from scheme to group report, made as plainly as the database allows."""

import zlib
from datetime import date, timedelta

from django.utils import timezone

from apps.accounts.models import User
from apps.core.canonical import canonical, digest
from apps.diagnosis.models import Diagnosis, Report
from apps.dictionary.models import Edition
from apps.experts.models import Expert
from apps.reviews.models import Answer, GroupReport, Member, Review, Suggestion
from apps.sampling.models import Draw, Plan, Selection
from apps.schemes.models import Element, Guidance, Item, Scheme
from apps.statusdata.models import Return, Round, Snapshot

YEAR = 2025
BODY = zlib.compress(canonical({"forms": {}}))


def a_guidance():
    """Sixteen elements under one item: what the counting needs."""
    guidance, new = Guidance.objects.get_or_create(code="line", defaults={"title": "指导方案", "number": "示例", "issued_on": date(2016, 4, 7)})
    if new:
        item = Item.objects.create(guidance=guidance, code="1", name="示例项目", order=1)
        Element.objects.bulk_create(Element(item=item, code=f"1.{n}", name=f"示例要素{n}", order=n) for n in range(1, 17))
    return guidance


def a_scheme(province):
    given = {"title": "实施方案", "document_number": "示例〔2023〕1号", "state": "lodged", "issued_on": date(2023, 3, 1)}
    dates = {"lodged_on": date(2023, 3, 1), "effective_from": date(2023, 3, 1)}
    return Scheme.objects.get_or_create(province=province, number=1, defaults={"guidance": a_guidance(), **given, **dates})[0]


def a_snapshot(school, province, by):
    edition = Edition.objects.get_or_create(code="line", defaults={"name": "示例", "since_year": 2016, "catalogue": "2010", "digest": "0" * 64})[0]
    due = {"school_due": date(2026, 11, 1), "city_due": date(2026, 11, 1), "province_due": date(2026, 11, 1)}
    round = Round.objects.get_or_create(province=province, year=YEAR, defaults={"edition": edition, "state": "open", **due})[0]
    upload = Return.objects.get_or_create(round=round, school=school)[0]
    number = upload.snapshots.count() + 1
    return Snapshot.objects.create(upload=upload, number=number, signed_by=by, path=school.path, body=BODY, digest="0" * 64)


def said(school):
    """The body of a report that says nothing."""
    whole = dict.fromkeys(["overview", "conclusion", "advice", "data", "snapshot", "scheme"], "")
    rows = {"elements": [], "figures": [], "measures": []}
    return zlib.compress(canonical({"school": {"code": school.code, "name": school.name}, "year": YEAR, **whole, **rows}))


def a_report(school, province, by):
    """A signed report with its diagnosis."""
    diagnosis = Diagnosis.objects.create(school=school, year=YEAR, scheme=a_scheme(province), snapshot=a_snapshot(school, province, by))
    report = Report.objects.create(diagnosis=diagnosis, number=1, school=school, body=said(school), digest="0" * 64, signed_by=by)
    Diagnosis.objects.filter(pk=diagnosis.pk).update(state="signed", report=report)
    return report


def a_selection(school, province, **given):
    plan = Plan.objects.get_or_create(
        province=province,
        first_year=2024,
        defaults={"scheme": a_scheme(province), "title": "实施规划", "last_year": 2028, "state": "issued", "issued_on": date(2024, 1, 1)},
    )[0]
    drawn = {
        "quota": 1, "source": "示例", "reveal_on": date(2026, 1, 1), "commitment": "0" * 64, "committed_at": timezone.now(), "value": "1",
        "drawn_at": timezone.now(), "bundle": b"x", "digest": "0" * 64, "state": "drawn",
    }  # fmt: skip
    draw = Draw.objects.get_or_create(plan=plan, year=2026, defaults={"province": province, **drawn})[0]
    return Selection.objects.create(draw=draw, school=school, kind="random", **given)


def a_review(school, province, by, state="reported"):
    """A review with everything its state asks for, and no member."""
    report = a_report(school, province, by)
    dates = {"visit_from": date(2026, 11, 2), "visit_to": date(2026, 11, 4), "materials_due": date(2026, 10, 20)}
    opened = {} if state in ("planned", "scheduled", "judging") else {"papers_at": timezone.now()}
    handed = {} if state in ("planned", "scheduled") else {"report": report, "snapshot": report.diagnosis.snapshot, "materials_at": timezone.now()}
    ended = {"reported_at": timezone.now()} if state == "reported" else {}
    return Review.objects.create(
        selection=a_selection(school, province), school=school, scheme=a_scheme(province), state=state, **(dates if state != "planned" else {}),
        **opened, **handed, **ended,
    )  # fmt: skip


def an_expert(username, province):
    user = User.objects.create_user(username, name=username)
    given = {"state": "admitted", "kind": "education", "employer": "示例大学", "admitted_on": date(2024, 1, 1)}
    return Expert.objects.create(user=user, province=province, nominator=province, **given)


def a_member(review, expert, **given):
    signed = {"undertaken_at": timezone.now(), "undertaking": "1"}
    return Member.objects.create(review=review, expert=expert, **signed | given)


def reported(school, province, by, *, agreeing=12, aimed=True, effective=True):
    """A review whose group found ``agreeing`` of the sixteen elements to agree, with its report and the sealed suggestion; the days to answer are over."""
    review = a_review(school, province, by)
    Review.objects.filter(pk=review.pk).update(reported_at=timezone.now() - timedelta(days=21))
    review.refresh_from_db()
    elements = Element.objects.filter(item__guidance=a_guidance()).order_by("order")
    Answer.objects.bulk_create(
        Answer(review=review, element=element, agrees=n <= agreeing, reason="示例理由") for n, element in enumerate(elements, start=1)
    )
    judged = {"aimed": aimed, "aimed_reason": "示例", "effective": effective, "effective_reason": "示例", "digest": digest({})}
    GroupReport.objects.create(review=review, overview="示例概述", text="示例意见", content={}, **judged)
    Suggestion.objects.create(review=review, conclusion="effective", reason="示例", by=by)
    return review
