"""The figures of a year: what each counts, and what it leaves out."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from apps.annualreports.contents import differing, figures, obstacles
from apps.annualreports.models import YearlyReport
from apps.deliberation.models import Case
from apps.diagnosis.models import Diagnosis, Measure, Report
from apps.followup.models import Order, Stop, Summary
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from apps.reviews.models import Review
from apps.sampling.models import Draw, FrameRow, Selection
from apps.schemes.models import Scheme
from apps.schemes.parameters import Parameters
from apps.statusdata.models import Return, Round
from tests.deliberation.addresses import a_case
from tests.line import a_report, a_selection

from .conftest import YEAR


def counted(report):
    return {figure.code: figure.value for figure in figures(YearlyReport.objects.get(pk=report.pk))}


def at(year, month=6):
    return timezone.make_aware(datetime(year, month, 1))


class Place:
    def __init__(self, school):
        self.school = school


@pytest.fixture
def second(tree):
    return open_unit(level=Level.SCHOOL, code="3661000002", name="示例第三职业中学", parent=tree["shaanxi"], area=tree["weinan"])


def test_a_province_without_anything_has_counts_of_nothing_and_no_draw(draft):
    """R5.1: none is not nought: what was never begun has no figure."""
    found = counted(draft)
    assert {code for code, value in found.items() if value is None} == {
        *("Y01", "Y02", "Y03"), *(f"Y{n:02}" for n in range(8, 14)), "Y14", "Y15", "Y16", "Y17", "Y25", "Y26",
    }  # fmt: skip
    assert {value for value in found.values() if value is not None} == {0}
    assert "六、认定与落实" in draft.work
    assert "三、抽样" not in draft.work


def test_returns_are_of_the_school_year_that_has_ended(draft, tree, people, second):
    """R5.1, R6.1: those accepted of the round of the year, no practice, no other province."""
    a_report(tree["school"], tree["shaanxi"], people["principal"])
    a_report(tree["stranger"], tree["henan"], people["stranger"])
    round = Round.objects.get(province=tree["shaanxi"], year=YEAR - 1)
    accepted = Return.objects.get(round=round, school=tree["school"])
    now = timezone.now()
    given = {"snapshot": accepted.snapshots.get(), "submitted_at": now, "accepted_at": now}
    Return.objects.filter(pk=accepted.pk).update(state="accepted", **given)
    Return.objects.create(round=round, school=second)
    practice = Round.objects.create(
        province=tree["shaanxi"], year=YEAR - 1, practice=True, edition=round.edition, school_due=now, city_due=now, province_due=now
    )
    Return.objects.create(round=practice, school=second)
    found = counted(draft)
    assert (found["Y01"], found["Y02"], found["Y03"]) == (2, 1, 1)


def test_diagnoses_are_those_signed_in_the_year_with_their_measures(draft, tree, people, second):
    """R5.1, R7.5"""
    for school, year in [(tree["school"], YEAR), (second, YEAR - 1)]:
        report = a_report(school, tree["shaanxi"], people["principal"])
        Report.objects.filter(pk=report.pk).update(at=at(year))
        Measure.objects.create(school=school, diagnosis=report.diagnosis, problem="示例", aim="示例", state="done", carried_out_on=date(2026, 5, 1))
        Measure.objects.create(school=school, diagnosis=report.diagnosis, problem="示例", aim="示例")
    Diagnosis.objects.create(school=tree["stranger"], year=2025, scheme=report.diagnosis.scheme)
    found = counted(draft)
    assert (found["Y05"], found["Y06"], found["Y07"]) == (1, 2, 1)


def test_a_draw_counts_once_it_is_public(draft, tree, second):
    """R8.1, R5.1: selections by kind, the frame, the cycle with its 地市."""
    a_selection(tree["school"], tree["shaanxi"])
    draw = Draw.objects.get()
    Selection.objects.create(draw=draw, school=second, kind="mandatory")
    for school in [tree["school"], second]:
        FrameRow.objects.create(draw=draw, school=school, code=school.code, name=school.name, area_code="610500", place="pool", counts=True)
    Scheme.objects.update(parameters=Parameters.read().stored())
    assert counted(draft)["Y09"] is None
    Draw.objects.update(state="published")
    found = counted(draft)
    assert [found[f"Y{n:02}"] for n in range(8, 18)] == [2, 1, 1, 0, 0, 0, 2, 1, 1, 1]


def test_what_comes_after_the_year_is_not_of_it(draft, tree):
    """R5.1: a draw of a later year is in no figure of this one."""
    a_selection(tree["school"], tree["shaanxi"])
    Draw.objects.update(state="published", year=YEAR + 1)
    found = counted(draft)
    assert (found["Y09"], found["Y14"]) == (None, None)


def test_reviews_conclusions_and_orders_are_those_of_the_year(draft, tree):
    """R5.1, R8.5, R10.2, R11.1, R11.2: a decision reversed counts no more, an order in draft not yet, one that lapsed and a stop never begun never did."""
    case = Case.objects.get(pk=a_case("decided")(Place(tree["school"]))["pk"])
    Case.objects.update(decided_at=at(YEAR), decided="abnormal", decided_reason="示例")
    Review.objects.update(visited_at=at(YEAR), reported_at=at(YEAR - 1))
    found = counted(draft)
    assert [found[f"Y{n}"] for n in (18, 19, 20, 21, 22, 23, 24, 27, 28)] == [1, 0, 0, 0, 1, 0, 0, 0, 0]
    Order.objects.create(case=case, school=case.school, state="closed", requirements="示例", due=date(2026, 9, 1), issued_on=date(2025, 12, 1),
                         closed_on=date(2026, 8, 1), verified="示例")  # fmt: skip
    Summary.objects.create(case=case, school=case.school, state="handed_in", text="示例", handed_in_at=at(YEAR))
    stop = {"school": case.school, "ran_out_on": date(2026, 3, 1), "since": date(2026, 9, 1), "reason": "示例"}
    Stop.objects.create(**stop, state="lifted", until=date(2026, 10, 1), decided_by=case.decided_by)
    Stop.objects.create(**stop, state="dismissed")
    Stop.objects.create(**stop, state="lifted", decided_by=case.decided_by)
    found = counted(draft)
    assert [found[f"Y{n}"] for n in (23, 24, 27, 28)] == [0, 1, 1, 1]
    Order.objects.update(state="lapsed", issued_on=None)
    assert (counted(draft)["Y23"], counted(draft)["Y24"]) == (0, 0)
    Order.objects.update(state="draft")
    Case.objects.update(state="reversed", reversal="示例")
    found = counted(draft)
    assert (found["Y22"], found["Y24"]) == (0, 0)


def test_what_is_missing_is_named(draft, write):
    """R5.1, R4.1: the plan, the funds, a figure that there is none of."""
    missing = obstacles(draft)
    assert "下一年度计划（还没有写）" in missing
    assert len([words for words in missing if "没有的填 0" in words]) == 2
    over = {"scheme": {"set_aside": 1, "spent": 2, "note": ""}, "review": {"set_aside": 0, "spent": 0, "note": ""}}
    row = write(draft, work="抽取 {Y09} 所，另有 {Y77}", funds=over)
    assert obstacles(row) == [
        "本年度工作：{Y09}、{Y77} 没有对应的数，请去掉或换成表里有数的编号", "经费“方案的制定与实施”：支出多于安排，请在“来源与说明”里写明原因",
    ]  # fmt: skip
    over["scheme"]["note"] = "示例：追加"
    assert obstacles(write(row, work="已做", funds=over)) == []


def test_a_number_typed_by_hand_that_is_not_the_figures_is_pointed_out(draft, write):
    """R5.1: softly; a token, another year's and a target are none of it."""
    row = write(draft, work="认定有效 3 所，上年有效 9 所；异常 {Y22} 所；校长签字的自我诊改报告 0 份。", plan="有效达到 20 所")
    told = differing(row, figures(row))
    assert told == ["本年度工作：“有效”写的是 3，汇总是 0；写 {Y20} 就不会错"]
    assert not [words for words in obstacles(row) if "有效" in words]


def test_the_figures_cost_the_same_however_many_schools(draft, tree, second, django_assert_max_num_queries):
    row = YearlyReport.objects.select_related("province").get(pk=draft.pk)
    with django_assert_max_num_queries(16):
        figures(row)
