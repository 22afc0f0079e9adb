"""Two at once: real threads, each with its own connection."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections

from apps.annualreports.contents import fingerprint
from apps.annualreports.models import Chapter, Chase, Lodging, YearlyReport
from apps.annualreports.services import chapters, reports
from apps.annualreports.services.chasing import chase
from apps.notifications.models import Notice
from apps.workflow.lifecycle import Conflict

from .conftest import DAY, YEAR

pytestmark = pytest.mark.django_db(transaction=True)


def twice(work):
    """What two threads return or raise that do the same at once."""
    start = threading.Barrier(2)

    def run(_number):
        try:
            start.wait()
            return work()
        except Exception as raised:
            return raised
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


def test_of_two_who_begin_one_does(tree, people):
    """R5.1"""
    answers = twice(lambda: reports.begin(tree["shaanxi"], year=YEAR, by=people["officer"], day=DAY))
    assert sorted(type(answer) for answer in answers if isinstance(answer, Exception)) == [reports.Begun]
    assert YearlyReport.objects.get().funds.count() == 2


def test_of_two_who_lodge_one_does(ready, people):
    """R5.1: one version, one receipt."""
    signed = fingerprint(ready)
    answers = twice(lambda: reports.lodge(ready, signed=signed, by=people["decider"]))
    assert len([answer for answer in answers if isinstance(answer, Conflict)]) == 1
    assert Lodging.objects.get().report == ready


def test_two_machines_that_chase_tell_each_once(people):
    """R5.1"""
    assert sum(twice(lambda: chase(date(YEAR, 11, 2)))) == 2
    assert Chase.objects.count() == 2
    assert Notice.objects.filter(to=people["officer"]).count() == 1


def test_two_who_ask_for_the_chapter_get_the_same(tree, people, signed):
    """R5.3"""
    first, second = twice(lambda: chapters.draft(tree["school"], by=people["principal"]))
    assert first == second == Chapter.objects.get()
