"""Whether a code, and a file, are of this platform (M8)."""

import hashlib
import re

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView, View

from apps.disclosure.api import ConclusionApi
from apps.disclosure.forms import VerifyForm
from apps.disclosure.models import BelowList, ConclusionCopy, Copy, PublicPaper
from apps.disclosure.selectors import conclusions, voice
from apps.disclosure.views.data import SchoolCsv, SchoolJson
from apps.disclosure.views.papers import BelowCsv
from apps.disclosure.views.public import PublicView
from apps.documents.rules import read_code
from apps.documents.services import find, was_issued

#: What a certificate says of a conclusion: told while it is public, neither before nor once it is withdrawn (R12.1, M4).
CONCLUSION = ("结论", "认定结论")


class Verify(PublicView):
    """A code leads to what it stands for; a file is compared with what was issued under the code."""

    template_name = "disclosure/verify.html"
    section = "verify"

    def get(self, request, *args, **kwargs):
        if given := request.GET.get("code", "").strip():
            # What was typed may hold what an address does not.
            return HttpResponseRedirect(reverse("disclosure:verify_code", args=[read_code(given) or re.sub(r"[^\w-]+", "", given)[:40] or "-"]))
        return super().get(request, *args, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class VerifyCode(View):
    """Tells what a code was issued for. A file sent here is hashed and forgotten."""

    def get(self, request, code):
        return self.answer(code, VerifyForm())

    def post(self, request, code):
        form = VerifyForm(request.POST, request.FILES)
        given = _digest(form.cleaned_data["file"].chunks()) if form.is_valid() else None
        return self.answer(code, form, given)

    def answer(self, code, form, given=None):
        certificate = find(code)
        copy = _copy_of(certificate.code) if certificate else None
        other = voice.of_code(certificate.code) if certificate and copy is None else None
        if (copy or other) and (copy or other).released_at is None:  # Its entries are not sealed: nobody is told of it yet.
            certificate = copy = other = None
        context = {"section": "verify", "certificate": certificate, "copy": copy, "other": other, "asked": code, "form": form, "given": given}
        if certificate:
            published = (copy or conclusions.by_decision(certificate.code)) if other is None else None
            withdrawn = published if published and published.withdrawn_at else None
            told = published and published.released_at and not withdrawn
            facts = [[label, text] for label, text in certificate.facts if told or label not in CONCLUSION]
            context |= {"withdrawn": withdrawn, "facts": facts, "published": published, "told": told}
        if certificate and given:
            context["matches"] = was_issued(certificate, given) or given in _downloads(copy or other)
        view = TemplateView(template_name="disclosure/verify_code.html", request=self.request)
        return view.render_to_response(context, status=200 if certificate else 404)


def _copy_of(code):
    """The Copy or the ConclusionCopy that bears ``code``, or None."""
    rows = (model.objects.filter(code=code).select_related("listing").first() for model in [Copy, ConclusionCopy])
    return next((copy for copy in rows if copy), None)


def _downloads(published):
    """The digests of the files that anyone downloads of what is published beside its content, which is what the code stands for."""
    if isinstance(published, Copy):
        return {_digest([view().answer(published).content]) for view in (SchoolCsv, SchoolJson)}
    if isinstance(published, ConclusionCopy):
        return {_digest([ConclusionApi.as_file(published)])}
    if isinstance(published, BelowList):
        return {_digest([BelowCsv().answer(published).content])}
    if isinstance(published, PublicPaper):
        return {published.content.get("digest"), *(file["sha256"] for file in published.content.get("files", []))}
    return set()


def _digest(chunks):
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()
