"""The indicators' formulas written out as plain Python, the yardstick of the benchmark: ``python -m tests.load formulas`` writes plain_indicators.py.

One function with a line for each part of each indicator, on the same Decimals; what is empty stays empty, as the dictionary has it.
"""

import re
from pathlib import Path

from apps.dictionary.language.evaluate import program
from apps.dictionary.selectors import book_for
from tests.load import plain_parts

TARGET = Path(__file__).parent / "plain_indicators.py"
HEAD = '''"""Written by tests/load/plain.py from the dictionary; not to be edited."""

from decimal import Decimal

from apps.dictionary.language.functions import left, pct
from tests.load.plain_parts import {parts}

D0 = Decimal(0)


def compute(forms, system, province):
    """{{code: (value, num, den, weight)}} of one school; ``forms`` as in Figures, rows as plain dicts."""
'''


class Writer:
    """A tree as an expression; cells of the row being counted are read from ``r``."""

    def __init__(self, parsed):
        self.parsed = parsed

    def write(self, node):
        return getattr(self, f"write_{type(node).__name__.lower()}")(node)

    def write_literal(self, node):
        return f"Decimal('{node.content}')" if node.kind == "num" else repr(node.content)

    def write_cell(self, node):
        return f"{'r' if node.place == 'inner' else node.field.form}.get({node.field.code!r})"

    def write_system(self, node):
        return f"system.get({node.name!r})"

    def write_reference(self, node):
        return node.code

    def write_arithmetic(self, node):
        name = {"+": "add", "-": "differ" if node.left.kind == "num" else "days", "*": "mul", "/": "div"}[node.operator]
        return f"{name}({self.write(node.left)}, {self.write(node.right)})"

    def write_negative(self, node):
        return f"negative({self.write(node.part)})"

    def write_compare(self, node):
        left, right = self.write(node.left), self.write(node.right)
        if node.ranks is not None:
            left, right = (f"{node.ranks!r}.get({part})" for part in (left, right))
        match node.operator:
            case "=":
                return f"equal({left}, {right})"
            case "<" | ">":
                return f"less({', '.join((left, right) if node.operator == '<' else (right, left))}, strict=True)"
            case _:
                return f"less({', '.join((left, right) if node.operator == '<=' else (right, left))}, strict=False)"

    def write_oneof(self, node):
        options = ", ".join(repr(option) for option in sorted(node.options))
        return f"one_of({self.write(node.left)}, {{{options}}})"

    def write_and(self, node):
        return f"all_of({self.write(node.left)}, {self.write(node.right)}, {node.in_condition})"

    def write_or(self, node):
        return f"any_of({self.write(node.left)}, {self.write(node.right)})"

    def write_call(self, node):
        parts = [self.write(argument) for argument in node.arguments]
        match node.name:
            case "greatest" | "least":
                return f"{'most_of' if node.name == 'greatest' else 'least_of'}({', '.join(parts)})"
            case _:
                return f"filled({node.name}, {', '.join(parts)})"

    def write_orzero(self, node):
        return f"nz({self.write(node.part)}, {'False' if node.kind == 'bool' else 'D0'})"

    def write_notnull(self, node):
        return f"({self.write(node.part)} is not None)"

    def write_aggregate(self, node):
        name = {"sum": "total", "max": "largest"}.get(node.name, node.name)
        part = "None" if node.part is None else f"lambda r: {self.write(node.part)}"
        met = "None" if node.condition is None else f"lambda r: {self.write(node.condition)}"
        cells = sorted({each.field.code for child in node.children() for each in child.walk() if type(each).__name__ == "Cell"})
        return f"{name}(forms.get({node.form!r}), {part}, {met}, {tuple(cells)!r})"

    def write_province(self, node):
        return f"province.get({node.key!r}, {{}}).get({self.write(node.by)})"

    def whole(self, source):
        """A result of its own: where nz could hide that all its cells are empty, it asks."""
        formula = self.parsed.formula(source)
        text = self.write(formula.tree)
        kinds = {type(node).__name__ for node in formula.tree.walk()}
        if "OrZero" not in kinds or "NotNull" in kinds:
            return text
        seen = [self.write(node) for node in self.outside(formula.tree) if type(node).__name__ in ("Cell", "Reference", "Aggregate")]
        return f"None if all(part is None for part in ({', '.join(seen)},)) else {text}" if seen else text

    def outside(self, node):
        """The nodes that are not inside an aggregate."""
        yield node
        if type(node).__name__ != "Aggregate":
            for child in node.children():
                yield from self.outside(child)


def written(book, parsed):
    """The module's text."""
    writer = Writer(parsed)
    lines = [f"{form.code} = forms.get({form.code!r}) or {{}}" for form in book.forms if not form.rows]
    answers = []
    for code in parsed.order:
        indicator = book.indicator_by_code[code]
        lines.append(f"{code} = {writer.whole(indicator.formula)}")
        parts = {"ratio": (indicator.num, indicator.den, ""), "mean": ("", "", indicator.by)}.get(indicator.roll, ("", "", ""))
        texts = [writer.write(parsed.formula(source).tree) if source else "None" for source in parts]
        answers.append(f"{code!r}: ({code}, {', '.join(texts)}) if {code} is not None else (None, None, None, None),")
    body = "".join(f"    {line}\n" for line in lines) + "    return {\n" + "".join(f"        {line}\n" for line in answers) + "    }\n"
    own = [name for name, part in vars(plain_parts).items() if getattr(part, "__module__", "") == plain_parts.__name__]
    used = sorted(name for name in own if re.search(rf"\b{name}\(", body))
    return HEAD.format(parts=", ".join(used)) + body


def write():
    book = book_for(2025)
    TARGET.write_text(written(book, program(book)))
