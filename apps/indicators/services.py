"""From an acceptance to values, and from values to the figures of every unit above (E0–E4)."""

from dataclasses import asdict
from decimal import Decimal

from django.db import connection, transaction

from apps.core.canonical import number_text
from apps.dictionary.computing import compute, province_keys, province_table, second_stage_codes
from apps.dictionary.figures import figures
from apps.dictionary.selectors import book
from apps.indicators.models import Standing, Value
from apps.indicators.rules import all_met, five_conditions, inputs_of
from apps.indicators.standards import standard_for
from apps.jobs.services import later
from apps.organizations.models import Level, Organization
from apps.statusdata.contents import forms_of, last_snapshot, opened, system
from apps.statusdata.models import Acceptance, Return, Snapshot

HUNDRED = Decimal(100)
DONE = "indicators"
AT_A_TIME = 20


def take_in():
    """Compute what was accepted since the last look; each in its own transaction, so that one that fails holds up no other."""
    waiting = Acceptance.objects.exclude(done__contains=[DONE]).order_by("pk")[:AT_A_TIME]
    for key in list(waiting.values_list("pk", flat=True)):
        later("indicators.compute", key, key=key)


@transaction.atomic
def compute_acceptance(acceptance):
    """Values and five conditions of one accepted snapshot; may run twice. What rests on the province follows in a job of its own."""
    row = Acceptance.objects.select_for_update().select_related("snapshot").get(pk=acceptance.pk)
    if DONE in row.done:
        return
    keep(row.snapshot, figures_of(row.snapshot))
    row.done = [*row.done, DONE]
    row.save(update_fields=["done"])
    upload = row.snapshot.upload
    province = upload.round.province
    later("indicators.roll_up", str(province.pk), upload.round.year, key=f"{province.code}/{upload.round.year}")


def figures_of(snapshot, province=None):
    """A snapshot's figures by its own edition, with those of the year before and, where given, stage 2 of the province."""
    upload = snapshot.upload
    own = book(upload.round.edition_id)
    before = last_snapshot(upload)
    last = figures(own, forms_of(opened(before))) if before else None
    return figures(own, forms_of(opened(snapshot)), last=last, system=system(upload), province=province)


def keep(snapshot, given):
    """Put the snapshot's values and standing in place of those the school had for the year."""
    upload = snapshot.upload
    own = book(upload.round.edition_id)
    place = {"school": upload.school, "year": upload.round.year}
    results = compute(own, given)
    Value.objects.filter(**place).delete()
    Value.objects.bulk_create(
        Value(**place, indicator=code, snapshot=snapshot, place=_place(snapshot), **_parts(own.indicator_by_code[code], result))
        for code, result in results.items()
    )
    Standing.objects.update_or_create(**place, defaults={"snapshot": snapshot, "place": _place(snapshot), **_standing(upload.round.year, given)})


def _place(snapshot):
    """The school below the 地市 where it counts; one without an area counts where it stands."""
    return f"{snapshot.area_path}{snapshot.upload.school.code}." if snapshot.area_path else snapshot.path


def _parts(indicator, result):
    """Value, numerator and denominator as ``Value`` keeps them."""
    value = result.value
    if value is None:
        return {"value": None, "num": None, "den": None}
    if isinstance(value, bool):
        return {"value": int(value), "num": HUNDRED * value, "den": 1}
    match indicator.roll:
        case "sum":
            return {"value": value, "num": value, "den": None}
        case "ratio":
            return {"value": value, "num": result.num, "den": result.den}
        case "mean":
            return {"value": value, "num": value * result.weight, "den": result.weight}
        case _:
            return {"value": value, "num": None, "den": None}


def _standing(year, given):
    standard = standard_for(year)
    inputs = inputs_of(given.forms, given.forms["F01"].get("special_category", "一般"))
    conditions = five_conditions(inputs, standard)
    return {
        "standard": standard.version,
        "category": inputs.category,
        "met": all_met(conditions),
        "conditions": [_stored(asdict(condition)) for condition in conditions],
    }


def _stored(condition):
    return {name: number_text(value) if isinstance(value, Decimal) else value for name, value in condition.items()}


def roll_up(province, year):
    """Stage 2 of the province, then the figures of its cities, itself and the nation; done anew as a whole, so it may run twice."""
    second_stage(province, year)
    cities = Organization.objects.filter(level=Level.CITY, path__startswith=province.path)
    for unit in [*cities, province, province.parent]:
        roll_up_unit(unit, year)


@transaction.atomic
def second_stage(province, year):
    """Compute again what compares a school with its province (K047), from all accepted returns of the year; signed returns do not change."""
    accepted = Return.objects.filter(round__province=province, round__year=year, round__practice=False, state=Return.State.ACCEPTED)
    snapshots = list(Snapshot.objects.filter(pk__in=accepted.values("snapshot")).select_related("upload__round", "upload__school"))
    if not snapshots:
        return
    own = book(snapshots[0].upload.round.edition_id)
    given = {snapshot: figures_of(snapshot) for snapshot in snapshots}
    tables = {key: province_table(key, given.values()) for key in province_keys(own)}
    for snapshot in snapshots:
        results = compute(own, figures_of(snapshot, tables))
        for code in second_stage_codes(own):
            parts = _parts(own.indicator_by_code[code], results[code])
            Value.objects.filter(school=snapshot.upload.school_id, year=year, indicator=code).update(**parts)


ROLL_UP = """
INSERT INTO indicators_rollup (unit_id, year, indicator, count, value, mean, quantiles)
SELECT %(unit)s, %(year)s, indicator, count(value),
       CASE WHEN count(den) = 0 THEN sum(num) ELSE sum(num) FILTER (WHERE den IS NOT NULL) / nullif(sum(den), 0) END,
       avg(value), coalesce(percentile_cont(ARRAY[.1, .25, .5, .75, .9]) WITHIN GROUP (ORDER BY value)::numeric(40, 20)[], '{}')
FROM indicators_value
WHERE year = %(year)s AND place LIKE %(below)s
GROUP BY indicator
"""


@transaction.atomic
def roll_up_unit(unit, year):
    """The figures of one unit and year in one statement. Quantiles are for reading a distribution: the database has them in double precision."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_rollup WHERE unit_id = %s AND year = %s", [unit.pk, year])
        cursor.execute(ROLL_UP, {"unit": unit.pk, "year": year, "below": f"{unit.path}%"})
