"""The ministry's guidance and the documents of its 【说明】, as shipped in fixtures/ (R1.1, R1.8)."""

from django.db import transaction

from apps.core.fixtures import read_yaml
from apps.schemes.models import Element, Guidance, Hint, Item, Point, Policy


@transaction.atomic
def load():
    """Enter or correct every guidance and policy; rows keep their keys, so that what refers to them stays."""
    guidances, policies = read_yaml("guidance.yaml")["guidances"], read_yaml("policies.yaml")["policies"]
    for entry in guidances:
        load_guidance(entry)
    for entry in policies:
        Policy.objects.update_or_create(title=entry["title"], defaults={name: value for name, value in entry.items() if name != "title"})
    points = Point.objects.count()
    return f"指导方案 {len(guidances)} 个（诊断点 {points} 个），政策文件 {len(policies)} 件"


def load_guidance(entry):
    """Enter or correct one guidance of any shape: as many items, elements and points as ``entry`` lists (its form stands in fixtures/guidance.yaml)."""
    guidance, _ = Guidance.objects.update_or_create(code=entry["code"], defaults={name: entry[name] for name in ["title", "number", "issued_on"]})
    items = _enter(Item, ["guidance", "code"], [Item(guidance=guidance, code=row["code"], name=row["name"]) for row in entry["items"]])
    for row, item in zip(entry["items"], items, strict=True):
        _load_item(row, item)


def _load_item(entry, item):
    elements = _enter(Element, ["item", "code"], [Element(item=item, code=row["code"], name=row["name"]) for row in entry["elements"]])
    for row, element in zip(entry["elements"], elements, strict=True):
        for kind in Hint.Kind:
            _enter(Hint, ["element", "kind", "order"], [Hint(element=element, kind=kind, text=text) for text in row.get(kind, [])])
        _enter(Point, ["element", "code"], [Point(element=element, **{"evidence": "", **point}) for point in row["points"]])


def _enter(model, key, rows):
    """Number ``rows`` in their order and upsert them by ``key``; returns them with the keys they have in the database."""
    for order, row in enumerate(rows, start=1):
        row.order = order
    rest = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in key]
    return model.objects.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=rest)
