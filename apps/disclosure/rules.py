"""What is not shown in public, and by when what must be shown is. Pure.

Of a return (E6): small counts of people who could be known by them, and what would give those away. Of a conclusion (M2, R12.1) and of what people
write (M7): what looks like personal data, and the days by which it is shown for objections and published.
"""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from apps.core.dates import Calendar, add_working_days
from apps.diagnosis.personal import MAIL, find
from apps.dictionary.language import tree
from apps.dictionary.language.evaluate import program

#: A sensitive count of 1 to 4 is not shown; 0 and 5 are.
FEWEST_SHOWN = 5
#: A comment is answered within so many working days (M7); so many a day are taken from one network address, for a school's many people share one.
COMMENT_DAYS = 15
COMMENTS_A_DAY = 10
#: So many objections an hour are taken from one network address: a school's many people share one.
OBJECTIONS_AN_HOUR = 10

#: A telephone number as people write it: 7 to 15 digits, parted or not, with the signs that stand among them.
TELEPHONE = re.compile(r"(?<!\d)(?:\d[ ()\-–—]{0,3}){6,14}\d(?!\d)")

#: A school year of a province is essentially in public once it has one school for so many of the year before.
OF_THE_YEAR_BEFORE = 2

#: Whatever is withheld is a count other than 0.
LEAST = 1
#: An equality with one of these is no sum of cells of the year.
BEYOND = (tree.Aggregate, tree.Last, tree.Reference)


def is_contact(words: str) -> bool:
    """Whether ``words`` hold a telephone number or a mail address, so that who answers can reach the person (M3)."""
    plain = unicodedata.normalize("NFKC", words)
    return bool(TELEPHONE.search(plain) or MAIL.search(plain))


def withheld(book, forms):
    """(cells, indicators) not to be shown: full names of cells ("F17.tr_sold") and codes of indicators.

    ``forms`` are a return's figures (``dictionary.figures.Figures.forms``). Beside the small counts themselves these are the other terms of
    a sum that would tell a count, smallest first, and every indicator that rests on a cell withheld.
    """
    few = frozenset(field.key for field in book.fields.values() if is_few(field, _value(forms, field)))
    cells, sums = set(few), _sums(book)
    while more := {key for sum_ in sums if (key := _giveaway(sum_, few, cells, book, forms))}:
        cells |= more
    return cells, {code for code in program(book).order if _rests_on(book, code) & cells}


def is_few(field, value):
    """Whether a count is one of the small ones: those are told as such; what is withheld beside them is only not shown."""
    return field.sensitive and value is not None and 0 < value < FEWEST_SHOWN


def _value(forms, field):
    """The cell of a single form; a rows form has no sensitive fields."""
    held = forms.get(field.form)
    return held.get(field.code) if isinstance(held, dict) else None


def _sums(book):
    """Every rule that says that a sum of cells equals another: [{"F17.tr_ent": 1, …, "F17.tr_n": -1}], so that the signed terms make 0."""
    parsed = program(book)
    return [terms for rule in book.checks for terms in _equalities(parsed.formula(rule.rule).tree)]


def _equalities(node):
    if isinstance(node, tree.And):
        for child in node.children():
            yield from _equalities(child)
    elif isinstance(node, tree.Compare) and node.operator == "=" and not any(isinstance(part, BEYOND) for part in node.walk()):
        yield {part.field.key: sign for side, sign in [(node.left, 1), (node.right, -1)] for part in side.walk() if isinstance(part, tree.Cell)}


def _giveaway(signs, few, cells, book, forms):
    """The smallest term of a sum that has to go with the counts withheld, for the sum would tell one of them; None where it tells none.

    An empty cell is read as 0: whoever subtracts reads it so too.
    """
    values = {key: _value(forms, book.fields[key]) or Decimal(0) for key in signs}
    shown = sorted((value, key) for key, value in values.items() if key not in cells and value)
    if not shown or sum(signs[key] * value for key, value in values.items()):
        return None
    most = {key: FEWEST_SHOWN - 1 if key in few else shown[0][0] for key in cells & signs.keys()}
    known = sum(signs[key] * value for key, value in values.items() if key not in cells)
    return shown[0][1] if any(_is_told(key, signs, most, known) for key in most.keys() & few) else None


def _is_told(count, signs, most, known):
    """Whether ``count`` can be one number alone, each term withheld lying between 1 and its ``most`` and the shown ones making ``known``."""
    ends = [sorted([signs[key] * LEAST, signs[key] * top]) for key, top in most.items() if key != count]
    ways = sorted(-signs[count] * (known + sum(each)) for each in zip(*ends, strict=True)) if ends else [-signs[count] * known] * 2
    return max(ways[0], LEAST) == min(ways[1], most[count])


def _rests_on(book, code):
    """The cells of this year an indicator rests on, through other indicators too."""
    formula = program(book).indicator(code)
    return formula.cells.union(*(_rests_on(book, other) for other in formula.references))


def usual_year(schools: dict[int, int]) -> int:
    """The year that a province is shown by, of those in public (year -> how many schools): the newest that is essentially complete, with at least
    half as many schools as the year before it. Newer ones are still coming out."""
    years = sorted(schools, reverse=True)
    return next(year for year, before in zip(years, [*years[1:], None], strict=True) if before is None or _as_good_as_whole(schools, year, before))


def _as_good_as_whole(schools, year, before):
    return schools[year] * OF_THE_YEAR_BEFORE >= schools[before]


def publish_by(decided_on: date, days: int, calendar: Calendar) -> date:
    """The last day to publish a conclusion decided on ``decided_on``: ``days`` working days after it (R12.1). UnknownYear as ``add_working_days``."""
    return add_working_days(decided_on, days, calendar)


def show_by(due: date, days: int, calendar: Calendar) -> date:
    """The last working day on which showing a conclusion for ``days`` working days still lets it be published on ``due`` (M3, R12.1)."""
    day = due
    for _ in range(days + 1):
        day = _working_day_before(day, calendar)
    return day


def objections_until(shown_on: date, days: int, calendar: Calendar) -> date:
    """The last day on which an objection is taken: ``days`` working days after the day it was shown (M3)."""
    return add_working_days(shown_on, days, calendar)


def _working_day_before(day, calendar):
    day -= timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def personal_places(texts: dict[str, str]) -> list[str]:
    """A line for each place of ``texts`` (place -> text) with something that looks like personal data (F8), naming the place and what was found."""
    return [f"{place}：疑似{found.kind.label}“{found.words}”，不能公开" for place, text in texts.items() for found in find(text)]


def without_personal_data(text: str) -> str:
    """``text`` as the public may read it: what looks like personal data is named, not shown (F8, M7)."""
    for found in reversed(find(text)):
        text = f"{text[: found.start]}［{found.kind.label}不显示］{text[found.end :]}"
    return text
