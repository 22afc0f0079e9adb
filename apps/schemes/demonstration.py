"""陕西省 with a scheme in two versions, 江苏省 with one that waits for the ministry; the documents are made up and say so."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import dated
from apps.core.dates import at_hour
from apps.organizations.models import Organization
from apps.schemes.contents import fingerprint
from apps.schemes.lifecycle import SCHEME
from apps.schemes.models import Adjustment, Element, Policy, Scheme
from apps.schemes.selectors import in_force
from apps.schemes.services import cities, points, versions

OFFICER, NEIGHBOUR, NATION, CITY = "shengji", "jiangsu", "guojia", "weinan"
#: The first version was issued so long ago that its three years (R8.5) end in about a month; the second was in force before the plan was issued (R1.7).
FIRST, SECOND = timedelta(days=3 * 365 - 35), timedelta(days=450)
#: From its issue to its being lodged; how long the one that waits has been issued.
LODGED_AFTER, WAITING = timedelta(days=12), timedelta(days=20)
REMOTE, ARTS = Adjustment.Group.REMOTE_POOR, Adjustment.Group.ARTS
WHY = "边远山区生源分散，学校规模小（示例）"


@transaction.atomic
def load(today):
    """Enter both versions of 陕西省 and the one of 江苏省; where a scheme is there already, or its people are not, nothing is done."""
    people = {user.username: user for user in User.objects.filter(username__in=[OFFICER, NEIGHBOUR, NATION, CITY])}
    if len(people) < 4 or Scheme.objects.exists():
        return "已有方案，没有新增"
    units = {unit.code: unit for unit in Organization.objects.filter(code__in=["610000", "320000", "610500"])}
    with dated(at_hour(today - FIRST)):
        _first(units["610000"], people, today - FIRST)
    with dated(at_hour(today - SECOND)):
        second = _second(units["610000"], people, today - SECOND)
    cities.annotate(second, units["610500"], text="本市各校于 10 月 20 日前把自我诊改报告初稿送市教育局核对格式（示例）", by=people[CITY])
    with dated(at_hour(today - WAITING)):
        _waiting(units["320000"], people, today - WAITING)
    return f"省级方案 {Scheme.objects.count()} 版，均为示例；陕西省现行第 {in_force(units['610000'], today).number} 版"


def _first(province, people, issued):
    row, by = versions.draft(province, by=people[OFFICER]), people[OFFICER]
    points.adjust(row, group=REMOTE, threshold="students", value=800, reason=WHY, by=by)
    _written(row, by, issued, f"示例〔{issued.year}〕1号", school_answer_days=3, reserves=1)
    return _on_file(row, people, issued)


def _second(province, people, issued):
    row, by = versions.draft(province, by=people[OFFICER]), people[OFFICER]
    own = Element.objects.filter(item__guidance=row.guidance_id).select_related("item")
    ground = Policy.objects.get(number="教职成〔2015〕6号")
    text = "产业学院与企业课堂的个数、在读学生数"
    points.add_point(row, own.get(code="5.1"), text=text, kind="mixed", evidence="合作协议与课表", policy=ground, by=by)
    hint = own.get(code="2.2").hints.get(kind="current", text="当年校企合作开发课程")
    points.note_hint(row, hint, text="包括与本省主导产业的企业共同开发、在企业授课的课程", policy=ground, by=by)
    points.adjust(row, group=REMOTE, threshold="students", value=600, reason=WHY, by=by)
    points.adjust(row, group=REMOTE, threshold="buildings", value=12000, reason=WHY, by=by)
    points.adjust(row, group=ARTS, threshold="students", value=500, reason="艺术类学校小班教学，设置标准由省另定（示例）", by=by)
    explanation = (
        "一、学校核对复核报告事实的时间由 3 个工作日改为 5 个工作日，备选学校由 1 所改为 2 所，依据第一版施行中学校的意见。\n"
        "二、边远贫困地区学校的在校生数由 800 人调整为 600 人，并调整校舍建筑面积，理由是这些地区生源继续减少。\n"
        "三、在校企合作状态增设一个诊断点，给课程建设状态的一条提示加注解，依据教职成〔2015〕6号。（示例）"
    )
    _written(row, by, issued, f"示例〔{issued.year}〕2号", explanation=explanation, school_answer_days=5, reserves=2)
    return _on_file(row, people, issued)


def _waiting(province, people, issued):
    row, by = versions.draft(province, by=people[NEIGHBOUR]), people[NEIGHBOUR]
    _written(row, by, issued, f"示例〔{issued.year}〕1号", cycle_years=4, team_min=7)
    SCHEME.take(Scheme.objects.get(pk=row.pk), "file_scheme", by=by)


def _written(row, by, issued, number, explanation="", **given):
    row.refresh_from_db()
    texts = {"document_number": number, "issued_on": issued, "effective_from": issued + timedelta(days=30), "explanation": explanation}
    title = f"{row.title.removesuffix('（示例）')}（示例）"
    versions.revise(row, seen=fingerprint(row), parameters=replace(row.given, **given), by=by, title=title, **texts)


def _on_file(row, people, issued):
    """Handed in and lodged; the day of it is set back, for the steps are taken today."""
    row.refresh_from_db()
    row, lodged = SCHEME.take(row, "file_scheme", by=people[OFFICER]), issued + LODGED_AFTER
    with dated(at_hour(lodged)):
        row = versions.lodge(row, by=people[NATION])
    Scheme.objects.filter(pk=row.pk).update(lodged_on=lodged)
    row.refresh_from_db()
    return row
