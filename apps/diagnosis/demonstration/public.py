"""Made up: public copies of a few signed reports: prepared by somebody of the office, confirmed by the principal; one still waits, one was sent back."""

from datetime import date, timedelta

from apps.accounts.models import Post, User
from apps.accounts.services import appoint
from apps.audit.services import dated
from apps.diagnosis.models import Diagnosis, Passage
from apps.diagnosis.selectors.public import public_content, suspects
from apps.diagnosis.selectors.reports import opened
from apps.diagnosis.services import public
from apps.diagnosis.services.public import BLOCKED, KEPT, Decision
from config.roles import Role

#: What becomes of the copy, by the place of the report; of the others there is none yet.
COURSE = ("confirmed", "confirmed", "prepared", "confirmed", "returned")
#: Stands in the reports of which a copy is made: a mobile number and an address that are nobody's.
NAME = "王老师"
TRACES = f"（示例）对本报告的意见，可致电诊改办公室{NAME}（13800000000），或写信到 zhengai@example.cn。"


def leave_traces(diagnoses):
    """Let the last text of the first few of ``diagnoses`` name whom to call, as such texts do."""
    for row in diagnoses[: len(COURSE)]:
        passage = Passage.objects.get(diagnosis=row, kind="advice", element=None)
        passage.text += TRACES
        passage.save(update_fields=["text"])


def make(principals, today):
    """Returns how many copies are confirmed."""
    signed = Diagnosis.objects.filter(state=Diagnosis.State.SIGNED, school__in=principals).order_by("school__code").select_related("school", "report")
    for row, course in zip(signed[: len(COURSE)], COURSE, strict=False):
        principal = principals[row.school_id]
        # The one that is sent back has a name left in it.
        words = [] if course == "returned" or NAME not in opened(row.report).advice else [NAME]
        with dated(row.report.at + timedelta(days=7)):
            copy = public.prepare(row.report, decisions=_decided(row.report), words=words, by=_editor(row.school, principal, today))
            if course == "confirmed":
                public.confirm(copy, by=principal)
            elif course == "returned":
                public.give_back(copy, note="（示例）建议里的教师姓名没有遮住。", by=principal)
    return sum(course == "confirmed" for course, _row in zip(COURSE, signed, strict=False))


def _decided(report):
    """All blocked but for the address of the school."""
    keep = Decision(KEPT, "学校对外的公用邮箱（示例）")
    return {item.key: keep if item.may_stay else Decision(BLOCKED) for item in suspects(public_content(report))}


def _editor(school, principal, today):
    """Who enters data for the school; a school that has nobody gets somebody of its office, who cannot sign in."""
    post = Post.objects.today().filter(organization=school, role=Role.SCHOOL_EDITOR).exclude(user=principal).select_related("user").first()
    if post:
        return post.user
    person = User.objects.create_user(f"jw{school.code[-3:]}", name=f"演示教务{school.code[-3:]}", department="教务处")
    appoint(person, role=Role.SCHOOL_EDITOR, organization=school, since=date(today.year - 1, 9, 1))
    return person
