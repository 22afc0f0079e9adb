"""What a workbook would change: three sides are compared, what went out, what came back, and what the return holds now (B11).

What nobody touched in the workbook stays as it is now, even where somebody else has changed it since. What was changed on both sides is a clash:
shown with both values, written only where the person says so.
"""

import uuid
from dataclasses import asdict, dataclass, field

from apps.statusdata.workbook import layout


@dataclass(frozen=True)
class Held:
    """A record of the return now: its key, version and stored values."""

    key: str
    version: int
    values: dict


@dataclass
class Plan:
    """The preview, in plain values, as it is kept: see ``compare``.

    cells, clashes: {form, record, row, field, before, after, at, note}; added: {form, key, row, at, values}; removed: {form, key, version, values};
    corrections: {at, field, note}; problems: {at, name, value, wrong, right}; notes: [text]; same: rows untouched by form; read: cells read.
    """

    cells: list = field(default_factory=list)
    clashes: list = field(default_factory=list)
    added: list = field(default_factory=list)
    removed: list = field(default_factory=list)
    corrections: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    same: dict = field(default_factory=dict)
    read: int = 0

    def as_kept(self):
        return asdict(self)


def compare(reading, held, namespace):
    """The Plan. ``held``: {"F08": Held, "F10": [Held, …]}; ``namespace`` (a UUID) makes the keys of new rows, the same at each reading."""
    plan = Plan(problems=[asdict(problem) for problem in reading.problems], notes=list(reading.notes))
    for code, sheet in reading.sheets.items():
        base = reading.stamp.base.get(code, {})
        if sheet.form.rows:
            _compare_rows(plan, sheet, base, held.get(code, []), namespace, reading.stamp.blank)
        elif code in held:
            _compare_cells(plan, sheet.form, sheet.cells, base, held[code], None, reading.stamp.blank)
    return plan


def _compare_cells(plan, form, cells, base, record, row, blank):
    """Returns how many cells of the record would change or clash."""
    touched = 0
    for code, cell in cells.items():
        plan.read += 1
        _note(plan, form, code, cell)
        now = record.values.get(code)
        after, went_out = (merged(form.by_code[code], value, now) for value in (cell.value, base.get(code)))
        if after in (now, went_out) or (blank and cell.value is None):
            continue
        touched += 1
        where = {"form": form.code, "record": str(record.key), "row": row, "field": code, "at": cell.at}
        entry = {**where, "before": now, "after": after, "note": cell.correction}
        (plan.cells if now == went_out else plan.clashes).append(entry)
    return touched


def merged(field, value, now):
    """``value`` as it would be kept: a text keeps the file that is attached to it now."""
    if field.kind != "textfile":
        return value
    kept = {**({"text": value["text"]} if value and value.get("text") else {}), **({"file": now["file"]} if now and now.get("file") else {})}
    return kept or None


def _compare_rows(plan, sheet, base, held, namespace, blank):
    form, there, came_back, same = sheet.form, {str(record.key): record for record in held}, set(), 0
    for row in sheet.rows:
        if base.get(row.key) and _emptied(form, row):
            continue
        if row.key in there:
            came_back.add(row.key)
            same += not _compare_cells(plan, form, row.cells, base.get(row.key, {}), there[row.key], row.number, blank)
        else:
            _new_row(plan, sheet, row, base.get(row.key), namespace)
    gone = [record for key, record in there.items() if key in base and key not in came_back]
    plan.removed += [{"form": form.code, "key": str(record.key), "version": record.version, "values": record.values} for record in gone]
    if same:
        plan.same[form.code] = same


def _emptied(form, row):
    """Whether somebody cleared the whole row: in a locked sheet that is how a row is removed."""
    return all(cell.value is None for cell in row.cells.values()) and len(row.cells) == len(layout.typed(form))


def _new_row(plan, sheet, row, base, namespace):
    values = {code: cell.value for code, cell in row.cells.items() if cell.value is not None}
    if not values or values == base:
        # Untouched in the workbook and removed by somebody since: it stays removed.
        return
    for code, cell in row.cells.items():
        plan.read += 1
        _note(plan, sheet.form, code, cell)
    if base is not None:
        plan.notes.append(f"{sheet.name} 第 {row.number} 行在导出以后被删去了，工作簿里又有改动；写入时会作为新的一行加上。")
    key = uuid.uuid5(namespace, f"{sheet.form.code}:{row.number}")
    cells = {code: cell.at for code, cell in row.cells.items()}
    plan.added.append({"form": sheet.form.code, "key": str(key), "row": row.number, "values": values, "at": cells})


def _note(plan, form, code, cell):
    if cell.correction:
        plan.corrections.append({"at": cell.at, "field": f"{form.code}.{code}", "note": cell.correction})


def as_applied(plan, stored):
    """``stored`` (as in ``contents.stored``) with the plan's cells and new rows in it: what the rules are asked about before anything is written."""
    changes, result = {}, {}
    for change in plan.cells:
        place = change["form"], None if change["row"] is None else change["record"]
        changes.setdefault(place, {})[change["field"]] = change["after"]
    for form, cells in stored.items():
        if isinstance(cells, list):
            result[form] = [(key, _changed(values, changes.get((form, str(key)), {}))) for key, values in cells]
        else:
            result[form] = _changed(cells, changes.get((form, None), {}))
    for row in plan.added:
        result.setdefault(row["form"], []).append((row["key"], row["values"]))
    return result


def _changed(values, changes):
    return {code: value for code, value in {**values, **changes}.items() if value is not None}


def addresses(reading, plan):
    """Where each cell that was read stands in the workbook: {("F10", row key or None, "stu"): "F10!C7"}."""
    places = {(row["form"], row["key"], field): at for row in plan.added for field, at in row["at"].items()}
    for code, sheet in reading.sheets.items():
        places |= {(code, None, field): cell.at for field, cell in sheet.cells.items()}
        places |= {(code, row.key, field): cell.at for row in sheet.rows for field, cell in row.cells.items()}
    return places
