"""Made up: the measures of the made-up schools' diagnoses, entered before the signature and carried on after it: some done, some under way, some late."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from apps.accounts.models import User
from apps.diagnosis.models import Diagnosis, Measure, Progress
from apps.diagnosis.services import measures

from .words import STORIES

#: By item: who answers for it, and the month and day by which it is to be done, in so many years after the school year.
OWED = {
    "1": ("教务处", (2, 6, 30)),
    "2": ("教务处", (2, 7, 10)),
    "3": ("人事处", (3, 6, 30)),
    "4": ("实训处", (2, 10, 31)),
    "5": ("校企合作办公室", (3, 1, 20)),
    "6": ("就业办公室", (2, 8, 31)),
}
#: By item and by the place of the school: how far it is. Schools differ in what they had time for.
HOW_FAR = {
    "1": ("done", "done", "done"),
    "2": ("done", "running", "done"),
    "3": ("planned", "planned", "planned"),
    "4": ("running", "planned", "done"),
    "5": ("running", "planned", "running"),
    "6": ("done", "done", "running"),
}
PROGRESS = "（示例）已开工作会，分工到人，第一批工作已经开始。"


def enter(diagnoses, principals):
    """The measures of each of ``diagnoses``, one for the first element of every item; ``principals``: key of the school -> person.

    The last of them states no day for what it has not begun: a visit there would have to wait (R8.6).
    """
    for row in diagnoses:
        for element in _first_elements(row):
            code = element.item.code
            problem, _cause, aim, _effect = STORIES[code]
            owner, (years, month, day) = OWED[code]
            undated = row == diagnoses[-1] and HOW_FAR[code][0] == "planned"
            measures.add(
                row.school, diagnosis=row, element=element, problem=f"（示例）{problem}", aim=f"（示例）{aim}", owner=owner,
                due=None if undated else date(row.year + years, month, day), by=principals[row.school_id],
            )  # fmt: skip


def go_on(principals, today):
    """What the schools have done on the measures they signed until ``today``; returns how many there are, done, and late."""
    signed = Diagnosis.objects.filter(state=Diagnosis.State.SIGNED, school__in=principals).order_by("school__code")
    for number, diagnosis in enumerate(signed):
        for row in Measure.objects.filter(diagnosis=diagnosis).select_related("element__item", "school"):
            _go_on(row, HOW_FAR[row.element.item.code][number % 3], today, by=principals[row.school_id])
    everything = Measure.objects.filter(diagnosis__in=signed)
    late = everything.exclude(state=Measure.State.DONE).filter(due__lt=today)
    return everything.count(), everything.filter(state=Measure.State.DONE).count(), late.count()


def _go_on(row, how_far, today, *, by: User):
    if how_far == "planned":
        return
    row = measures.begin(row, by=by)
    word = measures.note_progress(row, text=PROGRESS, by=by)
    begun = min(row.due, today) - timedelta(days=40)
    Progress.objects.filter(pk=word.pk).update(at=timezone.make_aware(datetime.combine(begun, datetime.min.time())) + timedelta(hours=15))
    if how_far == "done":
        effect = STORIES[row.element.item.code][3]
        measures.carry_out(row, on=min(row.due, today) - timedelta(days=6), effect=f"（示例）{effect}", by=by)


def _first_elements(diagnosis):
    """The first element of each item."""
    found = {}
    for part in diagnosis.parts.select_related("element__item"):
        found.setdefault(part.element.item_id, part.element)
    return found.values()
