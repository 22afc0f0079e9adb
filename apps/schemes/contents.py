"""What a scheme says, and what keeps it from being handed in."""

from apps.core.canonical import digest
from apps.schemes.models import Scheme
from apps.schemes.rules import Addition, floor_check

#: What one officer changes in one sitting of the form; what two may change at once without knowing of each other.
FORM = ("title", "document_number", "issued_on", "effective_from", "explanation", "parameters")


def fingerprint(scheme):
    """What stood on the form: a change since then is somebody else's."""
    return digest({name: getattr(scheme, name) for name in FORM})


def previous(scheme):
    """The version before, or None."""
    return Scheme.objects.filter(province=scheme.province_id, number__lt=scheme.number).order_by("-number").first()


def additions(scheme):
    """What the scheme adds to the guidance, and what each rests on (R1.8)."""
    points = scheme.added_points.select_related("policy")
    notes = scheme.hint_notes.select_related("policy", "hint")
    return [*(Addition(point.code, point.ground) for point in points), *(Addition(note.hint.text, note.ground) for note in notes)]


def obstacles(scheme):
    """What is missing before the scheme can be handed in, in words for the person (R1.1–R1.3)."""
    needed = [("document_number", "文号"), ("issued_on", "发布日期"), ("effective_from", "施行日期")]
    missing = [words for name, words in needed if not getattr(scheme, name)]
    if scheme.number > 1 and not scheme.explanation.strip():
        missing.append("修订说明：改了什么、为什么改，备案以后向社会公开（R1.3）")
    before = previous(scheme)
    if before and scheme.issued_on and before.issued_on and scheme.issued_on < before.issued_on:
        missing.append(f"发布日期不能早于第 {before.number} 版的 {before.issued_on:%Y-%m-%d}")
    return missing + [breach.message for breach in floor_check(scheme.given, additions(scheme))]
