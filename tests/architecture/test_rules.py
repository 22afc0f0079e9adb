import pytest

from tests.architecture.rules import RULES, cited, uncited

CHAPTERS = {number.partition(".")[0] for number in RULES}


def test_the_notice_has_58_rules():
    assert len(RULES) == 58
    assert all(RULES.values())


@pytest.mark.parametrize("number,files", sorted(cited().items()), ids=lambda value: value if isinstance(value, str) else "")
def test_a_number_cited_is_that_of_a_rule(number, files):
    assert number in RULES or number in CHAPTERS, f"{number}: {', '.join(map(str, files))}"


def test_of_every_rule_a_test_speaks():
    assert uncited() == []
