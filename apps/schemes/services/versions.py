"""A version of a scheme: drafted out of the one before, revised, handed in, lodged."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from apps.accounts.access import may
from apps.audit.services import record, values
from apps.documents.services import store
from apps.organizations.models import Level, Organization
from apps.schemes.contents import FORM, fingerprint
from apps.schemes.lifecycle import DRAFT, SCHEME, VIEW
from apps.schemes.models import AddedPoint, Adjustment, Element, Hint, HintNote, Scheme
from apps.schemes.parameters import Parameters
from apps.schemes.rules import floor_check
from apps.schemes.selectors import current_guidance
from apps.workflow.lifecycle import Changed, Conflict, WrongState


class BelowFloor(Exception):
    """The scheme would fall below the guidance; ``args[0]`` is the list of Breach."""


class UnderWay(Conflict):
    """The province has a version under way already: one at a time."""


@transaction.atomic
def draft(province, *, by):
    """Begin the next version, with everything of the last one that the guidance in force knows; the first starts from the guidance's own values.

    UnderWay where one is begun already; LookupError before a guidance is loaded.
    """
    if province.level != Level.PROVINCE or not may(by, DRAFT, province):
        raise PermissionDenied(DRAFT)
    Organization.objects.select_for_update(no_key=True).get(pk=province.pk)  # Two who begin at once take turns.
    last = Scheme.objects.filter(province=province).first()
    if last and last.state != Scheme.State.LODGED:
        raise UnderWay("起草新版")
    if not (guidance := current_guidance()):
        raise LookupError("还没有载入指导方案")
    row = Scheme.objects.create(
        province=province, guidance=guidance, number=last.number + 1 if last else 1,
        title=last.title if last else f"{province}中等职业学校教学工作诊断与改进实施方案",
        parameters=(last.given if last else Parameters.read()).stored(),
    )  # fmt: skip
    record(by=by, verb="draft_scheme", target=row, after=values(row, ["province", "guidance", "number"]))
    if last:
        _carry_over(last, row)
    return row


@transaction.atomic
def revise(scheme, *, seen, parameters, by, **texts):
    """Save what the form holds: ``parameters`` (Parameters) and the ``texts`` of FORM; ``seen`` is the fingerprint that stood on the form.

    Changed where somebody else saved meanwhile, BelowFloor where a value breaks a rule; nothing is written then.
    """
    row = opened(scheme, by=by)
    if seen != fingerprint(row):
        raise Changed("修改方案")
    if breaches := floor_check(parameters):
        raise BelowFloor(breaches)
    before = values(row, FORM)
    for name, value in {**texts, "parameters": parameters.stored()}.items():
        setattr(row, name, value)
    changed = [name for name in FORM if before[name] != getattr(row, name)]
    if changed:
        row.full_clean()
        touch(row, changed)
        record(by=by, verb="revise_scheme", target=row, before={name: before[name] for name in changed}, after=values(row, changed))
    return row


@transaction.atomic
def attach(scheme, upload, *, by):
    """Keep an instrument of the scheme (its document, an annex); ValidationError says what would be right."""
    row = opened(scheme, by=by)
    file = store(upload, holder=row, permission=VIEW, by=by)
    touch(row)
    return file


def lodge(scheme, *, by, seen=None):
    """The ministry puts the scheme on file; from then, or from the day it names, it holds (R1.3)."""
    return SCHEME.take(scheme, "lodge_scheme", by=by, seen=seen, lodged_on=localdate())


def opened(scheme, *, by):
    """The locked row of a draft that ``by`` may write; WrongState once it is handed in."""
    row = SCHEME.lock(scheme)
    if not may(by, DRAFT, row):
        raise PermissionDenied(DRAFT)
    if row.state != Scheme.State.DRAFT:
        raise WrongState("修改方案")
    return row


def touch(row, changed=()):
    """Save the changed fields of a locked draft; its version tells who is about to hand it in that it is another now."""
    row.version += 1
    row.save(update_fields=[*changed, "version"])


def _carry_over(last, row):
    """Points, notes and adjustments of the last version; what hangs on something that the new guidance does not have stays behind with it."""
    elements = {each.code: each for each in Element.objects.filter(item__guidance=row.guidance_id)}
    hints = {(each.element.code, each.kind, each.text): each for each in Hint.objects.filter(element__in=elements.values()).select_related("element")}
    points = last.added_points.select_related("element")
    AddedPoint.objects.bulk_create(_copy(each, row, element=elements[each.element.code]) for each in points if each.element.code in elements)
    notes = [(each, hints.get((each.hint.element.code, each.hint.kind, each.hint.text))) for each in last.hint_notes.select_related("hint__element")]
    HintNote.objects.bulk_create(_copy(each, row, hint=hint) for each, hint in notes if hint)
    Adjustment.objects.bulk_create(_copy(each, row) for each in last.adjustments.all())


def _copy(each, scheme, **changed):
    kept = {field.attname: getattr(each, field.attname) for field in each._meta.concrete_fields if not field.primary_key}
    for name in changed:
        del kept[f"{name}_id"]
    return type(each)(**{**kept, "scheme_id": scheme.pk, **changed})
