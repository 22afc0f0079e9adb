"""The frozen version of a return: canonical, compressed, hashed (D10, R6.3)."""

import hashlib
import zlib

from apps.core.canonical import canonical
from apps.statusdata.contents import findings, forms_of, stored
from apps.statusdata.models import Explanation, Snapshot


def content(upload):
    """What is signed: {"school": {code, name}, "year", "edition", "forms": {"F08": {…}, "F10": [{"id", "values"}]}, "explanations": […]}."""
    held = stored(upload)
    forms = {code: [{"id": key, "values": values} for key, values in cells] if isinstance(cells, list) else cells for code, cells in held.items()}
    texts = Explanation.objects.filter(upload=upload).order_by("check_code", "record_id")
    return {
        "school": {"code": upload.school.code, "name": upload.school.name},
        "year": upload.round.year,
        "edition": upload.round.edition.code,
        "forms": forms,
        "explanations": [{"check": text.check_code, "row": text.record_id, "text": text.text} for text in texts],
    }


def fingerprint(upload):
    """The SHA-256 of what would be signed now: the signature names it, so a change since is a comparison (D6)."""
    return hashlib.sha256(canonical(content(upload))).hexdigest()


def freeze(upload, *, by):
    """Keep what the return holds as its next snapshot. The caller holds the return locked."""
    body = canonical(content(upload))
    messages = [
        {"code": each.message.code, "severity": each.message.severity, "text": each.message.text, "explanation": each.explanation.text}
        for each in findings(upload)
        if each.explanation
    ]
    return Snapshot.objects.create(
        upload=upload, number=upload.snapshots.count() + 1, signed_by=by, path=upload.school.path,
        area_path=upload.school.area.path if upload.school.area else "", body=zlib.compress(body, 9), digest=hashlib.sha256(body).hexdigest(),
        messages=messages,
    )  # fmt: skip


def intact(snapshot):
    """Whether the snapshot still is what was signed."""
    return hashlib.sha256(zlib.decompress(snapshot.body)).hexdigest() == snapshot.digest


def differences(old, new):
    """What changed from one ``content`` to another: [(form, row id or None, field, before, after)], rows added and removed cell by cell (D5)."""
    before, after = _cells(old), _cells(new)
    return [
        (*place, before.get(place), after.get(place))
        for place in sorted(before.keys() | after.keys(), key=str)
        if before.get(place) != after.get(place)
    ]


def _cells(content):
    cells = {}
    for form, held in forms_of(content).items():
        for key, values in held if isinstance(held, list) else [(None, held)]:
            cells |= {(form, key and str(key), field): value for field, value in values.items()}
    return cells
