"""Committees: set up, their members enrolled for a term, the list reported, one person put forward for the national one (R2.1, R2.2)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from apps.accounts.access import holders, may
from apps.accounts.models import Post
from apps.administration.services import people
from apps.audit.services import record, values
from apps.core.canonical import digest
from apps.experts.lifecycle import MANAGE, VIEW_COMMITTEE
from apps.experts.models import Committee, Membership, Roster
from apps.experts.rules import against_nominating
from apps.experts.selectors.committees import members_on
from apps.notifications.services import notify
from config.roles import Role

ONE_ONLY = (Membership.Duty.CHAIR, Membership.Duty.SECRETARY)
FIELDS = ["committee", "user", "duty", "kind", "employer", "in_charge", "since", "until"]


@transaction.atomic
def set_up(organization, *, title, set_up_on, shared=False, by):
    """Set up the committee of a province: one a province (R2.1)."""
    if not may(by, MANAGE, organization):
        raise PermissionDenied(MANAGE)
    if Committee.objects.filter(organization=organization).exists():
        raise ValidationError(f"{organization}已经有专委会，一省一个；可以在它的页面上调整委员。")
    row = Committee(organization=organization, title=title, set_up_on=set_up_on, shared=shared)
    row.full_clean()
    row.save(force_insert=True)
    record(by=by, verb="set_up_committee", target=row, after=values(row, ["organization", "title", "set_up_on", "shared"]))
    return row


def role_of(duty):
    """The post that goes with a duty."""
    return Role.COMMITTEE_SECRETARY if duty == Membership.Duty.SECRETARY else Role.COMMITTEE_MEMBER


@transaction.atomic
def enrol(committee, *, username, name, duty, kind, employer, since, until=None, in_charge=False, by):
    """Enrol a member for a term, with the post that opens the committee's work to him.

    Returns the Membership and the one-time password of a new account, "" for one that was there.
    """
    row = _locked(committee, by)
    sitting = row.memberships.filter(until=None) | row.memberships.filter(until__gte=since)
    if duty in ONE_ONLY and (other := sitting.filter(duty=duty).select_related("user").first()):
        raise ValidationError({"duty": f"{other.get_duty_display()}现在是{other.user}，一会一人；请先结束他的任期。"})
    if other := sitting.filter(user__username=username).first():
        raise ValidationError({"username": f"{other.user}已经是{other.get_duty_display()}；要改职务，请先结束原来的任期。"})
    today = localdate()
    if until and until < today:
        raise ValidationError({"until": "任期已经结束，不再登记；请写今天或以后的日期，不定期限的不填。"})
    # A term may have begun before it was entered here, a post never does.
    given = {"role": role_of(duty), "since": max(since, today), "until": until, "department": row.title[:60]}
    post, password = people.appoint(row.organization, username=username, name=name, **given, by=by)
    member = join(row, post.user, duty=duty, kind=kind, employer=employer, since=since, until=until, in_charge=in_charge, by=by)
    return member, password


def join(committee, user, *, by=None, **facts):
    """Enter somebody who holds the post already."""
    member = Membership(committee=committee, user=user, **facts)
    member.full_clean()
    member.save(force_insert=True)
    record(by=by, verb="enrol_member", target=committee, after=values(member, FIELDS))
    return member


@transaction.atomic
def leave(membership, *, until, by):
    """Let a term end with the day ``until``, and the posts that went with it: those of a day to come do not begin, none ends before its first day."""
    row = _locked(membership.committee, by)
    member = row.memberships.select_related("user").get(pk=membership.pk)
    if member.until and member.until <= until:
        raise ValidationError({"until": f"任期到 {member.until:%Y-%m-%d} 为止，结束不能比这更晚。"})
    if until < member.since:
        raise ValidationError({"until": f"任期自 {member.since:%Y-%m-%d} 起，最后一天不能早于这一天。"})
    held = Post.objects.filter(user=member.user, organization=row.organization, role=role_of(member.duty), acting_for=None)
    for post in held.filter(Q(until=None) | Q(until__gt=until)):
        if post.since > max(until, localdate()):
            people.drop_post(post, by=by)
        else:
            people.end_post(post, until=max(until, post.since), by=by)
    before = values(member, ["until"])
    member.until = until
    member.save(update_fields=["until"])
    record(by=by, verb="end_membership", target=row, before=before, after=values(member, ["user", "until"]))
    return member


@transaction.atomic
def put_forward(membership, *, by):
    """Put one member forward for the national committee: the chair, the secretary or who has charge of 中职, at most one of a province (R2.1)."""
    row = _locked(membership.committee, by)
    member = row.memberships.select_related("user").get(pk=membership.pk)
    if against := against_nominating(member.duty, member.in_charge):
        raise ValidationError(against)
    if member.until and member.until < localdate():
        raise ValidationError(f"{member.user}的任期已经结束，不能推荐。")
    for other in row.memberships.filter(nominated_on__isnull=False).exclude(pk=member.pk).select_related("user"):
        raise ValidationError(f"已推荐{other.user}为全国专委会人选，一省至多一人（R2.1）；要换人，请先撤回。")
    member.nominated_on = localdate()
    member.save(update_fields=["nominated_on"])
    record(by=by, verb="put_member_forward", target=row, after=values(member, ["user", "nominated_on"]))
    return member


@transaction.atomic
def take_back(membership, *, by):
    """Take back who was put forward for the national committee."""
    row = _locked(membership.committee, by)
    member = row.memberships.get(pk=membership.pk)
    if member.nominated_on is None:
        raise ValidationError("没有推荐过这位委员，不必撤回。")
    before = values(member, ["user", "nominated_on"])
    member.nominated_on = None
    member.save(update_fields=["nominated_on"])
    record(by=by, verb="take_member_back", target=row, before=before, after=values(member, ["user", "nominated_on"]))


@transaction.atomic
def report_roster(committee, *, by):
    """Report the list of members to the ministry as it stands today, frozen (R2.1).

    ``content``: {"committee", "set_up_on", "members": [{"name", "duty", "kind", "employer", "since", "until"}], "nominee"}. ValidationError where
    nobody is on it or nothing has changed since.
    """
    row = _locked(committee, by)
    content = roster_of(row, localdate())
    if not content["members"]:
        raise ValidationError("还没有在任的委员，没有报送。请先增加委员。")
    last = row.rosters.first()
    if last and last.digest == digest(content):
        raise ValidationError(f"名单与第 {last.number} 次报送的相同，不必再报。")
    roster = Roster.objects.create(committee=row, number=(last.number if last else 0) + 1, content=content, digest=digest(content), by=by)
    record(by=by, verb="report_roster", target=row, after=values(roster, ["number", "digest"]))
    notify([person for person in holders(VIEW_COMMITTEE, row) if person != by], f"{roster}", row.get_absolute_url())
    return roster


def roster_of(committee, day):
    members = members_on(committee, day)
    nominee = next((str(member.user) for member in members if member.nominated_on), "")
    listed = [
        {
            "name": str(member.user), "duty": member.get_duty_display(), "kind": member.get_kind_display(), "employer": member.employer,
            "since": member.since.isoformat(), "until": member.until.isoformat() if member.until else "",
        }
        for member in members
    ]  # fmt: skip
    return {"committee": committee.title, "set_up_on": committee.set_up_on.isoformat(), "members": listed, "nominee": nominee}


def _locked(committee, by):
    row = Committee.objects.select_for_update(of=("self",)).select_related("organization").get(pk=committee.pk)
    if not may(by, MANAGE, row):
        raise PermissionDenied(MANAGE)
    return row
