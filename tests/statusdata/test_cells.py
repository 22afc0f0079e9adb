"""Saving under contention: real threads, each with its own connection."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from apps.statusdata.contents import book_of, forms_of, opened
from apps.statusdata.lifecycle import RETURN
from apps.statusdata.models import Record, Return, Sitting
from apps.statusdata.services.cells import Change, Closed, Overtaken, save_cell
from apps.statusdata.services.chain import submit
from apps.statusdata.services.snapshots import fingerprint, freeze

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def upload(returns):
    return returns["city"]


@pytest.fixture
def record(upload):
    return Record.objects.get(upload=upload, form="F08")


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


def change(record, value, *, seen=None, client="one", number=1, field="ft"):
    return Change(record.pk, record.form, field, seen, value, client, number)


def test_of_two_on_one_cell_one_saves_and_the_other_sees_his_value(upload, record, people):
    """B11: whichever comes first."""
    answers = alongside(
        *(
            lambda who=who, value=value: save_cell(upload, change(record, value, client=who), by=people[who])
            for who, value in [("editor", "1"), ("principal", "2")]
        )
    )
    (lost,) = [answer for answer in answers if isinstance(answer, Overtaken)]
    (kept,) = [answer for answer in answers if isinstance(answer, int)]
    record.refresh_from_db()
    assert (kept, record.version) == (1, 1)
    assert record.values["ft"] == lost.current
    assert lost.by == people["editor" if lost.current == "1" else "principal"]


def test_two_on_different_cells_of_one_record_both_save(upload, record, people):
    alongside(
        lambda: save_cell(upload, change(record, "1", field="ft"), by=people["editor"]),
        lambda: save_cell(upload, change(record, "2", field="staff", client="two"), by=people["principal"]),
    )
    record.refresh_from_db()
    assert (record.values, record.version) == ({"ft": "1", "staff": "2"}, 2)


def test_a_save_sent_twice_at_once_is_one_save(upload, record, people):
    answers = alongside(*[lambda: save_cell(upload, change(record, "1"), by=people["editor"])] * 2)
    record.refresh_from_db()
    assert (answers, record.version) == ([1, 1], 1)


def test_a_save_of_what_the_cell_holds_writes_nothing(upload, record, people):
    """Who wrote a value stays who wrote it: whoever only looked stands nowhere (B11)."""
    save_cell(upload, change(record, "1"), by=people["editor"])
    record.refresh_from_db()
    before = (record.values, record.writers, record.version)
    assert save_cell(upload, change(record, "1", seen="1", client="two"), by=people["principal"]) == 1
    assert save_cell(upload, change(record, None, client="two", field="staff"), by=people["principal"]) == 1
    record.refresh_from_db()
    assert (record.values, record.writers, record.version) == before
    assert [sitting.by for sitting in Sitting.objects.all()] == [people["editor"]]


def test_a_save_during_a_submission_waits_and_finds_the_return_closed(upload, record, people):
    """D6: nothing slips in after the signature."""
    taken, answer = threading.Event(), []

    def typing():
        taken.wait()
        try:
            save_cell(upload, change(record, "1"), by=people["editor"])
        except Closed:
            answer.append("closed")
        finally:
            connections.close_all()

    thread = threading.Thread(target=typing)
    thread.start()
    with transaction.atomic():
        Return.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        taken.set()
        time.sleep(0.2)
        assert answer == []
        snapshot = freeze(upload, by=people["principal"])
        Return.objects.filter(pk=upload.pk).update(state="submitted", snapshot=snapshot, submitted_at=snapshot.at)
    thread.join()
    assert answer == ["closed"]


def test_every_save_is_in_the_snapshot_or_refused(upload, people, settle):
    """Twenty people with twenty saves each against a principal who signs: none lost, none slipped in."""
    fields, accepted = _unruled(upload)[:20], {}
    records = {record.form: record for record in Record.objects.filter(upload=upload)}

    def typing(place):
        form, field = fields[place]
        for number in range(1, 21):
            try:
                save_cell(upload, change(records[form], str(number), field=field, client=f"client {place}", number=number), by=people["editor"])
            except Closed:
                return
            accepted[form, field] = str(number)

    def signing():
        time.sleep(0.1)
        with transaction.atomic():
            row = RETURN.lock(upload)
            return submit(row, seen=row.version, signed=fingerprint(row), by=people["principal"])

    settle(upload)
    *typed, signed = alongside(*(lambda place=place: typing(place) for place in range(20)), signing)
    assert typed == [None] * 20
    assert signed.state == "submitted"
    assert len(accepted) > 0
    forms = forms_of(opened(Return.objects.get(pk=upload.pk).snapshot))
    assert {(form, field): forms[form][field] for form, field in fields if field in forms[form]} == accepted
    now = {record.form: record.values for record in Record.objects.filter(upload=upload)}
    assert {(form, field): now[form][field] for form, field in fields if field in now[form]} == accepted


def _unruled(upload):
    """Numbers of single forms that no rule speaks of: whatever is typed, the return can be signed."""
    book = book_of(upload)
    ruled = {cell for rule in book.checks for cell in (*rule.cells, *re.findall(r"F\d\d\.\w+", rule.rule))}
    single = [field for form in book.forms if not form.rows for field in form.fields]
    return [(field.form, field.code) for field in single if field.numeric and field.typed_by_school and field.key not in ruled]
