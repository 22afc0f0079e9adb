"""The public pages. Nobody signs in here, and nothing but published copies is read."""

import hashlib
import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import ListView, TemplateView, View

from apps.core.fixtures import read_yaml
from apps.disclosure.forms import VerifyForm
from apps.disclosure.models import Copy, Listing
from apps.disclosure.selectors import public
from apps.documents.rules import read_code
from apps.documents.services import find


@method_decorator(login_not_required, name="dispatch")
class PublicView(TemplateView):
    section = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(section=self.section, **kwargs)


class Home(PublicView):
    template_name = "disclosure/home.html"
    section = "home"

    def get_context_data(self, **kwargs):
        rows = public.provinces()
        tiles = public.tiles(rows, lambda code: reverse("disclosure:province", args=[code]))
        return super().get_context_data(
            provinces=rows, tiles=tiles, newest=public.newest(), schools=sum(row.schools for row in rows), years=public.years_of(),
            policies=read_yaml("policies.yaml")["policies"], **kwargs,
        )  # fmt: skip


@method_decorator(login_not_required, name="dispatch")
class SchoolSearch(ListView):
    template_name = "disclosure/schools.html"
    paginate_by = 30

    def get_queryset(self):
        words = self.request.GET.get("q", "").strip()
        return public.found(words) if words else public.listed()

    def get_context_data(self, **kwargs):
        return super().get_context_data(section="schools", q=self.request.GET.get("q", "").strip(), **kwargs)


class SchoolPage(PublicView):
    """A school's newest year, or the year and version of the address; a withdrawn copy says so at the address it had (M4)."""

    template_name = "disclosure/school.html"
    section = "schools"

    def get_context_data(self, code, year=None, **kwargs):
        listing = get_object_or_404(Listing, code=code)
        versions = list(public.copies_of(listing))
        if not versions:
            raise Http404
        standing = [each.year for each in versions if each.withdrawn_at is None]
        copy = public.copy_of(listing, year or max(standing or [versions[0].year]), self.version())
        if copy is None:
            raise Http404
        around = {"listing": listing, "copy": copy, "versions": versions, "years": sorted({each.year for each in versions}, reverse=True)}
        if copy.withdrawn_at is None:
            around |= {"conditions": public.conditions(copy), "lead": public.lead(copy), "charts": public.charts(listing)}
        return super().get_context_data(**around, **kwargs)

    def version(self):
        text = self.request.GET.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


class ProvincePage(PublicView):
    template_name = "disclosure/province.html"
    section = "schools"

    def get_context_data(self, code, **kwargs):
        years = public.years_of(code)
        if not years:
            raise Http404
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked in map(str, years) else years[0]
        copies = list(public.in_province(code, year))
        met = {key: sum(copy.met is value for copy in copies) for key, value in [("met", True), ("unmet", False), ("undecided", None)]}
        return super().get_context_data(copies=copies, years=years, year=year, code=code, name=copies[0].listing.province, **met, **kwargs)


class Data(PublicView):
    template_name = "disclosure/data.html"
    section = "data"

    def get_context_data(self, **kwargs):
        return super().get_context_data(years=public.years_of(), provinces=public.provinces(), **kwargs)


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
        given = _digest(form.cleaned_data["file"]) if form.is_valid() else None
        return self.answer(code, form, given)

    def answer(self, code, form, given=None):
        certificate = find(code)
        copy = Copy.objects.shown().filter(code=certificate.code).defer("content").select_related("listing").first() if certificate else None
        context = {"section": "verify", "certificate": certificate, "copy": copy, "asked": code, "form": form, "given": given}
        view = TemplateView(template_name="disclosure/verify_code.html", request=self.request)
        return view.render_to_response(context, status=200 if certificate else 404)


def _digest(file):
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    return found.hexdigest()
