"""One full workbook read, checked and previewed, against openpyxl merely reading it, in one run: python -m tests.load.bench_workbook

Prints the median of each in milliseconds and their ratio; ends with 1 above MOST.
"""

import io
import os
import statistics
import sys
import time
import uuid
from dataclasses import replace

import django
from openpyxl import load_workbook

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from django.utils import timezone  # noqa: E402

from apps.dictionary import reference  # noqa: E402
from apps.organizations.models import Level  # noqa: E402
from apps.organizations.services import open_unit  # noqa: E402
from apps.statusdata.contents import book_of  # noqa: E402
from apps.statusdata.models import Return, Round  # noqa: E402
from apps.statusdata.services.chain import open_return  # noqa: E402
from apps.statusdata.services.imports import preview  # noqa: E402
from apps.statusdata.services.workbooks import export_of  # noqa: E402
from apps.statusdata.workbook.writing import write  # noqa: E402

MOST = 1.5
ROWS = 100
TIMES = 9
VALUES = {"bool": True, "date": "2020-09-01", "yearmonth": "202009", "text": "示例", "url": "https://example.com/", "major": "051400",
          "textfile": {"text": "示例"}, "uscc": "12610000MB00000001"}  # fmt: skip


def value_of(field):
    if field.numeric:
        return str(max(int(field.minimum or 0), min(int(field.maximum or 160), 160)))
    return field.choices[0][0] if field.kind == "choice" else VALUES.get(field.kind)


def filled(book):
    """Every cell a school types, and ROWS rows in all over the many-row forms."""
    many = [form for form in book.forms if form.rows]
    held = {}
    for form in book.forms:
        cells = {field.code: value_of(field) for field in form.fields if field.typed_by_school and value_of(field) is not None}
        held[form.code] = [(uuid.uuid4(), cells) for _ in range(ROWS // len(many))] if form.rows else cells
    return held


def a_return():
    edition, day = reference.load(), timezone.localdate()
    nation = open_unit(level=Level.NATION, code="100000", name="国家")
    province = open_unit(level=Level.PROVINCE, code="610000", name="陕西省", parent=nation)
    school = open_unit(level=Level.SCHOOL, code="3661000001", name="示例第一职业中学", parent=province)
    due = dict.fromkeys(["school_due", "city_due", "province_due"], day)
    upload = open_return(Round.objects.create(province=province, year=2025, edition=edition, state="open", **due), school)
    return Return.objects.select_related("school", "round__edition").get(pk=upload.pk)


def merely_read(content):
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return sum(cell is not None for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def timed(work):
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def measure():
    upload = a_return()
    export = export_of(upload)
    content = write(replace(export, held=filled(book_of(upload))))
    plan = preview(upload, content, uuid.uuid4())
    pairs = [(timed(lambda: preview(upload, content, uuid.uuid4())), timed(lambda: merely_read(content))) for _ in range(TIMES)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    writing = statistics.median(timed(lambda: write(export)) for _ in range(3))
    written = len(plan.cells) + sum(len(row["values"]) for row in plan.added)
    say = sys.stdout.write
    say(f"workbook: {len(content)} bytes, {written} cells to write, {len(plan.added)} rows, {len(plan.findings)} findings\n")
    say(f"read, checked and previewed {ours:.0f} ms; openpyxl merely reading {theirs:.0f} ms; ratio {ours / theirs:.2f} (at most {MOST})\n")
    say(f"written out {writing:.0f} ms\n")
    return ours / theirs


if __name__ == "__main__":
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        ratio = measure()
    finally:
        teardown_databases(databases, verbosity=0)
    sys.exit(ratio > MOST)
