"""What is said of an expert's conduct, what was found, and what followed (R2.5, R2.6, R9.6)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from apps.accounts.access import holders, may
from apps.accounts.models import User
from apps.audit.services import record, values
from apps.core.dates import UnknownYear, add_working_days, calendar
from apps.experts.lifecycle import ADMIT, CONDUCT, DECLARE, HANDLE, NOMINATE
from apps.experts.models import Conduct, Expert
from apps.experts.rules import ANSWER_DAYS
from apps.experts.services import bars, pool
from apps.notifications.services import notify


@transaction.atomic
def report(expert, *, kind, text, school=None, happened_on=None, by):
    """Put on record what somebody says of an expert: the school concerned, or who keeps the pool. The officers of the province are told."""
    source = _source_of(expert, school, by)
    return receive(expert, kind=kind, text=text, school=school, happened_on=happened_on, source=source, by=by)


@transaction.atomic
def receive(expert, *, kind, text, source, school=None, happened_on=None, by=None):
    """Open a case from whatever source; the caller has asked whether it may be (``by`` is empty for the public)."""
    today = localdate()
    if happened_on and happened_on > today:
        raise ValidationError({"happened_on": "发生日期还没有到，请核对。"})
    case = Conduct(
        expert=expert, school=school, kind=kind, text=text.strip(), source=source, happened_on=happened_on, reported_by=by,
        received_on=today, due=_due(today),
    )  # fmt: skip
    case.full_clean()
    case.save(force_insert=True)
    record(by=by, verb="report_conduct", target=case, after=values(case, ["expert", "school", "kind", "source", "text", "happened_on", "due"]))
    notify([person for person in holders(HANDLE, case) if person != by], f"收到对专家的反映：{case}", case.get_absolute_url())
    return case


def _due(today):
    """The last day to answer; None where the days off of the year are not known yet."""
    try:
        return add_working_days(today, ANSWER_DAYS, calendar())
    except UnknownYear:
        return None


def _source_of(expert, school, by):
    if by.pk != expert.user_id and may(by, ADMIT, expert):
        return Conduct.Source.AUTHORITY
    if school is not None and may(by, DECLARE, school):
        return Conduct.Source.SCHOOL
    raise PermissionDenied(HANDLE)


@transaction.atomic
def uphold(conduct, *, finding, measure, by, seen=None):
    """Find it true, and do what follows in the same breath: a replaced expert sees nothing of the school any more, a removed one of none."""
    row = CONDUCT.take(conduct, "uphold", by=by, seen=seen, finding=finding.strip(), measure=measure, closed_on=localdate(), closed_by=by)
    if row.measure == Conduct.Measure.REPLACED:
        bars.keep_out(row.expert, row.school, reason=f"更换：{row.get_kind_display()}", by=by)
    if row.measure == Conduct.Measure.REMOVED:
        pool.remove(Expert.objects.get(pk=row.expert_id), removal=f"{row.get_kind_display()}，经查属实", by=by)
    else:
        _tell_expert(row, f"对您的反映（{row.get_kind_display()}）经查属实，处理：{row.get_measure_display()}")
    _tell_reporter(row, by)
    return row


@transaction.atomic
def dismiss(conduct, *, finding, by, seen=None):
    row = CONDUCT.take(conduct, "dismiss", by=by, seen=seen, finding=finding.strip(), closed_on=localdate(), closed_by=by)
    _tell_expert(row, f"对您的反映（{row.get_kind_display()}）经查不属实")
    _tell_reporter(row, by)
    return row


@transaction.atomic
def circulate(conduct, *, circular, circle, by, seen=None):
    """Circulate what was upheld to the circles named (R2.6): ``circle`` is a list of ``CIRCLES``; everybody in them is told."""
    words = "、".join(CIRCLES[name][0] for name in circle)
    row = CONDUCT.take(conduct, "circulate", by=by, seen=seen, circular=circular.strip(), circle=words, circulated_on=localdate())
    people = {person for name in circle for person in CIRCLES[name][1](row)} - {by, row.expert.user}
    notify(people, f"通报：{row.circular}", reverse("notifications:list"))
    return row


def _experts(case):
    return User.objects.filter(expert__province=case.expert.province_id, expert__state=Expert.State.ADMITTED, is_active=True)


def _nominators(case):
    return holders(NOMINATE, case.expert)


def _school(case):
    return holders(DECLARE, case.school) if case.school else []


#: An appropriate circle (R2.6): name -> (words, who).
CIRCLES = {"experts": ("全省专家库专家", _experts), "nominators": ("推荐单位", _nominators), "school": ("有关学校", _school)}


def _tell_expert(case, words):
    notify([case.expert.user], words, reverse("experts:me"))


def _tell_reporter(case, by):
    if case.source == Conduct.Source.SCHOOL and case.reported_by and case.reported_by != by:
        notify([case.reported_by], f"您反映的情况（{case}）已办结：{case.get_state_display()}", reverse("experts:ties", args=[case.school.code]))
