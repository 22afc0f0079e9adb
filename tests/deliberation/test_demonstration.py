"""The demonstration's cases: decided, resolved, heard today, waiting; of made-up schools alone."""

from datetime import date
from io import BytesIO

import pytest
from django.db import transaction
from django.test import override_settings
from pypdf import PdfReader

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.deliberation import demonstration
from apps.deliberation.models import Case, Sitting
from apps.deliberation.services import papers
from apps.reviews import demonstration as reviews
from apps.reviews.services import reports
from apps.workflow import desk
from tests.reviews.demonstrated import drawn

TODAY = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        drawn(TODAY)
        for module in [reviews, demonstration]:
            module.load(TODAY)
        yield
        transaction.set_rollback(True)


def test_each_conclusion_is_decided_and_the_others_are_on_their_way(loaded):
    """R10.2–R10.4, R9.5."""
    rows = Case.objects.order_by("review__reported_at").values_list("agreeing", "state", "decided")
    assert list(rows) == [
        (14, "decided", "effective"),
        (11, "decided", "to_improve"),
        (9, "decided", "abnormal"),
        (13, "deliberated", ""),
        (12, "listed", ""),
        (15, "open", ""),
    ]
    assert not Case.objects.exclude(school__name__startswith="示例").exists()
    assert all(number.startswith("示例") for number in Case.objects.filter(state="decided").values_list("number", flat=True))


def test_one_sitting_is_over_one_goes_on_today_one_is_to_come(loaded):
    sittings = {row.state: row.on for row in Sitting.objects.all()}
    assert sittings["closed"] < sittings["open"] == TODAY < sittings["prepared"]


def test_a_chair_who_withdrew_left_the_case_to_the_vice(loaded):
    """J2."""
    case = Case.objects.get(decided="abnormal")
    assert (case.recusals.get().member.user.username, case.chair.user.username) == ("weiyuan1", "weiyuan2")


def test_decisions_follow_their_sitting(loaded):
    for case in Case.objects.filter(state="decided"):
        assert case.sitting.opened_at < case.deliberated_at < case.decided_at
        assert case.decided_at.date() < TODAY
        # What its page tells of the steps is of the days of the story.
        assert Entry.objects.about(case).get(verb="decide").at == case.decided_at


@pytest.mark.parametrize(
    "username, title",
    [("mishu", "把复核报告列入审议会议"), ("mishu", "结束审议会议"), ("weiyuan1", "审议表决"), ("weiyuan1", "主持审议"), ("rending", "认定复核结论")],
)
def test_those_concerned_find_it_on_their_desks(loaded, username, title):
    assert title in {item.title for item in desk.items(User.objects.get(username=username))}


def test_who_withdrew_today_finds_nothing(loaded):
    """J2."""
    assert desk.items(User.objects.get(username="weiyuan5")) == []


def test_loading_again_changes_nothing(loaded):
    assert demonstration.load(TODAY) == "已有审议事项，没有新增"


def pages_of(file):
    with file.content.open() as content:
        return [page.extract_text() for page in PdfReader(BytesIO(content.read())).pages]


def test_the_papers_keep_together_what_belongs_together(loaded):
    """J2, J3, I6: a case with its votes, the hands with what they sign, figures without two blanks."""
    minutes = pages_of(papers.write_minutes(Sitting.objects.get(state="closed")).minutes)
    assert sum(text.count("决议\n") + text.count("决议 ") for text in minutes) >= 3
    for text in minutes:
        assert text.count("推算 16") == text.count("少数意见：")
    assert "少数意见：" in minutes[-1]
    assert any("专委会　2026 年第" in text for text in minutes)
    case = Case.objects.filter(state="decided").first()
    (decision,) = pages_of(papers.write_decision(case).document)
    assert "16个诊断要素" in decision
    (signed,) = [text for text in pages_of(reports.write_paper(case.review)) if "六、成员签认" in text]
    assert "五、总体意见" in signed
