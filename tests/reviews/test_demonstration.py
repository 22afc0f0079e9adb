"""The demonstration's reviews: one at every state, by the steps themselves, of made-up schools alone."""

from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.core.dates import days
from apps.core.text import lacking_reason
from apps.reviews import demonstration
from apps.reviews.models import Answer, GroupReport, Judgement, Review
from apps.workflow import desk
from tests.reviews.demonstrated import drawn

TODAY = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        drawn(TODAY)
        demonstration.load(TODAY)
        yield
        transaction.set_rollback(True)


def test_there_is_a_review_at_every_state_of_a_made_up_school(loaded):
    """R9.1–R9.3."""
    states = list(Review.objects.values_list("state", flat=True))
    assert set(states) == set(Review.State.values)
    assert states.count("reported") == 6
    assert not Review.objects.exclude(school__name__startswith="示例").exists()


def test_the_reports_bear_each_conclusion_out(loaded):
    """R10.2–R10.4: fourteen, eleven and nine of sixteen, the last without aim and effect."""
    rows = GroupReport.objects.filter(review__state="reported").order_by("review__reported_at")
    found = [(Answer.objects.filter(review=row.review, agrees=True).count(), row.aimed, row.effective) for row in rows]
    assert found[:3] == [(14, True, True), (11, True, True), (9, False, False)]
    assert all(row.digest for row in rows)


def test_every_judgement_has_its_trace(loaded):
    """R9.3."""
    assert Entry.objects.filter(verb="judge").count() == Judgement.objects.count() > 1000


def test_a_visit_goes_on_today_and_the_next_is_within_the_week(loaded):
    here = Review.objects.get(state="visiting")
    assert here.visit_to == TODAY
    assert set(here.agendas.values_list("on", flat=True)) == set(days(here.visit_from, here.visit_to))
    assert 0 < (Review.objects.get(state="reading").visit_from - TODAY).days <= 7
    assert Review.objects.get(state="scheduled").materials_due == TODAY


def test_moments_follow_one_another(loaded):
    for row in Review.objects.filter(state="reported"):
        assert row.school_confirmed_at < row.materials_at < row.papers_at < row.visited_at < row.reported_at
        assert row.reported_at.date() < TODAY


def test_every_judgement_gives_the_reason_asked_of_a_person(loaded):
    """R9.3"""
    assert not [reason for reason in Judgement.objects.values_list("reason", flat=True) if lacking_reason(reason)]


@pytest.mark.parametrize("username, title", [("zhuanjia1", "现场之后判断"), ("zhuanjia2", "据数据研判"), ("shengji", "开始数据研判")])
def test_those_concerned_find_it_on_their_desks(loaded, username, title):
    assert title in {item.title for item in desk.items(User.objects.get(username=username))}


def test_loading_again_changes_nothing(loaded):
    count = Entry.objects.count()
    assert demonstration.load(TODAY) == "已有现场复核，没有新增"
    assert Entry.objects.count() == count
