import pytest
from celery import current_app
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from apps.audit.models import Entry
from apps.jobs import services
from apps.jobs.models import Job
from config.roles import Role


@pytest.fixture
def sent(monkeypatch):
    """What goes to the queue, in place of the queue."""
    keys = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: keys.append(args[0]))
    return keys


@pytest.fixture
def double(monkeypatch, db):
    monkeypatch.setitem(services.TASKS, "jobs.double", lambda row, number: services.report(row, 50) or number * 2)
    return "jobs.double"


@pytest.fixture
def asker(holder):
    return holder(Role.PRINCIPAL, "school")


def age(row, delta):
    Job.objects.filter(pk=row.pk).update(touched=row.touched - delta)


def state_of(row):
    return Job.objects.get(pk=row.pk).state


def test_a_job_is_sent_after_commit_and_keeps_its_result(double, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = services.later(double, 21, key="x")
        assert sent == []
    assert sent == [str(row.pk)]
    services.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.progress, row.result) == ("done", 100, 42)


def test_a_job_wished_for_in_an_act_undone_is_neither_there_nor_sent(double, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            services.later(double, 21, key="x")
            raise ZeroDivisionError
    assert not Job.objects.exists()
    assert sent == []


def test_one_key_is_open_once(double):
    first = services.later(double, 1, key="x")
    assert services.later(double, 1, key="x") == first
    services.run(first.pk)
    assert services.later(double, 1, key="x") != first


def test_the_database_holds_one_key_open_once(double):
    services.later(double, 1, key="x")
    with pytest.raises(IntegrityError):
        Job.objects.create(kind=double, key="x")


def test_an_unknown_task_fails_at_once(db):
    with pytest.raises(LookupError):
        services.later("jobs.no_such_task", key="x")


def test_a_job_runs_once_however_often_it_is_sent(double):
    row = services.later(double, 1, key="x")
    services.run(row.pk)
    Job.objects.filter(pk=row.pk).update(result=0)
    services.run(row.pk)
    assert Job.objects.get().result == 0


def test_a_queue_that_is_down_neither_breaks_the_act_nor_loses_the_job(double, monkeypatch, django_capture_on_commit_callbacks):
    def down(*args, **options):
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        row = services.later(double, 1, key="x")
    keys = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: keys.append(args[0]))
    age(row, services.RESEND_AFTER)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            services.sweep()
    assert keys == [str(row.pk)]


@pytest.mark.parametrize("work", [lambda row: None * 2, lambda row: object()], ids=["cannot be done", "answers with no JSON"])
def test_a_job_that_fails_says_why(double, monkeypatch, work):
    monkeypatch.setitem(services.TASKS, double, work)
    row = services.later(double, key="x")
    services.run(row.pk)
    row.refresh_from_db()
    assert row.state == "failed"
    assert "TypeError" in row.error


def test_work_that_nobody_can_ask_for_again_is_tried_again_until_it_is_given_up(double, sent, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(services, "AGAIN", {double})
    row = services.later(double, None, key="x")
    states = []
    for _ in range(services.TRIES):
        with django_capture_on_commit_callbacks(execute=True):
            age(Job.objects.get(pk=row.pk), services.RESEND_AFTER)
            services.sweep()
        services.run(row.pk)
        states.append(state_of(row))
    assert Job.objects.get().error
    assert states == ["queued"] * (services.TRIES - 1) + ["failed"]
    assert sent == [str(row.pk)] * services.TRIES


def test_work_that_nobody_wants_any_more_is_not_tried_again(double, sent, monkeypatch):
    monkeypatch.setattr(services, "AGAIN", {double})
    row = services.later(double, None, key="x")
    mine = services._claim(row.pk)
    Job.objects.filter(pk=row.pk).update(wish_to_cancel=True, state="queued", tries=mine.tries)
    services.run(row.pk)
    assert state_of(row) in ("failed", "cancelled")


def test_what_was_given_up_is_put_back_by_hand_once(double, sent, monkeypatch, capsys):
    """A paper that could not be made is made when what was in its way is gone; nothing that a later try has done already."""
    monkeypatch.setattr(services, "AGAIN", {double})
    failed, old, other = (Job.objects.create(kind=kind, key=key, args=[1], state="failed", error="OSError") for kind, key in
                          [(double, "x"), (double, "y"), ("jobs.other", "x")])  # fmt: skip
    Job.objects.create(kind=double, key="y", args=[1], state="done")
    for count in [1, 0]:
        call_command("resume_jobs")
        assert f"重新排队 {count} 件" in capsys.readouterr().out
    assert [state_of(row) for row in [failed, old, other]] == ["queued", "failed", "failed"]
    services.run(failed.pk)
    assert state_of(failed) == "done"


@pytest.mark.parametrize("tries,state", [(1, "queued"), (services.TRIES, "failed")])
def test_what_a_dead_worker_left_is_put_back_until_it_is_given_up(double, sent, tries, state):
    row = services.later(double, 1, key="x")
    Job.objects.filter(pk=row.pk).update(state="running", tries=tries)
    age(row, services.STALE_AFTER * 2)
    services.sweep()
    assert state_of(row) == state


def test_what_nobody_wants_any_more_is_not_put_back(double, sent):
    row = services.later(double, 1, key="x")
    Job.objects.filter(pk=row.pk).update(state="running", tries=1, wish_to_cancel=True)
    age(row, services.STALE_AFTER * 2)
    services.sweep()
    assert state_of(row) == "cancelled"


def test_a_job_that_reports_is_left_alone(double, sent):
    row = services.later(double, 1, key="x")
    mine = services._claim(row.pk)
    age(mine, services.STALE_AFTER * 2)
    services.report(mine, 10)
    services.sweep()
    assert state_of(row) == "running"


def test_a_worker_given_up_stops_and_does_not_write_over_its_successor(double):
    row = services.later(double, 1, key="x")
    late = services._claim(row.pk)
    Job.objects.filter(pk=row.pk).update(tries=late.tries + 1)
    with pytest.raises(services.Cancelled):
        services.report(late, 99)
    for state in ["done", "failed", "cancelled"]:
        services._end(late, state=state)
    row.refresh_from_db()
    assert (row.state, row.progress) == ("running", 0)


def test_a_job_that_waits_is_cancelled_at_once(double, asker):
    row = services.later(double, 1, key="x", by=asker)
    services.cancel(row, by=asker)
    services.run(row.pk)
    assert state_of(row) == "cancelled"
    assert Entry.objects.about(row).get().by == asker


def test_a_job_that_runs_is_cancelled_at_its_next_report(monkeypatch, double, asker):
    def work(row):
        services.cancel(row, by=asker)
        services.report(row, 50)

    monkeypatch.setitem(services.TASKS, double, work)
    row = services.later(double, key="x", by=asker)
    services.run(row.pk)
    assert state_of(row) == "cancelled"
    assert Job.objects.get().progress == 0


def test_a_job_that_has_ended_stays_as_it_is(double, asker):
    row = services.later(double, 1, key="x", by=asker)
    services.run(row.pk)
    services.cancel(row, by=asker)
    assert state_of(row) == "done"
    assert not Entry.objects.about(row).exists()


def test_a_refusal_of_a_service_is_an_end_too(monkeypatch, double):
    def refuse(row):
        raise ValidationError("文件不是本表")

    monkeypatch.setitem(services.TASKS, double, refuse)
    row = services.later(double, key="x")
    services.run(row.pk)
    assert state_of(row) == "failed"
