"""承诺书: the words an expert signs before anything of a school opens to him (R2.5, R9.6)."""

from dataclasses import dataclass
from functools import cache

from apps.core.canonical import digest
from apps.core.fixtures import read_yaml


@dataclass(frozen=True)
class Clause:
    rule: str
    text: str


@dataclass(frozen=True)
class Undertaking:
    """``digest`` is of the title and the clauses: what a signature names."""

    version: str
    title: str
    clauses: tuple[Clause, ...]
    digest: str


@cache
def undertaking() -> Undertaking:
    """The version that is signed now, as shipped in fixtures/undertaking.yaml."""
    stored = read_yaml("undertaking.yaml")
    clauses = tuple(Clause(**clause) for clause in stored["clauses"])
    return Undertaking(stored["version"], stored["title"], clauses, digest({"title": stored["title"], "clauses": stored["clauses"]}))
