"""Whether a dictionary can work (C8): unknown cells, loops, rules nothing can decide, rules that always or never hold. Pure."""

from .language import tree
from .language.errors import FormulaError
from .language.evaluate import program


def faults(book):
    """What is wrong with a Book, a sentence each in Chinese with the code it concerns; empty where all is well."""
    found = []
    for indicator in book.indicators:
        for source in filter(None, (indicator.formula, indicator.num, indicator.den, indicator.by)):
            found += _faults(book, indicator.code, source, "num" if indicator.roll != "share" else "bool")
    for rule in book.checks:
        found += _faults(book, rule.code, rule.rule, "bool") + _check_faults(book, rule)
    return list(dict.fromkeys(found))


def _faults(book, code, source, kind):
    try:
        # An indicator's own formula is read by its code, so that a loop is found where it begins.
        own = code in book.indicator_by_code and source == book.indicator_by_code[code].formula
        formula = program(book).indicator(code) if own else program(book).formula(source)
    except FormulaError as error:
        return [f"{code}：{error}"]
    if formula.tree.kind != kind:
        return [f"{code}：“{source}”的结果应是{'是或否' if kind == 'bool' else '数'}"]
    return [f"{code}：{text}" for node in formula.tree.walk() if isinstance(node, tree.Compare) for text in _bounds(node)]


def _check_faults(book, rule):
    found = [f"{rule.code}：没有栏目 {cell}" for cell in rule.cells if cell not in book.fields]
    try:
        formula = program(book).formula(rule.rule)
        holes = [part for part in program(book).template(rule.message) if not isinstance(part, str)]
    except FormulaError as error:
        return [*found, f"{rule.code}：{error}"]
    if not program(book).rests_on(formula):
        found.append(f"{rule.code}：没有用到任何栏目，结果永远一样")
    if len(formula.rows_of) > 1:
        found.append(f"{rule.code}：同时说到两张表的单行（{'、'.join(sorted(formula.rows_of))}），永远无法判断")
    for hole in holes:
        if not hole.rows_of <= formula.rows_of:
            found.append(f"{rule.code}：说明里的“{hole.source}”指单行，而规则不按行判断")
    return found


def _bounds(node):
    """A cell compared with a number its own range already decides."""
    cell, number, operator = node.left, node.right, node.operator
    if isinstance(cell, tree.Literal):
        cell, number, operator = number, cell, {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(operator, operator)
    if not (isinstance(cell, tree.Cell) and isinstance(number, tree.Literal) and cell.kind == number.kind == "num"):
        return []
    low, high, limit = cell.field.minimum, cell.field.maximum, number.content
    below = low is not None and (limit < low or (operator in ("<", ">=") and limit == low))
    above = high is not None and (limit > high or (operator in (">", "<=") and limit == high))
    return [f"“{cell.field.name}”的取值范围已定，与 {number.raw} 相比总是同一结果"] if below or above else []
