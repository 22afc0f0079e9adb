"""The copy the public reads: made from the signed snapshot and what was computed of it, nothing else; shown when its entries are sealed."""

from django.db import transaction
from django.utils import timezone

from apps.audit.services import is_sealed
from apps.core.canonical import digest, number_text
from apps.dictionary.figures import figures
from apps.dictionary.selectors import book
from apps.dictionary.values import read, shown
from apps.disclosure.frozen import standing_of
from apps.disclosure.models import Copy, Listing
from apps.disclosure.rules import is_few, withheld
from apps.documents.services import certify
from apps.indicators.models import Value
from apps.indicators.wording import value_words
from apps.organizations.models import Level, Organization
from apps.statusdata.contents import forms_of, opened

#: Kinds of cells that stay with the school: papers, and texts that point at them.
NOT_PUBLIC = ("attachment", "textfile")
FEW = "少于 5"
#: What would tell such a count by subtraction.
NOT_SHOWN = "不显示"


def content_of(publication):
    """What will be read in public, every figure in words already:

    {"school", "year", "edition", "forms": [{"code", "name", "rows", "fields", "records"}], "conditions", "met", "indicators", "signed_on",
    "accepted_on", "accepted_by", "source"}; a small count is "少于 5", what would tell it "不显示", an indicator of it empty and marked.
    ``conditions`` is empty where a later version took this one's place.
    """
    snapshot = publication.snapshot
    upload = snapshot.upload
    own = book(upload.round.edition_id)
    stored = forms_of(opened(snapshot))
    hidden, indicators = withheld(own, figures(own, stored).forms)
    standing = standing_of(publication)
    return {
        "school": {"code": upload.school.code, "name": upload.school.name},
        "year": publication.year,
        "edition": own.code,
        "forms": [_form(form, stored.get(form.code), hidden) for form in own.forms],
        "conditions": standing.conditions if standing else [],
        "met": standing.met if standing else None,
        "indicators": _indicators(publication, own, indicators),
        "signed_on": timezone.localdate(snapshot.at).isoformat(),
        "accepted_on": timezone.localdate(upload.accepted_at).isoformat(),
        "accepted_by": str(upload.round.province),
        "source": snapshot.digest,
    }


def _form(form, held, hidden):
    fields = [field for field in form.fields if field.kind not in NOT_PUBLIC]
    rows = [values for _key, values in held or []] if form.rows else [held or {}]
    return {
        "code": form.code,
        "name": form.name,
        "rows": form.rows,
        "declared_empty": form.rows and held == [],
        "fields": [{"code": field.code, "name": field.name, "unit": field.unit, "section": field.section} for field in fields],
        "records": [[_words(field, values.get(field.code), field.key in hidden) for field in fields] for values in rows],
    }


def _words(field, value, is_withheld):
    if value is None:
        return ""
    if is_withheld:
        return FEW if is_few(field, read(field, value)) else NOT_SHOWN
    return shown(field, value)


def _indicators(publication, own, hidden):
    """Only what was computed of this very snapshot."""
    values = dict(Value.objects.filter(snapshot=publication.snapshot_id).values_list("indicator", "value"))
    return [
        {
            "code": indicator.code,
            "name": indicator.name,
            "unit": indicator.unit,
            "value": "" if indicator.code in hidden else value_words(indicator, values.get(indicator.code)),
            "number": None if indicator.code in hidden or values.get(indicator.code) is None else number_text(values[indicator.code]),
            "withheld": indicator.code in hidden,
        }
        for indicator in own.indicators
    ]


def make(publication, *, note="", on=None, by):
    """Freeze the copy of today, or of ``on``, give it its number and its code. It is shown once its publication is under a seal of the log."""
    # Two versions of a school published at once take their numbers in turn.
    school = Organization.objects.select_for_update(no_key=True).get(pk=publication.school_id)
    listing = Listing.objects.filter(code=school.code).first() or list_school(school)
    content, day = content_of(publication), on or timezone.localdate()
    fingerprint = digest(content)
    number = Copy.objects.filter(listing=listing, year=publication.year).count() + 1
    title = f"{school.name} {publication.year}—{publication.year + 1} 学年状态数据（公开副本第 {number} 版）"
    facts = [["学校", school.name], ["标识码", school.code], ["学年", f"{publication.year}—{publication.year + 1}"], ["版次", str(number)],
             ["公开日期", day.isoformat()], ["上报版本摘要", content["source"]]]  # fmt: skip
    certificate = certify(title, fingerprint, facts, holder=publication, public=True, by=by)
    return Copy.objects.create(
        publication=publication, listing=listing, year=publication.year, number=number, content=content, digest=fingerprint,
        code=certificate.code, met=content["met"], published_on=day, note=note,
    )  # fmt: skip


def list_school(school):
    """The school's line in the public list, as it is called and lies today. Nobody sees it before one of its copies is shown."""
    above = {unit.level: unit for unit in Organization.objects.filter(code__in=school.path.split(".")[:-2])}
    city = school.area or above.get(Level.CITY)
    named = {name: getattr(school, name) for name in ["name", "pinyin", "initials", "sample_code"]}
    places = {
        "province_code": above[Level.PROVINCE].code, "province": above[Level.PROVINCE].name,
        "city_code": city.code if city else "", "city": city.name if city else "",
    }  # fmt: skip
    return Listing.objects.update_or_create(code=school.code, defaults=named | places)[0]


def release():
    """Show the copies whose publication is under a seal, and with them how the school is called now; returns how many."""
    waiting = Copy.objects.filter(released_at=None, withdrawn_at=None).select_related("publication__school__area")
    return sum(_show(copy) for copy in waiting.order_by("year", "number") if is_sealed(copy.publication))


@transaction.atomic
def _show(copy):
    """1 where it was not shown yet: another worker may have been faster."""
    if not Copy.objects.filter(pk=copy.pk, released_at=None, withdrawn_at=None).update(released_at=timezone.now()):
        return 0
    list_school(copy.publication.school)
    return 1


def withdraw(publication, *, note):
    """The year's address stays and says why it was withdrawn (M4). Versions it had replaced go with it: none of them is what the school stands by."""
    Copy.objects.filter(listing__code=publication.school.code, year=publication.year, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), note=note
    )
