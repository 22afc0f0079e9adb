"""One count of 字 in the browser, on the server and in print (A2): the same table for the Python function and for the module of the pages."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from apps.core.text import count_chars

ROOT = Path(__file__).parents[2]
CASES = json.loads((Path(__file__).parent / "chars.json").read_text())["cases"]
NODE = shutil.which("node")
SCRIPT = """
import { readFileSync } from "node:fs";
const { countChars, read } = await import(process.argv[1]);
const cases = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(cases.map(([text, figures]) => countChars(read(text, figures)))));
"""


def in_the_browsers_module(cases):
    module = (ROOT / "static/js/chars.js").as_uri()
    run = [NODE, "--input-type=module", "--eval", SCRIPT, module]
    return json.loads(subprocess.run(run, input=json.dumps(cases), capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("text,count", CASES)
def test_the_server_counts_the_hard_cases_as_the_table_says(text, count):
    """A2"""
    assert count_chars(text) == count


@pytest.mark.skipif(not NODE, reason="no engine to run the module of the pages in; the browser story shows the counter")
def test_the_browsers_module_counts_every_case_as_the_server_does():
    """A2"""
    assert in_the_browsers_module([[text, {}] for text, _count in CASES]) == [count for _text, count in CASES]


@pytest.mark.skipif(not NODE, reason="no engine to run the module of the pages in; the browser story shows the counter")
def test_a_figure_from_the_data_counts_as_what_it_shows():
    """A2: 89.4% are five, an unknown token stands as it was typed."""
    assert in_the_browsers_module([["覆盖面{K062}", {"K062": "89.4%"}], ["{K999}", {}]]) == [8, 6]
