"""A Book's formulas parsed once (Program), and one school's figures before them (Reader)."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import RLock
from typing import Any

from . import tree
from .errors import FormulaError
from .parse import parse

HOLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Formula:
    """A parsed formula: its source, its tree, and what it rests on."""

    source: str
    tree: Any

    @cached_property
    def cells(self):
        """Full names of the fields it reads, of this year."""
        return frozenset(node.field.key for node in self._own() if isinstance(node, tree.Cell))

    @cached_property
    def forms(self):
        return frozenset(key.split(".")[0] for key in self.cells) | {node.form for node in self._own() if isinstance(node, tree.Aggregate)}

    @cached_property
    def references(self):
        return frozenset(node.code for node in self.tree.walk() if isinstance(node, tree.Reference))

    @cached_property
    def rows_of(self):
        """The forms of whose single rows it speaks: a check is then read once for each row."""
        return frozenset(node.field.form for node in self.tree.walk() if isinstance(node, tree.Cell) and node.place == "outer")

    @cached_property
    def provinces(self):
        return frozenset(node.key for node in self.tree.walk() if isinstance(node, tree.Province))

    def _own(self):
        """The nodes that speak of this year."""
        open_nodes = [self.tree]
        while open_nodes:
            node = open_nodes.pop()
            if not isinstance(node, tree.Last):
                yield node
                open_nodes.extend(node.children())


class Program:
    """All formulas of a Book, parsed when first asked for."""

    def __init__(self, book):
        self.book = book
        self._indicators = {}
        self._formulas = {}
        self._templates = {}
        self._open = []
        # Two threads reading at once must not take each other's half-read indicators for a loop.
        self._lock = RLock()

    def formula(self, source):
        """The Formula of ``source``; FormulaError if it cannot be read."""
        found = self._formulas.get(source)
        if found is None:
            found = self._formulas[source] = Formula(source, parse(source, self.book, lambda code: self.indicator(code).tree.kind))
        return found

    def indicator(self, code):
        """The Formula of an indicator; FormulaError also where indicators lead round in a loop."""
        found = self._indicators.get(code)
        if found is not None:
            return found
        with self._lock:
            if code in self._open:
                raise FormulaError("指标互相引用，绕成一圈：" + " → ".join([*self._open[self._open.index(code) :], code]))
            self._open.append(code)
            try:
                found = self._indicators[code] = self.formula(self.book.indicator_by_code[code].formula)
            finally:
                self._open.pop()
        return found

    @cached_property
    def order(self):
        """The codes of the indicators, each after those it rests on."""
        found = {}

        def visit(code):
            if code not in found:
                for other in sorted(self.indicator(code).references):
                    visit(other)
                found[code] = None

        for code in self.book.indicator_by_code:
            visit(code)
        return tuple(found)

    def template(self, message):
        """A message as [text, Formula, text, …]."""
        found = self._templates.get(message)
        if found is None:
            found = [self.formula(part) if place % 2 else part for place, part in enumerate(HOLE.split(message))]
            self._templates[message] = found
        return found

    def rests_on(self, formula):
        """Every form of this year a formula rests on, through other indicators too."""
        forms = set(formula.forms)
        for code in formula.references:
            forms |= self.rests_on(self.indicator(code))
        return forms


@lru_cache(maxsize=16)
def program(book):
    """The Program of a Book, one per process."""
    return Program(book)


class Reader:
    """One school's figures before the formulas of a Book; remembers the indicators it has computed."""

    def __init__(self, book, figures):
        self.program = program(book)
        self.figures = figures
        self.inner = self.outer = None
        self.read = self.filled = False
        self._indicators = dict(figures.known)

    @cached_property
    def last(self):
        return None if self.figures.last is None else Reader(self.program.book, self.figures.last)

    def saw(self, value):
        """Note that a cell was read, and whether it held anything."""
        self.read = True
        if value is not None:
            self.filled = True
        return value

    def indicator(self, code):
        if code not in self._indicators:
            self._indicators[code] = self.result(self.program.indicator(code).tree)
        return self._indicators[code]

    def result(self, node, row=None):
        """The value of a formula's tree; for the cells of ``row`` where it speaks of single rows. Empty if all its cells are."""
        return self._value(node, row, whole=True)

    def part(self, node, row=None):
        """The value of a part of a result that is not empty: here nz counts as 0 even where the part has nothing else."""
        return self._value(node, row, whole=False)

    def _value(self, node, row, whole):
        before = self.inner, self.outer, self.read, self.filled
        self.inner, self.outer, self.read, self.filled = None, row, False, False
        try:
            value = node.value(self)
            return None if whole and self.read and not self.filled else value
        finally:
            self.inner, self.outer, self.read, self.filled = before
