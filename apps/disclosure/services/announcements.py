"""A conclusion on its way: proposed from what was decided, shown by a second person, published when the time for objections is over (M2, M3)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.accounts.access import holders, may, objects_for
from apps.audit.services import record, values
from apps.core.dates import UnknownYear, calendar
from apps.deliberation.models import Case
from apps.diagnosis.models import PublicReport
from apps.disclosure import rules
from apps.disclosure.contents import fit_for_public, lacking_papers, lacking_to_show, parameters_of
from apps.disclosure.lifecycle import ANNOUNCEMENT, PROPOSE_ANNOUNCEMENT, PUBLISH_ANNOUNCEMENT
from apps.disclosure.models import Announcement, ConclusionCopy
from apps.disclosure.services import conclusions
from apps.notifications.services import notify
from apps.workflow.lifecycle import NotReady, WrongState

CASES = Case.objects.select_related("school", "review__scheme", "review__selection__draw__province", "review__group_report", "certificate").defer(
    "review__selection__draw__bundle"
)


def decided(user):
    """The decided cases of which nobody has proposed anything yet, of those ``user`` may propose, the first decided first."""
    rows = CASES.filter(state=Case.State.DECIDED, announcement=None)
    return objects_for(user, PROPOSE_ANNOUNCEMENT, rows).order_by("decided_at", "pk")


def to_withdraw(user):
    """What must not stay in public, of what ``user`` may withdraw, as (announcement, why): the decision, or the school's own report, is taken back."""
    here = objects_for(user, PUBLISH_ANNOUNCEMENT, Announcement.objects.filter(state__in=["shown", "final"])).select_related("school")
    no_report = here.exclude(case__review__report__public_report__state=PublicReport.State.CONFIRMED)
    return [(row, "认定已撤销") for row in here.filter(case__state=Case.State.REVERSED)] + [
        (row, "自我诊改报告的公开本已撤回") for row in no_report.filter(Exists(_with_own_report()))
    ]


def to_renew(user):
    """What was published without the school's own report, which may be public by now; of what ``user`` may publish."""
    here = objects_for(user, PUBLISH_ANNOUNCEMENT, Announcement.objects.filter(state=Announcement.State.FINAL)).select_related("school")
    return here.filter(~Exists(_with_own_report()), case__review__report__public_report__state=PublicReport.State.CONFIRMED)


def _with_own_report():
    """The versions that stand and hold the school's own report, of the announcement around it."""
    return ConclusionCopy.objects.filter(announcement=OuterRef("pk"), withdrawn_at=None, content__own_report__digest__isnull=False)


def days_of(case):
    """(last day to show, last day to publish) of a decided case by the scheme of its time (R12.1); (None, None) while the days off are not known."""
    parameters = parameters_of(case.review)
    try:
        due = rules.publish_by(timezone.localdate(case.decided_at), parameters.decision_publication_days, calendar())
        return rules.show_by(due, parameters.public_notice_days, calendar()), due
    except UnknownYear:
        return None, None


@transaction.atomic
def propose(case, *, by):
    """Propose a decided case for publication; the second person hears of it.

    WrongState where it is not decided or proposed already, NotReady with what is lacking (personal data with its place, papers not there).
    """
    row = CASES.select_for_update(of=("self",)).get(pk=case.pk)
    if not may(by, PROPOSE_ANNOUNCEMENT, row):
        raise PermissionDenied(PROPOSE_ANNOUNCEMENT)
    if row.state != Case.State.DECIDED or Announcement.objects.filter(case=row).exists():
        raise WrongState("提出结论公开")
    show_by, due = days_of(row)
    announcement = Announcement(case=row, school=row.school, year=row.review.selection.draw.year, show_by=show_by, due=due, proposed_by=by)
    if missing := lacking_papers(row) or lacking_to_show(announcement):
        raise NotReady(missing)
    announcement.save(force_insert=True)
    record(by=by, verb="put_conclusion_forward", target=announcement, after=values(announcement, ["case", "school", "year", "due"]))
    people = [person for person in holders(PUBLISH_ANNOUNCEMENT, announcement) if person != by]
    notify(people, f"{announcement}：{by}已提出", announcement.get_absolute_url())
    return announcement


def propose_many(cases, *, by):
    """Propose each on its own merits; returns (proposed, [(case, why not)])."""
    proposed, left_out = [], []
    for case in cases:
        try:
            proposed.append(propose(case, by=by))
        except WrongState:
            left_out.append((case, ["已有人提出，或认定已撤销"]))
        except NotReady as missing:
            left_out.append((case, missing.args[0]))
    return proposed, left_out


def propose_again(announcement, *, by, seen=None):
    """A conclusion sent back or withdrawn is proposed anew; what was shown of it stays as its earlier versions (M4)."""
    cleared = {"shown_on": None, "last_day": None, "final_on": None, "shown_by_id": None, "final_by_id": None}
    return ANNOUNCEMENT.take(announcement, "propose_conclusion", by=by, seen=seen, proposed_by_id=by.pk, **cleared)


@transaction.atomic
def show(announcement, *, by, seen=None, on=None):
    """公示: the second person shows it for objections from today; the copy is frozen in the same transaction.

    ``on``: an earlier day that it stands for, in the demonstration alone.
    """
    day = on or timezone.localdate()
    try:
        last_day = rules.objections_until(day, parameters_of(announcement.case.review).public_notice_days, calendar())
    except UnknownYear as unknown:
        raise NotReady([unknown.args[0]]) from None
    row = ANNOUNCEMENT.take(announcement, "show_conclusion", by=by, seen=seen, shown_by_id=by.pk, shown_on=day, last_day=last_day)
    conclusions.make(row, "shown", on=day, by=by)
    return row


@transaction.atomic
def publish(announcement, *, by, seen=None, on=None):
    """公布: when the last day for objections has passed and each is answered; a version of its own (R12.1, M3). ``on`` as in ``show``."""
    day = on or timezone.localdate()
    row = ANNOUNCEMENT.take(announcement, "publish_conclusion", by=by, seen=seen, final_by_id=by.pk, final_on=day)
    conclusions.make(row, "final", on=day, by=by)
    return row


@transaction.atomic
def renew(announcement, *, by, note, seen=None):
    """What was published gets a further version with a note of what is new, the school's own report confirmed since, say (M4)."""
    fit_for_public(note)
    row = ANNOUNCEMENT.take(announcement, "renew_conclusion", by=by, seen=seen, note=note)
    conclusions.make(row, "final", on=timezone.localdate(), note=note, by=by)
    return row


def refuse(announcement, *, by, note, seen=None):
    return ANNOUNCEMENT.take(announcement, "refuse_conclusion", by=by, seen=seen, note=note)


@transaction.atomic
def withdraw(announcement, *, by, note, seen=None):
    """Its address stays and says why it was withdrawn (M4)."""
    fit_for_public(note)
    row = ANNOUNCEMENT.take(announcement, "withdraw_conclusion", by=by, seen=seen, note=note)
    conclusions.withdraw(row, note=note)
    return row
