"""The shipped dictionary (fixtures/dictionary) brought into the database."""

import csv
from functools import lru_cache

import yaml
from django.conf import settings
from django.db import transaction

from apps.core.canonical import digest

from . import selectors
from .models import Check, Edition, Field, Form, Indicator, Major

FOLDER = settings.BASE_DIR / "fixtures" / "dictionary"


@lru_cache
def shipped():
    """The shipped dictionary as plain data: {"edition": {…}, "forms": […], "indicators": […], "checks": […], "majors": […]}."""
    edition = _yaml("edition")
    with open(FOLDER / f"majors-{edition['catalogue']}.csv", encoding="utf-8", newline="") as file:
        majors = [row | {"eng_med": row["eng_med"] == "1"} for row in csv.DictReader(file)]
    return {
        "edition": edition,
        "forms": _yaml("forms")["forms"],
        "indicators": _yaml("indicators")["indicators"],
        "checks": _yaml("checks")["checks"] + _yaml("cross_checks")["checks"],
        "majors": majors,
    }


def _yaml(name):
    with open(FOLDER / f"{name}.yaml", encoding="utf-8") as file:
        return yaml.load(file, yaml.CSafeLoader)


@transaction.atomic
def load():
    """Bring the shipped edition in; a second time nothing is written unless the files have changed. Returns the Edition."""
    content = shipped()
    mark = digest(content)
    edition, _ = Edition.objects.get_or_create(code=content["edition"]["code"], defaults=content["edition"])
    if edition.digest != mark:
        Form.objects.filter(edition=edition).delete()
        Indicator.objects.filter(edition=edition).delete()
        Check.objects.filter(edition=edition).delete()
        Major.objects.filter(catalogue=edition.catalogue).delete()
        _write(edition, content)
        Edition.objects.filter(pk=edition.pk).update(**content["edition"], digest=mark)
        edition.refresh_from_db()
        selectors.book.cache_clear()
    return edition


def _write(edition, content):
    for place, given in enumerate(content["forms"]):
        about = {name: value for name, value in given.items() if name != "sections"}
        form = Form.objects.create(edition=edition, order=place, **about)
        fields = [(section["name"], field) for section in given["sections"] for field in section["fields"]]
        Field.objects.bulk_create(
            Field(**{"form": form, "order": order, "section": section, "as_of": form.as_of, **field}) for order, (section, field) in enumerate(fields)
        )
    Indicator.objects.bulk_create(Indicator(edition=edition, order=place, **given) for place, given in enumerate(content["indicators"]))
    Check.objects.bulk_create(Check(edition=edition, order=place, **given) for place, given in enumerate(content["checks"]))
    Major.objects.bulk_create(Major(catalogue=edition.catalogue, **given) for given in content["majors"])
