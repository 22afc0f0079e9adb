"""The demonstration, loaded once for all of these: plausible, at one with the rules, and nothing invented under a real name."""

from collections import Counter
from datetime import date
from statistics import median

import pytest
from django.db import transaction
from django.test import override_settings

from apps.accounts import demonstration as people
from apps.dictionary import reference as dictionary
from apps.organizations import demonstration as schools
from apps.organizations import reference as divisions
from apps.organizations.models import Level
from apps.statusdata import demonstration
from apps.statusdata.contents import figures_of, findings, forms_of, obstacles, opened
from apps.statusdata.models import Acceptance, Explanation, Record, Remark, Return, Round, Snapshot
from apps.statusdata.services.snapshots import intact

TODAY = date(2026, 11, 20)

# Run alone, these must still find a database made for the tests.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything in one transaction that is taken back in the end."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")), transaction.atomic():
        divisions.load()
        dictionary.load()
        schools.load(TODAY)
        people.load(TODAY)
        yield demonstration.load(TODAY)
        transaction.set_rollback(True)


@pytest.fixture
def returns(loaded):
    return Return.objects.select_related("round", "school__parent", "school__area")


def made_up(returns, **wanted):
    return returns.filter(school__name__startswith="示例", **wanted)


def test_loading_again_changes_nothing(loaded):
    before = set(Return.objects.values_list("pk", "version"))
    assert demonstration.load(TODAY) == "已有轮次，不再载入"
    assert set(Return.objects.values_list("pk", "version")) == before


def test_two_past_years_are_accepted_and_this_years_round_is_due_today(returns):
    """The year asked for is the one that ended with the last 31 August."""
    assert set(Round.objects.filter(practice=False).values_list("year", "state", "school_due")) == {
        (2023, "closed", date(2024, 10, 20)), (2024, "closed", date(2025, 10, 20)), (2025, "open", TODAY),
    }  # fmt: skip
    for year in (2023, 2024):
        assert Counter(made_up(returns, round__year=year).values_list("state", flat=True)) == {"accepted": 62}
    assert all(upload.submitted_at < upload.checked_at < upload.accepted_at for upload in made_up(returns, round__year=2023))


def test_this_years_schools_are_at_every_stage(returns):
    """D1: open and untouched, begun, with errors, to be explained, sent back; handed in; checked; accepted."""
    now = made_up(returns, round__year=2025)
    assert set(now.values_list("state", flat=True)) == set(Return.State.values)
    opened_now = now.filter(state="open")
    assert opened_now.filter(first_submitted_at__isnull=False, remarks__answered_at=None, remarks__isnull=False).exists()
    stands = Counter(stand(upload) for upload in opened_now.filter(first_submitted_at=None))
    assert stands.keys() == {"not begun", "begun", "errors", "to explain"}
    assert now.filter(state="submitted", school__parent__level=Level.PROVINCE).exists() or now.filter(state="accepted").exists()
    assert now.filter(snapshot__number=2).exists()


def stand(upload):
    if not Record.objects.filter(upload=upload).exclude(values={}).exists():
        return "not begun"
    if not Record.objects.filter(upload=upload, form="F20").exists():
        return "begun"
    return "errors" if any(each.hard for each in findings(upload)) else "to explain"


def test_whatever_was_accepted_passes_every_hard_check_and_left_nothing_unexplained(returns):
    """C1–C5, run anew on every return handed in and not sent back."""
    assert {upload.school.name: obstacles(upload) for upload in made_up(returns).exclude(state="open") if obstacles(upload)} == {}


def test_the_snapshots_are_whole_and_each_acceptance_has_its_row_for_the_indicators(returns):
    """D9, D10."""
    assert all(intact(snapshot) for snapshot in Snapshot.objects.all())
    assert set(Acceptance.objects.values_list("snapshot", flat=True)) == set(returns.filter(state="accepted").values_list("snapshot", flat=True))


def test_sizes_are_spread_as_schools_of_the_country_are(returns):
    """Median near 980 students, 19 students a teacher, most below 1 200; a school's year follows from its last."""
    held = {}
    for upload in made_up(returns, round__year__in=[2023, 2024]).select_related("snapshot"):
        forms = forms_of(opened(upload.snapshot))
        held.setdefault(upload.school_id, {})[upload.round.year] = (int(forms["F13"]["enrolled"]), int(forms["F08"]["ft"]))
    students = [years[2024][0] for years in held.values()]
    assert 700 < median(students) < 1300
    assert 15 < median(years[2024][0] / years[2024][1] for years in held.values()) < 23
    assert all(abs(years[2024][0] - years[2023][0]) <= 0.1 * years[2023][0] for years in held.values())


def test_under_a_real_name_stands_only_what_was_published(returns):
    """No figure of another year, nothing signed, judged, explained or remarked."""
    real = returns.exclude(school__name__startswith="示例")
    assert not real.exclude(state="open").exists()
    assert not real.exclude(first_submitted_at=None).exists()
    assert not Remark.objects.filter(upload__in=real).exists()
    assert not Explanation.objects.filter(upload__in=real).exists()
    held = {(upload.school.name[:3], upload.round.year, upload.round.practice) for upload in real if figures_of(upload).forms["F08"]}
    assert held == {("江苏省", 2008, True), ("镇安县", 2020, True), ("石家庄", 2016, True), ("绵竹市", 2008, True)}
    assert {upload.round.year for upload in real.filter(school__name__startswith="渭南市华州区")} == {2025}
    this_year = Record.objects.filter(upload__in=real.filter(round__practice=False))
    assert set(this_year.values_list("values__enrolled", flat=True)) == {None}
    assert not this_year.exclude(values={}).exists()
