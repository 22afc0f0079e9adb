"""The version stamp: what a workbook was made of, signed, so that a foreign or edited one is known as such."""

import zlib
from dataclasses import asdict, dataclass

from django.core import signing

from apps.statusdata.workbook.layout import PRODUCT
from apps.statusdata.workbook.package import AGAIN, Unreadable

SALT = "statusdata.workbook"
#: A cell holds 32 767 characters.
CHUNK = 30_000


@dataclass(frozen=True)
class Stamp:
    """``base`` is what the typed cells held when the workbook was made: {"F08": {field: value}, "F10": {row id: {field: value}}}.

    What somebody changed in the workbook is what differs from it. ``blank``: made empty, so an empty cell there says nothing.
    """

    edition: str
    digest: str
    school: str
    school_name: str
    year: int
    upload: str
    forms: list
    blank: bool
    made_at: str
    base: dict


def sealed(stamp):
    """The stamp as signed text, in pieces that fit into cells."""
    token = signing.dumps({"product": PRODUCT, **asdict(stamp)}, salt=SALT, compress=True)
    return [token[start : start + CHUNK] for start in range(0, len(token), CHUNK)]


def unsealed(pieces):
    """The Stamp of the pieces found in a workbook; Unreadable when there is none, or it was edited."""
    if not pieces:
        raise Unreadable("这不是从本平台导出的工作簿（里面没有版本标记）。" + AGAIN)
    try:
        held = signing.loads("".join(map(str, pieces)), salt=SALT)
    except (signing.BadSignature, ValueError, zlib.error):
        raise Unreadable("工作簿的版本标记被改动过，或者是从别的平台导出的。" + AGAIN) from None
    held.pop("product")
    return Stamp(**held)


def accept(stamp, *, book, upload):
    """Refuse a workbook of another edition, school, year or return."""
    if stamp.school != upload.school.code:
        raise Unreadable(f"这是“{stamp.school_name}”（{stamp.school}）的工作簿，不是本校的。请核对是否拿错了文件。")
    if stamp.year != upload.round.year:
        raise Unreadable(f"这是 {stamp.year}—{stamp.year + 1} 学年的工作簿，本次填报的是 {upload.round.year}—{upload.round.year + 1} 学年。" + AGAIN)
    if stamp.upload != str(upload.pk):
        raise Unreadable("这是另一轮上报（例如练习）的工作簿。" + AGAIN)
    if stamp.digest != book.digest:
        raise Unreadable(f"工作簿按旧的数据字典（{stamp.edition}）做成，与现行的（{book.code}）不同。" + AGAIN)
