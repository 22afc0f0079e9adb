"""The tree of a formula: each node knows its kind (num, bool, text, date) and its value before a Reader; None is empty.

``span`` is the node's place in the source; ``field`` is the dictionary's field a value comes from, where it comes from one.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Node:
    span: tuple[int, int]
    kind: str
    field: Any = None

    def children(self):
        return ()

    def walk(self):
        yield self
        for child in self.children():
            yield from child.walk()


@dataclass(frozen=True, kw_only=True)
class Literal(Node):
    """A number or a word; ``raw`` as written, for a code such as 03 is no number."""

    content: Any
    raw: str

    def value(self, reader):
        return self.content


@dataclass(frozen=True, kw_only=True)
class Cell(Node):
    """A cell: of a single form, of the row the rule is about (outer), or of the row being counted (inner)."""

    place: str

    def value(self, reader):
        if self.place == "single":
            cells = reader.figures.forms.get(self.field.form)
        elif self.place == "inner":
            cells = reader.inner
        else:
            cells = reader.outer
        found = cells.get(self.field.code) if cells is not None else None
        return reader.saw(found)


@dataclass(frozen=True, kw_only=True)
class System(Node):
    name: str

    def value(self, reader):
        return reader.figures.system.get(self.name)


@dataclass(frozen=True, kw_only=True)
class Reference(Node):
    """Another indicator."""

    code: str

    def value(self, reader):
        return reader.saw(reader.indicator(self.code))


@dataclass(frozen=True, kw_only=True)
class Last(Node):
    """The same in the return of the year before."""

    part: Any

    def children(self):
        return (self.part,)

    def value(self, reader):
        if reader.last is None:
            return reader.saw(None)
        return reader.saw(reader.last.result(self.part))


@dataclass(frozen=True, kw_only=True)
class Arithmetic(Node):
    operator: str
    left: Any
    right: Any

    def children(self):
        return self.left, self.right

    def value(self, reader):
        left, right = self.left.value(reader), self.right.value(reader)
        if left is None or right is None:
            return None
        match self.operator:
            case "+":
                return left + right
            case "-":
                # Two days give the number of days between them.
                return left - right if self.left.kind == "num" else Decimal((left - right).days)
            case "*":
                return left * right
            case _:
                return left / right if right else None


@dataclass(frozen=True, kw_only=True)
class Negative(Node):
    part: Any

    def children(self):
        return (self.part,)

    def value(self, reader):
        number = self.part.value(reader)
        return None if number is None else -number


COMPARE = {"=": operator.eq, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True, kw_only=True)
class Compare(Node):
    """``ranks`` holds the place of each code, higher is more, where a choice with an order is compared."""

    operator: str
    left: Any
    right: Any
    ranks: dict | None = None

    def children(self):
        return self.left, self.right

    def value(self, reader):
        left, right = self.left.value(reader), self.right.value(reader)
        if left is None or right is None:
            return None
        if self.ranks is not None:
            left, right = self.ranks[left], self.ranks[right]
        return COMPARE[self.operator](left, right)


@dataclass(frozen=True, kw_only=True)
class OneOf(Node):
    left: Any
    options: frozenset

    def children(self):
        return (self.left,)

    def value(self, reader):
        left = self.left.value(reader)
        return None if left is None else left in self.options


@dataclass(frozen=True, kw_only=True)
class And(Node):
    left: Any
    right: Any
    in_condition: bool

    def children(self):
        return self.left, self.right

    def value(self, reader):
        left = self.left.value(reader)
        if self.in_condition and left is False:
            return False
        right = self.right.value(reader)
        if self.in_condition and right is False:
            return False
        return None if left is None or right is None else left and right


@dataclass(frozen=True, kw_only=True)
class Or(Node):
    left: Any
    right: Any

    def children(self):
        return self.left, self.right

    def value(self, reader):
        left, right = self.left.value(reader), self.right.value(reader)
        return None if left is None or right is None else left or right


@dataclass(frozen=True, kw_only=True)
class Not(Node):
    part: Any

    def children(self):
        return (self.part,)

    def value(self, reader):
        found = self.part.value(reader)
        return None if found is None else not found


@dataclass(frozen=True, kw_only=True)
class Call(Node):
    """A function of its arguments: empty if one of them is."""

    name: str
    function: Callable
    arguments: tuple

    def children(self):
        return self.arguments

    def value(self, reader):
        found = [argument.value(reader) for argument in self.arguments]
        return None if None in found else self.function(*found)


@dataclass(frozen=True, kw_only=True)
class OrZero(Node):
    """nz: 0, or no, where the part is empty."""

    part: Any

    def children(self):
        return (self.part,)

    def value(self, reader):
        found = self.part.value(reader)
        if found is not None:
            return found
        return False if self.kind == "bool" else ZERO


@dataclass(frozen=True, kw_only=True)
class NotNull(Node):
    part: Any

    def children(self):
        return (self.part,)

    def value(self, reader):
        found = self.part.value(reader)
        # That a cell is empty is here the answer itself.
        reader.filled = True
        return found is not None


@dataclass(frozen=True, kw_only=True)
class KnownMajor(Node):
    part: Any

    def children(self):
        return (self.part,)

    def value(self, reader):
        code = self.part.value(reader)
        return None if code is None else code in reader.program.book.majors


@dataclass(frozen=True, kw_only=True)
class Aggregate(Node):
    """sum, max, count, distinct over the rows of a form that meet the condition."""

    name: str
    form: str
    part: Any = None
    condition: Any = None

    def children(self):
        return tuple(child for child in (self.part, self.condition) if child is not None)

    def value(self, reader):
        rows = reader.figures.forms.get(self.form)
        if rows is None:
            return reader.saw(None)
        # A result of its own: where all its cells are empty it is. Declared to have no rows is an answer, not an empty cell.
        before = reader.inner, reader.read, reader.filled
        reader.read = reader.filled = not rows
        found = self._values(rows, reader)
        empty = reader.read and not reader.filled
        reader.inner, reader.read, reader.filled = before[0], before[1] or reader.read, before[2] or reader.filled
        return None if found is None or empty else self._folded(found)

    def _values(self, rows, reader):
        """The values of the rows that meet the condition; None if one of them, or a condition, is empty."""
        found = []
        for row in rows:
            reader.inner = row.cells
            met = self.condition is None or self.condition.value(reader)
            if met is None:
                return None
            if not met:
                continue
            value = self.part.value(reader) if self.part is not None else True
            if value is None and self.name != "distinct":
                return None
            found.append(value)
        return found

    def _folded(self, found):
        match self.name:
            case "sum":
                return sum(found, ZERO)
            case "max":
                return max(found, default=None)
            case "count":
                return Decimal(len(found))
            case _:
                return Decimal(len(set(found) - {None}))


@dataclass(frozen=True, kw_only=True)
class Province(Node):
    """Stage 2: 100*(sum of num)/(sum of den) over the rows of the whole province with the same key as the row being counted."""

    key: tuple[str, str, str]
    by: Any

    def children(self):
        return (self.by,)

    def value(self, reader):
        key = self.by.value(reader)
        return None if key is None else reader.figures.province.get(self.key, {}).get(key)
