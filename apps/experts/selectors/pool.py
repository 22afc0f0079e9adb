"""The pool of experts as its lists show it."""

from dataclasses import dataclass

from django.db.models import Exists, IntegerField, OuterRef, Q, Value

from apps.accounts.access import objects_for
from apps.dictionary.models import Major
from apps.experts.models import Conduct, Expert, Training
from apps.organizations.models import Level, Organization
from apps.schemes.selectors import current_guidance, elements

#: Expressions over Expert that count the groups somebody serves on: entered at start-up by the app that knows of groups.
LOADS = []


def with_load(expression):
    """Say at start-up how an expert's load is counted, as an expression over Expert; the list shows and narrows by it."""
    LOADS.append(expression)


def pool(rows, day):
    """``rows`` with what a list says of each: ``trained`` on that day, ``load``."""
    load = Value(0, output_field=IntegerField())
    for expression in LOADS:
        load = load + expression
    trained = Exists(Training.objects.filter(expert=OuterRef("pk")).on(day))
    return rows.select_related("user", "city", "nominator").annotate(trained=trained, load=load)


def found_by(words):
    return Q(user__name__icontains=words) | Q(employer__icontains=words) | Q(user__username__startswith=words.lower())


def pool_for_school(school):
    """The experts in the pool of the province where ``school`` lies: whom it may declare a tie with."""
    return Expert.objects.admitted().filter(province__code=school.path.split(".")[1]).select_related("user").order_by("user__name", "pk")


def expert_of(user):
    """The entry of the person himself, or None."""
    return Expert.objects.filter(user=user).select_related("user", "province", "nominator", "employer_unit", "city").first()


def closed_about(expert):
    """What was found about ``expert``, for himself to know; open cases are not shown to him."""
    return expert.conducts.exclude(state=Conduct.State.RECEIVED).select_related("school").order_by("-closed_on")


def reported_by_school(school):
    """What the school reported about experts, with how it stands."""
    return Conduct.objects.filter(school=school, source=Conduct.Source.SCHOOL).select_related("expert__user").order_by("-received_on", "pk")


@dataclass(frozen=True)
class Speciality:
    """``code`` of an element of the guidance or of a class of majors."""

    code: str
    name: str


def specialities():
    """What an expert may be good at: the 16 elements and the classes of majors of the newest catalogue."""
    guidance = current_guidance()
    named = [Speciality(element.code, element.name) for element in elements(guidance)] if guidance else []
    newest = Major.objects.order_by("-catalogue").values_list("catalogue", flat=True).first()
    classes = Major.objects.filter(catalogue=newest).order_by("category").values_list("category", "category_name").distinct()
    return named + [Speciality(code, name) for code, name in classes]


def province_of(unit):
    return unit if unit.level == Level.PROVINCE else Organization.objects.get(code=unit.path.split(".")[1])


def provinces_kept(user, permission):
    """The provinces whose pool ``user`` keeps by ``permission``."""
    return objects_for(user, permission, Organization.objects.filter(level=Level.PROVINCE))
