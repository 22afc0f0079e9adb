"""The reference data that ships with the program: files of fixtures/, read as they stand."""

import csv

import yaml
from django.conf import settings

FOLDER = settings.BASE_DIR / "fixtures"


def read_yaml(name):
    """The content of ``fixtures/<name>``; a file that is missing raises FileNotFoundError."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def read_csv(name):
    """The rows of ``fixtures/<name>`` as dicts of text, by the names in its first line."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
