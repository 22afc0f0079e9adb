"""From a value down to the cells, the version and the acceptance it rests on (E5)."""

from dataclasses import dataclass
from decimal import Decimal

from apps.accounts.access import may
from apps.core.numbers import shown
from apps.dictionary.computing import working
from apps.dictionary.figures import figures
from apps.dictionary.language.evaluate import program
from apps.dictionary.selectors import book
from apps.dictionary.wording import EMPTY
from apps.indicators.models import ProvinceInput
from apps.statusdata.contents import forms_of, last_snapshot, opened, system


def given_by(snapshot, province=None):
    """A snapshot's figures by its own edition, with those of the year before and, where given, the tables of stage 2."""
    upload = snapshot.upload
    own = book(upload.round.edition_id)
    before = last_snapshot(upload)
    last = figures(own, forms_of(opened(before))) if before else None
    held = forms_of(opened(snapshot))
    return figures(own, held, last=last, system=system(upload, held), province=province)


def province_tables(province_pk, year):
    """The tables of stage 2 as the rules read them: {("F10.emp", "F10.grad", "major_code"): {"090100": Decimal}}; empty before the first roll-up."""
    kept = ProvinceInput.objects.filter(province=province_pk, year=year).first()
    tables = kept.tables if kept else {}
    return {tuple(key.split()): {of: Decimal(value) for of, value in table.items()} for key, table in tables.items()}


@dataclass(frozen=True)
class CellLine:
    """A cell the value rests on: ``rows`` of a form of many rows in which it is filled (None for a single form); ``url`` only for who may see it."""

    key: str
    form: str
    name: str
    unit: str
    value: str
    rows: int | None
    url: str


@dataclass(frozen=True)
class Lineage:
    """A value with what it rests on; ``others`` are the indicators in its formula."""

    working: object
    cells: list
    others: list
    return_url: str


def lineage(user, value):
    """The Lineage of a Value (with snapshot, upload, round, province and school selected)."""
    snapshot, upload = value.snapshot, value.snapshot.upload
    own = book(upload.round.edition_id)
    given = given_by(snapshot, province_tables(upload.round.province_id, value.year))
    url = upload.get_absolute_url() if may(user, "statusdata.view_return", upload) else ""
    formula = program(own).indicator(value.indicator)
    keys = sorted(formula.cells, key=list(own.fields).index)
    return Lineage(
        working=working(own, value.indicator, given),
        cells=[_cell(own, given, key, url) for key in keys],
        others=[own.indicator_by_code[code] for code in sorted(formula.references)],
        return_url=url,
    )


def _cell(own, given, key, url):
    field = own.fields[key]
    form = own.form_by_code[field.form]
    held = given.forms.get(form.code)
    address = f"{url}forms/{form.code}/#{'rows' if form.rows else f'f-{field.code}'}" if url else ""
    if form.rows:
        filled = [row.cells[field.code] for row in held or () if field.code in row.cells]
        total = shown(sum(filled, Decimal(0))) if field.numeric and filled else ""
        return CellLine(key, f"{form.code} {form.name}", field.name, field.unit, f"合计 {total}" if total else "", len(filled), address)
    return CellLine(key, f"{form.code} {form.name}", field.name, field.unit, _shown(field, (held or {}).get(field.code)), None, address)


def _shown(field, value):
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return shown(value)
    if field.kind == "choice":
        return field.words.get(value, value)
    return f"{value:%Y-%m-%d}" if field.kind == "date" else str(value)
