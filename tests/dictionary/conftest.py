from dataclasses import replace
from functools import cache

import pytest

from apps.dictionary import book as plain
from apps.dictionary import reference, selectors


@cache
def _book():
    return selectors.book(reference.load().pk)


@pytest.fixture
def book(db):
    """The shipped dictionary as it comes back from the database; a Book needs no database once it is made."""
    return _book()


FIELD = plain.Field(
    form="A", code="x", section="一、示例", name="示例", indent=0, unit="人", kind="int", places=0, max_length=0, choices=(), ranks=(), pattern="",
    minimum=None, maximum=None, required=False, as_of="start", register=False, source="", sensitive=False, hint="",
)  # fmt: skip


@pytest.fixture
def field():
    """A field of a given kind: field("dec", places=2)."""
    return lambda kind, **about: replace(FIELD, kind=kind, **about)


@pytest.fixture
def small():
    """A dictionary of two forms: A with a, b, c, yes, day, name; R with n, m, kind (甲 > 乙 > 丙), yes, code. small(K001="A.a+1") adds indicators."""
    grades = (("甲", "甲"), ("乙", "乙"), ("丙", "丙"))

    def fields(form, **kinds):
        return tuple(
            replace(
                FIELD,
                form=form,
                code=code,
                name=code,
                kind=kind,
                choices=grades if kind == "choice" else (),
                ranks=tuple("甲乙丙") * (kind == "choice"),
            )
            for code, kind in kinds.items()
        )

    single = plain.Form("A", "单表", "single", "start", "", "", fields("A", a="int", b="int", c="dec", yes="bool", day="date", name="text"))
    rows = plain.Form("R", "多表", "rows", "start", "", "", fields("R", n="int", m="int", kind="choice", yes="bool", code="code"))

    def make(checks=(), **formulas):
        indicators = tuple(plain.Indicator(code, code, "", 2, formula, "up", "", "sum", "", "", "") for code, formula in formulas.items())
        return plain.Book(0, "示例", "示例", 2015, "示例", "", (single, rows), indicators, tuple(checks), {})

    return make
