"""The pool of the demonstration: 24 made-up experts of 陕西 with trainings, ties and two cases, and the committee with its members."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import dated
from apps.core.dates import at_hour
from apps.core.fixtures import read_yaml
from apps.experts.models import Conduct, Expert, Membership
from apps.experts.rules import Field, Tie
from apps.experts.selectors.pool import specialities
from apps.experts.services import committees, conduct, pool, ties
from apps.organizations.models import Level, Organization

PROVINCE = "610000"
DIGITS = "一二三四五六七八九十"
ORDINALS = [*DIGITS, *(f"十{digit}" for digit in DIGITS[:9]), "二十", *(f"二十{digit}" for digit in DIGITS[:4])]
CITIES = ["610100", "610300", "610500", "610600"]
EMPLOYERS = {
    Field.EDUCATION: ["示例职业技术师范大学", "示例高等职业学院", "示例师范大学职教学院"],
    Field.RESEARCH: ["示例省教育科学研究院", "示例职业教育研究所"],
    Field.INDUSTRY: ["示例数控装备有限公司", "示例商贸集团", "示例餐饮服务公司"],
}
TITLES = {Field.EDUCATION: "教授", Field.RESEARCH: "研究员", Field.INDUSTRY: "高级工程师"}
#: Who is not in the pool yet, who was not taken, who has no training that holds.
NOMINATED, DECLINED, UNTRAINED = {23, 24}, {22}, {7, 15, 21}
#: Who works or worked at a made-up school.
AT_SCHOOL = {5: "示例茉莉", 9: "示例青松"}
#: Expert, school, tie, days ago it began, days ago it ended.
TIES = [(1, "示例白杨", Tie.ADVISORY, 400, None), (2, "示例百合", Tie.LECTURE, 200, 200), (3, "示例丁香", Tie.KIN, 2000, None),
        (11, "示例芙蓉", Tie.PAST_EMPLOYER, 3000, 700), (14, "示例国槐", Tie.OTHER, 900, None)]  # fmt: skip


@transaction.atomic
def load(today):
    """Enter the pool and the committee once; the officers of the demonstration do it."""
    if Expert.objects.exists():
        return "专家新增 0 名"
    province = Organization.objects.get(code=PROVINCE)
    officer = User.objects.get(username="shengji")
    admitted_on = date(today.year - 1, 3, 15)
    with dated(at_hour(admitted_on)):
        experts = [_nominate(number, province, officer) for number in range(1, len(ORDINALS) + 1)]
        _admit(experts, officer, admitted_on)
    _train(experts, officer, today)
    _declare(experts, officer, today)
    _report(experts, officer, today)
    members = _committee(province, officer, today)
    return f"专家新增 {len(experts)} 名，委员 {members} 名"


def _school(word):
    return Organization.objects.filter(level=Level.SCHOOL, name__startswith=word).order_by("code").first()


def _nominate(number, province, officer):
    unit = _school(AT_SCHOOL[number]) if number in AT_SCHOOL else None
    kind = Field.EDUCATION if unit else list(Field)[number % 3]
    employer = unit.name if unit else EMPLOYERS[kind][number % len(EMPLOYERS[kind])]
    named = [each.code for each in specialities()]
    return pool.nominate(
        province, username=f"zhuanjia{number}", name=f"演示专家{ORDINALS[number - 1]}", employer=employer, employer_unit=unit,
        since=date(2015, 3, 1), kind=kind, title=TITLES[kind], city=unit.area if unit else Organization.objects.filter(code=CITIES[number % len(CITIES)]).first(),
        specialities=named[number % 16 : number % 16 + 3], languages="", by=officer,
    )  # fmt: skip


def _admit(experts, officer, on):
    for number, expert in enumerate(experts, 1):
        if number in DECLINED:
            pool.decline(expert, note="任职经历不全，请补齐近十年的单位后重新推荐", by=officer)
        elif number not in NOMINATED:
            pool.admit(expert, by=officer)
    password = make_password(read_yaml("demonstration.yaml")["password"])  # One for all: hashed once.
    people = User.objects.filter(expert__in=experts)
    people.update(password=password, must_change_password=False, department="专家")
    Expert.objects.filter(state=Expert.State.ADMITTED).update(admitted_on=on)


def _train(experts, officer, today):
    trained = [expert for number, expert in enumerate(experts, 1) if number not in UNTRAINED | NOMINATED | DECLINED]
    lapsed = [experts[number - 1] for number in sorted(UNTRAINED)[:1]]
    given = {"organiser": "陕西省教育厅", "by": officer}
    second, first = today - timedelta(days=150), today - timedelta(days=1400)
    with dated(at_hour(second)):
        pool.train(trained, title="诊改复核专家培训（第二期）", on=second, until=today + timedelta(days=945), **given)
        pool.train(lapsed, title="诊改复核专家培训（第一期）", on=first, until=today - timedelta(days=305), **given)


def _declare(experts, officer, today):
    for number, word, kind, began, ended in TIES:
        expert = Expert.objects.select_related("user").get(pk=experts[number - 1].pk)
        until = None if ended is None else today - timedelta(days=ended)
        note = "担任该校产教融合项目评审" if kind == Tie.OTHER else ""
        ties.declare(expert, school=_school(word), kind=kind, since=today - timedelta(days=began), until=until, note=note, by=expert.user)
        pool.confirm(expert, by=expert.user)


def _report(experts, officer, today):
    """One case that waits, from a school; one closed and circulated."""
    school = _school("示例秋葵")
    principal = User.objects.get(posts__organization=school, posts__role="principal")
    conduct.report(
        experts[3], school=school, kind=Conduct.Kind.INVITATION, happened_on=today - timedelta(days=6),
        text="专家确定参加本校复核以后，答应为本校教师作一次收费讲座。", by=principal,
    )  # fmt: skip
    case = conduct.report(experts[5], kind=Conduct.Kind.DISTURBING, text="随访期间要求临时调课以便听课。", by=officer)
    case = conduct.uphold(case, finding="确有临时调课一节，已向学校说明并致歉。", measure=Conduct.Measure.REMINDED, by=officer)
    conduct.circulate(case, circular="复核不得干扰正常教学，请各位专家引以为戒。", circle=["experts"], by=officer)


def _committee(province, officer, today):
    began = date(today.year - 1, 9, 1)
    with dated(at_hour(began)):
        row = _seated(province, officer, began)
        committees.put_forward(row.memberships.get(duty=Membership.Duty.CHAIR), by=officer)
        committees.report_roster(row, by=officer)
    return row.memberships.count()


def _seated(province, officer, began):
    row = committees.set_up(province, title="陕西省中等职业学校教学诊改专委会", set_up_on=began, by=officer)
    people = {user.username: user for user in User.objects.filter(posts__role__in=["committee_member", "committee_secretary"])}
    duties = {"weiyuan1": Membership.Duty.CHAIR, "weiyuan2": Membership.Duty.VICE, "mishu": Membership.Duty.SECRETARY}
    for place, username in enumerate(sorted(people)):
        kind = list(Field)[place % 3]
        facts = {"kind": kind, "employer": EMPLOYERS[kind][0], "since": began, "in_charge": username == "weiyuan2"}
        committees.join(row, people[username], duty=duties.get(username, Membership.Duty.MEMBER), by=officer, **facts)
    return row
