"""The pages of the chain: lists, steps, rounds, changes, receipts."""

import re

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from apps.audit.models import Entry
from apps.audit.services import record
from apps.documents.models import File
from apps.jobs.models import Job
from apps.jobs.services import run
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from apps.statusdata.models import Record, Return, Round
from apps.statusdata.selectors.returns import listed
from apps.statusdata.services import chain
from apps.statusdata.services.remarks import remark
from apps.statusdata.services.snapshots import fingerprint
from config.roles import Role
from tests.statusdata.conftest import PASSWORD

STEPS = ["submit", "recall", "check", "send_back", "return_direct", "accept", "send_down"]


def text(response):
    return response.content.decode()


def sign(client, upload, **changed):
    address = f"{upload.get_absolute_url()}submit/"
    given = {"seen": upload.version, "signed": fingerprint(upload), "shown_at": timezone.now().isoformat(), "read": "on", "password": PASSWORD}
    return client.post(address, given | changed)


@pytest.mark.parametrize(
    "who, unit, shown",
    [
        ("principal", "school", {"city"}),
        ("own_principal", "own", {"own"}),
        ("city", "weinan", {"city"}),
        ("province", "shaanxi", {"city", "own"}),
        ("nation", "nation", {"city", "own"}),
    ],
)
def test_one_list_serves_every_level(signed_in, returns, tree, who, unit, shown):
    """D2"""
    page = text(signed_in(who).get(f"/work/{tree[unit].code}/returns/"))
    assert {name for name, row in returns.items() if row.get_absolute_url() in page} == shown


def test_a_stranger_finds_nothing(signed_in, returns, tree, round):
    """Somebody else's address is that of a thing that never was."""
    client, upload = signed_in("stranger"), returns["city"]
    addresses = [f"/work/{tree['shaanxi'].code}/{tail}" for tail in ["returns/", "rounds/", "rounds/plan/"]]
    addresses += [f"{round.get_absolute_url()}{tail}" for tail in ["", "open/", "close/", "reopen/"]]
    addresses += [f"{upload.get_absolute_url()}{tail}/" for tail in [*STEPS, "changes", "receipt"]]
    assert {client.get(address).status_code for address in addresses} == {404}
    posts = [f"/work/{tree['shaanxi'].code}/returns/many/", f"{round.get_absolute_url()}remind/", f"{upload.get_absolute_url()}submit/"]
    assert {client.post(address).status_code for address in posts} == {404}


@pytest.mark.parametrize("more", [0, 50])
def test_a_list_costs_the_same_with_many_rows(signed_in, returns, round, tree, more, django_assert_num_queries):
    for number in range(more):
        school = open_unit(level=Level.SCHOOL, code=f"366200{number:04}", name=f"示例第{number}中专", parent=tree["weinan"])
        Return.objects.create(round=round, school=school)
    client = signed_in("province")
    with django_assert_num_queries(10):
        client.get(f"/work/{tree['shaanxi'].code}/returns/")


def test_what_waits_for_me_comes_first_and_filters_narrow(signed_in, returns, tree, hand_in, people, late, round):
    hand_in(returns["own"])
    client, address = signed_in("province"), f"/work/{tree['shaanxi'].code}/returns/"
    page = text(client.get(address))
    assert page.index("示例省属中专学校") < page.index("示例第一职业中学")
    for query, found in [("q=slsszz", {"own"}), ("q=示例第一", {"city"}), ("state=open", {"city"}), ("state=open&state=submitted", {"own", "city"}),
                         ("at=610500", {"own", "city"}), ("late=on", set()), ("remarks=on", set()), ("year=2024", {"own", "city"})]:  # fmt: skip
        page = text(client.get(f"{address}?{query}"))
        assert {name for name, row in returns.items() if row.get_absolute_url() in page} == found, query
    late(round)
    # What oneself is late with is needed, and stands first.
    mine = listed(Return.objects.filter(round=round), people["principal"], localdate())
    assert [(row.pk, row.waits, row.late) for row in mine if row.waits] == [(returns["city"].pk, True, True)]
    remark(returns["own"], form="F03", field="land_area", text="请核对", by=people["province"])
    for query, found in [("late=on", {"own", "city"}), ("remarks=on", {"own"})]:
        page = text(client.get(f"{address}?{query}"))
        assert {name for name, row in returns.items() if row.get_absolute_url() in page} == found, query


def test_who_may_not_read_a_return_yet_is_told_one_count_of_it(signed_in, returns, people):
    """B8: the figure above says of the forms what the table below says."""
    Record.objects.update_or_create(upload=returns["city"], form="F08", defaults={"values": {"ft": "47"}})
    page = signed_in("city").get(returns["city"].get_absolute_url())
    assert page.context["ready"] == 1
    assert "已开始填的表，共 20 张" in text(page)
    assert len(re.findall('data-l="状态">.*正在填', text(page))) == 1


def test_a_principal_reads_and_signs_by_signing_in_again(signed_in, returns, settle):
    """D6, D10"""
    upload = returns["city"]
    settle(upload)
    client = signed_in("principal")
    page = text(client.get(f"{upload.get_absolute_url()}submit/"))
    assert fingerprint(upload) in page
    assert "首次签字上报" in page
    answer = sign(client, upload)
    assert (answer.status_code, answer.url) == (302, upload.get_absolute_url())
    upload.refresh_from_db()
    assert upload.state == "submitted"


@pytest.mark.parametrize("changed, words", [({"password": "wrong"}, "密码不对"), ({"password": ""}, "请填写“登录密码”"), ({"read": ""}, "我已通读")])
def test_without_the_password_or_the_reading_nothing_is_signed(signed_in, returns, settle, changed, words):
    upload = returns["city"]
    settle(upload)
    answer = sign(signed_in("principal"), upload, **changed)
    assert (answer.status_code, words in text(answer)) == (200, True)
    upload.refresh_from_db()
    assert (upload.state, upload.snapshot) == ("open", None)


def test_a_signature_on_what_was_changed_meanwhile_says_who_changed_what(signed_in, returns, settle, fill):
    """D6"""
    upload = returns["city"]
    settle(upload)
    signed = fingerprint(upload)
    fill(upload, "F03", "land_area", "40374")
    before = timezone.now() - timezone.timedelta(minutes=5)
    answer = sign(signed_in("principal"), upload, signed=signed, shown_at=before.isoformat())
    assert answer.status_code == 409
    assert "占地面积：— → 40374" in text(answer)
    assert "学校填报员" in text(answer)
    upload.refresh_from_db()
    assert (upload.state, upload.snapshot) == ("open", None)


def test_what_is_lacking_leads_to_the_forms(signed_in, returns):
    """C5"""
    upload = returns["city"]
    page = text(signed_in("principal").get(f"{upload.get_absolute_url()}submit/"))
    assert f"{upload.get_absolute_url()}forms/F13/" in page
    answer = sign(signed_in("principal"), upload)
    assert (answer.status_code, "请说明" in text(answer)) == (200, True)


def test_a_step_by_page_and_the_second_officer_is_told_who_was_faster(signed_in, returns, hand_in, people):
    upload = hand_in(returns["city"])
    client = signed_in("city")
    page = client.get(f"{upload.get_absolute_url()}check/")
    # He decides with the main figures before him, and how much was filled in (B7).
    assert [one.name for one in page.context["reading"].figures][:1] == ["全日制中职学历教育在校生数"]
    assert "共 20 张表，填了" in text(page)
    seen = upload.version
    assert client.post(f"{upload.get_absolute_url()}check/", {"seen": seen}).status_code == 302
    answer = client.post(f"{upload.get_absolute_url()}send_back/", {"seen": seen, "note": "晚了"})
    assert answer.status_code == 409
    assert f"{people['city']} 已于" in text(answer)
    assert "审核通过" in text(answer)


def test_sending_back_asks_why_and_lists_the_remarks(signed_in, returns, hand_in, people):
    """D4"""
    upload = hand_in(returns["city"])
    remark(upload, form="F03", field="land_area", text="占地面积与上年差得多", by=people["city"])
    client = signed_in("city")
    assert "占地面积与上年差得多" in text(client.get(f"{upload.get_absolute_url()}send_back/"))
    assert "请填写“说明”" in text(client.post(f"{upload.get_absolute_url()}send_back/", {"seen": upload.version, "note": " "}))
    client.post(f"{upload.get_absolute_url()}send_back/", {"seen": upload.version, "note": "请核对面积"})
    upload.refresh_from_db()
    assert (upload.state, Entry.objects.about(upload).last().note) == ("open", "请核对面积")


@pytest.mark.parametrize("form", ["F08", "F10"])
def test_what_was_handed_in_stays_readable_for_who_sent_it_back(signed_in, returns, hand_in, people, form):
    """D4, D9: the figure beside the remark on it; what the school types now is its own."""
    upload = hand_in(returns["city"])
    before = Record.objects.filter(upload=upload, form="F08").get().values.get("ft")
    remark(upload, form="F08", field="ft", text="请核对", by=people["city"])
    chain.send_back(upload, note="请核对", by=people["city"])
    Record.objects.filter(upload=upload, form="F08").update(values={"ft": "987654"})
    client, address = signed_in("city"), upload.get_absolute_url()
    assert "看上报回执" in text(client.get(address))
    page = client.get(f"{address}forms/{form}/")
    assert page.context["back"]
    assert "987654" not in text(page)
    if form == "F08":
        cells = [cell for section in page.context["page"].sections for cell in section.cells if cell.field.code == "ft"]
        assert [(cell.value, len(cell.remarks)) for cell in cells] == [(before, 1)]
    assert client.get(f"{address}changes/").status_code == 200
    assert client.get(f"{address}receipt/").status_code == 200


def test_what_a_school_took_back_itself_is_its_own_again(signed_in, returns, hand_in, people):
    """D9"""
    upload = chain.recall(hand_in(returns["city"]), note="更正", by=people["principal"])
    page = signed_in("city").get(f"{upload.get_absolute_url()}forms/F08/")
    assert (page.context["back"], page.context["page"]) == (False, None)


@pytest.mark.parametrize("step, who", [("recall", "principal"), ("return_direct", "province"), ("accept", "province"), ("send_down", "province")])
def test_every_step_has_its_page(signed_in, returns, hand_in, people, step, who):
    upload = hand_in(returns["own" if step == "return_direct" else "city"])
    if step in ("accept", "send_down"):
        upload = chain.check(upload, by=people["city"])
    client = signed_in(who)
    assert upload.snapshot.digest in text(client.get(f"{upload.get_absolute_url()}{step}/"))
    assert client.post(f"{upload.get_absolute_url()}{step}/", {"seen": upload.version, "note": "更正"}).status_code == 302


def test_many_are_taken_together_with_a_report_of_those_left_out(signed_in, returns, hand_in, tree, people):
    """D8"""
    city, own = hand_in(returns["city"]), hand_in(returns["own"])
    remark(own, form="F03", field="land_area", text="请核对", by=people["province"])
    checked = chain.check(city, by=people["city"])
    client, address = signed_in("province"), f"/work/{tree['shaanxi'].code}/returns/"
    assert f"{own.pk}:{own.version}" in text(client.get(address))
    page = text(client.post(f"{address}many/", {"step": "accept", "chosen": [f"{checked.pk}:{checked.version}", f"{own.pk}:{own.version}"]}))
    assert "办好 1 份，留下 1 份" in page
    assert "1 条批注没有答复" in page
    assert set(Return.objects.values_list("school__name", "state")) == {("示例第一职业中学", "accepted"), ("示例省属中专学校", "submitted")}


@pytest.mark.parametrize("given", [{}, {"step": "accept"}, {"step": "accept", "chosen": ["x", "1:2", "::"]}, {"step": "drop", "chosen": ["x"]}])
def test_nothing_chosen_does_nothing_and_says_so(signed_in, returns, tree, given):
    answer = signed_in("province").post(f"/work/{tree['shaanxi'].code}/returns/many/", given, follow=True)
    assert "没有选中任何一份" in text(answer)


def test_changes_between_versions_and_the_way_taken(signed_in, returns, hand_in, people, fill):
    """D5, D9: cells not yet signed are the school's alone."""
    upload = chain.send_back(hand_in(returns["city"]), by=people["city"], note="请核对面积")
    fill(upload, "F03", "land_area", "40374")
    address = f"{upload.get_absolute_url()}changes/"
    page = text(signed_in("principal").get(address))
    assert "40374" in page
    assert "请核对面积" in page
    assert "40374" not in text(signed_in("city").get(address))
    hand_in(upload)
    assert "40374" in text(signed_in("city").get(address))


def test_a_receipt_is_being_made_then_there(signed_in, returns, hand_in):
    """D10"""
    upload = returns["city"]
    client, address = signed_in("principal"), f"{upload.get_absolute_url()}receipt/"
    assert client.get(address).status_code == 404
    upload = hand_in(upload)
    assert "正在制作" in text(client.get(address))
    job = Job.objects.get(kind="statusdata.write_receipt")
    Job.objects.filter(pk=job.pk).update(state="failed")
    assert "制作回执" in text(client.get(address))
    assert client.post(address).status_code == 302
    run(Job.objects.get(kind="statusdata.write_receipt", state="queued").pk)
    answer = client.get(address)
    assert answer.url == File.objects.of(upload.snapshot).get().get_absolute_url()
    assert b"".join(client.get(answer.url).streaming_content).startswith(b"%PDF-")
    assert "下载回执" in text(client.get(address, headers={"HX-Request": "true"}))
    assert signed_in("stranger").get(answer.url).status_code == 404


def test_an_officer_plans_and_opens_a_round_by_pages(signed_in, people, edition, tree, schools):
    client = signed_in("province")
    address = f"/work/{tree['shaanxi'].code}/rounds/"
    assert "建一个轮次" in text(client.get(address))
    page = text(client.get(f"{address}plan/"))
    assert "学校上报期限" in page
    days = {"school_due": "2027-01-10", "city_due": "2027-01-20", "province_due": "2027-01-30"}
    year = timezone.localdate().year - 1
    answer = client.post(f"{address}plan/", {"year": year, **days})
    round = Round.objects.get()
    assert (answer.url, round.year) == (round.get_absolute_url(), year)
    assert "开放上报" in text(client.get(answer.url))
    assert client.get(f"{answer.url}open/").status_code == 200
    answer = client.post(f"{answer.url}open/", {"seen": 0})
    job = Job.objects.get(kind="statusdata.open_returns")
    assert answer.url == job.get_absolute_url()
    assert "正在为各校建立上报" in text(client.get(round.get_absolute_url()))
    run(job.pk)
    assert "渭南市" in text(client.get(round.get_absolute_url()))
    assert str(round.year) in text(client.get(address))


def test_a_round_is_closed_opened_again_and_its_late_reminded_by_pages(signed_in, round, returns, late):
    late(round)
    client, address = signed_in("province"), round.get_absolute_url()
    assert "催报逾期的 2 份" in text(client.get(address))
    assert "已就 2 份" in text(client.post(f"{address}remind/", follow=True))
    assert "今天已经催报过" in text(client.post(f"{address}remind/", follow=True))
    assert "今天已催报" in text(client.get(address))
    assert "已受理 0 份" in text(client.get(f"{address}close/"))
    client.post(f"{address}close/", {"seen": 0})
    client.post(f"{address}reopen/", {"seen": 1, "note": "补报"})
    round.refresh_from_db()
    assert (round.state, round.version) == ("open", 2)


@pytest.mark.parametrize("more", [0, 30])
def test_a_round_costs_the_same_with_many_schools(signed_in, returns, round, tree, more, django_assert_num_queries):
    for number in range(more):
        city = open_unit(level=Level.CITY, code=f"6199{number:02}", name=f"示例{number}市", parent=tree["shaanxi"])
        school = open_unit(level=Level.SCHOOL, code=f"366200{number:04}", name=f"示例第{number}中专", parent=city)
        Return.objects.create(round=round, school=school)
    client = signed_in("province")
    with django_assert_num_queries(8):
        client.get(round.get_absolute_url())


def test_a_step_that_somebody_shut_meanwhile_is_a_conflict_and_no_missing_page(signed_in, returns, hand_in, people, holder):
    """Accepting stood open until a colleague sent the return down to the city."""
    upload = chain.check(hand_in(returns["city"]), by=people["city"])
    address, client = f"{upload.get_absolute_url()}accept/", signed_in("province")
    assert client.get(address).status_code == 200
    chain.send_down(upload, by=holder(Role.PROVINCE_OFFICER, "shaanxi"), note="请核对")
    for answer in [client.get(address), client.post(address, {"seen": upload.version})]:
        assert answer.status_code == 409
        assert "退回市级" in text(answer)
        assert "市级还没有审核通过" in text(answer)


def test_once_the_round_has_ended_nothing_is_signed_and_the_words_say_so(signed_in, returns, settle, round):
    settle(returns["city"])
    Round.objects.filter(pk=round.pk).update(state="closed")
    answer = sign(signed_in("principal"), returns["city"])
    assert answer.status_code == 409
    assert "本轮上报已经结束" in text(answer)
    assert Return.objects.get(pk=returns["city"].pk).state == "open"


def test_a_conflict_names_the_last_step_and_no_other_entry(signed_in, returns, hand_in, people):
    """What stands in the log under another verb has no words here."""
    upload = chain.check(hand_in(returns["city"]), by=people["city"])
    record(by=people["principal"], verb="assign", target=upload)
    answer = signed_in("city").get(f"{upload.get_absolute_url()}send_back/")
    assert answer.status_code == 409
    assert "审核通过" in text(answer)
    assert "assign" not in text(answer)


def test_who_is_in_charge_sees_who_can_see_a_return_and_why(signed_in, returns, people):
    """A8"""
    client, address = signed_in("principal"), f"{returns['city'].get_absolute_url()}seen-by/"
    assert address in client.get(returns["city"].get_absolute_url()).text
    seen = client.get(address)
    assert {way.person for way in seen.context["ways"]} == {people[who] for who in ["editor", "principal", "city", "province", "nation"]}
    assert "省级经办" in seen.text
    client = signed_in("editor")
    assert address not in client.get(returns["city"].get_absolute_url()).text
    assert client.get(address).status_code == 404


def test_why_it_was_sent_down_stands_first_for_who_has_to_act_on_it(signed_in, returns, hand_in, people):
    """D4: for the city, not for those who only look on."""
    upload = chain.check(hand_in(returns["city"]), by=people["city"])
    chain.send_down(upload, by=people["province"], note="请再核一次实训设备值")
    page = signed_in("city").get(upload.get_absolute_url()).text
    assert page.count("请再核一次实训设备值") == 2  # Above the figures, and in the course of things.
    assert signed_in("nation").get(upload.get_absolute_url()).text.count("请再核一次实训设备值") == 1
