"""The frame as it is read from what the lower apps know (R8)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.timezone import localdate

from apps.core.dates import years_after
from apps.diagnosis.models import Diagnosis, Measure, Regime
from apps.indicators.models import Standing
from apps.organizations.models import Level, Register
from apps.organizations.services import open_unit
from apps.sampling.models import Pilot
from apps.sampling.rules.frame import Place
from apps.sampling.selectors import cycle
from apps.sampling.services import draws, frames
from apps.schemes.models import Scheme
from apps.statusdata.models import Acceptance
from apps.workflow.lifecycle import NotReady, WrongState
from tests.sampling.world import ISSUED, a_school, ready


def standing(draw, school):
    row = draw.rows.get(school=school)
    return row.place, row.rule


def of(plan, school):
    """Where ``school`` stands in a frame of today."""
    found = frames.surveyed(plan.province, plan, localdate().year, localdate())
    return next(row for each, _facts, row in found if each == school)


def test_every_school_of_the_province_stands_in_the_frame_once_and_no_other(begun, schools, tree):
    """R8.1: also the one that has neither data nor regime; never one of another province."""
    assert set(begun.rows.values_list("school", flat=True)) == {school.pk for school in schools} | {tree["school"].pk}
    assert standing(begun, tree["school"]) == (Place.OUT, "R8.4")


@pytest.mark.parametrize("facts, place, rule", [
    ({"closing_plan": True}, Place.OUT, "R8.3"),
    ({"org_type": "366", "authority_code": "822"}, Place.OUT, "R1.6"),
    ({"accident_closed_on": localdate() - timedelta(days=100)}, Place.MANDATORY, "R8.2"),
    ({"accident_closed_on": localdate() - timedelta(days=100), "closing_plan": True}, Place.MANDATORY, "R8.2"),
])  # fmt: skip
def test_what_the_register_says_decides_where_a_school_stands(plan, schools, facts, place, rule):
    """R8.2, R8.3, R1.6, R8.9."""
    Register.objects.filter(school=schools[0]).update(**facts)
    found = of(plan, schools[0])
    assert (found.place, found.rule) == (place, rule)


def test_a_school_after_an_accident_has_two_years(plan, schools):
    """R8.2."""
    closed = localdate() - timedelta(days=100)
    Register.objects.filter(school=schools[0]).update(accident_closed_on=closed)
    assert of(plan, schools[0]).due == years_after(closed, 2)


def test_a_frame_of_a_past_day_knows_only_what_was_accepted_by_then(plan, schools, people, day):
    """R8.4, G5: of the year before, where the newest came in afterwards."""
    ready(schools[0], by=people["officer"], year=2030, met=False, conditions=["师生比"])
    Acceptance.objects.create(snapshot=Standing.objects.get(school=schools[0], year=2030).snapshot, at=timezone.now() - timedelta(days=5))
    places = {
        days: {school.code: row.place for school, _facts, row in frames.surveyed(plan.province, plan, localdate().year, day(days))}[schools[0].code]
        for days in [-6, -5, 0]
    }
    assert places == {-6: Place.IN, -5: Place.OUT, 0: Place.OUT}


def test_without_a_running_regime_a_school_is_out(plan, schools):
    """R8.4, R7.1."""
    Regime.objects.filter(school=schools[0]).update(state="ended", until=localdate())
    found = of(plan, schools[0])
    assert (found.place, found.rule, found.stop_on) == (Place.OUT, "R8.4", years_after(ISSUED, 3))


def test_the_newest_accepted_year_decides_and_one_who_met_the_conditions_before_has_no_deadline(plan, schools, people):
    """R8.4, R8.5, R12.1."""
    ready(schools[0], by=people["officer"], year=2024, met=False, conditions=["师生比"])
    assert of(plan, schools[0]).place == Place.IN
    ready(schools[1], by=people["officer"], year=2026, met=False, conditions=["师生比"])
    found = of(plan, schools[1])
    assert (found.rule, found.stop_on) == ("R8.4", None)
    assert "师生比（2026—2027 学年数据）；以前达到过" in found.reason


def test_a_school_that_never_met_the_conditions_has_three_years_from_the_first_scheme(plan, people, tree):
    """R8.5: a school founded since has them from its own first day."""
    short = a_school(90, tree["weinan"], by=people["officer"], met=False, conditions=["校舍建筑面积"])
    assert of(plan, short).stop_on == years_after(ISSUED, 3)
    type(short).objects.filter(pk=short.pk).update(opened_on=date(2025, 9, 1))
    assert of(plan, short).stop_on == date(2028, 9, 1)


def test_a_pilot_stands_apart_and_only_while_it_is_one(plan, schools):
    """R8.8, R3.2."""
    Pilot.objects.create(school=schools[0], since=date(2017, 1, 1))
    Pilot.objects.create(school=schools[1], since=date(2017, 1, 1), until=localdate() - timedelta(days=1))
    assert of(plan, schools[0]).place == Place.PILOT
    assert of(plan, schools[1]).place == Place.IN


def measures_of(school, scheme, *states):
    diagnosis = Diagnosis.objects.create(school=school, year=2025, scheme=scheme)
    for number, state in enumerate(states):
        done = localdate() if state == "done" else None
        Measure.objects.create(school=school, diagnosis=diagnosis, problem="示例", aim=f"示例措施{number}", state=state, carried_out_on=done)
    return diagnosis


def test_who_applies_stands_apart_once_the_measures_of_the_signed_diagnosis_are_far_enough(plan, schools, applied):
    """R8.7, R8.6: an application without them takes part in the lot."""
    applied(schools[0])
    found = of(plan, schools[0])
    assert found.place == Place.IN
    assert "R8.6" in found.reason


def test_a_school_selected_in_this_cycle_is_not_drawn_again(published, plan, people, this_year, schools):
    """R8.1."""
    drawn = published()
    following = draws.begin(plan, this_year + 1, by=people["officer"])
    chosen = {each.school_id for each in drawn.selections.filter(state="drawn")}
    assert len(chosen) == 4
    assert set(following.rows.filter(reason__contains="已入样").values_list("school", flat=True)) == chosen
    assert cycle.asked(following).reached == 4


def test_the_frame_is_read_in_a_fixed_number_of_queries(plan, people, tree, django_assert_max_num_queries):
    def survey():
        return frames.surveyed(plan.province, plan, localdate().year, localdate())

    before = len(survey())
    with django_assert_max_num_queries(14) as first:
        survey()
    for number in range(60, 72):
        a_school(number, tree["weinan"], by=people["officer"])
    with django_assert_max_num_queries(len(first)):
        assert len(survey()) == before + 12


def test_without_a_scheme_on_file_there_is_no_frame(plan, people, this_year):
    """R1.3."""
    Scheme.objects.update(state="draft", lodged_on=None)
    with pytest.raises(NotReady, match="省级方案"):
        draws.begin(plan, this_year, by=people["officer"])
    assert not plan.draws.exists()


def test_a_sealed_frame_is_not_drafted_again(sealed, people):
    """G5."""
    row = sealed()
    before = frames.rows_of(row)
    with pytest.raises(WrongState):
        frames.draft(row, by=people["officer"])
    assert frames.rows_of(row) == before


def test_a_school_of_the_province_itself_counts_where_it_lies(plan, tree, people):
    """R8.9."""
    own = open_unit(level=Level.SCHOOL, code="3661000009", name="示例省属中专学校", parent=tree["shaanxi"], area=tree["weinan"])
    found = next(facts for school, facts, _row in frames.surveyed(plan.province, plan, localdate().year, localdate()) if school == own)
    assert found.area == "610500"


def test_a_district_of_a_直辖市_stands_for_a_地市(tree, people):
    """R8.9: 区县 are units at city level there, and so are 师 and counties directly under a province."""
    shanghai = open_unit(level=Level.PROVINCE, code="310000", name="上海市", parent=tree["nation"])
    huangpu = open_unit(level=Level.CITY, code="310101", name="黄浦区", parent=shanghai)
    school = a_school(95, huangpu, by=people["officer"])
    assert frames.area_of(school).code == "310101"


def test_the_years_a_cycle_still_has_share_what_is_missing(begun, plan):
    """R8.1, G4: a third of the 12 that run a regime, over the four years left; those without a regime are not of it."""
    asked = cycle.asked(begun)
    assert (asked.total, asked.wanted, asked.reached, asked.years, asked.least) == (12, 4, 0, 4, 1)


def test_a_地市_whose_schools_are_all_out_is_shown_with_the_reason(plan, people, tree, this_year):
    """R8.1."""
    lonely = open_unit(level=Level.CITY, code="610800", name="榆林市", parent=tree["shaanxi"])
    a_school(80, lonely, by=people["officer"], register={"closing_plan": True})
    draw = draws.begin(plan, this_year, by=people["officer"])
    city = next(each for each in cycle.cities(draw) if each.code == "610800")
    assert (city.schools, city.covered, city.blocked) == (1, False, "1 所学校都不能参加（R8.3）")


def test_the_clocks_come_the_soonest_first_and_of_who_falls_short_alone(plan, people, tree, this_year):
    """R8.5."""
    old = a_school(81, tree["weinan"], by=people["officer"], met=False, conditions=["师生比"])
    new = a_school(82, tree["weinan"], by=people["officer"], met=False, conditions=["师生比"])
    type(new).objects.filter(pk=new.pk).update(opened_on=date(2025, 9, 1))
    draw = draws.begin(plan, this_year, by=people["officer"])
    assert [row.school for row in cycle.clocks(draw) if row.school != tree["school"]] == [old, new]
    with pytest.raises(ObjectDoesNotExist):
        cycle.clocks(draw).get(place=Place.IN)
