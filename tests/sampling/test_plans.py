"""The plan of a cycle and the schools that ask for review (R1.1, R1.2, R8.7)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from apps.accounts.access import may, objects_for
from apps.audit.models import Entry
from apps.sampling.lifecycle import APPLICATION, PLAN, VIEW_PLAN
from apps.sampling.models import Application, Plan
from apps.sampling.selectors.cycle import share_of
from apps.sampling.services import plans
from apps.workflow.lifecycle import NotReady, WrongState
from tests.sampling.world import a_plan, a_scheme


def test_a_plan_lasts_as_long_as_the_scheme_in_force_says(tree, people):
    """R1.2."""
    a_scheme(tree["shaanxi"], cycle_years=4)
    row = plans.draw_up(tree["shaanxi"], title="第一周期", first_year=2026, by=people["officer"])
    assert (row.first_year, row.last_year, row.state) == (2026, 2029, "draft")


def test_without_a_scheme_on_file_there_is_no_plan(tree, people):
    """R1.3: the answer says what comes first."""
    with pytest.raises(ValidationError, match="备案以后再编"):
        plans.draw_up(tree["shaanxi"], title="第一周期", first_year=2026, by=people["officer"])


@pytest.mark.parametrize("first_year, refused", [(0, True), (-4, True), (4, True), (-5, False), (5, False)])
def test_cycles_do_not_overlap(plan, people, first_year, refused):
    year = plan.first_year + first_year
    if refused:
        with pytest.raises(ValidationError, match="重叠"):
            plans.draw_up(plan.province, title="另一周期", first_year=year, by=people["officer"])
    else:
        assert plans.draw_up(plan.province, title="另一周期", first_year=year, by=people["officer"]).first_year == year


@pytest.mark.parametrize("name", ["publisher", "nation", "city", "principal", "stranger"])
def test_only_the_officer_of_the_province_draws_up_and_issues(tree, people, name):
    scheme = a_scheme(tree["shaanxi"])
    with pytest.raises(PermissionDenied):
        plans.draw_up(tree["shaanxi"], title="第一周期", first_year=2026, by=people[name])
    with pytest.raises(PermissionDenied):
        plans.issue(a_plan(tree["shaanxi"], "draft", scheme), by=people[name])


def test_a_draft_is_its_authors_own_and_an_issued_plan_is_read_by_all_below(tree, people):
    """R1.1, R12.4."""
    row = a_plan(tree["shaanxi"], "draft")

    def readers():
        return {name for name, person in people.items() if may(person, VIEW_PLAN, row)}

    assert readers() == {"officer"}
    plans.issue(row, by=people["officer"])
    assert readers() == {"officer", "publisher", "nation", "city", "principal", "editor"}
    assert not objects_for(people["stranger"], VIEW_PLAN, Plan.objects.all()).exists()


def test_a_plan_is_issued_once(tree, people):
    row = plans.issue(a_plan(tree["shaanxi"], "draft"), by=people["officer"])
    assert row.issued_on
    with pytest.raises(WrongState):
        plans.issue(row, by=people["officer"])


def test_a_cycle_that_ends_short_is_explained_on_record(plan, people):
    """R1.2: a shortfall is no error."""
    with pytest.raises(ValidationError):
        plans.explain(plan, text="  ", by=people["officer"])
    with pytest.raises(PermissionDenied):
        plans.explain(plan, text="示例", by=people["publisher"])
    row = plans.explain(plan, text="疫情停课", by=people["officer"])
    assert row.shortfall == "疫情停课"
    assert Entry.objects.about(row).get(verb="explain_shortfall").after == {"shortfall": "疫情停课"}


def test_how_far_a_cycle_has_come_is_not_said_before_there_is_a_frame(plan):
    """R8.1, G4."""
    assert share_of(plan) == (0, None)


def test_how_far_a_cycle_has_come_is_of_a_third_of_its_schools(published, plan):
    """R8.1, G4: four of the twelve."""
    published(quota=3)
    assert share_of(plan) == (3, 4)


def test_a_school_applies_once_a_year(plan, schools, principal_of, this_year):
    """R8.7: after withdrawing it may ask again."""
    head = principal_of(schools[0])
    row = plans.apply(schools[0], plan=plan, year=this_year, reason="示例", by=head)
    with pytest.raises(ValidationError, match="已经提出"):
        plans.apply(schools[0], plan=plan, year=this_year, reason="再来", by=head)
    APPLICATION.take(row, "withdraw_application", by=head)
    assert plans.apply(schools[0], plan=plan, year=this_year, reason="再来", by=head).state == "sent"


def test_only_its_principal_applies_for_a_school(plan, schools, people, tree, this_year):
    for name in ["editor", "principal", "city", "officer"]:
        with pytest.raises(PermissionDenied):
            plans.apply(schools[0], plan=plan, year=this_year, reason="示例", by=people[name])
    assert plans.apply(tree["school"], plan=plan, year=this_year, reason="示例", by=people["principal"])


def test_for_a_year_that_is_sealed_past_or_of_no_plan_nobody_applies(sealed, plan, schools, principal_of, this_year):
    sealed()
    head = principal_of(schools[0])
    assert plans.open_years(plan) == [this_year + 1, this_year + 2, this_year + 3]
    for year in [this_year, this_year - 1, plan.last_year + 1]:
        with pytest.raises(ValidationError, match="不能再申请"):
            plans.apply(schools[0], plan=plan, year=year, reason="示例", by=head)
    assert not Application.objects.exists()


def test_an_application_without_a_reason_is_refused(plan, schools, principal_of, this_year):
    with pytest.raises(ValidationError):
        plans.apply(schools[0], plan=plan, year=this_year, reason="  ", by=principal_of(schools[0]))


def test_a_school_of_another_province_does_not_apply_in_this_plan(plan, tree, principal_of, this_year):
    with pytest.raises(ValidationError):
        plans.apply(tree["stranger"], plan=plan, year=this_year, reason="示例", by=principal_of(tree["stranger"]))


def test_the_province_answers_and_a_refusal_has_its_reason(applied, schools, people):
    row = applied(schools[0])
    with pytest.raises(NotReady):
        APPLICATION.take(row, "refuse_application", by=people["officer"])
    with pytest.raises(PermissionDenied):
        APPLICATION.take(row, "take_application", by=people["city"])
    assert APPLICATION.take(row, "refuse_application", by=people["officer"], note="已满").state == "refused"


@pytest.mark.parametrize("table, allowed", [
    (PLAN, {"draft": {"issue_plan"}, "issued": set()}),
    (APPLICATION, {"sent": {"take_application", "refuse_application", "withdraw_application"}, "taken": set(), "refused": set(), "withdrawn": set()}),
], ids=["plan", "application"])  # fmt: skip
def test_each_state_allows_its_steps_and_no_other(table, allowed):
    assert {state: {step.name for step in table.steps.values() if state in step.sources} for state in table.model.State.values} == allowed
