"""The stand-alone verifier, run outside the project by a plain Python: it confirms a draw and names what was changed (G7)."""

import ast
import copy
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from apps.core.canonical import canonical, digest
from apps.sampling.rules import draw as rules

SCRIPT = Path(__file__).parents[2] / "static" / "verifier" / "verify_draw.py"


def frame():
    places = ["out", "mandatory", "in", "in"]
    return [
        {
            "code": f"366190{n:04}",
            "name": f"示例第{n}学校",
            "area": f"6101{n % 4:02}",
            "place": places[n] if n < 4 else "in",
            "rule": "R8.1",
            "reason": "",
        }
        for n in range(30)
    ]


@pytest.fixture
def bundle():
    parameters = {"quota": 6, "reserves": 2, "covered": ["610101"], "source": "双色球 2026131 期", "reveal_on": "2026-11-15"}
    return rules.bundle(frame(), parameters, value="03 11 17 20 28 33 + 09", drawn_at="2026-11-15T22:00:00+08:00")


@pytest.fixture
def verify(tmp_path):
    """``verify(content, *more)``: the answer of the script, copied away from the project and run without its libraries."""
    script = shutil.copy(SCRIPT, tmp_path)

    def run(content, *more):
        (tmp_path / "bundle.json").write_bytes(content if isinstance(content, bytes) else canonical(content))
        command = [getattr(sys, "_base_executable", sys.executable), "-I", script, "bundle.json", *more]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", env={"PYTHONUTF8": "1"})

    return run


def test_it_asks_for_nothing_but_python_3_8_and_its_own_library():
    tree = ast.parse(SCRIPT.read_text(), feature_version=(3, 8))
    names = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert names <= {"hashlib", "json", "sys"}
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(tree))


def test_it_confirms_a_draw_and_lists_who_was_selected(verify, bundle):
    answer = verify(bundle, bundle["commitment"])
    assert answer.returncode == 0, answer.stdout
    assert "全部相符" in answer.stdout
    chosen = [code for code, _, won in bundle["tickets"] if won in ("area", "order")]
    assert len(chosen) == 6
    assert all(code in answer.stdout for code in chosen)


def resealed(bundle):
    """As a forger would: every hash made to fit again, so that only the commitment published beforehand tells."""
    return rules.bundle(bundle["frame"], bundle["parameters"], value=bundle["value"], drawn_at=bundle["drawn_at"])


def tampering():
    def row_changed(b):
        b["frame"][5]["place"] = "out"

    def row_gone(b):
        del b["frame"][7]

    def row_added(b):
        b["frame"].append({**b["frame"][0], "code": "3661909999", "name": "多出的学校"})

    def row_twice(b):
        b["frame"].append(dict(b["frame"][4]))

    def quota(b):
        b["parameters"]["quota"] = 7

    def covered(b):
        b["parameters"]["covered"] = []

    def algorithm(b):
        b["algorithm"] += "六、另议。"

    def value(b):
        b["value"] = "01 02 03 04 05 06 + 07"

    def one_ticket(b):
        b["tickets"][3][1] = "0" * 64

    def outcome(b):
        loser = next(row for row in b["tickets"] if row[2] == "")
        loser[2] = "order"

    def order(b):
        b["tickets"].reverse()

    def dropped(b):
        b["tickets"].pop()

    def sums(b):
        b["sums"]["frame"]["3661900005"] = digest("别的")

    def commitment(b):
        b["commitment"] = "0" * 64

    def added(b):
        b["备注"] = "另有说明"

    def longer(b):
        b["tickets"][2].append("另有说明")

    return [
        (added, "多出不认识的项目：备注"), (longer, "不是标识码、签号、结果三项"),
        (row_changed, "这所学校的内容与封存时不同：3661900005 示例第5学校"), (row_gone, "少了一所学校：3661900007"),
        (row_added, "多出一所学校：3661909999 多出的学校"), (row_twice, "重复的学校"), (quota, "参数"), (covered, "参数"),
        (algorithm, "算法的文字"), (value, "所有签号都与随机数不符"), (one_ticket, "签号不对："), (outcome, "应为“未入样”，写成了“入样”"),
        (order, "次序不对"), (dropped, "结果里少了一所学校"), (sums, "3661900005"), (commitment, "封存摘要被改过"),
    ]  # fmt: skip


@pytest.mark.parametrize("tamper, words", tampering(), ids=lambda value: getattr(value, "__name__", ""))
def test_it_names_what_was_changed(verify, bundle, tamper, words):
    tampered = copy.deepcopy(bundle)
    tamper(tampered)
    answer = verify(tampered)
    assert answer.returncode == 1
    assert words in answer.stdout


def test_a_forgery_that_fits_together_is_told_by_the_commitment_published_beforehand(verify, bundle):
    forged = copy.deepcopy(bundle)
    forged["frame"][5]["place"] = "out"
    forged = resealed(forged)
    assert verify(forged).returncode == 0
    answer = verify(forged, bundle["commitment"])
    assert answer.returncode == 1
    assert "与事先公布的不同" in answer.stdout


def test_a_changed_time_of_the_draw_is_told_by_the_digest_of_the_bundle_and_said_to_be_unchecked_without(verify, bundle):
    """The seal is older than the draw, so it cannot cover its time (G7)."""
    published = digest(bundle)
    assert verify(bundle, bundle["commitment"], published).returncode == 0
    later = bundle | {"drawn_at": "2026-11-16T22:00:00+08:00"}
    answer = verify(later, later["commitment"])
    assert answer.returncode == 0
    assert "抽取时间 2026-11-16T22:00:00+08:00（不在封存之内，没有核对）" in answer.stdout
    answer = verify(later, later["commitment"], published)
    assert answer.returncode == 1
    assert "抽取时间" in answer.stdout


def test_a_thing_said_twice_is_refused(verify, bundle):
    """Readers differ in which of the two they take."""
    answer = verify(canonical(bundle).replace(b'{"algorithm"', b'{"value":"1","algorithm"'))
    assert answer.returncode == 2
    assert "写了两遍：value" in answer.stdout


def test_asked_for_help_it_tells_how_it_is_used(verify, bundle):
    script = [getattr(sys, "_base_executable", sys.executable), "-I", str(SCRIPT), "-h"]
    answer = subprocess.run(script, capture_output=True, text=True, encoding="utf-8", env={"PYTHONUTF8": "1"})
    assert "python3 verify_draw.py 证明包.json" in answer.stdout
    assert not answer.stderr


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "zhengai-draw/1"}', b'{"format": "other/9"}', b"\xff\xfe", b"[" * 100000,
                                     b'{"format": "zhengai-draw/1", "sums": 1, "tickets": 2}'])  # fmt: skip
def test_what_is_no_bundle_is_said_to_be_none(verify, content):
    answer = verify(content)
    assert answer.returncode in (1, 2)
    assert len(answer.stdout.splitlines()) <= 2
    assert not any(word in answer.stdout for word in ["Error", "Traceback", "codec"])
    assert not answer.stderr


def test_it_says_the_same_as_the_programs_own_draw(verify, bundle):
    """Two independent programs, one result."""
    own = json.loads(canonical(bundle))
    assert verify(own).stdout.count("入样") >= 6
