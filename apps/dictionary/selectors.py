"""The dictionary of a school year, read once per process."""

from functools import lru_cache

from . import book as plain
from .models import Check, Edition, Field, Form, Indicator, Major


def book_for(year):
    """The Book in force in the school year ``year`` (2025 is 2025—2026); Edition.DoesNotExist before the first one."""
    newest = Edition.objects.filter(since_year__lte=year).order_by("-since_year").values_list("pk", flat=True).first()
    if newest is None:
        raise Edition.DoesNotExist(f"{year}—{year + 1} 学年还没有数据字典")
    return book(newest)


@lru_cache
def book(edition_id):
    """The Book of one edition. Editions in use do not change; ``reference.load`` forgets what was cached."""
    edition = Edition.objects.get(pk=edition_id)
    return plain.Book(
        edition_id=edition.pk,
        code=edition.code,
        name=edition.name,
        since_year=edition.since_year,
        catalogue=edition.catalogue,
        digest=edition.digest,
        forms=_forms(edition),
        indicators=tuple(_plain(plain.Indicator, row) for row in Indicator.objects.filter(edition=edition)),
        checks=tuple(_plain(plain.Check, row, cells=tuple(row.cells)) for row in Check.objects.filter(edition=edition)),
        majors={row.code: _plain(plain.Major, row) for row in Major.objects.filter(catalogue=edition.catalogue)},
    )


def _plain(cls, row, **changed):
    return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__ if name not in changed}, **changed)


def _forms(edition):
    fields = {}
    for row in Field.objects.filter(form__edition=edition).select_related("form"):
        changed = {"form": row.form.code, "choices": tuple(map(tuple, row.choices)), "ranks": tuple(row.ranks)}
        fields.setdefault(row.form_id, []).append(_plain(plain.Field, row, **changed))
    return tuple(_plain(plain.Form, row, fields=tuple(fields.get(row.pk, ()))) for row in Form.objects.filter(edition=edition))
