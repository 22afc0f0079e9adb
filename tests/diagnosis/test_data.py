"""The data a diagnosis stands on: the accepted version it was begun on, until the school takes a newer one (R6.3)."""

import zlib

import pytest
from django.core.exceptions import PermissionDenied

from apps.audit.models import Entry
from apps.core.canonical import canonical
from apps.diagnosis.contents import figures_of, text_of
from apps.diagnosis.models import Diagnosis
from apps.diagnosis.services import diagnoses
from apps.indicators.models import Value
from apps.statusdata.models import Return, Snapshot
from apps.workflow.lifecycle import Conflict

from .conftest import YEAR

BODY = {"forms": {"F13": {"enrolled": "1180"}}}


@pytest.fixture
def corrected(people, tree):
    """``corrected()``: the school's data of the year accepted once more, with one figure otherwise."""

    def make(diagnosis, students="1200"):
        upload = Return.objects.get(school=diagnosis.school, round__year=YEAR)
        last = upload.snapshots.order_by("-number").first()
        newer = Snapshot.objects.create(
            upload=upload, number=last.number + 1, signed_by=people["principal"], path=last.path, body=last.body, digest="1" * 64
        )
        Return.objects.filter(pk=upload.pk).update(snapshot=newer)
        Value.objects.filter(school=diagnosis.school, year=YEAR).update(snapshot=newer)
        Value.objects.filter(school=diagnosis.school, year=YEAR, indicator="K001").update(value=students)
        return newer

    return make


@pytest.fixture
def begun(diagnosis):
    """A diagnosis whose version of the data holds cells of its own."""
    Snapshot.objects.filter(pk=diagnosis.snapshot_id).update(body=zlib.compress(canonical(BODY)))
    return Diagnosis.objects.get(pk=diagnosis.pk)


def words(diagnosis, code="K001"):
    return figures_of(Diagnosis.objects.get(pk=diagnosis.pk))[code].words


def test_figures_are_those_of_the_version_begun_on_until_the_school_takes_the_newer(begun, corrected, people, write, passage):
    """R6.3: the live data move on; the text says what its version says, and follows on the school's word."""
    write(passage("self", "1.1"), "在校生 {K001}。")
    newer = corrected(begun)
    assert diagnoses.newer_data(begun) == newer
    assert words(begun) == "1 180 人".replace(" ", "\u202f", 1)
    row = diagnoses.renew_data(begun, seen=str(newer.pk), by=people["editor"])
    assert (row.snapshot, row.version) == (newer, begun.version + 1)
    figures = figures_of(row)
    assert text_of(passage("self", "1.1"), figures).read == "在校生 1\u202f200 人。"
    assert passage("self", "1.1").text == "在校生 {K001}。"
    assert diagnoses.newer_data(row) is None
    assert Entry.objects.filter(verb="renew_data").get().after == {"snapshot": str(newer.pk)}


def test_a_version_that_was_overtaken_again_is_not_taken(begun, corrected, people):
    first = corrected(begun)
    corrected(begun, students="1300")
    with pytest.raises(Conflict):
        diagnoses.renew_data(begun, seen=str(first.pk), by=people["editor"])
    assert Diagnosis.objects.get(pk=begun.pk).snapshot == begun.snapshot


def test_a_signed_report_keeps_its_data(begun, corrected, people):
    """R7.3"""
    newer = corrected(begun)
    report = begun.reports.create(number=1, school=begun.school, body=b"", digest="0" * 64, signed_by=people["principal"])
    Diagnosis.objects.filter(pk=begun.pk).update(state="signed", report=report)
    signed = Diagnosis.objects.get(pk=begun.pk)
    assert diagnoses.newer_data(signed) is None
    with pytest.raises(Conflict):
        diagnoses.renew_data(signed, seen=str(newer.pk), by=people["editor"])
    assert words(signed) == "1\u202f180 人"


@pytest.mark.parametrize("who", ["city", "province", "nation", "other_school", "stranger"])
def test_nobody_else_takes_the_newer_data(begun, corrected, people, who):
    newer = corrected(begun)
    with pytest.raises(PermissionDenied):
        diagnoses.renew_data(begun, seen=str(newer.pk), by=people[who])


def test_the_page_offers_the_newer_version_and_takes_it(client, begun, corrected, people):
    client.force_login(people["editor"])
    assert "新受理的版本" not in client.get(begun.get_absolute_url()).text
    newer = corrected(begun)
    assert "改用第 2 版" in client.get(begun.get_absolute_url()).text
    page = client.post(f"{begun.get_absolute_url()}data/", {"seen": newer.pk}, follow=True).text
    assert "已改用新受理的数据" in page
    assert "改用第 2 版" not in page
    again = client.post(f"{begun.get_absolute_url()}data/", {"seen": newer.pk}, follow=True).text
    assert "数据没有改用" in again
