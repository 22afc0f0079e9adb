from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.audit.models import Entry
from apps.diagnosis.contents import obstacles
from apps.diagnosis.lifecycle import DIAGNOSIS
from apps.diagnosis.models import Diagnosis, Draft, Part, Passage, Regime, Target
from apps.diagnosis.services import diagnoses, passages, plans, regimes
from apps.schemes.models import Hint, Scheme
from apps.statusdata.services.cells import Closed, Gone, Overtaken
from apps.workflow.lifecycle import Changed, NotReady, WrongState

from .made import REGIME, YEAR


def test_a_diagnosis_begins_under_the_scheme_in_force_on_the_accepted_data(diagnosis, scheme, regime):
    """R1.7, R6.3, R7.1"""
    assert (diagnosis.scheme, diagnosis.regime, diagnosis.snapshot.upload.round.year) == (scheme, regime, YEAR)
    kinds = {
        kind: Passage.objects.filter(diagnosis=diagnosis, kind=kind).count()
        for kind in ["overview", "self", "measures", "effect", "result", "status"]
    }
    assert kinds == {"overview": 1, "self": 16, "measures": 16, "effect": 16, "result": 16, "status": 57}
    assert Part.objects.filter(diagnosis=diagnosis).count() == 16


def test_a_later_version_of_the_scheme_does_not_touch_it(diagnosis, scheme, tree):
    """R1.7"""
    Scheme.objects.create(
        province=tree["shaanxi"], guidance=scheme.guidance, number=2, title="示例方案", document_number="示例〔2024〕1号", explanation="修订", state="lodged",
        issued_on=date(2024, 1, 1), lodged_on=date(2024, 1, 1), effective_from=date(2024, 1, 1), parameters=scheme.parameters,
    )  # fmt: skip
    assert Diagnosis.objects.get(pk=diagnosis.pk).scheme == scheme


def test_what_a_diagnosis_lacks_to_begin_is_said_all_at_once(tree, people, edition):
    """R7.1, R6.3"""
    with pytest.raises(ValidationError) as refusal:
        diagnoses.open_diagnosis(tree["school"], year=YEAR, by=people["editor"])
    assert [("方案" in words, "状态数据" in words, "诊改制度" in words) for words in refusal.value.messages] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip
    assert not Diagnosis.objects.exists()


def test_a_second_diagnosis_of_the_year_is_refused(diagnosis, tree, people):
    """R7.1"""
    with pytest.raises(ValidationError, match="已经开始"):
        diagnoses.open_diagnosis(tree["school"], year=YEAR, by=people["editor"])


@pytest.mark.parametrize("who", ["city", "province", "nation", "other_school", "stranger"])
def test_nobody_else_begins_a_schools_diagnosis(who, tree, people, regime, accepted):
    accepted()
    with pytest.raises(PermissionDenied):
        diagnoses.open_diagnosis(tree["school"], year=YEAR, by=people[who])


def test_of_two_who_write_one_text_the_second_sees_what_the_first_wrote(passage, write, people):
    """F3, B11"""
    text = passage("self", "2.3")
    write(text, "甲写的", by="editor", seen="")
    with pytest.raises(Overtaken) as other:
        write(text, "乙写的", by="colleague", seen="")
    assert (other.value.current, other.value.by) == ("甲写的", people["editor"])
    write(text, "乙看过以后写的", by="colleague", seen="甲写的")
    text.refresh_from_db()
    assert (text.text, text.by) == ("乙看过以后写的", people["colleague"])


def test_ten_people_write_ten_elements_at_once(diagnosis, write):
    """F3"""
    texts = list(Passage.objects.filter(diagnosis=diagnosis, kind="self")[:10])
    for number, text in enumerate(texts):
        write(text, f"第 {number} 段", by=["editor", "colleague"][number % 2], seen="")
    assert Passage.objects.exclude(text="").count() == 10


def test_a_save_sent_again_or_after_a_lost_answer_is_no_conflict_with_oneself(passage, write):
    text = passage("overview")
    write(text, "一", client="page", number=1)
    assert write(text, "一", seen="", client="page", number=1).version == 1
    assert write(text, "一二", seen="", client="page", number=2).text == "一二"
    assert write(text, "一", seen="", client="page", number=1).text == "一二"


def test_a_save_into_another_schools_text_finds_nothing(diagnosis, passage, people):
    gone = passages.Change(diagnosis.pk, "", "文字", "page", 1)
    with pytest.raises(Gone):
        passages.save_passage(diagnosis, gone, by=people["editor"])


def test_nothing_is_written_into_a_signed_report(written, write, passage):
    """R7.3"""
    from_before = passage("overview").text
    Diagnosis.objects.filter(pk=written.pk).update(state="signed", report=_report(written))
    with pytest.raises(Closed):
        write(passage("overview"), "签字以后写的")
    assert passage("overview").text == from_before


def test_a_persons_sitting_becomes_a_version_when_another_writes_or_ten_minutes_pass(passage, write, people):
    """F3: versions with who and when."""
    text = passage("effect", "1.1")
    write(text, "甲一", by="editor")
    write(text, "甲一二", by="editor")
    write(text, "乙改的", by="colleague")
    assert list(Draft.objects.values_list("text", "by")) == [("甲一二", people["editor"].pk)]
    Passage.objects.filter(pk=text.pk).update(since=timezone.now() - passages.SITTING * 1.1)
    passages.close_old_sittings()
    assert list(Draft.objects.values_list("text", flat=True)) == ["乙改的", "甲一二"]
    passages.close_old_sittings()
    assert Draft.objects.count() == 2
    assert list(Entry.objects.filter(verb="write_text").values_list("by", "after__text")) == [
        (people["editor"].pk, "甲一二"), (people["colleague"].pk, "乙改的"),
    ]  # fmt: skip


def test_an_earlier_version_comes_back_as_a_save_of_its_own(diagnosis, passage, write, people):
    """F3"""
    text = passage("effect", "1.1")
    write(text, "第一稿", by="editor")
    write(text, "第二稿", by="colleague")
    first = Draft.objects.get()
    passages.restore(diagnosis, first, seen="第二稿", by=people["editor"])
    assert passage("effect", "1.1").text == "第一稿"
    assert set(Draft.objects.values_list("text", flat=True)) == {"第一稿", "第二稿"}
    with pytest.raises(Overtaken):
        passages.restore(diagnosis, Draft.objects.get(text="第二稿"), seen="第二稿", by=people["colleague"])


def test_what_is_not_written_or_too_long_stands_in_the_way_of_signing(diagnosis, write, passage):
    """A2.2, A2.3: 501 字 says how many too many."""
    assert len(obstacles(diagnosis)) == 3 + 16 * 5
    write(passage("overview"), "字" * 501)
    write(passage("measures", "1.1"), "字 " * 200)
    write(passage("effect", "1.1"), "字" * 201)
    said = obstacles(diagnosis)
    assert [words for words in said if "多 1 字" in words] == [
        "自我诊改工作概述：共 501 字，多 1 字；至多 500 字，请删去 1 字",
        "1.1 办学定位：改进效果：共 201 字，多 1 字；至多 200 字，请删去 1 字",
    ]
    assert not any("1.1 办学定位：改进措施" in words for words in said)


def test_a_figure_from_the_data_counts_as_what_it_shows(written, write, passage):
    """A2: 89.4% takes five."""
    write(passage("self", "2.3"), "字" * 495 + "{K062}")
    assert obstacles(written) == []
    write(passage("self", "2.3"), "字" * 496 + "{K062}")
    assert obstacles(written) == ["2.3 课堂教学与实践教学状态：自我诊断：共 501 字，多 1 字；至多 500 字，请删去 1 字"]


def test_a_token_that_stands_for_nothing_blocks_signing(written, write, passage):
    """F4"""
    write(passage("self", "2.3"), "覆盖面{K999}")
    (said,) = obstacles(written)
    assert "{K999} 没有对应的数值" in said


def test_signing_needs_every_text_and_the_principal(diagnosis, written, people, write, passage):
    """R7.3"""
    with pytest.raises(PermissionDenied):
        DIAGNOSIS.take(diagnosis, "sign", by=people["editor"], report=_report(diagnosis))
    write(passage("overview"), "")
    with pytest.raises(NotReady) as missing:
        DIAGNOSIS.take(diagnosis, "sign", by=people["principal"], report=_report(diagnosis))
    assert missing.value.args[0] == ["自我诊改工作概述（还没有写）"]


@pytest.mark.parametrize("step,state,allowed", [
    ("sign", "open", True), ("sign", "signed", False), ("recall", "signed", True), ("recall", "open", False),
])  # fmt: skip
def test_each_step_of_a_diagnosis_starts_where_its_table_says(step, state, allowed, written, people):
    """R7.3"""
    report = _report(written)
    Diagnosis.objects.filter(pk=written.pk).update(state=state, report=report if state == "signed" else None)
    row = Diagnosis.objects.get(pk=written.pk)
    given = {"report": report} if step == "sign" else {"report": None}
    if allowed:
        assert DIAGNOSIS.take(row, step, by=people["principal"], note="补充", **given).state == DIAGNOSIS[step].target
    else:
        with pytest.raises(WrongState):
            DIAGNOSIS.take(row, step, by=people["principal"], note="补充", **given)


@pytest.mark.parametrize("step", ["start", "end"])
@pytest.mark.parametrize("state", list(Regime.State))
def test_each_step_of_a_regime_starts_where_its_table_says(step, state, tree, people, scheme):
    """R7.1"""
    row = regimes.draft_regime(tree["school"], by=people["principal"], **REGIME)
    Regime.objects.filter(pk=row.pk).update(state=state, since=date(2024, 1, 1), until=date(2024, 2, 1) if state == "ended" else None)
    row.refresh_from_db()
    act = {"start": regimes.start, "end": regimes.end}[step]
    if (step, state) in [("start", "draft"), ("end", "running")]:
        assert act(row, by=people["principal"], note="到期").state == {"start": "running", "end": "ended"}[step]
    else:
        with pytest.raises(WrongState):
            act(row, by=people["principal"], note="到期")


def test_a_regime_longer_than_the_schemes_cycle_is_refused_naming_the_rule(tree, people, scheme):
    """R1.2: three years are taken, four are not."""
    regimes.draft_regime(tree["school"], by=people["principal"], **{**REGIME, "cycle_years": 3})
    with pytest.raises(ValidationError, match="不超过 3 年.*R1.2"):
        regimes.draft_regime(tree["school"], by=people["principal"], **{**REGIME, "cycle_years": 4})


def test_a_regime_is_put_in_force_whole_and_takes_the_place_of_the_one_before(tree, people, regime):
    """R7.1"""
    half = regimes.draft_regime(tree["school"], by=people["principal"], title="新制度", emphasis="教师队伍")
    with pytest.raises(NotReady) as missing:
        regimes.start(half, by=people["principal"])
    assert missing.value.args[0] == ["工作要求", "周期", "组织分工"]
    assert Regime.objects.get(state="running") == regime
    whole = regimes.revise_regime(half, seen=0, by=people["principal"], **REGIME)
    regimes.start(whole, by=people["principal"])
    assert {row.pk: row.state for row in Regime.objects.all()} == {regime.pk: "ended", whole.pk: "running"}


def test_a_regime_changed_meanwhile_or_in_force_is_not_overwritten(tree, people, regime):
    row = regimes.draft_regime(tree["school"], by=people["principal"], **REGIME)
    regimes.revise_regime(row, seen=0, by=people["principal"], title="甲")
    with pytest.raises(Changed):
        regimes.revise_regime(row, seen=0, by=people["principal"], title="乙")
    with pytest.raises(WrongState):
        regimes.revise_regime(regime, seen=regime.version, by=people["principal"], title="乙")
    with pytest.raises(PermissionDenied):
        regimes.revise_regime(row, seen=1, by=people["editor"], title="乙")


def test_a_plan_has_its_years_and_targets_within_them(tree, people, edition):
    """R7.2"""
    plan = plans.enter_plan(tree["school"], title="十四五规划", first_year=2021, last_year=2025, by=people["principal"])
    hint = Hint.objects.filter(kind="planning").first()
    target = plans.set_target(plan, hint, year=2024, text="不少于 1500 人", indicator="K001", value=1500, by=people["principal"])
    assert plans.set_target(plan, hint, year=2024, text="不少于 1600 人", by=people["principal"]).pk == target.pk
    with pytest.raises(ValidationError, match="不在规划"):
        plans.set_target(plan, hint, year=2026, text="多", by=people["principal"])
    with pytest.raises(ValidationError, match="指标"):
        plans.set_target(plan, hint, text="多", value=3, by=people["principal"])
    number = plans.set_target(plan, hint, year=2024, indicator="K001", value=Decimal(1500), by=people["principal"])
    assert (number.pk, str(Target.objects.get())) == (target.pk, "K001 目标值 1500")
    assert plans.set_target(plan, hint, year=2024, by=people["principal"]) is None
    assert not plan.targets.exists()
    with pytest.raises(ValidationError, match="2021"):
        plans.enter_plan(tree["school"], title="另一份", first_year=2021, last_year=2025, by=people["principal"])
    with pytest.raises(PermissionDenied):
        plans.enter_plan(tree["school"], title="另一份", first_year=2026, last_year=2030, by=people["editor"])


def test_elements_are_assigned_to_people_who_may_write(diagnosis, people):
    """F1"""
    changed = diagnoses.assign(diagnosis, {"1.1": str(people["editor"].pk), "1.2": ""}, by=people["principal"])
    assert changed == ["1.1"]
    assert Part.objects.get(diagnosis=diagnosis, element__code="1.1").assigned_to == people["editor"]
    with pytest.raises(ValueError):
        diagnoses.assign(diagnosis, {"1.2": str(people["city"].pk)}, by=people["principal"])


def _report(diagnosis):
    return diagnosis.reports.get_or_create(
        number=1, defaults={"school": diagnosis.school, "body": b"", "digest": "0" * 64, "signed_by": diagnosis.snapshot.signed_by}
    )[0]


def test_a_plan_is_corrected_and_keeps_its_targets_within_its_years(tree, people, edition):
    """R7.2"""
    plan = plans.enter_plan(tree["school"], title="十四五规划", first_year=2021, last_year=2025, by=people["principal"])
    plans.enter_plan(tree["school"], title="十五五规划", first_year=2026, last_year=2030, by=people["principal"])
    hint = Hint.objects.filter(kind="planning").first()
    plans.set_target(plan, hint, year=2024, text="不少于 1500 人", by=people["principal"])
    given = {"title": "“十四五”规划", "first_year": 2021, "last_year": 2025}
    with pytest.raises(PermissionDenied):
        plans.revise_plan(plan, **given, by=people["city"])
    with pytest.raises(ValidationError, match="已有一份"):
        plans.revise_plan(plan, **given | {"first_year": 2026, "last_year": 2027}, by=people["principal"])
    with pytest.raises(ValidationError, match="1 条目标"):
        plans.revise_plan(plan, **given | {"last_year": 2023}, by=people["principal"])
    assert plans.revise_plan(plan, **given, by=people["principal"]).title == "“十四五”规划"


def test_two_correcting_a_plan_do_not_overwrite_each_other(tree, people, edition, client):
    """R7.2: the second is told, and nothing of his is half written."""
    plan = plans.enter_plan(tree["school"], title="十四五规划", first_year=2021, last_year=2025, by=people["principal"])
    client.force_login(people["principal"])
    address = reverse("diagnosis:revise_plan", args=[plan.pk])
    given = as_shown(client.get(address))
    plans.revise_plan(plan, title="“十四五”规划", first_year=2021, last_year=2025, by=people["principal"])
    told = client.post(address, {**given, "last_year": 2026})
    assert (told.status_code, "这份规划刚被别人改过" in told.content.decode()) == (409, True)
    plan.refresh_from_db()
    assert (plan.title, plan.last_year) == ("“十四五”规划", 2025)
    assert client.post(address, {**as_shown(client.get(address)), "last_year": 2026}).status_code == 302


def as_shown(page):
    """What a browser sends of the form as the page shows it."""
    form = page.context["form"]
    return {bound.html_name: value for bound in form if (value := bound.value()) is not None}


def test_the_targets_of_an_element_are_set_on_one_page(tree, people, edition, client):
    """R7.2, F1: what did not change is not written anew."""
    plan = plans.enter_plan(tree["school"], title="十四五规划", first_year=2021, last_year=2025, by=people["principal"])
    hints = list(Hint.objects.filter(kind="planning", element__code="1.1").order_by("order"))
    address = reverse("diagnosis:targets", args=[plan.pk, "1.1"])
    client.force_login(people["principal"])
    for _twice in range(2):
        assert client.post(address, {**as_shown(client.get(address)), "text_0": "目标甲", "text_1": "目标乙"}).status_code == 302
    assert {row.hint: row.text for row in plan.targets.all()} == {hints[0]: "目标甲", hints[1]: "目标乙"}
    assert Entry.objects.about(plan).filter(verb="set_target").count() == 2
    refused = client.post(address, {**as_shown(client.get(address)), "value_1": "3"})
    assert refused.context["form"].errors.keys() == {"indicator_1"}
    assert "目标乙" in client.get(address).content.decode()


def test_two_at_one_page_of_targets_lose_nothing(tree, people, edition, client):
    """R7.2: what the second left as it was stays as the first has set it; what both set, he is told of and decides."""
    plan = plans.enter_plan(tree["school"], title="十四五规划", first_year=2021, last_year=2025, by=people["principal"])
    hints = list(Hint.objects.filter(kind="planning", element__code="1.1").order_by("order"))
    client.force_login(people["principal"])
    address = reverse("diagnosis:targets", args=[plan.pk, "1.1"])
    opened = as_shown(client.get(address))
    plans.set_target(plan, hints[0], text="先写的甲", by=people["principal"])
    assert client.post(address, {**opened, "text_1": "后写的乙"}).status_code == 302
    assert held(plan) == {hints[0]: "先写的甲", hints[1]: "后写的乙"}
    told = client.post(address, {**opened, "text_0": "后写的甲", "text_1": "后写的乙"})
    assert told.context["form"].errors.keys() == {"text_0"}
    assert "别人刚把这一条改为“先写的甲”" in told.content.decode()
    assert held(plan) == {hints[0]: "先写的甲", hints[1]: "后写的乙"}
    assert client.post(address, as_shown(told)).status_code == 302
    assert held(plan) == {hints[0]: "后写的甲", hints[1]: "后写的乙"}


def test_a_target_of_another_year_is_not_written_over_unseen(tree, people, edition, client):
    """R7.2: the page opens one target; a second person at it is told, and what stands of another year is left."""
    plan = plans.enter_plan(tree["school"], title="十四五规划", first_year=2021, last_year=2025, by=people["principal"])
    hint = Hint.objects.filter(kind="planning").first()
    plans.set_target(plan, hint, year=2024, text="不少于 1500 人", by=people["principal"])
    client.force_login(people["principal"])
    address = reverse("diagnosis:target", args=[plan.pk, hint.pk])
    whole, of_year = as_shown(client.get(address)), as_shown(client.get(f"{address}?year=2024"))
    refused = client.post(address, {**whole, "year": "2024", "text": "多"})
    assert refused.context["form"].errors.keys() == {"year"}
    assert client.post(address, {**whole, "year": "2023", "text": "不少于 1400 人"}).status_code == 302
    assert of_year["text"] == "不少于 1500 人"
    plans.set_target(plan, hint, year=2024, text="不少于 1600 人", by=people["principal"])
    told = client.post(f"{address}?year=2024", {**of_year, "text": "不少于 1700 人"})
    assert "别人刚把这一条改为“不少于 1600 人”" in told.content.decode()
    assert client.post(f"{address}?year=2024", as_shown(told)).status_code == 302
    assert {row.year: row.text for row in plan.targets.all()} == {2023: "不少于 1400 人", 2024: "不少于 1700 人"}
    assert "?year=2024" in client.get(plan.get_absolute_url()).content.decode()


def test_an_indicator_that_left_the_element_stays_with_its_target(tree, people, edition, client):
    """R7.2: opening and saving a page drops nothing."""
    plan = plans.enter_plan(tree["school"], title="十四五规划", first_year=2021, last_year=2025, by=people["principal"])
    hint = Hint.objects.filter(kind="planning", element__code="1.1").order_by("order").first()
    plans.set_target(plan, hint, text="多", indicator="K999", value=Decimal(3), by=people["principal"])
    client.force_login(people["principal"])
    for address in [reverse("diagnosis:targets", args=[plan.pk, "1.1"]), reverse("diagnosis:target", args=[plan.pk, hint.pk])]:
        opened = as_shown(client.get(address))
        assert client.post(address, {**opened, **{name: "更多" for name in ("text", "text_0") if name in opened}}).status_code == 302
        row = Target.objects.get(plan=plan, hint=hint)
        assert (row.text, row.indicator, row.value) == ("更多", "K999", 3)


def test_a_target_says_more_than_its_indicator(tree, people, edition, client):
    """R7.2: in words or as a number; the page shows both."""
    plan = plans.enter_plan(tree["school"], title="十四五规划", first_year=2021, last_year=2025, by=people["principal"])
    hint = Hint.objects.filter(kind="planning", element__code="1.1").order_by("order").first()
    with pytest.raises(ValidationError, match="请写上目标值"):
        plans.set_target(plan, hint, indicator="K001", by=people["principal"])
    client.force_login(people["principal"])
    address = reverse("diagnosis:targets", args=[plan.pk, "1.1"])
    refused = client.post(address, {**as_shown(client.get(address)), "indicator_0": "K001"})
    assert refused.context["form"].errors.keys() == {"value_0"}
    plans.set_target(plan, hint, text="稳定规模", indicator="K001", value=Decimal(1500), by=people["principal"])
    assert as_shown(client.get(address))["value_0"] == "1500"
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "稳定规模" in page
    assert "K001 目标值 1500" in page


def held(plan):
    return {row.hint: row.text for row in plan.targets.all()}
