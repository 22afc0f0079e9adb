"""Workbooks that are not taken: each gets a sentence that says what it is and what would be right, and nothing is written (B4)."""

import io
import uuid
from contextlib import suppress
from dataclasses import replace

import pytest

from apps.jobs.models import Job
from apps.jobs.services import run
from apps.statusdata.contents import book_of, stored
from apps.statusdata.models import Import
from apps.statusdata.services.chain import open_return
from apps.statusdata.services.imports import preview
from apps.statusdata.services.workbooks import export_of, workbook
from apps.statusdata.workbook import package
from apps.statusdata.workbook.package import Unreadable
from apps.statusdata.workbook.reading import read
from apps.statusdata.workbook.writing import write
from tests.statusdata import workbooks as w

AT_ONCE = [
    (w.empty, "空的"),
    (w.text_file, "不是 .xlsx 工作簿"),
    (w.old_excel, "旧格式"),
    (w.with_password, "密码"),
    (w.truncated, "已损坏"),
    (w.bomb, "解开以后超过"),
    (w.macro, "宏"),
    (w.word, "不是 Excel 工作簿"),
    (w.binary_workbook, "二进制格式"),
    (w.too_large, "超过 10 MB"),
    (w.twice_the_same_part, "结构不正常"),
]
READ = [
    (w.flipped, "已损坏"),
    (w.foreign, "没有版本标记"),
    (w.stamp_edited, "被改动过"),
    (w.without_stamp, "没有版本标记"),
    (w.entities, "DTD"),
    (w.entities_far_down, "DTD"),
    (w.broken_xml, "不完整"),
    (w.far_out, "F10 第 1048576 行"),
]
SAMPLE = {w.text_file, w.with_password, w.macro, w.truncated, w.foreign, w.stamp_edited, w.entities}


def corpus(cases):
    return [pytest.param(*case, id=case[0].__name__, marks=[] if case[0] in SAMPLE else [pytest.mark.slow]) for case in cases]


@pytest.fixture
def upload(returns):
    return returns["city"]


@pytest.fixture
def send(signed_in, upload):
    """Upload bytes as ``填好.xlsx``; returns the answer."""

    def post(content, who="editor"):
        file = io.BytesIO(content)
        file.name = "填好.xlsx"
        return signed_in(who).post(f"{upload.get_absolute_url()}imports/new/", {"file": file})

    return post


@pytest.mark.parametrize("spoil, words", corpus(AT_ONCE))
def test_what_is_no_workbook_is_refused_on_the_page_of_upload(send, upload, spoil, words):
    answer = send(spoil(workbook(upload)))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Import.objects.exists()


@pytest.mark.parametrize("spoil, words", corpus(READ))
def test_what_cannot_be_taken_as_a_whole_says_why_on_its_page(send, upload, signed_in, spoil, words):
    before = stored(upload)
    assert send(spoil(workbook(upload))).status_code == 302
    run(Job.objects.get(kind="statusdata.read_workbook").pk)
    row = Import.objects.get()
    assert (row.state, words in row.refusal) == ("refused", True), row.refusal
    assert row.refusal in signed_in("editor").get(row.get_absolute_url()).content.decode()
    assert stored(upload) == before


def refusal(upload, content):
    package.look(content)
    with pytest.raises(Unreadable) as refused:
        preview(upload, content, uuid.uuid4())
    return str(refused.value)


def restamped(upload, changes):
    """A workbook that an honest platform made at another time, or for somebody else."""
    export = export_of(upload)
    return write(replace(export, stamp=replace(export.stamp, **changes)))


@pytest.mark.parametrize(
    "changes, words",
    [({"school": "3661009999", "school_name": "示例邻校"}, "“示例邻校”（3661009999）的工作簿，不是本校的"), ({"year": 2024}, "这是 2024—2025 学年的工作簿"),
     ({"upload": str(uuid.uuid4())}, "另一轮上报"), ({"digest": "1" * 64, "edition": "2016"}, "旧的数据字典（2016）")],
)  # fmt: skip
def test_another_schools_years_rounds_or_editions_workbook_is_named_as_such(upload, changes, words):
    assert words in refusal(upload, restamped(upload, changes))


def test_another_schools_own_workbook_is_refused(upload, returns):
    assert "不是本校的" in refusal(upload, workbook(returns["own"]))


def test_a_workbook_of_another_platform_is_refused(upload, settings):
    content = workbook(upload)
    settings.SECRET_KEY = "another platform"
    assert "别的平台" in refusal(upload, content)


def test_a_part_that_lies_about_its_size_is_refused(upload):
    """The directory says a few bytes; whoever believes it would unpack a hundred million."""
    content = w.repacked(workbook(upload), more=[("xl/media/image1.bin", b"\0" * 1_000_000)])
    lied = content.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert "已损坏" in refusal(upload, lied)


def test_a_return_that_was_handed_in_takes_no_workbook(send, upload, hand_in):
    content = workbook(upload)
    hand_in(upload)
    answer = send(content)
    assert (answer.status_code, "不能导入" in answer.content.decode()) == (409, True)
    assert not Import.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "own_principal", "city"])
def test_who_does_not_fill_in_the_return_finds_no_workbook_of_it(signed_in, upload, people, who):
    row = Import.objects.create(upload=upload, by=people["editor"], name="a.xlsx", state="read")
    client = signed_in(who)
    for tail in ["workbook/", "imports/new/"]:
        assert client.get(f"{upload.get_absolute_url()}{tail}").status_code == 404
    assert client.get(row.get_absolute_url()).status_code == 404
    assert {client.post(f"{row.get_absolute_url()}{tail}/", {"seen": 0}).status_code for tail in ["apply", "discard"]} == {404}


def test_a_practice_rounds_workbook_does_not_enter_the_real_one(upload, round, people):
    round.pk, round.practice = uuid.uuid4(), True
    round._state.adding = True
    round.save()
    assert "另一轮上报" in refusal(upload, workbook(open_return(round, upload.school)))


@pytest.mark.parametrize("count", [20, pytest.param(400, marks=pytest.mark.slow)])
def test_whatever_a_broken_program_writes_is_read_or_refused(upload, count):
    """Never a failure without words."""
    book, taken = book_of(upload), 0
    sources = [workbook(upload, form=form) for form in ["F08", "F10"]]
    for seed in range(count):
        content = w.garbled(sources[seed % 2], seed)
        with suppress(Unreadable):
            package.look(content)
            taken += bool(read(content, book, lambda stamp: None))
    assert 0 < taken < count
