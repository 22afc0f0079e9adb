"""What a publication rests on: the version that was signed and what was computed of that very version (R6.3)."""

from apps.indicators.models import Standing

#: Said of a publication that waited too long.
REPLACED = "这一版已被后来受理的一版替代，指标与条件都按新的一版算；请不予公开这一版，另提新的一版"


def standing_of(publication):
    """The five conditions of that very version; None where a version accepted later took its place."""
    return Standing.objects.filter(snapshot=publication.snapshot_id).first()


def lacking(publication):
    """What stands in the way of publishing, in words."""
    return [] if standing_of(publication) else [REPLACED]
