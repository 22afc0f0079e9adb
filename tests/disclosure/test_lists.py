import csv
import hashlib
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.audit.services import seal
from apps.diagnosis.models import Regime
from apps.disclosure.desk import lists_to_compile
from apps.disclosure.models import BelowList
from apps.disclosure.selectors import news, voice
from apps.disclosure.services import below
from apps.documents.services import find
from apps.indicators.models import Standing
from apps.schemes.models import Scheme
from apps.schemes.selectors import in_force
from apps.statusdata.models import Round
from apps.workflow.lifecycle import NotReady, WrongState
from config.roles import Role
from tests.sampling.world import a_scheme

S = BelowList.State
ADDRESS = "/below/610000/2025/"


@pytest.fixture
def compiled(received, people, tree):
    """``compiled()``: the list of 2025 with one school that falls short."""
    received(tree["school"])

    def make(**given):
        Round.objects.update(state="closed")
        return below.compile_list(tree["shaanxi"], 2025, by=people["proposer"], **given)

    return make


@pytest.fixture
def shown(compiled, people):
    """Published, sealed and in public."""

    def make(**given):
        row = below.publish(compiled(**given), by=people["publisher"])
        seal()
        below.release()
        row.refresh_from_db()
        return row

    return make


def runs(school):
    texts = dict.fromkeys(["title", "emphasis", "requirements", "organisation"], "示例")
    Regime.objects.create(school=school, state=Regime.State.RUNNING, since=timezone.localdate(), cycle_years=3, **texts)


def test_each_school_that_falls_short_stands_with_what_it_lacks_and_how_that_was_worked_out(client, shown, second):
    """R12.1, R8.4: one without accepted data is counted and not named."""
    row = shown()
    line = row.content["schools"][0]
    assert (row.content["counted"], row.content["no_data"], [each["code"] for each in row.content["schools"]]) == (1, 1, ["3661000001"])
    assert "全日制中职学历教育在校生数" in line["lacking"][0]
    assert line["conditions"][0]["working"]
    page = client.get(ADDRESS).content.decode()
    assert line["name"] in page
    assert line["conditions"][0]["working"] in page
    assert second.name not in page


def test_a_school_that_runs_no_regime_stands_there_whatever_its_data(compiled, tree):
    """R8.4, R12.1."""
    assert compiled().content["schools"][0]["lacking"][-1] == below.REGIME
    runs(tree["school"])
    content = below.content_of(tree["shaanxi"], 2025, timezone.localdate())
    assert below.REGIME not in content["schools"][0]["lacking"]


def test_a_school_whose_data_leave_a_condition_open_and_fail_none_is_named_nowhere(received, tree):
    """R12.1, R8.4: nobody is put on the list for what is not known."""
    received(tree["school"], {"F13": {"enrolled": "5000"}})
    runs(tree["school"])
    content = below.content_of(tree["shaanxi"], 2025, timezone.localdate())
    assert (content["undecided"], content["schools"]) == (1, [])


def test_what_one_compiles_another_publishes(compiled, people, holder):
    """R12.1, M2."""
    row = compiled()
    for who in [people["proposer"], holder(Role.PROVINCE_PUBLISHER, "henan")]:
        with pytest.raises(PermissionDenied):
            below.publish(row, by=who)
    done = below.publish(row, by=people["publisher"])
    assert (done.state, done.published_on, find(done.code).digest) == (S.PUBLISHED, timezone.localdate(), done.digest)
    with pytest.raises(IntegrityError), transaction.atomic():
        BelowList.objects.update(published_by=people["proposer"])


def test_it_is_shown_once_sealed(client, compiled, people):
    """R12.1, M1."""
    below.publish(compiled(), by=people["publisher"])
    below.release()
    assert client.get(ADDRESS).status_code == 404
    seal()
    assert below.release() == 1
    assert client.get(ADDRESS).status_code == 200


def test_its_code_tells_nothing_before_the_seal_and_leads_there_afterwards(client, compiled, people):
    """M8, R12.1."""
    row = below.publish(compiled(), by=people["publisher"])
    assert client.get(f"/verify/{row.code}/").status_code == 404
    seal()
    below.release()
    page = client.get(f"/verify/{row.code}/")
    assert page.status_code == 200
    assert f"{ADDRESS}?version=1" in page.content.decode()


@pytest.mark.parametrize("name", ["list.csv", "list.json"])
def test_a_file_downloaded_of_it_is_known_under_its_code(client, shown, name):
    """M8: one sign more and it is another."""
    row = shown()
    file = client.get(f"{ADDRESS}{name}").content
    posted = [client.post(f"/verify/{row.code}/", {"file": SimpleUploadedFile(name, each)}) for each in [file, file + b" "]]
    assert [answer.context["matches"] for answer in posted] == [True, False]


def test_one_at_a_time_is_under_way(compiled):
    """R12.1: two who compile at once do not both."""
    compiled()
    with pytest.raises(WrongState):
        compiled()


def test_without_accepted_data_there_is_no_list(people, tree):
    """R12.1."""
    with pytest.raises(NotReady, match="没有受理|还没有受理"):
        below.compile_list(tree["shaanxi"], 2025, by=people["proposer"])


def test_what_has_moved_since_it_was_compiled_is_not_published(compiled, received, people, tree):
    """R12.1: it is named, and the list sent back."""
    row = compiled()
    Round.objects.update(state="open")
    received(tree["school"], {"F13": {"enrolled": "700"}})
    with pytest.raises(NotReady, match=tree["school"].name):
        below.publish(row, by=people["publisher"])
    assert below.refuse(row, note="数据变了", by=people["publisher"]).state == S.REFUSED
    assert compiled().number == 2


def test_a_correction_is_a_new_version_that_says_what_it_corrects(client, shown, compiled):
    """R12.1, M4: the first stays at its address."""
    first = shown()
    with pytest.raises(NotReady, match="更正说明"):
        compiled()
    second = shown(note="一所学校的数据更正")
    first.refresh_from_db()
    assert (first.state, second.number) == (S.REPLACED, 2)
    page, old = (client.get(f"{ADDRESS}{rest}") for rest in ["", "?version=1"])
    assert (page.context["below"], old.context["below"]) == (second, first)
    assert "一所学校的数据更正" in page.content.decode()
    assert "已由新版替代" in old.content.decode()


def test_a_withdrawn_list_names_nobody_and_says_why(client, shown, people, tree):
    """R12.1, M4."""
    row = shown()
    below.withdraw(row, note="统计口径有误", by=people["publisher"])
    assert "（已撤回）" in client.get("/feed.atom").content.decode()
    page = client.get(ADDRESS).content.decode()
    assert "统计口径有误" in page
    assert tree["school"].name not in page
    assert {client.get(f"{ADDRESS}list.{kind}").status_code for kind in ["csv", "json"]} == {404}
    assert "2025—2026" not in client.get("/below/").content.decode()
    corrections = client.get("/corrections/").content.decode()
    assert "统计口径有误" in corrections
    assert "还没有更正或撤回" not in corrections


def test_what_was_withdrawn_last_is_the_newest_of_all(shown, people):
    """M4, M6: however old the list is, and however few are asked for."""
    first = shown()
    BelowList.objects.filter(pk=first.pk).update(released_at=timezone.now() - timedelta(days=400))
    second = shown_copy(first)
    assert [each.key for each in news.newest(1)] == [second.pk]
    below.withdraw(first, note="统计口径有误", by=people["publisher"])
    assert [(each.key, each.words) for each in news.newest(1)] == [(first.pk, "统计口径有误")]


def shown_copy(row):
    """A list of another year, released now."""
    return BelowList.objects.create(**{
        field.attname: getattr(row, field.attname) for field in BelowList._meta.concrete_fields if field.name not in ("id", "year", "released_at")
    }, year=2024, released_at=timezone.now())  # fmt: skip


def test_its_files_hold_what_the_page_says(client, shown):
    """R12.1, M6, M8: the digest of the file is the one on the page."""
    row = shown()
    assert hashlib.sha256(client.get(f"{ADDRESS}list.json").content).hexdigest() == row.digest
    lines = list(csv.DictReader(io.StringIO(client.get(f"{ADDRESS}list.csv").content.decode("utf-8-sig"))))
    assert [line["未达到"] for line in lines] == row.content["schools"][0]["lacking"]
    assert {name: lines[0][name] for name in ["单位", "数值", "要求"]} == {"单位": "人", "数值": "669", "要求": "1200"}


def test_a_condition_of_two_figures_has_a_line_for_each(client, shown, tree):
    """M6, R8.4: buildings judged by the area and by the area a student; what falls below nought keeps its sign."""
    figures = [
        {"code": "K105", "name": "校舍建筑面积", "unit": "m²", "value": "-12.5", "threshold": "24000"},
        {"code": "K106", "name": "生均校舍建筑面积", "unit": "m²", "value": None, "threshold": "20", "met": None},
        {"code": "K109", "name": "另一项已达到的", "unit": "元", "value": "3000", "threshold": "2500", "met": True},
    ]
    row = shown()
    (school,) = row.content["schools"]
    school["conditions"] = [{**school["conditions"][0], "shown": "—", "figures": figures}]
    row.save(update_fields=["content"])
    answer = client.get(f"{ADDRESS}list.csv").content.decode("utf-8-sig")
    lines = [line for line in csv.DictReader(io.StringIO(answer)) if line["指标"]]
    assert [[line[name] for name in ["指标", "单位", "数值", "要求"]] for line in lines] == [
        ["校舍建筑面积", "m²", "-12.5", "24000"], ["生均校舍建筑面积", "m²", "", "20"],
    ]  # fmt: skip


@pytest.mark.parametrize("shown_as, value", [("669 人", "669"), ("\u22121\u202f190.5 人", "-1190.5"), ("—", "")])
def test_a_list_compiled_before_figures_were_kept_has_its_numbers_still(client, shown, shown_as, value):
    """M6: they stand in its words alone."""
    row = shown()
    (school,) = row.content["schools"]
    condition = {name: word for name, word in school["conditions"][0].items() if name != "figures"}
    school["conditions"] = [condition | {"shown": shown_as}]
    row.save(update_fields=["content"])
    line = next(csv.DictReader(io.StringIO(client.get(f"{ADDRESS}list.csv").content.decode("utf-8-sig"))))
    assert [line[name] for name in ["单位", "数值", "要求"]] == ["人", value, "1200"]


def test_a_schools_page_reads_its_own_line_of_a_list(shown, tree, django_assert_num_queries):
    """R12.1: in one query, without the lines of the others."""
    row = shown()
    with django_assert_num_queries(1):
        ((listed, why),) = voice.listed_below("3661000001")
    assert (listed, "content" in listed.get_deferred_fields()) == (row, True)
    assert "未达到全日制中职学历教育在校生数" in why
    assert voice.listed_below("nobody") == []


def test_it_names_the_version_of_the_scheme_its_schools_were_judged_by(client, shown, tree):
    """R1.7, R12.1: the one in force when the school year ended, whatever came after."""
    first, later = a_scheme(tree["shaanxi"]), Scheme.objects.get()
    later.pk, later.number, later.explanation = uuid4(), 2, "示例"
    later.save(force_insert=True)
    assert in_force(tree["shaanxi"], timezone.localdate()) == later
    Standing.objects.update(scheme=first)
    assert shown().content["scheme"] == str(first)
    for address in [ADDRESS, f"{ADDRESS}list.csv"]:
        page = client.get(address).content.decode()
        assert str(first) in page, address
        assert str(later) not in page


def test_of_a_school_without_a_regime_only_what_the_platform_knows_is_said(client, shown, public, tree):
    """R8.4, R12.1: on the list, in its file and on the school's own page."""
    public(tree["school"])
    shown()
    for address in [ADDRESS, f"{ADDRESS}list.csv", "/schools/3661000001/"]:
        page = client.get(address).content.decode()
        assert "平台上没有登记施行中的" in page, address
        assert "没有建立或没有施行" not in page


def test_the_schools_own_page_says_so_and_why(client, shown, public, tree):
    """R12.1, M5: once its status data are in public."""
    public(tree["school"])
    row = shown()
    page = client.get("/schools/3661000001/").content.decode()
    assert ADDRESS in page
    assert all(each["name"] in page.partition("未达条件名单")[2] for each in row.content["schools"][0]["conditions"])
    assert ADDRESS in client.get("/provinces/610000/").content.decode()


def test_the_desk_asks_for_the_list_of_a_closed_year(received, people, tree, compiled):
    """R12.1: until it is compiled; again where the second person refused it, or it was withdrawn."""
    assert lists_to_compile(people["proposer"]) == []
    Round.objects.update(state="closed")
    assert [item.count for item in lists_to_compile(people["proposer"])] == [1]
    assert lists_to_compile(people["publisher"]) == []
    row = compiled()
    assert lists_to_compile(people["proposer"]) == []
    below.refuse(row, note="数据有误", by=people["publisher"])
    assert [item.count for item in lists_to_compile(people["proposer"])] == [1]
    row = below.publish(compiled(), by=people["publisher"])
    assert lists_to_compile(people["proposer"]) == []
    below.withdraw(row, note="数据有误", by=people["publisher"])
    assert [item.count for item in lists_to_compile(people["proposer"])] == [1]


def test_the_officer_compiles_by_the_page(client, compiled, people):
    """R12.1: a second time while one waits he reads why not."""
    Round.objects.update(state="closed")
    client.force_login(people["proposer"])
    assert client.get("/work/610000/below-lists/").context["form"] is not None
    address = "/work/610000/below-lists/compile/"
    response = client.post(address, {"year": "2025"})
    assert response["Location"] == BelowList.objects.get().get_absolute_url()
    assert "同时只能有一版" in client.post(address, {"year": "2025"}).content.decode()
    assert client.post(address, {"year": "1999"}).context["form"].errors.keys() == {"year"}


def test_while_the_collection_is_open_there_is_no_list(received, people, tree):
    """R12.1: half a year's data would put on it whom the other half takes off."""
    received(tree["school"])
    with pytest.raises(NotReady, match="轮次结束以后"):
        below.compile_list(tree["shaanxi"], 2025, by=people["proposer"])


@pytest.mark.parametrize("address", ["/below/610000/2024/", "/below/none/2025/", f"{ADDRESS}?version=7", f"{ADDRESS}list.csv?version=7"])
def test_what_was_never_published_is_not_there(client, shown, address):
    """R12.1."""
    shown()
    assert client.get(address).status_code == 404
