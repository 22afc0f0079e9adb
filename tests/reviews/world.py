"""A review at any state with a group of three, written as the services write it."""

import hashlib
import zlib
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from apps.accounts.models import User
from apps.core.canonical import canonical
from apps.diagnosis.models import Diagnosis, Measure, Report
from apps.documents.services import render_pdf
from apps.experts.models import Employment, Expert, Training
from apps.experts.selectors.undertaking import undertaking
from apps.organizations.models import Level, Organization
from apps.reviews.contents import fingerprint
from apps.reviews.lifecycle import REVIEW
from apps.reviews.models import Answer, Judgement, Material, Member, Review
from apps.reviews.services import judgements, materials, reports, reviews, teams
from apps.sampling.models import Draw, Selection
from apps.schemes.models import Element, Item
from apps.schemes.selectors import elements
from apps.statusdata.models import Acceptance, Return, Round, Snapshot
from tests.sampling.world import YEAR, a_plan, a_scheme, ready

ORDER = ["planned", "scheduled", "judging", "reading", "visiting", "writing", "reported"]


def paper():
    context = {"title": "示例", "subject": "示例", "facts": [["说明", "示例"]], "demonstration": True}
    return ContentFile(render_pdf("pdf/receipt.html", context), name="示例.pdf")


def an_expert(number, province, **given):
    """In the pool, trained, without a tie to any school."""
    user = User.objects.create_user(f"expert-{province.code}-{number}-{User.objects.count()}", name=f"专家{number}")
    facts = {
        "state": "admitted",
        "admitted_on": date(2020, 1, 1),
        "confirmed_on": date(2020, 1, 2),
        "kind": "education",
        "employer": "示例大学",
        **given,
    }
    expert = Expert.objects.create(user=user, province=province, nominator=province, **facts)
    Employment.objects.create(expert=expert, name="示例大学", since=date(2010, 1, 1))
    Training.objects.create(expert=expert, title="示例培训", organiser="示例", on=date(2024, 1, 1))
    return expert


def sixteen_of(guidance):
    if not Element.objects.filter(item__guidance=guidance).exists():
        item = Item.objects.create(guidance=guidance, code="1", name="项目", order=1)
        Element.objects.bulk_create(Element(item=item, code=f"1.{n}", name=f"要素{n}", order=n) for n in range(1, 17))
    return list(elements(guidance))


def said(school, elements):
    """The body of a signed report, as short as it may be."""
    rows = [
        {"item": {"code": each.item.code, "name": each.item.name}, "code": each.code, "name": each.name, "status": []}
        | {kind: f"{each.code} 的{words}" for kind, words in TEXTS.items()}
        for each in elements
    ]  # fmt: skip
    whole = {"overview": "示例概述", "conclusion": "示例综合结论", "advice": "示例建议", "data": "", "snapshot": "", "scheme": "示例方案"}
    return {"school": {"code": school.code, "name": school.name}, "year": YEAR, **whole, "elements": rows, "figures": [], "measures": []}


TEXTS = {"self": "自我诊断", "measures": "改进措施", "effect": "改进效果", "result": "诊断结果", "causes": "原因分析"}


def signed(diagnosis, *, by, number=1):
    body = canonical(said(diagnosis.school, sixteen_of(diagnosis.scheme.guidance)))
    facts = {"body": zlib.compress(body), "digest": hashlib.sha256(body).hexdigest()}
    return Report.objects.create(diagnosis=diagnosis, number=number, school=diagnosis.school, signed_by=by, **facts)


def diagnosed(school, scheme, *, by, measures=True):
    """A signed self-diagnosis with one measure carried out."""
    diagnosis = Diagnosis.objects.create(school=school, year=YEAR, scheme=scheme)
    report = signed(diagnosis, by=by)
    Diagnosis.objects.filter(pk=diagnosis.pk).update(state="signed", report=report)
    if measures:
        done = {"state": "done", "carried_out_on": date(2026, 3, 1)}
        Measure.objects.create(school=school, diagnosis=diagnosis, problem="示例问题", aim="示例措施", **done)
    return report


#: 在校生 and teachers, all the figures the school has.
FORMS = {"F13": {"enrolled": "669"}, "F08": {"ft": "47", "ft_major": "20"}}


def accepted(school, *, by, edition=None):
    ready(school, by=by)
    upload = Return.objects.get(school=school, round__year=YEAR)
    if edition:
        Round.objects.filter(pk=upload.round_id).update(edition=edition)
    snapshot = Snapshot.objects.get(upload=upload)
    Snapshot.objects.filter(pk=snapshot.pk).update(body=zlib.compress(canonical({"forms": FORMS})))
    Return.objects.filter(pk=upload.pk).update(
        state="accepted", snapshot=snapshot, submitted_at=timezone.now(), checked_at=timezone.now(), accepted_at=timezone.now()
    )
    Acceptance.objects.create(snapshot=snapshot)
    return snapshot


#: What a draw made public holds.
DRAWN = {
    "quota": 1, "source": "示例", "reveal_on": date(2026, 1, 1), "commitment": "0" * 64, "committed_at": timezone.now(), "value": "1",
    "drawn_at": timezone.now(), "bundle": b"x", "digest": "0" * 64, "state": "published",
}  # fmt: skip


class World:
    """One school's review and the people in it; ``officer`` and ``principal`` are given."""

    def __init__(self, school, officer, principal, province=None, guidance=None, edition=None):
        self.edition = edition
        self.school, self.officer, self.principal = school, officer, principal
        self.province = province or Organization.objects.get(level=Level.PROVINCE, code=school.path.split(".")[1])
        self.scheme = a_scheme(self.province, team_min=3)
        if guidance:
            type(self.scheme).objects.filter(pk=self.scheme.pk).update(guidance=guidance)
            self.scheme.guidance = guidance
        self.elements = sixteen_of(self.scheme.guidance)
        self.plan = a_plan(self.province, scheme=self.scheme)

    def select(self, **given):
        given = {"kind": "random", **given}
        year = timezone.localdate().year
        draw, _ = Draw.objects.get_or_create(plan=self.plan, province=self.province, year=year, defaults=DRAWN)
        return Selection.objects.create(draw=draw, school=self.school, **given)

    def planned(self):
        self.report = diagnosed(self.school, self.scheme, by=self.principal)
        self.snapshot = accepted(self.school, by=self.principal, edition=self.edition)
        selection = self.select()
        reviews.take_up(self.province, by=self.officer)
        self.review = Review.objects.select_related("school", "scheme__guidance").get(selection=selection)
        self.experts = [an_expert(number, self.province) for number in range(3)]
        return self.review

    def team(self):
        for number, expert in enumerate(self.experts):
            teams.name(self.review, expert, duty=Member.Duty.MEMBER if number else Member.Duty.LEAD, by=self.officer)
        self.people = [User.objects.get(pk=expert.user_id) for expert in self.experts]

    def fresh(self):
        self.review = Review.objects.select_related("school", "scheme__guidance", "selection").get(pk=self.review.pk)
        return self.review

    def scheduled(self):
        self.team()
        day = working_day(timezone.localdate() + timedelta(days=20))
        reviews.schedule(self.review, visit_from=day, visit_to=day, materials_due=day - timedelta(days=5), by=self.officer)
        return self.fresh()

    def ready(self):
        """All that stands before the data open."""
        for person in self.people:
            teams.undertake(self.review, version=undertaking().version, by=person)
        reviews.answer_visit(self.review, by=self.principal)
        self.material = materials.attach(self.review, kind=Material.Kind.PLAN, title="示例规划", file=paper(), by=self.principal)
        materials.submit(self.review, by=self.principal)
        return self.fresh()

    def judging(self):
        self.ready()
        reviews.begin(self.review, by=self.officer)
        return self.fresh()

    def judge(self, stage, people=None, answer="yes"):
        """Written at once: the way through the service is shown by its own tests."""
        wanted = {person.pk for person in people or self.people}
        members = [member for member in self.review.members.select_related("expert__user") if member.expert.user_id in wanted]
        given = {"review": self.review, "stage": stage, "answer": answer}
        Judgement.objects.bulk_create(
            Judgement(member=member, element=each, reason=f"{member.expert}逐项看过以后的理由", **given)
            for member in members
            for each in self.elements
        )

    def reading(self):
        self.judge("data")
        reviews.open_papers(self.review, by=self.people[0])
        return self.fresh()

    def visiting(self):
        judgements.focus(self.review, self.elements[0], question="示例重点问题", by=self.people[0])
        # The day has come.
        today = timezone.localdate()
        Review.objects.filter(pk=self.review.pk).update(visit_from=today, visit_to=today, materials_due=today)
        self.fresh()
        REVIEW.take(self.review, "arrive", by=self.people[0])
        return self.fresh()

    def writing(self):
        self.judge("visit")
        reviews.depart(self.review, by=self.people[0])
        return self.fresh()

    def write(self, agreeing=16, aimed=True, effective=True, agreed=True):
        for number, element in enumerate(self.elements):
            Answer.objects.create(review=self.review, element=element, agrees=number < agreeing, reason="组的理由", version=1)
        reports.find(self.review, self.elements[0], found="示例发现", advice="示例建议", by=self.people[1])
        texts = {"overview": "示例概述", "text": "示例总体意见", "aimed_reason": "示例", "effective_reason": "示例"}
        reports.write(self.review, seen=0, aimed=aimed, effective=effective, **texts, by=self.people[0])
        reports.suggest(self.review, conclusion="effective", reason="机密的理由", by=self.people[0])
        for person in self.people if agreed else []:
            reports.agree(self.review, digest=fingerprint(self.review), by=person)

    def reported(self):
        self.write()
        reports.hand_in(self.fresh(), by=self.people[0])
        return self.fresh()

    def to(self, state):
        """The review, brought to ``state`` by the steps themselves."""
        for name in ORDER[: ORDER.index(state) + 1]:
            getattr(self, name)()
        return self.fresh()


def working_day(day):
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
