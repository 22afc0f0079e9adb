"""The dictionary as plain values: what forms, workbooks, checks and indicators read, without a database behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True)
class Field:
    """栏目 (``models.Field``). ``key`` is its full name, ``F13.enrolled``; ``choices`` are (code, word), ``ranks`` codes from high to low."""

    form: str
    code: str
    section: str
    name: str
    indent: int
    unit: str
    kind: str
    places: int
    max_length: int
    choices: tuple[tuple[str, str], ...]
    ranks: tuple[str, ...]
    pattern: str
    minimum: Decimal | None
    maximum: Decimal | None
    required: bool
    as_of: str
    register: bool
    source: str
    sensitive: bool
    hint: str

    @property
    def key(self):
        return f"{self.form}.{self.code}"

    @property
    def numeric(self):
        return self.kind in ("int", "dec")

    @property
    def typed_by_school(self):
        """Whether a school types this cell: registers, the catalogue and the platform fill the others."""
        return not self.register and self.source != "platform"

    @cached_property
    def words(self):
        return dict(self.choices)


@dataclass(frozen=True)
class Form:
    """填报表 (``models.Form``) with its fields in order."""

    code: str
    name: str
    shape: str
    as_of: str
    department: str
    source: str
    fields: tuple[Field, ...]

    @property
    def rows(self):
        return self.shape == "rows"

    @cached_property
    def by_code(self):
        return {field.code: field for field in self.fields}

    @cached_property
    def sections(self):
        """The fields under their headings, in order: [(heading, (field, …)), …]."""
        found = {}
        for field in self.fields:
            found.setdefault(field.section, []).append(field)
        return [(heading, tuple(fields)) for heading, fields in found.items()]


@dataclass(frozen=True)
class Indicator:
    """指标 (``models.Indicator``); without ``places`` it is shown with as many decimals as it has."""

    code: str
    name: str
    unit: str
    places: int | None
    formula: str
    better: str
    standard: str
    roll: str
    num: str
    den: str
    by: str


@dataclass(frozen=True)
class Check:
    """校验规则 (``models.Check``) without its examples."""

    code: str
    severity: str
    rule: str
    cells: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class Major:
    """专业 (``models.Major``)."""

    code: str
    name: str
    category: str
    category_name: str
    eng_med: bool


@dataclass(frozen=True, eq=False)
class Book:
    """One edition of the dictionary, whole. Two books are the same only if they are one object: results are cached by it."""

    edition_id: int
    code: str
    name: str
    since_year: int
    catalogue: str
    digest: str
    forms: tuple[Form, ...]
    indicators: tuple[Indicator, ...]
    checks: tuple[Check, ...]
    majors: Mapping[str, Major]

    @cached_property
    def form_by_code(self):
        return {form.code: form for form in self.forms}

    @cached_property
    def fields(self):
        """Every field by its full name: {"F13.enrolled": Field}."""
        return {field.key: field for form in self.forms for field in form.fields}

    @cached_property
    def indicator_by_code(self):
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def check_by_code(self):
        return {check.code: check for check in self.checks}
