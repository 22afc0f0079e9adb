"""What recurs: done once per interval on all machines, here two connections."""

import threading
from datetime import timedelta

import pytest
from celery import current_app
from django.db import connection, transaction

from apps.jobs import services
from apps.jobs.models import Beat, Job


@pytest.fixture
def done(monkeypatch):
    """The names of the recurring work done, in turn; ``done.register`` adds one."""

    class Done(list):
        def register(self, name, work=lambda: None, interval=timedelta(minutes=1)):
            services.RECURRING[name] = (interval, lambda: (self.append(name), work()))

    monkeypatch.setattr(services, "RECURRING", {})
    return Done()


def aside(function):
    def work():
        function()
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_what_is_registered_is_done_at_the_first_tick_and_again_when_due(db, done):
    done.register("a")
    services.tick()
    services.tick()
    assert done == ["a"]
    Beat.objects.update(at=Beat.objects.get().at - timedelta(minutes=1))
    services.tick()
    assert done == ["a", "a"]


def test_one_that_fails_keeps_its_own_turn_and_leaves_the_others_theirs(db, done):
    done.register("bad", lambda: Job.objects.create(kind="x", key="half done", progress=101))
    done.register("good", lambda: Job.objects.create(kind="x", key="y"))
    services.tick()
    services.tick()
    assert done == ["bad", "good"]
    assert [row.key for row in Job.objects.all()] == ["y"]


@pytest.mark.django_db(transaction=True)
def test_while_one_machine_is_at_it_another_passes_by(done):
    within, leave = threading.Event(), threading.Event()
    done.register("long", lambda: (within.set(), leave.wait(10)))
    done.register("short")
    first = aside(services.tick)
    assert within.wait(10)
    services.tick()
    assert done == ["long", "short"]
    leave.set()
    first.join()
    services.tick()
    assert done == ["long", "short"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_get_one_message_do_the_job_once(monkeypatch):
    monkeypatch.setattr(current_app, "send_task", lambda *args, **options: None)
    runs, together = [], threading.Barrier(4)
    monkeypatch.setitem(services.TASKS, "jobs.note", lambda row: runs.append(row.pk))
    row = services.later("jobs.note", key="x")
    threads = [aside(lambda: (together.wait(10), services.run(row.pk))) for _ in range(4)]
    for thread in threads:
        thread.join()
    assert runs == [row.pk]


@pytest.mark.django_db(transaction=True)
def test_what_a_sweep_sends_again_can_be_taken_at_once(monkeypatch):
    """The message goes out after the commit: before it the row is locked and the worker would pass by."""
    monkeypatch.setattr(current_app, "send_task", lambda *args, **options: None)
    monkeypatch.setitem(services.TASKS, "jobs.note", lambda row: "done")
    row = services.later("jobs.note", key="x")
    Job.objects.update(touched=row.touched - services.RESEND_AFTER)
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: aside(lambda: services.run(args[0])).join())
    with transaction.atomic():
        services.sweep()
    assert Job.objects.get().state == "done"
