"""The log speaks Chinese and says for whom: every verb that is written has its words, and the permission under which a deputy does it."""

import re
from pathlib import Path

from apps.administration.log import OWN, UNDER, verbs
from config.roles import GRANTED, PERMISSIONS

APPS = Path(__file__).parents[2] / "apps"

#: What the program does, the public, and everybody for himself alone: nobody is stood in for.
NOBODY_S = {
    "sign_in", "sign_out", "change_password", "certify", "confirm_expert", "answer_naming", "undertake", "step_down",
    "take_the_chair", "chase_measure", "chase_order", "propose_stop", "write_opinion", "lodge_objection", "send_comment",
}  # fmt: skip


def test_every_verb_that_is_recorded_has_words():
    """N1"""
    written = {verb for path in APPS.rglob("*.py") for verb in re.findall(r'record(?:_many)?\([^)]*?verb="(\w+)"', path.read_text(), flags=re.DOTALL)}
    assert "carry_over" in written
    assert written - verbs().keys() == set()


def test_every_verb_says_under_which_permission_it_is_done():
    """D8: by it the log names whom a deputy stood in for."""
    assert {verb for verb, under in UNDER.items() if under == OWN} == NOBODY_S
    named = {under for under in UNDER.values() if not callable(under) and under != OWN}
    assert named - PERMISSIONS.keys() - GRANTED == set()


def test_none_but_the_demonstration_dates_what_it_records():
    """N1: an entry bears the moment at which it was written."""
    dating = {path.relative_to(APPS).parts for path in APPS.rglob("*.py") if re.search(r"\bdated\(", path.read_text())}
    assert all("demonstration" in parts or "demonstration.py" in parts for parts in dating - {("audit", "services.py")})
