"""What a yearly report holds: the figures of the year with where each comes from, the funds, the texts, and what stands in the way of handing it on."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse

from apps.annualreports.models import Fund
from apps.annualreports.rules import collected_in, read, unfounded
from apps.core.canonical import digest, number_text
from apps.core.numbers import shown
from apps.deliberation.models import Case
from apps.deliberation.rules import Conclusion
from apps.diagnosis.models import Diagnosis, Measure
from apps.diagnosis.quoting import Quotable, mismatches
from apps.diagnosis.selectors import runs_regime
from apps.followup.models import Order, Stop, Summary
from apps.organizations.models import Level, Organization
from apps.reviews.models import Review
from apps.sampling.models import Draw, Plan, Selection
from apps.sampling.rules.quota import wanted
from apps.sampling.selectors.cycle import STANDING, cities, counted_kinds, selections_of
from apps.schemes.parameters import Parameters
from apps.statusdata.models import Return, Round

TEXTS = {"work": "本年度工作", "plan": "下一年度计划", "note": "需要说明的事项"}
#: The texts that a report may do without.
OPTIONAL = {"note"}


def in_words(value, unit):
    """A figure as people read it: amounts to the hundredth, all else counts."""
    return shown(value, 2 if unit == "万元" else None)


@dataclass(frozen=True)
class Figure:
    """A figure of the year: ``value`` None where there is nothing to count; ``source`` says of what, ``address`` leads there."""

    code: str
    section: str
    label: str
    unit: str
    value: Decimal | int | None
    source: str
    address: str

    @property
    def words(self):
        return in_words(self.value, self.unit)

    def stored(self):
        value = None if self.value is None else number_text(Decimal(self.value))
        names = ["code", "section", "label", "unit", "source", "address"]
        return {name: getattr(self, name) for name in names} | {"value": value, "words": self.words}


#: Section -> the permission with which the page behind its figures is read; who has none sees no link.
READ_WITH = {
    "状态数据": "statusdata.view_round",
    "自主诊改": "diagnosis.view_diagnosis",
    "抽样": "sampling.view_draw",
    "周期进度": "sampling.view_plan",
    "现场复核": "reviews.view_review",
    "认定结论": "deliberation.view_case",
    "落实改进": "followup.view_order",
    "经费": "annualreports.read_draft",
}
#: Figures whose page is read with another permission than their section's.
APART = {
    "Y04": "diagnosis.view_regime",
    "Y06": "diagnosis.view_measure",
    "Y07": "diagnosis.view_measure",
    "Y27": "followup.view_summary",
    "Y28": "followup.view_stop",
}


def figures(report):
    """The Figures of a report as the line below stands now, in order; a fixed number of queries."""
    parts = [_status_data, _diagnosis, _sampling, _cycle, _reviews, _conclusions, _orders, _funds]
    return [figure for part in parts for figure in part(report)]


def words_of(figures):
    """Figure by code, for the texts: those that there are."""
    return {figure.code: figure.words for figure in figures if figure.value is not None}


def content(report, counted=None):
    """What is signed: the figures, the funds and the texts as they are read."""
    counted = figures(report) if counted is None else counted
    words = words_of(counted)
    return {
        "province": {"code": report.province.code, "name": report.province.name},
        "year": report.year,
        "due": report.due.isoformat(),
        "figures": [figure.stored() for figure in counted],
        "funds": [_fund(row) for row in report.funds.all()],
        "texts": {name: read(getattr(report, name), words) for name in TEXTS},
    }


def fingerprint(report):
    """The SHA-256 of what would be signed now."""
    return digest(content(report))


def obstacles(report, counted=None):
    """What is still missing before the report goes to who signs it, in words (R5.1, R4.1)."""
    words = words_of(figures(report) if counted is None else counted)
    missing = [f"{label}（还没有写）" for name, label in TEXTS.items() if name not in OPTIONAL and not getattr(report, name).strip()]
    for name, label in TEXTS.items():
        if marks := unfounded(getattr(report, name), words):
            said = "、".join(f"{{{code}}}" for code in marks)
            missing.append(f"{label}：{said} 没有对应的数，请去掉或换成表里有数的编号")
    return missing + [said for fund in report.funds.all() for said in _lacking(fund)]


def differing(report, counted):
    """Numbers typed into the texts that are not those of the figure they name, in words; pointed out, never refused (L1, as F4).

    The plan speaks of another year.
    """
    known = [figure for figure in counted if figure.value is not None]
    named = {each.code: Quotable(each.code, each.label.rpartition("：")[2], each.unit, Decimal(each.value), each.words) for each in known}
    found = [(label, each) for name, label in TEXTS.items() if name != "plan" for each in mismatches(getattr(report, name), named)]
    return [f"{label}：“{each.figure.name}”写的是 {each.typed}，汇总是 {each.figure.words}；写 {each.figure.token} 就不会错" for label, each in found]


def _lacking(fund):
    lacking = [words for name, words in [("set_aside", "安排"), ("spent", "支出")] if getattr(fund, name) is None]
    if lacking:
        yield f"经费“{fund}”：还没有填{'、'.join(lacking)}（没有的填 0）"
    elif fund.spent > fund.set_aside and not fund.note.strip():
        yield f"经费“{fund}”：支出多于安排，请在“来源与说明”里写明原因"


def _fund(row):
    amounts = {name: None if getattr(row, name) is None else number_text(getattr(row, name)) for name in ["set_aside", "spent"]}
    return {"purpose": row.purpose, "label": row.get_purpose_display(), "note": row.note, **amounts}


def _list(name, report):
    return reverse(name, args=[report.province.code])


def _status_data(report):
    year = collected_in(report.year)
    round = Round.objects.filter(province=report.province, year=year, practice=False).first()
    source = f"{year}—{year + 1} 学年状态数据上报"
    address = round.get_absolute_url() if round else _list("statusdata:rounds", report)
    counts = {"due": None, "in": None, "accepted": None}
    if round:
        counts = Return.objects.filter(round=round).aggregate(
            due=Count("pk"), **{"in": Count("pk", filter=~Q(state=Return.State.OPEN))}, accepted=Count("pk", filter=Q(state=Return.State.ACCEPTED))
        )
    rows = [("Y01", "应报状态数据的学校", "due"), ("Y02", "已上报", "in"), ("Y03", "省级已受理", "accepted")]
    return [Figure(code, "状态数据", label, "所", counts[name], source, address) for code, label, name in rows]


def _diagnosis(report):
    here = Organization.objects.filter(level=Level.SCHOOL, path__startswith=report.province.path)
    signed = Diagnosis.objects.filter(school__path__startswith=report.province.path, state=Diagnosis.State.SIGNED, report__at__year=report.year)
    measures = Measure.objects.filter(diagnosis__in=signed).aggregate(all=Count("pk"), done=Count("pk", filter=Q(state=Measure.State.DONE)))
    running = f"到 {report.year} 年 12 月 31 日施行中的诊改制度"
    rows = [
        ("Y04", "运行诊改制度的学校", "所", runs_regime(here, report.due).count(), running, "diagnosis:regimes"),
        ("Y05", "校长签字的自我诊改报告", "份", signed.count(), f"{report.year} 年签字的报告", "diagnosis:list"),
        ("Y06", "报告登记的改进措施", "项", measures["all"], "上列报告的改进措施", "diagnosis:measures"),
        ("Y07", "其中已经实施", "项", measures["done"], "上列措施中“已实施”的", "diagnosis:measures"),
    ]
    return [Figure(code, "自主诊改", label, unit, value, source, _list(page, report)) for code, label, unit, value, source, page in rows]


def _draws(report):
    """The draws made public of the year and before: what is not public yet is told in no report."""
    return Draw.objects.filter(province=report.province, state=Draw.State.PUBLISHED, year__lte=report.year).select_related("plan__scheme")


def _sampling(report):
    draw = _draws(report).filter(year=report.year).first()
    address = draw.get_absolute_url() if draw else _list("sampling:draws", report)
    source = f"{report.year} 年抽样" + ("" if draw else "（还没有公布）")
    kinds, framed, moved = {}, None, None
    if draw:
        kinds = dict(draw.selections.filter(state__in=STANDING).values_list("kind").annotate(Count("pk")).order_by())
        framed = draw.rows.filter(counts=True).count()
        moved = draw.selections.exclude(state__in=[Selection.State.DRAWN, Selection.State.RESERVE]).count()
    rows = [("Y08", "抽样框内开展诊改的学校", framed)]
    rows += [(f"Y{number:02}", f"入样：{kind.label}", kinds.get(kind, 0) if draw else None) for number, kind in enumerate(Selection.Kind, 9)]
    rows += [("Y13", "延期、替换或解除", moved)]
    return [Figure(code, "抽样", label, "所", value, source, address) for code, label, value in rows]


def _cycle(report):
    """How far the cycle had come by the end of the year, by the frame of its newest draw (R8.1)."""
    draw = _draws(report).order_by("-year").first()
    plan = draw.plan if draw else Plan.objects.filter(province=report.province, state=Plan.State.ISSUED, first_year__lte=report.year).first()
    reached = asked = covered = areas = None
    if draw:
        held = selections_of(plan).filter(draw__year__lte=report.year, draw__state=Draw.State.PUBLISHED, kind__in=counted_kinds(plan))
        reached = held.values("school").distinct().count()
        asked = wanted(draw.rows.filter(counts=True).count(), Parameters.read(plan.scheme.parameters).sampling_share)
        places = [city for city in cities(draw) if city.schools]
        covered, areas = sum(city.covered for city in places), len(places)
    source = f"{plan.first_year}—{plan.last_year} 年周期" if plan else "还没有发布实施规划"
    address = plan.get_absolute_url() if plan else _list("sampling:plans", report)
    rows = [
        ("Y14", "周期累计入样的学校", "所", reached), ("Y15", "周期应抽", "所", asked),
        ("Y16", "已覆盖的地市", "个", covered), ("Y17", "应覆盖的地市", "个", areas),
    ]  # fmt: skip
    return [Figure(code, "周期进度", label, unit, value, source, address) for code, label, unit, value in rows]


def _reviews(report):
    year = report.year
    counts = Review.objects.filter(school__path__startswith=report.province.path).aggregate(
        visited=Count("pk", filter=Q(visited_at__year=year)), reported=Count("pk", filter=Q(reported_at__year=year))
    )
    rows = [("Y18", "专家组完成进校复核", "visited", f"{year} 年离校的"), ("Y19", "提交现场复核报告", "reported", f"{year} 年提交的")]
    return [Figure(code, "现场复核", label, "所", counts[name], source, _list("reviews:list", report)) for code, label, name, source in rows]


def _conclusions(report):
    """What was decided in the year and stands (R10)."""
    decided = Case.objects.filter(school__path__startswith=report.province.path, state=Case.State.DECIDED, decided_at__year=report.year)
    found = dict(decided.values_list("decided").annotate(Count("pk")).order_by())
    source, address = f"{report.year} 年认定、没有撤销的", _list("deliberation:list", report)
    return [Figure(f"Y{number}", "认定结论", kind.label, "所", found.get(kind, 0), source, address) for number, kind in enumerate(Conclusion, 20)]


def _orders(report):
    year = report.year
    counts = (
        Order.objects.filter(school__path__startswith=report.province.path)
        .exclude(state=Order.State.DRAFT)
        .aggregate(
            issued=Count("pk", filter=Q(issued_on__year=year) & ~Q(state=Order.State.LAPSED)),
            closed=Count("pk", filter=Q(state=Order.State.CLOSED, closed_on__year=year)),
        )
    )
    here = {"school__path__startswith": report.province.path}
    summaries = Summary.objects.filter(**here, state=Summary.State.HANDED_IN, handed_in_at__year=year).count()
    # One lifted without an end was taken back before it began.
    begun = Q(state=Stop.State.ORDERED) | Q(state=Stop.State.LIFTED, until__isnull=False)
    stops = Stop.objects.filter(begun, **here, since__year=year).count()
    rows = [
        ("Y23", "下达整改要求", "件", counts["issued"], f"{year} 年下达、没有终止的", "followup:orders"),
        ("Y24", "整改办结", "件", counts["closed"], f"{year} 年办结的", "followup:orders"),
        ("Y27", "学校提交整改总结", "份", summaries, f"{year} 年提交的", "followup:summaries"),
        ("Y28", "停止招生", "所", stops, f"{year} 年起停止的", "followup:stops"),
    ]
    return [Figure(code, "落实改进", label, unit, value, source, _list(name, report)) for code, label, unit, value, source, name in rows]


def _funds(report):
    """The sums of what the province entered; none before all is entered (R4.1)."""
    rows = list(report.funds.all())
    found = {name: [getattr(row, name) for row in rows] for name in ["set_aside", "spent"]}
    sums = {name: sum(amounts) if amounts and None not in amounts else None for name, amounts in found.items()}
    given = [("Y25", "安排经费合计", "set_aside"), ("Y26", "支出经费合计", "spent")]
    return [Figure(code, "经费", label, "万元", sums[name], "本报告所填经费", "") for code, label, name in given]


def drafted_work(report):
    """The first draft of the year's work, out of the figures there are, tied to them: for the province to write on (L1)."""
    known, year = words_of(figures(report)), collected_in(report.year)
    told = [
        ("Y01", f"一、状态数据。收集 {year}—{year + 1} 学年人才培养工作状态数据，应报学校 {{Y01}} 所，已上报 {{Y02}} 所，省级受理 {{Y03}} 所。"),
        ("Y04", "二、自主诊改。运行诊改制度的学校 {Y04} 所；本年度校长签字的自我诊改报告 {Y05} 份，登记改进措施 {Y06} 项，其中已经实施 {Y07} 项。"),
        ("Y08", "三、抽样。抽样框内开展诊改的学校 {Y08} 所，随机抽取 {Y09} 所，必须复核 {Y10} 所，自愿申请 {Y11} 所，试点校 {Y12} 所；延期、替换或解除 {Y13} 所。"),
        ("Y14", "四、周期进度。本周期累计入样 {Y14} 所，应抽 {Y15} 所；地市已覆盖 {Y16} 个，应覆盖 {Y17} 个。"),
        ("Y18", "五、现场复核。专家组完成进校复核 {Y18} 所，提交复核报告 {Y19} 份。"),
        ("Y20", "六、认定与落实。认定有效 {Y20} 所，待改进 {Y21} 所，异常 {Y22} 所；下达整改要求 {Y23} 件，办结 {Y24} 件；学校提交整改总结 {Y27} 份。"),
    ]  # fmt: skip
    return "\n".join(words for code, words in told if code in known)


def new_funds(report):
    """The two purposes that a province accounts for, still empty (R4.1)."""
    return [Fund(report=report, purpose=purpose) for purpose in Fund.Purpose]
