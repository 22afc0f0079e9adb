"""What the pages of a review show to whom (R9.3, R9.4)."""

from dataclasses import dataclass

from django.db.models import F

from apps.accounts.access import objects_for
from apps.diagnosis.contents import computed
from apps.diagnosis.rules import OF_AN_ELEMENT, Kind
from apps.diagnosis.selectors.reports import opened
from apps.dictionary.selectors import book
from apps.indicators.models import Value
from apps.indicators.wording import value_words
from apps.reviews.contents import gates, team_of
from apps.reviews.lifecycle import READ_JUDGEMENT
from apps.reviews.models import Answer, Judgement, Member, Review, Stage
from apps.schemes.selectors import elements, points_of
from apps.statusdata.contents import accepted_before

PATH = ["只看数据", "看材料，定重点", "现场", "写报告", "已提交"]
PLACES = {"judging": 0, "reading": 1, "visiting": 2, "writing": 3, "reported": 5}


def path_of(review):
    """(words, done, now) of the steps a review takes, for the line above its pages."""
    place = PLACES.get(review.state, -1)
    return [(words, number < place, number == place) for number, words in enumerate(PATH)]


@dataclass(frozen=True)
class Line:
    """One of the sixteen on the page that compares: what the school wrote, what was found, the group's answer (None: not yet)."""

    element: object
    school: str
    findings: list
    answer: Answer | None

    @property
    def css(self):
        return "q" if self.answer is None else "y" if self.answer.agrees else "x"

    @property
    def words(self):
        return "未答" if self.answer is None else "一致" if self.answer.agrees else "不一致"


def compared(review):
    """The Lines of the sixteen, in three queries whatever is written."""
    answers = {answer.element_id: answer for answer in review.answers.all()}
    found = {}
    for finding in review.findings.select_related("element"):
        found.setdefault(finding.element_id, []).append(finding)
    said = said_by_school(review)
    rows = elements(review.scheme.guidance)
    return [Line(each, said.get((each.code, Kind.SELF), ""), found.get(each.pk, []), answers.get(each.pk)) for each in rows]


def said_by_school(review):
    """(code of the element, Kind) -> text of the signed report that the review stands on, whatever the school writes since (R6.3, R9.1)."""
    if review.report_id is None:
        return {}
    return {(row.code, kind): getattr(row, kind) for row in opened(review.report).rows for kind in OF_AN_ELEMENT}


@dataclass(frozen=True)
class Datum:
    """A point of an element with its indicators in words, of the version the review works on (R6.3), the year before beside it."""

    point: object
    values: list


def data_of(review, element):
    """The Data of an element under the scheme of the review: (name of the indicator, value in words, unit, value of the year before in words) each.

    Of the version handed to the group: only the newest accepted keeps its values, those of an older one are computed anew (R6.3).
    Of the year before what is accepted now; "" where nothing is.
    """
    snapshot = review.snapshot
    own = book(snapshot.upload.round.edition_id).indicator_by_code
    values = dict(Value.objects.filter(snapshot=snapshot).values_list("indicator", "value")) or computed(snapshot, review.scheme.province_id)
    past = dict(Value.objects.filter(snapshot__in=accepted_before(snapshot.upload)).values_list("indicator", "value"))

    def shown(each):
        value, before = values.get(each.code), past.get(each.code)
        unit = {True: "", False: each.unit}
        told = f"{value_words(each, before)}{unit[before is None]}" if past else ""
        return each.name, value_words(each, value), unit[value is None], told

    return [Datum(point, [shown(own[code]) for code in point.indicators if code in own]) for point in points_of(review.scheme, element)]


def judged(user, review, element=None):
    """The judgements that ``user`` may see of a review: his own, and the others' where his own is in (R9.3)."""
    rows = objects_for(user, READ_JUDGEMENT, Judgement.objects.filter(review=review))
    rows = rows.filter(element=element) if element else rows
    return rows.select_related("member__expert__user", "element")


@dataclass(frozen=True)
class Due:
    """An element on a member's list: what he said from the data and after the visit (None: not yet)."""

    element: object
    data: Judgement | None
    visit: Judgement | None


def own_list(review, user):
    """The Dues of a member, in the order of the sixteen."""
    own = {(row.element_id, row.stage): row for row in review.judgements.filter(member__expert__user=user)}
    rows = elements(review.scheme.guidance)
    return [Due(each, own.get((each.pk, Stage.DATA)), own.get((each.pk, Stage.VISIT))) for each in rows]


def member_of(review, user):
    return team_of(review).filter(expert__user=user).first()


def agenda_of(review):
    """(day, its items) of a review's agenda, in order, with who takes part; in two queries."""
    found = {}
    for item in review.agendas.prefetch_related("members__expert__user"):
        found.setdefault(item.on, []).append(item)
    return list(found.items())


def notes_of(review):
    """(element or None, its notes) of what the group wrote down at the school, in the order of the sixteen, the newest note last."""
    found = {}
    for note in review.notes.select_related("element__item", "member__expert__user").order_by("element__item__order", "element__order", "at"):
        found.setdefault(note.element, []).append(note)
    return list(found.items())


def own_notes(review, user, element):
    """What ``user`` himself wrote down at the school on an element, also before he left the group and was named again."""
    return review.notes.filter(member__expert__user=user, element=element)


#: What the board is made of: the reviews whose report is not in yet, those without a date first.
ON_BOARD = (
    Review.objects.exclude(state=Review.State.REPORTED)
    .select_related("school", "selection")
    .prefetch_related("members__expert__user")
    .order_by(F("visit_from").asc(nulls_first=True), "school__path", "pk")
)


def board(rows):
    """(year and ISO week, reviews) of ``rows``, a page of ``ON_BOARD``, in its order.

    A review not yet begun has ``lacking``: what R8.6 still asks of it.
    """
    weeks, rows = {}, list(rows)
    lacking = gates([review for review in rows if review.state in (Review.State.PLANNED, Review.State.SCHEDULED)])
    for review in rows:
        review.lacking = lacking.get(review.pk, [])
        key = None if review.visit_from is None else review.visit_from.isocalendar()[:2]
        weeks.setdefault(key, []).append(review)
    return list(weeks.items())


def twice_booked(rows):
    """Keys of the reviews with an expert who serves at another school on one of the same days; in one query."""
    found, spans = set(), {}
    members = Member.objects.serving().filter(review__in=rows, review__visit_from__isnull=False).exclude(review__state=Review.State.REPORTED)
    for expert, key, first, last in members.values_list("expert", "review", "review__visit_from", "review__visit_to"):
        for other, start, end in spans.get(expert, []):
            if first <= end and start <= last:
                found |= {key, other}
        spans.setdefault(expert, []).append((key, first, last))
    return found
