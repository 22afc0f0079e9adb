"""What a group of the demonstration writes: each member's judgements, the answers, the report (R9.3, R10.6)."""

from apps.audit.services import record_many
from apps.core.canonical import digest
from apps.reviews.contents import fingerprint
from apps.reviews.models import Judgement, Own, Review, Stage
from apps.reviews.services import reports
from apps.schemes.selectors import elements

from . import words


def sixteen(review):
    return list(elements(review.scheme.guidance))


def judge_all(review, members, stage, agreeing, up_to=16):
    """The judgements of ``members`` on the first ``up_to`` elements, with the traces the service leaves; all at once, for they are many."""
    said = words.FROM_DATA if stage == Stage.DATA else words.AFTER_VISIT
    for place, member in enumerate(members):
        rows = []
        for number, element in enumerate(sixteen(review)[:up_to]):
            answer = _own(stage, number < agreeing, number + place)
            rows.append(Judgement(review=review, member=member, element=element, stage=stage, answer=answer, reason=said[answer]))
        Judgement.objects.bulk_create(rows)
        traces = [(review, None, _trace(row)) for row in rows]
        record_many(by=member.expert.user, verb="judge", rows=traces)


def _own(stage, agrees, turn):
    """What the group will answer, but for one in five; from the data alone one in seven cannot tell."""
    if stage == Stage.DATA and turn % 7 == 6:
        return Own.CANNOT
    return Own.YES if agrees or turn % 5 == 4 else Own.NO


def _trace(row):
    return {"element": row.element.code, "sha256": digest({"stage": str(row.stage), "answer": str(row.answer), "reason": row.reason})}


def answer_all(review, members, part, up_to=16):
    """The group's answers on the first ``up_to`` elements and its findings, entered in turn."""
    for number, element in enumerate(sixteen(review)[:up_to]):
        person, agrees = members[number % len(members)].expert.user, number < part.agreeing
        dissent = words.DISSENT if number == part.agreeing else ""
        reports.answer(review, element, agrees=agrees, reason=words.AGREED if agrees else words.DISAGREED, dissent=dissent, by=person)
        if not agrees:
            found = words.FOUND.format(name=element.name)
            reports.find(review, element, found=found, evidence=words.EVIDENCE, advice=words.ADVICE, by=person)
        elif number in (4, 9):
            found, advice = words.SMALL
            reports.find(review, element, found=found.format(name=element.name), evidence=words.EVIDENCE, advice=advice, by=person)


def hand_in(review, members, part):
    """The report written, agreed to by each, the suggestion sealed, all handed in."""
    lead = members[0].expert.user
    good = part.aimed and part.effective
    reports.write(
        review, seen=0, by=lead, overview=words.OVERVIEW, text=words.TEXT.format(agreeing=part.agreeing, rest=words.REST[good]), told=words.TOLD,
        aimed=part.aimed, aimed_reason=words.AIMED[part.aimed], effective=part.effective, effective_reason=words.EFFECTIVE[part.effective],
    )  # fmt: skip
    reports.suggest(review, conclusion=part.suggested, reason=words.SUGGESTED, by=lead)
    now = fingerprint(review)
    for member in members:
        reports.agree(review, digest=now, by=member.expert.user)
    reports.hand_in(Review.objects.get(pk=review.pk), by=lead)
