"""A made-up school's figures of one year, form by form: plausible, and at one with the dictionary's checks."""

from datetime import date

from apps.core.canonical import number_text

from . import people, resources, students, teaching
from .traits import traits

#: 举办者 of a private school (GB/T 33782).
PRIVATE = "999"


def made_up(code, category, year, *, book, file, sponsor=""):
    """Stored values of every form: {"F08": {"ft": "47", …}, "F10": [{…}, …], …}; attachments all name ``file`` (a key, as text)."""
    school = traits(code, category)
    forms = {}
    for part in (resources, people, students, teaching):
        forms |= part.forms(school, year, forms)
    forms["F10"] = [row | {"major_name": book.majors[row["major_code"]].name} for row in forms["F10"]]
    forms["F01"]["ownership"] = "民办" if sponsor == PRIVATE else "公办"
    for form, cell in (("F12", "sup_sum"), ("F18", "charter")):
        forms[form][cell] = file
    forms["F20"] = [row | {"evidence": file} for row in forms["F20"]]
    return {form: [_stored(row) for row in held] if isinstance(held, list) else _stored(held) for form, held in forms.items()}


def _stored(cells):
    return {code: _canonical(value) for code, value in cells.items()}


def _canonical(value):
    match value:
        case bool() | str() | dict():
            return value
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case _:
            return number_text(value)
