import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.diagnosis.models import Diagnosis, Draft, Part, Passage, Regime
from apps.diagnosis.selectors import runs_regime, signed_report
from apps.diagnosis.selectors.overview import rows, written
from apps.diagnosis.services import plans
from apps.organizations.models import Organization
from apps.schemes.models import AddedPoint, Element, Hint

from .made import YEAR


@pytest.fixture
def address(diagnosis):
    return lambda name, *more: reverse(f"diagnosis:{name}", args=[diagnosis.pk, *more])


@pytest.fixture
def save(client, address, people):
    """``save(passage, value)``: over the wire, as a page sends it."""

    def post(passage, value, seen="", by="editor", **more):
        client.force_login(people[by])
        body = {"record": str(passage.pk), "field": "text", "seen": seen, "value": value, "client": f"page-{by}", "number": 1, **more}
        return client.post(address("save"), json.dumps(body), content_type="application/json")

    return post


def text_in(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_a_text_is_saved_over_the_wire(save, passage):
    """F3"""
    answer = save(passage("self", "2.3"), "第一行\r\n第二行")
    assert (answer.status_code, answer.json()["value"]) == (200, "第一行\n第二行")
    assert passage("self", "2.3").text == "第一行\n第二行"


def test_the_second_of_two_is_told_who_wrote_what_and_nothing_is_lost(save, passage, people):
    """F3, B11"""
    save(passage("self", "2.3"), "甲写的")
    answer = save(passage("self", "2.3"), "乙写的", by="colleague")
    assert answer.status_code == 409
    assert (answer.json()["reason"], answer.json()["current"], answer.json()["by"]) == ("overtaken", "甲写的", str(people["editor"]))
    assert passage("self", "2.3").text == "甲写的"
    assert save(passage("self", "2.3"), "乙写的", seen="甲写的", by="colleague").status_code == 200


@pytest.mark.parametrize("value", [3, ["a"], {"text": "a"}, "\x00", "\ud800", "字" * 20_001])
def test_a_body_that_no_page_sends_is_refused(save, passage, value):
    assert save(passage("self", "2.3"), value).status_code == 400
    assert passage("self", "2.3").text == ""


def test_what_another_person_typed_in_this_browser_waits_for_them(save, passage, people):
    assert save(passage("self", "2.3"), "文字", person=str(people["colleague"].pk)).status_code == 403


def test_501_characters_are_kept_and_said_to_be_one_too_many(save, client, passage, address):
    """A2.3"""
    assert save(passage("self", "2.3"), "字" * 501).status_code == 200
    page = client.get(address("element", "2.3"))
    assert "501 ／500 字 ，多 1 字" in text_in(page)
    assert "共 501 字，多 1 字；至多 500 字，请删去 1 字" in text_in(client.get(address("diagnosis")))


def test_script_in_a_text_is_shown_as_it_was_typed(save, client, passage, address):
    save(passage("overview"), "<script>alert(1)</script>{K062}")
    for page in [client.get(address("element", "whole")), client.get(address("text"))]:
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_the_findings_of_a_text_stand_beside_it(save, client, passage, address):
    """F4, F5, R7.4, R7.5"""
    save(passage("effect", "2.3"), "同行评教覆盖面 92%，预计提高。{K065}")
    page = text_in(client.get(address("findings", "2.3")))
    assert "文中写 92% ，状态数据为 89.4%" in page
    assert "“ 预计 ”：此栏只写已经显现的效果" in page
    assert "预计提高。 96.2%" in page


def test_the_worktable_shows_targets_points_and_the_provinces_own(client, people, tree, accepted, regime, scheme, address, diagnosis):
    """R7.2, R1.1, R1.7: this year's value, last year's and the plan's target stand side by side; a point the province added is marked."""
    accepted(YEAR - 1, {"K062": "91.3"})
    element = Element.objects.get(code="2.3", item__guidance=scheme.guidance)
    hint = element.hints.get(kind="planning", text="同行评教覆盖面")
    plan = plans.enter_plan(tree["school"], title="示例规划", first_year=2021, last_year=2025, by=people["principal"])
    plans.set_target(plan, hint, year=YEAR, text="不低于 95%", indicator="K062", value=95, by=people["principal"])
    Diagnosis.objects.filter(pk=diagnosis.pk).update(plan=plan)
    AddedPoint.objects.create(scheme=scheme, element=element, code="2.3.J1", text="企业课堂节数", basis="省文件")
    client.force_login(people["editor"])
    page = text_in(client.get(address("element", "2.3")))
    assert "不低于 95%" in page
    assert "89.4%" in page
    assert "未达目标 ≥95" in page
    assert "上年 91.30" in page
    assert "企业课堂节数 本省增设" in page


def test_the_page_of_an_element_costs_the_same_however_much_is_written(client, people, address, written, django_assert_max_num_queries):
    client.force_login(people["editor"])
    with django_assert_max_num_queries(45):
        client.get(address("element", "2.3"))


def test_a_list_of_many_schools_costs_as_much_as_one_of_one(client, people, tree, diagnosis, scheme):
    client.force_login(people["city"])
    url = reverse("diagnosis:list", args=[tree["weinan"].code])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(5):
        school = Organization.objects.create(
            level=4, code=f"366100009{number}", name=f"示例{number}", parent=tree["weinan"], path=f"{tree['weinan'].path}366100009{number}."
        )
        Diagnosis.objects.create(school=school, year=YEAR, scheme=scheme)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(url).context["rows"]) == 6
    assert len(many) == len(one)


def test_officials_see_how_far_a_school_is_and_not_what_it_writes(client, people, diagnosis, save, passage, address):
    """R7.3: what a school is still writing is its own."""
    save(passage("overview"), "学校自己的话")
    for who in ["city", "province", "nation"]:
        client.force_login(people[who])
        page = client.get(address("diagnosis"))
        assert page.status_code == 200
        assert "学校自己的话" not in page.content.decode()
        assert client.get(address("text")).status_code == 404
        assert client.get(address("element", "whole")).status_code == 404
        assert client.get(reverse("diagnosis:versions", args=[passage("overview").pk])).status_code == 404


@pytest.mark.parametrize("code", ["9.9", "1", "Whole", "<script>"])
def test_an_element_that_is_not_of_the_guidance_is_a_404(client, people, address, code):
    client.force_login(people["editor"])
    assert client.get(address("element", code)).status_code == 404


def test_the_versions_of_a_text_show_who_changed_what(client, people, passage, write):
    """F3"""
    text = passage("effect", "1.1")
    write(text, "覆盖面提高", by="editor")
    write(text, "覆盖面没有提高", by="colleague")
    client.force_login(people["editor"])
    page = client.get(reverse("diagnosis:versions", args=[text.pk]))
    assert [(each.number, each.by, each.parts) for each in page.context["versions"]] == [
        (2, people["colleague"], [("same", "覆盖面"), ("added", "没有"), ("same", "提高")]),
        (1, people["editor"], [("added", "覆盖面提高")]),
    ]
    assert "<ins>没有</ins>" in page.content.decode()


def test_an_earlier_version_is_restored_unless_the_text_changed_since(client, people, passage, write):
    """F3"""
    text = passage("effect", "1.1")
    write(text, "第一稿", by="editor")
    write(text, "第二稿", by="colleague")
    client.force_login(people["editor"])
    url, draft = reverse("diagnosis:restore", args=[text.pk]), Draft.objects.get().pk
    client.post(url, {"draft": draft, "seen": 1})
    assert passage("effect", "1.1").text == "第二稿"
    client.post(url, {"draft": draft, "seen": 2})
    assert passage("effect", "1.1").text == "第一稿"
    assert client.post(url, {"draft": "x", "seen": 2}).status_code == 404


def test_a_diagnosis_is_begun_and_assigned_by_its_pages(client, people, tree, accepted, regime):
    """R7.1"""
    accepted()
    client.force_login(people["principal"])
    assert "开始自我诊改" in text_in(client.get(reverse("diagnosis:list", args=[tree["school"].code])))
    answer = client.post(reverse("diagnosis:open", args=[tree["school"].code]), {"year": YEAR})
    row = Diagnosis.objects.get()
    assert answer.url == row.get_absolute_url()
    given = {part.element.code: "" for part in Part.objects.select_related("element")} | {"2.3": str(people["editor"].pk)}
    client.post(reverse("diagnosis:assign", args=[row.pk]), given)
    assert list(Part.objects.exclude(assigned_to=None).values_list("element__code", flat=True)) == ["2.3"]
    client.force_login(people["editor"])
    assert "撰写自我诊改报告" in text_in(client.get("/desk/"))


def test_what_is_missing_to_begin_stands_on_the_list(client, people, tree, edition):
    """R7.1"""
    client.force_login(people["principal"])
    page = text_in(client.get(reverse("diagnosis:list", args=[tree["school"].code])))
    assert "还没有施行中的实施方案" in page
    assert "还没有施行中的诊改制度" in page


def test_a_regime_is_drafted_put_in_force_and_refused_above_the_ceiling(client, people, tree, scheme):
    """R7.1, R1.2"""
    client.force_login(people["principal"])
    url = reverse("diagnosis:draft_regime", args=[tree["school"].code])
    given = {"title": "示例制度", "emphasis": "重点", "requirements": "要求", "organisation": "组织"}
    refused = client.post(url, {**given, "cycle_years": 4})
    assert "不超过 3 年" in text_in(refused)
    assert "示例制度" in refused.content.decode()
    client.post(url, {**given, "cycle_years": 3})
    row = Regime.objects.get()
    client.post(reverse("diagnosis:start", args=[row.pk]), {"seen": row.version})
    assert Regime.objects.get().state == "running"


def test_a_plans_targets_are_set_by_its_page(client, people, tree, edition):
    """R7.2"""
    plan = plans.enter_plan(tree["school"], title="示例规划", first_year=2021, last_year=2025, by=people["principal"])
    hint = Hint.objects.filter(kind="planning").first()
    client.force_login(people["principal"])
    address = reverse("diagnosis:target", args=[plan.pk, hint.pk])
    seen = client.get(address).context["form"]["seen"].value()
    client.post(address, {"seen": seen, "text": "1500 人", "indicator": "K001", "value": "1500"})
    assert "1500 人" in text_in(client.get(plan.get_absolute_url()))
    client.post(address, {"seen": client.get(address).context["form"]["seen"].value(), "text": ""})
    assert not plan.targets.exists()


def test_the_overview_counts_the_elements_that_are_whole(written, write, passage):
    """R10.5: of sixteen."""
    assert written_of(written) == 16
    write(passage("measures", "1.1"), "字" * 201)
    write(passage("effect", "1.2"), "")
    assert written_of(written) == 14
    assert [row.verdict[1] for row in rows(written)][1:3] == ["须改 1 处", "写作中"]


def written_of(diagnosis):
    return written(rows(diagnosis))


def test_the_floors_above_find_the_regime_and_the_signed_report(written, tree, regime, day):
    """R8.4"""
    schools = Organization.objects.filter(level=4)
    assert list(runs_regime(schools, day())) == [tree["school"]]
    Regime.objects.filter(pk=regime.pk).update(state="ended", until=day())
    assert (list(runs_regime(schools, day())), list(runs_regime(schools, day(-1)))) == ([], [tree["school"]])
    assert signed_report(tree["school"]) is None
    report = written.reports.create(number=1, school=written.school, body=b"", digest="0" * 64, signed_by=written.snapshot.signed_by)
    Diagnosis.objects.filter(pk=written.pk).update(state="signed", report=report)
    assert (signed_report(tree["school"]), signed_report(tree["school"], YEAR - 1)) == (report, None)


def test_every_text_has_its_place_on_one_page(client, people, diagnosis, address):
    """R7.2, A2: none of the passages is out of reach."""
    client.force_login(people["editor"])
    shown = set()
    for row in rows(diagnosis):
        shown |= set(re.findall(r'data-cell data-record="([0-9a-f-]+)"', client.get(address("element", row.code)).content.decode()))
    assert shown == {str(key) for key in Passage.objects.filter(diagnosis=diagnosis).values_list("pk", flat=True)}
