import pytest

from apps.core.numbers import shown
from apps.indicators.models import Standing, Value
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from apps.statusdata.models import Return, Round
from config.roles import Role
from tests.indicators.conftest import HUAZHOU


@pytest.fixture
def page(client, holder, tree):
    """``page(role, at, of, indicator)``: the page of the unit as somebody with that post finds it."""

    def get(role, at, of, indicator="", **given):
        client.force_login(holder(role, at))
        return client.get(f"/work/{tree[of].code}/indicators/{f'{indicator}/' if indicator else ''}", given)

    return get


def text(response):
    return response.content.decode()


def test_a_school_finds_its_conditions_with_their_working_and_what_is_lacking(page, accepted, tree):
    """R8.4, E3."""
    accepted(tree["school"])
    content = text(page(Role.PRINCIPAL, "school", "school"))
    lacking = [
        f"还差 {shown(531)} 人",
        "669 人 ÷ 47 名专任教师 ＝ 14.23",
        "20 名专业教师 ÷ 47 名专任教师 ＝ 42.55%",
        "还差专业教师 4 名",
        f"{shown(40374)} m²",
    ]
    assert [words for words in [*lacking, f"162.5 万元 ÷ 669 人 ＝ {shown('2429.00')} 元"] if words not in content] == []
    assert (content.count("未达到"), content.count("达到</span>")) == (3, 5)


def test_a_school_finds_two_years_their_difference_and_the_median_of_its_province(page, accepted, tree, second):
    """E7: 669 after 650, and 934.5 half way to the other school's 1 200."""
    accepted(tree["school"], {"F13": {"enrolled": "650"}}, year=2024)
    accepted(second, {"F13": {"enrolled": "1200"}})
    accepted(tree["school"])
    response = page(Role.SCHOOL_EDITOR, "school", "school")
    lines = {
        line.indicator.code: line
        for section in response.context["sections"]
        for _e, points in section.elements
        for _p, found in points
        for line in found
    }
    assert len(lines) == 164
    line = lines["K001"]
    assert (line.value, line.before, line.change, line.median) == ("669", "650", "＋19", "934.5")
    assert "学年" in text(page(Role.SCHOOL_EDITOR, "school", "school", year=2024))


def test_what_is_not_accepted_is_not_there_and_shown_as_missing(page, accept, accepted, tree, second, round_of):
    """D9: one school accepted, one that has not handed in."""
    accepted(tree["school"])
    response = page(Role.CITY_OFFICER, "weinan", "weinan")
    # The second school has no return in the round: it was not asked (B9).
    assert response.context["counts"] == {"total": 1, "returned": 1, "accepted": 1, "computing": 0, "met_all": 0, "missing": 0}
    Return.objects.create(round=Return.objects.get().round, school=second)
    counts = page(Role.CITY_OFFICER, "weinan", "weinan").context["counts"]
    assert (counts["total"], counts["missing"]) == (2, 1)
    Standing.objects.all().delete()
    assert page(Role.CITY_OFFICER, "weinan", "weinan").context["counts"]["computing"] == 1
    assert "没有上报" in text(response)
    assert "本学年的上报还没有受理" in text(page(Role.CITY_OFFICER, "weinan", "second"))


def test_before_any_round_the_pages_say_what_comes_next(page, tree):
    for role, at in [(Role.PRINCIPAL, "school"), (Role.PROVINCE_OFFICER, "shaanxi"), (Role.NATION_OFFICER, "nation")]:
        assert page(role, at, at).status_code == 200


def test_a_province_finds_how_many_schools_meet_each_condition_and_all(page, accepted, tree, second):
    """R8.4, E3: Huazhou meets two; a school with students alone meets that one, the rest cannot be told."""
    accepted(tree["school"])
    accepted(second, {"F13": {"enrolled": "3000"}})
    response = page(Role.PROVINCE_OFFICER, "shaanxi", "shaanxi")
    counts = {name: tuple(rest) for name, *rest in response.context["condition_counts"]}
    assert list(counts.values()) == [(1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 0, 1), (0, 1, 1), (0, 1, 1)]
    assert [(part.name, part.total, part.accepted, part.missing) for part in response.context["parts"]] == [("渭南市", 2, 2, 0)]
    assert {school.name for school, _c in response.context["rows"]} == {"示例第一职业中学", "示例第三职业中学"}


def test_a_city_counts_the_provinces_own_school_and_does_not_name_it(page, accepted, tree, own_school):
    """A4, E1: the figures hold all schools that lie in the city, the list those that its officer may see."""
    accepted(tree["school"])
    accepted(own_school)
    response = page(Role.CITY_OFFICER, "weinan", "weinan")
    assert response.context["counts"]["accepted"] == 2
    assert [school.name for school, _c in response.context["rows"]] == ["示例第一职业中学"]
    spread = page(Role.CITY_OFFICER, "weinan", "weinan", "K001")
    assert spread.context["line"].count == 2
    assert own_school.name not in text(response) + text(spread)
    assert page(Role.CITY_OFFICER, "weinan", "own").status_code == 404


def test_a_value_leads_down_to_cells_version_and_acceptance(page, accepted, tree):
    """E5."""
    snapshot = accepted(tree["school"]).snapshot
    response = page(Role.PRINCIPAL, "school", "school", "K109")
    content = text(response)
    wanted = ["10000×162.5÷669", shown("2429.00"), "F03.equip_total", f"/returns/{snapshot.upload_id}/forms/F03/", snapshot.digest, "陕西省"]
    assert [words for words in wanted if words not in content] == []
    assert [other.code for other in page(Role.PRINCIPAL, "school", "school", "K106").context["lineage"].others] == ["K105"]


def test_the_working_of_a_value_of_stage_two_is_that_of_the_value_kept(page, accepted, tree, second):
    """E0, E5, K047: the page reads the tables that were kept, and comes to the same."""
    major = {"major_code": "160100", "status": "1", "grad": "100"}
    accepted(tree["school"], {"F10": [{**major, "emp": "60"}]})
    accepted(second, {"F10": [{**major, "emp": "90"}]})
    response = page(Role.PRINCIPAL, "school", "school", "K047")
    assert (response.context["words"], response.context["lineage"].working.value) == ("100.00", "100.00")
    assert Value.objects.get(school=tree["school"], indicator="K047").value == 100


@pytest.mark.parametrize("indicator", ["", "K001"])
def test_strangers_find_nothing(page, accepted, tree, indicator):
    """A4: the 404 of a thing that never existed, of schools and of units."""
    accepted(tree["school"])
    for role, at in [(Role.PROVINCE_OFFICER, "henan"), (Role.CITY_OFFICER, "zhengzhou"), (Role.PRINCIPAL, "stranger"), (Role.AUDITOR, "shaanxi")]:
        assert {page(role, at, of, indicator).status_code for of in ["school", "weinan", "shaanxi"]} == {404}
    assert {page(Role.PRINCIPAL, "school", of, indicator).status_code for of in ["weinan", "shaanxi", "nation"]} == {404}


def test_an_unknown_year_or_indicator_is_not_found(page, accepted, tree):
    accepted(tree["school"])
    assert [page(Role.PRINCIPAL, "school", "school", year=year).status_code for year in ["2010", "abc", "9" * 30, "²", "9" * 5000]] == [404] * 5
    assert page(Role.PRINCIPAL, "school", "school", "K999").status_code == 404


def test_a_planned_round_shows_no_year(page, round_of, tree):
    Round.objects.filter(pk=round_of().pk).update(state="planned")
    assert page(Role.PROVINCE_OFFICER, "shaanxi", "shaanxi").context["years"] == []


def test_a_school_is_found_by_name_pinyin_first_letters_and_code(page, accepted, tree, second):
    accepted(tree["school"])
    for words in ["第三", "disan", second.initials[:6], second.code]:
        response = page(Role.PROVINCE_OFFICER, "shaanxi", "shaanxi", q=words)
        assert [school.name for school, _c in response.context["rows"]] == [second.name]
    assert "没有找到这样的学校" in text(page(Role.PROVINCE_OFFICER, "shaanxi", "shaanxi", q="无此校"))


@pytest.mark.parametrize("indicator", ["", "K073"])
def test_the_page_of_a_unit_asks_as_much_of_few_schools_as_of_many(
    client, holder, accept, accepted, tree, second, indicator, django_assert_max_num_queries, django_assert_num_queries
):
    address = f"/work/{tree['shaanxi'].code}/indicators/{f'{indicator}/' if indicator else ''}"
    accepted(tree["school"])
    client.force_login(holder(Role.PROVINCE_OFFICER, "shaanxi"))
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        assert client.get(address).status_code == 200
    for number in range(4):
        accept(open_unit(level=Level.SCHOOL, code=f"36610001{number:02}", name=f"示例{number}学校", parent=tree["weinan"]), HUAZHOU)
    accepted(second)
    with django_assert_num_queries(len(few)):
        assert client.get(address).status_code == 200


def test_the_nation_finds_its_provinces(page, accepted, tree):
    """E7: each province with its schools, whoever returned; one indicator by province."""
    accepted(tree["school"])
    response = page(Role.NATION_OFFICER, "nation", "nation")
    assert [(part.name, part.total, part.accepted) for part in response.context["parts"]] == [("河南省", 0, 0), ("陕西省", 1, 1)]
    assert [(name, line.value) for name, _code, line in page(Role.NATION_OFFICER, "nation", "nation", "K001").context["parts"]] == [("陕西省", "669")]
