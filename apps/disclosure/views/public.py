"""The public pages. Nobody signs in here, and nothing but published copies is read."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from django.views.generic import ListView, TemplateView

from apps.core.fixtures import read_yaml
from apps.disclosure.forms import number_of
from apps.disclosure.mixins import sought
from apps.disclosure.models import ConclusionCopy, Listing
from apps.disclosure.selectors import conclusions, public, voice
from apps.indicators.wording import SHORT

#: For so many seconds whoever has a page need not ask for it again.
FRESH = 60
ALIKE = [login_not_required, cache_control(public=True, max_age=FRESH), conditional_page]


def public_page(view):
    """A view that answers everybody alike: what has not changed since is not sent again."""
    return method_decorator(ALIKE, name="dispatch")(view)


@public_page
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
            provinces=rows, tiles=tiles, papers=voice.newest_papers(), comments=voice.comments()[:3],
            open_now=conclusions.open_now(), under_review=conclusions.under_review(), draws=voice.draws_to_come(),
            newest=public.newest(6), concluded=conclusions.newest(4), schools=public.listed().count(), years=public.years(),
            policies=read_yaml("policies.yaml")["policies"], nation=read_yaml("nation.yaml"), **kwargs,
        )  # fmt: skip


@public_page
class SchoolSearch(ListView):
    """The schools in public, or those that the words of a search mean."""

    template_name = "disclosure/schools.html"
    paginate_by = 30

    def get_queryset(self):
        self.words = sought(self.request.GET)
        return public.found(self.words) if self.words else public.listed()

    def get_context_data(self, **kwargs):
        # Where nothing is found one looks on by province.
        around = {} if self.object_list else {"provinces": public.provinces()}
        return super().get_context_data(section="schools", q=self.words, **around, **kwargs)


class SchoolPage(PublicView):
    """A school's newest year, or the year and version of the address; a withdrawn copy says so at the address it had (M4)."""

    template_name = "disclosure/school.html"
    section = "schools"

    def get_context_data(self, code, year=None, **kwargs):
        listing = get_object_or_404(Listing, code=code)
        versions, stages = list(public.copies_of(listing)), conclusions.history(listing)
        beside = {"comments": voice.first_comments(code), "below": voice.listed_below(code), "draws": voice.drawn_in(code)}
        if not versions and stages and year is None:
            # Reviewed, but none of its status data stands in public.
            return super().get_context_data(listing=listing, stages=stages, **beside, **kwargs)
        if not versions:
            raise Http404
        standing = [each.year for each in versions if each.withdrawn_at is None]
        copy = public.copy_of(listing, year or max(standing or [versions[0].year]), number_of(self.request.GET.get("version", "")))
        if copy is None:
            raise Http404
        around = {
            "listing": listing,
            "copy": copy,
            "stages": stages,
            "versions": versions,
            "years": sorted({each.year for each in versions}, reverse=True),
        }
        around |= beside
        if reviewed := conclusions.standing(listing):
            around |= {"reviewed": reviewed, "reviewed_lead": conclusions.lead(reviewed)}
        if copy.withdrawn_at is None:
            around |= {"conditions": public.conditions(copy), "lead": public.lead(copy), "charts": public.charts(listing)}
            # Addressed as the site names itself, for it is pasted into the school's own.
            around["card"] = f"{settings.SITE_URL}{reverse('disclosure:card', args=[code])}"
        return super().get_context_data(**around, **kwargs)


class ProvincePage(PublicView):
    template_name = "disclosure/province.html"
    section = "schools"

    def get_context_data(self, code, **kwargs):
        if not (found := public.provinces(code)):
            raise Http404
        province = found[0]
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked in map(str, province.years) else province.year
        if asked.isdigit() and asked != str(year):
            raise Http404
        cities = public.by_city(code, year)
        city = next((each for each in cities if each["code"] == self.request.GET.get("city")), None)
        place = {"province_code": code} | ({"city_code": city["code"]} if city else {})
        copies = Paginator(public.of_year(year, **place), 50)
        try:
            page = copies.page(self.request.GET.get("page", 1))
        except InvalidPage:
            raise Http404 from None
        measured = public.measured(page)
        for copy in page:
            own = {each["code"]: each for each in copy.conditions}
            copy.measured = [own.get(code, {}) | {"short": SHORT[code]} for code in measured]
        counts = {name: sum(each[name] for each in cities) for name in ["schools", "full", "short", "undecided"]}
        around = {
            "province": province,
            "year": year,
            "code": code,
            "name": province.name,
            "cities": cities,
            "city": city,
            "measured": measured.values(),
        }
        beside = {"papers": voice.papers(code), "lists": voice.below_lists(code), "comments": voice.first_comments(code)}
        return super().get_context_data(copies=page, **around, **counts, **beside, **kwargs)


class Policies(PublicView):
    """The notice and the documents it rests on (R1.8, R2.4, R12.4)."""

    template_name = "disclosure/policies.html"
    section = "policies"

    def get_context_data(self, **kwargs):
        policies = read_yaml("policies.yaml")["policies"]
        return super().get_context_data(notice=policies[0], listed=policies[1:], **kwargs)


class About(PublicView):
    """What this is, how a page comes here, who answers for it, how one reads it."""

    template_name = "disclosure/about.html"
    section = "about"


@public_page
class Corrections(ListView):
    """What was corrected or withdrawn, with its reason (M4)."""

    template_name = "disclosure/corrections.html"
    paginate_by = 50

    def get_queryset(self):
        return public.corrected()

    def get_context_data(self, **kwargs):
        return super().get_context_data(taken_back=conclusions.taken_back()[:100], lists=voice.corrected_lists(), **kwargs)


class Data(PublicView):
    template_name = "disclosure/data.html"
    section = "data"

    def get_context_data(self, **kwargs):
        codes = {"kinds": conclusions.KINDS, "stages": ConclusionCopy.Stage.choices}
        return super().get_context_data(years=public.years(), concluded=conclusions.years(), **codes, **kwargs)
