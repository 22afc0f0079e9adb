"""What a made-up school is like, and how many it teaches in a year: drawn as schools of the country are spread."""

from dataclasses import dataclass, replace
from math import floor, log

from .dice import Dice, split

#: Majors that many schools offer, and those of schools of the arts and of sports (codes of the 2010 catalogue).
USUAL = (
    "010200", "040100", "040500", "051100", "051300", "051400", "051800", "052200", "053000", "060100", "090100", "090300", "090500", "091300",
    "100500", "101100", "120100", "121000", "121100", "121900", "130100", "130200", "130700", "142400", "160100", "170300",
)  # fmt: skip
OF_CATEGORY = {
    "艺术": ("140100", "140800", "140900", "141000", "142000", "142100", "142200", "142500", "160100"),
    "特教": ("090100", "130700", "142000", "142100", "100500", "121100"),
}
#: The school year from which drift is counted: a school of any year is reached from there step by step.
FIRST_YEAR = 2015


@dataclass(frozen=True)
class Traits:
    """A school's lasting nature: majors (codes) with their weights, the size it began with, and its shares."""

    code: str
    majors: tuple[str, ...]
    weights: tuple[float, ...]
    students: float
    students_per_teacher: float
    major_teachers: float  # of the full-time teachers
    dual: float  # of the teachers of majors
    buildings: float  # m² a student
    equipment: float  # 万元 a student
    funds: float  # 万元 a student


#: Of so many of a hundred schools of that size all that the standard asks is met with room to spare: without them nothing could be drawn
#: for review (R8.4).
SOUND, LARGE = 85, 1050


def traits(code, category):
    drawn = _drawn(code, category)
    return _sound(drawn) if drawn.students >= LARGE and Dice(code, "sound").randrange(100) < SOUND else drawn


def _sound(school):
    """The same school, grown until the size, the teachers and the buildings meet the standard."""
    students = max(school.students, 1450 + 2 * int(school.code[-3:]))
    ratio, major = min(school.students_per_teacher, 17.5), max(school.major_teachers, 0.56)
    buildings, equipment = max(school.buildings, 30000 / students), max(school.equipment, 0.42)
    return replace(school, students=students, students_per_teacher=ratio, major_teachers=major, buildings=buildings, equipment=equipment)


def _drawn(code, category):
    dice = Dice(code)
    usual = OF_CATEGORY.get(category, USUAL)
    majors = tuple(sorted(dice.sample(usual, min(len(usual), dice.randint(8, 12)))))
    return Traits(
        code, majors, tuple(dice.uniform(0.5, 2) for _ in majors),
        students=min(5200, max(150, dice.lognormvariate(log(980), 0.9))),
        students_per_teacher=dice.share(19, 5, 9, 34), major_teachers=dice.share(0.55, 0.12, 0.3, 0.8), dual=dice.share(0.45, 0.2, 0.08, 0.9),
        buildings=dice.share(18.7, 8, 6, 45), equipment=dice.lognormvariate(log(0.63), 0.7), funds=dice.share(1.3, 0.3, 0.7, 2.4),
    )  # fmt: skip


def enrolled(school, year):
    """Full-time students on 1 September of ``year``; a few per cent more or fewer each year, hardly ever a tenth."""
    size = school.students
    for past in range(FIRST_YEAR, year):
        size *= 1 + Dice(school.code, "drift", past).share(0, 0.035, -0.09, 0.09)
    return round(size)


def grades(school, year):
    """For each major the students of the three grades."""
    return [split(students, (36, 33, 31)) for students in split(enrolled(school, year), school.weights)]


def graduates(school, year):
    """For each major those who graduated in the school year."""
    return [floor(third * 0.97) for _first, _second, third in grades(school, year)]
