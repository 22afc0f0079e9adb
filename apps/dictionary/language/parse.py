"""From text to tree. Every name is looked up in the Book and every kind is checked here, so that nothing can surprise while figures are read."""

import re
from decimal import Decimal

from . import tree
from .errors import FormulaError
from .functions import FUNCTIONS, SYSTEM

TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*(?:\.\w+)?)|(?P<sign><=|>=|[-+*/<>=(),;]))")
INDICATOR = re.compile(r"K\d{3}")
MAX_SOURCE = 2000
AGGREGATES = ("sum", "max", "count", "distinct")
WORDS = ("and", "or", "not", "in", "by")
KINDS = {"num": "数", "bool": "是或否", "text": "文字", "date": "日期"}
FIELD_KINDS = {"int": "num", "dec": "num", "bool": "bool", "date": "date", "yearmonth": "date"}


def parse(source, book, kind_of):
    """The tree of ``source``; ``kind_of(code)`` tells another indicator's kind. Raises FormulaError."""
    if len(source) > MAX_SOURCE:
        raise FormulaError(f"公式太长，最多 {MAX_SOURCE} 字", source, MAX_SOURCE)
    parser = _Parser(source, book, kind_of)
    try:
        found = parser.either()
    except RecursionError:
        raise FormulaError("括号套得太深", source) from None
    if parser.unknown(found):
        raise parser.wrong(f"没有“{found.raw}”这个名称", found.span[0])
    if parser.token != ("end", ""):
        raise parser.wrong("多出的文字")
    return found


class _Parser:
    def __init__(self, source, book, kind_of):
        self.source, self.book, self.kind_of = source, book, kind_of
        self.tokens = self._tokens()
        self.index = 0
        # The form whose rows are being counted, and whether we stand in its condition.
        self.counted = None
        self.in_condition = False

    def _tokens(self):
        found, at = [], 0
        while self.source[at:].strip():
            match = TOKEN.match(self.source, at)
            if match is None:
                at += len(self.source[at:]) - len(self.source[at:].lstrip())
                raise FormulaError("不认识的符号", self.source, at)
            found.append((match.lastgroup, match.group(match.lastgroup), match.start(match.lastgroup)))
            at = match.end()
        return [*found, ("end", "", len(self.source))]

    # —— moving over the tokens

    @property
    def token(self):
        return self.tokens[self.index][:2]

    @property
    def text(self):
        return self.tokens[self.index][1]

    @property
    def at(self):
        return self.tokens[self.index][2]

    def end(self):
        _, text, start = self.tokens[self.index - 1]
        return start + len(text)

    def take(self, *texts):
        if self.token[0] in ("sign", "name") and self.text in texts:
            self.index += 1
            return True
        return False

    def need(self, text):
        if not self.take(text):
            raise self.wrong(f"这里应是“{text}”")

    def name(self):
        kind, text = self.token
        if kind != "name" or text in WORDS:
            raise self.wrong("这里应是名称")
        self.index += 1
        return text

    def wrong(self, message, at=None):
        return FormulaError(message, self.source, self.at if at is None else at)

    def expect(self, node, kind):
        if node.kind != kind or self.unknown(node):
            raise self.wrong(f"没有“{node.raw}”这个名称" if self.unknown(node) else f"这里应是{KINDS[kind]}，却是{KINDS[node.kind]}", node.span[0])
        return node

    def unknown(self, node):
        """A word stands only beside what it is compared with."""
        return isinstance(node, tree.Literal) and node.kind == "text"

    # —— the grammar, from the loosest bond to the tightest

    def either(self):
        left = self.both()
        while self.take("or"):
            left, right = self.expect(left, "bool"), self.expect(self.both(), "bool")
            left = tree.Or(span=(left.span[0], right.span[1]), kind="bool", left=left, right=right)
        return left

    def both(self):
        left = self.negated()
        while self.take("and"):
            left, right = self.expect(left, "bool"), self.expect(self.negated(), "bool")
            left = tree.And(span=(left.span[0], right.span[1]), kind="bool", left=left, right=right, in_condition=self.in_condition)
        return left

    def negated(self):
        start = self.at
        if not self.take("not"):
            return self.comparison()
        part = self.expect(self.negated(), "bool")
        return tree.Not(span=(start, self.end()), kind="bool", part=part)

    def comparison(self):
        left = self.sum()
        if self.take("in"):
            options = [self.literal()]
            while self.take(","):
                options.append(self.literal())
            values = frozenset(self.fitted(option, left).content for option in options)
            return tree.OneOf(span=(left.span[0], self.end()), kind="bool", left=left, options=values)
        operator = self.text
        if not self.take(*tree.COMPARE):
            return left
        return self.compared(operator, left, self.sum())

    def compared(self, operator, left, right):
        left, right = self.fitted(left, right), self.fitted(right, left)
        if left.kind != right.kind:
            raise self.wrong(f"{KINDS[left.kind]}与{KINDS[right.kind]}不能相比", right.span[0])
        ranks = None
        if operator != "=" and left.kind in ("text", "bool"):
            ordered = next((side.field.ranks for side in (left, right) if side.field is not None and side.field.ranks), None)
            if ordered is None:
                raise self.wrong("没有高低次序，只能比是否相同", left.span[0])
            ranks = {code: -place for place, code in enumerate(ordered)}
        return tree.Compare(span=(left.span[0], right.span[1]), kind="bool", operator=operator, left=left, right=right, ranks=ranks)

    def fitted(self, node, other):
        """A literal read as the thing it is compared with: a choice's code or word, a text, or a number."""
        if not isinstance(node, tree.Literal):
            return node
        field = other.field
        if field is not None and field.choices:
            codes = [code for code, word in field.choices if node.raw in (code, word)]
            if not codes:
                raise self.wrong(f"“{node.raw}”不是“{field.name}”的选项", node.span[0])
            return tree.Literal(span=node.span, kind="text", field=field, content=codes[0], raw=node.raw)
        if other.kind == "text":
            return tree.Literal(span=node.span, kind="text", content=node.raw, raw=node.raw)
        if node.kind == "text":
            raise self.wrong(f"没有“{node.raw}”这个名称", node.span[0])
        return node

    def literal(self):
        kind, text, start = self.tokens[self.index]
        if kind not in ("number", "name") or text in WORDS:
            raise self.wrong("这里应是一个值")
        self.index += 1
        content = Decimal(text) if kind == "number" else text
        return tree.Literal(span=(start, start + len(text)), kind="num" if kind == "number" else "text", content=content, raw=text)

    def sum(self):
        left = self.product()
        while self.text in ("+", "-"):
            operator = self.text
            self.index += 1
            right = self.product()
            if not (operator == "-" and left.kind == right.kind == "date"):
                self.expect(left, "num")
                self.expect(right, "num")
            left = tree.Arithmetic(span=(left.span[0], right.span[1]), kind="num", operator=operator, left=left, right=right)
        return left

    def product(self):
        left = self.signed()
        while self.text in ("*", "/"):
            operator = self.text
            self.index += 1
            left, right = self.expect(left, "num"), self.expect(self.signed(), "num")
            left = tree.Arithmetic(span=(left.span[0], right.span[1]), kind="num", operator=operator, left=left, right=right)
        return left

    def signed(self):
        start = self.at
        if not self.take("-"):
            return self.atom()
        part = self.expect(self.signed(), "num")
        return tree.Negative(span=(start, self.end()), kind="num", part=part)

    def atom(self):
        if self.take("("):
            inside = self.either()
            self.need(")")
            return inside
        if self.token[0] == "number":
            return self.literal()
        start = self.at
        name = self.name()
        if self.take("("):
            found = self.call(name, start)
            self.need(")")
            # The closing bracket belongs to the call: its place in the source is needed to put numbers in.
            object.__setattr__(found, "span", (start, self.end()))
            return found
        return self.named(name, start)

    # —— names

    def named(self, name, start):
        span = (start, self.end())
        if self.counted is not None and "." not in name and name in self.counted.by_code:
            return self.cell(self.counted.by_code[name], "inner", span)
        if name in self.book.fields:
            return self.qualified(self.book.fields[name], span)
        if name.startswith("SYS."):
            if name[4:] not in SYSTEM:
                raise self.wrong(f"平台没有“{name}”", start)
            return tree.System(span=span, kind=SYSTEM[name[4:]][0], name=name[4:])
        if INDICATOR.fullmatch(name):
            if name not in self.book.indicator_by_code:
                raise self.wrong(f"没有指标 {name}", start)
            return tree.Reference(span=span, kind=self.kind_of(name), code=name)
        if "." in name:
            raise self.wrong(f"没有栏目 {name}", start)
        return tree.Literal(span=span, kind="text", content=name, raw=name)

    def qualified(self, field, span):
        form = self.book.form_by_code[field.form]
        if not form.rows:
            return self.cell(field, "single", span)
        # Before the semicolon F10.stu is the row being counted; in the condition it is the row the rule is about.
        inner = self.counted is form and not self.in_condition
        return self.cell(field, "inner" if inner else "outer", span)

    def cell(self, field, place, span):
        return tree.Cell(span=span, kind=FIELD_KINDS.get(field.kind, "text"), field=field, place=place)

    # —— calls

    def call(self, name, start):
        if name in AGGREGATES:
            return self.aggregate(name, start)
        if name in ("nz", "notnull", "last", "known_major"):
            return self.special(name, start)
        if name == "province":
            return self.province(start)
        if name not in FUNCTIONS:
            raise self.wrong(f"没有函数 {name}", start)
        return self.function(name, start)

    def function(self, name, start):
        function, kinds, result = FUNCTIONS[name]
        arguments = [self.sum()]
        while self.take(","):
            arguments.append(self.sum())
        if kinds[-1] == "…":
            kinds = kinds[:-1] * len(arguments)
        if len(arguments) != len(kinds):
            raise self.wrong(f"{name} 应有 {len(kinds)} 个参数，却有 {len(arguments)} 个", start)
        for argument, kind in zip(arguments, kinds, strict=True):
            self.expect(argument, kind)
        return tree.Call(span=(start, self.end()), kind=result, name=name, function=function, arguments=tuple(arguments))

    def special(self, name, start):
        part = self.either()
        if self.unknown(part):
            raise self.wrong(f"没有“{part.raw}”这个名称", part.span[0])
        span = (start, self.end())
        match name:
            case "nz":
                if part.kind not in ("num", "bool"):
                    raise self.wrong("nz 只用于数或是否", start)
                return tree.OrZero(span=span, kind=part.kind, field=part.field, part=part)
            case "notnull":
                return tree.NotNull(span=span, kind="bool", part=part)
            case "known_major":
                return tree.KnownMajor(span=span, kind="bool", part=self.expect(part, "text"))
        if any(isinstance(node, tree.Cell) and node.place == "outer" for node in part.walk()) or self.counted is not None:
            raise self.wrong("上年的多条记录与本年的不一一对应，last 里不能写行", start)
        return tree.Last(span=span, kind=part.kind, field=part.field, part=part)

    def aggregate(self, name, start):
        if self.counted is not None:
            raise self.wrong(f"{name} 里不能再套统计", start)
        self.counted = self.first_form()
        try:
            part = None if name == "count" else self.sum()
            if name == "count" and self.name() != self.counted.code:
                raise self.wrong("count 只写表名", start)
            condition = self.condition() if self.take(";") else None
        finally:
            counted, self.counted = self.counted, None
        if name in ("sum", "max"):
            self.expect(part, "num")
        return tree.Aggregate(span=(start, self.end()), kind="num", name=name, form=counted.code, part=part, condition=condition)

    def condition(self):
        self.in_condition = True
        try:
            return self.expect(self.either(), "bool")
        finally:
            self.in_condition = False

    def first_form(self):
        """The rows form an aggregate is about: the one its first name belongs to."""
        for kind, text, start in self.tokens[self.index :]:
            code = text.split(".")[0]
            if kind == "name" and code in self.book.form_by_code:
                form = self.book.form_by_code[code]
                if not form.rows:
                    raise self.wrong(f"{code} 不是多条记录的表", start)
                return form
            if text in (";", ""):
                break
        raise self.wrong("统计哪一张表")

    def province(self, start):
        if self.counted is None:
            raise self.wrong("province 只用于统计的条件里", start)
        part = self.name()
        self.need(",")
        whole = self.name()
        self.need(";")
        self.need("by")
        at = self.at
        by = self.named(self.name(), at)
        for name in (part, whole):
            if name not in self.book.fields:
                raise self.wrong(f"没有栏目 {name}", start)
        return tree.Province(span=(start, self.end()), kind="num", key=(part, whole, by.field.code), by=by)
