"""From an acceptance to values, and from values to the figures of every unit above (E0–E4)."""

from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import F, Func, Q
from django.db.models import Value as Text
from django.utils import timezone

from apps.core.canonical import number_text
from apps.core.dates import last_day
from apps.dictionary.computing import compute, province_keys, province_table, second_stage_codes
from apps.dictionary.figures import figures
from apps.dictionary.selectors import book
from apps.indicators.models import ProvinceInput, Rollup, Standing, Value
from apps.indicators.rules import all_met, five_conditions, inputs_of
from apps.indicators.selectors.lineage import given_by, province_tables
from apps.indicators.standards import standard_under
from apps.jobs.models import Job
from apps.jobs.services import later
from apps.organizations.models import Level, Organization
from apps.schemes.selectors import in_force
from apps.statusdata.contents import forms_of, opened, system
from apps.statusdata.models import Acceptance, Return, Snapshot

HUNDRED = Decimal(100)
COMPUTED, ROLLED_UP, IN_NATION = "indicators", "indicators.rollup", "indicators.nation"
AT_A_TIME = 200
# One that failed waits, lest it be tried at every look and keep others from their turn.
AGAIN_AFTER = timedelta(minutes=10)


def take_in():
    """Have computed what was accepted since the last look, each in a job of its own, and rolled up what was computed."""
    waiting = Acceptance.objects.exclude(done__contains=[COMPUTED]).exclude(pk__in=[int(key) for key in _busy("indicators.compute")])
    for key in waiting.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]:
        later("indicators.compute", key, key=key)
    busy = _busy("indicators.roll_up")
    for province, year in waiting_for_roll_up():
        if f"{province}/{year}" not in busy:
            later("indicators.roll_up", str(province), year, key=f"{province}/{year}")


def take_in_nation():
    """Have the nation rolled up: once for all the provinces that were since the last look."""
    busy = _busy("indicators.roll_up_nation")
    for year in waiting_for_nation():
        if str(year) not in busy:
            later("indicators.roll_up_nation", year, key=year)


def _busy(kind):
    """The keys of the jobs that are under way, or failed a short while ago."""
    failed = Q(state=Job.State.FAILED, touched__gt=timezone.now() - AGAIN_AFTER)
    return set(Job.objects.filter(Q(state__in=Job.OPEN) | failed, kind=kind).values_list("key", flat=True))


def catch_up():
    """Do at once all that ``take_in`` and ``take_in_nation`` would have jobs do; returns how many acceptances were computed."""
    waiting = list(Acceptance.objects.exclude(done__contains=[COMPUTED]).order_by("pk"))
    for acceptance in waiting:
        compute_acceptance(acceptance)
    for province, year in list(waiting_for_roll_up()):
        roll_up(Organization.objects.get(pk=province), year)
    for year in list(waiting_for_nation()):
        roll_up_nation(year)
    return len(waiting)


def waiting_for_roll_up():
    """(key of the province, year) of every acceptance computed and not rolled up."""
    return _between(COMPUTED, ROLLED_UP).order_by().values_list("snapshot__upload__round__province", "snapshot__upload__round__year").distinct()


def waiting_for_nation():
    """The year of every acceptance whose province was rolled up and the nation was not."""
    return _between(ROLLED_UP, IN_NATION).order_by().values_list("snapshot__upload__round__year", flat=True).distinct()


def _between(done, missing):
    return Acceptance.objects.filter(done__contains=[done]).exclude(done__contains=[missing])


@transaction.atomic
def compute_acceptance(acceptance):
    """Values and five conditions of one accepted snapshot; may run twice. A practice round, and a version that a later one replaced, give none."""
    row = Acceptance.objects.select_for_update().get(pk=acceptance.pk)
    if COMPUTED in row.done:
        return
    snapshot = Snapshot.objects.select_related("upload__round", "upload__school").get(pk=row.snapshot_id)
    # Two versions of one return must not be kept at the same time: the later one wins.
    upload = Return.objects.select_for_update(of=("self",), no_key=True).select_related("round").get(pk=snapshot.upload_id)
    counts = not upload.round.practice and upload.snapshot_id == snapshot.pk
    if counts:
        keep(snapshot, given_by(snapshot))
    row.done = [*row.done, COMPUTED] if counts else [*row.done, COMPUTED, ROLLED_UP, IN_NATION]
    row.save(update_fields=["done"])


def keep(snapshot, given):
    """Put the snapshot's values and standing in place of those the school had for the year."""
    upload = snapshot.upload
    own = book(upload.round.edition_id)
    place = {"school": upload.school, "year": upload.round.year}
    Value.objects.filter(**place).delete()
    Value.objects.bulk_create(
        Value(**place, indicator=code, snapshot=snapshot, place=_place(snapshot), **_parts(own.indicator_by_code[code], result))
        for code, result in compute(own, given).items()
    )
    Standing.objects.update_or_create(**place, defaults={"snapshot": snapshot, "place": _place(snapshot), **_standing(upload, given)})


def _place(snapshot):
    """The school below the 地市 where it counts; one without an area counts where it stands."""
    return f"{snapshot.area_path}{snapshot.upload.school.code}." if snapshot.area_path else snapshot.path


def _parts(indicator, result):
    """Value, numerator and denominator as ``Value`` keeps them; a school that lacks one of the parts brings nothing to the group's figure."""
    value = result.value
    if value is None:
        return {"value": None, "num": None, "den": None}
    if isinstance(value, bool):
        return {"value": Decimal(value), "num": HUNDRED * value, "den": Decimal(1)}
    num, den = {
        "sum": lambda: (value, None),
        "ratio": lambda: (result.num, result.den),
        "mean": lambda: (None if result.weight is None else value * result.weight, result.weight),
    }.get(indicator.roll, lambda: (None, None))()
    if indicator.roll != "sum" and None in (num, den):
        num = den = None
    return {"value": value, "num": num, "den": den}


def _standing(upload, given):
    """By the scheme that held when the school year ended: the collection is begun under it, and no later version changes what it found (R1.7)."""
    year, register = upload.round.year, given.forms["F01"]
    scheme = in_force(upload.school, last_day(year))
    inputs = inputs_of(given.forms, register.get("special_category", "一般"))
    standard = standard_under(scheme, year, remote_poor=bool(register.get("remote_poor")))
    conditions = five_conditions(inputs, standard)
    return {
        "scheme": scheme,
        "standard": standard.version,
        "category": inputs.category,
        "met": all_met(conditions),
        "conditions": [_stored(asdict(condition)) for condition in conditions],
    }


def _stored(condition):
    own = {name: number_text(value) if isinstance(value, Decimal) else value for name, value in condition.items()}
    return own | ({"figures": [_stored(each) for each in own["figures"]]} if "figures" in own else {})


def roll_up(province, year):
    """Stage 2 of the province, then the figures of its cities and its own; done anew as a whole, so it may run twice."""
    here = {"snapshot__upload__round__province": province, "snapshot__upload__round__year": year}
    with _marked(_between(COMPUTED, ROLLED_UP).filter(**here), ROLLED_UP):
        second_stage(province, year)
        for unit, path in units_of(province, year):
            roll_up_unit(unit, year, path)


def roll_up_nation(year):
    """The figures of the nation from the values of all schools; done anew as a whole, so it may run twice."""
    nation = Organization.objects.get(level=Level.NATION)
    with _marked(_between(ROLLED_UP, IN_NATION).filter(snapshot__upload__round__year=year), IN_NATION):
        roll_up_unit(nation, year, nation.path)


@contextmanager
def _marked(acceptances, done):
    """Mark them once the work within is done. What comes in meanwhile is not marked and will be taken at the next look."""
    seen = list(acceptances.values_list("pk", flat=True))
    yield
    Acceptance.objects.filter(pk__in=seen).update(done=Func(F("done"), Text(done), function="array_append"))


def units_of(province, year):
    """The province and the units below it above its schools as the tree was that year, each with its path of the day, lowest first (E4)."""
    places = set(Standing.objects.counted_in(province, year).order_by().values_list("place", flat=True).distinct())
    kept = Rollup.objects.filter(unit__path__startswith=province.path, year=year).order_by().values_list("unit__path", flat=True).distinct()
    above = {prefix for place in places for prefix in _prefixes(place)[1:-1]}
    by_code = {path.split(".")[-2]: path for path in [*kept, province.path, *above]}
    units = Organization.objects.filter(code__in=by_code)
    return sorted(((unit, by_code[unit.code]) for unit in units), key=lambda pair: (-len(pair[1]), pair[1]))


def _prefixes(path):
    codes = path.split(".")[:-1]
    return [".".join(codes[:depth]) + "." for depth in range(1, len(codes) + 1)]


@transaction.atomic
def second_stage(province, year):
    """Compute again what compares a school with its province (K047), from all versions that count in the year; signed returns do not change."""
    snapshots = list(Snapshot.objects.filter(standings__year=year, upload__round__province=province).select_related("upload__round"))
    if not snapshots:
        return
    own = book(snapshots[0].upload.round.edition_id)
    # The year before has no part in a comparison with the province: reading it would cost a query a school.
    held = {snapshot.upload: forms_of(opened(snapshot)) for snapshot in snapshots}
    given = {upload.school_id: figures(own, forms, system=system(upload, forms)) for upload, forms in held.items()}
    tables = {key: province_table(key, given.values()) for key in province_keys(own)}
    stored = {" ".join(key): {of: number_text(value) for of, value in table.items()} for key, table in tables.items()}
    ProvinceInput.objects.update_or_create(province=province, year=year, defaults={"tables": stored})
    # As they were kept, so that the page of a value computes the very same.
    tables = province_tables(province.pk, year)
    codes = second_stage_codes(own)
    results = {school: compute(own, replace(figures_, province=tables), codes) for school, figures_ in given.items()}
    rows = list(Value.objects.filter(school__in=results, year=year, indicator__in=codes))
    for row in rows:
        for name, part in _parts(own.indicator_by_code[row.indicator], results[row.school_id][row.indicator]).items():
            setattr(row, name, part)
    Value.objects.bulk_update(rows, ["value", "num", "den"], batch_size=500)


ROLL_UP = """
INSERT INTO indicators_rollup (unit_id, year, indicator, count, value, mean, quantiles)
SELECT %(unit)s, %(year)s, indicator, count(value),
       CASE WHEN count(den) = 0 THEN sum(num) ELSE sum(num) / nullif(sum(den), 0) END,
       avg(value), coalesce(percentile_cont(ARRAY[.1, .25, .5, .75, .9]) WITHIN GROUP (ORDER BY value)::numeric(40, 20)[], '{}')
FROM indicators_value
WHERE year = %(year)s AND place LIKE %(below)s
GROUP BY indicator
"""


@transaction.atomic
def roll_up_unit(unit, year, path):
    """The figures of one unit and year in one statement. Quantiles are for reading a distribution: the database has them in double precision."""
    # Two who roll up one unit take turns.
    Organization.objects.select_for_update(no_key=True).get(pk=unit.pk)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_rollup WHERE unit_id = %s AND year = %s", [unit.pk, year])
        cursor.execute(ROLL_UP, {"unit": unit.pk, "year": year, "below": f"{path}%"})
