"""What those who look after the machines are told."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.jobs.models import Beat
from apps.jobs.selectors import LATE_AFTER

ROOT = Path(__file__).parents[2]


@pytest.fixture
def beat(db):
    return lambda age: Beat.objects.create(name="x", at=timezone.now() - age)


def test_all_is_well_when_database_and_queue_answer_and_something_recurred(client, beat, capsys):
    beat(timedelta(days=1))
    Beat.objects.create(name="y", at=timezone.now() - timedelta(seconds=7))
    answer = client.get("/health/")
    found = answer.json()
    assert answer.status_code == 200
    assert 7 <= found.pop("beat") < 60
    assert found == {"database": True, "queue": True, "well": True}
    assert "no-store" in answer["Cache-Control"]
    call_command("health")
    assert "数据库正常" in capsys.readouterr().out


def test_without_a_beat_the_answer_is_503(client, db):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["beat"], answer.json()["well"]) == (503, None, False)
    with pytest.raises(CommandError, match="从未走过"):
        call_command("health")


@pytest.mark.parametrize("more, status", [(timedelta(seconds=-10), 200), (timedelta(seconds=1), 503)])
def test_a_beat_is_late_after_two_minutes(client, beat, more, status):
    beat(LATE_AFTER + more)
    assert client.get("/health/").status_code == status


def test_it_costs_one_query_and_asks_nobody_to_sign_in(client, beat, django_assert_num_queries):
    beat(timedelta())
    with django_assert_num_queries(1):
        client.get("/health/")


def test_a_machine_that_asks_within_is_not_sent_to_https(client, beat, settings):
    beat(timedelta())
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/").status_code == 200
    assert client.get("/sign-in/").status_code == 301


def test_a_database_and_a_queue_that_do_not_answer_are_named():
    """Nothing listens on port 1."""
    address = {"DATABASE_URL": "postgresql://127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
    address |= {"DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "CRITICAL"}
    command = [sys.executable, "manage.py", "health"]
    answer = subprocess.run(command, cwd=ROOT, env=os.environ | address, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert answer.stdout.splitlines() == ["数据库连不上", "队列连不上", "节拍（周期性工作）无从得知"]
    assert "Traceback" not in answer.stderr
