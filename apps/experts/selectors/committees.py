"""Committees as their pages show them."""

from django.db.models import Count, Max, Q

from apps.experts.models import Committee, Membership, Roster
from apps.experts.rules import missing_fields
from apps.organizations.models import Level, Organization

ORDER = {duty: place for place, duty in enumerate(Membership.Duty)}


def members_on(committee, day):
    """Who sits on the committee on ``day``, the chair first."""
    rows = committee.memberships.on(day).select_related("user")
    return sorted(rows, key=lambda row: (ORDER[row.duty], row.since, str(row.user)))


def without_field(members):
    """The fields of R2.2 nobody on the committee comes from, in words."""
    return missing_fields(member.kind for member in members)


def reported(below, day):
    """Each province below ``below`` with its committee, how many sit on it and when the list was last reported (R2.1)."""
    provinces = Organization.objects.filter(level=Level.PROVINCE, path__startswith=below.path)
    rows = Committee.objects.filter(organization__in=provinces).select_related("organization")
    sitting = Q(memberships__since__lte=day) & (Q(memberships__until=None) | Q(memberships__until__gte=day))
    rows = {row.organization_id: row for row in rows.annotate(sitting=Count("memberships", filter=sitting))}
    last = dict(Roster.objects.filter(committee__in=rows.values()).values_list("committee").annotate(last=Max("at")))
    return [(province, rows.get(province.pk), last.get(getattr(rows.get(province.pk), "pk", None))) for province in provinces]
