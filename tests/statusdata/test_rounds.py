"""A province's collection of a school year (R6.2; B8, B9)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from apps.audit.models import Entry
from apps.jobs.models import Job
from apps.jobs.services import run
from apps.notifications.models import Notice
from apps.organizations.models import Organization
from apps.statusdata.forms.chain import RoundForm, usual_deadlines
from apps.statusdata.lifecycle import ROUND
from apps.statusdata.models import Record, Return, Round
from apps.statusdata.selectors.rounds import by_area, in_all, owing
from apps.statusdata.services import rounds
from apps.statusdata.services.reminding import remind_schools
from apps.workflow.lifecycle import Changed, WrongState

DAYS = {"school_due": date(2026, 10, 31), "city_due": date(2026, 11, 20), "province_due": date(2026, 12, 10)}


@pytest.fixture
def planned(people, edition, tree):
    return rounds.plan_round(tree["shaanxi"], year=2025, **DAYS, by=people["province"])


def test_a_province_plans_a_round_with_the_dictionary_in_force(planned, edition, people):
    """B1"""
    assert (planned.state, planned.edition) == ("planned", edition)
    assert Entry.objects.about(planned).get().by == people["province"]


@pytest.mark.parametrize("who", ["city", "principal", "nation", "stranger"])
def test_nobody_else_plans_a_round(people, edition, tree, who):
    with pytest.raises(PermissionDenied):
        rounds.plan_round(tree["shaanxi"], year=2025, **DAYS, by=people[who])
    assert not Round.objects.exists()


def test_a_school_year_has_one_round_beside_its_practice(planned, people, tree):
    """B12"""
    with pytest.raises(ValidationError):
        rounds.plan_round(tree["shaanxi"], year=2025, **DAYS, by=people["province"])
    practice = rounds.plan_round(tree["shaanxi"], year=2025, **DAYS, practice=True, by=people["province"])
    assert "练习" in str(practice)


def test_the_deadlines_rise_from_the_school_to_the_province(people, edition, tree):
    """B9"""
    with pytest.raises(ValidationError):
        rounds.plan_round(tree["shaanxi"], year=2025, **(DAYS | {"school_due": date(2026, 12, 1)}), by=people["province"])


def test_opening_gives_every_open_school_of_the_province_its_return(planned, people, schools):
    rounds.open_round(planned, by=people["province"], seen=planned.version)
    job = Job.objects.get(kind="statusdata.open_returns")
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"schools": 2})
    assert {row.school for row in Return.objects.all()} == {schools["city"], schools["own"]}
    singles = {form.code for form in planned.edition.forms.filter(shape="single")}
    assert set(Record.objects.filter(upload__school=schools["city"]).values_list("form", flat=True)) == singles


def test_making_the_returns_again_makes_none_twice_and_none_for_a_closed_school(planned, people, schools):
    Organization.objects.filter(pk=schools["own"].pk).update(closed_on=date(2026, 1, 1))
    rounds.open_round(planned, by=people["province"])
    job = Job.objects.get(kind="statusdata.open_returns")
    run(job.pk)
    rounds.open_returns(planned, job)
    assert [row.school for row in Return.objects.all()] == [schools["city"]]


@pytest.mark.parametrize("state", Round.State.values)
@pytest.mark.parametrize("step", ROUND.steps)
def test_a_round_is_opened_closed_and_opened_again(planned, people, step, state):
    Round.objects.filter(pk=planned.pk).update(state=state)
    planned.refresh_from_db()
    if state in ROUND[step].sources:
        assert ROUND.take(planned, step, by=people["province"], note="补报").state == ROUND[step].target
    else:
        with pytest.raises(WrongState):
            ROUND.take(planned, step, by=people["province"], note="补报")


def test_what_another_officer_did_meanwhile_is_not_done_over(planned, people):
    with pytest.raises(Changed):
        rounds.open_round(planned, by=people["province"], seen=planned.version + 1)
    assert not Job.objects.exists()


def test_progress_is_counted_where_the_schools_lie(round, returns, hand_in, late):
    """B8: 省属 schools count in their 地市 and need no check of the city."""
    hand_in(returns["own"])
    (area,) = by_area(round)
    assert (area.name, area.schools, area.submitted, area.checked, area.accepted, area.needs) == ("渭南市", 2, 1, 0, 0, 0)
    assert area.situation == ("wait", "待受理 1 份")
    late(round)
    (area,) = by_area(round)
    assert (area.late_schools, area.late_checks) == (1, 1)
    assert area.situation == ("act", "逾期未报 1 所")
    assert in_all([area, area]).schools == 4


def tell():
    run(Job.objects.get(kind="statusdata.tell_late").pk)


def test_who_hands_in_meanwhile_is_not_reminded(round, returns, hand_in, people, late):
    """B9"""
    late(round)
    rounds.remind(round, by=people["province"])
    hand_in(returns["own"])
    Notice.objects.all().delete()
    tell()
    assert {notice.url for notice in Notice.objects.all()} == {returns["city"].get_absolute_url()}


def test_nobody_is_reminded_of_a_round_closed_meanwhile(round, returns, people, late):
    late(round)
    rounds.remind(round, by=people["province"])
    Round.objects.update(state="closed")
    tell()
    assert not Notice.objects.exists()


def test_the_late_are_reminded_once_a_day(round, returns, hand_in, people, late):
    """B9: the school's people of what it owes; nobody who is in time."""
    late(round)
    hand_in(returns["own"])
    Notice.objects.all().delete()
    assert rounds.remind(round, by=people["province"]) == 1
    assert not Notice.objects.exists()
    tell()
    assert {notice.to for notice in Notice.objects.all()} == {people["editor"], people["principal"]}
    with pytest.raises(rounds.AlreadyReminded):
        rounds.remind(round, by=people["province"])
    assert Notice.objects.count() == 2


def test_a_city_that_holds_a_return_up_is_reminded(round, returns, hand_in, people, late):
    hand_in(returns["city"])
    late(round)
    Return.objects.filter(pk=returns["own"].pk).delete()
    Notice.objects.all().delete()
    assert rounds.remind(round, by=people["province"]) == 1
    tell()
    assert [notice.to for notice in Notice.objects.all()] == [people["city"]]


@pytest.mark.parametrize("over, words", [(False, "还有"), (True, "已逾期")])
def test_a_city_reminds_its_own_schools_once_a_day_late_or_not(round, returns, people, late, tree, over, words):
    """B9: of the province's own schools it says nothing."""
    if over:
        late(round)
        round.refresh_from_db()
    Notice.objects.all().delete()
    assert [(each.schools, each.late) for each in owing(tree["weinan"], localdate())] == [(1, int(over))]
    assert remind_schools(tree["weinan"], round, by=people["city"]) == 1
    assert {notice.to for notice in Notice.objects.filter(text__contains=words)} == {people["editor"], people["principal"]}
    with pytest.raises(rounds.AlreadyReminded):
        remind_schools(tree["weinan"], round, by=people["city"])
    for who in ["province", "principal", "stranger"]:
        with pytest.raises(PermissionDenied):
            remind_schools(tree["weinan"], round, by=people[who])
    assert owing(tree["weinan"], localdate())[0].reminded.by == people["city"]


def test_schools_that_have_handed_in_are_not_reminded(round, returns, hand_in, people, tree):
    hand_in(returns["city"])
    assert remind_schools(tree["weinan"], round, by=people["city"]) == 0
    assert not Entry.objects.filter(verb="remind_schools").exists()
    assert owing(tree["weinan"], localdate()) == []


def test_nobody_is_reminded_before_the_day_or_by_others(round, returns, people, late):
    assert rounds.remind(round, by=people["province"]) == 0
    assert not Entry.objects.filter(verb="remind").exists()
    late(round)
    with pytest.raises(PermissionDenied):
        rounds.remind(round, by=people["city"])
    Round.objects.filter(pk=round.pk).update(state="closed")
    with pytest.raises(WrongState):
        rounds.remind(round, by=people["province"])
    assert not Notice.objects.exists()


def test_deadlines_are_proposed_from_the_usual_days_or_from_today():
    assert usual_deadlines(2025, date(2026, 9, 20)) == DAYS
    assert usual_deadlines(2025, date(2026, 11, 22)) == {
        "school_due": date(2026, 12, 22), "city_due": date(2027, 1, 6), "province_due": date(2027, 1, 21),
    }  # fmt: skip


def test_the_form_proposes_the_year_that_has_ended_and_says_what_would_be_right(planned, tree):
    form = RoundForm(province=tree["shaanxi"], today=date(2026, 11, 22))
    assert form.initial["year"] == 2026  # The year that has ended has its round.
    assert RoundForm(province=tree["henan"], today=date(2026, 11, 22)).initial["year"] == 2025
    given = {"year": 2025, "school_due": "2026-12-30", "city_due": "2026-12-20", "province_due": "2026-12-31"}
    form = RoundForm(given, province=tree["shaanxi"], today=date(2026, 11, 22))
    assert set(form.errors) == {"year", "city_due"}
    assert form.errors["city_due"] == ["不能早于学校上报期限（2026-12-30）。期限从学校到省依次往后，请改这一项或上一项。"]
    assert RoundForm(given | {"city_due": "2026-12-31", "practice": "on"}, province=tree["shaanxi"], today=date(2026, 11, 22)).is_valid()


@pytest.mark.parametrize(
    "days, wrong",
    [
        (("12-10", "12-10", "12-10"), set()),
        (("12-11", "12-10", "12-20"), {"city_due"}),
        (("12-10", "12-20", "12-19"), {"province_due"}),
        (("12-30", "12-20", "12-10"), {"city_due", "province_due"}),
    ],
)
def test_a_wrong_order_of_deadlines_is_said_at_the_date_that_is_wrong(tree, edition, days, wrong):
    """B9"""
    given = dict(zip(["school_due", "city_due", "province_due"], [f"2026-{day}" for day in days], strict=True))
    assert set(RoundForm(given | {"year": 2025}, province=tree["shaanxi"], today=date(2026, 11, 22)).errors) == wrong


def test_what_is_missing_in_an_open_round_is_made_and_nothing_else(planned, people, schools):
    """A job that broke off, or a school founded since, leaves no school without its return."""
    rounds.open_missing_returns()
    assert not Job.objects.exists()
    rounds.open_round(planned, by=people["province"], seen=planned.version)
    Job.objects.update(state="failed")
    rounds.open_missing_returns()
    run(Job.objects.get(state="queued").pk)
    assert Return.objects.filter(round=planned).count() == 2
    rounds.open_missing_returns()
    assert not Job.objects.filter(state="queued").exists()
