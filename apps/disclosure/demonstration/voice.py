"""What society said, and the yearly lists: of made-up schools alone."""

from datetime import timedelta

from django.utils import timezone

from apps.audit.services import seal
from apps.core.dates import add_working_days, calendar
from apps.disclosure.models import BelowList, Comment, Listing
from apps.disclosure.rules import COMMENT_DAYS
from apps.disclosure.services import below, comments, papers
from apps.experts.models import Expert
from apps.organizations.models import Organization
from apps.sampling.demonstration import DAYS
from apps.schemes.models import Scheme
from apps.statusdata.models import Round

#: (days ago, what is said, the answer or None, the reason and words why it is not shown).
SAID = [
    (
        41,
        "实训车间的用电安全提示太少，新生第一次上机没有人讲。",
        "已到校核实：本学期起新生上机前先上两课时安全课，各工位已贴操作规程。（示例）",
        None,
    ),
    (
        33,
        "学校公布的企业实践天数，和老师实际去的对不上。我的电话是 13800000000，可以核对。",
        "已请学校逐人核对，有两人的天数多报，学校已更正并另行上报。（示例）",
        None,
    ),
    (20, "低价办证，当天可取，欢迎来电。", None, (Comment.Reason.ADVERT, "与诊改工作无关的广告，不公开。（示例）")),
    (26, "选修课开得少，三年里只开过四门。希望写进学校的改进措施。", None, None),
    (3, "复核公示在哪里看？学校网站上没有找到。", None, None),
]
#: So long after a round ended its list was published.
LIST_AFTER = timedelta(days=20)
OF_PROVINCE = "方案里每年复核的时间，能不能避开学生实习返校的那两周？"
OF_EXPERT = "专家到校那天接受了学校赠送的礼品。（示例）"


def load(proposer, publisher, today):
    """Once the schools are in public; a second time it adds nothing but new papers."""
    lists = _lists(proposer, publisher, today)
    said = 0 if Comment.objects.exists() else _comments(proposer, today)
    seal()
    comments.release()
    below.release()
    return f"未达条件名单 {lists} 份，留言 {said} 条，方案与抽样 {papers.gather(_day_of(today))} 份，均为示例"


def _day_of(today):
    """When a scheme or a draw came out: once it was on file, once it was sealed or, where it is published, on the day of that."""

    def day(row):
        if isinstance(row, Scheme):
            return row.lodged_on
        sealed, _value, shown = DAYS.get(row.year - today.year, (0, 0, None))
        return today + timedelta(days=sealed if shown is None else shown)

    return day


def _lists(proposer, publisher, today):
    """Of the closed years the newest is proposed, the one before published in its time; made-up schools alone are ever named."""
    province = Organization.objects.filter(code="610000").first()
    years = below.years_of(province)[:2] if province else []
    if BelowList.objects.exists() or len(years) < 2 or not _made_up(province, years):
        return 0
    below.compile_list(province, years[0], by=proposer)
    due = Round.objects.get(province=province, year=years[1], practice=False).province_due
    on = min(today, due + LIST_AFTER)
    below.publish(below.compile_list(province, years[1], by=proposer, on=on), by=publisher, on=on)
    return 2


def _made_up(province, years):
    today = timezone.localdate()
    return all(school["name"].startswith("示例") for year in years for school in below.content_of(province, year, today)["schools"])


def _comments(officer, today):
    """Answered, waiting in time and late, not shown; one on the province and one on an expert."""
    made_up = Listing.objects.filter(name__startswith="示例", province_code="610000", city_code="610500")
    school = next((each for each in made_up if comments.about(each.code)), None)
    if school is None:
        return 0
    rows = [_said(school.code, Comment.Kind.SCHOOL, text, today - timedelta(days=ago)) for ago, text, _answer, _why in SAID]
    for row, (ago, _text, answer, why) in zip(rows, SAID, strict=True):
        if answer:
            done = comments.answer(row, answer=answer, by=officer)
            Comment.objects.filter(pk=done.pk).update(answered_on=today - timedelta(days=ago - 9))
        elif why:
            comments.set_aside(row, reason=why[0], note=why[1], by=officer)
    _said("610000", Comment.Kind.PROVINCE, OF_PROVINCE, today - timedelta(days=5))
    expert = Expert.objects.filter(province__code="610000").select_related("user").first()
    if expert:
        _said(school.code, Comment.Kind.EXPERT, OF_EXPERT, today - timedelta(days=2), expert_name=expert.user.name)
    return Comment.objects.count()


def _said(code, kind, text, day, **given):
    """As if it had come in on ``day``; each from an address of its own."""
    row = comments.receive(kind=kind, code=code, text=text, address=f"demonstration {text}", **given)
    due = add_working_days(day, COMMENT_DAYS, calendar())
    Comment.objects.filter(pk=row.pk).update(at=timezone.now() - (timezone.localdate() - day), due=due)
    row.refresh_from_db()
    return row
