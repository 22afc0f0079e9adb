"""The five conditions a sampled school meets (R8.4), by the 《中等职业学校设置标准》: pure functions on Decimals.

Compared unrounded; an empty cell leaves undecided what rests on it, it is never nought.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from apps.core.numbers import MISSING, rounded, shown

HUNDRED = Decimal(100)
YUAN = Decimal(10_000)  # 元 in one 万元


class BuildingsMode(StrEnum):
    """校舍面积判定方式: the standard's 24 000 m² is written of new schools, its 20 m² a student of all: a province says which decides."""

    ABSOLUTE = "absolute"
    PER_STUDENT = "per_student"
    BOTH = "both"


@dataclass(frozen=True)
class Thresholds:
    """What a category of schools must reach; ``notes`` say by field where it departs from the general numbers and by whose word (R1.4), ``note`` of the rest."""

    students: Decimal  # 人, at least
    students_per_teacher: Decimal  # at most
    major_teachers: Decimal  # % of the full-time teachers, at least
    buildings: Decimal  # m², at least
    buildings_per_student: Decimal  # m², at least
    equipment_engineering: Decimal  # 元 a student of 工科 and 医药 majors, at least
    equipment_other: Decimal  # 元 a student of the other majors, at least
    note: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)

    def said(self, *names: str) -> str:
        """What is to be said of the thresholds of these names."""
        return "；".join(dict.fromkeys(self.notes.get(name, self.note) for name in names if self.notes.get(name, self.note)))


@dataclass(frozen=True)
class Standard:
    """设置标准: one version, in force for returns of ``first_year`` and later; thresholds by the register's 学校类别."""

    version: str
    title: str
    first_year: int
    thresholds: Mapping[str, Thresholds]
    buildings_mode: BuildingsMode = BuildingsMode.ABSOLUTE
    part_time_weight: Decimal = Decimal(0)  # full-time teachers that one part-time teacher counts for; the province sets it


@dataclass(frozen=True)
class Inputs:
    """What the five conditions rest on, None where the cell is empty; units as in the dictionary. ``category`` is the register's 学校类别."""

    category: str = "一般"
    students: Decimal | None = None
    teachers: Decimal | None = None
    part_time_teachers: Decimal | None = None
    major_teachers: Decimal | None = None
    buildings_own: Decimal | None = None
    buildings_independent: Decimal | None = None
    buildings_excluded: Decimal | None = None
    equipment: Decimal | None = None  # 万元
    engineering_students: Decimal | None = None  # see engineering_students()


# The cells they are read from; engineering_students comes from the rows of F10.
CELLS = {
    "students": "F13.enrolled",
    "teachers": "F08.ft",
    "part_time_teachers": "F09.pt",
    "major_teachers": "F08.ft_major",
    "buildings_own": "F03.bld_own",
    "buildings_independent": "F03.bld_indep",
    "buildings_excluded": "F03.bld_excl",
    "equipment": "F03.equip_total",
}


@dataclass(frozen=True)
class Figure:
    """What of a condition is compared: ``value``, unrounded or None, with ``threshold``; ``code`` is the indicator it is."""

    code: str
    name: str
    unit: str
    value: Decimal | None
    threshold: Decimal
    met: bool | None


@dataclass(frozen=True)
class Condition:
    """条件: one of the five with its working. ``met`` is None where a cell it rests on is empty."""

    code: str  # the indicator it is
    name: str
    unit: str
    value: Decimal | None  # unrounded
    shown: str
    threshold: Decimal
    standard: str
    met: bool | None
    working: str
    lacking: str  # how much is missing to meet it; "" where it is met or undecided
    cells: tuple[str, ...]
    note: str = ""
    figures: tuple[Figure, ...] = ()  # two where the buildings are judged by both areas


def five_conditions(inputs: Inputs, standard: Standard) -> list[Condition]:
    """The five conditions in the order of R8.4, each with its working. A category the standard does not know raises KeyError."""
    least = standard.thresholds[inputs.category]
    return [
        _students(inputs, least),
        _students_per_teacher(inputs, least, standard.part_time_weight),
        _major_teachers(inputs, least),
        _buildings(inputs, least, standard.buildings_mode),
        _equipment(inputs, least),
    ]


def inputs_of(forms: Mapping, category: str) -> Inputs:
    """The inputs out of a return's ``forms`` as the dictionary reads them: single forms as dicts of cells, F10 as rows with ``cells``."""
    cells = {name: forms.get(code.partition(".")[0], {}).get(code.partition(".")[2]) for name, code in CELLS.items()}
    majors = [(row.cells.get("stu"), row.cells.get("eng_med")) for row in forms.get("F10", ())]
    return Inputs(category=category, engineering_students=engineering_students(majors), **cells)


def all_met(conditions: Iterable[Condition]) -> bool | None:
    """Whether all are met (R8.4): no as soon as one is not, None while one is undecided."""
    answers = [condition.met for condition in conditions]
    if False in answers:
        return False
    return None if None in answers else True


def adjusted(standard: Standard, *, note: str, category: str | None = None, **changes: Decimal) -> Standard:
    """The standard as a province's scheme adjusts it (R1.4), for one category or for all; ``note`` is its word on which, for whom and why.

    ``changes`` are fields of Thresholds; an unknown one raises TypeError.
    """
    thresholds = {
        name: replace(least, notes={**least.notes, **dict.fromkeys(changes, note)}, **changes) if category in (None, name) else least
        for name, least in standard.thresholds.items()
    }
    return replace(standard, thresholds=thresholds)


def engineering_students(majors: Iterable[tuple[Decimal | None, bool | None]]) -> Decimal | None:
    """The students of 工科 and 医药 majors (F10.stu, F10.eng_med a major); None without majors, or where one with students is unclassified."""
    with_students = [(students, classed) for students, classed in majors if students]
    if not with_students or any(classed is None for _, classed in with_students):
        return None
    return sum((students for students, classed in with_students if classed), Decimal(0))


def equipment_threshold(inputs: Inputs, least: Thresholds) -> Decimal:
    """元 a student, weighted by the students of 工科 and 医药 and of the other majors; the stricter number where that cannot be told."""
    return _equipment_required(inputs, least) / inputs.students if _is_classified(inputs) else least.equipment_engineering


@dataclass(frozen=True)
class _Kind:
    """What a condition is whatever the school: ``places`` are those it is shown with, ``unit`` may be empty."""

    code: str
    name: str
    unit: str
    places: int
    cells: tuple[str, ...]
    at_most: bool = False


STUDENTS = _Kind("K001", "全日制中职学历教育在校生数", " 人", 0, ("F13.enrolled",))
STUDENTS_PER_TEACHER = _Kind("K073", "师生比", "", 2, ("F13.enrolled", "F08.ft"), at_most=True)
MAJOR_TEACHERS = _Kind("K074", "专任教师中的专业教师占比", "%", 2, ("F08.ft_major", "F08.ft"))
BUILDINGS = _Kind("K105", "校舍建筑面积", " m²", 0, ("F03.bld_own", "F03.bld_indep", "F03.bld_excl"))
BUILDINGS_PER_STUDENT = _Kind("K106", "生均校舍建筑面积", " m²", 2, (*BUILDINGS.cells, "F13.enrolled"))
EQUIPMENT = _Kind("K109", "生均仪器设备价值", " 元", 2, ("F03.equip_total", "F13.enrolled", "F10.stu", "F10.eng_med"))


def _students(inputs, least):
    if gaps := _gaps(("在校生数", inputs.students)):
        return _undecided(STUDENTS, least.students, gaps, least.said("students"))
    lacking = f"还差 {shown(least.students - inputs.students)} 人"
    return _decided(STUDENTS, inputs.students, least.students, f"在校生 {shown(inputs.students)} 人", lacking, least.said("students"))


def _students_per_teacher(inputs, least, weight):
    kind = replace(STUDENTS_PER_TEACHER, cells=(*STUDENTS_PER_TEACHER.cells, "F09.pt")) if weight else STUDENTS_PER_TEACHER
    part_time = [("兼职教师数", inputs.part_time_teachers)] if weight else []
    if gaps := _gaps(("在校生数", inputs.students), *part_time, divisor=("专任教师数", inputs.teachers)):
        return _undecided(kind, least.students_per_teacher, gaps, least.said("students_per_teacher"))
    teachers, counted = inputs.teachers, f" {shown(inputs.teachers)} 名专任教师 "
    if weight:
        teachers += weight * inputs.part_time_teachers
        counted = f"（{counted.strip()} ＋ {shown(inputs.part_time_teachers)} 名兼职教师 × {shown(weight)}）"
    value = inputs.students / teachers
    lacking = f"按现有在校生，还差专任教师 {shown(_up(inputs.students / least.students_per_teacher - teachers))} 名"
    working = f"{shown(inputs.students)} 人 ÷{counted}＝ {_text(kind, value, least.students_per_teacher)}"
    return _decided(kind, value, least.students_per_teacher, working, lacking, least.said("students_per_teacher"))


def _major_teachers(inputs, least):
    if gaps := _gaps(("专业教师数", inputs.major_teachers), divisor=("专任教师数", inputs.teachers)):
        return _undecided(MAJOR_TEACHERS, least.major_teachers, gaps, least.said("major_teachers"))
    value = HUNDRED * inputs.major_teachers / inputs.teachers
    lacking = f"按现有专任教师，还差专业教师 {shown(_up(least.major_teachers * inputs.teachers / HUNDRED - inputs.major_teachers))} 名"
    result = _text(MAJOR_TEACHERS, value, least.major_teachers)
    working = f"{shown(inputs.major_teachers)} 名专业教师 ÷ {shown(inputs.teachers)} 名专任教师 ＝ {result}"
    return _decided(MAJOR_TEACHERS, value, least.major_teachers, working, lacking, least.said("major_teachers"))


def _buildings(inputs, least, mode):
    """By the area, the area a student, or both; the other of the two is shown with it."""
    whole, each = _building_area(inputs, least), _buildings_per_student(inputs, least)
    if mode is BuildingsMode.PER_STUDENT:
        return each
    if mode is BuildingsMode.ABSOLUTE:
        return replace(whole, working=f"{whole.working}；{each.working}") if each.value is not None else whole
    return replace(
        whole, met=all_met([whole, each]), standard=f"{whole.standard}，且生均{each.standard}", working=f"{whole.working}；{each.working}",
        lacking="；".join(text for text in [whole.lacking, each.lacking] if text), cells=each.cells,
        note=least.said("buildings", "buildings_per_student"), figures=whole.figures + each.figures,
    )  # fmt: skip


def _building_area(inputs, least):
    if gaps := _gaps(("学校产权校舍建筑面积", inputs.buildings_own)):
        return _undecided(BUILDINGS, least.buildings, gaps, least.said("buildings"))
    area = _area(inputs)
    terms = [f"产权 {shown(inputs.buildings_own)}"]
    terms += [f"＋ 独立使用 {shown(inputs.buildings_independent)}"] if inputs.buildings_independent else []
    terms += [f"－ 教职工宿舍及独立附属机构 {shown(inputs.buildings_excluded)}"] if inputs.buildings_excluded else []
    working = f"{' '.join(terms)} ＝ {shown(area)} m²" if len(terms) > 1 else f"{terms[0]} m²"
    return _decided(BUILDINGS, area, least.buildings, working, f"还差 {shown(least.buildings - area)} m²", least.said("buildings"))


def _buildings_per_student(inputs, least):
    if gaps := _gaps(("学校产权校舍建筑面积", inputs.buildings_own), divisor=("在校生数", inputs.students)):
        return _undecided(BUILDINGS_PER_STUDENT, least.buildings_per_student, gaps, least.said("buildings_per_student"))
    area = _area(inputs)
    value = area / inputs.students
    lacking = f"按现有在校生，还差 {shown(_up(least.buildings_per_student * inputs.students - area))} m²"
    working = f"生均 {shown(area)} m² ÷ {shown(inputs.students)} 人 ＝ {_text(BUILDINGS_PER_STUDENT, value, least.buildings_per_student)}"
    return _decided(BUILDINGS_PER_STUDENT, value, least.buildings_per_student, working, lacking, least.said("buildings_per_student"))


def _equipment(inputs, least):
    threshold, note = equipment_threshold(inputs, least), least.said("equipment_engineering", "equipment_other")
    if not _is_classified(inputs):
        strict = f"专业未全部归类，按工科、医药类专业的 {shown(least.equipment_engineering)} 元从严判定"
        note = f"{note}；{strict}" if note else strict
    if gaps := _gaps(("教学、实习仪器设备资产值", inputs.equipment), divisor=("在校生数", inputs.students)):
        return _undecided(EQUIPMENT, threshold, gaps, note)
    total = YUAN * inputs.equipment
    value = total / inputs.students
    lacking = f"还差 {shown(_up((_equipment_required(inputs, least) - total) / YUAN, 2))} 万元，即生均 {shown(threshold - value, 2)} 元"
    working = f"{shown(inputs.equipment)} 万元 ÷ {shown(inputs.students)} 人 ＝ {_text(EQUIPMENT, value, threshold)}"
    return _decided(EQUIPMENT, value, threshold, f"{working}{_weighting(inputs, least, threshold)}", lacking, note)


def _equipment_required(inputs, least):
    """元 in all: kept apart from the number a student, which may not come out even."""
    engineering = inputs.engineering_students if _is_classified(inputs) else inputs.students
    return least.equipment_engineering * engineering + least.equipment_other * (inputs.students - engineering)


def _weighting(inputs, least, threshold):
    """How the threshold comes about in a school of both kinds of majors; nothing where one number holds for all."""
    if not _is_classified(inputs) or inputs.engineering_students in (0, inputs.students):
        return ""
    engineering = f"{shown(least.equipment_engineering)} × 工科、医药 {shown(inputs.engineering_students)} 人"
    others = f"{shown(least.equipment_other)} × 其他 {shown(inputs.students - inputs.engineering_students)} 人"
    return f"；标准：（{engineering} ＋ {others}）÷ {shown(inputs.students)} 人 ＝ {shown(threshold, 2)} 元"


def _is_classified(inputs):
    """Whether the students of 工科 and 医药 are known and no more than all."""
    return bool(inputs.students) and inputs.engineering_students is not None and inputs.engineering_students <= inputs.students


def _area(inputs):
    """What counts: own and independently used, less staff dormitories and separate institutions; jointly used area never does."""
    return inputs.buildings_own + (inputs.buildings_independent or 0) - (inputs.buildings_excluded or 0)


def _gaps(*needed, divisor=None):
    """What keeps a value from being computed, in words: cells that are empty, a divisor of 0."""
    texts = [f"{label}未填" for label, value in [*needed, *([divisor] if divisor else [])] if value is None]
    if divisor and divisor[1] == 0:
        texts.append(f"{divisor[0]}为 0")
    return texts


def _decided(kind, value, threshold, working, lacking, note):
    met = _meets(kind, value, threshold)
    text = _text(kind, value, threshold)
    return _condition(kind, threshold, value=value, shown=text, met=met, working=working, lacking="" if met else lacking, note=note)


def _meets(kind, value, threshold):
    return value <= threshold if kind.at_most else value >= threshold


def _text(kind, value, threshold):
    """The value as shown: what falls short gets as many places as tell it from the threshold, so that no 20.00 is refused beside 不高于 20."""
    places = kind.places
    while not _meets(kind, value, threshold) and rounded(value, places) == rounded(threshold, places):
        places += 1
    return f"{shown(value, places)}{kind.unit}"


def _undecided(kind, threshold, gaps, note):
    return _condition(kind, threshold, value=None, shown=MISSING, met=None, working=f"{'，'.join(gaps)}，不能判定", lacking="", note=note)


def _condition(kind, threshold, *, value, met, **answers):
    places = None if threshold == threshold.to_integral_value() else 2
    standard = f"{'不高于' if kind.at_most else '不少于'} {shown(threshold, places)}{kind.unit}"
    figure = Figure(code=kind.code, name=kind.name, unit=kind.unit.strip(), value=value, threshold=threshold, met=met)
    return Condition(**asdict(figure), standard=standard, cells=kind.cells, figures=(figure,), **answers)


def _up(value, places=0):
    """Rounded up, so that what is named as missing is enough."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_CEILING)
