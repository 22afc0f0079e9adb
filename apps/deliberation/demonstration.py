"""What the committee of the demonstration made of its reviews: three decided, one resolved, one before the sitting of today, one that waits."""

from datetime import timedelta

from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import dated
from apps.core.dates import at_hour
from apps.deliberation.models import Case, Recusal, Sitting, Vote
from apps.deliberation.rules import Conclusion
from apps.deliberation.selectors.sittings import counted, in_office
from apps.deliberation.services import cases, sittings
from apps.experts.models import Committee
from apps.reviews.demonstration.days import held
from apps.reviews.models import Review

SECRETARY, DECIDER, CHAIR = "mishu", "rending", "weiyuan1"
#: Days from today: the sitting that is over, the decisions on its cases, the sitting to come.
OVER, NEXT = -40, 15
#: A sitting is called so many days before.
CALLED = 8
DECIDED = [-33, -31, -29]
#: Who withdrew from which case of the first sitting, by its place there; from the last its chair.
WITHDREW = {2: "weiyuan4", 3: CHAIR}
WITHDREW_TODAY = "weiyuan5"
WHY = "示例：曾任该校兼职教师"
#: Who has voted by now on the case that is being heard.
VOTED = ["weiyuan2", "weiyuan4", "weiyuan6"]
RESOLUTION = {
    Conclusion.EFFECTIVE: "（示例）专家组的比对证据充分，措施有针对性，改进已见成效，按规则认为有效。请学校继续按诊改制度执行。",
    Conclusion.TO_IMPROVE: "（示例）一致的要素不足十二个，有的问题没有找准，按规则认为待改进。请学校按复核发现修订措施，一年内落实。",
    Conclusion.ABNORMAL: "（示例）多数问题没有写出，措施缺乏针对性，成效不明显，按规则认为异常。请学校重新诊断，拟订整改方案。",
}
#: By the rule's own conclusion: what the one who voted otherwise gave as his reason.
OTHERWISE = {
    Conclusion.EFFECTIVE: "示例：成效的凭据只有一个学期，还不足以认为改进有成效",
    Conclusion.TO_IMPROVE: "示例：师资一项的改进已有凭据，一致的要素可以再计一个",
    Conclusion.ABNORMAL: "示例：已实施的两项措施有针对性，不属于措施缺乏针对性",
}
PLACE = "示例会议室"


@transaction.atomic
def load(today):
    """Lay the reports before the committee, each brought as far as its turn says; where cases are there already, or nobody sits, nothing is done."""
    committee = Committee.objects.filter(organization__code="610000").first()
    known = User.objects.filter(username__in=[SECRETARY, DECIDER]).count()
    if committee is None or known < 2 or Case.objects.exists():
        return "已有审议事项，没有新增"
    Council(committee, today).play()
    counts = [f"{state.label} {Case.objects.filter(state=state).count()}" for state in Case.State]
    return f"审议事项 {Case.objects.count()} 件（{'，'.join(counts)}），会议 {Sitting.objects.count()} 次，均为示例"


def person(username):
    """Read anew each time: whoever withdrew a moment ago has fewer permissions now."""
    return User.objects.get(username=username)


class Council:
    """The committee at work, by its services; the moments are set back afterwards, for the steps are taken today."""

    def __init__(self, committee, today):
        self.committee, self.today, self.number = committee, today, 0
        self.secretary = person(SECRETARY)

    def play(self):
        reviews = Review.objects.filter(state=Review.State.REPORTED, school__name__startswith="示例").select_related("school")
        laid = [self.lay(review) for review in reviews.order_by("reported_at", "school__code")]
        if past := laid[: len(DECIDED)]:
            self.decide(self.hold(past, OVER))
        if now := laid[len(DECIDED) : len(DECIDED) + 2]:
            self.sit_today(now)
        self.call(self.today + timedelta(days=NEXT))

    def lay(self, review):
        with dated(review.reported_at + timedelta(days=1)):
            return cases.open_case(review, by=self.secretary)

    def call(self, on):
        self.number += 1
        on = on if on == self.today else held(on)
        called, title = on - timedelta(days=CALLED), f"{on.year} 年第 {self.number} 次会议（示例）"
        with dated(at_hour(called)):
            return sittings.call(self.committee, title=title, on=on, place=PLACE, by=self.secretary, today=called)

    def open(self, sitting, heard):
        for case in heard:
            cases.put_on(case, sitting=sitting, by=self.secretary)
        sittings.note_presence(sitting, present=[member.pk for member in in_office(sitting)], by=self.secretary)
        return sittings.open_sitting(Sitting.objects.get(pk=sitting.pk), by=self.secretary)

    def hold(self, heard, days):
        """A sitting that is over, every case of it resolved. Returns the cases in the order of its agenda."""
        sitting = self.call(self.today + timedelta(days=days))
        with dated(at_hour(sitting.on)):
            sitting = self.open(sitting, heard)
            for case in sitting.cases.order_by("place"):
                if username := WITHDREW.get(case.place):
                    self.withdraw(case, username)
                self.resolve(case)
            sitting = sittings.close(Sitting.objects.get(pk=sitting.pk), by=self.secretary)
        self.set_back(sitting)
        return list(sitting.cases.order_by("place"))

    def sit_today(self, heard):
        """The sitting that goes on: its first case is resolved, on the other votes are still to be cast."""
        sitting = self.open(self.call(self.today), heard)
        first, *rest = sitting.cases.order_by("place")
        self.resolve(first)
        for case in rest:
            self.withdraw(case, WITHDREW_TODAY)
            self.vote(case, VOTED)

    def withdraw(self, case, username):
        member = next(member for member in in_office(case.sitting) if member.user.username == username)
        cases.recuse(case, member=member, reason=WHY, by=member.user)

    def vote(self, case, usernames):
        for username in usernames:
            cases.vote(case, choice=case.proposed, by=person(username))

    def resolve(self, case):
        """Everybody votes: most as the rule has it, the last but one otherwise, the last for nothing."""
        gone = set(case.recusals.values_list("member__user__username", flat=True))
        names = [member.user.username for member in in_office(case.sitting) if member.user.username not in gone]
        self.vote(case, names[:-2])
        other = Conclusion.TO_IMPROVE if case.proposed != Conclusion.TO_IMPROVE else Conclusion.EFFECTIVE
        cases.vote(case, choice=other, reason=OTHERWISE[case.proposed], by=person(names[-2]))
        cases.vote(case, choice="", by=person(names[-1]))
        case = Case.objects.get(pk=case.pk)
        carried = counted(case).carried
        cases.deliberate(
            case,
            resolution=RESOLUTION[carried],
            minority=f"（示例）一名委员认为：{OTHERWISE[case.proposed].removeprefix('示例：')}。",
            by=person(case.chair.user.username),
        )

    def decide(self, heard):
        for place, (case, days) in enumerate(zip(heard, DECIDED, strict=False), 1):
            at = at_hour(held(self.today + timedelta(days=days)))
            number = f"示例职诊〔{at.year}〕{place}号"
            with dated(at):
                cases.decide(case, conclusion=case.deliberated, number=number, seen=case.version, by=person(DECIDER))
            Case.objects.filter(pk=case.pk).update(decided_at=at)

    def set_back(self, sitting):
        began, ended = at_hour(sitting.on, 14), at_hour(sitting.on, 17)
        Sitting.objects.filter(pk=sitting.pk).update(opened_at=began, closed_at=ended)
        heard = Case.objects.filter(sitting=sitting)
        heard.update(deliberated_at=ended)
        Vote.objects.filter(sitting=sitting).update(at=began + timedelta(hours=2))
        Recusal.objects.filter(case__in=heard).update(at=began)
