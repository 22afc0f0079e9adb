"""How fast it is, in one run on one machine: what is compared is measured in turns in the same process, on PostgreSQL, with every save committed."""

import json
import os
import platform
import re
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from uuid import uuid4

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse
from django.utils.timezone import localdate

from apps.accounts.models import User
from apps.dictionary.computing import compute
from apps.dictionary.selectors import book
from apps.indicators.selectors.lineage import given_by, province_tables
from apps.indicators.services import roll_up, roll_up_nation
from apps.statusdata.contents import book_of, findings
from apps.statusdata.models import Record, Snapshot
from apps.statusdata.services.chain import submit
from apps.statusdata.services.imports import preview
from apps.statusdata.services.snapshots import fingerprint
from apps.statusdata.services.workbooks import export_of
from apps.statusdata.workbook.writing import write
from tests.load import bench_draw, bench_report, plain_indicators
from tests.load.bench_workbook import MOST, filled, merely_read
from tests.load.province import SCHOOLS, YEAR, build

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Line:
    """One row of the table: what, how long (seconds), against what, and whether it is as asked (None: nothing was asked)."""

    what: str
    took: float
    against: str = ""
    asked: str = ""
    met: bool | None = None


def timed(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def in_turns(one, other, rounds):
    """The median seconds of either, each called ``rounds`` times with the number of the turn, one after the other."""
    one(0), other(0)
    pairs = [(timed(lambda n=n: one(n)), timed(lambda n=n: other(n))) for n in range(1, rounds + 1)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def one_cell(cast, upload):
    """Cell after cell over the forms, as a person types; the bare view writes the same records."""
    client = Client()
    client.force_login(User.objects.get(username="shili1"))
    own = book_of(upload)
    cells = [
        (row, cell) for row in Record.objects.filter(upload=upload) for cell in row.values if own.form_by_code[row.form].by_code[cell].kind == "int"
    ]
    cells = [(row, cell) for row, cell in cells if not own.form_by_code[row.form].rows]

    kept = {row.pk: dict(row.values) for row, _cell in cells}

    def save(number):
        """Every other time round a cell is one more, and then again what it was."""
        row, cell = cells[number % len(cells)]
        value = str(int(kept[row.pk][cell]) + (number // len(cells) + 1) % 2)
        body = {"record": str(row.pk), "field": cell, "seen": row.values[cell], "value": value, "client": "bench", "number": number}
        answer = client.post(reverse("statusdata:cells", args=[upload.pk, row.form]), json.dumps(body), content_type="application/json")
        assert answer.status_code == 200, answer.content.decode()
        row.values[cell] = value

    def update(number):
        address = reverse("one_update", args=[cells[number % len(cells)][0].pk])
        assert client.post(address, "{}", content_type="application/json").status_code == 200

    ours, least = in_turns(save, update, 400)
    with CaptureQueriesContext(connection) as queries:
        save(401)
    yield Line(
        "存一格（真实页面，已提交）",
        ours,
        f"同样中间件与登录之后只做一次 UPDATE：{ms(least)}；吞吐比 {least / ours:.2f}",
        "≥ 0.5",
        least / ours >= 0.5,
    )
    yield Line("存一格的查询数", len(queries) / 1000, f"{len(queries)} 条", "≤ 8", len(queries) <= 8)


def workbook(cast, upload):
    """Every cell a school types, and a hundred rows, as bench_workbook fills them."""
    content = write(replace(export_of(upload), held=filled(book_of(upload))))
    ours, least = in_turns(lambda n: preview(upload, content, uuid4()), lambda n: merely_read(content), 7)
    ratio = ours / least
    yield Line("工作簿读入、检查、预览", ours, f"openpyxl 只读一遍：{ms(least)}；倍数 {ratio:.2f}", f"≤ {MOST}", ratio <= MOST)


def indicators(cast, upload):
    snapshot = Snapshot.objects.filter(upload__school=upload.school).select_related("upload__round", "upload__school").first()
    own = book(snapshot.upload.round.edition_id)
    given = given_by(snapshot, province_tables(cast.province.pk, YEAR))
    forms = {code: [row.cells for row in held] if isinstance(held, tuple) else held for code, held in given.forms.items()}
    assert differing(compute(own, given), plain_indicators.compute(forms, given.system, given.province)) == []
    ours, plain = in_turns(lambda n: compute(own, given), lambda n: plain_indicators.compute(forms, given.system, given.province), 100)
    yield Line(f"一校 {len(own.indicators)} 项指标", ours, f"同样公式写成 Python：{ms(plain)}；倍数 {ours / plain:.1f}")


def differing(results, plain):
    """The indicators on which the two do not agree to the last digit."""
    told = {code: (result.value, result.num, result.den, result.weight) for code, result in results.items()}
    return sorted(code for code in told if told[code] != plain[code])


def lists(cast, upload):
    client = Client()
    client.force_login(cast.officer)
    for words, query in [("第一页", ""), ("筛选学年", f"?year={YEAR}")]:
        address = reverse("statusdata:list", args=["610000"]) + query
        client.get(address)
        took = median(timed(lambda address=address: client.get(address)) for _ in range(20))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        yield Line(f"{SCHOOLS} 份上报的名单（{words}）", took, f"{len(queries)} 条查询")


def roll_ups(cast, upload):
    took = median(timed(lambda: (roll_up(cast.province, YEAR), roll_up_nation(YEAR))) for _ in range(3))
    yield Line(f"{SCHOOLS} 校一省逐级汇总（含第二阶段）", took, "各地市、省、国家，重算全部")


def submission(cast, upload):
    upload.refresh_from_db()
    by = cast.principal(upload)
    yield Line("校验一份填满的上报", median(timed(lambda: findings(upload)) for _ in range(10)), f"{len(book_of(upload).checks)} 条规则")
    assert [each.message.text for each in findings(upload)] == []
    yield Line(
        "签字上报一份填满的上报", timed(lambda: submit(upload, seen=upload.version, signed=fingerprint(upload), by=by)), "校验、留存、摘要、提交"
    )


def paper(cast, upload):
    yield from (Line(*stage) for stage in bench_report.measures(cast, in_turns))


def drawing(cast, upload):
    """Last, for it brings ten thousand schools along."""
    yield from (Line(*stage) for stage in bench_draw.measures(timed))


MEASURES = [one_cell, workbook, indicators, lists, roll_ups, submission, paper, drawing]


def ms(seconds):
    return f"{1000 * seconds:.2f} ms"


def machine():
    """Processor, cores, memory and versions, without a name of the machine."""
    cpu = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
        cursor.execute("SHOW synchronous_commit")
        commit = cursor.fetchone()[0]
    return (
        f"{cpu[1] if cpu else platform.machine()}，可用 {len(os.sched_getaffinity(0))} 核，内存 {memory:.0f} GB；"
        f"PostgreSQL {version}（synchronous_commit {commit}），Python {platform.python_version()}；"
        f"测时 1 分钟负载 {os.getloadavg()[0]:.1f}"
    )


def table(lines):
    rows = [
        f"| {line.what} | {'' if '查询数' in line.what else ms(line.took)} | {line.against} | {line.asked} | {words(line.met)} |" for line in lines
    ]
    return "\n".join(["| 测什么 | 用时（中位数） | 对照 | 要求 | |", "|---|---:|---|---|---|", *rows])


def words(met):
    return {None: "", True: "达到", False: "**未达到**"}[met]


def main(keep):
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media):
            print(f"准备 {SCHOOLS} 所示例学校……", flush=True)
            cast, upload = build()
            lines = [line for measure in MEASURES for line in measure(cast, upload)]
            text = f"{machine()}。{localdate():%Y-%m-%d}\n\n{table(lines)}\n"
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    print(f"\n{text}")
    if keep:
        before = PAGE.read_text()
        PAGE.write_text(before[: before.index("## 结果")] + f"## 结果\n\n{text}")
    if any(line.met is False for line in lines):
        raise SystemExit("有一项没有达到要求。")
