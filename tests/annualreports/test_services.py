"""A yearly report from its first draft to the receipt, the chase, the circular, the chapter."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.access import may
from apps.annualreports.contents import fingerprint
from apps.annualreports.lifecycle import VIEW, VIEW_CIRCULAR
from apps.annualreports.models import Chapter, Chase, Circular, Fund, Lodging, YearlyReport
from apps.annualreports.selectors.country import country
from apps.annualreports.services import chapters, circulars, reports
from apps.annualreports.services.chasing import chase
from apps.audit.models import Entry
from apps.jobs.models import Job
from apps.notifications.models import Notice
from apps.workflow.lifecycle import Changed, NotReady, WrongState

from .conftest import DAY, FUNDS, YEAR


def verbs(obj):
    return list(Entry.objects.about(obj).order_by("pk").values_list("verb", flat=True))


def test_a_report_goes_from_the_draft_to_the_ministry(draft, write, people, lodge):
    """R5.1: written by one, signed by another, frozen."""
    row = reports.offer(write(draft), by=people["officer"])
    assert row.state == "ready"
    row = lodge(row)
    assert row.state == "lodged"
    lodging = row.lodging
    assert (lodging.number, lodging.by) == (1, people["decider"])
    assert lodging.content["texts"]["plan"] == "明年抽样 6 所。"
    assert reports.is_intact(lodging)
    assert verbs(row) == ["begin_yearly", "write_yearly", "offer_yearly", "lodge_yearly"]
    assert Job.objects.get(kind="annualreports.write_papers").args == [str(lodging.pk)]


def test_the_first_draft_stands_on_the_figures(draft):
    """R5.1: program-made sentences hold tokens, no typed numbers."""
    assert "{Y05}" in draft.work
    assert {fund.purpose for fund in draft.funds.all()} == {"scheme", "review"}
    assert draft.due == date(YEAR, 12, 31)


def test_one_report_a_year_and_only_of_years_that_can_be_reported(draft, tree, people):
    """R5.1"""
    with pytest.raises(reports.Begun):
        reports.begin(tree["shaanxi"], year=YEAR, by=people["colleague"], day=DAY)
    with pytest.raises(ValidationError, match="现在可以起草的是 2026、2025 年度"):
        reports.begin(tree["shaanxi"], year=2027, by=people["officer"], day=DAY)
    with pytest.raises(PermissionDenied):
        reports.begin(tree["shaanxi"], year=2025, by=people["decider"], day=DAY)
    with pytest.raises(PermissionDenied):
        reports.begin(tree["shaanxi"], year=2025, by=people["stranger"], day=DAY)


def test_funds_are_accounted_for_in_hundredths_of_ten_thousand(draft, write):
    """R4.1"""
    row = write(draft)
    assert row.funds.get(purpose="scheme").set_aside == FUNDS["scheme"]["set_aside"]
    assert "Y25" in [figure["code"] for figure in _content(row)["figures"]]
    assert {figure["code"]: figure["value"] for figure in _content(row)["figures"]}["Y25"] == "200.5"
    with pytest.raises(ValidationError):
        write(row, funds={"scheme": {"set_aside": -1, "spent": 0, "note": ""}})
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.filter(report=row).update(spent=-1)


def _content(row):
    return reports.content(YearlyReport.objects.get(pk=row.pk))


def test_who_writes_on_an_old_version_overwrites_nothing(draft, write):
    write(draft, seen=draft.version)
    with pytest.raises(Changed):
        write(draft, by="colleague", seen=draft.version, plan="另写")
    assert YearlyReport.objects.get(pk=draft.pk).plan == "明年抽样 6 所。"


def test_saving_what_stands_there_is_no_change(draft, write):
    row = write(draft)
    assert write(row, by="colleague").version == row.version
    assert verbs(row) == ["begin_yearly", "write_yearly"]


def test_what_is_not_complete_is_not_handed_on(draft, people):
    """R5.1, R4.1"""
    with pytest.raises(NotReady) as refusal:
        reports.offer(draft, by=people["officer"])
    assert "下一年度计划（还没有写）" in refusal.value.args[0]


def test_once_handed_on_it_is_read_and_not_written(ready, write, people):
    with pytest.raises(WrongState):
        write(ready, plan="再改")
    row = reports.send_back(ready, note="计划太短", by=people["decider"])
    assert write(row, plan="再改").plan == "再改"


def test_who_wrote_last_does_not_sign(draft, people, lodge):
    """R5.1: two people, even where one holds both posts."""
    YearlyReport.objects.filter(pk=draft.pk).update(written_by=people["decider"], work="示例", plan="示例", state="ready")
    Fund.objects.update(set_aside=0, spent=0)
    with pytest.raises(PermissionDenied):
        lodge(draft)


def test_what_moved_voids_the_signature(ready, people):
    """R5.1: the signature names what was read."""
    signed = fingerprint(ready)
    YearlyReport.objects.filter(pk=ready.pk).update(note="有人改了")
    with pytest.raises(Changed):
        reports.lodge(YearlyReport.objects.get(pk=ready.pk), signed=signed, by=people["decider"])
    assert not Lodging.objects.exists()


def test_nothing_changes_after_lodging(lodged, write, people):
    """R5.1: neither a text nor a figure."""
    with pytest.raises(WrongState):
        write(lodged, plan="再改")
    with pytest.raises(WrongState):
        reports.lodge(lodged, signed=fingerprint(lodged), by=people["decider"])
    held = Lodging.objects.get().content
    Fund.objects.update(spent=99)
    assert Lodging.objects.get().content == held


def test_the_ministry_sends_back_with_a_reason_and_it_is_lodged_anew(lodged, write, people, lodge):
    """R5.1: the first version stays."""
    with pytest.raises(NotReady):
        reports.recall(lodged, note=" ", by=people["nation"])
    with pytest.raises(PermissionDenied):
        reports.recall(lodged, note="理由", by=people["decider"])
    row = reports.recall(lodged, note="经费与决算不符", by=people["nation"])
    assert row.state == "draft"
    assert Lodging.objects.get().recalled_why == "经费与决算不符"
    row = lodge(reports.offer(write(row, plan="已按要求修改。"), by=people["officer"]))
    assert [(each.number, bool(each.recalled_at)) for each in row.lodgings.all()] == [(1, True), (2, False)]
    assert row.lodging.content["texts"]["plan"] == "已按要求修改。"


def test_a_draft_is_the_provinces_own_and_what_was_lodged_the_nations_too(draft, lodged, people):
    """R5.1"""
    assert may(people["nation"], VIEW, lodged)
    YearlyReport.objects.filter(pk=lodged.pk).update(state="draft", lodging=None)
    assert not may(people["nation"], VIEW, lodged)
    assert may(people["decider"], VIEW, lodged)
    assert not may(people["stranger"], VIEW, lodged)


# —— The chase


@pytest.fixture
def told(people):
    """Who was told by a chase, by what they are."""

    def found():
        return {name for name, person in people.items() if Notice.objects.filter(to=person, text__contains="年度报告").exists()}

    return found


def test_from_november_who_has_not_lodged_is_told_once_a_week(people, told):
    """R5.1: it may run twice; before November it asks for the year before."""
    assert chase(date(2026, 11, 1)) == 2
    assert told() == {"officer", "colleague", "decider", "stranger"}
    assert "应于 12 月 31 日前报送，还有 60 天；现在还没有起草" in Notice.objects.filter(to=people["officer"]).get().text
    assert chase(date(2026, 11, 1)) == chase(date(2026, 11, 7)) == 0
    assert chase(date(2026, 11, 8)) == 2
    assert list(Chase.objects.filter(province__code="610000").values_list("year", "people")) == [(2026, 3), (2026, 3)]


def test_who_is_late_is_told_by_how_much(people):
    """R5.1, R5.2"""
    chase(date(2027, 1, 3))
    assert "2026 年度报告已逾期 3 天" in Notice.objects.filter(to=people["officer"]).get().text


def test_who_has_lodged_is_left_in_peace(lodged, people, told):
    """R5.1"""
    Notice.objects.all().delete()
    assert chase(date(2026, 12, 20)) == 1
    assert told() == {"stranger"}
    Notice.objects.all().delete()
    reports.recall(lodged, note="重报", by=people["nation"])
    assert chase(date(2026, 12, 21)) == 1


def test_where_nobody_is_nobody_is_told(tree):
    assert chase(date(2026, 11, 1)) == 0
    assert not Chase.objects.exists()


# —— The country and its circular


def test_the_nation_sees_who_has_lodged_who_is_late_and_the_sums_of_what_was_lodged(lodged, tree):
    """R5.2"""
    Lodging.objects.update(at=timezone.make_aware(datetime(2027, 1, 2)))
    found = country(YEAR, date(2027, 1, 10))
    lines = {line.province.code: line for line in found.lines}
    assert lines["610000"].situation == ("soft", "已报送，逾期 2 天")
    assert lines["410000"].situation == ("act", "逾期 10 天")
    assert (len(found.lodged), len(found.lodged_late), len(found.late), len(found.waiting)) == (1, 1, 1, 0)
    assert dict(found.total)["安排经费"] == "200.50"
    before = country(YEAR, date(2026, 12, 31))
    assert [line.province.code for line in before.waiting] == ["410000"]


def test_a_report_sent_back_is_counted_as_not_lodged(lodged, people):
    """R5.2"""
    reports.recall(lodged, note="重报", by=people["nation"])
    found = country(YEAR, date(2026, 12, 31))
    assert not found.lodged
    assert {line.situation[1] for line in found.lines} == {"已退回，等重报", "未报送"}


def test_the_country_costs_the_same_with_one_report_and_with_many(lodged, tree, django_assert_num_queries):
    with django_assert_num_queries(3):
        country(YEAR, DAY)


def test_a_circular_reaches_every_province_once_it_is_issued(lodged, people, tree):
    """R5.2: before, only the nation's own see it; afterwards it stands still."""
    row = circulars.draft(tree["nation"], year=YEAR, by=people["nation"], day=DAY)
    with pytest.raises(circulars.UnderWay):
        circulars.draft(tree["nation"], year=YEAR, by=people["nation"], day=DAY)
    assert not may(people["stranger"], VIEW_CIRCULAR, row)
    with pytest.raises(NotReady):
        circulars.issue(row, by=people["nation"])
    row = circulars.write(row, seen=row.version, number="示例〔2027〕1号", opinion="各省按期报送。", by=people["nation"])
    row = circulars.issue(row, by=people["nation"])
    assert {name for name, person in people.items() if may(person, VIEW_CIRCULAR, row)} == {"officer", "colleague", "decider", "nation", "stranger"}
    assert Notice.objects.filter(to=people["stranger"], text__contains="印发通报").exists()
    assert row.content["counts"] == {"provinces": 2, "lodged": 1}
    Lodging.objects.update(content={"figures": []})
    assert dict(zip(row.content["columns"], row.content["total"], strict=True))["安排经费"] == "200.50"
    with pytest.raises(WrongState):
        circulars.write(row, seen=row.version, number="", opinion="", by=people["nation"])


def test_a_circular_on_a_year_to_come_is_refused(tree, people):
    with pytest.raises(ValidationError, match="还没有开始"):
        circulars.draft(tree["nation"], year=2027, by=people["nation"], day=DAY)
    with pytest.raises(PermissionDenied):
        circulars.draft(tree["nation"], year=2026, by=people["officer"], day=DAY)
    assert not Circular.objects.exists()


# —— A school's chapter


def test_a_school_carries_its_signed_diagnosis_into_its_quality_report(tree, people, signed):
    """R5.3: word for word, once of each signed version."""
    row = chapters.draft(tree["school"], by=people["principal"])
    assert row.report == signed
    assert row.content["overview"] == "示例概述"
    assert row.content["items"][0]["rows"][0]["self"] == "示例自诊"
    assert chapters.draft(tree["school"], by=people["principal"]) == row
    assert Chapter.objects.count() == 1
    assert verbs(row) == ["draft_chapter"]


def test_without_a_signature_there_is_nothing_to_carry(tree, people):
    """R5.3"""
    with pytest.raises(chapters.NotSigned):
        chapters.draft(tree["school"], by=people["principal"])
    with pytest.raises(PermissionDenied):
        chapters.draft(tree["school"], by=people["officer"])
