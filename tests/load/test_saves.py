"""Many typing while the return is signed: every save is in the snapshot or was refused to who sent it, counted (R6.3).

Clients speak to the page's own address, each in a thread with its own connection. A record's version counts its saves, so the answers a
client got can be held against what is stored: each version was told to exactly one sender, and a snapshot holds what had been told by then.
"""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from apps.statusdata.contents import forms_of, opened
from apps.statusdata.lifecycle import RETURN
from apps.statusdata.models import Record, Return, Sitting, Snapshot
from apps.statusdata.services import chain
from apps.statusdata.services.snapshots import fingerprint, intact
from apps.workflow.lifecycle import Changed

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "F04"
#: Cells on which no check rests: two clients and more share each, so that some overtake others.
CELLS = ["ebooks", "periodicals", "seats_t", "seats_s", "online_courses", "lib_nat", "lib_prov", "lib_city"]


@dataclass
class Told:
    """What the senders were answered: version -> (cell, value), and how many were refused for which reason."""

    saved: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@dataclass(frozen=True)
class Signed:
    """A signature: the snapshot, the record's version when it was given, and its version just before the return was taken back."""

    snapshot: object
    version: int
    version_after: int


def type_in(upload, record, person, name, saves, told):
    """One client: ``saves`` values one after the other into its cell; what it sees is what the answers say."""
    client = Client()
    client.force_login(person)
    address = reverse("statusdata:cells", args=[upload.pk, FORM])
    cell, seen = CELLS[name % len(CELLS)], None
    for number in range(1, saves + 1):
        value = str(name * 10_000 + number)
        save = {"record": str(record.pk), "field": cell, "seen": seen, "value": value, "client": f"page{name}", "number": number}
        answer = client.post(address, json.dumps(save), content_type="application/json")
        given = answer.json()
        if answer.status_code == 200:
            told.saved.append((given["version"], cell, value))
            seen = value
        else:
            told.refused.append(given["reason"])
            seen = given.get("current", seen)
            time.sleep(0.02)  # A person reads the answer.


def sign_again_and_again(upload, record, person, pause, done, signatures, voided):
    """Sign and take back every ``pause`` seconds until all have typed; the last signature stands."""
    last = False
    while not last:
        last = done.wait(pause)
        try:  # As a page does it: what was typed since it was opened voids the signature.
            chain.submit(upload, seen=Return.objects.get(pk=upload.pk).version, signed=fingerprint(upload), by=person)
        except Changed:
            voided.append(1)
            with transaction.atomic():  # Those who type now wait for the end of this, and find the return closed.
                row = RETURN.lock(upload)
                chain.submit(row, seen=row.version, signed=fingerprint(row), by=person)
        row = Return.objects.get(pk=upload.pk)
        version = Record.objects.get(pk=record.pk).version
        time.sleep(0.1)
        signatures.append(Signed(row.snapshot, version, Record.objects.get(pk=record.pk).version))
        if not last:
            chain.recall(row, note="再补几项", by=person)


def typed_at_once(upload, people, clients, saves, pause):
    """Run the clients and the signer beside each other; (Told, [Signed, …], number of signatures voided)."""
    told, signatures, voided, done = Told(), [], [], threading.Event()
    record = Record.objects.get(upload=upload, form=FORM)

    def alone(work, *arguments):
        try:
            work(*arguments)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(clients + 1) as pool:
        signer = pool.submit(alone, sign_again_and_again, upload, record, people["principal"], pause, done, signatures, voided)
        typing = [pool.submit(alone, type_in, upload, record, people["editor"], name, saves, told) for name in range(clients)]
        try:
            for work in typing:
                work.result()
        finally:
            done.set()
        signer.result()
    return told, signatures, len(voided)


def check_nothing_is_lost(record, told, signatures):
    record.refresh_from_db()
    told.saved.sort()
    assert [version for version, _cell, _value in told.saved] == list(range(1, record.version + 1))
    for signature in signatures:
        assert signature.version_after == signature.version
        held = {cell: value for version, cell, value in told.saved if version <= signature.version}
        assert forms_of(opened(signature.snapshot))[FORM] == held
        assert intact(signature.snapshot)
    assert signatures[-1].version == record.version
    assert Snapshot.objects.filter(upload=record.upload).count() == len(signatures)
    assert not Sitting.objects.filter(record=record).exists()


@pytest.mark.parametrize("clients,saves,pause", [(5, 40, 0.2), pytest.param(20, 100, 2, marks=pytest.mark.slow)])
def test_every_save_is_in_the_snapshot_or_was_refused_to_its_sender(returns, people, settle, clients, saves, pause):
    """D6, B11: none is lost, none slips in after the signature."""
    upload = returns["city"]
    settle(upload)
    told, signatures, voided = typed_at_once(upload, people, clients, saves, pause)
    assert len(told.saved) + len(told.refused) == clients * saves
    assert set(told.refused) <= {"closed", "overtaken"}
    assert "closed" in told.refused
    assert len(signatures) > 1
    check_nothing_is_lost(Record.objects.get(upload=upload, form=FORM), told, signatures)
    print(
        f"\n{clients * saves} saves of {clients} clients: {len(told.saved)} saved, {told.refused.count('closed')} refused as closed, "
        f"{told.refused.count('overtaken')} as overtaken; {len(signatures)} signatures, {voided} voided before"
    )
