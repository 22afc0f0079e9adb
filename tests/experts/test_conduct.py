from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from apps.accounts.access import objects_for
from apps.accounts.models import Bar
from apps.core.dates import calendar
from apps.experts.models import Conduct, Expert
from apps.experts.services import conduct, pool
from apps.notifications.models import Notice
from apps.workflow.lifecycle import NotReady, WrongState


@pytest.fixture
def reported(admitted, tree, principal):
    """``reported(…)``: by the principal of the school."""

    def make(expert=None, **facts):
        given = {"kind": "invitation", "text": "答应为本校讲学", **facts}
        return conduct.report(expert or admitted(), school=tree["school"], by=principal, **given)

    return make


def test_a_school_reports_an_invitation_and_the_province_hears_of_it(reported, officer, tree, day):
    """R2.5, H8"""
    case = reported(happened_on=day(-2))
    assert (case.state, case.source, case.received_on) == ("received", "school", day())
    assert case.due > day(14)
    assert Notice.objects.filter(to=officer, url=case.get_absolute_url()).exists()


def test_what_will_happen_is_not_reported(reported, day):
    with pytest.raises(ValidationError, match="还没有到"):
        reported(happened_on=day(1))


def test_a_school_reports_for_itself_alone(admitted, second, principal):
    with pytest.raises(PermissionDenied):
        conduct.report(admitted(), kind="leak", text="泄露", school=second, by=principal)


def test_the_expert_learns_of_it_when_it_is_closed(reported, person, officer):
    case = reported()
    Notice.objects.all().delete()
    conduct.dismiss(case, finding="没有此事", by=officer)
    assert set(Notice.objects.values_list("to", flat=True)) == {case.expert.user_id, case.reported_by_id}
    assert Conduct.objects.get().closed_by == officer


def test_an_officer_who_is_an_expert_looks_into_no_case_of_his_own(nominated, officer, holder):
    from_pool = nominated(officer.username, name=officer.name)
    pool.admit(from_pool, by=officer)
    case = conduct.receive(from_pool, kind="leak", text="泄露", source="public")
    other = conduct.receive(nominated("li"), kind="leak", text="泄露", source="public")
    assert set(objects_for(officer, "experts.handle_conduct", Conduct.objects.all())) == {other}
    with pytest.raises(PermissionDenied):
        conduct.dismiss(case, finding="没有此事", by=officer)


def test_nothing_is_found_without_saying_what(reported, officer):
    case = reported()
    with pytest.raises(NotReady) as missing:
        conduct.uphold(case, finding="", measure="", by=officer)
    assert missing.value.args[0] == ["查明的情况", "处理"]


def test_a_replaced_expert_sees_nothing_of_the_school_any_more(reported, officer, tree):
    """R2.6"""
    case = reported()
    conduct.uphold(case, finding="属实", measure="replaced", by=officer)
    assert Bar.objects.get(user=case.expert.user).organization == tree["school"]
    assert Expert.objects.get().state == "admitted"


def test_replacing_asks_for_the_school(admitted, officer):
    case = conduct.report(admitted(), kind="leak", text="泄露", by=officer)
    with pytest.raises(NotReady) as missing:
        conduct.uphold(case, finding="属实", measure="replaced", by=officer)
    assert "有关学校" in missing.value.args[0][0]


def test_a_removed_expert_leaves_the_pool_in_the_same_breath(reported, officer, tree):
    """R2.6"""
    case = reported()
    conduct.uphold(case, finding="属实", measure="removed", by=officer)
    expert = Expert.objects.get()
    assert (expert.state, expert.removal) == ("removed", "接受有关学校的咨询、讲学等邀请，经查属实")
    assert Bar.objects.get(user=expert.user).organization == tree["shaanxi"]


def test_who_has_left_the_pool_cannot_be_removed_again_and_nothing_is_half_written(reported, officer):
    case = reported()
    pool.remove(Expert.objects.get(), removal="本人申请", by=officer)
    with pytest.raises(NotReady):
        conduct.uphold(case, finding="属实", measure="removed", by=officer)
    assert Conduct.objects.get().state == "received"


def test_what_was_upheld_is_circulated_to_the_circles_named(reported, admitted, nominated, officer, principal, person):
    """R2.6: in an appropriate circle; the expert concerned has heard already."""
    case = reported()
    others = {admitted("li").user_id, admitted("wang").user_id}
    nominated("waiting")
    with pytest.raises(WrongState):
        conduct.circulate(case, circular="引以为戒", circle=["experts"], by=officer)
    case = conduct.uphold(case, finding="属实", measure="reminded", by=officer)
    Notice.objects.all().delete()
    with pytest.raises(NotReady):
        conduct.circulate(case, circular=" ", circle=[], by=officer)
    conduct.circulate(case, circular="引以为戒", circle=["experts", "school"], by=officer)
    assert set(Notice.objects.values_list("to", flat=True)) == others | {principal.pk}
    row = Conduct.objects.get(pk=case.pk)
    assert (row.circle, row.circular) == ("全省专家库专家、有关学校", "引以为戒")


def test_the_term_of_an_answer_counts_working_days(admitted, monkeypatch):
    expert = admitted()
    monkeypatch.setattr("apps.experts.services.conduct.localdate", lambda: date(2026, 11, 20))
    case = conduct.receive(expert, kind="leak", text="泄露", source="public")
    assert case.due == date(2026, 12, 11)


def test_what_is_said_of_an_expert_is_taken_where_the_days_off_are_not_known_yet(client, admitted, officer, monkeypatch):
    """R2.6: the term of the answer is open until they are."""
    expert = admitted()
    last = max(calendar().years)
    monkeypatch.setattr("apps.experts.services.conduct.localdate", lambda: date(last, 12, 20))
    case = conduct.receive(expert, kind="leak", text="泄露", source="public")
    assert case.due is None
    client.force_login(officer)
    assert "办结期限" in client.get(case.get_absolute_url()).text
    assert client.get("/work/610000/conducts/").status_code == 200
    assert client.get("/desk/").status_code == 200
