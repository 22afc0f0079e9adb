"""How the log keeps what a group says: as a digest, for more people read the log than may read the group (R9.3, R9.4)."""

from apps.audit.services import record
from apps.core.canonical import digest


def trace(review, verb, *, by, element=None, **said):
    """Put ``verb`` on record with the element it concerns and the SHA-256 of what was said, never the words."""
    place = {"element": element.code} if element else {}
    return record(by=by, verb=verb, target=review, after={**place, "sha256": digest({name: str(value) for name, value in said.items()})})
