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
