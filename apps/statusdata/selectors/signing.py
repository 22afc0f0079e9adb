"""What the principal reads before signing: a few figures beside last year's, and five lines on the whole."""

from dataclasses import dataclass
from decimal import Decimal

from apps.dictionary.values import read
from apps.statusdata.contents import book_of, findings, last_stored, progress, stored

#: By which a principal knows at a glance whether it is his school: students, teachers, graduates, grounds, buildings, equipment, income.
KEY_FIELDS = (
    "F13.enrolled",
    "F13.new_n",
    "F08.ft",
    "F08.ft_major",
    "F15.grad",
    "F15.emp",
    "F03.land_area",
    "F03.bld_own",
    "F03.equip_total",
    "F07.inc_total",
)


@dataclass(frozen=True)
class Figure:
    """A figure of the return beside last year's accepted one; None where empty."""

    name: str
    unit: str
    value: Decimal | None
    last: Decimal | None

    @property
    def change(self):
        return None if None in (self.value, self.last) else self.value - self.last


@dataclass(frozen=True)
class Reading:
    """``figures`` and ``found`` (every finding of the rules), and the counts of the five lines."""

    figures: list
    found: list
    forms: int
    filled: int
    empty: int
    open_remarks: int
    rows: int

    @property
    def hard(self):
        return [each for each in self.found if each.hard]

    @property
    def soft(self):
        return [each for each in self.found if not each.hard]

    @property
    def unsettled(self):
        return [each for each in self.soft if not each.settled]

    @property
    def settled(self):
        return [each for each in self.found if each.settled]


def reading(upload):
    held, last = stored(upload), last_stored(upload)
    states = progress(upload, held)
    return Reading(
        figures=_figures(upload, held, last),
        found=findings(upload, held=held, last=last),
        forms=len(states),
        filled=sum(not state.untouched and not state.declared_empty for state in states),
        empty=sum(state.declared_empty for state in states),
        rows=sum(state.rows for state in states),
        open_remarks=upload.remarks.filter(answered_at=None).count(),
    )


def _figures(upload, held, last):
    fields = book_of(upload).fields
    return [_figure(fields[key], held, last) for key in KEY_FIELDS if key in fields]


def _figure(field, held, last):
    now, then = (forms.get(field.form, {}).get(field.code) for forms in (held, last))
    return Figure(field.name, field.unit, now and read(field, now), then and read(field, then))
