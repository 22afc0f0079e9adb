"""What a conclusion says in public, and what still stands in the way of it (M2, M3, R12.1).

Never the suggested conclusion, the members' own judgements or the votes: they are no part of what is read here (R9.4).
"""

from django.utils import timezone

from apps.core.canonical import digest
from apps.deliberation.models import Case
from apps.deliberation.rules import working
from apps.diagnosis.models import PublicReport
from apps.diagnosis.rules import OF_AN_ELEMENT, OF_THE_WHOLE
from apps.disclosure.rules import personal_places
from apps.reviews.contents import team_of
from apps.schemes.parameters import Parameters
from apps.workflow.lifecycle import NotReady

WITHDRAW_INSTEAD = "认定已经撤销，不能公开这一结论"


def parameters_of(review):
    """What the scheme of the review's time fixes (R1.7); what it leaves open is by default, five working days of showing among it."""
    return Parameters.read(review.scheme.parameters)


def content_of(announcement):
    """What will be read in public, in words already:

    {"school", "year", "conclusion": {code, words}, "proposed" and "deliberated": the like by the rule and of the committee, "agreeing",
    "aimed", "effective", "working", "decision": {number, on, by, code, reason}, "team", "visit",
    "draw", "report", "after_reply", "own_report", "source"}. ``report`` are the texts of the group's report that are public, ``own_report`` the
    school's own as confirmed for the public, None where none is.
    """
    case = announcement.case
    review = case.review
    return {
        "school": {"code": announcement.school.code, "name": announcement.school.name},
        "year": announcement.year,
        "conclusion": {"code": case.decided, "words": case.get_decided_display()},
        # Copies made before these two were told do not hold them.
        "proposed": {"code": case.proposed, "words": case.get_proposed_display()},
        "deliberated": {"code": case.deliberated, "words": case.get_deliberated_display()},
        "agreeing": case.agreeing,
        "aimed": case.aimed,
        "effective": case.effective,
        "working": [
            {"conclusion": line.conclusion.label, "rule": line.rule, "words": line.words, "holds": line.holds}
            for line in working(case.agreeing, case.aimed, case.effective)
        ],
        "decision": decision_words(case),
        "team": team_words(team_of(review)),
        "visit": visit_words(review),
        "draw": draw_words(review.selection),
        "report": report_words(review),
        "after_reply": review.replies.exists(),
        "own_report": own_report(review),
        "source": review.group_report.digest,
    }


def decision_words(case):
    """The decision itself; one unlike the committee's gives its reason, and that is public (J3)."""
    return {
        "number": case.number,
        "on": timezone.localdate(case.decided_at).isoformat(),
        "by": f"{case.review.selection.draw.province}教育行政部门",
        "code": case.certificate.code if case.certificate_id else "",
        "reason": case.decided_reason,
    }


def report_words(review):
    """The texts of the group's report that are public, its answer on each element, what it found."""
    report, answers, findings = review.group_report, review.answers, review.findings
    return {
        "overview": report.overview,
        "text": report.text,
        "aimed_reason": report.aimed_reason,
        "effective_reason": report.effective_reason,
        "elements": [[f"{each.element.code} {each.element.name}", each.agrees] for each in answers.select_related("element__item")],
        "findings": [
            {"element": f"{each.element.code} {each.element.name}", "found": each.found, "advice": each.advice}
            for each in findings.select_related("element__item")
        ],
    }


def team_words(team):
    """The members of a group, by what the pool tells of them in public: never more (R2.4, H9). The lead first, the others by name, always alike."""
    ordered = sorted(team, key=lambda member: (member.duty, str(member.expert), str(member.pk)))
    return [
        {
            "name": str(member.expert), "duty": member.get_duty_display(), "kind": member.expert.get_kind_display(), "unit": member.expert.employer,
            "untrained": member.untrained,
        }
        for member in ordered
    ]  # fmt: skip


def visit_words(review):
    return {"from": review.visit_from.isoformat(), "to": review.visit_to.isoformat()} if review.visit_from else None


def draw_words(selection):
    """How the school came to be reviewed, and by which proof (R8.1)."""
    draw = selection.draw
    return {
        "id": str(draw.pk), "title": str(draw), "how": selection.how, "digest": draw.digest,
        "on": timezone.localdate(draw.drawn_at).isoformat() if draw.drawn_at else "",
    }  # fmt: skip


def own_report(review):
    """The school's report as two people made it fit for the public; None where they have not."""
    public = PublicReport.objects.filter(report=review.report_id, state=PublicReport.State.CONFIRMED).first()
    return (
        {"signed_on": timezone.localdate(review.report.at).isoformat(), "digest": public.digest, "passages": passages(public.content)}
        if public
        else None
    )


def texts_of(content):
    """Place -> text of all that people wrote in ``content``, but the school's own report: two people have looked it over already (F8)."""
    report = content["report"]
    texts = {
        "认定的理由": content["decision"]["reason"],
        "复核报告“复核工作概述”": report["overview"],
        "复核报告“总体意见”": report["text"],
        "复核报告“针对性的理由”": report["aimed_reason"],
        "复核报告“成效的理由”": report["effective_reason"],
    }
    for place, finding in enumerate(report["findings"], 1):
        texts[f"复核发现第 {place} 条（{finding['element']}）"] = f"{finding['found']}\n{finding['advice']}"
    texts |= texts_of_team(content["team"])
    return texts


def texts_of_team(team):
    return {f"专家组成员“{member['name']}”的工作单位和说明": f"{member['unit']}\n{member['untrained']}" for member in team}


def lacking_in_team(team):
    """What stands in the way of publishing the members of a group."""
    return personal_places(texts_of_team(team)) if team else ["专家组：没有成员"]


def passages(content):
    """[[heading, text]] of a school's report, in the order of 附 2: what of it was written for the public and nothing else of its content."""
    whole = [[kind.label, content.get(kind.value, "")] for kind in OF_THE_WHOLE]
    rows = [
        [f"{element['code']} {element['name']}：{kind.label}", element.get(kind.value, "")]
        for element in content.get("elements", [])
        for kind in OF_AN_ELEMENT
    ]
    return [[heading, text] for heading, text in [*whole[:1], *rows, *whole[1:]] if text.strip()]


def lacking_papers(case):
    """The papers a decided case must have before anything of it is public."""
    report = getattr(case.review, "group_report", None)
    missing = [] if case.state == Case.State.DECIDED else [WITHDRAW_INSTEAD]
    missing += [] if case.document_id else ["认定文件：PDF 还没有生成"]
    return missing + ([] if report and report.digest and report.file_id else ["复核报告：没有已提交的报告副本"])


def lacking_to_show(announcement):
    """What stands in the way of showing, each in words with its place."""
    missing = lacking_papers(announcement.case)
    if not hasattr(announcement.case.review, "group_report"):
        return missing
    content = content_of(announcement)
    return missing + ([] if content["team"] else ["专家组：没有成员"]) + personal_places(texts_of(content))


def lacking_to_publish(announcement):
    """What stands in the way of publishing: what of showing, the time for objections, and each objection without an answer (M3)."""
    missing = lacking_to_show(announcement)
    if announcement.last_day is None or timezone.localdate() <= announcement.last_day:
        missing.append(f"公示期：到 {announcement.last_day or '（还没有公示）'} 为止，期满以后才能公布")
    waiting = announcement.objections.filter(state="open").count()
    return missing + ([f"异议：还有 {waiting} 件没有答复"] if waiting else [])


def lacking_to_renew(announcement):
    """What stands in the way of a further version: what of showing, and that it would say nothing new (M4)."""
    missing = lacking_to_show(announcement)
    newest = announcement.copies.order_by("-number").first()
    return missing or (["内容：与已公布的一版相同，不用另出"] if newest and newest.digest == digest(content_of(announcement)) else [])


def lacking_to_answer(objection):
    """An answer is public, so it holds neither personal data nor whose objection it was."""
    missing = [words for words, given in [("异议要点", objection.gist), ("答复", objection.answer)] if not given.strip()]
    missing += personal_places({"异议要点": objection.gist, "答复": objection.answer})
    # A name of one character, or "无" for how to reach him, tells nobody.
    own = [(what, given) for what, given, least in [("姓名", objection.name, 2), ("联系方式", objection.contact, 5)] if len(given) >= least]
    for place, text in {"异议要点": objection.gist, "答复": objection.answer}.items():
        missing += [f"{place}：写有异议人的{what}，不能公开" for what, given in own if given in text]
    return missing


def fit_for_public(note):
    """Raise NotReady where the words of a correction or a withdrawal, which are public, hold what looks like personal data (M2)."""
    if found := personal_places({"说明": note}):
        raise NotReady([f"{words}，请改写" for words in found])
