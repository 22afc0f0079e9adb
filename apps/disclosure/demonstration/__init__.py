"""Publishes what the demonstration's past years accepted, what its reviews ended in, and what society said, by its two people, as they would."""

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import User
from apps.audit.services import dated, seal
from apps.core.dates import add_working_days, at_hour, calendar
from apps.deliberation.services.papers import write_decision
from apps.disclosure.demonstration import days, voice
from apps.disclosure.services import announcements, conclusions, copies, objections
from apps.disclosure.services.publications import propose, publish, waiting
from apps.reviews.services.reports import write_paper
from apps.workflow.lifecycle import NotReady

PROPOSER, PUBLISHER = "shengji", "gongkai"
#: Whatever is judged is judged of made-up schools alone.
MADE_UP = "示例"
#: So many days ago the first conclusion was shown, and the second, where they were decided by then.
SHOWN_AGO = (21, 3)
#: So long after a past round ended its data came out, and before a visit its group.
DATA_AFTER, TEAM_AHEAD = timedelta(days=15), timedelta(days=10)
OBJECTIONS = [
    (
        "第 2 个要素所说的实训开出率与学校公布的不一致，请核对。",
        "复核所用为学校签字上报的状态数据，经核对与学校公布的口径不同，结论不变；学校已在网站加注口径。",
    ),
    ("复核期间没有听取企业兼职教师的意见。", ""),
]


def load(today):
    proposer, publisher = (User.objects.filter(username=name).first() for name in [PROPOSER, PUBLISHER])
    if proposer is None or publisher is None:
        return None
    past = [upload for upload in waiting(proposer) if upload.round.state == "closed"]
    for upload in past:
        on = min(today, upload.round.province_due + DATA_AFTER)
        with dated(at_hour(on)):
            publish(propose(upload, by=proposer), by=publisher, on=on)
    teams = name_teams(proposer, today)
    announced = announce(proposer, publisher)
    seal()
    shown = copies.release() + conclusions.release()
    said = voice.load(proposer, publisher, today)
    days.set_back()
    return f"已公开 {len(past)} 份，专家组 {teams} 个，结论 {announced} 件，上线 {shown} 份；{said}"


def name_teams(proposer, today):
    """Every group that is fixed stands in public, some days before it comes to the school."""
    named = 0
    for review in conclusions.teams_to_publish(proposer):
        if MADE_UP in review.school.name:
            on = min(today, review.visit_from - TEAM_AHEAD) if review.visit_from else today
            try:
                with dated(at_hour(on)):
                    conclusions.publish_team(review, by=proposer, on=on)
            except NotReady:
                continue
            named += 1
    return named


def announce(proposer, publisher):
    """Of what was decided one is published and the next is being shown, with objections; of any others nothing is proposed yet."""
    cases = [case for case in announcements.decided(proposer) if MADE_UP in case.school.name][:2]
    today, announced = timezone.localdate(), 0
    for case in cases:
        if case.document_id is None:
            write_decision(case)
        if case.review.group_report.file_id is None:
            write_paper(case.review)
        shown_on = max(timezone.localdate(case.decided_at), today - timedelta(days=SHOWN_AGO[announced]))
        try:
            with dated(at_hour(shown_on)):
                announcement = announcements.show(announcements.propose(case, by=proposer), by=publisher, on=shown_on)
        except NotReady:
            continue
        if announcement.last_day < today:
            on = min(add_working_days(announcement.last_day, 1, calendar()), today)
            with dated(at_hour(on)):
                announcements.publish(announcement, by=publisher, on=on)
        else:
            object_to(announcement, proposer)
        announced += 1
    return announced


def object_to(announcement, by):
    """Two objections: one answered, one not."""
    for text, answer in OBJECTIONS:
        objection = objections.lodge(announcement, name="示例异议人", contact="示例联系方式", text=text, address="192.0.2.1")
        if answer:
            objections.answer(objection, gist=text, answer=answer, by=by)
