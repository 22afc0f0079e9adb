from apps.schemes.models import Element, Guidance, Policy


def current_guidance():
    """The guidance issued last, or None before the reference data are loaded."""
    return Guidance.objects.first()


def outline(guidance):
    """The guidance's items, each with its elements, hints and points, in four queries whatever its size."""
    return guidance.items.prefetch_related("elements__hints", "elements__points")


def elements(guidance):
    """The guidance's elements with their items, in the order of 附 2: sixteen in the one of 2016 (R10.5)."""
    return Element.objects.filter(item__guidance=guidance).select_related("item").order_by("item__order", "order")


def policies():
    """The notice first, then the documents of its 【说明】 in their order (R1.8)."""
    return Policy.objects.all()
