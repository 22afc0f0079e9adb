"""What a review still lacks for its next step, in words for the person (R8.6, R9.1–R9.3, R10.6)."""

from django.db.models import Count, F, Q
from django.utils.timezone import localdate

from apps.core.canonical import digest
from apps.core.dates import UnknownYear, calendar
from apps.diagnosis.models import Diagnosis, Measure, Report
from apps.diagnosis.rules import Carried, improvement_gate
from apps.experts.models import Training
from apps.experts.rules import untrained
from apps.experts.selectors.ties import conflicts_of
from apps.reviews.models import GroupReport, Stage
from apps.reviews.rules import answer_until, not_answered, not_judged
from apps.sampling.models import Selection
from apps.schemes.parameters import Parameters
from apps.schemes.selectors import elements

#: Stage -> how much the expert of a Member has judged in it; whoever left and was named again judges nothing twice (R9.3).
GIVEN = {
    stage: Count("expert__members__judgements", filter=Q(expert__members__review=F("review"), expert__members__judgements__stage=stage))
    for stage in Stage
}


def team_of(review):
    """Those who serve in the group now, with their person."""
    return review.members.serving().select_related("expert__user", "expert__province").order_by("duty", "named_at")


def unfit(review, day):
    """Member -> why he may not serve, for those of the group of whom that is so on ``day`` (R2.3, R2.5, R2.6)."""
    team = list(team_of(review))
    ties = conflicts_of([member.expert for member in team], [review.school], day)
    trained = set(review.members.serving().filter(expert__trainings__in=Training.objects.on(day)).values_list("pk", flat=True))
    found = {}
    for member in team:
        words = [tie.words for tie in ties.get((member.expert_id, review.school_id), [])]
        if member.expert.state != "admitted":
            words.append("不在专家库")
        if against := untrained(member.pk in trained, member.untrained):
            words.append(against)
        if words:
            found[member] = words
    return found


def lacking_team(review):
    team, missing = list(team_of(review)), []
    least = Parameters.read(review.scheme.parameters).team_min
    if len(team) < least:
        missing.append(f"专家组：至少 {least} 人，现在 {len(team)} 人（R9.2）")
    if not any(member.duty == "lead" for member in team):
        missing.append("专家组：还没有组长")
    return missing + [f"{member.expert}：{'；'.join(words)}，请更换" for member, words in unfit(review, localdate()).items()]


def gate(review):
    """What R8.6 still asks before a visit may be fixed, and until the group is at the school."""
    return gates([review]).get(review.pk, [])


def gates(reviews):
    """Key -> what R8.6 still asks, for each of ``reviews`` of which it asks something: of the report handed in, or before that of the newest signed."""
    signed = Diagnosis.objects.filter(school__in=[review.school_id for review in reviews], state=Diagnosis.State.SIGNED)
    newest = dict(signed.order_by("school", "-year").distinct("school").values_list("school", "pk"))
    handed_in = dict(Report.objects.filter(reviews__in=reviews).values_list("reviews", "diagnosis"))
    measures = {}
    for each in Measure.objects.filter(diagnosis__in={*newest.values(), *handed_in.values()}):
        measures.setdefault(each.diagnosis_id, []).append(Carried(each.aim, each.state == Measure.State.DONE, each.due))
    found = {}
    for review in reviews:
        key = handed_in.get(review.pk) or newest.get(review.school_id)
        asked = [f"{words}（R8.6）" for words in improvement_gate(measures.get(key, []))]
        found[review.pk] = asked if key else ["自我诊改报告：学校还没有签字（R9.1）"]
    return {key: words for key, words in found.items() if words}


def not_selected(review):
    """A school put off, replaced or released since is not reviewed now (R8.9)."""
    selection = review.selection
    return [] if selection.state == Selection.State.DRAWN else [f"入样：这所学校现为“{selection.get_state_display()}”，这一年不再复核"]


def not_schedulable(review):
    missing = not_selected(review) + gate(review) + lacking_team(review)
    if review.visit_from is None or review.visit_to is None or review.materials_due is None:
        missing.append("进校日期和材料期限")
    return missing


def not_beginnable(review):
    """Before the data open: the papers in, everybody's undertaking signed, the days agreed (H6, R8.6, R9.1)."""
    missing = not_selected(review) + gate(review) + lacking_team(review)
    if review.materials_at is None:
        missing.append("复核材料：学校还没有提交（R9.1）")
    if review.school_confirmed_at is None:
        missing.append("学校还没有确认复核日期")
    return missing + [f"{member.expert}还没有签承诺书（R9.6）" for member in team_of(review) if member.undertaken_at is None]


def sixteen(review):
    """Key -> code of the elements of the guidance, in their order."""
    return {element.pk: element.code for element in elements(review.scheme.guidance)}


def _owed(review, stage):
    names = {member.expert_id: str(member.expert) for member in team_of(review)}
    given = review.judgements.filter(stage=stage).values_list("member__expert", "element")
    return not_judged(names, sixteen(review), given)


def unjudged_data(review):
    return _owed(review, Stage.DATA)


def not_there(review):
    missing = gate(review) + ([] if review.focuses.exists() else ["复核重点：至少一条（R9.3）"])
    return missing + ([f"进校首日 {review.visit_from} 还没有到"] if review.visit_from > localdate() else [])


def unjudged_visit(review):
    return _owed(review, Stage.VISIT)


def owing(review):
    """Those of the group for whom the others wait now: with elements to judge, or the report as it stands to sign."""
    size, counts = len(sixteen(review)), progress(review)
    stage = {"judging": Stage.DATA, "visiting": Stage.VISIT}.get(review.state)
    if stage:
        return [member for member in team_of(review) if counts[member.pk][stage] < size]
    if review.state != "writing" or not_writable(review):
        return []
    agreed = set(review.group_report.agreements.filter(digest=fingerprint(review)).values_list("member", flat=True))
    return [member for member in team_of(review) if member.pk not in agreed]


def answer_due(review):
    """The last day for the school's answer on the facts, by the scheme; None before the report is in, or where no days off are known for the year."""
    if review.reported_at is None:
        return None
    try:
        return answer_until(localdate(review.reported_at), Parameters.read(review.scheme.parameters).school_answer_days, calendar())
    except UnknownYear:
        return None


def progress(review):
    """Key of a member -> how many of the sixteen he has judged from the data and after the visit: how many, never what (R9.3). In one query."""
    rows = review.members.serving().annotate(data=GIVEN[Stage.DATA], visit=GIVEN[Stage.VISIT])
    return {pk: {"data": data, "visit": visit} for pk, data, visit in rows.values_list("pk", "data", "visit")}


def content_of(review):
    """What the group's report says, canonical; its digest is what each member agrees to. The suggestion is no part of it (R9.4)."""
    report = GroupReport.objects.filter(review=review).first() or GroupReport(review=review)
    answers = review.answers.select_related("element").order_by("element__item__order", "element__order")
    findings = review.findings.select_related("element")
    return {
        "review": str(review.pk), "school": review.school.code, "overview": report.overview, "text": report.text, "told": report.told,
        "aimed": report.aimed, "aimed_reason": report.aimed_reason, "effective": report.effective, "effective_reason": report.effective_reason,
        "answers": [[each.element.code, each.agrees, each.reason, each.dissent] for each in answers],
        "findings": [[each.element.code, each.found, each.evidence, each.advice] for each in findings],
    }  # fmt: skip


def fingerprint(review):
    return digest(content_of(review))


def not_writable(review):
    """What the report lacks before its members agree to it (R10.6)."""
    missing = not_answered(sixteen(review), review.answers.values_list("element", flat=True))
    report = GroupReport.objects.filter(review=review).first()
    if report is None or not report.overview.strip() or not report.text.strip():
        missing.append("复核工作概述和总体意见")
    if report is None or report.aimed is None or not report.aimed_reason.strip():
        missing.append("改进措施是否有针对性，及理由（R10.6）")
    if report is None or report.effective is None or not report.effective_reason.strip():
        missing.append("改进是否有成效，及理由（R10.6）")
    return missing


def not_ready_to_hand_in(review):
    missing, now = not_writable(review), fingerprint(review)
    report = GroupReport.objects.filter(review=review).first()
    agreed = set(report.agreements.filter(digest=now).values_list("member", flat=True)) if report else set()
    missing += [f"{member.expert}还没有签认现在的报告" for member in team_of(review) if member.pk not in agreed]
    return missing + ([] if hasattr(review, "suggestion") else ["结论建议：还没有封存"])
