"""A decided case with all that its publication asks for: made as plainly as the database allows."""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from apps.accounts.models import User
from apps.audit.services import seal
from apps.deliberation.lifecycle import DECISION
from apps.deliberation.models import Case, Sitting
from apps.deliberation.rules import conclude
from apps.disclosure.models import Announcement
from apps.disclosure.services import conclusions
from apps.documents.services import store
from apps.experts.models import Committee
from apps.organizations.models import Organization
from apps.reviews.lifecycle import READ_REPORT
from apps.reviews.models import GroupReport
from tests.line import a_member, an_expert, reported

PDF = b"%PDF-1.7 example"


def province_of(school):
    return Organization.objects.get(code=school.path.split(".")[1])


def somebody(name):
    return User.objects.get_or_create(username=name, defaults={"name": name})[0]


def a_reported_review(school, **judged):
    """With a member in its group, and the report's paper."""
    review = reported(school, province_of(school), somebody(f"principal-{school.code}"), **judged)
    a_member(review, an_expert(f"示例专家{school.code}", province_of(school)), duty="lead")
    paper = store(ContentFile(PDF, name="复核报告.pdf"), holder=review, permission=READ_REPORT, by=None)
    GroupReport.objects.filter(review=review).update(file=paper)
    return review


def a_decided_case(school, *, agreeing=11, aimed=True, effective=True, **given):
    """Decided as the rule says, unless ``given`` says otherwise."""
    review = a_reported_review(school, agreeing=agreeing, aimed=aimed, effective=effective)
    committee = Committee.objects.get_or_create(organization=province_of(school), defaults={"title": "省诊改专委会", "set_up_on": date(2016, 5, 1)})[
        0
    ]
    by_rule = conclude(agreeing, aimed, effective)
    sitting = Sitting.objects.create(committee=committee, title="第 1 次会议", on=timezone.localdate())
    case = Case.objects.create(**{
        "review": review, "school": school, "sitting": sitting, "state": "decided", "agreeing": agreeing, "aimed": aimed, "effective": effective,
        "proposed": by_rule, "deliberated": by_rule, "deliberated_at": timezone.now(), "resolution": "委员会的决议", "decided": by_rule,
        "decided_by": somebody("the-decider"), "decided_at": timezone.now(), "number": f"示例〔2026〕{school.code}号",
    } | given)  # fmt: skip
    case.document = store(ContentFile(PDF, name="认定.pdf"), holder=case, permission=DECISION, by=None)
    case.save()
    return case


def end_of_showing(announcement):
    """As if it had been shown ten days ago, its time for objections over since yesterday."""
    today = timezone.localdate()
    days = {"shown_on": today - timedelta(days=10), "last_day": today - timedelta(days=1)}
    Announcement.objects.filter(pk=announcement.pk).update(**days)
    announcement.copies.update(last_day=days["last_day"])
    return Announcement.objects.get(pk=announcement.pk)


def released():
    """As if the ten seconds had passed: sealed and shown."""
    seal()
    return conclusions.release()
