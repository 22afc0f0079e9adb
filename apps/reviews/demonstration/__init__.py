"""The reviews of the demonstration: made-up schools of its two published draws, a review at every state; every text is marked 示例."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from apps.accounts.access import holders
from apps.accounts.models import User
from apps.audit.services import dated
from apps.core.dates import at_hour
from apps.diagnosis.demonstration import finish
from apps.diagnosis.selectors import signed_report
from apps.documents.services import render_pdf
from apps.experts.models import Expert
from apps.experts.selectors.ties import conflicts_of
from apps.experts.selectors.undertaking import undertaking
from apps.reviews.lifecycle import REVIEW, SUBMIT
from apps.reviews.models import Agreement, Material, Member, Review, Stage, Suggestion
from apps.reviews.services import agenda, judgements, materials, reports, reviews, teams
from apps.sampling.models import Draw, Selection

from . import words
from .days import held, working
from .group import answer_all, hand_in, judge_all, sixteen

OFFICER = "shengji"
S = Review.State
ORDER = [S.PLANNED, S.SCHEDULED, S.JUDGING, S.READING, S.VISITING, S.WRITING, S.REPORTED]


@dataclass(frozen=True)
class Part:
    """How far a review is: ``visit`` days from today to the first of its ``days``; the rest is what the group answers, where it gets so far."""

    state: str
    visit: int = 0
    days: int = 3
    agreeing: int = 14
    aimed: bool = True
    effective: bool = True
    suggested: str = "effective"


#: Of last year's draw all are reported; what becomes of them is the committee's (apps/deliberation/demonstration.py).
PAST = [
    Part(S.REPORTED, -68),
    Part(S.REPORTED, -63, agreeing=11, suggested="to_improve"),
    Part(S.REPORTED, -58, agreeing=9, aimed=False, effective=False, suggested="abnormal"),
    Part(S.REPORTED, -30, agreeing=13),
    Part(S.REPORTED, -25, agreeing=12, effective=False),
    Part(S.REPORTED, -16, agreeing=15),
]
#: Of this year's one is being visited, the next within days.
PRESENT = [Part(S.WRITING, -9), Part(S.VISITING), Part(S.READING, 1, 2), Part(S.JUDGING, 8), Part(S.SCHEDULED, 22)]
#: The papers were to be in so many days before the visit.
BEFORE = 12
#: So many days before the papers were due the visit was fixed and its group asked.
ASKED = 14
TEAM = 5
#: Whose part is one review: the first leads the visit that goes on, the other has still to judge.
KEPT = {"zhuanjia1": S.VISITING, "zhuanjia2": S.JUDGING}


@transaction.atomic
def load(today):
    """Take up what the draws chose and bring each school to its part; where reviews are there already, or nobody runs them, nothing is done."""
    officer = User.objects.filter(username=OFFICER).first()
    if officer is None or Review.objects.exists():
        return "已有现场复核，没有新增"
    reviews.take_up()
    people = People(today, officer)
    for review, part in parts(today):
        people.play(review, part)
    counts = [f"{state.label} {Review.objects.filter(state=state).count()}" for state in ORDER]
    return f"现场复核 {Review.objects.count()} 项（{'，'.join(counts)}），均为示例"


def parts(today):
    """(Review, Part) of the schools drawn, those of the year before first; pilots and whoever is left over wait for their days."""
    rows = Review.objects.filter(school__name__startswith="示例", selection__draw__state=Draw.State.PUBLISHED)
    rows = rows.exclude(selection__kind=Selection.Kind.PILOT).select_related("school", "scheme__guidance", "selection").order_by("school__code")
    past, present = rows.filter(selection__draw__year__lt=today.year), rows.filter(selection__draw__year=today.year)
    return [*zip(past, PAST, strict=False), *zip(present, PRESENT, strict=False)]


class People:
    """Who plays the reviews: the officer, the principals, the experts who take turns."""

    def __init__(self, today, officer):
        self.today, self.officer, self.turn = today, officer, 0
        self.pool = list(Expert.objects.admitted().trained_on(timezone.localdate()).select_related("user").order_by("user__username"))
        facts = [["说明", "演示用的示例文件"]]
        self.paper = render_pdf("pdf/receipt.html", {"title": words.PLAN, "subject": "示例", "facts": facts, "demonstration": True})

    def play(self, review, part):
        """Bring a review to its part; where the school can sign nothing, or too few experts are free of ties, it waits."""
        principal = holders(SUBMIT, review).first()
        if principal and signed_report(review.school) is None:
            finish(review.school, today=self.today, by=principal)
        free = self._free(review.school)
        if principal and signed_report(review.school) and len(free) >= TEAM:
            Play(review, part, self, principal, self._choose(free, part)).run()

    def _free(self, school):
        tied = conflicts_of(self.pool, [school], timezone.localdate())
        barred = {one.pk for one in self.pool if any(school.path.startswith(path) for path in one.user.bars_today)}
        return [one for one in self.pool if (one.pk, school.pk) not in tied and one.pk not in barred]

    def _choose(self, free, part):
        """A group, each expert in his turn; who has a part of his own leads it, and serves beside it only where all is over."""
        fit = [one for one in free if part.state in (S.REPORTED, KEPT.get(one.user.username, part.state))]
        start = self.turn % len(fit)
        self.turn += TEAM
        return sorted(fit[start:] + fit[:start], key=lambda one: KEPT.get(one.user.username) != part.state)[:TEAM]


class Play:
    """One review on its way, by the steps themselves; the moments are set back afterwards, for the steps are taken today."""

    def __init__(self, review, part, people, principal, experts):
        self.review, self.part, self.people, self.principal, self.experts = review, part, people, principal, experts
        self.today, self.officer = people.today, people.officer
        self.first, self.last = self._days()
        self.due = self.today if part.state == S.SCHEDULED else self.first - timedelta(days=BEFORE)

    def _days(self):
        """(first, last) day of the visit; of the one that goes on today is the last."""
        if self.part.state == S.VISITING:
            last = self.today
            while not working(last):
                last -= timedelta(days=1)
            return max(last - timedelta(days=2), last - timedelta(days=last.weekday())), last
        first = self.today + timedelta(days=self.part.visit)
        while not all(working(first + timedelta(days=number)) for number in range(self.part.days)):
            first += timedelta(days=1)
        return first, first + timedelta(days=self.part.days - 1)

    def _step_days(self):
        asked, handed_in = self.due - timedelta(days=ASKED), self.due - timedelta(days=1)
        return [asked, handed_in, self.first - timedelta(days=3), self.first, self.last, held(self.last + timedelta(days=6))]

    def run(self):
        steps = [self.schedule, self.begin, self.open_papers, self.arrive, self.depart, self.report]
        for step, day in list(zip(steps, self._step_days(), strict=True))[: ORDER.index(self.part.state)]:
            with dated(at_hour(day)):
                step()
            self.review = Review.objects.select_related("school", "scheme__guidance", "selection").get(pk=self.review.pk)
        self._half_done()
        self._set_back()

    def schedule(self):
        for place, expert in enumerate(self.experts):
            teams.name(self.review, expert, duty=Member.Duty.MEMBER if place else Member.Duty.LEAD, by=self.officer)
        self.members = list(self.review.members.select_related("expert__user").order_by("duty", "named_at"))
        self.lead = next(member.expert.user for member in self.members if member.duty == Member.Duty.LEAD)
        self.members.sort(key=lambda member: member.expert.user != self.lead)
        # Nobody fixes days that are over: those of a visit long past are written afterwards.
        first = max(self.first, timezone.localdate())
        last = first + (self.last - self.first)
        found = reviews.clashes_of(self.review, first, last)
        days = {"visit_from": first, "visit_to": last, "materials_due": first}
        reviews.schedule(self.review, **days, accepted=found, note=words.CLASH if found else "", by=self.officer)
        Review.objects.filter(pk=self.review.pk).update(visit_from=self.first, visit_to=self.last, materials_due=self.due)

    def begin(self):
        for member in self.members:
            self._undertake(member)
            teams.answer_naming(self.review, by=member.expert.user)
        reviews.answer_visit(self.review, by=self.principal)
        file = ContentFile(self.people.paper, name=f"{words.PLAN}.pdf")
        materials.attach(self.review, kind=Material.Kind.PLAN, title=words.PLAN, file=file, by=self.principal)
        materials.submit(self.review, by=self.principal)
        reviews.begin(Review.objects.get(pk=self.review.pk), by=self.officer)

    def _undertake(self, member):
        teams.undertake(self.review, version=undertaking().version, by=member.expert.user)

    def open_papers(self):
        judge_all(self.review, self.members, Stage.DATA, self.part.agreeing)
        reviews.open_papers(self.review, by=self.lead)

    def arrive(self):
        self._focus()
        # Nobody arrives before the clock's own day, whatever day the demonstration calls today.
        on = min(self.first, timezone.localdate())
        Review.objects.filter(pk=self.review.pk).update(visit_from=on, materials_due=min(self.due, on))
        REVIEW.take(self.review, "arrive", by=self.lead)
        Review.objects.filter(pk=self.review.pk).update(visit_from=self.first, materials_due=self.due)
        agenda.lay_out(self.review, by=self.lead)

    def _focus(self):
        for element, (question, evidence, whom) in zip(sixteen(self.review)[::5], words.FOCUS, strict=False):
            judgements.focus(self.review, element, question=f"（示例）{question}", evidence=evidence, whom=whom, by=self.lead)

    def depart(self):
        judge_all(self.review, self.members, Stage.VISIT, self.part.agreeing)
        reviews.depart(self.review, by=self.lead)

    def report(self):
        answer_all(self.review, self.members, self.part)
        hand_in(self.review, self.members, self.part)
        if not (self.part.aimed and self.part.effective):
            reports.reply(self.review, text=words.REPLY, by=self.principal)

    def _half_done(self):
        """What has been begun at the state where the review stays."""
        some, agreeing = self.members[1:4], self.part.agreeing
        if self.part.state == S.SCHEDULED:
            for member in self.members[:2]:
                self._undertake(member)
            teams.answer_naming(self.review, by=self.lead)
            teams.answer_naming(self.review, asked=words.ASKED, by=some[0].expert.user)
        if self.part.state == S.JUDGING:
            judge_all(self.review, some[:2], Stage.DATA, agreeing)
            judge_all(self.review, some[2:], Stage.DATA, agreeing, up_to=7)
        if self.part.state == S.READING:
            self._focus()
        if self.part.state == S.VISITING:
            judge_all(self.review, some, Stage.VISIT, agreeing, up_to=9)
        if self.part.state == S.WRITING:
            answer_all(self.review, self.members, self.part, up_to=10)

    def _set_back(self):
        row, asked = self.review, at_hour(self.due - timedelta(days=ASKED))
        _scheduled, handed_in, opened, _arrived, visited, reported = self._step_days()
        days = {"materials_at": handed_in, "papers_at": opened, "visited_at": visited, "reported_at": reported}
        given = {name: at_hour(day) for name, day in days.items() if getattr(row, name)}
        Review.objects.filter(pk=row.pk).update(**given, **({"school_confirmed_at": asked} if row.school_confirmed_at else {}))
        row.members.update(named_at=asked - timedelta(days=6))
        row.members.exclude(undertaken_at=None).update(undertaken_at=asked)
        row.members.exclude(confirmed_at=None).update(confirmed_at=asked)
        row.materials.update(at=at_hour(days["materials_at"]))
        row.judgements.filter(stage=Stage.DATA).update(at=at_hour(min(self.today, self.first - timedelta(days=5))))
        row.judgements.filter(stage=Stage.VISIT).update(at=at_hour(self.last))
        row.focuses.update(at=at_hour(self.first - timedelta(days=2)))
        Agreement.objects.filter(report__review=row).update(at=at_hour(reported))
        Suggestion.objects.filter(review=row).update(at=at_hour(reported))
        row.replies.update(at=at_hour(reported + timedelta(days=2)))
