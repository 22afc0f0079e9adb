from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.core.numbers import shown
from apps.indicators import services
from apps.indicators.models import ProvinceInput, Rollup, Standing, Value
from apps.jobs.models import Job
from apps.jobs.services import run
from apps.organizations.models import Level
from apps.organizations.services import move, open_unit
from apps.statusdata.contents import findings, row_of
from apps.statusdata.models import Acceptance, Explanation, Record, Round
from apps.statusdata.services import chain
from apps.statusdata.services.snapshots import fingerprint
from config.roles import Role
from tests.indicators.conftest import HUAZHOU


def value(school, code, year=2025):
    return Value.objects.get(school=school, indicator=code, year=year).value


def rollup(unit, code, year=2025):
    return Rollup.objects.get(unit=unit, indicator=code, year=year)


def work():
    """What the workers do until nothing is left."""
    look()
    while jobs := list(Job.objects.filter(state="queued", kind__startswith="indicators.")):
        for job in jobs:
            run(job.pk)
        look()


def look():
    services.take_in()
    services.take_in_nation()


@pytest.fixture
def handed_in(round_of, tree, holder):
    """A return taken through the whole chain by its people: filled in, explained, signed, checked and accepted."""
    people = {name: holder(role, at) for name, role, at in [
        ("principal", Role.PRINCIPAL, "school"), ("city", Role.CITY_OFFICER, "weinan"), ("province", Role.PROVINCE_OFFICER, "shaanxi")]}  # fmt: skip
    upload = chain.open_return(round_of(), tree["school"])
    for form, cells in HUAZHOU.items():
        Record.objects.filter(upload=upload, form=form).update(values=cells)
    for each in findings(upload):
        Explanation.objects.create(
            upload=upload, check_code=each.message.code, record_id=row_of(each.message), text="只公开了这几项", by=people["principal"]
        )
    upload = chain.submit(upload, seen=upload.version, signed=fingerprint(upload), by=people["principal"])
    upload = chain.check(upload, by=people["city"])
    return chain.accept(upload, by=people["province"])


def test_an_acceptance_becomes_values_and_figures_of_every_unit_above_by_the_tick_alone(handed_in, tree):
    """E0, E1, D9."""
    work()
    assert Value.objects.filter(school=tree["school"], year=2025).count() == 164
    assert value(tree["school"], "K001") == 669
    assert {row.unit for row in Rollup.objects.filter(indicator="K001", value=669, count=1)} == {tree["weinan"], tree["shaanxi"], tree["nation"]}
    assert Acceptance.objects.get().done == [services.COMPUTED, services.ROLLED_UP, services.IN_NATION]


def test_the_five_conditions_of_huazhou_are_what_its_published_figures_say(handed_in, tree):
    """R8.4: 669 ✗, 14.23 ✓, 42.55 % ✗, 40 374 ✓, 2 429.00 ✗; the last exactly 1 625 000/669."""
    work()
    standing = Standing.objects.get(school=tree["school"])
    assert [(each["shown"], each["met"]) for each in standing.conditions] == [
        ("669 人", False), ("14.23", True), ("42.55%", False), (f"{shown(40374)} m²", True), (f"{shown('2429.00')} 元", False),
    ]  # fmt: skip
    assert standing.met is False
    assert Decimal(standing.conditions[4]["value"]) == Decimal(1_625_000) / 669
    assert value(tree["school"], "K109") == (Decimal(1_625_000) / 669).quantize(Decimal(1).scaleb(-20))


def test_computing_twice_is_computing_once(accept, tree):
    """E0: a job may run twice."""
    acceptance = accept(tree["school"])
    services.compute_acceptance(acceptance)
    first = list(Value.objects.values_list("pk", flat=True))
    services.compute_acceptance(acceptance)
    assert list(Value.objects.values_list("pk", flat=True)) == first
    services.catch_up()
    kept = list(Rollup.objects.order_by("unit", "indicator").values("unit", "indicator", "value", "mean", "count"))
    services.roll_up(tree["shaanxi"], 2025)
    assert list(Rollup.objects.order_by("unit", "indicator").values("unit", "indicator", "value", "mean", "count")) == kept


def test_a_return_accepted_again_replaces_its_values_and_its_standing(accepted, tree):
    """D9, E0: the values are those of the version accepted last."""
    accepted(tree["school"])
    again = accepted(tree["school"], {**HUAZHOU, "F13": {"enrolled": "1200"}})
    assert value(tree["school"], "K001") == 1200
    assert set(Value.objects.values_list("snapshot", flat=True)) == {again.snapshot_id}
    assert Standing.objects.get().conditions[0]["met"] is True
    assert rollup(tree["shaanxi"], "K001").value == 1200


def test_a_version_that_was_replaced_before_it_was_computed_gives_no_values(accept, tree):
    old, new = accept(tree["school"]), accept(tree["school"], {"F13": {"enrolled": "800"}})
    services.compute_acceptance(new)
    services.compute_acceptance(old)
    assert value(tree["school"], "K001") == 800


def test_a_practice_round_gives_no_values(accept, tree):
    """B12."""
    acceptance = accept(tree["school"])
    Round.objects.update(practice=True)
    services.catch_up()
    assert not Value.objects.exists()
    acceptance.refresh_from_db()
    assert acceptance.done == [services.COMPUTED, services.ROLLED_UP, services.IN_NATION]


def test_what_fails_holds_up_no_other_and_is_tried_again_later(accept, tree, second, caplog):
    """A first acceptance that cannot be computed does not come back at every look."""
    broken, sound = accept(tree["school"]), accept(second)
    type(broken.snapshot).objects.filter(pk=broken.snapshot_id).update(body=b"broken")
    work()
    assert set(Value.objects.values_list("school", flat=True)) == {second.pk}
    assert rollup(tree["weinan"], "K001").count == 1
    assert Job.objects.filter(kind="indicators.compute", key=broken.pk).count() == 1
    Job.objects.filter(key=broken.pk).update(touched=timezone.now() - timedelta(hours=1))
    services.take_in()
    assert Job.objects.filter(kind="indicators.compute", key=broken.pk).count() == 2
    assert not Job.objects.filter(kind="indicators.compute", key=sound.pk).exclude(state="done").exists()
    assert "broken" not in caplog.text


def test_what_is_computed_while_a_roll_up_runs_is_rolled_up_at_the_next_look(accept, tree, second):
    """No acceptance is lost between two jobs."""
    services.compute_acceptance(accept(tree["school"]))
    services.roll_up(tree["shaanxi"], 2025)
    services.compute_acceptance(accept(second))
    assert list(services.waiting_for_roll_up()) == [(tree["shaanxi"].pk, 2025)]
    services.catch_up()
    assert rollup(tree["shaanxi"], "K001").count == 2
    assert not services.waiting_for_roll_up().exists()


def test_a_ratio_is_rolled_up_by_its_parts_and_not_as_a_mean_of_ratios(accepted, tree, second):
    """E2: 669/47 and 3 000/100 give 3 669/147, while the schools' mean is beside it."""
    accepted(tree["school"])
    accepted(second, {"F13": {"enrolled": "3000"}, "F08": {"ft": "100"}})
    row = rollup(tree["shaanxi"], "K073")
    assert (shown(row.value, 4), shown(row.mean, 4), row.count) == ("24.9592", "22.1170", 2)
    assert row.value == (Decimal(3669) / 147).quantize(Decimal(1).scaleb(-20))


def test_a_school_that_lacks_a_part_brings_nothing_to_the_groups_ratio(accepted, tree, second):
    """E0, C2: empty is not 0, and a numerator without a denominator is not added."""
    accepted(tree["school"])
    accepted(second, {"F13": {"enrolled": "3000"}})
    row = rollup(tree["shaanxi"], "K073")
    assert (shown(row.value, 2), row.count) == ("14.23", 1)


def test_sums_weighted_means_shares_and_what_is_not_rolled_up(accepted, tree, second):
    """E1: 1 000 元 of 30 and 2 000 元 of 10 graduates are 1 250; one of two schools with a charter is 50 %; K006 has a median alone."""
    major = {"major_code": "090100", "status": "1", "stu": "10"}
    accepted(
        tree["school"], {"F15": {"salary": "1000", "emp_direct": "30"}, "F17": {"tr_n": "5"}, "F01": {"charter_on": "2016-01-01"}, "F10": [major]}
    )
    accepted(second, {"F15": {"salary": "2000", "emp_direct": "10"}, "F17": {"tr_n": "7"}, "F10": [major, {**major, "major_code": "120100"}]})
    found = {code: rollup(tree["weinan"], code) for code in ["K015", "K025", "K136", "K006"]}
    assert {code: row.value for code, row in found.items()} == {"K015": 12, "K025": 1250, "K136": 50, "K006": None}
    assert (found["K006"].median, found["K025"].mean) == (Decimal("1.5"), 1500)


def test_a_mean_without_its_weight_does_not_stop_the_others(accepted, tree):
    accepted(tree["school"], {"F15": {"salary": "1000"}, "F13": {"enrolled": "669"}})
    assert value(tree["school"], "K025") == 1000
    assert rollup(tree["shaanxi"], "K025").value is None
    assert rollup(tree["shaanxi"], "K001").value == 669


def test_stage_two_compares_each_major_with_the_whole_province(accepted, tree, second):
    """E0, K047: 学前教育 60 and 90 of 100 make 75 in the province, below which the first school lies; 护理 is in one school alone."""

    def of(code, employed):
        return {"major_code": code, "status": "1", "grad": "100", "emp": employed}

    accepted(tree["school"], {"F10": [of("160100", "60"), of("100100", "80")]})
    assert value(tree["school"], "K047") == 0
    accepted(second, {"F10": [of("160100", "90")]})
    assert (value(tree["school"], "K047"), value(second, "K047")) == (50, 0)
    assert ProvinceInput.objects.get().tables == {"F10.emp F10.grad major_code": {"160100": "75", "100100": "80"}}
    assert shown(rollup(tree["shaanxi"], "K047").value, 2) == "33.33"


def test_a_school_of_the_province_counts_in_the_city_where_it_lies(accepted, tree, own_school):
    """A1, E1: checked by the province, counted in 渭南."""
    accepted(tree["school"])
    accepted(own_school)
    assert (rollup(tree["weinan"], "K001").value, rollup(tree["shaanxi"], "K001").count) == (1338, 2)


def test_a_past_year_keeps_the_tree_of_its_year(accepted, tree, second):
    """E4: a school that moved to another city afterwards counts in the old one for the year that is past, and in the new one from then on."""
    xian = open_unit(level=Level.CITY, code="610100", name="西安市", parent=tree["shaanxi"])
    accepted(tree["school"], year=2024)
    type(second).objects.filter(pk=tree["school"].pk).update(area=xian)
    move(tree["school"], parent=xian)
    tree["school"].refresh_from_db()
    accepted(tree["school"], year=2025)
    accepted(second, year=2024)
    counts = {(row.unit.code, row.year): row.count for row in Rollup.objects.filter(indicator="K001", unit__level=Level.CITY)}
    assert counts == {("610500", 2024): 2, ("610100", 2025): 1}


def test_a_city_that_lost_its_last_value_has_no_figures_left(accepted, tree):
    accepted(tree["school"])
    xian = open_unit(level=Level.CITY, code="610100", name="西安市", parent=tree["shaanxi"])
    type(xian).objects.filter(pk=tree["school"].pk).update(area=xian)
    tree["school"].refresh_from_db()
    accepted(tree["school"])
    assert not Rollup.objects.filter(unit=tree["weinan"]).exists()
    assert rollup(xian, "K001").count == 1


def test_two_provinces_make_one_nation(accepted, tree):
    accepted(tree["school"])
    accepted(tree["stranger"], province="henan")
    assert (rollup(tree["nation"], "K001").value, rollup(tree["henan"], "K001").value) == (1338, 669)


def test_the_nation_is_rolled_up_once_for_several_provinces(accept, tree, monkeypatch):
    """E1: not after each province; the look after the work finds nothing left."""
    units, one = [], services.roll_up_unit
    monkeypatch.setattr(services, "roll_up_unit", lambda unit, *rest: (units.append(unit), one(unit, *rest)))
    accept(tree["school"])
    accept(tree["stranger"], province="henan")
    services.take_in()
    for _ in range(2):
        for job in Job.objects.filter(state="queued"):
            run(job.pk)
        services.take_in()
    assert tree["nation"] not in units
    work()
    assert units.count(tree["nation"]) == 1
    assert rollup(tree["nation"], "K001").value == 1338
    assert not services.waiting_for_nation().exists()


def test_what_is_rolled_up_while_the_nation_is_is_taken_at_the_next_look(accept, tree, second):
    """Two years are two jobs; an acceptance computed meanwhile is not counted as done."""
    services.compute_acceptance(accept(tree["school"]))
    services.compute_acceptance(accept(second, year=2024))
    services.roll_up(tree["shaanxi"], 2025)
    services.roll_up(tree["shaanxi"], 2024)
    services.roll_up_nation(2025)
    assert list(services.waiting_for_nation()) == [2024]
    services.compute_acceptance(accept(tree["stranger"], province="henan"))
    services.roll_up_nation(2025)
    assert list(services.waiting_for_roll_up()) == [(tree["henan"].pk, 2025)]
    services.roll_up(tree["henan"], 2025)
    assert set(services.waiting_for_nation()) == {2024, 2025}


def test_the_roll_up_of_a_province_asks_as_much_of_few_schools_as_of_many(accept, tree, django_assert_max_num_queries):
    """E1: the number of queries does not grow with the schools."""
    for number in range(3):
        accept(open_unit(level=Level.SCHOOL, code=f"36610001{number:02}", name=f"示例{number}学校", parent=tree["weinan"]))
    services.catch_up()
    with django_assert_max_num_queries(31):
        services.roll_up(tree["shaanxi"], 2025)
