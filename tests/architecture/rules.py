"""The numbers of the rules (``fixtures/rules.txt``) and where the tests cite them."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
RULES = dict(line.split(" ", 1) for line in (TESTS.parent / "fixtures" / "rules.txt").read_text().splitlines())
NUMBER = re.compile(r"\bR\d+(?:\.\d+)?\b")


def cited():
    """Each number that a test cites, with the files where it does."""
    found = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        text = path.read_text()
        for number in {*NUMBER.findall(text), *re.findall(r"\bA2\b", text)}:
            found.setdefault(number, []).append(path.relative_to(TESTS))
    return found


def uncited():
    """The rules of which no test speaks yet; a chapter cited as a whole cites none of its rules."""
    return [number for number in RULES if number not in cited()]
