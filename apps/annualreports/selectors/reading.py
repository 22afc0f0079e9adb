"""A report as page and paper lay it out: of the content as it stands now, or as it was lodged."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from apps.accounts.access import unit_for
from apps.annualreports.contents import APART, READ_WITH


@dataclass(frozen=True)
class Row:
    """A figure in words; ``address`` is empty where the reader cannot go there."""

    code: str
    label: str
    unit: str
    words: str
    source: str
    address: str


@dataclass(frozen=True)
class Reading:
    """``sections``: (name, Rows); ``funds``: (label, set aside, spent, note), the sums last."""

    province: str
    year: int
    sections: list
    funds: list
    work: str
    plan: str
    note: str


def reading(content, user=None):
    """The Reading of a ``contents.content``; for ``user`` the links that are open to him, on paper none."""
    sections = []
    for section, rows in groupby(content["figures"], key=lambda row: row["section"]):
        sections.append((section, [_row(row, _linked(row, user)) for row in rows]))
    return Reading(content["province"]["name"], content["year"], sections, _funds(content["funds"]), **content["texts"])


def _linked(row, user):
    """Whether the page behind a figure is open to ``user``: no query beyond the posts already read."""
    return user is not None and unit_for(user, APART.get(row["code"], READ_WITH[row["section"]])) is not None


def _row(row, linked):
    return Row(row["code"], row["label"], row["unit"], row["words"], row["source"], row["address"] if linked else "")


def _funds(rows):
    lines = [(row["label"], _amount(row["set_aside"]), _amount(row["spent"]), row["note"]) for row in rows]
    sums = [None if None in column else sum(column) for column in zip(*(line[1:3] for line in lines), strict=True)]
    return [*lines, ("合计", *sums, "")] if lines else []


def _amount(text):
    return None if text is None else Decimal(text)
