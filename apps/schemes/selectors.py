from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Prefetch, Q

from apps.accounts.access import objects_for
from apps.audit.models import Entry
from apps.documents.models import File
from apps.organizations.models import Level, Organization
from apps.schemes.contents import previous
from apps.schemes.lifecycle import SCHEME, VIEW
from apps.schemes.models import AddedPoint, Element, Guidance, HintNote, Item, Point, Policy, Scheme
from apps.schemes.parameters import PARAMETERS, Parameter, bounds, worded
from apps.schemes.rules import advice, takes_effect


def current_guidance():
    """The guidance issued last, or None before the reference data are loaded."""
    return Guidance.objects.first()


def outline(guidance):
    """The guidance's items, each with its elements, hints and points, in four queries whatever its size."""
    return guidance.items.prefetch_related("elements__hints", "elements__points")


def elements(guidance):
    """The guidance's elements with their items, in the order of 附 2: sixteen in the one of 2016 (R10.5)."""
    return Element.objects.filter(item__guidance=guidance).select_related("item").order_by("item__order", "order")


def words_of(guidance, code):
    """What an item, element or point of the guidance is called, by its code; "" for a code it does not have."""
    places = [(Item, "name", "guidance"), (Element, "name", "item__guidance"), (Point, "text", "element__item__guidance")]
    found = (model.objects.filter(**{path: guidance, "code": code}).values_list(words, flat=True).first() for model, words, path in places)
    return next((words for words in found if words), "")


def policies():
    """The notice first, then the documents of its 【说明】 in their order (R1.8)."""
    return Policy.objects.all()


def in_force(unit, day):
    """The Scheme that holds on ``day`` in the province of ``unit`` (the province itself, or what lies below it), or None.

    A version holds from the day it names, never before it is on file (R1.3); work is judged by the version it was begun under (R1.7).
    """
    rows = Scheme.objects.filter(province__code=_province_code(unit), state=Scheme.State.LODGED, effective_from__lte=day, lodged_on__lte=day)
    return rows.select_related("province", "guidance").order_by("-number").first()


def first_issued_on(unit):
    """The day the province's first scheme was issued, from which the three years of R8.5 run whatever follows; None before there is one."""
    rows = Scheme.objects.filter(province__code=_province_code(unit), state=Scheme.State.LODGED)
    return rows.order_by("number").values_list("issued_on", flat=True).first()


def points_of(scheme, element):
    """The points of an element under a scheme: the guidance's, then the province's own (R1.1); Points and AddedPoints alike have code, text, kind."""
    return [*element.points.all(), *scheme.added_points.filter(element=element).select_related("policy")]


def schemes_of(user, unit):
    """The versions of the province of ``unit`` that ``user`` may see, the newest first."""
    return objects_for(user, VIEW, Scheme.objects.filter(province__code=_province_code(unit))).select_related("province", "guidance")


@dataclass(frozen=True)
class OnFile:
    """How a province stands: the version that holds, the one on its way, and the Entry of what was sent back and has not come again; each may be
    None (R1.3)."""

    province: Organization
    held: Scheme | None
    coming: Scheme | None
    returned: Entry | None

    @property
    def situation(self):
        """(kind of state, words)."""
        if self.coming and self.coming.state == Scheme.State.LODGING:
            return "act", f"第 {self.coming.number} 版待备案"
        if self.coming:
            return "info", f"第 {self.coming.number} 版{'待施行' if self.coming.state == Scheme.State.LODGED else '起草中'}"
        if self.returned:
            return "wait", f"第 {self.returned.target.number} 版已退回，待省修改再报"
        return ("done", "已备案") if self.held else ("off", "未报部")


def on_file(user, day):
    """An OnFile for every province, in the order of the tree, in a few queries; a draft that the person may not see is not there."""
    provinces = {unit.pk: unit for unit in Organization.objects.filter(level=Level.PROVINCE, closed_on=None)}
    held, coming = {}, {}
    for scheme in objects_for(user, VIEW, Scheme.objects.filter(province__in=provinces)).select_related("province").order_by("number"):
        holds = scheme.state == Scheme.State.LODGED and takes_effect(scheme.effective_from, scheme.lodged_on) <= day
        (held if holds else coming)[scheme.province_id] = scheme
    returned = sent_back(provinces)
    return [OnFile(unit, held.get(key), coming.get(key), returned.get(key)) for key, unit in provinces.items()]


def sent_back(provinces):
    """province -> the Entry by which its draft was sent back, where that was the last step of it (R1.3)."""
    drafts = {row.pk: row.province_id for row in Scheme.objects.filter(province__in=provinces, state=Scheme.State.DRAFT)}
    steps = Entry.objects.filter(content_type=ContentType.objects.get_for_model(Scheme), object_id__in=drafts, verb__in=SCHEME.steps)
    last = steps.order_by("object_id", "-pk").distinct("object_id").prefetch_related("target")
    return {drafts[entry.object_id]: entry for entry in last if entry.verb == "return_scheme"}


@dataclass(frozen=True)
class Line:
    """A parameter of a version: its value, what the guidance allows, and what the version before said where that was otherwise; all in words."""

    parameter: Parameter
    words: str
    bounds: str
    before: str
    advice: str


def lines(scheme):
    """The Lines of a version by group: pairs of the group's name and its Lines, in the order of the table."""
    given, last = scheme.given, previous(scheme)
    earlier, remarks, groups = last and last.given, advice(given), {}
    for each in PARAMETERS:
        value = getattr(given, each.code)
        before = getattr(earlier, each.code) if earlier else value
        was = worded(each, before) if before != value else ""
        groups.setdefault(each.group, []).append(Line(each, worded(each, value), bounds(each), was, remarks.get(each.code, "")))
    return list(groups.items())


def outline_under(scheme):
    """The guidance's items with their elements as ``outline``; on each element ``own`` (AddedPoints) and ``noted`` (number of hint notes)."""
    points = Prefetch("added_points", AddedPoint.objects.filter(scheme=scheme).select_related("policy"), to_attr="own")
    noted = Count("hints__notes", filter=Q(hints__notes__scheme=scheme))
    return scheme.guidance.items.prefetch_related(
        Prefetch("elements", Element.objects.annotate(noted=noted).prefetch_related(points, "points").order_by("item", "order"))
    )


def hints_under(scheme, element):
    """The hints of an element, each with ``own``: the province's note beside it, a list of one or none."""
    return element.hints.prefetch_related(Prefetch("notes", HintNote.objects.filter(scheme=scheme).select_related("policy"), to_attr="own"))


@dataclass(frozen=True)
class Differences:
    """What a version says otherwise than the one before of points, notes and adjustments, in words (R1.3)."""

    added: list[str]
    removed: list[str]


def differences(scheme):
    """The Differences of a version against the one before; None for the first."""
    if not (last := previous(scheme)):
        return None
    now, before = _said(scheme), _said(last)
    return Differences([words for words in now if words not in before], [words for words in before if words not in now])


def _said(scheme):
    points = [f"增设诊断点 {point}" for point in scheme.added_points.all()]
    notes = [f"提示“{note.hint}”的注解：{note}" for note in scheme.hint_notes.select_related("hint")]
    adjusted = [f"条件调整 {each} {each.value.normalize():f}" for each in scheme.adjustments.all()]
    return [*points, *notes, *adjusted]


def instruments(scheme):
    """The documents kept with a scheme."""
    return File.objects.of(scheme)


def last_revision(scheme):
    """The entry of the last change of the form, or None."""
    return Entry.objects.about(scheme).filter(verb="revise_scheme").select_related("by").last()


def _province_code(unit):
    """The code of the province in whose branch ``unit`` lies; "" for the nation."""
    return unit.path.split(".")[1]
