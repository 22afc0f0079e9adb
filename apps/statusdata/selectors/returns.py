"""The list of returns: what waits for whom, until when, what is open on it."""

from django.db.models import Case, Count, DateField, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from apps.accounts.access import answer
from apps.organizations.models import Level, Organization
from apps.statusdata.lifecycle import RETURN
from apps.statusdata.models import Remark, Return

S = Return.State
#: The steps by which a return comes nearer to being accepted: who may take one is waited for.
ONWARDS = ("submit", "check", "accept")
DIRECT = Q(school__parent__level=Level.PROVINCE)
#: Who has the return has until then: the school (unless it is closed), the city, the province (at once for a school of its own); nobody once
#: it is accepted.
DUE = Case(
    When(state=S.OPEN, school__closed_on__isnull=False, then=None),
    When(state=S.OPEN, then=F("round__school_due")),
    When(~DIRECT, state=S.SUBMITTED, then=F("round__city_due")),
    When(state__in=[S.SUBMITTED, S.CHECKED], then=F("round__province_due")),
    default=None,
    output_field=DateField(null=True),
)


def with_due(returns, day):
    """``returns`` with ``due`` and whether they are ``late`` on ``day``."""
    return returns.annotate(due=DUE).annotate(late=Case(When(due__lt=day, then=True), default=False))


def listed(returns, user, day):
    """``returns`` with what a row shows, those first that wait for ``user``, then by school year, deadline and place.

    Each row has ``due``, ``late``, ``open_remarks``, ``waits`` and the answers that ``RETURN.offered`` reads.
    """
    remarks = Remark.objects.filter(upload=OuterRef("pk"), answered_at=None).order_by().values("upload").annotate(number=Count("pk"))
    rows = with_due(RETURN.marked(user, returns), day).annotate(open_remarks=Coalesce(Subquery(remarks.values("number")), 0))
    return rows.annotate(waits=Case(When(_waiting(), then=True), default=False)).order_by("-waits", "-round__year", "due", "school__path", "pk")


def _waiting():
    """Which marked rows wait for the person: a step onwards that is his starts from where they are."""
    found = Q(pk__in=[])
    for step in (RETURN[name] for name in ONWARDS):
        found |= Q(**{"state__in": step.sources, answer(step.permission): True})
    return found & Q(round__state="open")


def lying_in(unit):
    """Schools below ``unit``, or that lie in it whoever is above them."""
    return Q(school__path__startswith=unit.path) | Q(school__area=unit)


def parts_of(unit):
    """The units by which a list below ``unit`` is parted: provinces of the nation, 地市 of a province; a city or school has none."""
    if unit.level > Level.PROVINCE:
        return Organization.objects.none()
    return Organization.objects.filter(parent=unit, level=unit.level + 1)
