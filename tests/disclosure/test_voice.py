import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.audit.models import Entry
from apps.audit.services import seal
from apps.disclosure.models import Comment
from apps.disclosure.rules import COMMENTS_A_DAY, without_personal_data
from apps.disclosure.services import comments
from apps.experts.models import Conduct, Expert
from apps.experts.services import pool
from apps.notifications.models import Notice
from apps.workflow.desk import items
from apps.workflow.lifecycle import Conflict, NotReady
from config.roles import Role

SCHOOL, PROVINCE = "3661000001", "610000"
SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">食堂价格没有公示'
S = Comment.State


@pytest.fixture
def officers(holder):
    return {"city": holder(Role.CITY_OFFICER, "weinan"), "province": holder(Role.PROVINCE_OFFICER, "shaanxi")}


@pytest.fixture
def said(public, tree, officers):
    """``said(text, …)``: a comment on the school, which is in public."""
    public(tree["school"])

    def make(text="食堂价格没有公示", *, kind="school", code=SCHOOL, address="192.0.2.1", **given):
        return comments.receive(kind=kind, code=code, text=text, address=address, **given)

    return make


@pytest.fixture
def answered(said, officers):
    """Answered, sealed and in public."""

    def make(*args, answer="已核实，食堂价格自本月起公示。", **given):
        row = comments.answer(said(*args, **given), answer=answer, by=officers["city"])
        seal()
        comments.release()
        row.refresh_from_db()
        return row

    return make


def send(client, *, about=SCHOOL, **given):
    form = {"kind": "school", "text": "食堂价格没有公示", "contact": "", "expert_name": "", "website": "", **given}
    return client.post(f"/voice/say/?about={about}", form)


def test_anybody_says_something_without_signing_in_and_reads_what_came_of_it(client, said, officers):
    """R12.4, M7: the receipt leads to the answer; the school's page shows both and not whose it was."""
    response = send(client, contact="13800001111")
    row = Comment.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/voice/{row.receipt}/")
    page = client.get(response["Location"]).content.decode()
    assert row.receipt in page
    assert "等待答复" in page
    comments.answer(row, answer="已核实，本月起公示。", by=officers["city"])
    assert "本月起公示" not in client.get(f"/schools/{SCHOOL}/").content.decode()  # Its entries are not sealed yet.
    seal()
    comments.release()
    school, receipt = (client.get(address).content.decode() for address in [f"/schools/{SCHOOL}/", f"/voice/{row.receipt}/"])
    assert "食堂价格没有公示" in school
    assert "本月起公示" in school
    assert "渭南市教育行政部门答复" in school
    assert "本月起公示" in receipt
    assert "13800001111" not in school + receipt
    assert row.receipt not in school


def test_script_in_a_comment_is_text_wherever_it_is_shown(client, answered, officers):
    """R12.4, M7: in public and to the officers."""
    row = answered(SCRIPT, answer="<b>已核实</b>")
    client.force_login(officers["city"])
    for address in ["/", "/voice/", f"/schools/{SCHOOL}/", f"/comments/{row.pk}/", "/work/610500/comments/"]:
        page = client.get(address).content.decode()
        assert [each for each in ["<script>alert", "<img src=x", "<b>已核实"] if each in page] == [], address
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, address


@pytest.mark.parametrize(
    "text,shown",
    [
        ("张三，电话13800001111，乱收费", "张三，电话［手机号码不显示］，乱收费"),
        ("身份证 11010519491231002X 被登记", "身份证 ［身份证号不显示］ 被登记"),
        ("卡号６２２２０２０２００１１２２３３４４６", "卡号［银行卡号不显示］"),
        ("2026 年收费 1380 元", "2026 年收费 1380 元"),
    ],
)
def test_personal_data_are_named_and_not_shown(text, shown):
    """R12.4, M7: digits of any width are read alike."""
    assert without_personal_data(text) == shown


def test_personal_data_in_a_comment_stay_with_who_answers(client, answered, officers):
    """R12.4, M7."""
    row = answered("经办人电话 13800001111，乱收费")
    page = client.get(f"/schools/{SCHOOL}/").content.decode()
    assert "13800001111" not in page
    assert "［手机号码不显示］" in page
    client.force_login(officers["city"])
    assert "13800001111" in client.get(f"/comments/{row.pk}/").content.decode()


def test_an_answer_holds_no_personal_data(said, officers):
    """R12.4, M7."""
    row = said()
    with pytest.raises(NotReady, match="13800001111"):
        comments.answer(row, answer="请打 13800001111", by=officers["city"])
    assert Comment.objects.get().state == S.RECEIVED


def test_the_public_pages_ask_for_neither_the_words_as_they_came_nor_the_contact(client, answered):
    """R12.4, M1, M7."""
    answered(contact="13800001111")
    with CaptureQueriesContext(connection) as queries:
        for address in ["/", "/voice/", f"/schools/{SCHOOL}/", "/provinces/610000/"]:
            assert client.get(address).status_code == 200
    asked = " ".join(query["sql"] for query in queries)
    assert '"disclosure_comment"."shown"' in asked
    assert not re.search(r'"disclosure_comment"\."(text|contact|sender|expert_name|answered_by_id)"', asked)


def test_the_log_and_the_messages_hold_neither_words_nor_contact(said):
    """R12.4, N2: what is not public is read in one place."""
    row = said(contact="13800001111")
    entry = Entry.objects.about(row).get()
    kept = f"{entry.before}{entry.after}{entry.note}" + "".join(Notice.objects.values_list("text", flat=True))
    assert (entry.verb, "食堂" in kept, "13800001111" in kept) == ("send_comment", False, False)


def test_the_due_day_stands_on_the_desk_and_a_late_one_is_chased_once(said, officers):
    """R12.4, M7."""
    row = said()
    assert row.due > timezone.localdate() + timedelta(days=15)
    assert [(item.title, item.due) for item in items(officers["city"]) if item.title == "答复公众留言"] == [("答复公众留言", row.due)]
    assert comments.chase() == 0
    Comment.objects.filter(pk=row.pk).update(due=timezone.localdate() - timedelta(days=1))
    before = Notice.objects.filter(to=officers["city"]).count()
    assert [comments.chase(), comments.chase()] == [1, 0]
    assert Notice.objects.filter(to=officers["city"]).count() == before + 1


def test_one_that_is_not_shown_has_its_reason_which_its_author_reads(client, said, officers):
    """R12.4, M7: the public reads how many there are by which reason, and no word of them."""
    row = comments.set_aside(said("卖家具请打电话"), reason="advert", note="与诊改无关的广告，不公开", by=officers["city"])
    page = client.get(f"/voice/{row.receipt}/").content.decode()
    assert "广告" in page
    assert "与诊改无关的广告，不公开" in page
    assert client.get("/voice/").context["not_shown"][3] == ("广告", 1)
    assert "卖家具" not in client.get("/voice/").content.decode()
    with pytest.raises(NotReady):
        comments.set_aside(comments.reopen(row, note="再看", by=officers["city"]), reason="advert", note=" ", by=officers["city"])


def test_words_to_the_author_too_long_to_keep_are_refused_on_the_page(said, officers, client):
    """M7: they are in the form still."""
    row = said()
    client.force_login(officers["city"])
    page = client.post(f"/comments/{row.pk}/set_aside_comment/", {"seen": row.version, "reason": "abuse", "note": "因" * 600})
    assert page.status_code == 200
    assert "因" * 600 in page.text


def test_what_was_answered_can_be_taken_off_the_page(client, answered, officers):
    """R12.4, M7."""
    row = answered()
    comments.set_aside(row, reason="personal", note="写有他人的住址", by=officers["province"])
    assert "食堂价格" not in client.get(f"/schools/{SCHOOL}/").content.decode()


def test_two_at_once_do_not_both_answer(client, said, officers):
    """R12.4, M7: the second is told."""
    row = said()
    comments.answer(row, answer="市里答复", by=officers["city"])
    with pytest.raises(Conflict):
        comments.set_aside(row, reason="advert", note="广告", by=officers["province"])
    client.force_login(officers["province"])
    response = client.post(f"/comments/{row.pk}/answer_comment/", {"seen": row.version, "answer": "省里答复"})
    assert response.status_code == 409
    assert Comment.objects.get().answer == "市里答复"


def test_so_many_a_day_come_from_one_address(client, said):
    """R12.4, M7: another address is not kept waiting; the address itself is kept nowhere."""
    for _ in range(COMMENTS_A_DAY):
        assert send(client).status_code == 302
    refused = send(client)
    assert (refused.status_code, Comment.objects.count()) == (429, COMMENTS_A_DAY)
    assert "请明天再送" in refused.content.decode()
    assert client.post(f"/voice/say/?about={SCHOOL}", {"kind": "school", "text": "另一处"}, REMOTE_ADDR="192.0.2.9").status_code == 302
    assert not [value for row in Comment.objects.values() for value in row.values() if value in ("127.0.0.1", "192.0.2.9")]


def test_a_program_that_fills_in_everything_is_refused(client, said):
    """M7: a person who did it by mistake reads what to do."""
    response = send(client, website="https://example.com")
    assert (response.status_code, Comment.objects.count()) == (200, 0)
    assert "请清空以后再送" in response.content.decode()


@pytest.mark.parametrize("given,words", [({"text": ""}, "text"), ({"text": "字" * 1001}, "text"), ({"kind": "none"}, "kind"), ({"kind": "expert"}, "expert_name"),
                                         ({"contact": "1" * 101}, "contact"), ({"text": "甲\0乙"}, "text")])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(client, said, given, words):
    """M7."""
    response = send(client, **given)
    assert (list(response.context["form"].errors), Comment.objects.count()) == ([words], 0)


@pytest.mark.parametrize("about,status", [("3641000001", 404), ("9999999999", 404), ("610500", 404), ("%00", 404), ("610000", 200)])
def test_one_says_something_of_a_school_in_public_or_a_province(client, said, about, status):
    """R12.4, M1: a school of which nothing is public is to be learned of here by nobody; what is no code is none."""
    assert client.get(f"/voice/say/?about={about}").status_code == status


@pytest.mark.parametrize("receipt", ["0000-0000-0000", "-", "x", "'; DROP TABLE", "0" * 200])
def test_a_receipt_that_was_never_given_is_not_there(client, said, receipt):
    """M7."""
    assert client.get(f"/voice/{receipt}/").status_code == 404


def test_a_receipt_is_read_however_it_is_typed(client, said):
    """M7."""
    row = said()
    typed = row.receipt.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert client.get("/voice/", {"receipt": typed})["Location"] == f"/voice/{row.receipt}/"


@pytest.fixture
def expert(tree, officers):
    pool.admit(
        pool.nominate(
            tree["shaanxi"],
            username="zhang",
            by=officers["province"],
            name="专家甲",
            employer="示例大学",
            since=timezone.localdate(),
            kind="education",
        ),
        by=officers["province"],
    )
    return Expert.objects.get(user__username="zhang")


def test_what_is_said_of_an_expert_goes_on_his_record_and_is_public_nowhere(client, said, officers, expert):
    """R2.6: the province alone reads it; its author learns that it was dealt with."""
    row = said("复核时收受礼品", kind="expert", expert_name="专家甲")
    assert row.unit.code == PROVINCE
    client.force_login(officers["city"])
    assert client.get(f"/comments/{row.pk}/").status_code == 404
    client.force_login(officers["province"])
    response = client.post(f"/comments/{row.pk}/forward_comment/", {"seen": 0, "expert": str(expert.pk), "kind": "six"})
    assert response.status_code == 302
    case = Conduct.objects.get()
    assert (case.expert, case.kind, case.source, case.text, case.school.code) == (expert, "six", "public", "复核时收受礼品", SCHOOL)
    client.logout()
    page = client.get(f"/voice/{row.receipt}/").content.decode()
    assert "已转纪律事项查处" in page
    assert "礼品" not in page
    assert "专家甲" not in page
    assert "礼品" not in client.get("/voice/").content.decode() + client.get(f"/schools/{SCHOOL}/").content.decode()


def test_what_is_said_of_an_expert_is_answered_by_no_public_word(said, officers):
    """R2.6: nor does the database keep one."""
    row = said(kind="expert", expert_name="专家甲", code=PROVINCE)
    client_words = {"answer": "已核实", "by": officers["province"]}
    with pytest.raises(Exception, match="answer_comment"):
        comments.answer(row, **client_words)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=row.pk).update(
            state=S.ANSWERED, answer="已核实", shown="礼品", answered_by=officers["province"], answered_on=timezone.localdate()
        )


def test_an_expert_of_another_pool_is_not_to_be_named(said, officers, tree, expert):
    """R2.6."""
    row = said(kind="expert", expert_name="专家甲", code="410000")
    with pytest.raises(LookupError):
        comments.forward(row, expert=expert, kind="six", by=officers["province"])
    assert not Conduct.objects.exists()


def test_more_comments_cost_no_query_more(client, answered, officers):
    """R12.4: in public and on the officers' list."""
    answered()
    client.force_login(officers["city"])
    pages = ["/", "/voice/", f"/schools/{SCHOOL}/", "/work/610500/comments/"]

    def counted():
        found = []
        for address in pages:
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found.append(len(queries))
        return found

    counted()
    before = counted()
    for place in range(3):
        answered(f"又一条 {place}")
    assert counted() == before


def test_a_comment_on_a_provinces_work_stands_on_its_page(client, answered, officers):
    """R12.4."""
    row = comments.receive(kind="province", code=PROVINCE, text="方案里的公示期太短", address="192.0.2.7")
    comments.answer(row, answer="已列入修订", by=officers["province"])
    seal()
    comments.release()
    answered()
    page = client.get("/provinces/610000/").content.decode()
    assert "方案里的公示期太短" in page
    assert "食堂价格" not in page


def test_a_receipt_mistyped_is_answered_beside_the_box_and_kept(client, said):
    """M7: what was typed stays, and what a receipt looks like is said."""
    answer = client.get("/voice/", {"receipt": "7K2M-<b>"})
    page = answer.content.decode()
    assert (answer.status_code, "没有这个回执号" in page, 'value="7K2M-&lt;b&gt;"' in page) == (404, True, True)


def test_a_text_too_long_is_refused_whole_and_kept(client, said):
    """M7: 字 are counted as everywhere, blanks are not."""
    answer = send(client, text="字" * 1001)
    assert (answer.status_code, Comment.objects.count()) == (200, 0)
    page = answer.content.decode()
    assert "写了 1001 字，多 1 字" in page
    assert "没有送出" in page
    assert "字" * 1001 in page
    assert send(client, text="字 " * 1000).status_code == 302


def test_the_name_of_an_expert_is_asked_where_the_comment_is_of_one(client, said):
    """R2.6, M7: the form says when; a name nobody bears is taken, and nothing is promised."""
    assert "反映专家时须填" in client.get(f"/voice/say/?about={SCHOOL}").content.decode()
    refused = send(client, kind="expert", expert_name="")
    assert "记不准的写您知道的" in refused.content.decode()
    assert send(client, kind="expert", expert_name="没有这个人").status_code == 302
