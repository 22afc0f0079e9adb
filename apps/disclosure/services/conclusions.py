"""What the public reads of reviews: conclusions, answers to objections, members of groups; frozen, shown when their entries are sealed (R12.1, R12.2)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from apps.accounts.access import may, objects_for
from apps.audit.services import is_sealed, record, values
from apps.core.canonical import digest
from apps.disclosure.contents import content_of, draw_words, lacking_in_team, team_words, visit_words
from apps.disclosure.lifecycle import PROPOSE_ANNOUNCEMENT
from apps.disclosure.models import AnswerCopy, ConclusionCopy, Listing, TeamCopy
from apps.disclosure.services.copies import list_school
from apps.documents.services import certify
from apps.organizations.models import Organization
from apps.reviews.models import Review
from apps.workflow.lifecycle import NotReady, WrongState

UNSEEN = {"released_at": None}


def make(announcement, stage, *, on, note="", by):
    """Freeze the copy, give it its number and its code."""
    listing, number = _place(ConclusionCopy, announcement.school_id, announcement.year)
    content = content_of(announcement)
    fingerprint = digest(content)
    stage = ConclusionCopy.Stage(stage)
    facts = [["学校", announcement.school.name], ["标识码", announcement.school.code], ["结论", content["conclusion"]["words"]],
             ["发文字号", content["decision"]["number"]], ["阶段", stage.label], ["版次", str(number)], ["日期", on.isoformat()]]  # fmt: skip
    title = f"{announcement.school.name} {announcement.year} 年复核结论（{stage.label}，第 {number} 版）"
    certificate = certify(title, fingerprint, facts, holder=announcement, public=True, by=by)
    return ConclusionCopy.objects.create(
        announcement=announcement, listing=listing, year=announcement.year, number=number, stage=stage, content=content, digest=fingerprint,
        conclusion=announcement.case.decided, last_day=announcement.last_day, published_on=on, code=certificate.code, note=note,
    )  # fmt: skip


def withdraw(announcement, *, note):
    ConclusionCopy.objects.filter(announcement=announcement, withdrawn_at=None).update(withdrawn_at=timezone.now(), note=note)


def answer(objection):
    """The gist and the answer as the public will read them."""
    listing = Listing.objects.get(code=objection.school.code)
    return AnswerCopy.objects.create(
        objection=objection, listing=listing, year=objection.announcement.year, gist=objection.gist, answer=objection.answer,
        lodged_on=timezone.localdate(objection.at), answered_on=timezone.localdate(objection.answered_at),
    )  # fmt: skip


def teams_to_publish(user):
    """The reviews with their group and days fixed, nothing of them concluded in public, whose group as it is now stands in no version there (R12.2)."""
    rows = Review.objects.exclude(state=Review.State.PLANNED).exclude(cases__announcement__shown_on__isnull=False)
    rows = rows.select_related("school", "selection__draw__province").defer("selection__draw__bundle")
    rows = (
        objects_for(user, PROPOSE_ANNOUNCEMENT, rows).prefetch_related("members__expert__user", "team_copies").order_by("visit_from", "school__path")
    )
    return [review for review in rows if not _is_in_public(review)]


def team_of_public(review):
    """What the public reads of a group: {"school", "year", "team", "visit", "draw"}."""
    serving = [each for each in review.members.all() if each.left_at is None]
    return {
        "school": {"code": review.school.code, "name": review.school.name}, "year": review.selection.draw.year, "team": team_words(serving),
        "visit": visit_words(review), "draw": draw_words(review.selection),
    }  # fmt: skip


def _is_in_public(review):
    """Whether the newest version, shown or about to be, names the group and its days as they are now."""
    newest = max(review.team_copies.all(), key=lambda copy: copy.number, default=None)
    now = team_of_public(review)
    return newest is not None and all(newest.content[part] == now[part] for part in ["team", "visit"])


@transaction.atomic
def publish_team(review, *, by, on=None):
    """Publish the members of a group (R2.4, R12.2): one person's act. NotReady for a group without members or with personal data in its texts.

    ``on``: an earlier day that it stands for, in the demonstration alone.
    """
    row = Review.objects.select_for_update(of=("self",)).select_related("school", "selection__draw__province").get(pk=review.pk)
    if not may(by, PROPOSE_ANNOUNCEMENT, row):
        raise PermissionDenied(PROPOSE_ANNOUNCEMENT)
    if row.state == Review.State.PLANNED:
        raise WrongState("公布专家组")
    content = team_of_public(row)
    if missing := lacking_in_team(content["team"]):
        raise NotReady(missing)
    if _is_in_public(row):
        raise WrongState("公布专家组")
    listing, number = _place(TeamCopy, row.school_id, content["year"])
    copy = TeamCopy.objects.create(
        review=row, listing=listing, year=content["year"], number=number, content=content, digest=digest(content),
        published_on=on or timezone.localdate(),
    )  # fmt: skip
    record(by=by, verb="publish_team", target=copy, after=values(copy, ["review", "number", "digest"]))
    return copy


def _place(model, school, year):
    """(the school's line in the public list, the number of its next version): two versions made at once take their numbers in turn."""
    row = Organization.objects.select_for_update(no_key=True).get(pk=school)
    listing = Listing.objects.filter(code=row.code).first() or list_school(row)
    return listing, model.objects.filter(listing=listing, year=year).count() + 1


def release():
    """Show what is under a seal by now; returns how many."""
    waiting = [
        (ConclusionCopy.objects.filter(withdrawn_at=None, **UNSEEN).select_related("announcement__school"), lambda copy: copy.announcement),
        (AnswerCopy.objects.filter(**UNSEEN).select_related("objection__school"), lambda copy: copy.objection),
        (TeamCopy.objects.filter(**UNSEEN).select_related("review__school"), lambda copy: copy),
    ]
    return sum(_show(copy, target(copy)) for rows, target in waiting for copy in rows.order_by("year", "pk") if is_sealed(target(copy)))


@transaction.atomic
def _show(copy, target):
    """1 where it was not shown yet: another worker may have been faster, or somebody may have withdrawn it."""
    still = {"withdrawn_at": None} if isinstance(copy, ConclusionCopy) else {}
    if not type(copy).objects.filter(pk=copy.pk, **UNSEEN, **still).update(released_at=timezone.now()):
        return 0
    list_school(target.review.school if isinstance(copy, TeamCopy) else target.school)
    return 1
