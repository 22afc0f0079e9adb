"""Writing under contention: real threads, each with its own connection (F3)."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from apps.diagnosis.models import Diagnosis, Measure, Passage, PublicReport
from apps.diagnosis.selectors.reports import opened
from apps.diagnosis.services import measures, papers, public, reports
from apps.diagnosis.services.passages import Change, save_passage
from apps.documents.models import Certificate
from apps.notifications.models import Notice
from apps.statusdata.services.cells import Closed, Overtaken
from apps.workflow.lifecycle import Changed, NotReady, WrongState

pytestmark = pytest.mark.django_db(transaction=True)


def alongside(*works):
    """Run each of ``works`` in a thread of its own, all at once; what they return or raise, in order."""
    start = threading.Barrier(len(works))

    def run(work):
        try:
            start.wait()
            return work()
        except Exception as raised:
            return raised
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def saving(diagnosis, row, text, by, seen=""):
    return lambda: save_passage(diagnosis, Change(row.pk, seen, text, f"page of {text}", 1), by=by)


def test_of_two_on_one_text_one_saves_and_the_other_sees_what_he_wrote(diagnosis, passage, people):
    """Whichever comes first."""
    row = passage("self", "2.3")
    answers = alongside(saving(diagnosis, row, "甲写的", people["editor"]), saving(diagnosis, row, "乙写的", people["colleague"]))
    (lost,) = [answer for answer in answers if isinstance(answer, Overtaken)]
    (kept,) = [answer for answer in answers if isinstance(answer, Passage)]
    row.refresh_from_db()
    assert (row.text, row.by, row.version) == (kept.text, kept.by, 1)
    assert (lost.current, lost.by) == (row.text, row.by)


def test_ten_people_on_ten_elements_all_save(diagnosis, people):
    rows = list(Passage.objects.filter(diagnosis=diagnosis, kind="self").order_by("element")[:10])
    by = [people["editor"], people["colleague"]]
    answers = alongside(*(saving(diagnosis, row, f"第 {number} 段", by[number % 2]) for number, row in enumerate(rows)))
    assert [answer.text for answer in answers] == [f"第 {number} 段" for number in range(10)]
    kept = Passage.objects.filter(pk__in=[row.pk for row in rows]).order_by("element").values_list("text", flat=True)
    assert list(kept) == [f"第 {number} 段" for number in range(10)]


def test_a_save_during_a_signature_waits_and_finds_the_report_signed(diagnosis, passage, people):
    """R7.3: nothing slips in after the signature."""
    taken, answers, row = threading.Event(), [], passage("self", "2.3")

    def typing():
        taken.wait()
        try:
            saving(diagnosis, row, "签字时写的", people["editor"])()
        except Closed:
            answers.append("closed")
        finally:
            connections.close_all()

    thread = threading.Thread(target=typing)
    thread.start()
    with transaction.atomic():
        Diagnosis.objects.select_for_update(of=("self",)).get(pk=diagnosis.pk)
        taken.set()
        time.sleep(0.2)
        assert answers == []
        report = diagnosis.reports.create(number=1, school=diagnosis.school, body=b"", digest="0" * 64, signed_by=people["principal"])
        Diagnosis.objects.filter(pk=diagnosis.pk).update(state="signed", report=report)
    thread.join()
    row.refresh_from_db()
    assert (answers, row.text) == (["closed"], "")


def test_two_who_sign_at_once_sign_once(diagnosis, people):
    """R7.3: the second is told that it is signed."""
    write_all(diagnosis)
    read = reports.fingerprint(diagnosis)
    answers = alongside(*[lambda: reports.sign(diagnosis, seen=diagnosis.version, signed=read, by=people["principal"])] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["Diagnosis", "WrongState"]
    assert [row.number for row in diagnosis.reports.all()] == [1]


def test_a_report_is_either_recalled_or_handed_to_a_review(diagnosis, people):
    """R6.3, R9.1: never both."""
    write_all(diagnosis)
    row = reports.sign(diagnosis, by=people["principal"])
    report = row.reports.get()
    recall, hold = alongside(lambda: reports.recall(row, note="有误", by=people["principal"]), lambda: reports.hold(report, by=people["principal"]))
    row.refresh_from_db()
    report.refresh_from_db()
    assert (row.state, report.held_at is None) in [("open", True), ("signed", False)]
    assert isinstance(hold, WrongState) if row.state == "open" else isinstance(recall, NotReady)


def test_the_paper_is_made_once_however_many_make_it(diagnosis, people):
    """F7: a job may run twice."""
    write_all(diagnosis)
    report = reports.sign(diagnosis, by=people["principal"]).reports.get()
    one, other = alongside(lambda: papers.write_paper(report), lambda: papers.write_paper(report))
    assert one == other
    assert Certificate.objects.of(report).count() == 1


def write_all(diagnosis):
    Passage.objects.filter(diagnosis=diagnosis).exclude(kind="status").update(text="示例文字")


def test_of_two_who_prepare_a_public_copy_at_once_one_does(written, people):
    """F8, B11"""
    report = reports.sign(written, by=people["principal"]).report
    answers = alongside(*(lambda by=people[who]: public.prepare(report, decisions={}, by=by) for who in ["editor", "colleague"]))
    assert {type(answer) for answer in answers} == {PublicReport, Changed}
    assert PublicReport.objects.count() == 1


def test_two_machines_that_chase_at_once_tell_the_school_once(diagnosis, people, day):
    """K2"""
    measures.add(diagnosis.school, diagnosis=diagnosis, problem="问题", aim="措施", due=day(-1), by=people["editor"])
    assert sorted(alongside(measures.chase, measures.chase)) == [0, 1]
    assert Notice.objects.filter(to=people["principal"]).count() == 1


def test_a_measure_changed_during_a_signature_keeps_the_words_that_are_signed(written, people):
    """F6, R7.3: the change comes before the signature, and is signed, or after it, and is refused."""
    row = measures.add(written.school, diagnosis=written, problem="问题", aim="先前的措施", by=people["editor"])
    fresh = Diagnosis.objects.get(pk=written.pk)
    answers = alongside(
        lambda: reports.sign(fresh, by=people["principal"]), lambda: measures.change(row, seen=0, aim="后来的措施", by=people["editor"])
    )
    assert isinstance(answers[0], Diagnosis)
    [signed] = opened(Diagnosis.objects.select_related("report").get().report).measures
    assert signed.aim == Measure.objects.get().aim
