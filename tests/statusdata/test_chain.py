"""A return on its way (R6.2, R6.3; D1–D10)."""

import hashlib
import zlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from apps.accounts.services import bar
from apps.audit.models import Entry
from apps.documents.models import Certificate
from apps.jobs.models import Job
from apps.jobs.services import run
from apps.notifications.models import Notice
from apps.organizations.models import Register
from apps.statusdata.lifecycle import RETURN
from apps.statusdata.models import Acceptance, Receipt, Record, Remark, Return, Sitting, Snapshot
from apps.statusdata.selectors.changes import since
from apps.statusdata.services import chain, receipts
from apps.statusdata.services.cells import Change, Closed, save_cell
from apps.statusdata.services.many import accept_many, check_many
from apps.statusdata.services.remarks import answer, remark
from apps.statusdata.services.rounds import plan_round, remind
from apps.statusdata.services.sittings import close_sittings
from apps.statusdata.services.snapshots import content, differences, fingerprint, intact
from apps.workflow.lifecycle import Changed, NotReady, WrongState
from config.roles import Role

STEPS = {
    "submit": ("open", "submitted", "principal"),
    "recall": ("submitted", "open", "principal"),
    "check": ("submitted", "checked", "city"),
    "send_back": ("submitted", "open", "city"),
    "send_down": ("checked", "submitted", "province"),
    "accept": ("checked", "accepted", "province"),
}


@pytest.fixture
def at(returns, people, hand_in):
    """The city's school's return brought to a state by the steps that lead there."""

    def bring(state):
        upload = returns["city"]
        if state in ("submitted", "checked", "accepted"):
            upload = hand_in(upload)
        if state in ("checked", "accepted"):
            upload = chain.check(upload, by=people["city"])
        if state == "accepted":
            upload = chain.accept(upload, by=people["province"])
        return upload

    return bring


def take(upload, step, by):
    if step == "submit":
        return chain.submit(upload, seen=upload.version, signed=fingerprint(upload), by=by)
    note = {"note": "请核对"} if RETURN[step].needs_note else {}
    return getattr(chain, step)(upload, by=by, **note)


@pytest.mark.parametrize("state", Return.State.values)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_from_where_the_table_says_and_nowhere_else(at, people, settle, step, state):
    """D1, D3: school, city, province, and back the same way."""
    upload = at(state)
    source, target, who = STEPS[step]
    if state == "open":
        settle(upload)
    if state == source:
        assert take(upload, step, people[who]).state == target
        return
    # The province has no part in what the city has not checked yet: it is refused as a stranger would be.
    refusal = PermissionDenied if (step, state) in [("accept", "submitted"), ("send_down", "submitted")] else WrongState
    entries = Entry.objects.about(upload).count()
    with pytest.raises(refusal):
        take(upload, step, people[who])
    upload.refresh_from_db()
    assert (upload.state, Entry.objects.about(upload).count()) == (state, entries)


def test_the_province_accepts_its_own_school_directly(returns, hand_in, people):
    """D1: a school of the province itself has no city above it."""
    upload = hand_in(returns["own"])
    assert chain.accept(upload, by=people["province"]).state == "accepted"


def test_the_province_sends_its_own_school_back_directly(returns, hand_in, people):
    upload = hand_in(returns["own"])
    assert chain.return_direct(upload, by=people["province"], note="面积请核对").state == "open"


def test_the_province_does_not_pass_the_city_by(at, people):
    """D3: what a city has not checked goes back by the city."""
    upload = at("submitted")
    with pytest.raises(PermissionDenied):
        chain.return_direct(upload, by=people["province"], note="面积请核对")


@pytest.mark.parametrize("who", ["city", "principal", "editor", "nation", "stranger"])
def test_only_the_province_accepts(at, people, who):
    upload = at("checked")
    with pytest.raises(PermissionDenied):
        chain.accept(upload, by=people[who])
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize("who", ["editor", "own_principal", "city", "province"])
def test_only_the_schools_principal_signs(returns, people, settle, who):
    """D6: to enter and to certify are two permissions."""
    upload = returns["city"]
    settle(upload)
    with pytest.raises(PermissionDenied):
        chain.submit(upload, seen=0, signed=fingerprint(upload), by=people[who])
    upload.refresh_from_db()
    assert (upload.rules_total, Snapshot.objects.count()) == (None, 0)


def test_who_has_an_interest_does_not_check(at, people, schools, fresh):
    """R2.5"""
    upload = at("submitted")
    bar(people["city"], organization=schools["city"], reason="配偶任职")
    with pytest.raises(PermissionDenied):
        chain.check(upload, by=fresh(people["city"]))


def test_a_hard_message_stops_the_signature_and_nothing_is_written(returns, people, settle, fill):
    """C1: 669 students cannot hold 700 boys."""
    upload = returns["city"]
    fill(upload, "F13", "enrolled", "669")
    fill(upload, "F13", "male", "700")
    settle(upload)
    with pytest.raises(NotReady) as lacking:
        take(upload, "submit", people["principal"])
    assert any("须改正" in words for words in lacking.value.args[0])
    upload.refresh_from_db()
    assert (upload.state, upload.snapshot, upload.submitted_at) == ("open", None, None)
    assert not Snapshot.objects.exists()
    assert not Entry.objects.about(upload).filter(verb="submit").exists()
    assert Sitting.objects.filter(record__upload=upload).exists()
    assert not Job.objects.exists()


def test_the_first_check_is_kept_although_the_return_is_refused(returns, people, settle, fill):
    """K149: the quality of what was first handed in."""
    upload = returns["city"]
    fill(upload, "F13", "enrolled", "669")
    fill(upload, "F13", "male", "700")
    settle(upload)
    with pytest.raises(NotReady):
        take(upload, "submit", people["principal"])
    upload.refresh_from_db()
    first = (upload.rules_passed_first, upload.rules_total)
    assert first[0] < first[1]
    fill(upload, "F13", "male", "300")
    settle(upload)
    done = take(upload, "submit", people["principal"])
    assert (done.rules_passed_first, done.rules_total) == first


def test_a_soft_message_waits_for_an_explanation(returns, people):
    """C5"""
    with pytest.raises(NotReady) as lacking:
        take(returns["city"], "submit", people["principal"])
    assert all(words.startswith("请说明") for words in lacking.value.args[0])


def test_a_change_since_the_page_was_read_voids_the_signature(returns, people, settle, fill):
    """D6: the signature names the hash of what was read."""
    upload = returns["city"]
    settle(upload)
    signed = fingerprint(upload)
    fill(upload, "F03", "land_area", "40374")
    with pytest.raises(Changed):
        chain.submit(upload, seen=upload.version, signed=signed, by=people["principal"])
    # The database's clock stands still within a test, at its beginning.
    (change,) = [change for change in since(upload, timezone.now() - timedelta(minutes=5)) if change.form == "F03"]
    assert change.by == people["editor"]
    assert "— → 40374" in change.words
    assert not Snapshot.objects.exists()


def test_typing_is_over_once_it_is_signed(at, fill):
    upload = at("submitted")
    with pytest.raises(Closed):
        fill(upload, "F03", "land_area", "1")


def test_a_snapshot_holds_what_was_signed_and_its_digest_recomputes(returns, people, hand_in, fill, schools):
    """D10, R6.3: with the cells of the register as of that year."""
    Register.objects.create(
        school=schools["city"], since="2020-09-01", region_code="610503", org_type="361", sponsor_code="832", authority_code="832"
    )
    upload = returns["city"]
    fill(upload, "F03", "land_area", "40374")
    signed = fingerprint(upload)
    done = hand_in(upload)
    body = zlib.decompress(Snapshot.objects.get(pk=done.snapshot_id).body)
    assert hashlib.sha256(body).hexdigest() == done.snapshot.digest
    assert intact(done.snapshot)
    held = content(done)
    assert held["forms"]["F03"] == {"land_area": "40374"}
    assert (held["forms"]["F01"]["name"], held["forms"]["F01"]["region_code"]) == ("示例第一职业中学", "610503")
    # The explanations written since are signed as well.
    assert signed != done.snapshot.digest == fingerprint(done)
    done.snapshot.body = zlib.compress(body.replace(b"40374", b"40375"))
    assert not intact(done.snapshot)


def test_an_explanation_travels_upwards_with_the_snapshot(at):
    """C5"""
    upload = at("submitted")
    assert {message["explanation"] for message in upload.snapshot.messages} == {"本学年没有开展"}


def test_what_changed_between_two_versions_is_shown_cell_by_cell(at, people, fill, hand_in):
    """D5"""
    upload = at("submitted")
    first = content(upload)
    upload = chain.send_back(upload, by=people["city"], note="占地面积请核对")
    fill(upload, "F03", "land_area", "40374")
    second = hand_in(upload)
    assert second.snapshot.number == 2
    assert ("F03", None, "land_area", None, "40374") in differences(first, content(second))
    assert {place[0] for place in differences(first, content(second))} == {"F03"}


def test_reasons_and_moments_stay_on_record(at, people):
    """D4: sending back says why; the first submission keeps its moment."""
    upload = at("submitted")
    first = upload.first_submitted_at
    with pytest.raises(NotReady):
        chain.send_back(upload, by=people["city"], note="  ")
    upload = chain.send_back(upload, by=people["city"], note="占地面积请核对")
    entry = Entry.objects.about(upload).last()
    assert (entry.verb, entry.by, entry.note) == ("send_back", people["city"], "占地面积请核对")
    assert upload.first_submitted_at == first
    assert Notice.objects.filter(to=people["editor"], text__contains="占地面积请核对").exists()


def test_a_province_sends_a_checked_return_down_to_the_city(at, people):
    """D3"""
    upload = chain.send_down(at("checked"), by=people["province"], note="市里请再核")
    assert (upload.state, upload.checked_at) == ("submitted", None)
    assert Notice.objects.filter(to=people["city"], text__contains="市里请再核").exists()
    assert not Notice.objects.filter(to=people["principal"], text__contains="市里请再核").exists()


def test_of_two_who_press_at_once_one_is_told(at, people, holder):
    upload = at("submitted")
    chain.check(upload, by=people["city"], seen=upload.version)
    with pytest.raises(WrongState):
        chain.send_back(upload, by=people["city"], note="晚了一步", seen=upload.version)


def test_an_acceptance_is_left_for_the_floor_above(at):
    """D9"""
    upload = at("accepted")
    assert Acceptance.objects.get().snapshot == upload.snapshot


def test_a_receipt_is_written_once_and_anyone_can_verify_it(at):
    """D10: time, hash, who; the person is on the paper, not in what the code tells."""
    upload = at("accepted")
    for job in Job.objects.filter(kind="statusdata.write_receipt"):
        run(job.pk)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert set(Receipt.objects.values_list("kind", flat=True)) == {"submitted", "accepted"}
    again = receipts.write(upload.snapshot, "submitted")
    assert Certificate.objects.count() == 2
    assert again.certificate.digest == upload.snapshot.digest
    assert ["版次", "第 1 版"] in again.certificate.facts
    assert str(upload.snapshot.signed_by) not in str(again.certificate.facts)
    with again.file.content.open() as file:
        assert file.read(5) == b"%PDF-"


def test_the_code_of_a_version_taken_back_says_so_and_since_when(returns, hand_in, people):
    """M8, D10: the receipt of a version that was recalled or replaced is no longer a ground for anything."""
    first = hand_in(returns["city"])
    receipts.write(first.snapshot, "submitted")
    recalled = chain.recall(first, by=people["principal"], note="更正")
    old = Certificate.objects.get()
    assert (old.fallen, old.fallen_at) == ("已撤回，学校还没有再次上报", Entry.objects.about(recalled).get(verb="recall").at)
    second = hand_in(recalled)
    receipts.write(second.snapshot, "submitted")
    old.refresh_from_db()
    assert (old.fallen, old.fallen_at) == ("已由第 2 版代替", second.snapshot.at)
    assert Certificate.objects.exclude(pk=old.pk).get().fallen == ""


def test_a_receipt_written_after_the_return_was_sent_back_says_so(returns, hand_in, people):
    upload = hand_in(returns["city"])
    chain.send_back(upload, by=people["city"], note="请核对")
    assert receipts.write(upload.snapshot, "submitted").certificate.pk
    assert Certificate.objects.get().fallen == "已退回学校，学校还没有再次上报"


def test_many_are_accepted_each_on_its_own_merits(returns, hand_in, people):
    """D8: with a report of those left out, and why."""
    city, own = hand_in(returns["city"]), hand_in(returns["own"])
    outcome = accept_many([(city, city.version), (own, own.version)], by=people["province"])
    assert outcome.done == [own]
    ((left, reason),) = [(one.upload, one.reason) for one in outcome.left_out]
    assert left == city
    assert "须先过市级审核" in reason
    city.refresh_from_db()
    assert city.state == "submitted"


def test_many_leave_out_what_was_changed_done_or_remarked_on(returns, hand_in, people):
    upload = hand_in(returns["city"])
    (stale,) = check_many([(upload, upload.version - 1)], by=people["city"]).left_out
    assert "重新看" in stale.reason
    word = remark(upload, form="F03", field="land_area", text="请核对", by=people["city"])
    (remarked,) = check_many([(upload, upload.version)], by=people["city"]).left_out
    assert "1 条批注没有答复" in remarked.reason
    answer(word, text="无误", by=people["principal"])
    assert check_many([(upload, upload.version)], by=people["city"]).done == [upload]
    (done,) = check_many([(upload, upload.version)], by=people["city"]).left_out
    assert "已审核" in done.reason


def test_a_remark_is_for_what_was_handed_in_and_for_who_may_remark(returns, hand_in, people):
    """D9, B7: asked again under the lock, for the school may have taken its return back since the page was opened."""
    said = {"form": "F08", "field": "ft", "text": "请核对"}
    upload = hand_in(returns["city"])
    for who in ["principal", "stranger", "nation"]:
        with pytest.raises(PermissionDenied):
            remark(upload, **said, by=people[who])
    chain.recall(upload, by=people["principal"], note="更正")
    with pytest.raises(WrongState):
        remark(upload, **said, by=people["city"])
    assert not Remark.objects.exists()


def test_what_a_deputy_types_remarks_plans_and_reminds_names_whom_he_stood_in_for(returns, hand_in, holder, people, round, late, tree, day):
    """D8, N1"""
    deputies = {
        "principal": holder(Role.PRINCIPAL, "school", acting_for=people["principal"]),
        "city": holder(Role.CITY_OFFICER, "weinan", acting_for=people["city"]),
        "province": holder(Role.PROVINCE_OFFICER, "shaanxi", acting_for=people["province"]),
    }
    record = Record.objects.get(upload=returns["city"], form="F08")
    save_cell(returns["city"], Change(record.pk, "F08", "ft", None, "30", "page", 1), by=deputies["principal"])
    close_sittings(Sitting.objects.all())
    remark(hand_in(returns["city"]), form="F08", field="ft", text="请核对", by=deputies["city"])
    late(round)
    remind(round, by=deputies["province"])
    plan_round(tree["shaanxi"], year=2026, school_due=day(1), city_due=day(2), province_due=day(3), by=deputies["province"])
    for who, verbs in [("principal", {"type"}), ("city", {"remark"}), ("province", {"remind", "plan_round"})]:
        entries = Entry.objects.filter(by=deputies[who])
        assert set(entries.values_list("verb", flat=True)) == verbs
        assert set(entries.values_list("acting_for", flat=True)) == {people[who].pk}
