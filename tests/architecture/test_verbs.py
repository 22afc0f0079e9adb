"""The log speaks Chinese: every verb that is written has its words."""

import re
from pathlib import Path

from apps.administration.log import verbs

APPS = Path(__file__).parents[2] / "apps"


def test_every_verb_that_is_recorded_has_words():
    """N1"""
    written = {verb for path in APPS.rglob("*.py") for verb in re.findall(r'record(?:_many)?\([^)]*?verb="(\w+)"', path.read_text(), flags=re.DOTALL)}
    assert "carry_over" in written
    assert written - verbs().keys() == set()
