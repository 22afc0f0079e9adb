"""Who may sit in judgement on a school (R2.2, R2.3, R2.5): pure functions, no database and no clock.

A unit is known by its path in the tree, which names the units above it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models.enums import TextChoices

from apps.core.dates import years_after

#: Nation and province: who works there works for every school below, and that alone is no tie.
FAR_ABOVE = 2
#: Within so many working days what is said of an expert is looked into; the notice sets none.
ANSWER_DAYS = 15


class Field(TextChoices):
    """类别: the three fields that members and experts come from (R2.2)."""

    EDUCATION = "education", "中高职教育专家"
    RESEARCH = "research", "教育教学研究专家"
    INDUSTRY = "industry", "行业企业专家"


class Tie(TextChoices):
    """关系: what makes an expert no judge of a school (R2.5, H3)."""

    EMPLOYER = "employer", "现工作单位"
    PAST_EMPLOYER = "past_employer", "曾在该校工作"
    SAME_CITY = "same_city", "同一地市"
    ADVISORY = "advisory", "担任顾问或咨询"
    LECTURE = "lecture", "讲学"
    KIN = "kin", "亲属在该校"
    OTHER = "other", "其他关系"


@dataclass(frozen=True)
class Job:
    """Where somebody works or worked; ``path`` is "" for what does not stand in the tree. ``until`` None: still there."""

    name: str
    path: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Declared:
    """A tie to the school of that path which somebody declared; ``until`` None: it goes on."""

    path: str
    kind: Tie
    until: date | None = None
    note: str = ""


@dataclass(frozen=True)
class ExpertFacts:
    """What is known of an expert; ``city`` is the key of the 地市 he works in."""

    city: object = None
    jobs: tuple[Job, ...] = ()
    declared: tuple[Declared, ...] = ()


@dataclass(frozen=True)
class SchoolFacts:
    """What is known of a school; ``area`` is the key of the 地市 where it lies."""

    name: str
    path: str
    area: object = None


@dataclass(frozen=True)
class Conflict:
    """Why an expert may not judge a school, in words; ``until`` is the last day on which it holds, None: no end is known."""

    kind: Tie
    words: str
    until: date | None = field(default=None, compare=False)


def last_day(kind: Tie, until: date | None, years: int) -> date | None:
    """The last day on which a tie that ended on ``until`` still counts: ``years`` later; a relative counts only while he is there."""
    if until is None:
        return None
    return until if kind == Tie.KIN else years_after(until, years)


def conflicts(expert: ExpertFacts, school: SchoolFacts, day: date, years: int) -> list[Conflict]:
    """What stands between ``expert`` and ``school`` on ``day`` (R2.5): jobs first, then the city, then what was declared."""
    found = [_of_job(job, years) for job in expert.jobs if _is_at(job, school)]
    if expert.city is not None and expert.city == school.area:
        found.append(Conflict(Tie.SAME_CITY, "工作所在地市就是学校所在地市"))
    found += [_of_declared(tie, years) for tie in expert.declared if tie.path == school.path]
    return [each for each in found if each.until is None or each.until >= day]


def _is_at(job, school):
    """Whether the job is at the school, or at the city above it; one outside the tree is known by its name."""
    if not job.path:
        return job.name.strip() == school.name
    return job.path.count(".") > FAR_ABOVE and school.path.startswith(job.path)


def _of_job(job, years):
    kind = Tie.EMPLOYER if job.until is None else Tie.PAST_EMPLOYER
    words = f"现在{job.name}工作" if job.until is None else f"曾在{job.name}工作，至 {job.until:%Y-%m-%d}"
    return Conflict(kind, words, last_day(kind, job.until, years))


def _of_declared(tie, years):
    words = f"申报：{Tie(tie.kind).label}" + (f"，至 {tie.until:%Y-%m-%d}" if tie.until else "") + (f"（{tie.note}）" if tie.note else "")
    return Conflict(Tie(tie.kind), words, last_day(tie.kind, tie.until, years))


def untrained(is_trained: bool, reason: str) -> str:
    """What stands against an expert's taking part in a review (R2.3): "" for a trained one, or where the province records why."""
    if is_trained or reason.strip():
        return ""
    return "没有有效的培训，原则上不能参加复核。确需参加的，请写明理由，理由随专家组名单公开（R2.3）。"


def missing_fields(kinds: Iterable[str]) -> list[str]:
    """The fields of R2.2 from which nobody comes, in words."""
    present = set(kinds)
    return [each.label for each in Field if each not in present]


def against_nominating(duty: str, in_charge: bool) -> str:
    """Why a member may not be the province's one nominee for the national committee (R2.1); "" where nothing stands against it."""
    if duty in ("chair", "secretary") or in_charge:
        return ""
    return "推荐为全国专委会人选的，须是主任委员、秘书长，或者负责中职的委员（R2.1）。"
