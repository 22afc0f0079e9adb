"""Who sits in a sitting, who has a tie with a school, and how a vote stands (J2)."""

from apps.deliberation.models import Attendance, Vote
from apps.deliberation.rules import count
from apps.experts.models import Interest, Membership
from apps.schemes.parameters import Parameters


def in_office(sitting):
    """The members of the committee in office on the day of the sitting, in the order of their duties."""
    order = list(Membership.Duty)
    rows = Membership.objects.on(sitting.on).filter(committee=sitting.committee).select_related("user")
    return sorted(rows, key=lambda row: (order.index(row.duty), row.since, row.user.username))


def ties_of(sitting, school):
    """[(Membership, why), …]: the members who work at the school, declared a tie with it, or are kept out of it already (H9)."""
    members = in_office(sitting)
    people = [member.user_id for member in members]
    declared = {
        row.expert.user_id: row for row in Interest.objects.standing().filter(expert__user__in=people, school=school).select_related("expert")
    }
    found = []
    for member in members:
        if tie := declared.get(member.user_id):
            found.append((member, f"与该校有利害关系：{tie.get_kind_display()}"))
        elif member.employer == school.name or any(post.organization_id == school.pk for post in member.user.posts_today):
            found.append((member, "在该校任职"))
        elif any(school.path.startswith(path) for path in member.user.bars_today):
            found.append((member, "已登记回避该校"))
    return found


def counted(case):
    """The Count of a case's vote at its sitting: who withdrew counts neither as a seat nor as present (J2). Of one resolved, as it was then."""
    gone = set(case.recusals.values_list("member", flat=True))
    seats = [member for member in in_office(case.sitting) if member.pk not in gone]
    present = case.present
    if present is None:
        present = Attendance.objects.filter(sitting=case.sitting, present=True, member__in=[member.pk for member in seats]).count()
    votes = Vote.objects.filter(case=case, sitting=case.sitting).exclude(member__in=gone)
    parameters = Parameters.read(case.review.scheme.parameters)
    return count(len(seats), present, list(votes.values_list("choice", flat=True)), quorum=parameters.quorum, majority=parameters.majority)


def without_quorum(sitting):
    """What is missing, in words, for a vote on each case of the agenda by those noted as present (J2)."""
    members, found = in_office(sitting), []
    here = set(Attendance.objects.filter(sitting=sitting, present=True).values_list("member", flat=True))
    for case in sitting.cases.select_related("school", "review__scheme").prefetch_related("recusals").order_by("place"):
        gone = {recusal.member_id for recusal in case.recusals.all()}
        seats = [member.pk for member in members if member.pk not in gone]
        given = Parameters.read(case.review.scheme.parameters)
        tally = count(len(seats), len(here.intersection(seats)), [], quorum=given.quorum, majority=given.majority)
        found += [f"第 {case.place} 件（{case.school}）{words}" for words in too_few(tally)]
    return found


def too_few(tally):
    """What is missing for a vote to be taken at all, in words (J2)."""
    return [] if tally.quorate else [f"法定人数：到会 {tally.present} 人，须 {tally.quorum} 人；够了人数才能表决"]
