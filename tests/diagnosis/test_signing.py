"""The principal signs the report of 附 2 (R7.3, A2, F7): what is frozen, what is refused, and taking it back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from apps.audit.models import Entry
from apps.diagnosis.models import Draft, Measure, Passage
from apps.diagnosis.selectors import signed_report
from apps.diagnosis.selectors.reports import intact, opened
from apps.diagnosis.services import reports
from apps.notifications.models import Notice
from apps.statusdata.services.cells import Closed
from apps.workflow.lifecycle import Changed, NotReady, WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(written, people):
    """The diagnosis, signed by its principal."""
    return reports.sign(written, by=people["principal"])


def test_the_signed_report_says_what_stood_there_with_its_figures(written, passage, write, people):
    """R7.3, R7.5, F4: texts as they are read, the figures they show, the measures as they are."""
    write(passage("self", "1.1"), "在校生总数为{K001}。")
    Passage.objects.filter(diagnosis=written, kind="status", element__code="1.1").update(text="按计划执行。")
    element = passage("self", "1.1").element
    Measure.objects.create(school=written.school, diagnosis=written, element=element, problem="课时不足", aim="增加课时", due=date(2026, 6, 1))
    row = reports.sign(written, by=people["principal"])
    told = opened(row.report)
    assert (told.school, told.code, told.year, told.data) == (row.school.name, row.school.code, 2024, "2024—2025 学年状态数据第 1 版")
    assert told.snapshot == row.snapshot.digest
    assert told.overview == "自我诊改工作概述的示例文字"
    assert [code for code, _name, _rows in told.items] == ["1", "2", "3", "4", "5", "6"]
    assert len(told.rows) == sum(len(rows) for _code, _name, rows in told.items) == 16
    first = told.rows[0]
    assert "{K001}" not in first.self
    assert first.self.startswith("在校生总数为1")
    assert first.status[0][1] == "按计划执行。"
    assert [(each.code, each.words in first.self) for each in told.figures] == [("K001", True)]
    assert [(each.element, each.problem, each.due, each.get_state_display()) for each in told.measures] == [
        ("1.1", "课时不足", date(2026, 6, 1), "尚未实施"),
    ]
    assert intact(row.report)
    assert signed_report(row.school) == row.report
    # What happens to the diagnosis and its measures afterwards is no matter of what was signed.
    Measure.objects.update(aim="改了")
    assert opened(row.report).measures[0].aim == "增加课时"


def test_signing_closes_what_was_being_written_and_tells_the_writers(written, passage, write, people):
    """F3: the last sitting becomes a version; R7.3: the colleagues hear of it, the principal does not."""
    write(passage("overview"), "新的概述")
    row = reports.sign(written, by=people["principal"])
    assert Draft.objects.get(passage=passage("overview")).text == "新的概述"
    assert Entry.objects.about(row).filter(verb="sign", by=people["principal"]).exists()
    told = set(Notice.objects.values_list("to", flat=True))
    assert people["editor"].pk in told
    assert people["principal"].pk not in told


def test_nothing_is_written_after_the_signature(signed, passage, write):
    """R7.3: a change after signing is refused."""
    with pytest.raises(Closed):
        write(passage("overview"), "签字以后")
    assert passage("overview").text == "自我诊改工作概述的示例文字"


@pytest.mark.parametrize("who", ["editor", "city", "province", "nation", "other_school"])
def test_only_the_principal_of_the_school_signs(who, written, people):
    """R7.3."""
    with pytest.raises(PermissionDenied):
        reports.sign(written, by=people[who])
    written.refresh_from_db()
    assert (written.state, written.reports.count()) == ("open", 0)


def test_what_is_too_long_or_missing_is_named_and_nothing_is_signed(written, passage, people):
    """A2: 501 字 are one too many."""
    Passage.objects.filter(pk=passage("overview").pk).update(text="字" * 501)
    Passage.objects.filter(pk=passage("effect", "2.3").pk).update(text="")
    with pytest.raises(NotReady) as refused:
        reports.sign(written, by=people["principal"])
    assert any("共 501 字，多 1 字" in said for said in refused.value.args[0])
    assert any("改进效果" in said and "还没有写" in said for said in refused.value.args[0])
    assert not written.reports.exists()


def test_a_change_since_the_page_was_read_voids_the_signature(written, passage, write, people):
    read = reports.fingerprint(written)
    write(passage("advice"), "又改了建议")
    with pytest.raises(Changed):
        reports.sign(written, signed=read, by=people["principal"])
    assert not written.reports.exists()
    assert reports.sign(written, signed=reports.fingerprint(written), by=people["principal"]).state == "signed"


def test_recalled_and_signed_again_it_is_a_second_version_and_the_first_is_kept(signed, passage, write, people):
    """R7.3: versions."""
    with pytest.raises(NotReady):
        reports.recall(signed, note=" ", by=people["principal"])
    row = reports.recall(signed, note="数据有误", by=people["principal"])
    assert (row.state, signed_report(row.school)) == ("open", None)
    write(passage("advice"), "改过的建议")
    row = reports.sign(row, by=people["principal"])
    assert [(each.number, opened(each).advice) for each in row.reports.all()] == [(2, "改过的建议"), (1, "改进工作建议的示例文字")]


def test_a_report_before_a_review_is_not_recalled(signed, people):
    """R6.3, R9.1: the review works on what was handed in."""
    held = reports.hold(signed.report, by=people["principal"])
    with pytest.raises(NotReady) as refused:
        reports.recall(signed, note="要改", by=people["principal"])
    assert "交付复核" in refused.value.args[0][0]
    assert reports.hold(signed.report, by=people["principal"]).held_at == held.held_at


def test_a_recalled_report_is_not_handed_to_a_review(signed, people):
    """R9.1."""
    report = signed.report
    reports.recall(signed, note="要改", by=people["principal"])
    with pytest.raises(WrongState):
        reports.hold(report, by=people["principal"])
