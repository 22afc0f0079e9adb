"""How far a round is: in each 地市 where its schools lie, and in all."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.timezone import localdate

from apps.audit.models import Entry
from apps.statusdata.models import Return, Round
from apps.statusdata.selectors.returns import DIRECT, with_due

S = Return.State
CHECKED = Q(state__in=[S.CHECKED, S.ACCEPTED])
COUNTS = {
    "schools": Count("pk"),
    "submitted": Count("pk", filter=~Q(state=S.OPEN)),
    "checked": Count("pk", filter=CHECKED),
    "accepted": Count("pk", filter=Q(state=S.ACCEPTED)),
    "back": Count("pk", filter=Q(state=S.OPEN, first_submitted_at__isnull=False)),
    "late_schools": Count("pk", filter=Q(state=S.OPEN, late=True)),
    "late_checks": Count("pk", filter=Q(state=S.SUBMITTED, late=True)),
    "to_check": Count("pk", filter=Q(state=S.SUBMITTED) & ~DIRECT),
    "to_accept": Count("pk", filter=Q(state=S.CHECKED) | (Q(state=S.SUBMITTED) & DIRECT)),
}


@dataclass(frozen=True)
class Progress:
    """How many returns of a 地市 (or of the round) are how far. ``back``: handed in before, now with the school again."""

    name: str
    code: str
    schools: int
    submitted: int
    checked: int
    accepted: int
    back: int
    late_schools: int
    late_checks: int
    to_check: int
    to_accept: int

    @property
    def situation(self):
        """(kind of state, words): the most pressing first."""
        return next((kind, words.format(number)) for number, kind, words in self._situations() if number)

    @property
    def needs(self):
        return self.late_schools + self.late_checks

    def _situations(self):
        yield self.late_schools, "act", "逾期未报 {} 所"
        yield self.late_checks, "act", "逾期未审 {} 份"
        yield self.back, "soft", "退回或撤回 {} 份待改"
        yield self.to_check, "wait", "待市级审核 {} 份"
        yield self.to_accept, "wait", "待受理 {} 份"
        yield self.schools - self.submitted, "info", "{} 所填报中"
        yield 1, "done", "全部受理"


def returns_of(round, day=None):
    return with_due(Return.objects.filter(round=round), day or localdate())


def by_area(round):
    """The Progress of each 地市 of the round, those first where something is late or sent back."""
    rows = returns_of(round).order_by().values("school__area__name", "school__area__code").annotate(**COUNTS)
    found = [Progress(name=row.pop("school__area__name") or "省本级", code=row.pop("school__area__code") or "", **row) for row in rows]
    return sorted(found, key=lambda area: (-area.needs, -area.back, area.accepted == area.schools, area.code))


def by_round(returns):
    """(Round, Progress of those of ``returns`` that are of it), the nearest deadline first; two queries."""
    rows = {row.pop("round"): row for row in with_due(returns, localdate()).order_by().values("round").annotate(**COUNTS)}
    rounds = Round.objects.filter(pk__in=rows).select_related("province").order_by("school_due", "province__path")
    return [(round, Progress(name=str(round.province), code=round.province.code, **rows[round.pk])) for round in rounds]


def in_all(areas):
    """The sum of several Progress."""
    return Progress("合计", "", **{name: sum(getattr(area, name) for area in areas) for name in COUNTS})


def reminded_on(round, day):
    """The entry of the reminder sent for ``round`` on ``day``, or None."""
    return Entry.objects.about(round).filter(verb="remind", at__date=day).select_related("by").last()


def to_hand_in(unit, round, day):
    """The returns of ``round`` that the schools below ``unit`` have still to hand in, a closed school's apart."""
    return returns_of(round, day).filter(state=S.OPEN, school__path__startswith=unit.path, school__closed_on=None)


def schools_reminded_on(unit, round, day):
    """The entry of the reminder that ``unit`` sent to its schools for ``round`` on ``day``, or None."""
    entries = Entry.objects.about(unit).filter(verb="remind_schools", at__date=day, after__round=str(round.pk))
    return entries.select_related("by").last()


@dataclass(frozen=True)
class Owing:
    """The schools of a unit that have still to hand in for a round, those late among them, and today's reminder of the unit, or None."""

    round: Round
    schools: int
    late: int
    reminded: Entry | None


def owing(unit, day):
    """An Owing for each round under way in which a school below ``unit`` has still to hand in."""
    rounds = Round.objects.filter(state=Round.State.OPEN, returns__state=S.OPEN, returns__school__path__startswith=unit.path).distinct()
    found = [(round, to_hand_in(unit, round, day)) for round in rounds.order_by("school_due")]
    return [Owing(round, len(rows), sum(row.late for row in rows), schools_reminded_on(unit, round, day)) for round, rows in found if rows]
