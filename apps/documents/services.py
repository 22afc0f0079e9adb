import base64
import hashlib
import secrets

import segno
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string

from apps.audit.services import record, values
from apps.documents.access import is_registered, is_sensitive
from apps.documents.models import Certificate, File
from apps.documents.paper import printed
from apps.documents.reading import codes_in
from apps.documents.rules import KINDS, LIMIT, clean_name, code_of, kind_of, read_code


@transaction.atomic
def store(upload, *, holder, permission, by, code=""):
    """Keep an uploaded file with its holder and return the File; ValidationError says what would be right.

    ``upload`` is a file object with ``name`` and ``size`` (bytes); what it is, its content says. LookupError: the holder is not registered.
    ``code``: the verification code that was read on it.
    """
    if not is_registered(holder, permission):
        raise LookupError(f"{holder._meta.label} holds no files under {permission}")
    content, kind = _checked(upload)
    file = File(
        holder=holder, permission=permission, by=by, name=clean_name(upload.name, kind),
        media_type=kind.media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest(), code=code,
    )  # fmt: skip
    file.content.save(file.name, ContentFile(content), save=False)
    file.save(force_insert=True)
    record(by=by, verb="store_file", target=file, after=values(file, ["name", "size", "sha256", "holder_type", "holder_id"]))
    return file


def opened(file, *, by):
    """The content of ``file`` as an open file; the reading of a sensitive one is put on record (N2)."""
    if is_sensitive(file):
        record(by=by, verb="read", target=file, after=values(file, ["name", "holder_type", "holder_id"]))
    return file.content.open("rb")


def render_pdf(template, context):
    """The PDF of a template below pdf/, as bytes."""
    return printed(render_to_string(template, context))


@transaction.atomic
def certify(title, digest, facts, *, holder, public=False, by=None):
    """Issue a verification code for a paper or a published content (M8).

    ``digest``: SHA-256 as 64 hexadecimal digits; ``facts``: list of [label, text] shown to anyone who has the code.
    """
    row = Certificate(code=_free_code(), title=title, digest=digest, facts=facts, holder=holder, public=public)
    row.save(force_insert=True)
    record(by=by, verb="certify", target=row, after=values(row, ["code", "title", "digest", "holder_type", "holder_id", "public"]))
    return row


def find(code):
    """The Certificate that somebody's typing of a code means, or None."""
    return Certificate.objects.filter(code=read_code(code)).first()


def borne(content):
    """The Certificates whose codes can be read on a file's ``content`` (bytes)."""
    return list(Certificate.objects.filter(code__in=codes_in(content)))


def bear(certificate, file):
    """Say which File bears the code of ``certificate``: whoever holds the paper may then compare it (M8)."""
    Certificate.objects.filter(pk=certificate.pk, paper=None).update(paper=file)


def fall(holder, *, words, at):
    """Say on the codes of ``holder`` that it no longer stands, why and since when; who looks one up is told (M8)."""
    Certificate.objects.of(holder).update(fallen=words, fallen_at=at)


def was_issued(certificate, sha256):
    """Whether a file of that digest is what the code was issued for, or the paper that bears it."""
    return sha256 in (certificate.digest, certificate.paper and certificate.paper.sha256)


def qr(certificate):
    """The address of ``certificate`` as a QR code: an SVG as a data address, for paper."""
    picture = segno.make(certificate.address, error="m").svg_inline(border=0, scale=4)
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}"


def _checked(upload):
    if upload.size > LIMIT:
        raise ValidationError(f"文件“{upload.name}”超过 {LIMIT // 1024 // 1024} MB，没有存入。请压缩后再传，或者分成几个文件。")
    content = upload.read(LIMIT + 1)
    if not content:
        raise ValidationError(f"文件“{upload.name}”是空的，没有存入。请核对后再传。")
    if not (kind := kind_of(content)):
        taken = "、".join(kind.label for kind in KINDS)
        raise ValidationError(f"文件“{upload.name}”的内容不是可以存的类型，没有存入。可以存 {taken}（不带宏）；只改文件名的后缀不管用。")
    return content, kind


def _free_code():
    """40 random bits; at a million codes one in a million is taken, so it is asked."""
    while Certificate.objects.filter(code=(code := code_of(secrets.randbits(40)))).exists():
        pass
    return code
