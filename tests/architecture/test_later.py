"""The name of a task is an import that import-linter cannot see."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from apps.jobs.services import TASKS

ROOT = Path(__file__).parents[2]
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
FLOOR = {app: -number for number, row in enumerate(LAYERS) for app in re.findall(r"\w+", row)}


def calls(source):
    """Each call of ``later`` in ``source``: its first argument's node."""
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Call) and "later" in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
            yield node.args[0]


CALLS = [(path.relative_to(ROOT / "apps").parts[0], node) for path in sorted((ROOT / "apps").rglob("*.py")) for node in calls(path)]


@pytest.mark.parametrize("app,node", CALLS, ids=lambda value: value if isinstance(value, str) else ast.unparse(value))
def test_later_names_a_task_of_its_own_app_or_of_a_lower_floor(app, node):
    assert isinstance(node, ast.Constant), "a task is named as it stands, so that it can be checked"
    assert node.value in TASKS
    target = node.value.partition(".")[0]
    assert target == app or FLOOR[target] < FLOOR[app]


@pytest.mark.parametrize("name", sorted(TASKS))
def test_the_name_of_a_task_begins_with_its_app(name):
    assert TASKS[name].__module__.startswith(f"apps.{name.partition('.')[0]}.")
