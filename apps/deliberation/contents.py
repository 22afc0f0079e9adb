"""What a case waits for before the committee hears it."""

from django.utils.timezone import localdate

from apps.core.templatetags.look import full_day
from apps.reviews.contents import answer_due


def answer_awaited_until(case):
    """The last day on which the school may answer on the facts, while it has not and that day is not over; else None (I6)."""
    if case.review.replies.all():  # Fetched beforehand where many cases are asked about.
        return None
    due = answer_due(case.review)
    return due if due and localdate() <= due else None


def with_replies(cases):
    """``cases`` with what ``answer_awaited_until`` reads of each, in two queries."""
    return cases.select_related("school", "review__scheme").prefetch_related("review__replies")


def too_early(case):
    """A case is listed for a day after the last one on which the school may answer."""
    until = answer_awaited_until(case) if case.sitting_id else None
    return [f"学校的答复：还没有答复，可以答复到 {full_day(until)} 为止，请列入这一天以后的会议"] if until and case.sitting.on <= until else []


def heard_too_early(sitting):
    """What stands against the day of a sitting: the cases on it whose schools may still answer then."""
    found = []
    for case in with_replies(sitting.cases).order_by("place"):
        case.sitting = sitting  # With the day asked for, not yet the one that is stored.
        found += [f"“{case}”：{words}" for words in too_early(case)]
    return found


def not_its_day(sitting):
    """Who is there is written down on the day itself, and not before."""
    return [f"会议日期：{full_day(sitting.on)}还没有到；要提前开，请先修改日期"] if localdate() < sitting.on else []


def not_answered(sitting):
    """A sitting may be opened before its own day: what it hears, the school has answered, or let its days pass."""
    awaited = [(case, answer_awaited_until(case)) for case in with_replies(sitting.cases).order_by("place")]
    return [f"“{case}”：学校还没有答复，可以答复到 {full_day(until)} 为止，请等到那一天以后，或者改期" for case, until in awaited if until]
