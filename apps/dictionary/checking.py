"""Provisional: the shape of a message, until the checks themselves land."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    code: str
    severity: str
    form: str
    row: Any
    cells: tuple = ()
    text: str = ""
    rule: str = field(default="")


def check(book, figures, forms=None):
    return []
